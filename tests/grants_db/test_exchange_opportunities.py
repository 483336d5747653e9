"""Opportunities to files: the promised record, German tables, and the CommonGrants form."""

import csv
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from common_grants_sdk.schemas.pydantic import OpportunityBase
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlmodel import Session

from grants_db.errors import InputError, UsageError
from grants_db.import_export.opportunities import export_opportunities
from grants_db.models.opportunity import Opportunity
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, DeadlineStage, Level, StatusNote

Store = Callable[..., Opportunity]
PROMISED = """
id source external_id url title short_description description language level funder authority status regions region_ok
applicant_types applicant_route instruments min_amount max_amount max_rate own_share_min deadline early_start cumulation
first_seen last_seen content_changed_at retired_at attribution
""".split()


@pytest.fixture
def export(session: Session, tmp_path: Path, today: date) -> Callable[..., Path]:
    def write(file_format: str = "jsonl", *, only_open: bool = False) -> Path:
        file = tmp_path / f"export.{'json' if file_format == 'commongrants' else file_format}"
        export_opportunities(
            session, file, file_format, today=today, city_state="DE-ST", city_name="Magdeburg", only_open=only_open
        )
        return file

    return write


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def fixed(*days: str) -> dict[str, Any]:
    stages = tuple(DeadlineStage.APPLICATION for _ in days)
    return Deadline(DeadlineKind.FIXED, days, tuple("" for _ in days), stages, evidence="bis dahin").as_json()


def test_a_record_has_every_promised_name(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity()

    (record,) = lines(export())

    assert set(PROMISED) <= set(record)


def test_what_the_source_does_not_say_is_null(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity()

    (record,) = lines(export())

    for name in ("min_amount", "max_amount", "max_rate", "own_share_min", "region_ok", "retired_at", "funder"):
        assert record[name] is None, name
    assert record["deadline"]["kind"] == "none"
    assert (record["early_start"], record["cumulation"], record["applicant_route"]) == (
        "unstated",
        "unstated",
        "unclear",
    )


def test_sums_and_rates_are_decimal_texts(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity(max_amount=Decimal("25000.5"), max_rate=Decimal(90))

    (record,) = lines(export())

    assert (record["max_amount"], record["max_rate"]) == ("25000.50", "90.00")


def test_instants_are_iso_with_their_zone(an_opportunity: Store, export: Callable[..., Path], now: datetime) -> None:
    an_opportunity()

    (record,) = lines(export())

    assert datetime.fromisoformat(record["first_seen"]) == now


def test_a_call_whose_dates_have_passed_is_exported_as_closed(
    an_opportunity: Store, export: Callable[..., Path]
) -> None:
    an_opportunity(level=Level.EU, deadline=fixed("2026-10-01"), status_note=StatusNote.OPEN)

    (record,) = lines(export())

    assert record["status"] == "closed"


def test_regions_are_judged_for_the_configured_city(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity("1", regions=["DE-ST"])
    an_opportunity("2", regions=["DE-BY"])
    an_opportunity("3", regions=["EU"])

    assert [record["region_ok"] for record in lines(export())] == [True, False, True]


def test_open_only_leaves_out_what_is_not_open(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity("offen", deadline=fixed("2026-12-31"))
    an_opportunity("vorbei", deadline=fixed("2026-10-01"))
    an_opportunity("ungewiss")

    assert [record["external_id"] for record in lines(export(only_open=True))] == ["offen"]
    assert len(lines(export())) == 3


def test_an_empty_database_gives_an_empty_file(export: Callable[..., Path]) -> None:
    assert export("jsonl").read_text() == ""
    assert json.loads(export("commongrants").read_text()) == []


def test_line_breaks_in_a_text_stay_within_its_line(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity(description="eins\nzwei\u2028drei")

    (record,) = [json.loads(line) for line in export().read_text(encoding="utf-8").split("\n") if line]

    assert record["description"] == "eins\nzwei\u2028drei"


def test_the_table_speaks_german(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity(
        level=Level.FEDERAL,
        max_amount=Decimal("25000.5"),
        deadline=fixed("2026-10-01", "2026-12-31"),
        applicant_route=ApplicantRoute.PARTNER,
        regions=["DE-ST"],
    )

    with export("csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")

    assert (row["Ebene"], row["Stand"], row["Höchstbetrag €"]) == ("Bund", "offen", "25000,50")
    assert (row["Antragsberechtigung"], row["Gilt für die Stadt"]) == ("über Partner", "ja")
    assert (row["Antragsfrist"], row["Nächste Frist"]) == ("01.10.2026, 31.12.2026", "31.12.2026")
    assert row["Fördergebiet"] == "Sachsen-Anhalt"


@pytest.mark.parametrize("title", ["=1+1", "+49 391 1", "-Projekt", "@SUMME(A1)", "=HYPERLINK(1)"])
def test_a_title_never_runs_in_a_spreadsheet(an_opportunity: Store, export: Callable[..., Path], title: str) -> None:
    an_opportunity(title=title)

    with export("csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")

    assert row["Titel"] == f"'{title}"


def test_the_workbook_holds_numbers_and_days(an_opportunity: Store, export: Callable[..., Path], today: date) -> None:
    an_opportunity(title="=1+1", max_amount=Decimal("25000.50"))

    headings, row = CalamineWorkbook.from_path(str(export("xlsx"))).get_sheet_by_index(0).to_python()
    cells = dict(zip(headings, row, strict=True))

    assert (cells["Titel"], cells["Höchstbetrag €"], cells["Zuerst gesehen"]) == ("=1+1", 25000.5, today)


def test_a_text_beyond_a_cells_limit_is_cut_in_a_workbook(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity(description="Wort " * 10_000)

    rows = CalamineWorkbook.from_path(str(export("xlsx"))).get_sheet_by_index(0).to_python()

    assert max(len(str(cell)) for cell in rows[1]) == 32_767


def test_commongrants_names_what_it_knows(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity(
        deadline=fixed("2026-10-01", "2026-12-31"),
        max_amount=Decimal(5000),
        opens_on=date(2026, 9, 1),
        applicant_types=["municipality", "association"],
    )

    (exported,) = json.loads(export("commongrants").read_text(encoding="utf-8"))

    assert UUID(exported["id"]).version == 5
    assert exported["status"] == {"value": "open"}
    assert exported["funding"] == {"maxAwardAmount": {"amount": "5000.00", "currency": "EUR"}}
    assert exported["keyDates"]["postDate"]["date"] == "2026-09-01"
    assert exported["keyDates"]["closeDate"]["date"] == "2026-12-31"
    assert exported["acceptedApplicantTypes"] == [
        {"value": "government_municipal"},
        {"value": "custom", "customValue": "association"},
    ]
    assert exported["customFields"]["level"]["value"] == "land"


def test_commongrants_stands_the_test_of_its_own_library(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity(
        "calls/1",
        deadline=fixed("2026-10-01", "2026-12-31"),
        max_amount=Decimal(5000),
        opens_on=date(2026, 9, 1),
        applicant_types=["municipality", "association"],
        funder="Ministerium für Arbeit",
        authority="Investitionsbank",
    )
    an_opportunity("calls/2", authority="Landesverwaltungsamt")
    an_opportunity("calls/3")

    both, one, none = (OpportunityBase.model_validate(each) for each in json.loads(export("commongrants").read_text()))

    assert both.funders is not None
    assert (both.funders.primary.name, both.funders.other_orgs and both.funders.other_orgs["authority"].name) == (
        "Ministerium für Arbeit",
        "Investitionsbank",
    )
    assert one.funders is not None
    assert (one.funders.primary.name, one.funders.other_orgs) == ("Landesverwaltungsamt", None)
    assert none.funders is None
    assert both.identifiers is not None
    assert both.identifiers.system_id is not None
    assert both.identifiers.system_id.id == both.id
    assert [each.id for each in (both.identifiers.other_ids or {}).values()] == ["calls/1"]


def test_a_funder_has_the_same_identity_in_every_call(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity("calls/1", funder="Ministerium für Arbeit")
    an_opportunity("calls/2", funder="Ministerium für Arbeit")

    one, other = json.loads(export("commongrants").read_text(encoding="utf-8"))

    assert one["funders"] == other["funders"]
    assert one["id"] != other["id"]


def test_commongrants_gives_the_hour_and_the_cut_offs_after_the_next(
    an_opportunity: Store, export: Callable[..., Path]
) -> None:
    stages = (DeadlineStage.APPLICATION,) * 3
    days, hours = ("2026-10-01", "2026-12-31", "2027-06-30"), ("", "12:00", "")
    an_opportunity(deadline=Deadline(DeadlineKind.FIXED, days, hours, stages, evidence="bis dahin").as_json())

    (exported,) = json.loads(export("commongrants").read_text(encoding="utf-8"))

    event = {"name": "Antragsfrist", "eventType": "singleDate"}
    assert exported["keyDates"]["closeDate"] == {**event, "date": "2026-12-31", "time": "12:00:00"}
    assert exported["keyDates"]["otherDates"] == {"cutoff2": {**event, "date": "2027-06-30"}}


def test_commongrants_gives_no_date_for_a_day_without_a_year(
    an_opportunity: Store, export: Callable[..., Path]
) -> None:
    an_opportunity("1", deadline=fixed("--03-15"))
    an_opportunity("2", deadline=fixed("2026-02-01", "--09-15"))

    for exported in json.loads(export("commongrants").read_text(encoding="utf-8")):
        closing = {"name": "Antragsfrist", "eventType": "other", "details": "bis dahin"}
        assert exported["keyDates"]["closeDate"] == closing
        assert exported["customFields"]["check"]["value"] == ["deadline"]


def test_commongrants_has_a_custom_value_for_an_unknown_status(
    an_opportunity: Store, export: Callable[..., Path]
) -> None:
    an_opportunity()

    (exported,) = json.loads(export("commongrants").read_text(encoding="utf-8"))

    assert exported["status"] == {"value": "custom", "customValue": "unknown"}


def test_the_commongrants_id_stays_over_exports(an_opportunity: Store, export: Callable[..., Path]) -> None:
    an_opportunity()
    first = json.loads(export("commongrants").read_text(encoding="utf-8"))
    an_opportunity(title="Neuer Titel", at=datetime(2026, 11, 25, tzinfo=UTC))
    second = json.loads(export("commongrants").read_text(encoding="utf-8"))

    assert first[0]["id"] == second[0]["id"]
    assert first[0]["lastModifiedAt"] < second[0]["lastModifiedAt"]


def test_an_unknown_format_is_named(export: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="docx"):
        export("docx")


@pytest.mark.parametrize("file_format", ["jsonl", "csv", "xlsx", "commongrants"])
def test_a_place_that_cannot_be_written_is_one_sentence(
    session: Session, tmp_path: Path, today: date, file_format: str
) -> None:
    with pytest.raises(InputError, match="kann nicht geschrieben werden"):
        export_opportunities(
            session, tmp_path / "fehlt" / "x", file_format, today=today, city_state="DE-ST", city_name="Magdeburg"
        )


def test_an_export_that_fails_leaves_the_earlier_file(
    an_opportunity: Store, export: Callable[..., Path], session: Session, tmp_path: Path
) -> None:
    an_opportunity()
    before = export().read_bytes()
    session.connection().execute(text("UPDATE opportunity SET level = 'kreis'"))  # a word that no vocabulary has
    session.expire_all()

    with pytest.raises(ValueError, match="kreis"):
        export()

    assert {file.name: file.read_bytes() for file in tmp_path.glob("export*")} == {"export.jsonl": before}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/null")
def test_a_pipe_can_be_written_to(an_opportunity: Store, session: Session, today: date) -> None:
    an_opportunity()

    count = export_opportunities(
        session, Path("/dev/null"), "jsonl", today=today, city_state="DE-ST", city_name="Magdeburg"
    )

    assert count == 1
    assert not Path("/dev/null").is_file()

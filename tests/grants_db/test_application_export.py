"""Applications in files: the German list comes in again as it went out, awards stand the 360Giving standard's test."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from grants_db.applications.store import get_application
from grants_db.errors import AkquiseError
from grants_db.import_export.application_list.applications import Outcome, open_applications
from grants_db.import_export.application_list.columns import COLUMNS
from grants_db.import_export.application_list.export import export_applications
from grants_db.import_export.application_list.stored import stored_applications
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.reports.council.cases import read_council
from grants_db.reports.council.figures import TimeSpan, count
from grants_db.rules.obligation_rules import load_rules
from grants_db.settings import City
from grants_db.storage.database import open_database
from tests.grants_db.grant_standard import PACKAGE
from tests.years_of_work import MEASURES, TODAY, store_years_of_work

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def written(session: Session, tmp_path: Path) -> Callable[[str], Path]:
    store_years_of_work(session)

    def write(name: str) -> Path:
        export_applications(session, tmp_path / name, city=City())
        return tmp_path / name

    return write


def package(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def is_valid(data: object) -> bool:
    """Does it stand the standard's test?"""
    checker = jsonschema.Draft4Validator(PACKAGE, format_checker=jsonschema.FormatChecker())
    return not [*checker.iter_errors(data)]


def test_the_list_has_the_columns_of_the_template_and_a_row_for_each(written: Callable[[str], Path]) -> None:
    heading, *rows = CalamineWorkbook.from_path(written("antraege.xlsx")).get_sheet_by_index(0).to_python()

    assert heading == [one[0] for one in COLUMNS.values()]
    assert len(rows) == 8
    first = dict(zip(heading, rows[0], strict=True))
    assert (first["Maßnahme"], first["Ebene"], first["Stand"]) == ("2.1", "Land", "Durchführung")
    assert (first["Beantragt"], first["Bewilligt"]) == (90_000.0, 80_000.0)
    assert first["Ausgezahlt"] == "30.000,00 € am 01.07.2025; 20.000,00 € am 01.02.2026"
    assert first["Bewilligungszeitraum"] == "20.05.2025 – 31.12.2026"


@pytest.mark.parametrize("name", ["antraege.xlsx", "antraege.csv"])
def test_what_went_out_comes_in_again_as_the_same_applications(
    session: Session, written: Callable[[str], Path], name: str
) -> None:
    file = written(name)
    before = [(one.number, one.record) for one in stored_applications(session)]

    report = open_applications(file, []).store(session, now=NOW, place="DE-ST")

    assert report.refused == []
    assert report.count(Outcome.NEW) == 0
    assert [(one.number, one.record) for one in stored_applications(session)] == before


def test_awards_stand_the_standards_test(written: Callable[[str], Path]) -> None:
    assert is_valid(package(written("bewilligt.json")))


@pytest.mark.parametrize(
    ("field", "value"),
    [("awardDate", "31.03.2026"), ("amountAwarded", "80000"), ("recipientOrganization", []), ("title", "x" * 141)],
)
def test_the_test_fails_what_the_standard_forbids(written: Callable[[str], Path], field: str, value: object) -> None:
    data = package(written("bewilligt.json"))
    data["grants"][0][field] = value

    assert not is_valid(data)


def test_each_award_is_a_grant_with_its_sums_and_every_payment_its_own(written: Callable[[str], Path]) -> None:
    grants = {grant["id"]: grant for grant in package(written("bewilligt.json"))["grants"]}

    assert [number.rsplit("-", 1)[1] for number in grants] == ["1", "3", "5", "6"]
    first = grants["DE-AGS-15003000-1"]
    assert (first["amountAppliedFor"], first["amountAwarded"], first["amountDisbursed"]) == (90_000, 80_000, 50_000)
    assert (first["awardDate"], first["fundingOrganization"][0]["name"]) == ("2025-05-20", "Ministerium für Arbeit")
    payments = first["disbursementTransaction"]
    assert sum(payment["value"] for payment in payments) == first["amountDisbursed"]
    assert len({payment["id"] for payment in payments}) == len(payments) == 2
    assert "amountAppliedFor" not in grants["DE-AGS-15003000-5"]  # nobody knows


def test_cents_stay_cents(session: Session, written: Callable[[str], Path], tmp_path: Path) -> None:
    written("vorher.json")
    get_application(session, 1).requested = Decimal("90000.29")
    session.flush()
    export_applications(session, tmp_path / "nachher.json", city=City())

    assert '"amountAppliedFor": 90000.29' in (tmp_path / "nachher.json").read_text(encoding="utf-8")


def test_without_an_award_there_is_nothing_to_publish(session: Session, tmp_path: Path) -> None:
    with pytest.raises(AkquiseError, match="Noch ist nichts bewilligt"):
        export_applications(session, tmp_path / "leer.json", city=City())

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "wanted", "said"),
    [
        ("antraege.pdf", "", "So lassen sich Anträge nicht schreiben"),
        ("antraege.json", "xml", "So lassen sich Anträge nicht schreiben"),
        ("antraege.xlsx", "360giving", "verlangt ist aber --format 360giving"),
    ],
)
def test_a_kind_of_file_that_is_not_written_is_one_sentence(
    session: Session, tmp_path: Path, name: str, wanted: str, said: str
) -> None:
    with pytest.raises(AkquiseError, match=said):
        export_applications(session, tmp_path / name, wanted, city=City())


def test_a_fresh_database_takes_the_whole_list_over(
    session: Session, written: Callable[[str], Path], second_session: Session
) -> None:
    file = written("antraege.xlsx")
    upsert_measures(
        second_session,
        [MeasureRecord(number=number, action_field=field, title=title) for number, field, title, *_rest in MEASURES],
    )

    report = open_applications(file, []).store(second_session, now=NOW, place="DE-ST")

    assert report.refused == []
    assert report.count(Outcome.NEW) == 8
    there, here = (count(read_council(each, TODAY, load_rules()), TimeSpan()) for each in (session, second_session))
    for name in ("applied", "won", "lost", "lapsed", "withdrawn", "paid", "unused", "waiting", "running"):
        assert getattr(here, name).total == getattr(there, name).total, name


@pytest.fixture
def second_session(migrated_file: Path, tmp_path: Path) -> Iterator[Session]:
    """Another city's database, with nothing but the action fields in it."""
    shutil.copyfile(migrated_file, tmp_path / "zweite.db")
    engine = open_database(f"sqlite:///{tmp_path / 'zweite.db'}")
    with Session(engine) as opened:
        yield opened
    engine.dispose()

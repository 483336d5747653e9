"""Measures out, and back in unchanged."""

import csv
import json
import string
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine
from sqlmodel import Session

from grants_db.errors import InputError
from grants_db.import_export.import_log.measure_changes import take_measures_back
from grants_db.import_export.measures import SAMPLES, import_measures, import_samples, read_measures
from grants_db.import_export.measures_export import export_measures, write_template
from grants_db.import_export.workbook.formula_guard import guarded, guarded_in_workbook, unguarded
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord, record_of
from grants_db.measures.store import get_measure, list_measures, list_units
from grants_db.models.measure import Measure, Unit
from grants_db.rules.german_numbers import parse_period
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import Binding, CarrierKind, MeasureKind

FORMULA_SIGNS = "=+-@'\t|%"
words = st.text(string.ascii_letters + string.digits + "äöüß €;,\"'=+-@|%.„“", max_size=30).map(str.strip)
lines = st.lists(words.filter(bool), max_size=3).map("\n".join)
sums = st.none() | st.decimals(0, 10**9, places=2)
numbers = st.from_regex(r"[1-6]\.[1-9][0-9]?", fullmatch=True)


@st.composite
def measure_records(draw: st.DrawFn) -> MeasureRecord:
    period = parse_period(
        draw(st.sampled_from(["", "2026", "2026–2028", "ab 2026", "laufend", "01.03.2026 – 28.02.2028"]))
    )
    cost = draw(sums)
    return MeasureRecord(
        number=draw(numbers),
        action_field=draw(st.integers(1, 6)),
        title=" ".join(draw(words.filter(bool)).split()),
        goal=" ".join(draw(words).split()),
        description=draw(lines),
        kind=draw(st.none() | st.sampled_from(MeasureKind)),
        binding=draw(st.none() | st.sampled_from(Binding)),
        unit=" ".join(draw(words).split()),
        carrier=draw(st.sampled_from(["", "Kulturverein", "=Verein", "Stadt Magdeburg"])),
        carrier_kind=draw(st.sampled_from(CarrierKind)),
        period=period.text,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        cost=cost,
        cost_note="" if cost is not None else draw(st.sampled_from(["", "n. n.", "-", "ca. 15.000 €/Jahr", "=1+1"])),
        year_costs=draw(st.dictionaries(st.integers(2025, 2030), st.decimals(0, 10**6, places=2), max_size=3)),
        secured=draw(sums),
        sample=draw(st.booleans()),
    )


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(measure_records(), max_size=4, unique_by=lambda record: record.number))
@pytest.mark.slow
def test_what_is_exported_comes_back_unchanged(
    engine: Engine, tmp_path: Path, ending: str, records: list[MeasureRecord]
) -> None:
    with Session(engine) as session:
        upsert_measures(session, records)
        file = tmp_path / f"export{ending}"
        export_measures(session, file)

        report = import_measures(session, file)
        session.rollback()

    assert report.refused == []
    assert (report.counts.new, report.counts.changed, report.counts.unchanged) == (0, 0, len(records))


OFFICE_50, SCHOOL = "1.1|HF 1|Fest der Nachbarn|18.000|0", "1.1|HF 4|Alphabetisierung|4.000|0"


def lists(session: Session) -> dict[str, tuple[str, str, list[str]]]:
    """For each measure its list, its number there and its units."""
    session.expire_all()
    found = list_measures(session)
    return {each.number: (each.list_name, each.list_number, [unit.name for unit in each.units]) for each in found}


@pytest.fixture
def two_lists(session: Session, written: Callable[..., Path], a_measure: Callable[..., Measure]) -> Session:
    """Measures of two offices that both number from 1.1, and one that was entered here and belongs to no list."""
    import_measures(session, written(OFFICE_50), list_name="Amt 50")
    import_measures(session, written(SCHOOL), list_name="VHS")
    own = a_measure("3.1", action_field=3, title="Lesepaten", unit="Amt 50")
    own.further_units = [Unit(name="VHS; Haus 2"), Unit(name="Museum")]
    session.flush()
    return session


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_measures_that_come_back_stay_in_their_lists_with_all_their_units(
    two_lists: Session, tmp_path: Path, ending: str
) -> None:
    before = lists(two_lists)
    export_measures(two_lists, tmp_path / f"alles{ending}")

    report = import_measures(two_lists, tmp_path / f"alles{ending}")

    assert before == {
        "1.1": ("Amt 50", "", []),
        "VHS 1.1": ("VHS", "1.1", []),
        "3.1": ("", "", ["Amt 50", "Museum", "VHS; Haus 2"]),
    }
    assert (report.counts.new, report.counts.changed, report.counts.unchanged, report.number) == (0, 0, 3, None)
    assert (report.findings(), lists(two_lists)) == ([], before)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_an_export_brings_lists_and_units_to_another_database(
    two_lists: Session, tmp_path: Path, ending: str, written: Callable[..., Path]
) -> None:
    before = lists(two_lists)
    export_measures(two_lists, tmp_path / f"alles{ending}")
    with writing(open_database("sqlite://")) as elsewhere:
        first = import_measures(elsewhere, tmp_path / f"alles{ending}")
        theirs = import_measures(elsewhere, written(SCHOOL), list_name="VHS")
        after = lists(elsewhere)
        gone = take_measures_back(elsewhere, first.number or 0, datetime(2026, 12, 1, tzinfo=UTC))
        left = [unit.name for unit in list_units(elsewhere)]

    assert (first.counts.new, first.refused, after) == (3, [], before)
    assert (theirs.counts.new, theirs.counts.unchanged) == (0, 1)
    assert (gone.removed, left) == (3, [])


def test_a_list_that_is_named_leads_and_a_foreign_column_of_that_name_says_nothing(
    two_lists: Session, tmp_path: Path, written: Callable[..., Path]
) -> None:
    foreign = written("7.1|HF 1|Chor|B", headings=("Nr", "Handlungsfeld", "Maßnahme", "Liste"))

    report = import_measures(two_lists, foreign)

    assert lists(two_lists)["7.1"][0] == "massnahmen"
    assert [str(note) for note in report.findings() if "„Liste“" in str(note)]
    export_measures(two_lists, tmp_path / "alles.csv")
    import_measures(two_lists, tmp_path / "alles.csv", list_name="Amt 50")
    assert lists(two_lists)["7.1"][0] == "massnahmen"
    assert lists(two_lists)["1.1"][0] == "Amt 50"


@given(text=st.text(FORMULA_SIGNS + "ab"))
def test_the_guard_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert unguarded(guarded_in_workbook(text)) == text
    assert guarded(text)[:1] not in tuple("=+-@|%\t")


def test_a_title_never_runs_in_a_spreadsheet(
    a_measure: Callable[..., Measure], session: Session, tmp_path: Path
) -> None:
    a_measure(title="=SUMME(A1:A9)")

    export_measures(session, tmp_path / "m.csv")
    export_measures(session, tmp_path / "m.xlsx")

    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["Maßnahme"] for row in csv.DictReader(file, delimiter=";")] == ["'=SUMME(A1:A9)"]
    rows = CalamineWorkbook.from_path(str(tmp_path / "m.xlsx")).get_sheet_by_index(0).to_python()
    assert "=SUMME(A1:A9)" in rows[1]


def test_the_csv_is_german(a_measure: Callable[..., Measure], session: Session, tmp_path: Path) -> None:
    a_measure(cost=Decimal("8500.50"), secured=Decimal(0), starts_on=date(2026, 3, 1), period="ab 01.03.2026")

    export_measures(session, tmp_path / "m.csv")

    content = (tmp_path / "m.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";")
    assert (row["Kosten"], row["Gesichert"], row["Lücke"], row["Beginn"]) == (
        "8500,50",
        "0,00",
        "8500,50",
        "01.03.2026",
    )


def test_a_line_of_json_has_what_is_promised(
    a_measure: Callable[..., Measure], session: Session, tmp_path: Path
) -> None:
    a_measure(
        "2.1",
        action_field=2,
        cost=Decimal("8500.50"),
        secured=None,
        kind=MeasureKind.SOLUTION,
        binding=Binding.ADMINISTRATION,
        year_costs={2026: Decimal(4000)},
    )

    export_measures(session, tmp_path / "m.jsonl")

    (line,) = (tmp_path / "m.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    promised = "number action_field title description kind binding unit carrier period cost secured gap"
    assert set(promised.split()) <= set(record)
    assert (record["number"], record["action_field"], record["kind"]) == ("2.1", 2, "d")
    assert (record["cost"], record["secured"], record["gap"]) == ("8500.50", None, "8500.50")
    assert record["unit"] is None


def test_unknown_cost_is_null_in_json(a_measure: Callable[..., Measure], session: Session, tmp_path: Path) -> None:
    a_measure(cost=None, secured=None, cost_note="n. n.")

    export_measures(session, tmp_path / "m.jsonl")

    record = json.loads((tmp_path / "m.jsonl").read_text(encoding="utf-8"))
    assert (record["cost"], record["secured"], record["gap"], record["cost_note"]) == (None, None, None, "n. n.")


@pytest.mark.parametrize("name", ["m.docx", "m"])
def test_another_ending_is_refused(session: Session, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="nicht geschrieben"):
        export_measures(session, tmp_path / name)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_template_comes_in_as_nothing_and_says_so(tmp_path: Path, ending: str) -> None:
    write_template(tmp_path / f"vorlage{ending}")

    reading = read_measures(tmp_path / f"vorlage{ending}")

    assert (reading.records, reading.refused, reading.unknown) == ([], [], [])
    assert [str(note)[-40:] for note in reading.notes] == ["Beispielzeile der Vorlage, nicht übernommen."[-40:]] * 2


def test_the_templates_example_would_be_a_good_row(tmp_path: Path) -> None:
    file = tmp_path / "vorlage.csv"
    write_template(file)
    file.write_text(file.read_text(encoding="utf-8-sig").replace("Beispiel;", "2.1;"), encoding="utf-8")

    reading = read_measures(file)

    assert [record.cost for record in reading.records] == [Decimal("24000.00")]
    assert (reading.refused, reading.unknown) == ([], [])


@pytest.mark.skipif(not SAMPLES.is_file(), reason="the sample measures are not shipped yet")
def test_the_samples_come_in_marked(session: Session) -> None:
    counts = import_samples(session)

    measures = list_measures(session)
    assert counts.new == len(measures) >= 24
    assert all(measure.sample for measure in measures)
    assert {measure.action_field_number for measure in measures} == {1, 2, 3, 4, 5, 6}


@pytest.mark.skipif(not SAMPLES.is_file(), reason="the sample measures are not shipped yet")
def test_a_real_measure_is_not_overwritten_by_a_sample(session: Session, a_measure: Callable[..., Measure]) -> None:
    number = read_measures(SAMPLES).records[0].number
    a_measure(number, title="Eigene Maßnahme")

    import_samples(session)

    assert record_of(get_measure(session, number)).title == "Eigene Maßnahme"

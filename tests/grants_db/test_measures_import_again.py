"""Importing into a list that is already there: what a file lacks stays, and nobody's measure becomes another one."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlmodel import Session, SQLModel

from grants_db.import_export.measure_list.measure_columns import HEADINGS
from grants_db.import_export.measures import import_measures
from grants_db.import_export.measures_export import export_measures
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord, record_of
from grants_db.measures.store import get_measure
from grants_db.measures.units import add_unit
from grants_db.models.measure import Measure
from grants_db.vocabulary import Binding, CarrierKind, MeasureKind

NEEDED = {"Nr", "Handlungsfeld", "Maßnahme"}
FULL = MeasureRecord(
    number="1.1",
    action_field=1,
    title="Fest der Nachbarn",
    goal="Begegnung",
    description="Ein Tag im Park",
    kind=MeasureKind.SOLUTION,
    binding=Binding.RECOMMENDATION,
    unit="Amt 41",
    carrier="Verein Nachbarschaft",
    carrier_kind=CarrierKind.ASSOCIATION,
    period="2026–2028",
    starts_on=date(2026, 3, 15),
    ends_on=date(2028, 12, 31),
    cost=Decimal(18000),
    year_costs={2026: Decimal(6000), 2027: Decimal(12000)},
    secured=Decimal(5000),
)
Write = Callable[..., Path]


def without(file: Path, headings: set[str]) -> Path:
    """The same file with these columns cut out."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened, delimiter=";"))
    kept = [index for index, heading in enumerate(rows[0]) if heading not in headings]
    smaller = file.with_name("weniger.csv")
    with smaller.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, delimiter=";").writerows([[row[index] for index in kept] for row in rows])
    return smaller


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(missing=st.sets(st.sampled_from(sorted({*HEADINGS.values(), "Kosten 2026", "Kosten 2027"} - NEEDED))))
def test_a_file_of_fewer_columns_leaves_what_is_stored(engine: Engine, tmp_path: Path, missing: set[str]) -> None:
    with Session(engine) as session:
        upsert_measures(session, [FULL])
        export_measures(session, tmp_path / "alle.csv")

        report = import_measures(session, without(tmp_path / "alle.csv", missing))

        assert record_of(get_measure(session, "1.1")) == FULL
        assert (report.refused, report.counts.unchanged) == ([], 1)
        session.rollback()


SAID = (
    ("Nr.", "HF", "Ziel", "Maßnahme", "Zuständig", "Zeitraum", "Status", "Kosten", "davon Stadt", "davon Land", "2027"),
    ("1.1", "HF 1", "Begegnung", "Fest der Nachbarn", "Amt 50 / VHS", "2026–2028", "läuft", 18000, 2000, 3000.5, 6000),
    ("1.2", "HF 1", "", "Lesepaten", "VHS", "ab 3/2026", "offen", "", "", "", ""),
    ("2.1", "HF 2", "", "Sprachcafé", "Amt 50", "laufend", "erledigt", "ca. 4.000 €", "", "", ""),
)


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """What stands in all tables."""
    session.flush()
    return {
        table.name: sorted(map(tuple, session.connection().execute(select(table)).all()), key=repr)
        for table in SQLModel.metadata.sorted_tables
    }


def test_the_same_file_again_changes_nothing_in_any_table(session: Session, tmp_path: Path) -> None:
    add_unit(session, "Amt 50")
    add_unit(session, "VHS")
    file = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(SAID):
            sheet.write_row(number, 0, row)
    first = import_measures(session, file)
    before = everything(session)

    again = import_measures(session, file)

    assert (first.counts.new, first.refused) == (3, [])
    assert (again.counts.new, again.counts.changed, again.counts.unchanged) == (0, 0, 3)
    assert (again.counts.changes, again.number) == ([], None)
    assert (again.refused, again.unknown) == (first.refused, first.unknown)
    assert everything(session) == before


def test_a_column_that_is_there_but_says_nothing_still_counts(
    session: Session, a_measure: Callable[..., Measure], written: Write
) -> None:
    a_measure(title="Sprachcafé", cost=Decimal(9000))

    import_measures(session, written("1.1|HF 1|Sprachcafé|n. n.|0"))

    assert get_measure(session, "1.1").cost is None


def test_years_without_a_total_add_up_again_with_those_the_file_lacks(
    session: Session, a_measure: Callable[..., Measure], written: Write
) -> None:
    a_measure(title="Sprachcafé", cost=Decimal(3000), year_costs={2026: Decimal(1000), 2027: Decimal(2000)})

    import_measures(session, written("1.1|1|Sprachcafé|1.500", headings=("Nr", "HF", "Maßnahme", "Kosten 2026")))

    stored = record_of(get_measure(session, "1.1"))
    assert (stored.cost, stored.year_costs) == (Decimal(3500), {2026: Decimal(1500), 2027: Decimal(2000)})


def test_a_stated_total_is_not_replaced_by_one_year(
    session: Session, a_measure: Callable[..., Measure], written: Write
) -> None:
    a_measure(title="Sprachcafé", cost=Decimal(9000), year_costs={})

    import_measures(session, written("1.1|1|Sprachcafé|1.500", headings=("Nr", "HF", "Maßnahme", "Kosten 2026")))

    assert get_measure(session, "1.1").cost == Decimal(9000)


def test_a_carrier_that_followed_from_the_unit_follows_again(session: Session, written: Write) -> None:
    headings = ("Nr", "Handlungsfeld", "Maßnahme", "Bindung", "Zuständig")
    import_measures(session, written("1.1|1|Sprachcafé|H|Verein Eins", headings=headings))

    import_measures(session, written("1.1|1|Sprachcafé|H|Verein Zwei", headings=headings))

    assert get_measure(session, "1.1").carrier == "Verein Zwei"


def test_a_real_measure_takes_nothing_from_the_sample_whose_number_it_has(
    session: Session, a_measure: Callable[..., Measure], written: Write
) -> None:
    a_measure(title="Muster", cost=Decimal(9000), action_field=2, sample=True)

    report = import_measures(session, written("1.1|1|Sprachcafé", headings=("Nr", "HF", "Maßnahme")))

    stored = get_measure(session, "1.1")
    assert (report.refused, stored.title, stored.cost, stored.sample) == ([], "Sprachcafé", None, False)


def test_the_number_of_another_measure_is_refused_and_both_are_named(
    session: Session, a_measure: Callable[..., Measure], written: Write
) -> None:
    a_measure("1", title="Fest der Nachbarn", action_field=1)

    report = import_measures(session, written("1|HF 3|Jobmesse|30.000|0", "2|HF 3|Lotsen|1.000|0"))

    ((row, sentence),) = [(finding.row, str(finding.reason)) for finding in report.refused]
    assert (row, "Fest der Nachbarn" in sentence, "Jobmesse" in sentence) == (2, True, True)
    assert get_measure(session, "1").title == "Fest der Nachbarn"
    assert get_measure(session, "2").title == "Lotsen"


@pytest.mark.parametrize("row", ["1|HF 1|Nachbarschaftsfest|1|0", "1|HF 3|Fest der NACHBARN!|1|0"])
def test_a_new_title_or_a_new_field_alone_is_the_same_measure(
    session: Session, a_measure: Callable[..., Measure], written: Write, row: str
) -> None:
    a_measure("1", title="Fest der Nachbarn", action_field=1)

    report = import_measures(session, written(row))

    assert (report.refused, report.counts.changed) == ([], 1)


def test_a_list_without_action_fields_leaves_them(
    session: Session, a_measure: Callable[..., Measure], written: Write
) -> None:
    a_measure("1.1", title="Sprachcafé", action_field=2, cost=Decimal(9000))

    report = import_measures(
        session, written("1.1|Sprachcafé|12.000", "1.2|Neu|1", headings=("Nr", "Maßnahme", "Kosten"))
    )

    stored = record_of(get_measure(session, "1.1"))
    assert (stored.action_field, stored.cost) == (2, Decimal(12000))
    assert [(finding.row, finding.column) for finding in report.refused] == [(3, "Handlungsfeld")]


def test_a_new_title_is_told(session: Session, a_measure: Callable[..., Measure], written: Write) -> None:
    a_measure("1", title="Fest der Nachbarn")

    report = import_measures(session, written("1|HF 1|Nachbarschaftsfest|1|0"))

    assert any(
        "1 hieß bisher „Fest der Nachbarn“, jetzt „Nachbarschaftsfest“" in str(note) for note in report.file.notes
    )

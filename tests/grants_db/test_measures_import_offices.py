"""Files of offices with their right values: what comes in is right, what isn't read is refused or named."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.dashboard.details import measure_rows
from grants_db.errors import InputError
from grants_db.import_export.measures import ImportReport, import_measures, read_measures
from grants_db.measures.store import list_measures
from grants_db.vocabulary import FinancingKind

OFFICES = Path(__file__).parents[2].parent / "shared" / "imports" / "offices"
pytestmark = pytest.mark.skipif(not OFFICES.is_dir(), reason="the shared files of offices are not here")
THREE = {"1.1": ("18000", "5000"), "2.1": ("24000", "6000"), "2.2": ("12500", "0")}
LETTERS = "Fest für Töchter und Söhne"
#: file → what is right: cost and secured by number; None where the file may also leave a sum unknown
RIGHT: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "07-teuro-im-titel.xlsx": {**THREE},
    "12c-in-wahrheit-xlsx.xls": {**THREE},
    "09-unicode-text.txt": {"1.1": ("18000", "5000"), "2.1": ("24000.50", "6000")},
    "11b-verstecktes-altes-blatt.xlsx": {**THREE, "2.2": ("12000", "0")},
    "13a-formeln-ohne-wert.xlsx": {"1.1": ("18000", "5000"), "2.1": ("24000", "6000")},
    "13b-formeln-leer.xlsx": {"1.1": ("18000", "5000"), "2.1": ("24000", "6000")},
    "19-dezimalpunkt.csv": {"1.1": ("1751.46", "500"), "2.1": ("24000.50", "6000"), "2.2": ("16400000", "0")},
    "08-jahre-ohne-wort.xlsx": {"1.1": ("18000", "5000"), "2.1": ("24000", "10000")},
    "06-blatt-je-handlungsfeld.xlsx": {
        "1.1": ("18000", "5000"),
        "1.2": ("9000", "0"),
        "2.1": ("24000", "6000"),
        "2.2": ("12000", "0"),
        "3.1": ("30000", "10000"),
    },
    "12b-sap-text.xls": {"1.1": ("18000", "5000")},
    "15b-nr-als-zahl.xlsx": dict.fromkeys(("1.1", "1.2", "1.9", "1.10", "1.11"), ("1000", "0")),
    "17-status.xlsx": {"1.1": ("18000", "5000"), "1.2": ("9000", "0"), "2.1": ("24000", "0"), "2.2": ("12000", "0")},
    "23-lange-vorbemerkung.xlsx": {"1.1": ("18000", "5000")},
    "25-verbunden.ods": {"1.1": ("18000", "5000"), "1.2": ("9000.50", "0")},
    "26-verbunden.xls": {**THREE, "2.2": ("12000", "0")},
    "41-anlage2.docx": {"1.1": ("18000", None)},
    "30a-voll.csv": {"1.1": ("18000", "5000"), "2.1": ("24000", "6000")},
    "18a-msdos.csv": {"1.1": ("18000", "5000")},
    "18b-mac.csv": {"1.1": ("18000", "5000")},
    "18d-msdos-kopf-ohne-umlaut.csv": {"1.1": ("18000", "5000")},
    "18e-mac-kopf-ohne-umlaut.csv": {"1.1": ("18000", "5000")},
}


def imported(session: Session, name: str) -> ImportReport:
    return import_measures(session, OFFICES / name)


def all_files() -> Iterator[str]:
    return (path.name for path in sorted(OFFICES.glob("*")) if path.suffix != ".md")


@pytest.mark.parametrize("name", RIGHT)
def test_a_sum_comes_in_right_or_stays_unknown_and_named(session: Session, name: str) -> None:
    report = imported(session, name)

    stored = {measure.number: (measure.cost, measure.secured) for measure in list_measures(session)}
    assert stored.keys() == RIGHT[name].keys()
    for number, sums in RIGHT[name].items():
        for found, right in zip(stored[number], sums, strict=True):
            assert found in (None, Decimal(right or 0))
    unknown = sum(found is None for sums in stored.values() for found in sums)
    columns = sum("Es gibt keine Spalte" in str(note) for note in report.file.notes)
    assert unknown == len(report.unknown) + columns * len(stored)


@pytest.mark.parametrize(
    "name", ["18a-msdos.csv", "18b-mac.csv", "18d-msdos-kopf-ohne-umlaut.csv", "18e-mac-kopf-ohne-umlaut.csv"]
)
def test_letters_come_in_right(name: str) -> None:
    assert [record.title for record in read_measures(OFFICES / name).records] == [LETTERS]


def test_an_extract_of_a_budget_gives_no_measure_of_digits(session: Session) -> None:
    report = imported(session, "04-haushaltsauszug.csv")

    assert (list_measures(session), {finding.row for finding in report.refused}) == ([], {2, 3, 4})


def test_numbers_kept_as_numbers_are_put_in_order_and_said(session: Session) -> None:
    report = imported(session, "15b-nr-als-zahl.xlsx")

    stored = {measure.number: measure.title for measure in list_measures(session)}
    assert stored["1.10"] == "Maßnahme zehn"
    assert any("der Reihe nach ist es 1.10" in str(note) for note in report.file.notes)


def test_a_list_of_texts_leaves_the_sums_of_the_full_one(session: Session) -> None:
    imported(session, "30a-voll.csv")

    imported(session, "30b-nur-texte.csv")

    kept = {one.number: (one.cost, one.secured, one.unit.name if one.unit else "") for one in list_measures(session)}
    assert kept["1.1"] == (Decimal(18000), Decimal(5000), "Amt 41")


def test_only_the_open_measure_lacks_money(session: Session) -> None:
    imported(session, "17-status.xlsx")

    assert [row.measure.number for row in measure_rows(session, unfunded_only=True)] == ["1.1"]


def test_each_sheet_is_its_action_field(session: Session) -> None:
    imported(session, "06-blatt-je-handlungsfeld.xlsx")

    assert [measure.action_field_number for measure in list_measures(session)] == [1, 1, 2, 2, 3]


def test_years_without_a_word_and_sources_come_in(session: Session) -> None:
    imported(session, "08-jahre-ohne-wort.xlsx")

    first, second = list_measures(session)
    assert [year.amount for year in first.year_costs] == [Decimal(6000)] * 3
    assert [(item.kind, item.amount) for item in second.financing] == [
        (FinancingKind.OWN_BUDGET, Decimal(6000)),
        (FinancingKind.GRANT, Decimal(4000)),
    ]


def test_a_list_of_grants_given_is_one_sentence() -> None:
    with pytest.raises(InputError, match="Liste vergebener Zuwendungen"):
        read_measures(OFFICES / "03-zuwendungsliste.xlsx")


def test_every_file_of_the_offices_has_a_test() -> None:
    tested = {*RIGHT, "03-zuwendungsliste.xlsx", "04-haushaltsauszug.csv", "30b-nur-texte.csv"}
    assert set(all_files()) <= tested

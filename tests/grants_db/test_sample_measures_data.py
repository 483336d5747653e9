import csv
import re
from pathlib import Path

import pytest

import grants_db

FILE = Path(grants_db.__file__).parent / "samples" / "measures.csv"
HEADINGS = (
    "Nr;Handlungsfeld;Ziel;Maßnahme;Beschreibung;Art;Bindung;Zuständig;Träger;Trägerart;Zeitraum;"
    "Kosten;Kosten 2026;Kosten 2027;Kosten 2028;Gesichert"
)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def euros(cell: str) -> float | None:
    """The simplest reading of the German sums used in the samples; None where nothing is stated."""
    if not re.search(r"\d", cell):
        return None
    number = float(re.sub(r"[^\d,]", "", cell.replace(",–", "")).replace(",", "."))
    return number * (1_000_000 if "Mio" in cell else 1_000 if "T€" in cell else 1)


def test_a_german_spreadsheet_opens_it_without_questions() -> None:
    raw = FILE.read_bytes()
    assert raw.startswith("\ufeffNr;".encode())
    assert raw.decode("utf-8-sig").splitlines()[0] == HEADINGS


def test_every_action_field_has_four_measures_numbered_in_order(rows: list[dict[str, str]]) -> None:
    expected = [(f"{field}.{place}", f"HF {field}") for field in range(1, 7) for place in range(1, 5)]
    assert [(row["Nr"], row["Handlungsfeld"]) for row in rows] == expected


def test_every_measure_says_that_it_is_a_sample(rows: list[dict[str, str]]) -> None:
    assert [row["Nr"] for row in rows if not row["Beschreibung"].startswith("Muster (erfunden): ")] == []


def test_descriptions_are_long_enough_to_match_and_short_enough_to_read(rows: list[dict[str, str]]) -> None:
    assert all(15 <= len(row["Beschreibung"].split()) <= 60 for row in rows)


def test_all_kinds_and_both_bindings_occur(rows: list[dict[str, str]]) -> None:
    assert {row["Art"] for row in rows} == set("abcde")
    assert {row["Bindung"] for row in rows} == {"V", "H"}


def test_recommendations_are_carried_by_third_parties(rows: list[dict[str, str]]) -> None:
    assert all(row["Trägerart"] != "Stadt" for row in rows if row["Bindung"] == "H")
    assert {"Stadt", "Verein", "Schule", "Kirche", "Städtische Gesellschaft", "Öffentliche Stelle"} <= {
        row["Trägerart"] for row in rows
    }


def test_some_are_secured_some_unknown_and_most_have_a_gap(rows: list[dict[str, str]]) -> None:
    costs = [(euros(row["Kosten"]), euros(row["Gesichert"])) for row in rows]
    gaps = [cost - (secured or 0) for cost, secured in costs if cost is not None]
    assert gaps.count(0) >= 3
    assert sum(cost is None for cost, _ in costs) >= 3
    assert sum(gap > 0 for gap in gaps) >= 12
    assert min(gaps) == 0


def test_years_never_cost_more_than_the_whole(rows: list[dict[str, str]]) -> None:
    for row in rows:
        years = sum(euros(row[f"Kosten {year}"]) or 0 for year in (2026, 2027, 2028))
        assert years <= (euros(row["Kosten"]) or 0), row["Nr"]


def test_some_have_begun_before_the_practice_day(rows: list[dict[str, str]]) -> None:
    begun = [row["Nr"] for row in rows if re.match(r"01\.0\d\.2026", row["Zeitraum"])]
    assert len(begun) >= 2

"""A programme's sections together: which of them leads, and what the others add. All texts are invented."""

import pytest

from crawler.deadlines import parse_deadline
from crawler.reading import read_deadline
from grants_db.vocabulary import DeadlineKind


def test_before_the_start_in_the_leading_section_yields_to_a_day_elsewhere() -> None:
    deadline = read_deadline(
        "",
        [("Fristen", "Stellen Sie den Antrag vor Beginn."), ("Text", "Anträge sind bis zum 1.10. einzureichen.")],
        ["Fristen"],
    )
    assert (deadline.kind, deadline.dates) == (DeadlineKind.ANNUAL, ("10-01",))


def test_the_leading_section_outranks_days_elsewhere() -> None:
    deadline = read_deadline(
        "",
        [("Fristen", "Anträge sind bis zum 1.10. zu stellen."), ("Text", "Bewerbungsschluss ist der 3.5.2027.")],
        ["Fristen"],
    )
    assert deadline.dates == ("10-01",)


def test_two_stages_may_be_told_in_another_section_than_the_deadline() -> None:
    deadline = read_deadline(
        "",
        [("Fristen", "Skizzen sind bis zum 1.10.2027 einzureichen."), ("Text", "Das Verfahren ist zweistufig.")],
        ["Fristen"],
    )
    assert (deadline.dates, deadline.two_stage) == (("2027-10-01",), True)


@pytest.mark.parametrize(
    "entry", ["variabel (je nach Partner)", "April 2027", "nach Ausschreibung", "laufend", "jährlich"]
)
def test_the_label_before_an_entry_changes_nothing(entry: str) -> None:
    bare, labelled = parse_deadline(entry), parse_deadline(f"Bewerbungsfrist: {entry}")
    assert (bare.kind, bare.dates) == (labelled.kind, labelled.dates)

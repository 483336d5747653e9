"""A programme's sections together: which of them leads, and what the others add. All texts are invented."""

import pytest

from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_deadline
from crawler.text.sentences import Prose
from grants_db.vocabulary import DeadlineKind


def test_before_the_start_in_the_leading_section_yields_to_a_day_elsewhere() -> None:
    deadline = read_deadline(
        Prose(""),
        [
            ("Fristen", Prose("Stellen Sie den Antrag vor Beginn.")),
            ("Text", Prose("Anträge sind jährlich bis 1.10. einzureichen.")),
        ],
        ["Fristen"],
    )
    assert (deadline.kind, deadline.dates) == (DeadlineKind.ANNUAL, ("10-01",))


def test_the_leading_section_outranks_days_elsewhere() -> None:
    deadline = read_deadline(
        Prose(""),
        [
            ("Fristen", Prose("Anträge sind bis zum 1.10. zu stellen.")),
            ("Text", Prose("Bewerbungsschluss ist der 3.5.2027.")),
        ],
        ["Fristen"],
    )
    assert deadline.dates == ("--10-01",)


@pytest.mark.parametrize(
    ("elsewhere", "kind", "dates"),
    [
        ("Bewerbungsschluss ist der 1.10.2027.", DeadlineKind.FIXED, ("2027-10-01",)),
        ("Anträge sind bis zum 1.10. eines Jahres zu stellen.", DeadlineKind.ANNUAL, ("10-01",)),
    ],
)
@pytest.mark.parametrize("section", ["Text", GUIDELINE])
def test_a_day_without_a_year_is_the_same_day_with_one_elsewhere(
    section: str, elsewhere: str, kind: DeadlineKind, dates: tuple[str, ...]
) -> None:
    deadline = read_deadline(Prose(""), [("Fristen", Prose("bis 1.10.")), (section, Prose(elsewhere))], ["Fristen"])
    assert (deadline.kind, deadline.dates) == (kind, dates)


def test_two_stages_may_be_told_in_another_section_than_the_deadline() -> None:
    deadline = read_deadline(
        Prose(""),
        [
            ("Fristen", Prose("Skizzen sind bis zum 1.10.2027 einzureichen.")),
            ("Text", Prose("Das Verfahren ist zweistufig.")),
        ],
        ["Fristen"],
    )
    assert (deadline.dates, deadline.two_stage) == (("2027-10-01",), True)


@pytest.mark.parametrize(
    "entry", ["variabel (je nach Partner)", "April 2027", "nach Ausschreibung", "laufend", "jährlich"]
)
def test_the_label_before_an_entry_changes_nothing(entry: str) -> None:
    bare, labelled = parse_deadline(Prose(entry)), parse_deadline(Prose(f"Bewerbungsfrist: {entry}"))
    assert (bare.kind, bare.dates) == (labelled.kind, labelled.dates)


def test_a_day_for_sketches_is_the_first_of_two_stages() -> None:
    deadline = read_deadline(Prose("Projektskizzen sind bis zum 1.10.2027 einzureichen."), [])
    assert deadline.two_stage is True

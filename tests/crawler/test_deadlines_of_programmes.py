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


NO_DEADLINES = [
    "Vor dem 1.1.2027 begonnene Maßnahmen werden nicht gefördert; Anträge richten Sie an das Amt.",
    "Die Frist für die Vorlage des Verwendungsnachweises beträgt 6 Monate ab Ende des Bewilligungszeitraums.",
    "Die Ausgaben müssen zwischen dem 1.1.2027 und dem 31.12.2027 anfallen, die im Antrag stehen.",
    "Über Anträge, die im ersten Halbjahr eingehen, wird bis zum 30.9. entschieden.",
    "Veröffentlichungen sind dem Ministerium vorzulegen.",
    "Die Aufträge sind nach öffentlicher Ausschreibung zu vergeben.",
    "Ausschreibungen ab 25.000 Euro sind auf der Plattform zu veröffentlichen.",
    "Die Ausschreibung von Bauleistungen muss bei Antragstellung veröffentlicht sein.",
    "Bei der Antragstellung sind die veröffentlichten Formulare zu verwenden.",
    "Der Antrag ist auf dem veröffentlichten Vordruck einzureichen.",
    "Die Antragsformulare werden auf der Internetseite veröffentlicht.",
    "Der Mietvertrag darf bei Antragstellung nicht gekündigt sein.",
    "Sie dürfen vor Antragstellung keine anderen Mittel beantragt haben.",
    "Die Beschäftigung darf vor der Bewilligung nicht begonnen haben.",
    "Der Kauf muss nach Antragstellung und vor Vertragsende erfolgen.",
    "Die Unterlagen sind am 3.5.2027 im Rathaus einzusehen.",
    "Die Sitzung des Beirats ist am 3.5.2027, Anträge werden dort beraten.",
    "Die Anträge des Jahres 2026 wurden am 3.5.2026 bewilligt.",
    "Wohnungen, die bei Antragstellung noch nicht bezogen sind, werden gefördert.",
    "Der Zeitraum vom 1.1. bis 31.12. ist im Antrag anzugeben.",
    "Das Vorhaben ist in der Zeit vom 1.3. bis 30.9. durchzuführen, der Antrag ist formlos.",
    "Eine Antragstellung durch Dritte ist nicht möglich.",
    "Eine erneute Antragstellung für dasselbe Vorhaben ist nicht möglich.",
    "Anträge per E-Mail werden nicht angenommen.",
    "Die Übertragung des Bescheids nach dem 31.12.2027 ist nicht möglich, Anträge hierzu werden abgelehnt.",
]


@pytest.mark.parametrize("text", NO_DEADLINES)
def test_sentences_about_other_things_give_a_programme_no_deadline(text: str) -> None:
    assert read_deadline(Prose(text), []).kind is DeadlineKind.NONE

"""Several days of one call told apart: the two steps of a procedure, and the rows of a schedule."""

import pytest

from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.deadline.rows import tells_a_deadline
from grants_db.vocabulary import DeadlineKind, DeadlineStage

BOTH = (DeadlineStage.SKETCH, DeadlineStage.APPLICATION)


@pytest.mark.parametrize(
    "second",
    [
        "Wer in die engere Wahl kommt, reicht bis 8. Juli 2027 den Vollantrag ein.",
        "Wer ausgewählt wurde, gibt bis 8. Juli 2027 seinen Antrag ab.",
        "Wer ausgewählt wurde, legt bis 8. Juli 2027 einen förmlichen Antrag vor.",
        "Wer die Jury gewinnt, stellt bis 8. Juli 2027 einen förmlichen Zuwendungsantrag.",
    ],
)
def test_the_second_step_is_an_application_and_stands_beside_the_sketch(second: str) -> None:
    deadline = parse_deadline(f"Projektskizzen nehmen wir bis 9. April 2027 entgegen. {second}")
    assert (deadline.dates, deadline.stages) == (("2027-04-09", "2027-07-08"), BOTH)
    assert deadline.two_stage


def test_a_full_proposal_is_no_sketch_in_english() -> None:
    deadline = parse_deadline(
        "Outlines have to reach us by 9 April 2027. Selected teams submit their full proposal by 8 July 2027."
    )
    assert (deadline.dates, deadline.stages) == (("2027-04-09", "2027-07-08"), BOTH)


@pytest.mark.parametrize(
    "second",
    [
        "Nach der Auswahl ist bis 8. Juli 2027 der Hauptantrag vorzulegen.",
        "Ausgewählte Vereine legen bis 8. Juli 2027 einen ausführlichen Antrag vor.",
    ],
)
def test_a_second_step_that_is_left_out_makes_the_first_one_to_be_checked(second: str) -> None:
    first = "Ideenskizzen sind bis 9. April 2027 einzureichen."
    assert not parse_deadline(first).check
    deadline = parse_deadline(f"{first} {second}")
    assert "2027-07-08" in deadline.dates or deadline.check


@pytest.mark.parametrize(
    "other",
    [
        "Die Jury entscheidet bis 8. Juli 2027 über die Anträge.",
        "Die Vorhaben müssen bis 8. Juli 2028 abgeschlossen sein.",
        "Der Verwendungsnachweis ist bis 8. Juli 2028 vorzulegen.",
    ],
)
def test_a_day_of_something_else_is_no_second_step(other: str) -> None:
    deadline = parse_deadline(f"Ideenskizzen sind bis 9. April 2027 einzureichen. {other}")
    assert (deadline.dates, deadline.check) == (("2027-04-09",), False)


def test_what_an_awarded_project_hands_in_later_is_no_application() -> None:
    assert parse_deadline("Der Verein legt bis 8. Juli 2028 den Verwendungsnachweis vor.").kind is DeadlineKind.NONE


def test_who_wants_to_apply_has_a_deadline_though_the_verb_stands_before_the_comma() -> None:
    deadline = parse_deadline("Wer sich beteiligen und bewerben will, hat bis zum 9. April 2027 Zeit.")
    assert (deadline.dates, deadline.check) == (("2027-04-09",), False)


@pytest.mark.parametrize(
    "event",
    [
        "Infotermin", "Info-Termin", "Digitale Sprechstunde", "Online-Seminar", "Antragsworkshop", "Fachkonferenz",
        "Kick-off", "Information session", "Q&A session", "Info session",
    ],
)  # fmt: skip
@pytest.mark.parametrize("row", ["{}: {}", "{} | {}", "- {}: {}"])
def test_a_row_of_an_event_beside_the_deadline_is_none(event: str, row: str) -> None:
    lines = [row.format(event, "11. März 2027"), row.format("Einsendeschluss", "9. April 2027")]
    for schedule in (lines, lines[::-1]):
        deadline = parse_deadline("Wir fördern Vereine. Das Geld ist knapp.\n\nTermine\n" + "\n".join(schedule))
        assert (deadline.dates, deadline.check) == (("2027-04-09",), False)


def test_a_row_nobody_knows_is_left_out_and_makes_its_schedule_to_be_checked() -> None:
    deadline = parse_deadline("Einreichungsfrist: 9. April 2027\nStadtteilrundgang: 11. März 2027")
    assert (deadline.dates, deadline.check) == (("2027-04-09",), True)


@pytest.mark.parametrize(
    "schedule",
    [
        "Förderlinie | Einreichungsfrist\nLinie Nord | 11.03.2027\nLinie Süd | 09.04.2027",
        "Bewerbungsschluss\nHalbjahr eins: 11.03.2027\nHalbjahr zwei: 09.04.2027",
        "Einsendeschluss Kleinprojekte: 11.03.2027\nEinsendeschluss Großprojekte: 09.04.2027",
    ],
)
def test_rows_that_share_their_deadline_word_all_stay(schedule: str) -> None:
    assert parse_deadline(schedule).dates == ("2027-03-11", "2027-04-09")


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Abgabetermin", True),
        ("Schlusstermin", True),
        ("Einreichung der Skizze", True),
        ("Application deadline", True),
        ("Zweite Runde", True),
        ("Besichtigungstermin", False),
        ("Webinar zur Antragstellung", False),
        ("Anmeldeschluss zum Webinar", True),
        ("Ort", False),
    ],
)
def test_a_label_tells_a_deadline_by_its_words(label: str, told: bool) -> None:
    assert tells_a_deadline(label) is told

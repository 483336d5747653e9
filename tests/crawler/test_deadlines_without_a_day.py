"""When one can apply, told without a day: no last day, over, to come, or before the project begins."""

import pytest

from crawler.extract.deadline.lead_times import lead_times_in
from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.deadline.without_a_day import may_say_when
from crawler.extract.roles.passage import sentences_of
from crawler.extract.roles.words import WordClasses
from crawler.text.sentences import Prose
from grants_db.vocabulary import DeadlineKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Antragsfrist: keine", DeadlineKind.ROLLING),
        ("Bewerbungsfrist: offen", DeadlineKind.ROLLING),
        ("Einen Einsendeschluss gibt es bei uns nicht.", DeadlineKind.ROLLING),
        ("You can send us your application whenever you are ready.", DeadlineKind.ROLLING),
        ("Requests may be sent in at any point during the year.", DeadlineKind.ROLLING),
        ("The grant scheme has been discontinued.", DeadlineKind.CLOSED),
        ("Unfortunately the budget for this year has been exhausted.", DeadlineKind.CLOSED),
        ("Eine Annahme weiterer Anträge ist wegen Überzeichnung nicht mehr möglich.", DeadlineKind.CLOSED),
        ("Please contact your national agency for the application deadlines.", DeadlineKind.ANNOUNCED),
        ("Erst den Antrag stellen, dann mit dem Vorhaben beginnen!", DeadlineKind.BEFORE_START),
        ("Ihr Antrag muss vorliegen, ehe Sie einen Auftrag erteilen.", DeadlineKind.BEFORE_START),
    ],
)
def test_words_without_a_day_tell_when_to_apply(text: str, kind: DeadlineKind) -> None:
    assert parse_deadline(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "Der Zuwendungsgeber ist jederzeit berechtigt, die Belege zu prüfen.",
        "Ongoing running costs are not eligible.",
        "Previous grantees can apply again after two years.",
    ],
)
def test_the_same_words_about_something_else_tell_nothing(text: str) -> None:
    assert parse_deadline(text).kind is DeadlineKind.NONE


def test_an_any_time_that_is_denied_is_none() -> None:
    assert parse_deadline("Man kann nicht jederzeit einen Antrag stellen.").kind is not DeadlineKind.ROLLING


def test_what_is_over_leads_over_what_once_went_on() -> None:
    text = "Anträge können seit 2020 laufend eingereicht werden. Derzeit werden keine weiteren Anträge angenommen."
    assert parse_deadline(text).kind is DeadlineKind.CLOSED


def test_applying_at_any_time_leads_over_a_day_that_is_likely_the_projects_end() -> None:
    text = "Die Projekte müssen bis zum 31.12.2027 beendet sein. Die Bewerbungen können fortlaufend eingereicht werden."
    assert parse_deadline(text).kind is DeadlineKind.ROLLING


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("Zwischen Antragseingang und Projektbeginn sollten mindestens zehn Wochen liegen.", "P10W"),
        ("Please allow at least 8 weeks between submission and the start of your project.", "P8W"),
    ],
)
def test_the_time_between_handing_in_and_beginning_is_a_lead_time(text: str, duration: str) -> None:
    assert [lead.text for lead in lead_times_in(text)] == [duration]


def test_the_time_between_two_other_things_is_none() -> None:
    assert not lead_times_in("Zwischen zwei Sitzungen müssen mindestens zehn Wochen liegen.")


@pytest.mark.parametrize("text", ["The fund is fully committed to grants.", "Das Programm pausiert.", "Fonds: leer"])
def test_the_first_look_passes_no_word_of_the_table_by(text: str) -> None:
    (sentence,) = sentences_of(Prose(text))
    begins = frozenset(word[:3] for word in text.lower().split())
    assert may_say_when(sentence, text.lower(), begins)


def test_marks_of_a_class_are_the_heads_of_its_words_and_what_stands_inside_of_them() -> None:
    table = WordClasses({"over": "closed no_longer *schöpft*", "come": "soon"})
    assert table.marks_of("over") == (frozenset(("clo", "no")), ("schöpft",))

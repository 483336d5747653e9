"""Whatever the text, the parser answers: with valid days, quoted words, and in time that grows with the text only."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.deadline.parse import parse_deadline
from crawler.text.sentences import Prose
from grants_db.rules.deadline import Deadline

WORDS = st.sampled_from(
    (
        "Der Antrag|ist|bis zum|spätestens|31.10.|31.10.2027|30. Februar|1. und 15. Juni|vom|ab|des Vorjahres|"
        "zu stellen.|Skizze|Verwendungsnachweis|jährlich|laufend|jederzeit|vor Beginn|8 Wochen vor|nach|keine|Frist|"
        "endete am|:|;|,||- |(|)|12.00 Uhr|24 Uhr|<p>|</li>|&nbsp;|\n|\u00ad|deadline|by|3rd of May|May 3, 2027|17:00|"
        "00.00.0000|99.99.9999|"
        "die|für das|Stichtag|Nr. 3.1.|zweistufig|Ausschreibung|Für 2027 gilt:|20/11/2027|ein halbes Jahr|0 Tage vor"
    ).split("|")
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join))
YEARLY, DURATION = re.compile(r"(?:--)?\d\d-\d\d"), re.compile(r"P\d+[DWMY]")


def is_valid(day: str) -> bool:
    if DURATION.fullmatch(day):
        return True
    return bool(date.fromisoformat(f"2000-{day.removeprefix('--')}" if YEARLY.fullmatch(day) else day))


@given(TEXTS)
def test_any_text_is_answered_with_valid_days(text: str) -> None:
    deadline = parse_deadline(Prose(text))
    assert all(is_valid(day) for day in deadline.dates)
    assert len(deadline.stages) == len(deadline.dates)
    assert len(deadline.times) in {0, len(deadline.dates)}
    assert all(re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d|", time_of_day) for time_of_day in deadline.times)
    assert len(set(deadline.dates)) == len(deadline.dates)


@given(TEXTS)
def test_evidence_is_quoted_from_the_text_with_its_white_space_normalised(text: str) -> None:
    deadline = parse_deadline(Prose(text))
    assert deadline.evidence in Prose(text).line
    assert len(deadline.evidence) <= 500


@given(TEXTS)
def test_whatever_is_found_has_its_evidence(text: str) -> None:
    deadline = parse_deadline(Prose(text))
    assert deadline == Deadline() or deadline.evidence


@given(TEXTS)
def test_the_same_text_is_read_the_same_way_twice(text: str) -> None:
    assert parse_deadline(Prose(text)) == parse_deadline(Prose(text))


def per_character(pattern: str, length: int) -> float:
    text = (pattern * (length // len(pattern) + 1))[:length]
    start = time.process_time()
    parse_deadline(Prose(text))
    return (time.process_time() - start) / length


HOSTILE = [
    "a",
    "1.",
    "31.12.2026 ",
    "bis zum ",
    "Antrag ",
    "<a ",
    "(",
    "\u00a0",
    "und ",
    "keine neuen ",
    "2 Monate vor ",
]
HOSTILE += [
    "[](",
    "|",
    ", die ",
    "Frist: ",
    "<li>",
    "&amp;",
    "im Rahmen von Aufruf ",
    "1. Stufe ",
    "1.1.-",
    "zwei bis ",
]
HOSTILE += ["Der Antrag ist bis zum 31.10. zu stellen. ", "\x00", "\ud800", "&lt;p&gt;", "1.1. Die "]
HOSTILE += [
    "Antrag im Zeitraum vom 1.1. bis 2.2. ",
    "Anträge nach dem 31.3. ",
    "veröffentlicht einen Aufruf ",
    "Aufrufe ",
]
HOSTILE += [
    "vor Antragstellung nicht ",
    "Antrag am 1.3. ",
    "3 Monate ab Veröffentlichung des ",
    "Freitag, ",
    "wurde Aufrufe ",
]
HOSTILE += ["können keine Anträge ", "leitet ", "solange ", "nach dem Aufruf "]
HOSTILE += ["jährlich ", "Antrag jeweils bis ", "31.3. des ", "für das ", "jährliche a "]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_long_text_of_anything_takes_seconds_at_most(pattern: str) -> None:
    long = per_character(pattern, 250_000)
    short = min(per_character(pattern, 32_000) for _ in range(2))
    assert long < 3e-5  # seconds
    assert long < 2 * short + 2e-6


@pytest.mark.parametrize("pattern", HOSTILE)
def test_time_grows_no_faster_than_the_text(pattern: str) -> None:
    short = min(per_character(pattern, 4_000) for _ in range(2))
    long = min(per_character(pattern, 32_000) for _ in range(2))
    assert long < 4 * short + 2e-6

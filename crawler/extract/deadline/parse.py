"""Until when can one apply, according to this text? Prose (German, English) or a form's entry into a `Deadline`.

A pure function of the text: it knows no clock, so a day long gone is still the day the text states. Wrong is worse
than missing: a day counts only where the words around it say that applications (or sketches) are due by it; the
validity of a guideline, the day it was issued, reports, payments and project periods are left out. A day without a
year returns every year only where the text says so; else it is stated as it is (`--MM-DD`).
Days are judged in `deadline_roles`, sentences without days in `deadline_states`; the words are in `deadline_cues`,
those of repetition in `deadline_repeats`.
"""

import html
import re
from dataclasses import dataclass

from crawler.extract.deadline import cues
from crawler.extract.deadline.leads import nouns_in
from crawler.extract.deadline.repeats import returns_every_year
from crawler.extract.deadline.roles import LastDay, is_form_entry, last_days
from crawler.extract.deadline.state_cues import ANY_TIME, speaks_of_applying, worth_reading
from crawler.extract.deadline.states import DeadlineState, is_two_stage, states_in
from crawler.text.sentences import Prose, ProseSentence
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind, DeadlineStage

__all__ = ["Deadline", "parse_deadline"]

LONGEST_EVIDENCE = 500
_HAS_DAY = re.compile(
    r"\d\s?\.\s?\d{1,2}\s?(?:\.|\s(?:des|eines|jede|für))|\d{4}-\d\d-\d|/\d{4}|"
    r"\d[\s.](?:\s?\.)?\s?(?:of )?(?:jan|jän|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)|"
    r"\d(?:st|nd|rd|th)\s|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s\d"
)
_IT = ("sie ", "er ", "es ", "diese", "it ", "they ", "this ")
LONGEST_HEADING = 60  # characters
_HEADING = re.compile(r"frist|schluss|stichtag|deadline|einreichung", re.IGNORECASE)
_UNTIL = re.compile(
    rf"(?:{ANY_TIME.pattern})[\s,]{{0,2}}(?:bis|until|till|letztmal\w*|längstens)\b", re.IGNORECASE
)  # "laufend bis 30.6.2029"
# where no day is named, in the order of what tells an officer most
_UNDATED = (
    DeadlineKind.RELATIVE,
    DeadlineKind.ROLLING,
    DeadlineKind.ANNUAL,
    DeadlineKind.FIXED,
    DeadlineKind.ANNOUNCED,
    DeadlineKind.BEFORE_START,
)
_AFTER_DAY = re.compile(
    r"(?:(?<=\d\.\d\.)|(?<=\d\.\d\d\.)) "
    r"(?=(?:Der|Die|Das|Dies\w{0,2}|Ein|Eine|Es|Sie|Bei|Im|Nach|Bitte|Für|Anträge|Wird)\b)"
)
_LABEL = re.compile(r"^(?:Antrags|Bewerbungs|Einreichungs|Anmelde)?(?:frist|fristen|schluss):\s", re.IGNORECASE)
_PARTS = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one sentence, or one part of a form's entry, says."""

    quote: str
    days: list[LastDay]
    states: list[DeadlineState]
    two_stage: bool
    returns: bool

    @property
    def is_closed(self) -> bool:
        """Are all its days over, or does it say that one can't apply any more?"""
        return all(day.over for day in self.days) if self.days else self.has(DeadlineKind.CLOSED)

    @property
    def is_open(self) -> bool:
        """Does it name a day that isn't over?"""
        return not all(day.over for day in self.days)

    @property
    def is_yearly(self) -> bool:
        """Does it name a day that returns every year?"""
        return self.returns and any(_has_no_year(day.text) for day in self.days)

    @property
    def names_a_year(self) -> bool:
        """Does it name a day with its year?"""
        return not all(_has_no_year(day.text) for day in self.days)

    def has(self, kind: DeadlineKind) -> bool:
        """Does it name this state?"""
        return any(state.kind is kind for state in self.states)


def parse_deadline(text: Prose) -> Deadline:
    """Until when one can apply, according to a text; kind `none` where it doesn't say.

    The evidence is a part of the text's `line`.

    >>> parse_deadline(Prose("Stellen Sie Ihren Antrag bis zum 31.10. des Vorjahres.")).dates
    ('10-31',)
    >>> parse_deadline(Prose("Projektskizzen: 5.3.2027, 12 Uhr | Verwendungsnachweis: 30.9.2027")).as_json()["dates"]
    ['2027-03-05']
    """
    if "&lt;" in text.text:
        text = Prose(html.unescape(text.text))  # markup that a portal escaped once more
    whole = text.line
    entry = is_form_entry(whole)
    readings = _entry_readings(_LABEL.sub("", whole)) if entry else _text_readings(text)
    told = [reading for reading in readings if reading.days or reading.states]
    two_stage = any(reading.two_stage for reading in readings) or (entry and _sketch_and_application(readings))
    kind, chosen = _main_case(told)
    if kind is DeadlineKind.NONE:
        quotes = [reading.quote for reading in readings if reading.two_stage]
        return Deadline(kind, two_stage=two_stage, evidence=_evidence(whole, quotes))
    dates: dict[str, tuple[str, DeadlineStage]] = {}
    for reading in chosen:
        for _, date, time, stage in _dates(reading, kind):
            dates.setdefault(date, (time, stage))
    known = {date[len("YYYY-") :] for date in dates}
    dates = {date: said for date, said in dates.items() if date.removeprefix("--") not in known}  # said with its year
    times = tuple(time for time, _ in dates.values())
    return Deadline(
        kind=kind,
        dates=tuple(dates),
        times=times if any(times) else (),
        stages=tuple(stage for _, stage in dates.values()),
        two_stage=two_stage,
        evidence=_evidence(whole, [reading.quote for reading in chosen]),
    )


def _text_readings(text: Prose) -> list[_Reading]:
    readings = (_reading(sentence) for sentence in text.sentences for sentence in _clauses(sentence))
    return [reading for reading in readings if reading is not None]


def _clauses(sentence: ProseSentence) -> list[ProseSentence]:
    """The sentence, split where a day ended a sentence: "… am 15.4. und 15.10. Die Frist ist …"."""
    pieces = _AFTER_DAY.split(sentence.text) if ". " in sentence.text else [sentence.text]
    if len(pieces) == 1:
        return [sentence]
    befores = [sentence.before, *pieces]
    return [ProseSentence(piece, sentence.intro, before) for piece, before in zip(pieces, befores, strict=False)]


def _reading(sentence: ProseSentence) -> _Reading | None:
    text, lowered = sentence.text, sentence.context.lower()
    about = speaks_of_applying(lowered)
    has_day = (about or _may_be_about(sentence, lowered)) and _HAS_DAY.search(lowered) is not None
    if not about and not has_day and not worth_reading(lowered, "closed"):
        return None
    lead_in = sentence.intro
    if not lead_in and has_day and len(sentence.before) <= LONGEST_HEADING and _HEADING.search(sentence.before):
        lead_in = "" if cues.VERB.search(sentence.before) else f"{sentence.before.rstrip(':')}:"
    words = f"{lead_in} {text}" if lead_in else text
    days = last_days(words, form_entry=False, before=sentence.before, offset=len(words) - len(text)) if has_day else []
    returns = bool(days) and returns_every_year(words, sentence.before)
    return _Reading(text, days, states_in(words, form_entry=False), is_two_stage(text, sentence.before), returns)


def _may_be_about(sentence: ProseSentence, lowered: str) -> bool:
    """Might it speak of an application without saying so: under a heading, as "Sie sind bis …", as "Unterlagen"?"""
    return (
        _HEADING.search(sentence.before[:LONGEST_HEADING]) is not None
        or lowered.lstrip("(0123456789. ").startswith(_IT)
        or "unterlagen" in lowered
        or "dokumente" in lowered
    )


def _entry_readings(whole: str) -> list[_Reading]:
    returns = returns_every_year(whole)
    return [
        _Reading(part, last_days(part, form_entry=True), states_in(part, form_entry=True), is_two_stage(part), returns)
        for part in _PARTS.split(whole)
        if part
    ]


def _sketch_and_application(readings: list[_Reading]) -> bool:
    """ "Interessenbekundung: März | Antrag: 30.6.2027" is a form's way of saying two stages."""
    first = [next((noun.kind for noun in nouns_in(reading.quote)), None) for reading in readings]
    return cues.Noun.SKETCH in first and cues.Noun.APPLICATION in first


def _main_case(told: list[_Reading]) -> tuple[DeadlineKind, list[_Reading]]:
    """The kind that leads, and the readings that carry it. Days lead; closed leads only where nothing else is open."""
    closed = [reading for reading in told if reading.is_closed]
    dated = [reading for reading in told if reading.is_open]
    if dated:
        until = [reading for reading in dated if reading.names_a_year and _UNTIL.search(reading.quote)]
        if until:
            return DeadlineKind.ROLLING, until
        if any(reading.is_yearly for reading in dated):
            return DeadlineKind.ANNUAL, [
                reading for reading in told if reading.is_yearly or reading.has(DeadlineKind.RELATIVE)
            ]
        return DeadlineKind.FIXED, dated
    if closed:
        return DeadlineKind.CLOSED, closed
    for kind in _UNDATED:
        carrying = [reading for reading in told if reading.has(kind)]
        if carrying:
            return kind, carrying
    return DeadlineKind.NONE, []


def _has_no_year(day: str) -> bool:
    return len(day) == len("MM-DD")


def _dates(reading: _Reading, kind: DeadlineKind) -> list[tuple[int, str, str, DeadlineStage]]:
    """(place, date, time, stage) of what the reading adds to a deadline of this kind, in text order."""
    days = [(day.place, day.text, day.time, day.stage) for day in reading.days]
    if kind is DeadlineKind.ANNUAL:  # single years beside the rule are no part of it
        days = [day for day in days if reading.returns and _has_no_year(day[1])]
    elif not reading.returns:
        days = [(place, f"--{day}" if _has_no_year(day) else day, time, stage) for place, day, time, stage in days]
    if kind not in {DeadlineKind.ANNUAL, DeadlineKind.RELATIVE, DeadlineKind.ANNOUNCED}:
        return days
    counted = DeadlineKind.ANNOUNCED if kind is DeadlineKind.ANNOUNCED else DeadlineKind.RELATIVE
    durations = [
        (state.place, state.duration, "", DeadlineStage.SKETCH if state.sketch else DeadlineStage.APPLICATION)
        for state in reading.states
        if state.kind is counted and state.duration
    ]
    return sorted(days + durations)


def _evidence(whole: str, quotes: list[str]) -> str:
    """The words from the first to the last quote, where they are few enough; else the first quote."""
    quotes = [" ".join(quote.split()) for quote in quotes]
    if not quotes:
        return ""
    start = whole.find(quotes[0])
    last = whole.find(quotes[-1], max(start, 0))
    end = last + len(quotes[-1])
    if start < 0:
        return ""
    if last < start or end - start > LONGEST_EVIDENCE:
        end = start + min(len(quotes[0]), LONGEST_EVIDENCE)
    return whole[start:end].strip()

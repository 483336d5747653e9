"""What a sentence says about applying without naming a day: any time, before the start, closed, announced elsewhere.

Each state has one rule, a short function. Running text must speak of an application; the entry of a form is about
nothing else. The words are in `state_cues`; which state leads is decided in `parse`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from crawler.extract.deadline import state_cues as said
from crawler.extract.deadline.cues import Noun
from crawler.extract.deadline.dates import lead_times_in
from crawler.extract.deadline.leads import NounMention, nouns_in
from crawler.extract.deadline.repeats import returns_every_year
from grants_db.vocabulary import DeadlineKind

LONGEST_OPENING = 15  # characters: "Jeweils bis zum"


@dataclass(frozen=True)
class Told:
    """A sentence, the same in lower case, and whether it is a form's entry."""

    text: str
    form_entry: bool
    lowered: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lowered", self.text.lower())

    @cached_property
    def nouns(self) -> list[NounMention]:
        """Its nouns, looked for only where a rule asks for them."""
        return list(nouns_in(self.text))

    @property
    def is_about_applying(self) -> bool:
        """Is an application, or a term, the first thing it speaks of?"""
        return bool(self.nouns) and self.nouns[0].kind is not Noun.OTHER

    def may_say(self, rule: str) -> bool:
        """Is it worth a closer look? Entries of forms are short: always."""
        return self.form_entry or said.worth_reading(self.lowered, rule)

    def is_due(self, match: re.Match[str]) -> bool:
        """Is an application handed in by then, or is it said to be the deadline?"""
        if any(noun.kind is Noun.LIMIT for noun in self.nouns[:1]):
            return True
        return self.is_about_applying and self.hands_in(match)

    def hands_in(self, match: re.Match[str]) -> bool:
        """Is something handed in near these words?"""
        return self.hands_in_near(match.start(), match.end())

    def hands_in_near(self, start: int, end: int) -> bool:
        """Is something handed in near this place?"""
        return bool(said.POSSIBLE.search(self.text[max(0, start - 160) : end + 200]))


@dataclass(frozen=True, slots=True)
class DeadlineState:
    """What a sentence says without a day; a lead time brings its duration, the stage is that of its noun."""

    kind: DeadlineKind
    place: int
    duration: str = ""
    sketch: bool = False


def states_in(sentence: str, *, form_entry: bool) -> list[DeadlineState]:
    """The states a sentence names."""
    told = Told(sentence, form_entry)
    return [
        *_lead_times(told),
        *(DeadlineState(kind, place) for kind, rule in RULES if (place := rule(told)) is not None),
    ]


def is_two_stage(sentence: str, before: str = "") -> bool:
    """Does it say, perhaps with the sentence before it, that a sketch comes first and an application follows?"""
    if not said.worth_reading(sentence.lower(), "two_stage"):
        return False
    stage = said.TWO_STAGE.search(sentence)
    if stage:
        around = sentence[max(0, stage.start() - 100) : stage.end() + 100]
        return bool(said.PROCEDURE.search(around)) and not said.ONE_OR_TWO.search(sentence)
    if not said.THEN.search(sentence):
        return False
    kinds = {noun.kind for words in (before, sentence) for noun in nouns_in(words)}
    return kinds >= {Noun.SKETCH, Noun.APPLICATION}


def _lead_times(told: Told) -> list[DeadlineState]:
    if not told.may_say("relative"):
        return []
    found = []
    for lead in lead_times_in(told.text):
        led = told.text[max(0, lead.start - 24) : lead.start]
        since_call = not lead.before and said.SINCE_CALL.match(told.text[lead.end : lead.end + 120])
        if since_call and told.is_about_applying:
            sketch = _is_sketch(told.nouns, lead.start)
            found.append(DeadlineState(DeadlineKind.ANNOUNCED, lead.start, lead.text, sketch))
            continue
        if said.EVENT_EXCLUDED.match(told.text[lead.end : lead.end + 60]) or said.NOT_BY.search(led):
            continue
        if not lead.before and not said.WITHIN.search(led):
            continue
        if told.form_entry or (told.is_about_applying and told.hands_in_near(lead.start, lead.end)):
            found.append(
                DeadlineState(DeadlineKind.RELATIVE, lead.start, lead.text, _is_sketch(told.nouns, lead.start))
            )
    return found


def _closed(told: Told) -> int | None:
    if not told.may_say("closed"):
        return None
    match = said.EXHAUSTED.search(told.text)
    if told.form_entry:
        match = match or said.CLOSED.search(told.text) or said.CLOSED_ENTRY.search(told.text)
        return match.start() if match and not said.YEARLY.search(told.text) else None
    if not match:
        match = said.CLOSED.search(told.text)
        match = match if match and told.is_about_applying else None
    return match.start() if match and not said.IF.search(told.text) else None


def _any_time(told: Told) -> int | None:
    if not told.may_say("any_time"):
        return None
    match = said.ANY_TIME.search(told.text)
    if told.form_entry:
        match = match or said.ANY_TIME_ENTRY.search(told.text)
        return match.start() if match else None
    if not match:
        return None
    near = [noun for noun in told.nouns if match.start() - 160 <= noun.start <= match.end() + 120]
    around = told.text[max(0, match.start() - 80) : match.end() + 160]
    applying = bool(near) and near[0].kind is not Noun.OTHER
    possible = said.POSSIBLE.search(around) and not said.TAKING_BACK.search(around)
    return match.start() if applying and possible else None


def _no_term(told: Told) -> int | None:
    match = said.NO_TERM.search(told.text) if told.may_say("no_term") else None
    return match.start() if match and (told.form_entry or told.is_about_applying) else None


def _before_start(told: Told) -> int | None:
    begun = said.NOT_BEGUN.search(told.text) if told.may_say("not_begun") else None
    if begun:
        return begun.start()
    match = said.BEFORE_START.search(told.text) if told.may_say("before_start") else None
    if not match or said.NO_START_OF_MEASURE.search(match.group()):
        return None
    return match.start() if told.form_entry or (told.is_about_applying and told.hands_in(match)) else None


def _yearly(told: Told) -> int | None:
    if told.form_entry:
        match = said.YEARLY.search(told.text)
        return match.start() if match else None
    if not told.may_say("yearly"):
        return None
    month = said.MONTH.search(told.text)
    match = said.EACH_PERIOD.search(told.text) or (month if month and returns_every_year(told.text) else None)
    return match.start() if match and _is_due_by(told, match) else None


def _month(told: Told) -> int | None:
    if told.form_entry:
        match = said.MONTH_ENTRY.match(told.text)
        return match.start() if match else None
    if not told.may_say("yearly"):
        return None
    match = said.MONTH_OF_A_YEAR.search(told.text)
    if match:
        return match.start() if told.is_due(match) else None
    match = said.MONTH.search(told.text)  # of this year or another, who knows
    return match.start() if match and _is_due_by(told, match) else None


def _is_due_by(told: Told, match: re.Match[str]) -> bool:
    """Is it handed in by then? The application leads.

    "Beschäftigungen beginnen zum 1. eines Monats, Anträge nimmt die Kammer entgegen" is about something else.
    """
    return told.is_due(match) and (told.nouns[0].start < match.start() or match.start() <= LONGEST_OPENING)


def _announced(told: Told) -> int | None:
    if not told.may_say("announced"):
        return None
    match = said.NEXT_ROUND.search(told.text) or (told.form_entry and said.ANNOUNCED_ENTRY.search(told.text))
    if match:
        return match.start()
    if said.NO_CALL_TO_COME.search(told.text):
        return None
    match = said.CALLS_TO_COME.search(told.text)
    if match:
        return match.start()
    match = said.ANNOUNCED.search(told.text)
    if match and (told.form_entry or (told.is_about_applying and _tells_when(told, match))):
        return match.start()
    match = said.SCHEDULED.search(told.text)
    if not match or not told.is_about_applying:
        return None
    return match.start() if {noun.kind for noun in told.nouns} & {Noun.APPLICATION, Noun.SKETCH} else None


def _tells_when(told: Told, match: re.Match[str]) -> bool:
    """Is it about when to apply, and not about what else stands in a call?"""
    if any(noun.kind not in {Noun.CALL, Noun.OTHER} for noun in told.nouns):
        return True
    return bool(said.MADE_KNOWN.search(match.group()) or said.POSSIBLE.search(told.text))


RULES: tuple[tuple[DeadlineKind, Callable[[Told], int | None]], ...] = (
    (DeadlineKind.CLOSED, _closed),
    (DeadlineKind.ROLLING, _any_time),
    (DeadlineKind.ROLLING, _no_term),
    (DeadlineKind.ANNUAL, _yearly),
    (DeadlineKind.BEFORE_START, _before_start),
    (DeadlineKind.FIXED, _month),
    (DeadlineKind.ANNOUNCED, _announced),
)


def _is_sketch(nouns: list[NounMention], place: int) -> bool:
    before = [noun.kind for noun in nouns if noun.start < place and noun.kind in {Noun.SKETCH, Noun.APPLICATION}]
    return bool(before) and before[-1] is Noun.SKETCH

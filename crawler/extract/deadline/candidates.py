"""Everything in a text that might say until when one can apply: days, months, lead times and words without a day.

They are found completely and judged later (`roles`): a day is a candidate wherever it stands. A candidate brings the
evidence that stands around it, see `crawler.extract.roles.evidence`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crawler.extract.deadline.dates import MONTHS, DayMention, days_in
from crawler.extract.deadline.lead_times import lead_times_in
from crawler.extract.deadline.phrases import phrases_in
from crawler.extract.deadline.without_a_day import PLACES, may_say_when, signs_of_saying
from crawler.extract.roles.evidence import UNTOLD, evidence_of
from crawler.extract.roles.passage import Sentence
from crawler.text.sentences import holds
from crawler.text.word_signs import SIGNS, one_of


class CandidateKind(StrEnum):
    """What a candidate is by its shape."""

    DAY = "day"
    MONTH = "month"  # a month without a day, or "zum Quartalsende"
    LEAD_TIME = "lead_time"  # 8 Wochen vor Beginn
    ANY_TIME = "any_time"  # jederzeit, keine Frist
    OVER = "over"  # geschlossen, konnten gestellt werden
    ELSEWHERE = "elsewhere"  # wird bekannt gegeben
    BEFORE_START = "before_start"


@dataclass(frozen=True, slots=True)
class DeadlineCandidate:
    """Something that might say until when one can apply.

    Attributes:
        kind: what it is by its shape.
        sentence: where it stands, with its heading and columns.
        start, end: its place in the sentence.
        value: a day as `YYYY-MM-DD` or `MM-DD`, a lead time as ISO 8601 duration; otherwise empty.
        time: `HH:MM` of a day, or empty.
        evidence: the names of what stands around it.
        group: the number of the list or span of days it belongs to, in its sentence.
    """

    kind: CandidateKind
    sentence: Sentence
    start: int
    end: int
    value: str
    time: str
    evidence: frozenset[str]
    group: int = 0

    def after(self, before: "DeadlineCandidate", role: str) -> "DeadlineCandidate":
        """The same with what the day before it was found to be, where the two are said in one breath.

        Days of one sentence, of one list or of one column share their role, the more so where the same word leads them.
        """
        same_sentence = before.sentence is self.sentence
        if same_sentence and before.group == self.group:
            return self
        if not same_sentence and not go_together(before, self):
            return self
        where = "sentence" if same_sentence else "list"
        alike = [name for name in self.evidence & before.evidence if name.startswith("lead=") and "+" not in name]
        return replace(
            self,
            evidence=self.evidence
            | {f"after_{where}={role}", f"after_{where}={role}+{'same_lead' if alike else 'other_lead'}"},
        )


def go_together(one: DeadlineCandidate, other: DeadlineCandidate) -> bool:
    """Do two days stand one below the other, in one list or column?"""
    first, second = one.sentence, other.sentence
    if second.number - first.number != 1:
        return False
    if first.columns and first.columns == second.columns:
        return first.text.count("|", 0, one.start) == second.text.count("|", 0, other.start)
    return "is=alone" in one.evidence & other.evidence or (bool(second.intro) and first.intro == second.intro)


_MONTH_NAME = "|".join(sorted((name.capitalize() for name in MONTHS if len(name) > len("sept")), key=len, reverse=True))
_MONTH = re.compile(
    rf"(?<!\d\. )(?<!\d\.)(?<!\d )\b(?:{_MONTH_NAME}|März|Mai|Juni|Juli|May|June|July)\b"
    rf"(?!\s?\d{{1,2}}(?!\d))(?P<year>\s\d{{4}})?"
)
#: "zum 1. eines Monats", "zu Beginn eines Schuljahres", "zum Quartalsende": a day in each period
_PERIOD = re.compile(
    r"\b(?:(?:\d{1,2}\.|ersten?|letzten|mitte|ende|anfang|beginn) (?:tag )?(?:eine[sr]|jede[sn]|des jeweiligen) "
    r"(?:jeden )?\w{0,12}(?:jahres|monats|quartals)|quartalsende|"
    r"(?:first|last) (?:day )?of (?:each|every) (?:month|quarter))\b",
    re.IGNORECASE,
)
_YEARLY_ENTRY = re.compile(r"\W*(?:jährlich|annually|yearly|every year|jedes jahr)\W*", re.IGNORECASE)


def candidates_in(sentence: Sentence) -> list[DeadlineCandidate]:
    """All candidates of a sentence in their order."""
    text = sentence.text
    lowered = text.lower()
    begins = frozenset(_BEGIN_OF_WORD.findall(lowered))
    names_a_month = not begins.isdisjoint(_BEGINS_A_MONTH_NAME)
    figures = (_FIGURE if names_a_month else _DAY_IN_FIGURES).search(text)
    mentions = days_in(text) if figures else []
    found = list(_days(sentence, mentions)) if mentions else []
    if not begins.isdisjoint(_BEGINS_A_MONTH) and (names_a_month or sentence.entry or holds(lowered, _PERIODS)):
        found += _months(sentence, mentions)
    if holds(lowered, _SPANS) and not begins.isdisjoint(_AHEAD):
        found += _lead_times(sentence)
    if may_say_when(sentence, lowered, begins):
        found += _words(sentence, has_day=bool(mentions))
    return sorted(found, key=lambda one: one.start)


# a quick first look, so that most sentences of a guideline are not taken apart into words: the first three letters of
# a word, and what stands inside of words
_FIGURE, _DAY_IN_FIGURES = re.compile(r"\d"), re.compile(r"\d\s?[./-]\s?\d")
_BEGINS_A_MONTH_NAME = frozenset("jan jän feb mär mae mrz mar apr mai may jun jul aug sep okt oct nov dez dec".split())
_BEGIN_OF_WORD = re.compile(r"\b\w{1,3}")
_BEGINS_A_MONTH = _BEGINS_A_MONTH_NAME | frozenset(
    "1 2 3 4 5 6 7 8 9 10 15 ers let mit end anf beg qua jäh ann yea eve jed fir las".split()
)
_PERIODS = ("jahres", "monats", "quartals", "month", "quarter")
_SPANS = ("tag", "woche", "monat", "jahr", "day", "week", "month", "year")
_AHEAD = frozenset("vor bev bef pri adv ahe vorher zuv ear nac aft fol ab fro inn bin wit hav".split())


def _sign_of_beginning(letters: Collection[str]) -> int:
    """The sign of words that begin so, in any case; less than three letters are the whole word."""
    whole = [rf"{word}\b" for word in letters if len(word) < len("jan")]
    begun = one_of(word for word in letters if len(word) == len("jan"))
    return SIGNS.sign(pattern=rf"(?i:\b(?:{'|'.join((begun, *whole))}))")


_FIGURE_SIGN = SIGNS.sign(pattern=r"\d[./-]|[./-]\d|^[./-]")
_MONTH_SIGN = _sign_of_beginning(_BEGINS_A_MONTH_NAME)
_PERIOD_SIGN = SIGNS.sign(small=_PERIODS)
_SPAN_SIGNS = SIGNS.sign(small=_SPANS), _sign_of_beginning(_AHEAD)


def holds_candidates(signs: int) -> bool:
    """May a sentence with these signs hold a candidate? One that is the entry of a form may without any."""
    return bool(
        signs & (_FIGURE_SIGN | _MONTH_SIGN | _PERIOD_SIGN)
        or all(signs & sign for sign in _SPAN_SIGNS)
        or signs_of_saying()(signs)
    )


def _words(sentence: Sentence, *, has_day: bool) -> Iterator[DeadlineCandidate]:
    """Words without a day: for each kind the first that may say so."""
    classes = sentence.classes
    for name, place_of in PLACES.items():
        if place := place_of(sentence, classes):
            kind, (start, end) = CandidateKind(name), place
            shape = ["has_day"] if has_day else []
            shape += [f"sentence_{name}" for name in classes - UNTOLD]
            shape += [f"saying_{name}" for name in phrases_in(sentence.text, kind.value)]
            if len(sentence.words) <= _SHORT:
                shape.append("short")
            if sentence.text.rstrip().endswith("?"):
                shape.append("question")
            yield DeadlineCandidate(kind, sentence, start, end, "", "", evidence_of(sentence, start, end, shape=shape))


_SHORT = 8  # words of an entry of a form


def _days(sentence: Sentence, mentions: Sequence[DayMention]) -> Iterator[DeadlineCandidate]:
    groups = _groups(mentions)
    spans = [(group[0].start, group[-1].end) for group in groups]
    starts = frozenset(start for start, _ in spans)
    written = sum(mention.end - mention.start for mention in mentions)
    for place, group in enumerate(groups):
        for mention in group:
            shape = _shape_of_day(sentence, mention, written, len(group))
            lead = "until" if mention.closes else "from" if mention.opens else ""
            evidence = evidence_of(sentence, *spans[place], starts, shape, lead)
            yield DeadlineCandidate(
                CandidateKind.DAY, sentence, mention.start, mention.end, mention.text, mention.time, evidence, place
            )


def _groups(mentions: Sequence[DayMention]) -> list[list[DayMention]]:
    """Days that share what is said of them: of a list, and the two ends of a span."""
    groups: list[list[DayMention]] = []
    for mention in mentions:
        if groups and (mention.listed or (mention.closes and groups[-1][-1].opens)):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _shape_of_day(sentence: Sentence, mention: DayMention, written: int, days_of_group: int) -> Iterator[str]:
    if mention.year is not None:
        yield "with_year"
    if mention.time:
        yield "with_hour"
    if mention.opens:
        yield "span_begins"
    if mention.closes:
        yield "span_ends"
    elif days_of_group > 1 and not mention.opens:
        yield "listed"
    rest = len(sentence.text) - written  # what stands beside the days
    if rest <= _LITTLE_REST:
        yield "alone"
        if sentence.entry:
            yield "alone_in_text"
        elif sentence.number == 0:
            yield "alone_on_top"
    if sentence.entry:
        yield "in_entry"
    elif sentence.number == 0:
        yield "on_top"


_LITTLE_REST = 12  # characters beside the days: weekdays, dashes


def _months(sentence: Sentence, mentions: Sequence[DayMention]) -> Iterator[DeadlineCandidate]:
    text = sentence.text
    days = [(mention.start, mention.end) for mention in mentions]
    matches = [*_MONTH.finditer(text), *_PERIOD.finditer(text)]
    if sentence.entry and not days and (match := _YEARLY_ENTRY.fullmatch(text)):
        matches.append(match)
    for match in matches:
        if any(start <= match.start() < end for start, end in days):
            continue
        shape = ["with_year"] if match.re is _MONTH and match["year"] else []
        shape += ["has_day"] if days else []
        shape += ["period"] if match.re is _PERIOD else []
        shape += ["in_entry"] if sentence.entry else []
        shape += ["alone"] if len(text) - len(match.group()) <= _LITTLE_REST else []
        evidence = evidence_of(sentence, match.start(), match.end(), frozenset(start for start, _ in days), shape)
        yield DeadlineCandidate(CandidateKind.MONTH, sentence, match.start(), match.end(), "", "", evidence)


def _lead_times(sentence: Sentence) -> Iterator[DeadlineCandidate]:
    for lead in lead_times_in(sentence.text):
        shape = ["ahead" if lead.before else "afterwards", f"unit_{lead.text[-1]}"]
        evidence = evidence_of(sentence, lead.start, lead.end, shape=shape)
        yield DeadlineCandidate(CandidateKind.LEAD_TIME, sentence, lead.start, lead.end, lead.text, "", evidence)

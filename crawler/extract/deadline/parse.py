"""Until when can one apply, according to this text? Prose (German, English) or a form's entry into a `Deadline`.

A pure function of the text: it knows no clock, so a day long gone is still the day the text states. Wrong is worse than
missing: what the words around a day leave open is proposed, and marked to be checked. A day without a year returns
every year only where the text says so; else it is stated as it is (`--MM-DD`), to be checked.
Candidates are found completely (`candidates`), each is judged by its evidence (`roles`), and what they say together is
decided here.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.extract.deadline.candidates import (
    CandidateKind,
    DeadlineCandidate,
    candidates_in,
    go_together,
    holds_candidates,
)
from crawler.extract.deadline.roles import Judged, judge_all
from crawler.extract.deadline.rows import told_apart
from crawler.extract.deadline.two_stages import TWO_STAGES, may_be_the_other_stage, tells_two_stages
from crawler.extract.roles.class_signs import class_signs
from crawler.extract.roles.passage import Sentence, is_entry, sentences_of
from crawler.extract.roles.weights import EvidenceWeights, shipped_weights
from crawler.text.sentences import Prose, ProseSentence
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind, DeadlineStage

__all__ = ["Deadline", "DeadlineReading", "parse_deadline", "read_deadline_text"]

LONGEST_EVIDENCE = 500
#: from which probability on a candidate is stated, and from which on it is proposed to be checked; both were chosen by
#: cross-validation, so that of the days stated at least 97 in 100 are right
SURE, PROPOSED = 0.76, 0.25
#: words without a day are proposed later: there are many of them, and few say anything
PROPOSED_WORDS = 0.40
#: from which probability on a day on which applying begins, alone in a text, announces a deadline to come
OPENS = 0.6
_LIKELIER = 0.5  # beside a likelier day, one that is likelier none is left out
_KINDS = {
    CandidateKind.LEAD_TIME: DeadlineKind.RELATIVE,
    CandidateKind.ANY_TIME: DeadlineKind.ROLLING,
    CandidateKind.MONTH: DeadlineKind.FIXED,
    CandidateKind.ELSEWHERE: DeadlineKind.ANNOUNCED,
    CandidateKind.BEFORE_START: DeadlineKind.BEFORE_START,
    CandidateKind.OVER: DeadlineKind.CLOSED,
}
_ANY_TIME_UNTIL = re.compile(
    r"\b(?:jederzeit|(?:fort)?laufend|durchgehend|ganzjährig|rolling|ongoing)[\s,]{0,2}(?:bis|until|till|längstens|letztmal\w*)\b",
    re.IGNORECASE,
)

_LABEL = re.compile(r"^(?:Antrags|Bewerbungs|Einreichungs|Anmelde)?(?:frist|fristen|schluss):\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeadlineReading:
    """What a text says about when to apply.

    Attributes:
        deadline: as stated or, where `check`, as proposed.
        candidates: all that were looked at, in their order, each with its probability and its reasons.
    """

    deadline: Deadline
    candidates: tuple[Judged, ...] = ()


def parse_deadline(text: Prose | str) -> Deadline:
    """Until when one can apply, according to a text; kind `none` where it doesn't say.

    The evidence is a part of the text's `line`; `check` says that it is a proposal which somebody has to look at.

    >>> parse_deadline("Stellen Sie Ihren Antrag bis zum 31.10. des Vorjahres.").dates
    ('10-31',)
    >>> deadline = parse_deadline("Noch bis 12. November können Bewerbungen eingereicht werden.")
    >>> deadline.dates, deadline.check
    (('--11-12',), True)
    """
    return read_deadline_text(text).deadline


def read_deadline_text(text: Prose | str, weights: EvidenceWeights | None = None) -> DeadlineReading:
    """The same with everything that was looked at, and by other weights than the shipped ones."""
    prose = text if isinstance(text, Prose) else Prose(text)
    if "&lt;" in prose.text:
        prose = Prose(html.unescape(prose.text))  # markup that a portal escaped once more
    if "\n" not in prose.plain.strip() and is_entry(prose.line):
        prose = Prose(_LABEL.sub("", prose.line))
    table = weights or shipped_weights()
    candidates: list[DeadlineCandidate] = []
    two_stage: list[Sentence] = []
    class_signs("deadline")  # from now on words are known by them
    is_form = is_entry(prose.line)

    def wanted(_: ProseSentence, signs: int) -> bool:
        return is_form or bool(signs & TWO_STAGES) or holds_candidates(signs)

    for sentence in sentences_of(prose, wanted=wanted):
        candidates.extend(candidates_in(sentence))
        if tells_two_stages(sentence):
            two_stage.append(sentence)
    found = judge_all(candidates, table)
    return DeadlineReading(_composed(prose, found, two_stage), tuple(found))


def _composed(prose: Prose, found: Sequence[Judged], two_stage: Sequence[Sentence]) -> Deadline:
    aside, doubt = told_apart(found, _LIKELIER)
    found = [one for one in found if not any(one is day for day in aside)]
    kind, chosen, check = _main_case(found)
    stages_told = bool(two_stage)
    check = check or doubt or may_be_the_other_stage(found, chosen, stages_told, PROPOSED)
    if kind is DeadlineKind.NONE:
        return Deadline(kind, two_stage=stages_told, evidence=_evidence(prose.line, [s.text for s in two_stage]))
    dates: dict[str, tuple[str, DeadlineStage]] = {}
    before: Judged | None = None
    for stated in chosen:
        one = before = stated if kind is DeadlineKind.ANNUAL else _in_the_year_of(before, stated)
        if one.candidate.value and kind is not DeadlineKind.ANNOUNCED:
            stage = DeadlineStage.SKETCH if one.is_for_a_sketch else DeadlineStage.APPLICATION
            dates.setdefault(_date(one, kind), (one.candidate.time, stage))
    known = {date[len("YYYY-") :] for date in dates}
    dates = {date: said for date, said in dates.items() if date.removeprefix("--") not in known}  # said with its year
    times = tuple(time for time, _ in dates.values())
    return Deadline(
        kind=kind,
        dates=tuple(dates),
        times=times if any(times) else (),
        stages=tuple(stage for _, stage in dates.values()),
        two_stage=stages_told or len({stage for _, stage in dates.values()}) > 1,
        evidence=_evidence(prose.line, [one.candidate.sentence.text for one in chosen]),
        check=check or any(date.startswith("--") for date in dates),
    )


def _main_case(found: Sequence[Judged]) -> tuple[DeadlineKind, list[Judged], bool]:
    """The kind that leads, the candidates that carry it, and whether it is to be checked. Days lead."""
    days = [one for one in found if one.candidate.kind is CandidateKind.DAY and _may_be_due(one)]
    days = [day for day in days if not day.is_superseded] or days
    sure = [one for one in days if one.probability >= SURE]
    over = max((one for one in found if one.candidate.kind is CandidateKind.OVER), key=_likely, default=None)
    if days and not sure and all(day.probability < _LIKELIER for day in days) and _said_surely(found):
        days = []  # "fortlaufend" leads over a day that is likely the end of the projects
    if days:
        chosen = _likelier(days) or days
        return *_dated(chosen, found, over), len(sure) < len(chosen)
    states: dict[DeadlineKind, list[Judged]] = {}
    for one in found:
        least = PROPOSED if one.candidate.value else PROPOSED_WORDS
        if one.probability >= least and one.candidate.kind is not CandidateKind.DAY:
            states.setdefault(_kind_of(one), []).append(one)
    if not states:
        opening = [one for one in found if one.candidate.kind is CandidateKind.DAY and one.opens >= OPENS]
        return (DeadlineKind.ANNOUNCED, opening, True) if opening else (DeadlineKind.NONE, [], False)
    if DeadlineKind.CLOSED in states:
        states.pop(DeadlineKind.ANNOUNCED, None)  # "no longer; the next round comes in spring"
    if max(map(_likely, states.get(DeadlineKind.CLOSED, [])), default=0.0) >= SURE:
        states.pop(DeadlineKind.ROLLING, None)  # "laufend … weitere Anträge sind nicht mehr möglich"
    kind = max(states, key=lambda each: max(map(_likely, states[each])) - _YIELDS.get(each, 0.0))
    best = max(map(_likely, states[kind]))
    carrying = [one for one in states[kind] if one.probability >= min(SURE, best)]
    return kind, carrying, best < SURE


def _said_surely(found: Sequence[Judged]) -> bool:
    """Do words without a day say outright when to apply?"""
    return any(one.candidate.kind is CandidateKind.ANY_TIME and one.probability >= SURE for one in found)


def _likelier(days: Sequence[Judged]) -> list[Judged]:
    """The days that are likelier due than not, and those that go on with a list of such a day."""
    chosen: list[Judged] = []
    for day in days:
        if day.probability >= _LIKELIER or (chosen and go_together(chosen[-1].candidate, day.candidate)):
            chosen.append(day)
    return chosen


def _may_be_due(day: Judged) -> bool:
    return day.probability >= PROPOSED and not (day.probability < _LIKELIER and day.opens >= OPENS)


#: how much likelier the more general statement has to be to lead
_YIELDS = {DeadlineKind.BEFORE_START: 0.3, DeadlineKind.ANNOUNCED: 0.1}


def _dated(days: list[Judged], found: Sequence[Judged], over: Judged | None) -> tuple[DeadlineKind, list[Judged]]:
    if all(day.is_over for day in days):
        return DeadlineKind.CLOSED, days
    if over is not None and over.probability >= SURE and not _tells_of_another_round(over, days):
        return DeadlineKind.CLOSED, days
    days = [day for day in days if not day.is_over]
    if any(day.returns and _has_no_year(day) for day in days):
        kept = {id(day) for day in days if _has_no_year(day)}
        return DeadlineKind.ANNUAL, [
            one
            for one in found
            if id(one) in kept or (one.candidate.kind is CandidateKind.LEAD_TIME and one.probability >= SURE)
        ]
    if any(_ANY_TIME_UNTIL.match(day.candidate.sentence.text) and not _has_no_year(day) for day in days):
        return DeadlineKind.ROLLING, days
    return DeadlineKind.FIXED, days


_ONE_ROUND = re.compile(
    r"\b(?:first|second|third|previous|last|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|letzte[nrs]?|vorige[nrs]?|"
    r"(?:round|runde|call) \d)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20\d\d\b")


def _tells_of_another_round(over: Judged, days: Sequence[Judged]) -> bool:
    """Is what is over the first of several rounds, or that of another year, while a last day stands elsewhere?"""
    words = over.candidate.sentence.text
    elsewhere = [day for day in days if day.candidate.sentence is not over.candidate.sentence and not day.is_over]
    if not elsewhere:
        return False
    years = set(_YEAR.findall(words))
    return bool(_ONE_ROUND.search(words)) or bool(
        years and years.isdisjoint(day.candidate.value[:4] for day in elsewhere)
    )


def _kind_of(state: Judged) -> DeadlineKind:
    if state.candidate.kind is CandidateKind.MONTH and (state.returns or "is=period" in state.candidate.evidence):
        return DeadlineKind.ANNUAL
    return _KINDS[state.candidate.kind]


def _likely(one: Judged) -> float:
    return one.probability


def _has_no_year(day: Judged) -> bool:
    return len(day.candidate.value) == len("MM-DD")


def _date(one: Judged, kind: DeadlineKind) -> str:
    """The day as a deadline states it; without a year it is marked, unless it returns."""
    value = one.candidate.value
    if (
        one.candidate.kind is CandidateKind.DAY
        and _has_no_year(one)
        and not (kind is DeadlineKind.ANNUAL or one.returns)
    ):
        return f"--{value}"
    return value


def _in_the_year_of(before: Judged | None, day: Judged) -> Judged:
    """A day in the year of the one before it in its sentence: "bis 23. Februar 2027 sowie bis zum 23. März"."""
    if _has_no_year(day) and not day.returns and (year_above := _YEAR_OF_LIST.search(_words_before(day))):
        return replace(day, candidate=replace(day.candidate, value=f"{year_above[1]}-{day.candidate.value}"))
    if before is None or before.candidate.sentence is not day.candidate.sentence or not _has_no_year(day):
        return day
    year, month_day = before.candidate.value[: -len("-MM-DD")], before.candidate.value[-len("MM-DD") :]
    if not year or month_day >= day.candidate.value or day.returns:
        return day
    return replace(day, candidate=replace(day.candidate, value=f"{year}-{day.candidate.value}"))


#: "Stichtage 2027: 15. Februar, 15. Mai"; a label with two years says none
_YEAR_OF_LIST = re.compile(r"^(?:[^\W\d][\w-]* ){1,4}(20\d\d):")


def _words_before(day: Judged) -> str:
    """What stands before a day in its sentence, or leads its list in."""
    sentence = day.candidate.sentence
    return f"{sentence.intro.rstrip(': ')}:" if sentence.intro else sentence.text[: day.candidate.start]


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

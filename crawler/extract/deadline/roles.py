"""Judge each candidate by its evidence: is one to apply by then, for which stage, and is it over?

The questions are roles in the table of weights. Whether one is to apply by a day is asked apart from what else the day
may be, so that a label that only tells deadlines from other days is of use, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crawler.extract.deadline.candidates import CandidateKind, DeadlineCandidate
from crawler.extract.deadline.repeats import returns_every_year
from crawler.extract.roles.weights import EvidenceWeights

DEADLINE = "deadline"  #: the role of a day, month or lead time by which one is to apply
HOLDS = "holds"  #: the role of words without a day that say what they seem to say
#: asked of a day that is a deadline: is it past, was it put off, is a sketch due?
OVER, SUPERSEDED, SKETCH = "over", "superseded", "sketch"
OPENS = "opens"  #: a day on which applying begins
#: what else a day may be
OTHER_ROLES = (
    OPENS, "project_start", "project_end", "spend_until", "decision", "jury", "event", "published", "validity",
    "report", "other",
)  # fmt: skip
_FIRST_STAGE = frozenset(("sketch", "of_sketch"))
_EVEN = 0.5
_LEFT_OPEN = 0.25  # from which probability on a day is proposed
_SIGNED_UP = 0.1  # how likely at most one applies for money by the day one signs up for an event
_TO_AN_EVENT = re.compile(
    r"\b(?:zu[rm]?|für|an|beim?)\b.{0,60}(?:sprechstunde|info(?:rmations)?-?(?:abend|termin|tag|veranstaltung)|webinar|"
    r"workshop|seminar|schulung|konferenz|fachtag|empfang)\w*\b.{0,80}\b(?:an(?:zu)?melden|anmeldung\w*|melden|angemeldet)\b|"
    r"\banmeld\w+.{0,40}\b(?:sprechstunde|info(?:abend|tag|veranstaltung)|webinar|workshop|seminar|schulung|fachtag)|"
    r"\b(?:register|sign up|registration)\b.{0,40}\b"
    r"(?:webinar|workshop|info(?:rmation)? (?:session|day)|seminar|briefing)",
    re.IGNORECASE,
)
_OF_A_GRANT = re.compile(
    r"antr[aä]g|beantrag|bewerb|förder|zusch[uü]ss|einreich|einzureichen|wettbewerb|projekt|appl|proposal|submi|grant",
    re.IGNORECASE,
)
EARLIER = 6  #: days before one that are looked at: a row of a table has few


@dataclass(frozen=True)
class Judged:
    """A candidate and how likely it says until when one can apply."""

    candidate: DeadlineCandidate
    probability: float
    weights: EvidenceWeights

    @cached_property
    def is_over(self) -> bool:
        """Is it a day until which one could apply?"""
        return self._asked(OVER) >= _EVEN

    @cached_property
    def opens(self) -> float:
        """How likely it is a day on which applying begins?"""
        return self._asked(OPENS)

    @cached_property
    def is_superseded(self) -> bool:
        """Is it a last day in whose place another one came?"""
        return self._asked(SUPERSEDED) >= _EVEN

    @cached_property
    def is_for_a_sketch(self) -> bool:
        """Is it a sketch that is due? Not where its own sentence names an application and no sketch."""
        named = self.candidate.sentence.classes
        if "full_application" in named and named.isdisjoint(_FIRST_STAGE):
            return False
        return self._asked(SKETCH) >= _EVEN

    @cached_property
    def returns(self) -> bool:
        """Does the day return every year?"""
        sentence = self.candidate.sentence
        above = " ".join(filter(None, (sentence.intro or sentence.above, sentence.text)))
        return returns_every_year(above, sentence.before if not sentence.intro else sentence.lead_in)

    @cached_property
    def role(self) -> str:
        """The likeliest role, for people."""
        if self.probability >= _EVEN or self.candidate.kind is not CandidateKind.DAY:
            return question_of(self.candidate.kind)
        return max(OTHER_ROLES, key=self._asked)

    def parts(self) -> tuple[tuple[str, float], ...]:
        """What the evidence adds up to, the weightiest first."""
        kind = self.candidate.kind
        return self.weights.judge(kind.value, question_of(kind), sorted(self.candidate.evidence)).parts

    def _asked(self, role: str) -> float:
        return self.weights.probability(self.candidate.kind.value, role, self.candidate.evidence)


def question_of(kind: CandidateKind) -> str:
    """What is asked of a kind of candidate first."""
    return DEADLINE if kind in {CandidateKind.DAY, CandidateKind.MONTH, CandidateKind.LEAD_TIME} else HOLDS


def judged(candidate: DeadlineCandidate, weights: EvidenceWeights) -> Judged:
    """The candidate with the answer to the first question."""
    kind = candidate.kind
    probability = weights.probability(kind.value, question_of(kind), candidate.evidence)
    if kind is CandidateKind.DAY and signs_up_for_an_event(candidate.sentence.text):
        probability = min(probability, _SIGNED_UP)
    return Judged(candidate, probability, weights)


def signs_up_for_an_event(text: str) -> bool:
    """Is a sentence about taking part in an event, where nothing is applied for?

    >>> signs_up_for_an_event("Zur Sprechstunde am 3. März bitte bis zum 1. März anmelden.")
    True
    >>> signs_up_for_an_event("Für eine Veranstaltung ist die Förderung bis zum 1. März anzumelden.")
    False
    """
    return _TO_AN_EVENT.search(text) is not None and _OF_A_GRANT.search(text) is None


def judge_all(candidates: Sequence[DeadlineCandidate], weights: EvidenceWeights) -> list[Judged]:
    """All candidates of a text in their order; a day is judged after the one it goes together with."""
    found: list[Judged] = []
    earlier: list[Judged] = []
    for candidate in candidates:
        told = candidate
        if candidate.kind is CandidateKind.DAY:
            for before in reversed(earlier[-EARLIER:]):
                together = candidate.after(before.candidate, role_told(before.probability >= _EVEN))
                if together is not candidate:
                    told = candidate if _is_open(before) else together
                    break
        one = judged(told, weights)
        found.append(one)
        if candidate.kind is CandidateKind.DAY:
            earlier.append(one)
    return found


def _is_open(day: Judged) -> bool:
    """What a day is that may well be due is not passed on as "other": the rest of its list would go with it."""
    return _LEFT_OPEN <= day.probability < _EVEN


def role_told(due: bool) -> str:
    """How the role of the day before is named in evidence."""
    return DEADLINE if due else "other"

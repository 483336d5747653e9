"""What is ranked in one night, and how it is told whether something of it is another than the night before."""

import hashlib
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from matching.chance import LEAST_CHANCE
from matching.feedback import TopicDecision
from matching.index.profiles import ConceptField
from matching.signals.deadline import work_days
from matching.text.documents import MeasureText, OpportunityText


@dataclass(frozen=True)
class RankingInput:
    """What is ranked in one night.

    Attributes:
        opportunities: all opportunities; their texts may be left out.
        signs: for each of them another text whenever it says something else.
        texts: gives the opportunities with these ids, texts and all.
        measures: all of the city's.
        asked: those to rank for.
        allowed: for each asked measure id the opportunity ids that may be proposed.
        decided: the decisions that teach.
        settled: for each measure id the opportunity ids that were decided on.
        least_chance: the chance from which an opportunity is proposed.
        read: measure id → opportunity id → what a reader's grade adds to the score (`reader`).
        concept: the city's action fields; none: the shipped ones.
        encoded: has an encoder a share of the scores? Such a ranking is made in full every night.
    """

    opportunities: Sequence[OpportunityText]
    signs: Sequence[str]
    texts: Callable[[Sequence[str]], Sequence[OpportunityText]]
    measures: Sequence[MeasureText]
    asked: Sequence[MeasureText]
    allowed: Mapping[str, Container[str]]
    decided: Sequence[TopicDecision] = ()
    settled: Mapping[str, Container[str]] = field(default_factory=dict)
    least_chance: float = LEAST_CHANCE
    read: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    encoded: bool = False
    concept: tuple[ConceptField, ...] = ()

    @classmethod
    def of_texts(cls, opportunities: Sequence[OpportunityText], *args: Any, **others: Any) -> "RankingInput":
        """A night whose texts are all in memory."""
        known = {each.id: each for each in opportunities}
        signs = [_text_sign(each) for each in opportunities]
        return cls(opportunities, signs, lambda ids: [known[key] for key in ids], *args, **others)

    @cached_property
    def states(self) -> Mapping[str, str]:
        """For each opportunity the sign of its text, how short the time is, and who may use it, with colons between."""
        groups = list({id(each): each for each in self.allowed.values()}.values())
        return {
            each.id: f"{sign}:{_short_of_time(each)}:{''.join('01'[each.id in group] for group in groups)}"
            for each, sign in zip(self.opportunities, self.signs, strict=True)
        }

    def concept_sign(self) -> str:
        """Another text whenever a field or a goal of the concept is another; measures have signs of their own."""
        said = repr([(each.number, each.title, each.goals) for each in self.concept])
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def sharing(self) -> list[int]:
        """Which measures share what they may use, as numbers in the order of arrival."""
        numbers: dict[int, int] = {}
        return [numbers.setdefault(id(self.allowed.get(measure.id)), len(numbers)) for measure in self.asked]

    def lessons(self, dropped: Container[int]) -> dict[int, list[TopicDecision]]:
        """What each field's decisions teach, in order; nothing where the lesson does harm."""
        there = {each.id for each in self.opportunities} if self.decided else set()
        found: dict[int, list[TopicDecision]] = {}
        for each in self.decided:
            if each.action_field not in dropped and each.opportunity_id in there:
                found.setdefault(each.action_field, []).append(each)
        return found


def _text_sign(opportunity: OpportunityText) -> str:
    text = repr(replace(opportunity, days_left=None)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _short_of_time(opportunity: OpportunityText) -> str:
    """The days left, where they count at all."""
    if opportunity.days_left is None or opportunity.days_left >= work_days(opportunity.level):
        return "" if opportunity.days_left is not None else "-"
    return str(opportunity.days_left)

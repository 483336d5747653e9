"""A ranking that is kept from one night to the next, so that only what changed is worked out anew.

`rank_in_full` remembers what a full ranking learned and found; `matching.incremental.update` goes on from there.
"""

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.feedback import TopicDecision
from matching.incremental.chosen import ShownChoice
from matching.incremental.explained import ExplainedMatch, explained_by, explained_matches
from matching.incremental.night_input import RankingInput
from matching.index.arrays import Array, best_columns
from matching.index.fitted_state import FittedState
from matching.index.known_measures import sign_of
from matching.index.vector_index import OpportunityIndex
from matching.matcher import Matcher
from matching.signals.base import Neighbours
from matching.text.documents import MeasureText
from matching.text.readable import nothing_to_go_on

#: matches remembered for each one shown, so that some may drop out
RESERVE = 2
#: the floor of a measure whose every opportunity is remembered
NO_FLOOR = -1.0


@dataclass(frozen=True)
class KeptScores:
    """What was worked out for each pair, and grows from night to night.

    Attributes:
        texts: asked measures × opportunities, the scores without sums, days and decisions.
        lessons: action field → what its decisions add to each opportunity.
        best: "signal row" → the best score that any opportunity reached in that row.
        means: decided opportunity → its mean likeness to all opportunities.
    """

    texts: Array
    lessons: Mapping[int, Array]
    best: Mapping[str, float]
    means: Mapping[str, float]


class KeptParts(Protocol):
    """The large parts of a kept ranking, each read when it is asked for."""

    @property
    def scores(self) -> KeptScores:
        """What was worked out for each pair."""

    @property
    def state(self) -> FittedState:
        """What was learned of the opportunities; `best` and `means` are those of the first night."""

    @property
    def index(self) -> OpportunityIndex:
        """The opportunities as they were when it was learned, without their words."""

    @property
    def neighbours(self) -> Neighbours:
        """The city's measures beside these opportunities."""

    def some(self, wanted: Container[str]) -> OpportunityIndex:
        """Some of the opportunities as they were: titles, funders and rows in the sparse spaces."""


@dataclass(frozen=True)
class PartsInMemory:
    """The large parts of a ranking that was just made."""

    scores: KeptScores
    state: FittedState
    index: OpportunityIndex
    neighbours: Neighbours

    def some(self, wanted: Container[str]) -> OpportunityIndex:
        """Some of the opportunities."""
        return self.index.of_some(wanted)


@dataclass(frozen=True)
class MovedParts:
    """The large parts of an earlier night with the scores of this one."""

    before: KeptParts
    scores: KeptScores

    @property
    def state(self) -> FittedState:
        """As it was."""
        return self.before.state

    @property
    def index(self) -> OpportunityIndex:
        """As it was."""
        return self.before.index

    @property
    def neighbours(self) -> Neighbours:
        """As they were."""
        return self.before.neighbours

    def some(self, wanted: Container[str]) -> OpportunityIndex:
        """As they were."""
        return self.before.some(wanted)


@dataclass(frozen=True)
class CachedRanking:
    """A ranking and what it was made with.

    Attributes:
        program: the sign of the matching program.
        concept: the sign of the city's action fields and their goals.
        made_on: when the state was learned.
        states: opportunity id → its state (`RankingInput.states`).
        known: measure id → the sign of its text, all of the city's when the state was learned.
        asked: measure id → the sign of its text and its gap, those that were ranked for.
        sharing: which of them share what they may use.
        closeness: measure id → how far it is about its action field.
        crowds: measure id → the score that stands for its crowd (`chance.crowd_of`).
        ranked: measure id → its best opportunities with their scores, more than are shown.
        floors: measure id → the score that no opportunity left out exceeds.
        shown: measure id → the matches that are shown.
        taught: action field → the sign of the decisions that teach it.
        examined: the same of all fields, also of those whose lessons do harm.
        drifted: the opportunities that are new or rewritten since the state was learned.
        gone: how many are no longer there since.
        dropped: the fields whose lessons do harm.
        refusals: why, as stored sentences.
        parts: the large parts.
        fresh: were scores worked out in this night?
    """

    program: str
    concept: str
    made_on: date
    states: Mapping[str, str]
    known: Mapping[str, str]
    asked: Mapping[str, tuple[str, str]]
    sharing: Sequence[int]
    closeness: Mapping[str, float]
    crowds: Mapping[str, float]
    ranked: Mapping[str, Sequence[tuple[str, float]]]
    floors: Mapping[str, float]
    shown: Mapping[str, Sequence[ExplainedMatch]]
    taught: Mapping[int, str]
    parts: KeptParts
    examined: Mapping[int, str] = field(default_factory=dict)
    drifted: frozenset[str] = frozenset()
    gone: int = 0
    dropped: frozenset[int] = frozenset()
    refusals: tuple[dict[str, object], ...] = ()
    fresh: bool = False


def rank_in_full(
    matcher: Matcher,
    inputs: RankingInput,
    today: date,
    top: int,
    dropped: frozenset[int] = frozenset(),
    refusals: tuple[dict[str, object], ...] = (),
) -> CachedRanking:
    """Rank in full with a matcher fitted on these opportunities in their order; keep what it takes to go on."""
    if list(matcher.index_.rows_) != [each.id for each in inputs.opportunities]:
        raise ValueError("the matcher was fitted on other opportunities, or in another order")
    states, depth = inputs.states, top * RESERVE
    taught = signs_of_lessons(inputs.lessons(dropped), states)
    closed, ids = Closed(inputs), [each.id for each in inputs.opportunities]
    texts = np.zeros((len(inputs.asked), len(ids)), dtype=np.float32)
    ranked: dict[str, list[tuple[str, float]]] = {}
    closeness: dict[str, float] = {}
    crowds: dict[str, float] = {}
    best: dict[str, float] = {}
    for found in matcher.scored(inputs.asked):
        texts[len(ranked) : len(ranked) + len(found.total)] = found.without_facts()
        best |= found.best
        for row, measure in enumerate(found.query.measures):
            columns = [] if nothing_to_go_on(measure) else best_columns(found.total[row], depth, closed.of(measure.id))
            ranked[measure.id] = [(ids[column], float(found.total[row, column])) for column in columns]
            closeness[measure.id], crowds[measure.id] = float(found.query.closeness[row, 0]), found.crowd(row)
    state = matcher.learned(best)
    choice = ShownChoice(inputs, ranked, crowds, closeness, top)
    made_of = {
        measure.id: {key: made_of_pair(states[key], measure, taught) for key in choice.of(measure.id)}
        for measure in inputs.asked
    }
    shown = _explained(matcher, inputs, state, dropped, made_of)
    lessons = {number: lesson.parts for number, lesson in matcher.feedback_.lessons_.items()}
    scores = KeptScores(texts, lessons, state.best, state.means)
    return CachedRanking(
        program=program_digest(),
        concept=inputs.concept_sign(),
        made_on=today,
        states=states,
        known=state.measures.signs,
        asked={measure.id: (sign_of(measure), str(measure.gap)) for measure in inputs.asked},
        sharing=inputs.sharing(),
        closeness=closeness,
        crowds=crowds,
        ranked=ranked,
        floors={key: found[-1][1] if len(found) == depth else NO_FLOOR for key, found in ranked.items()},
        shown={key: list(shown.get(key, {}).values()) for key in made_of},
        taught=taught,
        examined=signs_of_lessons(inputs.lessons(()), states),
        parts=PartsInMemory(scores, state, matcher.index_, matcher.neighbours_),
        dropped=dropped,
        refusals=refusals,
        fresh=True,
    )


def _explained(
    matcher: Matcher,
    inputs: RankingInput,
    state: FittedState,
    dropped: frozenset[int],
    made_of: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, ExplainedMatch]]:
    """What is shown, by its own texts; an encoder has to have seen all others."""
    if matcher.encoder is not None:
        return explained_by(matcher, inputs, made_of)
    decided = [each for found in inputs.lessons(dropped).values() for each in found]
    beside = [matcher.index_.of_some({each.opportunity_id for each in decided})] if decided else []
    return explained_matches(inputs, state, beside, decided, made_of)


class Closed:
    """For each measure which opportunities may not be proposed; measures that share what they may use share it."""

    def __init__(self, inputs: RankingInput) -> None:
        self._inputs = inputs
        self._known: dict[int, NDArray[np.bool_]] = {}

    def of(self, measure_id: str) -> NDArray[np.bool_]:
        """For each opportunity: may it not be proposed?"""
        allowed = self._inputs.allowed.get(measure_id, ())
        if id(allowed) not in self._known:
            self._known[id(allowed)] = np.array([each.id not in allowed for each in self._inputs.opportunities], bool)
        return self._known[id(allowed)]


def made_of_pair(state: str, measure: MeasureText, taught: Mapping[int, str]) -> str:
    """Another text whenever something that an explained match is made of is another."""
    text, short, _allowed = state.split(":")
    return f"{text}:{short}:{sign_of(measure)}:{measure.gap}:{taught.get(measure.action_field, '')}"


def signs_of_lessons(lessons: Mapping[int, Sequence[TopicDecision]], states: Mapping[str, str]) -> dict[int, str]:
    """For each field another text whenever other decisions teach it, or what was decided on says something else."""
    signs = {}
    for number, decided in lessons.items():
        said = [(each.opportunity_id, each.accepted, sign_of_text(states[each.opportunity_id])) for each in decided]
        signs[number] = hashlib.sha256(repr(said).encode()).hexdigest()[:32]
    return signs


def sign_of_text(state: str) -> str:
    """The sign of the text in an opportunity's state."""
    return state.partition(":")[0]


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A sign of the matching program: its code, weights, profiles and glossary."""
    said = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(each for pattern in ("*.py", "*.yml") for each in folder.rglob(pattern)):
        said.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return said.hexdigest()

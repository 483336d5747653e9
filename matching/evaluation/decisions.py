"""What decisions teach, on a judged collection: some measures of a field decide, and the others are ranked again.

Half of the judged measures of each field, drawn anew each time, decide on a few of their best opportunities: accepted
from grade 2, dismissed as outside the purpose at 0. Told is what nDCG@10 over judged pairs of the other half gains by
what is shipped (`feedback`), by acceptances or dismissals alone, and by a signal that is not: what the nearest measures
of the field decided on the very same opportunity,

    neighbours(m, o) = NEAR · tanh(Σ over the decisions d on o: nearness(m, m(d)) · vote(d)),

the nearness of two measures being their cosine in the latent space.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.learn_weights import RELEVANT, grades_of
from matching.evaluation.metrics import quality
from matching.feedback import DISMISSAL, Feedback, TopicDecision
from matching.matcher import Matcher
from matching.text.readable import has_field

#: draws, decisions of a measure, and how many of its best opportunities it decides on some of
DRAWS, EACH, LOOKED_AT = 20, 3, 20
#: the most that the nearest measures' decisions add
NEAR = 0.06
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class JudgedDecision:
    """One decision: the measure's and the opportunity's row, and whether it was accepted."""

    measure: int
    opportunity: int
    accepted: bool


@dataclass(frozen=True)
class DecisionsTest:
    """What was gained, a mean over the draws with its standard error, by the name of what was learned from."""

    decisions: float
    gains: Mapping[str, tuple[float, float]]

    def lines(self) -> list[str]:
        """The test as plain text."""
        lines = [f"{self.decisions:.0f} decisions of half of the measures; nDCG@10 over judged pairs of the others"]
        return lines + [f"{name:<32}{gain:+.3f} ± {error:.3f}" for name, (gain, error) in self.gains.items()]


def decisions_test(directory: Path, draws: int = DRAWS, each: int = EACH) -> DecisionsTest:
    """Let measures of a judged collection decide, and rank the others with what that teaches."""
    return _Trial(read_collection(directory)).tested(draws, each)


class _Trial:
    def __init__(self, collection: JudgedCollection) -> None:
        self.collection = collection
        self.matcher = Matcher().fit(collection.opportunities, collection.measures)
        self.plain = self.matcher.total_scores(collection.measures)
        self.grades = grades_of(collection, collection.judgements)
        known = [collection.judgements.get(measure.id, {}) for measure in collection.measures]
        self.judged = np.array([[one.id in each for one in collection.opportunities] for each in known], dtype=np.bool_)
        latent = self.matcher.known_.vectors.latent
        self.nearness = np.clip(latent @ latent.T, 0, 1).astype(np.float64)
        self.fields = np.array([measure.action_field for measure in collection.measures])

    def tested(self, draws: int, each: int) -> DecisionsTest:
        """The gains of all draws."""
        ways: dict[str, Callable[[Sequence[JudgedDecision]], Numbers]] = {
            "accepted alone": lambda made: self._lessons([one for one in made if one.accepted]),
            "dismissed alone": lambda made: self._lessons([one for one in made if not one.accepted]),
            "both, where any is accepted": lambda made: self._lessons(self._taught(made)),
            "and what the nearest decided": lambda made: self._with_neighbours(self._taught(made)),
        }
        gained: dict[str, list[float]] = {name: [] for name in ways}
        counts = []
        for draw in range(draws):
            made, others = self._drawn(np.random.default_rng(draw), each)
            counts.append(len(made))
            before = self._quality(self.plain, others)
            for name, way in ways.items():
                gained[name].append(self._quality(way(made), others) - before)
        error = max(draws, 1) ** 0.5
        gains = {name: (float(np.mean(all_)), float(np.std(all_)) / error) for name, all_ in gained.items()}
        return DecisionsTest(float(np.mean(counts)), gains)

    def _drawn(self, random: np.random.Generator, each: int) -> tuple[list[JudgedDecision], list[int]]:
        """The decisions of half of each field's measures, and the rows of the other half."""
        made: list[JudgedDecision] = []
        others: list[int] = []
        for field in sorted({measure.action_field for measure in self.collection.measures if has_field(measure)}):
            rows = random.permutation(np.flatnonzero(self.fields == field))
            others += rows[len(rows) // 2 :].tolist()
            for row in rows[: len(rows) // 2]:
                made += self._decided(int(row), random, each)
        return made, [row for row in others if self.grades[row].max() > 0]

    def _decided(self, row: int, random: np.random.Generator, each: int) -> list[JudgedDecision]:
        """What a measure decides of its best opportunities: some of those whose grade is clear."""
        best = np.argsort(-self.plain[row], kind="stable")[:LOOKED_AT]
        clear = (self.grades[row] >= RELEVANT) | (self.judged[row] & (self.grades[row] == 0))
        chosen = random.permutation(best[clear[best]])[:each].tolist()
        return [JudgedDecision(row, column, bool(self.grades[row, column] >= RELEVANT)) for column in chosen]

    def _taught(self, made: Sequence[JudgedDecision]) -> list[JudgedDecision]:
        """The decisions of fields in which something was accepted."""
        taught = {self.fields[one.measure] for one in made if one.accepted}
        return [one for one in made if self.fields[one.measure] in taught]

    def _lessons(self, made: Sequence[JudgedDecision]) -> Numbers:
        listed, opportunities = self.collection.measures, self.collection.opportunities
        decided = [
            TopicDecision(listed[one.measure].action_field, opportunities[one.opportunity].id, one.accepted)
            for one in made
        ]
        feedback = Feedback().fit(self.matcher.index_, decided)
        return np.asarray(self.plain + feedback.contributions(listed, self.plain))

    def _with_neighbours(self, made: Sequence[JudgedDecision]) -> Numbers:
        votes = np.zeros_like(self.plain)
        for one in made:
            near = np.where(self.fields == self.fields[one.measure], self.nearness[:, one.measure], 0.0)
            votes[:, one.opportunity] += near * (1.0 if one.accepted else -DISMISSAL)
        return np.asarray(self._lessons(made) + NEAR * np.tanh(votes))

    def _quality(self, scores: Numbers, rows: Sequence[int]) -> float:
        found = []
        for row in rows:
            order = np.argsort(-scores[row], kind="stable")
            found.append(quality(self.grades[row][order][self.judged[row][order]])["nDCG@10"])
        return float(np.mean(found)) if found else 0.0

"""Which opportunities of a ranking are shown: the few that are likely enough worth reading, umbrellas once a field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.chance import proposed, shipped_calibration, standing_out
from matching.encoder import with_encoder
from matching.incremental.night_input import RankingInput
from matching.umbrellas import Umbrella, elsewhere, umbrellas
from matching.weights import shipped_weights

Ranked = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True)
class LikelyMatch:
    """An opportunity of a measure, its score, and how often such a match is worth reading."""

    opportunity_id: str
    score: float
    chance: float


class ShownChoice:
    """What is shown of each measure.

    Args:
        inputs: what is ranked.
        ranked: measure id → its best opportunities with their scores, best first.
        crowds: measure id → the score that stands for its crowd.
        closeness: measure id → how far it is about its action field.
        top: how many of each are looked at for what fits a whole field.
    """

    def __init__(
        self,
        inputs: RankingInput,
        ranked: Ranked,
        crowds: Mapping[str, float],
        closeness: Mapping[str, float],
        top: int,
    ) -> None:
        self._inputs, self._ranked, self._top = inputs, ranked, top
        self._crowds, self._closeness = crowds, closeness

    def of(self, measure_id: str) -> list[str]:
        """The opportunities that are shown, best first."""
        least = self._inputs.least_chance
        away, settled = self._elsewhere[measure_id], self._inputs.settled.get(measure_id, ())
        here = (
            each
            for each in self.likely[measure_id]
            if each.chance >= least and (each.opportunity_id not in away or each.opportunity_id in settled)
        )
        return [each.opportunity_id for each in proposed(here, settled, least)]

    @cached_property
    def likely(self) -> Mapping[str, list[LikelyMatch]]:
        """For each measure its best opportunities with their chances, best first."""
        encoded, shares = self._inputs.encoded, shipped_weights().shares
        shares, calibration = with_encoder(shares) if encoded else shares, shipped_calibration(encoded=encoded)
        found = {}
        for key, unread in self._ranked.items():
            pairs = self._with_readings(key, unread)
            scores = np.clip(np.array([score for _one, score in pairs], dtype=np.float64), 0.0, 1.0)
            far = standing_out(scores, self._crowds[key], self._closeness[key], shares)
            listed = zip(pairs, calibration.chances_of(far).tolist(), strict=True)
            found[key] = [LikelyMatch(one, score, chance) for (one, score), chance in listed]
        return found

    def _with_readings(self, key: str, pairs: Sequence[tuple[str, float]]) -> Sequence[tuple[str, float]]:
        """The same with what a reader's grades add, best first."""
        if not (read := self._inputs.read.get(key)):
            return pairs
        return sorted(((one, score + read.get(one, 0.0)) for one, score in pairs), key=lambda pair: -pair[1])

    @cached_property
    def umbrellas(self) -> Sequence[Umbrella]:
        """What fits a whole field, and the measures that it may carry."""
        chances = {
            key: {each.opportunity_id: each.chance for each in found[: self._top]} for key, found in self.likely.items()
        }
        inputs = self._inputs
        accepted = {(each.action_field, each.opportunity_id) for each in inputs.decided if each.accepted}
        return umbrellas(chances, self._fields, inputs.settled, accepted, inputs.least_chance)

    @cached_property
    def _elsewhere(self) -> Mapping[str, frozenset[str]]:
        return elsewhere(self.umbrellas, self._fields)

    @cached_property
    def _fields(self) -> Mapping[str, int]:
        return {measure.id: measure.action_field for measure in self._inputs.asked}

"""How often such a match is worth reading: a score turned into a chance by what people judged (chance.yml).

A score says which opportunity comes before which. How much that is worth differs from measure to measure: a terse one
meets many opportunities halfway, one far from its field can't reach as much. So it is asked how far a match stands out
above the crowd of those that fit a little, as a share of what the measure can reach at all:

    stands out = (score − CROWD_SHARE · score of the best opportunity but CROWD) / reachable
    chance = curve(stands out)

The curve is isotonic (never falls) and straight between its points; `akquise match calibrate` learns it from judged
pairs. scikit-learn's `CalibratedClassifierCV` calibrates a classifier; here a score is there already.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import yaml
from numpy.typing import NDArray

from grants_db.errors import InputError
from matching.signals.registry import SIGNALS

SHIPPED = Path(__file__).parent / "chance.yml"
#: the curve beside an encoder (`encoder`)
ENCODED = Path(__file__).parent / "chance_with_encoder.yml"
#: the opportunity that stands for the crowd: this many fit a measure better at best, and how much of its score counts
CROWD, CROWD_SHARE = 30, 0.5
#: a match under this chance is not proposed, unless an office sets another
LEAST_CHANCE = 0.15
#: the most that are proposed for a measure
MOST_PROPOSALS = 7


AnyScore = TypeVar("AnyScore", float, NDArray[np.float64])


@dataclass(frozen=True)
class Calibration:
    """The points of the curve: how far matches stand out, rising, and the chances there, not falling."""

    standing_out: Sequence[float]
    chances: Sequence[float]

    def chance(self, standing_out: float) -> float:
        """The share of such matches that are worth reading, in [0, 1]; see `standing_out`."""
        return float(np.interp(standing_out, self.standing_out, self.chances))

    def chances_of(self, standing_out: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of several matches."""
        return np.interp(standing_out, self.standing_out, self.chances)


def standing_out(score: AnyScore, crowd: float, closeness: float, shares: Mapping[str, float]) -> AnyScore:
    """How far a match stands out, as a share of what the measure can reach.

    Args:
        score: of the match, or of several.
        crowd: the measure's, from `crowd_of`.
        closeness: how far the measure is about its action field.
        shares: the weights of the signals.
    """
    return (score - CROWD_SHARE * crowd) / reachable(closeness, shares)


def crowd_of(scores: NDArray[np.floating[Any]]) -> float:
    """The score that stands for a measure's crowd, of all opportunities by their texts; of few ones that of the last.

    Without sums, days and decisions: a crowd is the same whatever day it is.
    """
    if not len(scores):
        return 0.0
    place = max(0, len(scores) - CROWD)
    return float(np.partition(scores, place)[place])


def reachable(closeness: float, shares: Mapping[str, float]) -> float:
    """The score of a match that every signal is for, if those of the field count only as far as `closeness`."""
    of_field = {signal.name for signal in SIGNALS if signal.of_field}
    counted = sum(share * (closeness if name in of_field else 1.0) for name, share in shares.items())
    return max(counted, 1e-9)


class Likely(Protocol):
    """A ranked opportunity, as far as its proposal goes."""

    @property
    def opportunity_id(self) -> str:
        """The opportunity."""

    @property
    def chance(self) -> float:
        """The share of such matches that are worth reading."""


AnyLikely = TypeVar("AnyLikely", bound=Likely)


def proposed(ranked: Iterable[AnyLikely], decided: Container[str] = (), least: float = LEAST_CHANCE) -> list[AnyLikely]:
    """What of a measure's ranking is proposed: the best likely ones, at most `MOST_PROPOSALS` that nobody decided on.

    Args:
        ranked: best first.
        decided: opportunity ids that were decided on; they take nobody's place.
        least: the chance from which an opportunity is likely enough.
    """
    found: list[AnyLikely] = []
    waiting = 0
    for match in ranked:
        if match.chance >= least:
            found.append(match)
            waiting += match.opportunity_id not in decided
            if waiting == MOST_PROPOSALS:
                break
    return found


@lru_cache(maxsize=2)
def shipped_calibration(*, encoded: bool = False) -> Calibration:
    """The curve that the program ships, for scores with or without an encoder's share."""
    return read_calibration(ENCODED if encoded else SHIPPED)


def read_calibration(path: Path) -> Calibration:
    """Read a file with a curve."""
    stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict) or not stored.get("curve"):
        raise InputError("{path} enthält keine Kurve: „curve“ wird gebraucht.", path=path)
    points = sorted(stored["curve"])
    return Calibration([x for x, _ in points], [y for _, y in points])


def write_calibration(path: Path, calibration: Calibration, recipe: str) -> None:
    """Write a file with a curve and the command it was learned by."""
    points = zip(calibration.standing_out, calibration.chances, strict=True)
    lines = [
        "# How far a match stands out, and how many such matches are worth reading (chance.py).",
        f"# {recipe}",
        "curve:",
        *(f"  - [{place:.3f}, {chance:.3f}]" for place, chance in points),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

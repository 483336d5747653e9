"""How often such a match is worth reading: a score turned into a chance by what people judged (chance.yml).

A score says which opportunity comes before which. How much that is worth differs: with an action field to go by it says
more than by text alone. So there are two curves of the score as a share of what the measure can reach at all, and
a measure lies between them as far as it is about its field:

    chance(score, closeness) = closeness · with_field(reached) + (1 − closeness) · by_text(reached)

Each curve is isotonic (never falls) and straight between its points; `akquise match calibrate` learns them from judged
pairs. scikit-learn's `CalibratedClassifierCV` calibrates a classifier; here a score is there already.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import yaml

from grants_db.errors import InputError
from matching.signals.registry import SIGNALS

SHIPPED = Path(__file__).parent / "chance.yml"
#: the curves of the file
CURVES = ("with_field", "by_text")
#: a match under this chance is not proposed, unless an office sets another
LEAST_CHANCE = 0.2
#: the most that are proposed for a measure
MOST_PROPOSALS = 7


@dataclass(frozen=True)
class Calibration:
    """For each curve its points: shares of what can be reached, rising, and the chances there, not falling."""

    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]]

    def chance(self, score: float, closeness: float, shares: Mapping[str, float]) -> float:
        """The share of such matches that are worth reading, in [0, 1].

        Args:
            score: of the match.
            closeness: how far the measure is about its action field.
            shares: the weights of the signals.
        """
        reached = score / reachable(closeness, shares)
        with_field, by_text = (float(np.interp(reached, *self.curves[name])) for name in CURVES)
        return closeness * with_field + (1 - closeness) * by_text


def reachable(closeness: float, shares: Mapping[str, float]) -> float:
    """The score of a match that every signal is for, if those of the field count only as far as `closeness`."""
    counted = sum(shares.get(signal.name, 0.0) * (closeness if signal.of_field else 1.0) for signal in SIGNALS)
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


@lru_cache(maxsize=1)
def shipped_calibration() -> Calibration:
    """The curves that the program ships."""
    return read_calibration(SHIPPED)


def read_calibration(path: Path) -> Calibration:
    """Read a file of curves."""
    stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict) or not set(CURVES) <= set(stored):
        raise InputError("{path} enthält keine Kurven: „with_field“ und „by_text“ werden gebraucht.", path=path)
    points = {name: sorted(stored[name] or []) for name in CURVES}
    return Calibration({name: ([x for x, _ in listed], [y for _, y in listed]) for name, listed in points.items()})


def write_calibration(path: Path, calibration: Calibration, recipe: str) -> None:
    """Write a file of curves with the command it was learned by."""
    lines = [
        "# Share of what a score can reach, and how many such matches are worth reading (chance.py).",
        f"# {recipe}",
    ]
    for name in CURVES:
        points = zip(*calibration.curves[name], strict=True)
        lines += [f"{name}:", *(f"  - [{reached:.3f}, {chance:.3f}]" for reached, chance in points)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

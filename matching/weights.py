"""The weights that signals are combined with: a readable file, learned (`evaluation.learn_weights`) or set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from grants_db.errors import InputError

SHIPPED = Path(__file__).parent / "weights.yml"


@dataclass(frozen=True)
class Weights:
    """The share of each signal in a score; all together 1, so that a score is in [0, 1]."""

    shares: Mapping[str, float]

    @classmethod
    def combined(cls, learned: Mapping[str, float], by_hand: Mapping[str, float]) -> "Weights":
        """Keep the shares set by hand and scale the learned ones to fill up to 1."""
        total, room = sum(learned.values()), 1 - sum(by_hand.values())
        if total <= 0 or min(learned.values()) < 0 or room <= 0:
            raise InputError("Die Gewichte sind nicht zu gebrauchen: {weights}.", weights=dict(learned))
        return cls({name: room * weight / total for name, weight in learned.items()} | dict(by_hand))


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights that the program ships."""
    return read_weights(SHIPPED)


def by_hand() -> dict[str, float]:
    """The shares set by hand that the program ships."""
    return {name: float(share) for name, share in _read(SHIPPED)["by_hand"].items()}


def read_weights(path: Path) -> Weights:
    """Read a weights file."""
    stored = _read(path)
    return Weights.combined(stored["learned"], stored["by_hand"])


def write_weights(path: Path, learned: Mapping[str, float], recipe: str, measured: str) -> None:
    """Write a weights file with the recipe it was learned by; shares set by hand are kept as they are."""
    lines = ["# How much each signal counts. `learned` is scaled to fill what `by_hand` leaves of 1."]
    lines += [f"# Learned by: {recipe}", f"# {measured}", "learned:"]
    lines += [f"  {name}: {weight:.4f}" for name, weight in learned.items()]
    lines += [
        "# Sums, dates and decisions, of which judged pairs say nothing; groups and places: too little to learn from."
    ]
    lines += ["by_hand:"]
    lines += [f"  {name}: {share}" for name, share in by_hand().items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, dict[str, float]]:
    stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict) or not {"learned", "by_hand"} <= stored.keys():
        raise InputError("{path} ist keine Gewichtsdatei: „learned“ und „by_hand“ werden gebraucht.", path=path)
    return stored

"""The weights that signals are combined with: learned ones in a readable file, those set by hand beside the signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from grants_db.errors import InputError
from matching.signals.registry import SET_BY_HAND

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
    """The shares set by hand."""
    return {signal.name: share for signal, share in SET_BY_HAND}


def read_weights(path: Path) -> Weights:
    """Read a weights file."""
    stored = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict) or "learned" not in stored:
        raise InputError("{path} ist keine Gewichtsdatei: „learned“ wird gebraucht.", path=path)
    return Weights.combined(stored["learned"], by_hand())


def write_weights(path: Path, learned: Mapping[str, float], recipe: str, measured: Sequence[str]) -> None:
    """Write a weights file with the recipe it was learned by and what was measured on cities left out."""
    lines = [
        "# How much each signal counts; scaled to fill what the shares set by hand (signals/registry.py) leave of 1."
    ]
    lines += [f"# Learned by: {recipe}", *(f"# {line}" for line in measured), "learned:"]
    lines += [f"  {name}: {weight:.4f}" for name, weight in learned.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

"""What each piece of evidence counts for a role: a table that is learned by a command and can be read and corrected.

A score is the sum of the weights of the evidence that is there, and its probability the logistic function of the sum:
so the parts of a judgement add up and can be shown. One table holds all kinds of candidates; its rows are sorted.
"""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grants_db.errors import InputError

SHIPPED = Path(__file__).parent / "weights.csv"
ALWAYS = "always"  #: evidence that is there for every candidate: how frequent the role is
_HEADER = ["candidate", "role", "evidence", "weight"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely a candidate has a role, and the parts of the score, the weightiest first."""

    role: str
    probability: float
    parts: tuple[tuple[str, float], ...]


class EvidenceWeights:
    """The weights by candidate, role and evidence."""

    def __init__(self, table: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
        self.table = table

    def roles(self, candidate: str) -> tuple[str, ...]:
        """The roles a kind of candidate may have."""
        return tuple(self.table.get(candidate, {}))

    def probability(self, candidate: str, role: str, evidence: Iterable[str]) -> float:
        """How likely the role is, given the evidence; 0 for a role that was never learned."""
        weights = self.table.get(candidate, {}).get(role)
        if weights is None:
            return 0.0
        score = weights.get(ALWAYS, 0.0)
        for name in evidence:
            score += weights.get(name, 0.0)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def judge(self, candidate: str, role: str, evidence: Iterable[str]) -> Judgement:
        """The same with its parts."""
        weights = self.table.get(candidate, {}).get(role, {})
        names = [ALWAYS, *evidence]
        parts = sorted(((name, weights[name]) for name in names if name in weights), key=lambda part: -abs(part[1]))
        return Judgement(role, self.probability(candidate, role, names[1:]), tuple(parts))


@lru_cache(maxsize=1)
def shipped_weights() -> EvidenceWeights:
    """The weights that the program ships."""
    return read_weights(SHIPPED)


def read_weights(path: Path) -> EvidenceWeights:
    """Read a table of weights; lines that begin with # are remarks."""
    table: dict[str, dict[str, dict[str, float]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(line for line in lines if not line.startswith("#"))
        if next(rows, None) != _HEADER:
            raise InputError(
                "{path} ist keine Gewichtstabelle: „{header}“ wird gebraucht.", path=path, header=",".join(_HEADER)
            )
        for candidate, role, evidence, weight in rows:
            table.setdefault(candidate, {}).setdefault(role, {})[evidence] = float(weight)
    return EvidenceWeights(table)


def write_weights(path: Path, weights: EvidenceWeights, remarks: Iterable[str]) -> None:
    """Write a table of weights with remarks on how it was learned."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for remark in remarks:
            file.write(f"# {remark}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        for candidate, roles in sorted(weights.table.items()):
            for role, names in sorted(roles.items()):
                writer.writerows([candidate, role, name, f"{weight:.3f}"] for name, weight in sorted(names.items()))

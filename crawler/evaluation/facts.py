"""How well the facts are read: precision and recall per field against labelled programmes, with the misses.

The labels (`programmes.jsonl`, one JSON object a line, joined by `url`) are other people's texts and judgements; they
are read from where they lie and are no part of the project.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar

from grants_db.rules.deadline import Deadline
from grants_db.rules.regions import region_ok

#: fields of money, also counted together as "sums"
SUMS = {
    "max_amount": "max_amount_eur",
    "min_amount": "min_amount_eur",
    "max_rate": "max_rate_pct",
    "own_share_min": "own_share_min_pct",
}


class Read(Protocol):
    """What was read of a call: `crawler.extract.facts.Facts`, or an opportunity from the database."""

    @property
    def regions(self) -> Sequence[str]:
        """As `grants_db.rules.regions` has them."""

    @property
    def applicant_route(self) -> str:
        """A word of ApplicantRoute."""

    @property
    def instruments(self) -> Sequence[str]:
        """Words of Instrument."""

    @property
    def evidence(self) -> Mapping[str, str]:
        """The quoted words by fact."""


_Read = TypeVar("_Read", Read, Deadline)


@dataclass(frozen=True)
class MisreadFact:
    """One field of one programme that was read otherwise than labelled."""

    url: str
    field: str
    read: str
    labelled: str
    evidence: str = ""


@dataclass
class Score:
    """Right, wrong and missing readings of one field."""

    name: str
    right: int = 0
    wrong: int = 0  # read, but not so labelled
    missing: int = 0  # labelled, but not so read
    misses: list[MisreadFact] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 where nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what is labelled that was read; 1 where nothing is labelled."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0


def evaluate_programmes(
    facts_by_url: Mapping[str, Read], labelled: Path, deadlines: Mapping[str, Deadline] | None = None
) -> list[Score]:
    """Score the facts of the labelled programmes that were crawled; others on either side are left out.

    Region, applicant route and the kind of deadline are asked of every programme (precision is accuracy there); of the
    others only what is stated counts: a value, or a word other than "unstated".
    """
    programmes = [(facts_by_url[row["url"]], row) for row in _rows(labelled) if row["url"] in facts_by_url]
    scores = [
        _score("region_ok", programmes, lambda facts: region_ok(list(facts.regions)), lambda row: row["region_ok"]),
        _score(
            "applicant_route", programmes, lambda facts: str(facts.applicant_route), lambda row: row["applicant_route"]
        ),
    ]
    if deadlines is not None:
        kinds = [(deadlines[row["url"]], row) for _, row in programmes if row["url"] in deadlines]
        scores.append(_score("deadline", kinds, lambda read: read.kind.value, lambda row: row["deadline"]["kind"]))
    sums = [_score(name, programmes, _attribute(name), _amount(label)) for name, label in SUMS.items()]
    together = Score(
        "sums", *(sum(values) for values in zip(*((s.right, s.wrong, s.missing) for s in sums), strict=True))
    )
    municipal = _score("municipal_rate", programmes, _attribute("municipal_rate"), _amount("municipal_rate_pct"))
    conditions = [
        _score(name, programmes, _stated(name), _labelled_word(name)) for name in ("early_start", "cumulation")
    ]
    instrument = _score(
        "instruments",
        programmes,
        lambda facts: sorted(facts.instruments) or None,
        lambda row: sorted(row["instrument"]),
    )
    return [*scores, *sums, together, municipal, *conditions, instrument]


def as_table(scores: Iterable[Score], misses: bool = True) -> str:
    """The scores as lines for a terminal, then what was missed."""
    rows = list(scores)
    lines = [f"{'field':<16} {'precision':>9} {'recall':>7} {'right':>6} {'wrong':>6} {'missing':>8}"]
    lines += [
        f"{s.name:<16} {s.precision:>9.3f} {s.recall:>7.3f} {s.right:>6} {s.wrong:>6} {s.missing:>8}"
        if s.right + s.wrong + s.missing
        else f"{s.name:<16} {'–':>9} {'–':>7} {0:>6} {0:>6} {0:>8}"
        for s in rows
    ]
    if misses:
        lines += [
            f"{miss.field}: read {miss.read}, labelled {miss.labelled}  {miss.url}"
            + (f"\n    “{miss.evidence}”" if miss.evidence else "")
            for score in rows
            for miss in score.misses
        ]
    return "\n".join(lines)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _score(
    name: str,
    programmes: Sequence[tuple[_Read, dict[str, Any]]],
    read: Callable[[_Read], object],
    label: Callable[[dict[str, Any]], object],
) -> Score:
    score = Score(name)
    for facts, row in programmes:
        found, wanted = read(facts), label(row)
        if found == wanted:
            score.right += found is not None
            continue
        score.wrong += found is not None
        score.missing += wanted is not None
        score.misses.append(MisreadFact(row["url"], name, str(found), str(wanted), _words(facts.evidence, name)))
    return score


def _words(evidence: Mapping[str, str] | str, name: str) -> str:
    return evidence if isinstance(evidence, str) else evidence.get(name, "")


def _attribute(name: str) -> Callable[[Read], object]:
    return lambda facts: getattr(facts, name)


def _stated(name: str) -> Callable[[Read], object]:
    return lambda facts: _unless_unstated(str(getattr(facts, name)))


def _labelled_word(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda row: _unless_unstated(row[name])


def _unless_unstated(word: str) -> str | None:
    return None if word == "unstated" else word


def _amount(label: str) -> Callable[[dict[str, Any]], object]:
    return lambda row: None if row[label] is None else Decimal(str(row[label]))

"""What labelled passages about money teach, and how well they are read: `facts.jsonl` beside `deadlines.jsonl`.

A label names the most per application, the least, the whole programme's money, the highest rate and the own share; a
sum or share of the text that is none of them is something else.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from crawler.evaluation.invented.frames import invented_figures
from crawler.evaluation.passages import Example
from crawler.extract.money.candidates import (
    HIGHEST_RATE,
    MAXIMUM,
    MINIMUM,
    OWN_SHARE,
    POT,
    RATE,
    SUM,
    MoneyCandidate,
    money_in,
)
from crawler.extract.money.roles import FigureReading, figures_from_prose
from crawler.text.sentences import Prose

FIGURES = ("max_amount", "min_amount", "max_rate", "own_share_min")
_ROLES = {
    SUM: {MAXIMUM: "max_amount", MINIMUM: "min_amount", POT: "programme_total"},
    RATE: {HIGHEST_RATE: "max_rate", OWN_SHARE: "own_share_min"},
}


def read_figures(path: Path) -> list[dict[str, Any]]:
    """The labelled passages of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def figure_examples(rows: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """What labelled passages teach; ambiguous ones teach nothing."""
    for row in rows:
        if row.get("ambiguous"):
            continue
        for candidate in money_in(Prose(row["text"])):
            labelled = {role: _decimal(row[name]) for role, name in _ROLES[candidate.kind].items() if name in row}
            yield Example(candidate.kind, candidate.evidence, _answers(candidate, labelled), row["operator"], real=True)


def _answers(candidate: MoneyCandidate, labelled: Mapping[str, Decimal | None]) -> dict[str, bool]:
    """Which roles a figure has and has not. Labels name the highest cap and rate, the lowest least and own share.

    Whether another figure on the far side of them is one too, they don't say.
    """
    answers = {}
    for role, value in labelled.items():
        if value is not None and candidate.value != value and candidate.value not in labelled.values():
            if role in _HIGHEST_COUNTS and candidate.value < value:
                continue
            if role == OWN_SHARE and candidate.value > value:
                continue
            if role == MINIMUM and candidate.value > value and "is=range_low" in candidate.evidence:
                continue
        answers[role] = candidate.value == value
    return answers


_HIGHEST_COUNTS = (MAXIMUM, HIGHEST_RATE)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def invented_figure_examples() -> Iterator[Example]:
    """What the frames teach."""
    for text, roles in invented_figures():
        for candidate in money_in(Prose(text)):
            role = roles.get(_written(candidate))
            if role is not None:
                answers = {each: each == role for each in _ROLES[candidate.kind]}
                for most, lower in _LOWER:  # of a lower cap or rate beside the highest it isn't asked
                    if role == lower and most in roles.values():
                        answers.pop(most)
                yield Example(candidate.kind, candidate.evidence, answers, "invented", real=False)


_LOWER = ((MAXIMUM, "sum"), (HIGHEST_RATE, "rate"))


def score_figures(
    readings: Iterable[tuple[Mapping[str, Any], Mapping[str, FigureReading]]],
) -> list[tuple[str, Counter[str]]]:
    """Right, wrong and missing figures by fact, stated outright; `checked` counts labelled ones that are proposed."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIGURES}
    for row, found in readings:
        if row.get("ambiguous"):
            continue
        for name in FIGURES:
            if name not in row:
                continue
            wanted = _decimal(row[name])
            figure = found.get(name)
            read = None if figure is None or figure.check else figure.value
            counts[name]["right"] += read is not None and read == wanted
            counts[name]["wrong"] += read is not None and read != wanted
            counts[name]["missing"] += wanted is not None and read != wanted
            counts[name]["needless"] += figure is not None and figure.check and figure.value == wanted
            counts[name]["checked"] += wanted is not None and figure is not None and figure.check
    return list(counts.items())


def read_by(
    rows: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, FigureReading]]]:
    """Passages with what is read in them."""
    return ((row, figures_from_prose(Prose(row["text"]))) for row in rows)


def _written(candidate: MoneyCandidate) -> str:
    return str(int(candidate.value)) if candidate.value == int(candidate.value) else str(candidate.value)

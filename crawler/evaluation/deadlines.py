"""How well deadlines are read: kind, precision and recall of dates against labelled texts, with the misses.

The labels (one JSON object a line: `id text kind dates stages two_stage`, perhaps `ambiguous`) are other people's texts
and judgements; they are read from where they lie and are no part of the project. Ambiguous texts are left out.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from crawler.extract.deadline.parse import parse_deadline
from crawler.text.sentences import Prose
from grants_db.rules.deadline import Deadline


@dataclass(frozen=True)
class MisreadDeadline:
    """A text that was read otherwise than labelled."""

    id: str
    text: str
    read: Deadline
    labelled: Deadline


@dataclass(frozen=True)
class DeadlineScore:
    """What came out of all unambiguous texts.

    Attributes:
        texts: how many were scored.
        kinds_right, stages_right, two_stage_right: in how many of them it was read as labelled.
        dates_right, dates_wrong, dates_missing: counted over all texts.
    """

    texts: int
    kinds_right: int
    stages_right: int
    two_stage_right: int
    dates_right: int
    dates_wrong: int
    dates_missing: int
    misses: tuple[MisreadDeadline, ...] = ()

    @property
    def kind_accuracy(self) -> Fraction:
        """Texts whose kind is right."""
        return _share(self.kinds_right, self.texts)

    @property
    def precision(self) -> Fraction:
        """Dates read that are labelled."""
        return _share(self.dates_right, self.dates_right + self.dates_wrong)

    @property
    def recall(self) -> Fraction:
        """Labelled dates that were read."""
        return _share(self.dates_right, self.dates_right + self.dates_missing)

    def rows(self) -> list[tuple[str, str]]:
        """Name and value of each figure, as a table shows them."""
        return [
            ("texts", str(self.texts)),
            ("kind accuracy", f"{float(self.kind_accuracy):.3f}"),
            ("dates: precision", f"{float(self.precision):.3f}"),
            ("dates: recall", f"{float(self.recall):.3f}"),
            ("stages", f"{float(_share(self.stages_right, self.texts)):.3f}"),
            ("two-stage", f"{float(_share(self.two_stage_right, self.texts)):.3f}"),
        ]


def ours(text: str) -> Deadline:
    """The deadline as the project reads it."""
    return parse_deadline(Prose(text))


def evaluate_deadlines(
    labels: Path, *, read: Callable[[str], Deadline] = ours, leave_out_ambiguous: bool = True
) -> DeadlineScore:
    """Score a reader of deadlines (by default ours) on a file of labelled texts."""
    with labels.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return score((row for row in rows if not (leave_out_ambiguous and row.get("ambiguous"))), read=read)


def score(rows: Iterable[Mapping[str, Any]], *, read: Callable[[str], Deadline] = ours) -> DeadlineScore:
    """Score labelled texts that are already in memory."""
    texts = kinds = stages = two_stage = right = wrong = missing = 0
    misses: list[MisreadDeadline] = []
    for row in rows:
        labelled, found = Deadline.from_json(dict(row)), read(row["text"])
        texts += 1
        kinds += found.kind is labelled.kind
        stages += found.stages == labelled.stages
        two_stage += found.two_stage == labelled.two_stage
        right += len(set(found.dates) & set(labelled.dates))
        wrong += len(set(found.dates) - set(labelled.dates))
        missing += len(set(labelled.dates) - set(found.dates))
        if found.kind is not labelled.kind or set(found.dates) != set(labelled.dates):
            misses.append(MisreadDeadline(str(row.get("id", texts)), row["text"], found, labelled))
    return DeadlineScore(texts, kinds, stages, two_stage, right, wrong, missing, tuple(misses))


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(1)

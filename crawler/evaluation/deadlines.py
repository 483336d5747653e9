"""How well deadlines are read: kind, precision and recall of dates against labelled texts, with the misses.

The labels (one JSON object a line: `id text kind dates stages two_stage`, perhaps `ambiguous`) are other people's texts
and judgements; they are read from where they lie and are no part of the project. Ambiguous texts are left out.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from crawler.extract.deadline.parse import parse_deadline
from grants_db.rules.deadline import Deadline

ALL = "all"  #: languages


@dataclass(frozen=True)
class MisreadDeadline:
    """A text that was read otherwise than labelled."""

    id: str
    text: str
    read: Deadline
    labelled: Deadline


@dataclass
class DeadlineScore:
    """What came out of all unambiguous texts.

    Attributes:
        texts: how many were scored, by language; `all` for all of them.
        kinds_right: in how many of them the kind was read as labelled, by language.
        stages_right, two_stage_right: in how many of them it was read as labelled.
        dates_right, dates_wrong, dates_missing: counted over all texts, proposals among them.
        stated_right, stated_wrong: dates of readings that are not to be checked.
        to_check, needless: texts to be checked, and those of them that were right and whose year stands there.
        left_to_people: labelled dates of texts that are to be checked and were not read.
    """

    texts: Counter[str] = field(default_factory=Counter)
    kinds_right: Counter[str] = field(default_factory=Counter)
    stages_right: int = 0
    two_stage_right: int = 0
    dates_right: int = 0
    dates_wrong: int = 0
    dates_missing: int = 0
    stated_right: int = 0
    stated_wrong: int = 0
    to_check: int = 0
    needless: int = 0
    left_to_people: int = 0
    misses: list[MisreadDeadline] = field(default_factory=list)

    @property
    def kind_accuracy(self) -> Fraction:
        """Texts whose kind is right."""
        return _share(self.kinds_right[ALL], self.texts[ALL])

    @property
    def precision(self) -> Fraction:
        """Dates read that are labelled, proposals among them."""
        return _share(self.dates_right, self.dates_right + self.dates_wrong)

    @property
    def stated_precision(self) -> Fraction:
        """Dates stated outright that are labelled."""
        return _share(self.stated_right, self.stated_right + self.stated_wrong)

    @property
    def recall(self) -> Fraction:
        """Labelled dates that were read, stated or proposed."""
        return _share(self.dates_right, self.dates_right + self.dates_missing)

    def rows(self) -> list[tuple[str, str]]:
        """Name, share, count and 95 % interval of each figure, as a table shows them."""
        texts, labelled = self.texts[ALL], self.dates_right + self.dates_missing
        shares = [
            *(
                (f"kind, {language}", self.kinds_right[language], self.texts[language])
                for language in self._languages()
            ),
            ("dates: precision", self.dates_right, self.dates_right + self.dates_wrong),
            ("dates stated outright: precision", self.stated_right, self.stated_right + self.stated_wrong),
            ("dates: recall", self.dates_right, labelled),
            ("dates right or to be checked", self.dates_right + self.left_to_people, labelled),
            ("texts to be checked", self.to_check, texts),
            ("needlessly", self.needless, texts),
            ("stages", self.stages_right, texts),
            ("two-stage", self.two_stage_right, texts),
        ]
        return [("texts", str(texts)), ("kind accuracy", in_words(self.kinds_right[ALL], texts))] + [
            (name, in_words(part, whole)) for name, part, whole in shares
        ]

    def _languages(self) -> list[str]:
        return sorted(language for language in self.texts if language != ALL) if len(self.texts) > 2 else []


def ours(text: str) -> Deadline:
    """The deadline as the project reads it."""
    return parse_deadline(text)


def evaluate_deadlines(
    labels: Path, *, read: Callable[[str], Deadline] = ours, leave_out_ambiguous: bool = True
) -> DeadlineScore:
    """Score a reader of deadlines (by default ours) on a file of labelled texts."""
    with labels.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return score((row for row in rows if not (leave_out_ambiguous and row.get("ambiguous"))), read=read)


def score(rows: Iterable[Mapping[str, Any]], *, read: Callable[[str], Deadline] = ours) -> DeadlineScore:
    """Score labelled texts that are already in memory."""
    return score_of((row, read(row["text"])) for row in rows)


def score_of(readings: Iterable[tuple[Mapping[str, Any], Deadline]]) -> DeadlineScore:
    """Score what was read in labelled texts; ambiguous ones are left out where they are marked."""
    result = DeadlineScore()
    for row, found in readings:
        if row.get("ambiguous"):
            continue
        _add(result, row, found)
    return result


def _add(result: DeadlineScore, row: Mapping[str, Any], found: Deadline) -> None:
    labelled = Deadline.from_json(dict(row))
    read, right = set(found.dates), set(labelled.dates)
    kind_right = found.kind is labelled.kind
    for language in (ALL, row.get("language", ALL)) if "language" in row else (ALL,):
        result.texts[language] += 1
        result.kinds_right[language] += kind_right
    result.stages_right += found.stages == labelled.stages
    result.two_stage_right += found.two_stage == labelled.two_stage
    result.dates_right += len(read & right)
    result.dates_wrong += len(read - right)
    result.dates_missing += len(right - read)
    if found.check:
        result.to_check += 1
        result.left_to_people += len(right - read)
        result.needless += kind_right and read == right and not labelled.lacks_a_year
    else:
        result.stated_right += len(read & right)
        result.stated_wrong += len(read - right)
    if not kind_right or read != right:
        result.misses.append(MisreadDeadline(str(row.get("id", "")), row["text"], found, labelled))


def in_words(part: int, whole: int) -> str:
    """A share with its count and its 95 % interval (Wilson 1927).

    >>> in_words(9, 10)
    '0.900 [0.596, 0.982] (9 of 10)'
    """
    if not whole:
        return "–"
    share, z = part / whole, 1.96
    below = 1 + z * z / whole
    centre = (share + z * z / (2 * whole)) / below
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / below
    return f"{share:.3f} [{max(0.0, centre - half):.3f}, {min(1.0, centre + half):.3f}] ({part} of {whole})"


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(1)

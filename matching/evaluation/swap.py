"""Does the ranking read the measure? Each measure gets the text of another one of its field and is ranked again.

What a ranking loses by that is what it had from the measure's own words; a ranking that looks at the action field and
the opportunity alone loses nothing. The fields, the city's measures at its side and the grades stay as they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from matching.encoder import Encoder
from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.metrics import METRICS, OVER_JUDGED, Report, report
from matching.matcher import Matcher
from matching.text.documents import MeasureText
from matching.text.readable import has_field


@dataclass(frozen=True)
class SwapTest:
    """Both rankings measured, each measure against itself; those alone in their field are left out."""

    own: Report
    swapped: Report

    def loss(self, name: str) -> float:
        """How much of a figure (a mean over the measures of one field or another) is lost."""
        keys = self.own.by_measure
        return float(np.mean([keys[key][name] - self.swapped.by_measure[key][name] for key in keys]))

    def lines(self) -> list[str]:
        """The test as plain text."""
        lines = [f"Each of {len(self.own.by_measure)} measures with the text of another of its field"]
        for name in (*METRICS, OVER_JUDGED):
            own, other = self.own.overall[name].mean, self.swapped.overall[name].mean
            lines.append(f"{name:<12}{own:.3f} with its own text, {other:.3f} with the other: {own - other:+.3f} lost")
        return lines


def swap_test(directory: Path, encoder: Encoder | None = None) -> SwapTest:
    """Rank a judged collection with the measures' own texts and with each other's, with what the program ships."""
    return swap_texts(read_collection(directory), encoder)


def swap_texts(collection: JudgedCollection, encoder: Encoder | None = None) -> SwapTest:
    """The same for a collection that is read already; measures without an action field are not asked."""
    matcher = Matcher(encoder=encoder).fit(collection.opportunities, collection.measures)
    pairs = swapped(collection.measures)
    asked = replace(collection, measures=tuple(own for own, _ in pairs))
    return SwapTest(
        report(asked, matcher.total_scores(asked.measures), "Own texts"),
        report(asked, matcher.total_scores([other for _, other in pairs]), "Texts of another measure of the field"),
    )


def swapped(measures: Sequence[MeasureText]) -> list[tuple[MeasureText, MeasureText]]:
    """Each measure that has another in its field, and the same with the words of the next one there, in a circle.

    >>> first, second = MeasureText("a", "Lesen", "", 2), MeasureText("b", "Schreiben", "", 2)
    >>> [(own.id, other.id, other.title) for own, other in swapped([first, second, MeasureText("c", "Park", "", 4)])]
    [('a', 'a', 'Schreiben'), ('b', 'b', 'Lesen')]
    """
    fields = defaultdict[int, list[MeasureText]](list)
    for measure in measures:
        if has_field(measure):
            fields[measure.action_field].append(measure)
    return [
        (own, replace(own, title=other.title, text=other.text, goal=other.goal))
        for together in fields.values()
        if len(together) > 1
        for own, other in zip(together, [*together[1:], together[0]], strict=True)
    ]

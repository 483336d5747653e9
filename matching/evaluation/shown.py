"""What people are shown of a ranking: the likely few of each measure, umbrellas once a field with what they may carry.

Of every pair that is shown or carried it is asked whether it is worth reading, and of what is worth reading how much is
shown. The measures of one collection are taken for those of one city.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.chance import LEAST_CHANCE, MOST_PROPOSALS
from matching.evaluation.metrics import CROWD, PLACES, crowded
from matching.umbrellas import LOOKED_AT, elsewhere, umbrellas

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class ScoredMeasure:
    """A judged measure.

    Attributes:
        collection: where it is from, and
        measure: its id there.
        city: the city.
        action_field: its field, 0 for none.
        scores: of all opportunities.
        standing_out: how far each stands out (`chance.standing_out`).
        relevant: which are worth reading.
        judged: which of them a judge looked at.
    """

    collection: int
    measure: str
    city: str
    action_field: int
    scores: Numbers
    standing_out: Numbers
    relevant: NDArray[np.bool_]
    judged: NDArray[np.bool_]


@dataclass(frozen=True)
class ShownProposals:
    """What is shown of some measures.

    Attributes:
        shown: how many proposals have a line of their own, and
        worth: how many of these are worth reading.
        carried: how many more stand below an umbrella, as measures that it may carry, and
        carried_worth: how many of these are worth reading.
        found: the share of those worth reading that is shown or carried, a mean over the measures.
        crowding: for each collection the share of the first `PLACES` lines of its measures that `CROWD` opportunities
            fill.
    """

    shown: int
    worth: int
    carried: int
    carried_worth: int
    found: float
    crowding: tuple[float, ...]

    def lines(self) -> list[str]:
        """As plain text."""
        every, right = self.shown + self.carried, self.worth + self.carried_worth
        shares = ", ".join(f"{share:.0%}" for share in self.crowding)
        least = f"Proposed from {LEAST_CHANCE}, at most {MOST_PROPOSALS} a measure, umbrellas once a field"
        carried = f"Carried by umbrellas: {self.carried}, worth reading {self.carried_worth / max(self.carried, 1):.2f}"
        return [
            f"{least}: {self.shown}, worth reading {self.worth / max(self.shown, 1):.2f}",
            f"{carried}; together {right / max(every, 1):.2f}, found {self.found:.2f} of what is",
            f"The {CROWD} most frequent calls fill {shares} of the first {PLACES} lines",
        ]


def shown_proposals(measures: Sequence[ScoredMeasure], chances: Sequence[Numbers]) -> ShownProposals:
    """What is shown of the measures, by the chance of each of their opportunities."""
    together = defaultdict[int, list[int]](list)
    for row, measure in enumerate(measures):
        together[measure.collection].append(row)
    sums, found, crowding = np.zeros(4, dtype=np.int64), list[float](), list[float]()
    for rows in together.values():
        fields = {measures[row].measure: measures[row].action_field for row in rows}
        orders = {row: np.argsort(-measures[row].scores, kind="stable") for row in rows}
        best = {
            measures[row].measure: {str(at): float(chances[row][at]) for at in orders[row][:LOOKED_AT]} for row in rows
        }
        listed = umbrellas(best, fields, {}, (), LEAST_CHANCE)
        away, lines = elsewhere(listed, fields), list[NDArray[np.int64]]()
        for row in rows:
            measure, key = measures[row], measures[row].measure
            here = [at for at in orders[row].tolist() if str(at) not in away[key]]
            lines.append(np.array(here[:PLACES]))
            shown = [at for at in here[:MOST_PROPOSALS] if chances[row][at] >= LEAST_CHANCE]
            carried = [int(each.opportunity_id) for each in listed if key in each.carried]
            worth, carried_worth = (int(measure.relevant[each].sum()) if each else 0 for each in (shown, carried))
            sums += [len(shown), worth, len(carried), carried_worth]
            if measure.relevant.any():
                found.append((worth + carried_worth) / int(measure.relevant.sum()))
        crowding.append(crowded(lines))
    lines_of, worth_of, carried_of, carried_worth_of = (int(each) for each in sums)
    mean = float(np.mean(found)) if found else 0.0
    return ShownProposals(lines_of, worth_of, carried_of, carried_worth_of, mean, tuple(crowding))

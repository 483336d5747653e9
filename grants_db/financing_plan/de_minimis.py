"""De-minimis aid of the undertakings that money is forwarded to: any three years, rolling. Pure; sums in EUR.

Regulation (EU) 2023/2831: 300,000 EUR for one undertaking in three years; services of general economic interest (DAWI),
Regulation (EU) 2023/2832: 750,000 EUR. All aid of an undertaking counts towards the latter, so that the check is never
too kind.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants_db.rules.durations import earlier

CEILING = Decimal(300_000)
CEILING_DAWI = Decimal(750_000)
YEARS = "P3Y"


@dataclass(frozen=True)
class Aid:
    """One aid, on the day it was granted."""

    undertaking: str
    granted_on: date
    amount: Decimal
    dawi: bool = False
    number: int = 0  # of its entry


@dataclass(frozen=True)
class AidLine:
    """An aid and what the three years that end with its day come to; `over` says by how much too much."""

    aid: Aid
    in_three_years: Decimal
    ceiling: Decimal

    @property
    def over(self) -> Decimal:
        """What passes the ceiling."""
        return max(self.in_three_years - self.ceiling, Decimal(0))

    @property
    def left(self) -> Decimal:
        """What could still have been granted on that day."""
        return max(self.ceiling - self.in_three_years, Decimal(0))


def ledger(aids: Iterable[Aid]) -> list[AidLine]:
    """Every aid by undertaking and day, with the sum of the three years up to it."""
    of: dict[str, list[Aid]] = defaultdict(list)
    for aid in aids:
        of[" ".join(aid.undertaking.split()).casefold()].append(aid)
    lines = []
    for _name, theirs in sorted(of.items()):
        for aid in sorted(theirs, key=lambda each: (each.granted_on, each.number)):
            # three years that end with this day began on the day after the same one three years ago
            window = [each for each in theirs if earlier(aid.granted_on, YEARS) < each.granted_on <= aid.granted_on]
            everything = sum((each.amount for each in window), Decimal(0))
            general = sum((each.amount for each in window if not each.dawi), Decimal(0))
            by_all = aid.dawi or everything - CEILING_DAWI > general - CEILING
            lines.append(AidLine(aid, *((everything, CEILING_DAWI) if by_all else (general, CEILING))))
    return lines

"""Who pays for each measure: the city, others, what is asked for, and what nobody pays yet."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, select

from grants_db.dashboard.details import measure_rows
from grants_db.models.measure import FinancingItem
from grants_db.rules.financing import planned_of
from grants_db.vocabulary import FinancingKind, FinancingState, MeasureState

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Cover:
    """The cost of a measure in EUR by who pays it; the parts add up to the cost, or to more where more is secured.

    Attributes:
        number: of the measure.
        title: of the measure.
        cost: what it costs.
        own: secured from the city's own budget.
        others: secured from others: awards, donations, what the file calls secured.
        planned: asked for, as far as it is still needed.
        missing: what nobody pays.
    """

    number: str
    title: str
    cost: Decimal
    own: Decimal
    others: Decimal
    planned: Decimal
    missing: Decimal


def covers(session: Session) -> tuple[list[Cover], int]:
    """The measures of known cost that are not done, the largest gap first; and how many have no known cost."""
    items: dict[int | None, list[FinancingItem]] = defaultdict(list)
    for item in session.exec(select(FinancingItem)):
        items[item.measure_id].append(item)
    found, unknown = [], 0
    for row in measure_rows(session):
        if row.measure.state is not MeasureState.OPEN:
            continue
        unknown += row.cost is None
        if not row.cost or row.gap is None:
            continue
        its = items.get(row.measure.id, [])
        secured = row.secured or NOTHING
        own = sum((item.amount for item in its if _is_own(item)), NOTHING)
        own = min(own, secured)
        planned = min(planned_of(its), row.gap)
        found.append(
            Cover(
                number=row.measure.number,
                title=row.measure.title,
                cost=row.cost,
                own=own,
                others=secured - own,
                planned=planned,
                missing=row.gap - planned,
            )
        )
    return sorted(found, key=lambda one: (-one.missing, -one.cost, one.number)), unknown


def _is_own(item: FinancingItem) -> bool:
    return item.kind is FinancingKind.OWN_BUDGET and item.state is FinancingState.SECURED

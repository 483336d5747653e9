"""A financing plan (Finanzierungsplan) as it was approved, with what it came to. Pure: sums in EUR, no session.

The words are those of German budget law: a grant pays a share of the costs (Anteil), what others leave (Fehlbedarf), a
fixed sum (Festbetrag) or everything (Voll). Own money, third money, donations, revenue and contributions in kind are
means of cover (Deckungsmittel) and must be used.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from grants_db.vocabulary import FinancingType


class SourceKind(StrEnum):
    """Where money of a plan comes from."""

    GRANT = "grant"
    OWN = "own"
    THIRD_PARTY = "third_party"
    DONATION = "donation"
    REVENUE = "revenue"
    IN_KIND = "in_kind"


@dataclass(frozen=True)
class PlanSource:
    """One line of the plan's income side.

    Attributes:
        name: as the plan calls it; unique.
        kind: where the money comes from.
        planned: what was approved, or reckoned with; None where nobody said.
        actual: what came of money that is no grant; None: as planned.
        type: how a grant pays; None for all others.
        rate: of a share, in percent.
        cap: the most a grant pays.
        paid: what of a grant was paid out.
    """

    name: str
    kind: SourceKind
    planned: Decimal | None = None
    actual: Decimal | None = None
    type: FinancingType | None = None
    rate: Decimal | None = None
    cap: Decimal | None = None
    paid: Decimal | None = None

    @property
    def came(self) -> Decimal:
        """What came of money that is no grant."""
        return (self.planned if self.actual is None else self.actual) or Decimal(0)


@dataclass(frozen=True)
class CostLine:
    """One line of costs (Ausgabeposition); a flat rate (Pauschale) has none of its own but is a share of another's."""

    name: str
    planned: Decimal
    actual: Decimal
    flat_rate_of: str = ""


@dataclass(frozen=True)
class FinancingPlan:
    """Costs and sources, and the two values in which general conditions differ; None where the regime's is unknown.

    Attributes:
        planned_cost: all costs as approved.
        cost: all costs as they came to be.
        sources: the income side.
        lines: the costs by line, where they are known; they add up to both sums.
        threshold: the change of costs or cover up to which nothing is reduced (Bagatellgrenze).
        line_tolerance: by how many percent a single line may run over, if others save as much.
    """

    planned_cost: Decimal
    cost: Decimal
    sources: tuple[PlanSource, ...]
    lines: tuple[CostLine, ...] = ()
    threshold: Decimal | None = None
    line_tolerance: Decimal | None = None

"""What of a measure is secured and what is missing, and how one sum is split over several: worked out here only. Pure.

Sums are in EUR; None means unknown, or nothing recorded, and never 0.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from grants_db.rules.stages import HOLDS_MONEY, PENDING
from grants_db.vocabulary import ApplicationStage, FinancingKind, FinancingState, MeasureState

CENT = Decimal("0.01")


class Item(Protocol):
    """A sum that pays for a measure, as `models.measure.FinancingItem` stores it."""

    @property
    def kind(self) -> FinancingKind:
        """Where it comes from; UNSPECIFIED is what the measures file calls secured without a column for its source."""

    @property
    def state(self) -> FinancingState:
        """Is it certain?"""

    @property
    def amount(self) -> Decimal:
        """The sum."""

    @property
    def from_file(self) -> bool:
        """Does the measures file state it, as its total or in a column of its own?"""

    @property
    def in_file(self) -> Decimal:
        """How much of it the file's sum holds already."""

    @property
    def application_id(self) -> int | None:
        """Whose award it is, or whose request."""


def gap(cost: Decimal | None, secured: Decimal | None, state: MeasureState = MeasureState.OPEN) -> Decimal | None:
    """The funding gap (Finanzierungslücke) in EUR: cost less what is secured, at least 0; None when cost is unknown.

    A measure that is done, given up or postponed lacks nothing.

    >>> gap(Decimal(30000), Decimal(40000)), gap(Decimal(9000), None, MeasureState.DONE)
    (Decimal('0'), Decimal('0'))
    """
    if state is not MeasureState.OPEN:
        return Decimal(0)
    if cost is None:
        return None
    return max(cost - (secured or Decimal(0)), Decimal(0))


def is_unfunded(cost: Decimal | None, secured: Decimal | None, state: MeasureState = MeasureState.OPEN) -> bool:
    """An open measure with a gap, or with unknown cost and nothing secured, is unfunded."""
    missing = gap(cost, secured, state)
    return not secured if missing is None else missing > 0


def secured_of(items: Iterable[Item], *, without: int | None = None) -> Decimal | None:
    """What these items of a measure secure; None where none does.

    `without` leaves out what the award of one application brings.
    """
    secured = [item for item in items if item.state is FinancingState.SECURED]
    others = [item for item in secured if without is None or item.application_id != without]
    if not others:
        return None
    return secured_sum(
        recorded=_sum(item.amount for item in others if not item.from_file),
        stated=_sum(item.amount for item in others if item.from_file),
        in_file=_sum(item.in_file for item in secured),
    )


def planned_of(items: Iterable[Item], *, without: int | None = None) -> Decimal:
    """What is asked for or promised for a measure and not certain yet; `without` leaves out one application."""
    planned = (item for item in items if item.state is FinancingState.PLANNED)
    return _sum(item.amount for item in planned if without is None or item.application_id != without)


def secured_sum(recorded: Decimal, stated: Decimal, in_file: Decimal) -> Decimal:
    """Awards and donations recorded here, and what the file's sum holds besides them: the same money counts once.

    Args:
        recorded: the awards and donations.
        stated: what the measures file calls secured, everything together.
        in_file: how much of the recorded it holds.
    """
    return recorded + max(stated - in_file, Decimal(0))


def secured_by(award: Decimal | None, stage: ApplicationStage, paid: Decimal, repaid: Decimal = Decimal(0)) -> Decimal:
    """What an award (None: there is none) secures at this stage; of lapsed money what was paid stays.

    What went back is gone: of an award that was lowered to what stays, it is taken off no second time.

    >>> secured_by(Decimal(60000), ApplicationStage.CLOSED, Decimal(60000), repaid=Decimal(6000))
    Decimal('54000')
    >>> secured_by(Decimal(54000), ApplicationStage.CLOSED, Decimal(60000), repaid=Decimal(6000))
    Decimal('54000')
    """
    if award is None:
        return Decimal(0)
    if stage is ApplicationStage.LAPSED:
        return max(min(award, paid - repaid), Decimal(0))
    return max(min(award, max(award, paid) - repaid), Decimal(0)) if stage in HOLDS_MONEY else Decimal(0)


def brought_by(
    stage: ApplicationStage,
    *,
    requested: Decimal | None,
    award: Decimal | None,
    paid: Decimal = Decimal(0),
    repaid: Decimal = Decimal(0),
) -> tuple[FinancingState, Decimal]:
    """What an application brings its measures: planned while nobody has decided, then what its award secures."""
    if stage in PENDING:
        return FinancingState.PLANNED, requested or Decimal(0)
    return FinancingState.SECURED, secured_by(award, stage, paid, repaid)


def needs(costs: Sequence[Decimal | None], secured: Sequence[Decimal | None]) -> list[Decimal]:
    """By what a sum is split over measures: by their gaps; where there are none or one is unknown, evenly."""
    gaps = [gap(*pair) for pair in zip(costs, secured, strict=True)]
    known = [missing for missing in gaps if missing is not None]
    return known if len(known) == len(gaps) and any(known) else [Decimal(1) for _measure in costs]


def split(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The amount in shares by weight, to the cent: they add up to it, and none is a cent off its exact share.

    Cents that are left go to the shares that were cut most, the first first.

    >>> split(Decimal("100.00"), [Decimal(1), Decimal(1), Decimal(1)])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    cents, parts = _cents(amount), [_cents(weight) for weight in weights]
    whole = sum(parts)
    shares = [cents * part // whole for part in parts]
    most_cut = sorted(range(len(parts)), key=lambda place: -(cents * parts[place] % whole))
    for place in most_cut[: cents - sum(shares)]:
        shares[place] += 1
    return [share * CENT for share in shares]


def _cents(amount: Decimal) -> int:
    return int(amount / CENT)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))

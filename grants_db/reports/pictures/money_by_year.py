"""Money by action field and year: what is missing today, and what was asked for, awarded and paid in each year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from grants_db.dashboard.overview import Total, overview
from grants_db.reports.council.cases import CouncilBasis, read_cases
from grants_db.reports.council.figures import CaseSum, TimeSpan, count

NONE = Total()


@dataclass(frozen=True)
class MoneyCell:
    """What was asked for, awarded and paid in EUR, each with how many applications and how many without a sum."""

    requested: Total = NONE
    awarded: Total = NONE
    paid: Total = NONE

    def __add__(self, other: "MoneyCell") -> "MoneyCell":
        return MoneyCell(self.requested + other.requested, self.awarded + other.awarded, self.paid + other.paid)


@dataclass(frozen=True)
class FieldGap:
    """An action field with what its measures lack today in EUR, and how many of them have no known cost."""

    number: int
    title: str
    gap: Decimal
    unknown_costs: int


@dataclass(frozen=True)
class MoneyByYear:
    """The gap of each field today, and the money of each field and year; a year nobody knows is None."""

    fields: tuple[FieldGap, ...]
    cells: dict[tuple[int | None, int | None], MoneyCell]

    @property
    def years(self) -> list[int]:
        """The years in which something happened."""
        return sorted({year for _field, year in self.cells if year is not None})

    def of(self, field: int | None = None, year: int | None = None) -> MoneyCell:
        """The money of one field or all, in one year or all."""
        chosen = (
            cell
            for (of_field, of_year), cell in self.cells.items()
            if field in (None, of_field) and year in (None, of_year)
        )
        return sum(chosen, MoneyCell())


def money_by_year(session: Session, today: date) -> MoneyByYear:
    """Read the gaps, and count every application as the council paper does: in its first field, on the day it was."""
    fields = field_gaps(session)
    figures = count(CouncilBasis(today, read_cases(session), (), ()), TimeSpan())
    cells: dict[tuple[int | None, int | None], MoneyCell] = defaultdict(MoneyCell)
    for field, year, total in _rows(figures.applied):
        cells[field, year] += MoneyCell(requested=total)
    for field, year, total in _rows(figures.won):
        cells[field, year] += MoneyCell(awarded=total)
    for field, year, total in _rows(figures.paid):
        cells[field, year] += MoneyCell(paid=total)
    return MoneyByYear(fields, dict(cells))


def field_gaps(session: Session) -> tuple[FieldGap, ...]:
    """What each action field's measures lack today, as the overview says."""
    return tuple(FieldGap(one.number, one.short_title, one.gap, one.unknown_costs) for one in overview(session))


def _rows(figure: CaseSum) -> Iterable[tuple[int | None, int | None, Total]]:
    for row in figure.rows:
        total = Total(1, row.amount or Decimal(0), int(row.amount is None))
        yield row.case.action_field, row.day.year if row.day else None, total

"""What plans are made of, read at once: a statement for each table, however many applications there are."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, select
from sqlmodel import Session, col

from grants_db.financing_plan.over_the_years import DatedSum
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.models.application import Application, ApplicationMeasure, Award, Payment, PlanItem, Repayment
from grants_db.models.columns import table_of
from grants_db.models.measure import FinancingItem, Measure, YearCost
from grants_db.vocabulary import ApplicationStage, FinancingKind, FinancingState, FinancingType


class AwardHead(NamedTuple):
    """What a plan needs to know of the award that counts."""

    application_id: int
    number: int
    amount: Decimal
    financing_type: FinancingType
    regimes_json: str  # read where somebody asks: of most plans nobody does
    period_start: date
    period_end: date

    @property
    def regimes(self) -> list[str]:
        """The general conditions it names."""
        return [str(each) for each in json.loads(self.regimes_json)]


class ApplicationHead(NamedTuple):
    """What a plan needs to know of an application."""

    id: int
    opportunity_id: int
    requested: Decimal | None
    stage: ApplicationStage


class MeasureCost(NamedTuple):
    """What a plan needs to know of a measure."""

    id: int
    number: str
    title: str
    cost: Decimal | None
    starts_on: date | None
    ends_on: date | None


class ItemHead(NamedTuple):
    """What a plan needs to know of a sum that pays for a measure; it is an `Item` of `rules.financing`."""

    measure_id: int
    kind: FinancingKind
    state: FinancingState
    amount: Decimal
    note: str
    application_id: int | None
    in_file: Decimal
    file_column: str

    @property
    def from_file(self) -> bool:
        """Does the measures file state it?"""
        return self.kind is FinancingKind.UNSPECIFIED or bool(self.file_column)


@dataclass(frozen=True)
class PlanBasis:
    """Rows by the ids they are asked for; `lines` are those of the stored plans in the order they were entered."""

    applications: Sequence[ApplicationHead]
    lines: Mapping[int, Sequence[PlanLine]]
    awards: Mapping[int, AwardHead]
    payments: Mapping[int, Sequence[DatedSum]]
    repayments: Mapping[int, Sequence[DatedSum]]
    measures: Mapping[int, MeasureCost]
    measures_of: Mapping[int, Sequence[int]]
    year_costs: Mapping[int, Mapping[int, Decimal]] = field(default_factory=dict)
    items: Mapping[int, Sequence[ItemHead]] = field(default_factory=dict)


def read_basis(session: Session, only: Sequence[int] | None = None) -> PlanBasis:
    """Read it all, or what belongs to these applications; where all plans are stored, no more than they need."""
    applications = [ApplicationHead(*row) for row in _rows(session, Application, ApplicationHead, "id", only)]
    lines = stored_lines(session, only)
    links: dict[int, list[int]] = defaultdict(list)
    for application_id, measure_id in _columns_of(session, ApplicationMeasure, ("application_id", "measure_id"), only):
        links[application_id].append(measure_id)
    awards: dict[int, AwardHead] = {}
    for row in _awards(session, only):
        head = AwardHead(*row)
        if (known := awards.get(head.application_id)) is None or known.number < head.number:
            awards[head.application_id] = head
    wanted = {measure for one in applications for measure in links.get(one.id, ())}
    measures = {row[0]: MeasureCost(*row) for row in _rows(session, Measure, MeasureCost, "id", _few(wanted))}
    underived = {measure for one in applications if one.id not in lines for measure in links.get(one.id, ())}
    return PlanBasis(
        applications,
        lines,
        awards,
        _dated(session, Payment, "received_on", only),
        _dated(session, Repayment, "repaid_on", only),
        measures,
        links,
        year_costs_of(session, underived) if underived else {},
        items_of(session, underived) if underived else {},
    )


def _awards(session: Session, only: Sequence[int] | None) -> Sequence[Sequence[Any]]:
    """The columns of `AwardHead`; the regimes as the text that is stored."""
    table = table_of(Award)
    names = ("application_id", "number", "amount", "financing_type", "period_start", "period_end")
    columns: list[Any] = [table.c[name] for name in names]
    columns.insert(4, cast(table.c.regimes, Text))
    statement = select(*columns)
    return session.connection().execute(statement if only is None else statement.where(columns[0].in_(only))).all()


def _dated(session: Session, model: Any, day: str, only: Sequence[int] | None) -> dict[int, list[DatedSum]]:
    """Sums with their days, by application."""
    found: dict[int, list[DatedSum]] = defaultdict(list)
    for number, on, amount in _columns_of(session, model, ("application_id", day, "amount"), only):
        found[number].append(DatedSum(on, amount))
    return found


def stored_lines(session: Session, only: Sequence[int] | None = None) -> dict[int, list[PlanLine]]:
    """The lines of the stored plans by application, in the order they were entered."""
    names = ("application_id", "kind", "name", "year", "amount", "actual")
    further = ("financing_type", "rate", "cap", "flat_rate_of")
    found: dict[int, list[PlanLine]] = defaultdict(list)
    for number, *values in _columns_of(session, PlanItem, (*names, *further), only):
        found[number].append(PlanLine(*values))
    return dict(found)


def year_costs_of(session: Session, measures: set[int]) -> dict[int, dict[int, Decimal]]:
    """What these measures cost in each year."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    table = table_of(YearCost)
    statement = select(table.c.measure_id, table.c.year, table.c.amount).order_by(table.c.measure_id, table.c.year)
    for number, year, amount in session.connection().execute(_those(statement, table.c.measure_id, measures)):
        found[number][year] = amount
    return found


def items_of(session: Session, measures: set[int]) -> dict[int, list[ItemHead]]:
    """What pays for these measures."""
    found: dict[int, list[ItemHead]] = defaultdict(list)
    table = table_of(FinancingItem)
    statement = select(*(table.c[name] for name in ItemHead._fields)).order_by(table.c.id)
    for row in session.connection().execute(_those(statement, table.c.measure_id, measures)):
        found[row[0]].append(ItemHead(*row))
    return found


#: in one statement; databases limit how many values it may carry
FEW = 500


def _few(ids: set[int]) -> list[int] | None:
    """These ids; None, for all rows, where they are too many for one statement."""
    return sorted(ids) if len(ids) <= FEW else None


def _those(statement: Any, column: Any, ids: set[int]) -> Any:
    few = _few(ids)
    return statement if few is None else statement.where(column.in_(few))


def _rows(session: Session, model: Any, head: Any, key: str, only: Sequence[int] | None) -> Sequence[Sequence[Any]]:
    """The columns of a head, by id; past the session, which would make an object of each row."""
    table = table_of(model)
    statement = select(*(table.c[name] for name in head._fields)).order_by(table.c.id)
    if only is not None:
        statement = statement.where(table.c[key].in_(only))
    return session.connection().execute(statement).all()


def _columns_of(
    session: Session, model: Any, names: Sequence[str], only: Sequence[int] | None
) -> Sequence[Sequence[Any]]:
    table = table_of(model)
    order = table.c["id"] if "id" in table.c else col(model.measure_id)
    statement = select(*(table.c[name] for name in names)).order_by(order)
    if only is not None:
        statement = statement.where(table.c["application_id"].in_(only))
    return session.connection().execute(statement).all()

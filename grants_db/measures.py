"""Reads and writes of measures, and the rule that says which of them are unfunded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml
from sqlalchemy import func
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.models.measure import ActionField, FinancingItem, Goal, Measure, MeasureBase, Unit, YearCost
from grants_db.vocabulary import Binding, CarrierKind, FinancingKind, FinancingState, MeasureKind

IMPORTED = "aus der Maßnahmendatei"  # marks the one financing item that an import keeps up to date


@dataclass(frozen=True)
class MeasureRecord:
    """A measure as a file states it; sums in EUR, None where the file says nothing readable."""

    number: str
    action_field: int
    title: str
    goal: str = ""
    description: str = ""
    kind: MeasureKind | None = None
    binding: Binding | None = None
    unit: str = ""
    carrier: str = ""
    carrier_kind: CarrierKind = CarrierKind.UNKNOWN
    period: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    cost: Decimal | None = None
    cost_note: str = ""
    year_costs: dict[int, Decimal] = field(default_factory=dict)
    secured: Decimal | None = None
    sample: bool = False


@dataclass
class ImportCounts:
    """What an import did to the measures it was given."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def gap(cost: Decimal | None, secured: Decimal | None) -> Decimal | None:
    """The funding gap (Finanzierungslücke) in EUR: cost less what is secured, at least 0; None when cost is unknown.

    >>> gap(Decimal(30000), Decimal(40000))
    Decimal('0')
    """
    if cost is None:
        return None
    return max(cost - (secured or Decimal(0)), Decimal(0))


def is_unfunded(cost: Decimal | None, secured: Decimal | None) -> bool:
    """A measure with a gap, or with unknown cost and nothing secured, is unfunded."""
    missing = gap(cost, secured)
    return not secured if missing is None else missing > 0


def shipped_action_fields() -> list[ActionField]:
    """The action fields of `data/action_fields.yml`, not yet stored."""
    rows = yaml.safe_load((Path(__file__).parent / "data" / "action_fields.yml").read_text(encoding="utf-8"))
    return [ActionField(**row) for row in rows]


def seed_action_fields(session: Session) -> None:
    """Write the action fields of `data/action_fields.yml` where they are missing."""
    for action_field in shipped_action_fields():
        if session.get(ActionField, action_field.number) is None:
            session.add(action_field)
    session.flush()


def list_action_fields(session: Session) -> Sequence[ActionField]:
    """The action fields in their order; seeded when the database has none yet."""
    return session.exec(select(ActionField).order_by(col(ActionField.number))).all()


def list_units(session: Session) -> Sequence[Unit]:
    """All organisational units by name."""
    return session.exec(select(Unit).order_by(col(Unit.name))).all()


def list_measures(session: Session) -> Sequence[Measure]:
    """All measures with their sums, in the order of field and number."""
    statement = select(Measure).options(
        selectinload(Measure.financing),  # type: ignore[arg-type]  # SQLModel types a relationship as its target
        selectinload(Measure.year_costs),  # type: ignore[arg-type]  # as above
        selectinload(Measure.unit),  # type: ignore[arg-type]  # as above
        selectinload(Measure.goal),  # type: ignore[arg-type]  # as above
        selectinload(Measure.action_field),  # type: ignore[arg-type]  # as above
    )
    return in_order(session.exec(statement).all())


def in_order(measures: Iterable[Measure]) -> list[Measure]:
    """Measures in the order of field and number."""
    return sorted(measures, key=lambda measure: (measure.action_field_number, natural(measure.number)))


def listed_measures(session: Session) -> list[Measure]:
    """All measures as lists show them, in the order of field and number: with field, goal and unit.

    What finances them and what they cost a year is not loaded; `secured_sums` adds up the former in SQL.
    """
    fields = {one.number: one for one in session.exec(select(ActionField))}
    goals = {one.id: one for one in session.exec(select(Goal))}
    units = {one.id: one for one in session.exec(select(Unit))}
    measures = in_order(session.exec(select(Measure)).all())
    for measure in measures:
        set_committed_value(measure, "action_field", fields[measure.action_field_number])
        set_committed_value(measure, "goal", goals.get(measure.goal_id))
        set_committed_value(measure, "unit", units.get(measure.unit_id))
    return measures


def secured_sums(session: Session) -> dict[int | None, Decimal]:
    """What is secured of each measure that has anything recorded, in EUR."""
    statement = (
        select(FinancingItem.measure_id, func.sum(FinancingItem.amount))
        .where(FinancingItem.state == FinancingState.SECURED)
        .group_by(col(FinancingItem.measure_id))
    )
    return dict(session.exec(statement).all())


def unfunded_measures(session: Session) -> list[Measure]:
    """The measures that need money, in the order of field and number."""
    return [measure for measure in list_measures(session) if is_unfunded(measure.cost, measure.secured)]


def get_measure(session: Session, number: str) -> Measure:
    """The measure with this number; InputError if there is none."""
    found = session.exec(select(Measure).where(Measure.number == number.strip())).first()
    if found is None:
        raise InputError(
            "Eine Maßnahme mit der Nummer „{number}“ gibt es nicht. Die Nummern stehen in „akquise measures export“.",
            number=number,
        )
    return found


def upsert_measures(session: Session, records: Sequence[MeasureRecord]) -> ImportCounts:
    """Store measures by their number; the same records again change nothing."""
    seed_action_fields(session)
    counts = ImportCounts()
    for record in records:
        stored = session.exec(select(Measure).where(Measure.number == record.number)).first()
        before = record_of(stored) if stored is not None else None
        if stored is not None and before == record:
            counts.unchanged += 1
            continue
        measure = stored or Measure(number=record.number, title=record.title, action_field_number=record.action_field)
        _fill(session, measure, record)
        session.add(measure)
        session.flush()
        if before is None:
            counts.new += 1
        elif record_of(measure) == before:
            counts.unchanged += 1  # people recorded more as secured than the file says: theirs stands
        else:
            counts.changed += 1
    return counts


def record_of(measure: Measure) -> MeasureRecord:
    """A stored measure in the form a file states it."""
    return MeasureRecord(
        **{name: getattr(measure, name) for name in MeasureBase.model_fields},
        action_field=measure.action_field_number,
        goal=measure.goal.title if measure.goal else "",
        unit=measure.unit.name if measure.unit else "",
        year_costs={cost.year: cost.amount for cost in measure.year_costs},
        secured=measure.secured,
    )


def _fill(session: Session, measure: Measure, record: MeasureRecord) -> None:
    for name in MeasureBase.model_fields:
        setattr(measure, name, getattr(record, name))
    measure.action_field_number = record.action_field
    measure.goal = _goal(session, record.action_field, record.goal)
    measure.unit = _unit(session, record.unit)
    kept = {cost.year: cost for cost in measure.year_costs}
    for year in kept.keys() - record.year_costs.keys():
        measure.year_costs.remove(kept[year])
    for year, amount in record.year_costs.items():
        if year in kept:
            kept[year].amount = amount
        else:
            measure.year_costs.append(YearCost(year=year, amount=amount))
    _fill_secured(measure, record.secured)


def _fill_secured(measure: Measure, secured: Decimal | None) -> None:
    """Keep the imported item at what the file's total leaves after the items that people entered."""
    imported = next((item for item in measure.financing if item.note == IMPORTED), None)
    others = [item for item in measure.financing if item is not imported and item.state is FinancingState.SECURED]
    entered = sum((item.amount for item in others), Decimal(0))
    if secured is None or (others and secured <= entered):
        if imported is not None:
            measure.financing.remove(imported)
    elif imported is not None:
        imported.amount = secured - entered
    else:
        measure.financing.append(
            FinancingItem(
                kind=FinancingKind.UNSPECIFIED, state=FinancingState.SECURED, amount=secured - entered, note=IMPORTED
            )
        )


def _goal(session: Session, action_field: int, title: str) -> Goal | None:
    if not title:
        return None
    known = session.exec(select(Goal).where(Goal.action_field_number == action_field, Goal.title == title)).first()
    return known or Goal(action_field_number=action_field, title=title)


def _unit(session: Session, name: str) -> Unit | None:
    if not name:
        return None
    return session.exec(select(Unit).where(Unit.name == name)).first() or Unit(name=name)


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """A measure's number as it is sorted: 1.10 after 1.9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in number.replace("-", ".").split("."))

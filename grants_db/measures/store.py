"""Reads and writes of measures; what of them is secured and missing is worked out in `grants_db.rules.financing`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml
from sqlalchemy import case, func
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.measures.stated_money import SecuredPart, state_secured
from grants_db.messages import Message
from grants_db.models.measure import ActionField, FinancingItem, Goal, Measure, MeasureBase, Unit, YearCost
from grants_db.rules.financing import secured_sum
from grants_db.vocabulary import Binding, CarrierKind, FinancingKind, FinancingState, MeasureKind, MeasureState


@dataclass(frozen=True)
class MeasureRecord:
    """A measure as a file states it; sums in EUR, None where the file says nothing readable.

    `stated` names the fields and years the file has a column for; None: all of them.
    """

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
    state: MeasureState = MeasureState.OPEN
    parts: tuple[SecuredPart, ...] = ()  # of what is secured, by its source; a file's, not compared with what is stored
    stated: frozenset[str | int] | None = None


@dataclass
class ImportCounts:
    """What an import did to the measures it was given."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: list[Message] = field(default_factory=list)  # how sums were understood that are recorded here too


def shipped_action_fields() -> list[ActionField]:
    """The action fields of `data/action_fields.yml`, not yet stored."""
    rows = yaml.load(
        (Path(__file__).parents[1] / "data" / "action_fields.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
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
    amount = FinancingItem.amount
    from_file = (col(FinancingItem.kind) == FinancingKind.UNSPECIFIED) | (col(FinancingItem.file_column) != "")
    statement = (
        select(
            FinancingItem.measure_id,
            func.sum(case((~from_file, amount))),
            func.sum(case((from_file, amount))),
            func.sum(FinancingItem.in_file),
        )
        .where(FinancingItem.state == FinancingState.SECURED)
        .group_by(col(FinancingItem.measure_id))
    )
    nothing = Decimal(0)
    return {
        measure_id: secured_sum(recorded or nothing, stated or nothing, in_file)
        for measure_id, recorded, stated, in_file in session.exec(statement)
    }


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
    """Store measures by their number; the same records again change nothing, and what a file lacks stays stored."""
    seed_action_fields(session)
    counts = ImportCounts()
    known = _Stored(session)
    for given in records:
        stored = known.measures.get(given.number)
        before = record_of(stored) if stored is not None else None
        record = completed(given, before)
        measure = stored or Measure(number=record.number, title=record.title, action_field_number=record.action_field)
        if record != before:
            _fill(known, measure, record)
        said = None
        if given.stated is None or "secured" in given.stated:
            said = state_secured(measure, given.secured, given.parts)
            counts.notes.extend([said] if said else [])
        if before is None:
            session.add(measure)
            known.measures[given.number] = measure
            counts.new += 1
        elif (record == before and said is None) or record_of(measure) == before:
            counts.unchanged += 1
        else:
            counts.changed += 1
    session.flush()
    return counts


class _Stored:
    """What is stored, read once for a whole file: measures by number, units by name, goals by field and title."""

    def __init__(self, session: Session) -> None:
        self.measures = {measure.number: measure for measure in list_measures(session)}
        self.units = {unit.name: unit for unit in session.exec(select(Unit))}
        self.goals = {(goal.action_field_number, goal.title): goal for goal in session.exec(select(Goal))}

    def unit(self, name: str) -> Unit | None:
        """The unit of this name, a new one where there is none."""
        return self.units.setdefault(name, Unit(name=name)) if name else None

    def goal(self, action_field: int, title: str) -> Goal | None:
        """The goal of this field, a new one where there is none."""
        new = Goal(action_field_number=action_field, title=title)
        return self.goals.setdefault((action_field, title), new) if title else None


def completed(record: MeasureRecord, stored: MeasureRecord | None) -> MeasureRecord:
    """The record with what is stored wherever its file has no column; a real measure takes nothing from a sample.

    What was concluded before is concluded anew from what the file says: a total from the years, a carrier from whom
    the entry binds.
    """
    stated = record.stated
    if stated is None or stored is None or (stored.sample and not record.sample):
        return replace(record, stated=None, parts=())
    names = ("goal", "description", "kind", "binding", "unit", "secured", "state")
    kept = replace(
        record, stated=None, parts=(), **{name: getattr(stored, name) for name in names if name not in stated}
    )
    years = {year: amount for year, amount in stored.year_costs.items() if year not in stated} | record.year_costs
    kept = _with_period(replace(kept, year_costs=dict(sorted(years.items()))), stored, stated)
    if "cost" not in stated:
        kept = _with_total(kept, stored, anew=any(isinstance(name, int) for name in stated))
    return _with_carrier(kept, stored, stated)


def _with_period(record: MeasureRecord, stored: MeasureRecord, stated: frozenset[str | int]) -> MeasureRecord:
    """A file without a column for the period, or for its days: each follows from the other only where that is new."""
    for name in {"starts_on", "ends_on"} - stated:
        if "period" not in stated or record.period == stored.period:
            record = replace(record, **{name: getattr(stored, name)})
    same_days = (record.starts_on, record.ends_on) == (stored.starts_on, stored.ends_on)
    return replace(record, period=stored.period) if "period" not in stated and same_days else record


def _with_total(record: MeasureRecord, stored: MeasureRecord, *, anew: bool) -> MeasureRecord:
    """A file without a column for the total: years add up again to what they added up to before."""
    added_up = stored.cost is None or stored.cost == sum(stored.year_costs.values(), Decimal(0))
    if not (anew and added_up):
        return replace(record, cost=stored.cost, cost_note=stored.cost_note)
    total = None if record.cost is None else sum(record.year_costs.values(), Decimal(0))
    return replace(record, cost=total, cost_note="" if total is not None else stored.cost_note)


def _with_carrier(record: MeasureRecord, stored: MeasureRecord, stated: frozenset[str | int]) -> MeasureRecord:
    """A file without a column for the carrier, or for its kind."""
    if "carrier" not in stated and stored.carrier:
        binds_others = (record.binding, record.unit) != (stored.binding, stored.unit)
        concluded = stored.carrier == stored.unit or stored.carrier_kind is CarrierKind.CITY
        if not (record.carrier and binds_others and concluded):
            record = replace(record, carrier=stored.carrier)
    if "carrier_kind" not in stated and record.carrier == stored.carrier:
        record = replace(record, carrier_kind=stored.carrier_kind)
    return record


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


def _fill(known: _Stored, measure: Measure, record: MeasureRecord) -> None:
    for name in MeasureBase.model_fields:
        setattr(measure, name, getattr(record, name))
    measure.action_field_number = record.action_field
    measure.goal = known.goal(record.action_field, record.goal)
    measure.unit = known.unit(record.unit)
    kept = {cost.year: cost for cost in measure.year_costs}
    for year in kept.keys() - record.year_costs.keys():
        measure.year_costs.remove(kept[year])
    for year, amount in record.year_costs.items():
        if year in kept:
            kept[year].amount = amount
        else:
            measure.year_costs.append(YearCost(year=year, amount=amount))


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """A measure's number as it is sorted: 1.10 after 1.9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in number.replace("-", ".").split("."))

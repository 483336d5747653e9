"""Reads and writes of measures; what of them is secured and missing is worked out in `grants_db.rules.financing`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import case, func
from sqlalchemy import select as sql_select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.models.columns import table_of
from grants_db.models.measure import ActionField, FinancingItem, Goal, Measure, MeasureUnit, Unit
from grants_db.rules.financing import secured_sum
from grants_db.vocabulary import FinancingKind, FinancingState


class ShippedField(NamedTuple):
    """An action field as it is shipped."""

    number: int
    title: str
    short_title: str


@cache
def shipped_action_fields() -> tuple[ShippedField, ...]:
    """The action fields of `data/action_fields.yml`."""
    import yaml  # loaded for a new database, not by every command

    rows = yaml.load(
        (Path(__file__).parents[1] / "data" / "action_fields.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return tuple(ShippedField(**row) for row in rows)


def seed_action_fields(session: Session) -> None:
    """Write the action fields of `data/action_fields.yml` where there are none yet."""
    session.flush()
    if session.connection().execute(sql_select(table_of(ActionField).c.number).limit(1)).first() is None:
        session.add_all(ActionField(**each._asdict()) for each in shipped_action_fields())
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
        selectinload(Measure.further_units),  # type: ignore[arg-type]  # as above
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
    further: dict[int, list[Unit]] = defaultdict(list)
    for link in session.exec(select(MeasureUnit)):
        further[link.measure_id].append(units[link.unit_id])
    measures = in_order(session.exec(select(Measure)).all())
    for measure in measures:
        set_committed_value(measure, "further_units", sorted(further[measure.id or 0], key=lambda unit: unit.name))
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


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """A measure's number as it is sorted: 1.10 after 1.9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in number.replace("-", ".").split("."))

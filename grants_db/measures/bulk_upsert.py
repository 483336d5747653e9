"""Stores the measures of a whole list: what is there is read once, what is new is written in a few statements.

Only what changes goes through the session, object by object; thousands of rows that are new, or say what they said
before, need none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from grants_db.measures.records import MeasureRecord, completed, record_of
from grants_db.measures.stated_money import NOTE_SIGNS, state_secured
from grants_db.measures.store import seed_action_fields
from grants_db.measures.stored_measures import (
    BASE,
    NOT_COMPARED,
    FileItem,
    StoredMeasure,
    fingerprint,
    read_stored,
)
from grants_db.messages import Message
from grants_db.models.columns import table_of
from grants_db.models.measure import FinancingItem, Goal, Measure, MeasureBase, Unit, YearCost
from grants_db.vocabulary import FinancingKind, FinancingState

AT_ONCE = 500  # measures that are loaded as objects in one statement; databases bound the names in a list
_compared = attrgetter(*(name for name in MeasureRecord.__dataclass_fields__ if name not in NOT_COMPARED))


@dataclass(frozen=True)
class MeasureChange:
    """A measure that an import added or changed."""

    id: int
    number: str
    title: str
    before: StoredMeasure | None  # None: it is new
    after: str  # its fingerprint


@dataclass
class ImportCounts:
    """What an import did to the measures it was given."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: list[Message] = field(default_factory=list)  # how sums were understood that are recorded here too
    changes: list[MeasureChange] = field(default_factory=list)
    new_units: list[int] = field(default_factory=list)
    new_goals: list[int] = field(default_factory=list)


def upsert_measures(
    session: Session,
    records: Sequence[MeasureRecord],
    *,
    list_name: str = "",
    stored: dict[int, StoredMeasure] | None = None,
) -> ImportCounts:
    """Store measures by their number; the same records again change nothing, and what a file lacks stays stored.

    Args:
        session: where they are stored.
        records: what the file says.
        list_name: the list they belong to from now on, where they name none themselves; "" leaves that as it is.
        stored: what `read_stored` has just read, where somebody has it already.
    """
    session.flush()
    seed_action_fields(session)
    counts = ImportCounts()
    known = {each.record.number: each for each in (read_stored(session) if stored is None else stored).values()}
    new: dict[str, MeasureRecord] = {}
    again: list[MeasureRecord] = []
    for given in records:
        before = known.get(given.number)
        if before is None:
            if given.number in new:
                again.append(given)
            else:
                new[given.number] = given
        elif _says_the_same(given, before):
            counts.unchanged += 1
        else:
            again.append(given)
    if new:
        _insert(session, list(new.values()), list_name, counts)
    if again:
        _Objects(session, [record.number for record in again]).bring(again, known, counts)
    listed = [(given, known[given.number]) for given in records if given.number in known]
    if list_name:
        others = [each.id for given, each in listed if given.in_list is None and each.list_name != list_name]
        _put_in_list(session, others, list_name=list_name)
    for given, each in listed:
        if given.in_list is not None and (given.in_list, given.listed_as or given.number) != (
            each.list_name,
            each.list_number,
        ):
            _put_in_list(session, [each.id], list_name=given.in_list, list_number=_own_number(given))
    return counts


def _says_the_same(given: MeasureRecord, before: StoredMeasure) -> bool:
    """Is there surely nothing to do? What is unsure goes the long way, which finds nothing to do either."""
    if _compared(given) != _compared(before.record) and _compared(completed(given, before.record)) != _compared(
        before.record
    ):
        return False
    if given.stated is not None and "secured" not in given.stated:
        return True
    return before.holds(given.secured, given.parts)


def _own_number(record: MeasureRecord) -> str:
    """The number in its list, where that is another one."""
    return "" if record.listed_as == record.number else record.listed_as


def _put_in_list(session: Session, ids: Sequence[int], **values: str) -> None:
    for some in _portions(ids):
        session.connection().execute(update(table_of(Measure)).where(col(Measure.id).in_(some)).values(**values))
    if ids:
        session.expire_all()


def _insert(session: Session, records: Sequence[MeasureRecord], list_name: str, counts: ImportCounts) -> None:
    """Write new measures with their years and what finances them."""
    units, counts.new_units = _named(session, Unit, [{"name": record.unit} for record in records if record.unit])
    goals, counts.new_goals = _named(
        session,
        Goal,
        [{"action_field_number": record.action_field, "title": record.goal} for record in records if record.goal],
    )
    rows = [
        {name: getattr(record, name) for name in BASE}
        | {
            "action_field_number": record.action_field,
            "goal_id": goals.get((record.action_field, record.goal)),
            "unit_id": units.get((record.unit,)),
            "list_name": list_name if record.in_list is None else record.in_list,
            "list_number": _own_number(record),
        }
        for record in records
    ]
    connection = session.connection()
    connection.execute(insert(table_of(Measure)), rows)
    numbers = {number: key for key, number in session.exec(select(Measure.id, Measure.number)) if key is not None}
    years = [
        {"measure_id": numbers[record.number], "year": year, "amount": amount}
        for record in records
        for year, amount in record.year_costs.items()
    ]
    financing: list[dict[str, Any]] = []
    for record in records:
        items = _items_of(record)
        key = numbers[record.number]
        financing += [
            {
                "measure_id": key,
                "kind": item.kind,
                "state": FinancingState.SECURED,
                "amount": item.amount,
                "note": item.note,
                "in_file": 0,
                "file_column": code,
            }
            for code, item in items.items()
        ]
        counts.changes.append(MeasureChange(key, record.number, record.title, None, fingerprint(record, items)))
    for table, lines in ((YearCost, years), (FinancingItem, financing)):
        if lines:
            connection.execute(insert(table_of(table)), lines)
    counts.new += len(records)


def _items_of(record: MeasureRecord) -> dict[str, FileItem]:
    """What a new measure's file calls secured: an item for each source, and one for the rest."""
    if record.secured is None and not record.parts:
        return {}
    items = {part.code: FileItem(part.kind, part.amount, part.heading[:NOTE_SIGNS]) for part in record.parts}
    of_sources = sum((part.amount for part in record.parts), Decimal(0))
    rest = max(record.secured or of_sources, of_sources) - of_sources
    if rest > 0 or not of_sources:
        items[""] = FileItem(FinancingKind.UNSPECIFIED, rest, "")
    return items


def _named(
    session: Session, table: type[Unit] | type[Goal], wanted: Iterable[dict[str, Any]]
) -> tuple[dict[tuple[Any, ...], int], list[int]]:
    """The ids of units or goals by what names them, with those that had to be added; and the ids of these."""
    by_name = {tuple(names.values()): names for names in wanted}
    if not by_name:
        return {}, []
    columns = [getattr(table, name) for name in next(iter(by_name.values()))]
    known = _ids_by_name(session, table, columns)
    missing = [names for name, names in by_name.items() if name not in known]
    if not missing:
        return known, []
    session.connection().execute(insert(table_of(table)), missing)
    after = _ids_by_name(session, table, columns)
    return after, sorted(after[name] for name in after.keys() - known.keys())


def _ids_by_name(
    session: Session, table: type[Unit] | type[Goal], columns: Sequence[Any]
) -> dict[tuple[Any, ...], int]:
    rows = session.connection().execute(select(table.id, *columns))
    return {tuple(name): key for key, *name in rows}


class _Objects:
    """Measures that change, loaded as objects of the session."""

    def __init__(self, session: Session, numbers: Sequence[str]) -> None:
        self.session = session
        self.measures: dict[str, Measure] = {}
        for some in _portions(numbers):
            statement = select(Measure).where(col(Measure.number).in_(some))
            statement = statement.options(
                selectinload(Measure.financing),  # type: ignore[arg-type]  # SQLModel types a relationship as its target
                selectinload(Measure.year_costs),  # type: ignore[arg-type]  # as above
            )
            self.measures |= {measure.number: measure for measure in session.exec(statement)}
        self.words = _Words(session)

    def bring(self, records: Sequence[MeasureRecord], known: dict[str, StoredMeasure], counts: ImportCounts) -> None:
        """Bring each measure to what the file says."""
        touched: dict[str, Measure] = {}
        for given in records:
            measure = self.measures[given.number]
            before = record_of(measure)
            record = completed(given, before)
            if record != before:
                _fill(measure, record, self.words)
            said = None
            if given.stated is None or "secured" in given.stated:
                said = state_secured(measure, given.secured, given.parts)
                counts.notes.extend([said] if said else [])
            if (record == before and said is None) or record_of(measure) == before:
                counts.unchanged += 1
            else:
                counts.changed += 1
                touched[given.number] = measure
        self.session.flush()
        units, goals = self.words.new()
        counts.new_units += units
        counts.new_goals += goals
        for number, measure in touched.items():
            items = {
                item.file_column: FileItem(item.kind, item.amount, item.note)
                for item in measure.financing
                if item.from_file
            }
            after = fingerprint(record_of(measure), items)
            if number in known and measure.id is not None:
                change = MeasureChange(measure.id, number, measure.title, known[number], after)
                counts.changes.append(change)


def fill_measure(session: Session, measure: Measure, record: MeasureRecord) -> None:
    """Make a stored measure say what a record says, apart from what finances it."""
    _fill(measure, record, _Words(session))


class _Words:
    """Units by name and goals by field and title, with those that are new."""

    def __init__(self, session: Session) -> None:
        self.units = {unit.name: unit for unit in session.exec(select(Unit))}
        self.goals = {(goal.action_field_number, goal.title): goal for goal in session.exec(select(Goal))}
        self.known_units, self.known_goals = set(self.units), set(self.goals)

    def unit(self, name: str) -> Unit | None:
        """The unit of this name, a new one where there is none."""
        return self.units.setdefault(name, Unit(name=name)) if name else None

    def goal(self, action_field: int, title: str) -> Goal | None:
        """The goal of this field, a new one where there is none."""
        new = Goal(action_field_number=action_field, title=title)
        return self.goals.setdefault((action_field, title), new) if title else None

    def new(self) -> tuple[list[int], list[int]]:
        """The ids of units and goals that were added."""
        units = [unit.id for name, unit in self.units.items() if name not in self.known_units and unit.id]
        return units, [goal.id for key, goal in self.goals.items() if key not in self.known_goals and goal.id]


def _fill(measure: Measure, record: MeasureRecord, words: _Words) -> None:
    for name in MeasureBase.model_fields:
        setattr(measure, name, getattr(record, name))
    measure.action_field_number = record.action_field
    measure.goal = words.goal(record.action_field, record.goal)
    measure.unit = words.unit(record.unit)
    kept = {cost.year: cost for cost in measure.year_costs}
    for year in kept.keys() - record.year_costs.keys():
        measure.year_costs.remove(kept[year])
    for year, amount in record.year_costs.items():
        if year in kept:
            kept[year].amount = amount
        else:
            measure.year_costs.append(YearCost(year=year, amount=amount))


def _portions(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))

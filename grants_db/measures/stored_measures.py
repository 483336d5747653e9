"""All measures as files state them, read in a few statements past the session: thousands are compared at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from sqlalchemy import Connection, select
from sqlmodel import Session

from grants_db.measures.records import MeasureRecord
from grants_db.measures.stated_money import NOTE_SIGNS, SecuredPart
from grants_db.models.columns import table_of
from grants_db.models.measure import FinancingItem, Goal, Measure, MeasureBase, Unit, YearCost
from grants_db.rules.financing import secured_sum
from grants_db.vocabulary import FinancingKind, FinancingState

BASE = tuple(MeasureBase.model_fields)
#: what a record says of the file rather than of the measure; and what awards and donations change
NOT_COMPARED = ("secured", "parts", "stated", "listed_as", "in_list", "further_units")
#: what makes a measure what it is for the one who asks whether somebody changed it
TOLD_APART = tuple(name for name in MeasureRecord.__dataclass_fields__ if name not in (*NOT_COMPARED, "further_fields"))
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class FileItem:
    """A secured sum that the measures file states."""

    kind: FinancingKind
    amount: Decimal
    note: str


@dataclass(frozen=True)
class StoredMeasure:
    """A measure that is stored, in the form a file states it."""

    id: int
    record: MeasureRecord
    list_name: str
    list_number: str  # its number in that list
    items: Mapping[str, FileItem]  # what the file calls secured, by the code of its column; "": all together
    held: Mapping[int, Decimal]  # how much of an award or a donation the file's sum holds, by the item's id

    def holds(self, stated: Decimal | None, parts: Sequence[SecuredPart]) -> bool:
        """Do the stored sums say just what a file says of what is secured?"""
        if stated is None and not parts:
            return not self.items
        total = max(stated or Decimal(0), sum((part.amount for part in parts), Decimal(0)))
        by_source = {code: item for code, item in self.items.items() if code}
        if parts and {(part.code, part.amount, part.heading[:NOTE_SIGNS]) for part in parts} != {
            (code, item.amount, item.note) for code, item in by_source.items()
        }:
            return False
        of_sources = sum((item.amount for item in by_source.values()), Decimal(0))
        whole = self.items.get("")
        if total <= of_sources and of_sources:
            return total == of_sources and whole is None
        return whole is not None and whole.amount == total - of_sources

    def fingerprint(self) -> str:
        """What tells whether anybody changed the measure; awards and donations are no change of it."""
        return fingerprint(self.record, self.items)


def fingerprint(record: MeasureRecord, items: Mapping[str, FileItem]) -> str:
    """A short text that is another one as soon as the measure says something else."""
    said = [_plain(getattr(record, name)) for name in TOLD_APART]
    money = [(code, f"{item.amount:.2f}", item.note) for code, item in sorted(items.items())]
    said += [record.further_fields] if record.further_fields else []  # younger than fingerprints that are stored
    return blake2b(repr((said, money)).encode(), digest_size=12).hexdigest()


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return f"{value:.2f}"
        case dict():
            return sorted((year, f"{amount:.2f}") for year, amount in value.items())
        case None | bool() | int():
            return value
    return str(value)


def read_stored(session: Session, ids: Sequence[int] | None = None) -> dict[int, StoredMeasure]:
    """The stored measures by their id; all of them, or those with these ids."""
    session.flush()
    connection = session.connection()
    goal, unit, year, measure = (table_of(model).c for model in (Goal, Unit, YearCost, Measure))
    goals: dict[int, str] = dict(connection.execute(select(goal.id, goal.title)).all())
    units: dict[int, str] = dict(connection.execute(select(unit.id, unit.name)).all())
    years: dict[int, dict[int, Decimal]] = defaultdict(dict)
    by_year = select(year.measure_id, year.year, year.amount).order_by(year.year)
    for measure_id, of_year, amount in connection.execute(by_year).all():
        years[measure_id][of_year] = amount
    items, held, secured = _financing(connection)
    others = (measure.id, measure.list_name, measure.list_number, measure.action_field_number)
    statement = select(*others, measure.goal_id, measure.unit_id, *(measure[name] for name in BASE))
    wanted = None if ids is None else set(ids)
    found: dict[int, StoredMeasure] = {}
    for key, list_name, list_number, field, goal_id, unit_id, *base in connection.execute(statement).all():
        if wanted is not None and key not in wanted:
            continue
        record = MeasureRecord(
            **dict(zip(BASE, base, strict=True)),
            action_field=field,
            goal=goals.get(goal_id, ""),
            unit=units.get(unit_id, ""),
            year_costs=years.get(key, {}),
            secured=secured.get(key),
        )
        found[key] = StoredMeasure(
            key, record, list_name, list_number or record.number, items.get(key, {}), held.get(key, {})
        )
    return found


def _financing(
    connection: Connection,
) -> tuple[dict[int, dict[str, FileItem]], dict[int, dict[int, Decimal]], dict[int, Decimal]]:
    """What the file states of each measure, how much of the rest it holds, and what is secured altogether."""
    items: dict[int, dict[str, FileItem]] = defaultdict(dict)
    held: dict[int, dict[int, Decimal]] = defaultdict(dict)
    sums: dict[int, list[Decimal]] = {}
    one = table_of(FinancingItem).c
    statement = select(one.measure_id, one.id, one.kind, one.state, one.amount, one.note, one.in_file, one.file_column)
    for measure_id, key, kind, state, amount, note, in_file, column in connection.execute(
        statement.order_by(one.id)
    ).all():
        from_file = kind is FinancingKind.UNSPECIFIED or bool(column)
        if from_file:
            items[measure_id][column] = FileItem(kind, amount, note)
        else:
            held[measure_id][key] = in_file
        if state is FinancingState.SECURED:
            of_measure = sums.setdefault(measure_id, [NOUGHT, NOUGHT, NOUGHT])
            of_measure[1 if from_file else 0] += amount
            of_measure[2] += in_file
    together = {key: secured_sum(recorded, stated, in_file) for key, (recorded, stated, in_file) in sums.items()}
    return items, held, together

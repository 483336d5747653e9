"""All measures as files state them, read in a few statements past the session: thousands are compared at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from sqlmodel import Session, col, select

from grants_db.measures.records import MeasureRecord
from grants_db.measures.stated_money import NOTE_SIGNS, SecuredPart
from grants_db.models.measure import FinancingItem, Goal, Measure, MeasureBase, Unit, YearCost
from grants_db.rules.financing import secured_sum
from grants_db.vocabulary import FinancingKind, FinancingState

BASE = tuple(MeasureBase.model_fields)
#: what a record says of the file rather than of the measure; and what awards and donations change
NOT_COMPARED = ("secured", "parts", "stated", "listed_as")
#: what makes a measure what it is for the one who asks whether somebody changed it
TOLD_APART = tuple(name for name in MeasureRecord.__dataclass_fields__ if name not in NOT_COMPARED)


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
    wanted = None if ids is None else set(ids)
    goals = dict(session.exec(select(Goal.id, Goal.title)).all())
    units = dict(session.exec(select(Unit.id, Unit.name)).all())
    years: dict[int | None, dict[int, Decimal]] = defaultdict(dict)
    by_year = select(YearCost.measure_id, YearCost.year, YearCost.amount)  # type: ignore[call-overload]  # a sum isn't foreseen
    for measure_id, year, amount in session.exec(by_year.order_by(col(YearCost.year))):
        years[measure_id][year] = amount
    items, held, secured = _financing(session)
    columns = [getattr(Measure, name) for name in BASE]
    others = (
        *(Measure.id, Measure.action_field_number, Measure.goal_id, Measure.unit_id),
        *(Measure.list_name, Measure.list_number),
    )
    found: dict[int, StoredMeasure] = {}
    for key, field, goal, unit, list_name, list_number, *base in session.exec(select(*others, *columns)):  # type: ignore[call-overload]  # more columns than SQLModel has types for
        if wanted is not None and key not in wanted:
            continue
        record = MeasureRecord(
            **dict(zip(BASE, base, strict=True)),
            action_field=field,
            goal=goals.get(goal, ""),
            unit=units.get(unit, ""),
            year_costs=years.get(key, {}),
            secured=secured.get(key),
        )
        found[key] = StoredMeasure(
            key, record, list_name, list_number or record.number, items.get(key, {}), held.get(key, {})
        )
    return found


def _financing(
    session: Session,
) -> tuple[dict[int | None, dict[str, FileItem]], dict[int | None, dict[int, Decimal]], dict[int | None, Decimal]]:
    """What the file states of each measure, how much of the rest it holds, and what is secured altogether."""
    items: dict[int | None, dict[str, FileItem]] = defaultdict(dict)
    held: dict[int | None, dict[int, Decimal]] = defaultdict(dict)
    sums: dict[int | None, list[Decimal]] = {}
    one = FinancingItem
    statement = select(one.measure_id, one.id, one.kind, one.state, one.amount, one.note, one.in_file, one.file_column)  # type: ignore[call-overload]  # as above
    for measure_id, key, kind, state, amount, note, in_file, column in session.exec(statement.order_by(col(one.id))):
        from_file = kind is FinancingKind.UNSPECIFIED or bool(column)
        if from_file:
            items[measure_id][column] = FileItem(kind, amount, note)
        else:
            held[measure_id][key] = in_file
        if state is FinancingState.SECURED:
            of_measure = sums.setdefault(measure_id, [Decimal(0), Decimal(0), Decimal(0)])
            of_measure[1 if from_file else 0] += amount
            of_measure[2] += in_file
    return (
        items,
        held,
        {
            key: secured_sum(recorded=recorded, stated=stated, in_file=in_file)
            for key, (recorded, stated, in_file) in sums.items()
        },
    )

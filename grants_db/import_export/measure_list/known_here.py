"""What a list of measures meets here: units by whichever of their names, and what people changed by hand since.

A list that says of a field what it said before a person changed it knows nothing of the change: that stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select as sql_select
from sqlmodel import Session, select

from grants_db.measures.records import MeasureRecord
from grants_db.measures.units import known_names
from grants_db.messages import Message
from grants_db.models.columns import table_of
from grants_db.models.measure import Measure, MeasureHistoryEntry, MeasureUnit, Unit
from grants_db.rules.unit_names import proposed_units, units_meant

#: what a person changes and a file may state, by the names of both
KEPT = ("title", "description", "goal", "carrier", "period", "cost", "secured", "state")
SHOWN = 10


def with_known_units(
    session: Session, records: Sequence[MeasureRecord]
) -> tuple[list[MeasureRecord], dict[str, tuple[str, ...]], list[Message]]:
    """The records with their units as they are called here.

    Returns:
        The records; for each number the units beside the leading one; how cells were understood, and which unit a new
        name may mean.
    """
    known = known_names(session)
    notes: list[Message] = []
    meant: dict[str, tuple[str, ...]] = {}
    for cell in sorted({record.unit for record in records if record.unit} - set(known.values())):
        if (units := units_meant(cell, known)) is not None:
            meant[cell] = units
            notes.append(Message.of("Einheit „{cell}“: gemeint ist {units}.", cell=cell, units=units))
        elif likely := list(dict.fromkeys(known[name] for name in proposed_units(cell, known)))[:1]:
            notes.append(
                Message.of(
                    "Einheit „{cell}“ ist neu; gemeint sein könnte „{unit}“: „akquise units alias“ merkt es, „akquise "
                    "units remove“ mit --into legt beide zusammen.",
                    cell=cell,
                    unit=likely[0],
                )
            )
    further = {record.number: meant[record.unit][1:] for record in records if len(meant.get(record.unit, ())) > 1}
    for record in records:
        if record.further_units:
            said = [each for name in record.further_units for each in units_meant(name, known) or (name,)]
            further[record.number] = tuple(dict.fromkeys([*further.get(record.number, ()), *said]))
    named = [replace(record, unit=meant[record.unit][0]) if record.unit in meant else record for record in records]
    return named, further, notes


def link_further_units(session: Session, further: Mapping[str, Sequence[str]]) -> list[int]:
    """Let these units answer for the measures too, beside the leading ones; gives the ids of units that are new."""
    if not further:
        return []
    there_already = set(session.exec(select(Unit.name)).all())
    new = [Unit(name=name) for name in dict.fromkeys(name for names in further.values() for name in names)]
    new = [unit for unit in new if unit.name not in there_already]
    session.add_all(new)
    session.flush()
    units = {unit.name: unit.id or 0 for unit in session.exec(select(Unit))}
    measures = dict(session.exec(select(Measure.number, Measure.id)).all())
    there = {(link.measure_id, link.unit_id) for link in session.exec(select(MeasureUnit))}
    for number, names in further.items():
        for name in names:
            pair = (measures[number] or 0, units[name])
            if pair not in there:
                session.add(MeasureUnit(measure_id=pair[0], unit_id=pair[1]))
    session.flush()
    return [unit.id for unit in new if unit.id is not None]


def with_changes_by_hand(
    session: Session, records: Sequence[MeasureRecord], stored: Mapping[str, MeasureRecord]
) -> tuple[list[MeasureRecord], list[Message]]:
    """The records with what people changed here, where the list says what it said before; and a note of which."""
    by_hand = _by_hand(session)
    if not by_hand:
        return list(records), []
    kept, numbers = [], []
    for record in records:
        values = _to_keep(record, stored.get(record.number), by_hand.get(record.number, {}))
        if values:
            numbers.append(record.number)
        kept.append(replace(record, **values) if values else record)
    if not numbers:
        return kept, []
    note = Message.of(
        "Von Hand geändert und in der Datei wie zuvor, daher so geblieben ({count}): {numbers}{more}.",
        count=len(numbers),
        numbers=", ".join(numbers[:SHOWN]),
        more=" …" if len(numbers) > SHOWN else "",
    )
    return kept, [note]


def _to_keep(
    record: MeasureRecord, stored: MeasureRecord | None, changed: Mapping[str, tuple[Any, Any]]
) -> dict[str, Any]:
    """What of the record gives way to what stands: a field still as it was before, and here as it was changed to."""
    if stored is None:
        return {}
    names = [
        name
        for name, (before, after) in changed.items()
        if _plain(getattr(record, name)) == before and _plain(getattr(stored, name)) == after
    ]
    values = {name: getattr(stored, name) for name in names if name != "secured" or not record.parts}
    if "cost" in values:
        values["cost_note"] = stored.cost_note
    if "period" in values:
        values |= {"starts_on": stored.starts_on, "ends_on": stored.ends_on}
    return values


def _by_hand(session: Session) -> dict[str, dict[str, tuple[Any, Any]]]:
    """For each measure what was changed by hand: field → what stood before the first change and after the last."""
    measure, entry = table_of(Measure).c, table_of(MeasureHistoryEntry).c
    statement = sql_select(measure.number, entry.changes).where(
        measure.id == entry.measure_id, entry.undone_at.is_(None)
    )
    found: dict[str, dict[str, tuple[Any, Any]]] = defaultdict(dict)
    for number, changes in session.connection().execute(statement.order_by(entry.id)):
        for name, before, after in _of_fields(changes):
            first = found[number].get(name, (before, after))[0]
            found[number][name] = (first, after)
    return found


def _of_fields(changes: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Any, Any]]:
    return ((each["field"], each["before"], each["after"]) for each in changes if each["field"] in KEPT)


def _plain(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else getattr(value, "value", value)

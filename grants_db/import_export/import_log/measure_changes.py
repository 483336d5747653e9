"""An import of measures, taken back: a new measure goes, a changed one says again what it said before."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from grants_db.import_export.import_log.row_snapshots import referring, remove_referring
from grants_db.import_export.import_log.runs import LoggedChange, changes_of, get_run
from grants_db.import_export.import_log.taken_back import CHANGED_SINCE, GONE, USED_SINCE, TakenBack
from grants_db.measures.bulk_upsert import ImportCounts, fill_measure
from grants_db.measures.concept import ConceptChanges, FieldTitles
from grants_db.measures.stored_measures import StoredMeasure, read_stored
from grants_db.messages import Message
from grants_db.models.import_log import ImportChange
from grants_db.models.measure import ActionField, FinancingItem, Goal, Measure, Unit
from grants_db.vocabulary import FinancingState, ImportedThing, ImportKind

#: rows that are the measure's own, or worked out from it, and go with it
OWN = {"year_cost", "financing_item", "match", "measure_unit", "measure_history_entry"}
#: what refers to a measure, in words
USES = {
    "application_measure": Message.of("ein Antrag ist für sie gestellt"),
    "decision": Message.of("über einen ihrer Treffer ist entschieden"),
    "donation": Message.of("eine Spende ist für sie eingetragen"),
}
NO_TITLES = FieldTitles("", "")
IN_USE = Message.of("anderes hier bezieht sich darauf")


def measure_changes(counts: ImportCounts, concept: ConceptChanges | None = None) -> list[LoggedChange]:
    """What an import of measures did, as the log keeps it."""
    stored: TypeAdapter[StoredMeasure] | None = None
    changes = [LoggedChange(ImportedThing.UNIT, key, "", None, {}) for key in counts.new_units]
    changes += [LoggedChange(ImportedThing.GOAL, key, "", None, {}) for key in counts.new_goals]
    concept = concept or ConceptChanges()
    changes += [LoggedChange(ImportedThing.GOAL, key, "", None, {}) for key in concept.new_goals]
    for renamed in concept.fields:
        old = renamed.before._asdict() if renamed.before else None
        name = f"{renamed.number} {(renamed.after or renamed.before or NO_TITLES).title}"
        new = renamed.after._asdict() if renamed.after else {}
        changes.append(LoggedChange(ImportedThing.ACTION_FIELD, renamed.number, name, old, new))
    for each in counts.changes:
        before: dict[str, Any] | None = None
        if each.before is not None:
            stored = stored or TypeAdapter(StoredMeasure)
            before = stored.dump_python(each.before, mode="json")
        name = f"{each.number} {each.title}"
        changes.append(LoggedChange(ImportedThing.MEASURE, each.id, name, before, {"fingerprint": each.after}))
    return changes


def take_measures_back(session: Session, number: int, now: datetime) -> TakenBack:
    """Take an import of measures back, as far as nobody has changed since what it brought.

    Args:
        session: where everything is stored.
        number: the import's.
        now: this instant.

    Raises:
        InputError: no import of measures has this number.
    """
    run = get_run(session, number, ImportKind.MEASURES)
    result = TakenBack()
    changes = changes_of(session, run, {ImportedThing.MEASURE})
    stored = read_stored(session, [change.thing_id for change in changes])
    for change in changes:
        current = stored.get(change.thing_id)
        if current is None:
            result.stays.append(Message.of(GONE.template, name=change.name))
        elif current.fingerprint() != change.after["fingerprint"]:
            result.stays.append(Message.of(CHANGED_SINCE.template, name=change.name))
        elif change.before is None:
            _remove(session, change, now, result)
        else:
            _restore(session, change, now, result)
    session.flush()
    for change in changes_of(session, run, {ImportedThing.UNIT, ImportedThing.GOAL}):
        model = Unit if change.thing is ImportedThing.UNIT else Goal
        row = session.get(model, change.thing_id)
        if row is not None and not referring(session, change.thing.value, change.thing_id, apart_from=()):
            session.delete(row)
            change.taken_back_at = now
            session.add(change)
    session.flush()
    for change in changes_of(session, run, {ImportedThing.ACTION_FIELD}):
        _take_field_back(session, change, now, result)
    session.flush()
    return result


def _take_field_back(session: Session, change: ImportChange, now: datetime, result: TakenBack) -> None:
    """A new field goes unless something is in it, a renamed one gets its name back unless it was named anew since."""
    field = session.get(ActionField, change.thing_id)
    there = {"title": field.title, "short_title": field.short_title} if field else {}
    if there != change.after:
        result.stays.append(Message.of(CHANGED_SINCE.template, name=change.name))
        return
    if field is None or change.before is not None:
        field = field or ActionField(number=change.thing_id, title="", short_title="")
        field.title, field.short_title = FieldTitles(**(change.before or {}))
        session.add(field)
        result.restored += 1
    elif referring(session, "action_field", change.thing_id, apart_from=()):
        result.stays.append(Message.of(USED_SINCE.template, name=change.name, why=IN_USE))
        return
    else:
        session.delete(field)
        result.removed += 1
    change.taken_back_at = now
    session.add(change)


def _remove(session: Session, change: ImportChange, now: datetime, result: TakenBack) -> None:
    measure = session.get_one(Measure, change.thing_id)
    uses = referring(session, "measure", change.thing_id, apart_from=OWN)
    if uses or any(not item.from_file for item in measure.financing):
        result.stays.append(Message.of(USED_SINCE.template, name=change.name, why=_why(uses)))
        return
    remove_referring(session, "measure", change.thing_id, OWN - {"year_cost", "financing_item"})
    session.delete(measure)
    change.taken_back_at = now
    session.add(change)
    result.removed += 1


def _why(uses: Collection[str]) -> Message:
    return next((USES[name] for name in uses if name in USES), IN_USE)


def _restore(session: Session, change: ImportChange, now: datetime, result: TakenBack) -> None:
    measure = session.get_one(Measure, change.thing_id)
    before = TypeAdapter(StoredMeasure).validate_python(change.before)
    fill_measure(session, measure, before.record)
    measure.list_name = before.list_name
    measure.list_number = before.list_number if before.list_number != before.record.number else ""
    for item in [item for item in measure.financing if item.from_file]:
        if item.file_column not in before.items:
            measure.financing.remove(item)
    there = {item.file_column: item for item in measure.financing if item.from_file}
    for code, said in before.items.items():
        if code not in there:
            state = FinancingState.SECURED
            there[code] = FinancingItem(kind=said.kind, state=state, amount=said.amount, file_column=code)
            measure.financing.append(there[code])
        item = there[code]
        item.kind, item.amount, item.note = said.kind, said.amount, said.note
    for item in measure.financing:
        if item.id is not None and item.id in before.held and not item.from_file:
            item.in_file = before.held[item.id]
    session.add(measure)
    change.taken_back_at = now
    session.add(change)
    result.restored += 1

"""Reads and writes of organisational units: one that is still used can't vanish under what it answers for."""

from collections.abc import Iterable

from sqlmodel import Session, select

from grants_db.errors import InputError, UsageError
from grants_db.measures.store import list_units
from grants_db.messages import Message
from grants_db.models.application import Application, Task
from grants_db.models.measure import Measure, Unit
from grants_db.rules.unit_names import same_unit


def get_unit(session: Session, name: str) -> Unit:
    """The unit with this name; InputError names the ones there are."""
    found = session.exec(select(Unit).where(Unit.name == name.strip())).first()
    if found is None:
        raise InputError(
            "Die Einheit „{unit}“ gibt es nicht oder nicht mehr; bekannt sind: {known}.",
            unit=name,
            known=", ".join(unit.name for unit in list_units(session)) or "–",
        )
    return found


def ids_of_units_named(session: Session, name: str) -> list[int]:
    """The ids of the units that are called so; by `same_unit`, since SQLite folds only ASCII letters."""
    known = session.exec(select(Unit.id, Unit.name))
    return [number for number, known_as in known if number is not None and same_unit(known_as, name)]


def unknown_units(session: Session, names: Iterable[str]) -> list[Message]:
    """A sentence for each of these names (of the settings) that no unit has: nobody would get its news."""
    known = {unit.name for unit in list_units(session)}
    return [
        Message.of("Die Einstellungen nennen die Einheit „{unit}“, die es nicht oder nicht mehr gibt.", unit=name)
        for name in sorted(set(names) - known)
    ]


def uses_of(session: Session, unit: Unit) -> tuple[int, int, int]:
    """How many measures, applications and tasks name the unit."""
    measures = session.exec(select(Measure).where(Measure.unit_id == unit.id)).all()
    applications = session.exec(select(Application).where(Application.unit_id == unit.id)).all()
    tasks = session.exec(select(Task).where(Task.unit_id == unit.id)).all()
    return len(measures), len(applications), len(tasks)


def remove_unit(session: Session, name: str, into: str | None = None) -> Unit | None:
    """Remove a unit; with `into`, another takes over its measures, applications and tasks. Gives that one.

    Raises:
        InputError: no unit of one of the names.
        UsageError: the unit is still used and nobody takes over, or it would take over itself.
    """
    unit = get_unit(session, name)
    heir = get_unit(session, into) if into is not None else None
    if heir is not None and heir.id == unit.id:
        raise UsageError("Die Einheit „{unit}“ kann nicht in sich selbst aufgehen.", unit=unit.name)
    measures, applications, tasks = uses_of(session, unit)
    if heir is None and (measures or applications or tasks):
        raise UsageError(
            "„{unit}“ wird noch gebraucht: {measures} Maßnahmen, {applications} Anträge, {tasks} Aufgaben. "
            "Mit --into EINHEIT übernimmt sie eine andere; gelöscht wurde nichts.",
            unit=unit.name,
            measures=measures,
            applications=applications,
            tasks=tasks,
        )
    if heir is not None:
        for table in (Measure, Application, Task):
            for row in session.exec(select(table).where(table.unit_id == unit.id)):
                row.unit_id = heir.id
                session.add(row)
        session.flush()
    session.delete(unit)
    session.flush()
    return heir

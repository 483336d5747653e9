"""Reads and writes of organisational units: one that is still used can't vanish under what it answers for."""

from collections.abc import Iterable

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from grants_db.errors import InputError, UsageError
from grants_db.measures.store import list_units
from grants_db.messages import Message
from grants_db.models.application import Application, Task
from grants_db.models.columns import table_of
from grants_db.models.measure import Measure, MeasureUnit, Unit, UnitAlias
from grants_db.rules.unit_names import proposed_units, same_unit, units_meant

LONGEST_NAME = 200


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


def find_unit(session: Session, name: str) -> Unit:
    """The unit of this name or alias; InputError names the ones there are, the likely ones first."""
    known = known_names(session)
    meant = units_meant(name, known)
    if meant is not None and len(meant) == 1:
        return session.exec(select(Unit).where(Unit.name == meant[0])).one()
    likely = list(dict.fromkeys(known[each] for each in proposed_units(name, known)))
    raise InputError(
        "Die Einheit „{unit}“ gibt es nicht; gemeint sein könnte: {likely}. Eine neue legt „akquise units add“ an.",
        unit=name,
        likely=", ".join(likely or sorted(set(known.values()))) or "–",
    )


def known_names(session: Session) -> dict[str, str]:
    """Every name and alias, with the unit's own name."""
    connection, units, aliases = session.connection(), table_of(Unit).c, table_of(UnitAlias).c
    own = connection.execute(sql_select(units.name).order_by(units.name)).scalars().all()
    others = connection.execute(sql_select(aliases.alias, units.name).where(units.id == aliases.unit_id)).all()
    return {**dict(others), **{name: name for name in own}}


def further_units(session: Session) -> dict[int, tuple[str, ...]]:
    """For each measure that several units answer for, the names of those beside the leading one."""
    found: dict[int, tuple[str, ...]] = {}
    statement = select(MeasureUnit.measure_id, Unit.name).where(col(Unit.id) == col(MeasureUnit.unit_id))
    for measure_id, name in session.exec(statement.order_by(col(Unit.name))):
        found[measure_id] = (*found.get(measure_id, ()), name)
    return found


def add_unit(session: Session, name: str) -> Unit:
    """A new unit.

    Raises:
        UsageError: no name, one that is too long, or one that a unit has already.
    """
    words = _new_name(session, name)
    unit = Unit(name=words)
    session.add(unit)
    session.flush()
    return unit


def add_alias(session: Session, name: str, alias: str) -> Unit:
    """Another name for a unit, which tables may call it by; the same again changes nothing.

    Raises:
        UsageError: no alias, one that is too long, or a name of another unit.
        InputError: no such unit.
    """
    unit, words = find_unit(session, name), " ".join(alias.split())
    if known_names(session).get(words) == unit.name:
        return unit
    session.add(UnitAlias(unit_id=unit.id or 0, alias=_new_name(session, alias)))
    session.flush()
    return unit


def remove_alias(session: Session, alias: str) -> None:
    """Forget another name of a unit; InputError if there is none."""
    found = session.exec(select(UnitAlias).where(UnitAlias.alias == " ".join(alias.split()))).first()
    if found is None:
        raise InputError("„{alias}“ ist kein weiterer Name einer Einheit.", alias=alias)
    session.delete(found)
    session.flush()


def aliases_of(session: Session, unit: Unit) -> list[str]:
    """The other names of a unit."""
    return list(
        session.exec(select(UnitAlias.alias).where(UnitAlias.unit_id == unit.id).order_by(col(UnitAlias.alias)))
    )


def _new_name(session: Session, name: str) -> str:
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME:
        raise UsageError("Eine Einheit braucht einen Namen von höchstens {most} Zeichen.", most=LONGEST_NAME)
    taken = next((unit for each, unit in known_names(session).items() if same_unit(each, words)), None)
    if taken is not None:
        raise UsageError("„{name}“ heißt schon die Einheit „{unit}“.", name=words, unit=taken)
    return words


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
    measures = session.exec(select(Measure.id).where(Measure.unit_id == unit.id)).all()
    further = session.exec(select(MeasureUnit.measure_id).where(MeasureUnit.unit_id == unit.id)).all()
    applications = session.exec(select(Application).where(Application.unit_id == unit.id)).all()
    tasks = session.exec(select(Task).where(Task.unit_id == unit.id)).all()
    return len({*measures, *further}), len(applications), len(tasks)


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
        _hand_over(session, unit, heir)
        session.flush()
    for alias in session.exec(select(UnitAlias).where(UnitAlias.unit_id == unit.id)):
        session.delete(alias)
    session.flush()
    session.delete(unit)
    session.flush()
    return heir


def _hand_over(session: Session, unit: Unit, heir: Unit) -> None:
    """What the unit answers for beside another goes to the heir, and its names are the heir's from now on."""
    for link in session.exec(select(MeasureUnit).where(MeasureUnit.unit_id == unit.id)).all():
        measure = session.get_one(Measure, link.measure_id)
        session.delete(link)
        if heir.id not in (measure.unit_id, *(each.id for each in measure.further_units)):
            session.add(MeasureUnit(measure_id=link.measure_id, unit_id=heir.id or 0))
    for alias in session.exec(select(UnitAlias).where(UnitAlias.unit_id == unit.id)).all():
        alias.unit_id = heir.id or 0
        session.add(alias)
    session.flush()
    session.add(UnitAlias(unit_id=heir.id or 0, alias=unit.name))

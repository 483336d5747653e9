"""Measures added and changed by people: each change leaves a line with what stood before, and can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from grants_db.clock import local
from grants_db.errors import OvertakenError, UsageError
from grants_db.measures.edit_rights import EditRights
from grants_db.measures.measure_values import MeasureValues, apply_values, check_values, values_of, with_own_names
from grants_db.messages import Message
from grants_db.models.measure import Measure, MeasureHistoryEntry
from grants_db.vocabulary import MeasureState
from grants_db.vocabulary_facets import facet_of

ADDED, EDITED, STATE, TAKEN_BACK = "added", "edited", "state", "taken_back"
LONGEST_NUMBER = 40
#: how a line of the history calls what has changed
NAMES = {
    "title": Message.of("Titel"),
    "action_field": Message.of("Handlungsfeld"),
    "goal": Message.of("Ziel"),
    "description": Message.of("Beschreibung"),
    "units": Message.of("Einheiten"),
    "carrier": Message.of("Träger"),
    "period": Message.of("Zeitraum"),
    "starts_on": Message.of("Beginn"),
    "ends_on": Message.of("Ende"),
    "cost": Message.of("Kosten"),
    "secured": Message.of("Gesichert"),
    "state": Message.of("Status"),
    "facets": Message.of("Merkmale"),
}
LONG = ("description",)  # named, not quoted, in a line


@dataclass(frozen=True)
class Editing:
    """By whom and when a measure is changed, and what of it had been seen: the last line of its history."""

    now: datetime
    by: str = ""
    rights: EditRights = field(default_factory=EditRights)
    seen: int | None = None


def measure_history(session: Session, measure: Measure) -> Sequence[MeasureHistoryEntry]:
    """What people did to a measure, the oldest first."""
    statement = select(MeasureHistoryEntry).where(MeasureHistoryEntry.measure_id == measure.id)
    return session.exec(statement.order_by(col(MeasureHistoryEntry.id))).all()


def add_measure(session: Session, number: str, values: MeasureValues, editing: Editing) -> Measure:
    """Add a measure to the catalogue.

    Raises:
        UsageError: no number, one that is taken, values that can't be, or no right to add.
    """
    number = " ".join(number.split())
    editing.rights.check(number or "–", values.units, ["number"])
    if not number or len(number) > LONGEST_NUMBER:
        raise UsageError("Eine Maßnahme braucht eine Nummer von höchstens {most} Zeichen.", most=LONGEST_NUMBER)
    if session.exec(select(Measure.id).where(Measure.number == number)).first() is not None:
        raise UsageError("Eine Maßnahme mit der Nummer „{number}“ gibt es schon.", number=number)
    check_values(session, values)
    values = with_own_names(session, values)
    measure = Measure(number=number, title=values.title, action_field_number=values.action_field)
    session.add(measure)
    session.flush()
    apply_values(session, measure, values, {each.name for each in fields(MeasureValues)})
    said = Message.of("Maßnahme angelegt: {title}", title=values.title)
    _remember(session, measure, ADDED, said, [], editing)
    return measure


def edit_measure(session: Session, measure: Measure, values: MeasureValues, editing: Editing) -> bool:
    """Make a measure say what `values` say; False where it says so already.

    Raises:
        UsageError: values that can't be, or that this unit may not change.
        InputError: no such unit, or (OvertakenError) somebody has changed the measure meanwhile; nothing is written.
    """
    _hold(session, measure, editing)
    before, values = values_of(measure), with_own_names(session, values)
    names = [each.name for each in fields(MeasureValues) if getattr(values, each.name) != getattr(before, each.name)]
    if not names:
        return False
    editing.rights.check(measure.number, before.units, [name for name in names if name not in ("starts_on", "ends_on")])
    check_values(session, values)
    apply_values(session, measure, values, set(names))
    changes = _changes(before, values, names)
    what = STATE if names == ["state"] else EDITED
    _remember(session, measure, what, _told(before, values, names), changes, editing)
    return True


def set_measure_state(session: Session, measure: Measure, state: MeasureState, editing: Editing, why: str = "") -> None:
    """Close a measure, give it up, put it off or open it again.

    Raises:
        UsageError: it is so already, giving up without a reason, or no right to do it.
        OvertakenError: somebody has changed the measure since it was looked at.
    """
    _hold(session, measure, editing)
    if state is measure.state:
        raise UsageError("Maßnahme {number} steht schon auf „{stage}“.", number=measure.number, stage=state)
    if state is MeasureState.GIVEN_UP and not why.strip():
        raise UsageError("Wer eine Maßnahme aufgibt, nennt den Grund in einem Satz.")
    editing.rights.check(measure.number, [unit.name for unit in measure.units], ["state"])
    before = values_of(measure)
    after = replace(before, state=state)
    apply_values(session, measure, after, {"state"})
    said = _told(before, after, ["state"])
    if why.strip():
        said = Message.of("{what} Grund: {why}", what=said, why=" ".join(why.split()))
    _remember(session, measure, STATE, said, _changes(before, after, ["state"]), editing)


def take_measure_change_back(session: Session, measure: Measure, editing: Editing) -> Message:
    """Take back what was changed last; gives what that was. Again goes one step further back.

    Raises:
        UsageError: nothing was changed by hand, what was changed has changed since, or no right to it.
        OvertakenError: somebody has changed the measure since it was looked at.
    """
    _hold(session, measure, editing)
    entries = [line for line in measure_history(session, measure) if line.undone_at is None and line.changes]
    if not entries:
        raise UsageError("An Maßnahme {number} ist nichts, was sich zurücknehmen ließe.", number=measure.number)
    entry, current = entries[-1], values_of(measure)
    said = Message.from_json(entry.sentence)
    names = [str(change["field"]) for change in entry.changes]
    editing.rights.check(
        measure.number,
        current.units,
        [name for name in names if name not in ("starts_on", "ends_on")],
    )
    if any(_plain(getattr(current, str(change["field"]))) != change["after"] for change in entry.changes):
        raise UsageError("„{what}“ lässt sich nicht mehr zurücknehmen: Danach wurde weitergearbeitet.", what=said)
    stood = {str(change["field"]): _typed(str(change["field"]), change["before"]) for change in entry.changes}
    apply_values(session, measure, replace(current, **stood), set(names))
    entry.undone_at = editing.now
    session.add(entry)
    told = Message.of("Zurückgenommen: {what}", what=said)
    _remember(session, measure, TAKEN_BACK, told, [], editing)
    return told


def last_measure_line(lines: Sequence[MeasureHistoryEntry]) -> int:
    """The id of the newest line: whoever has read these has seen what came until then."""
    return max((line.id or 0 for line in lines), default=0)


def next_number(session: Session, action_field: int) -> str:
    """The next free number of an action field: after 2.9 comes 2.10."""
    prefix = f"{action_field}."
    numbers = session.exec(select(Measure.number).where(Measure.action_field_number == action_field)).all()
    tails = [number.removeprefix(prefix) for number in numbers if number.startswith(prefix)]
    return f"{prefix}{max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1}"


def _hold(session: Session, measure: Measure, editing: Editing) -> None:
    """Hold the measure to the end of the transaction; who comes second is told what the first did."""
    session.exec(select(Measure.id).where(Measure.id == measure.id).with_for_update()).one()
    session.refresh(measure)
    lines = measure_history(session, measure)
    unseen = [line for line in lines if editing.seen is not None and (line.id or 0) > editing.seen]
    if unseen:
        at = local(unseen[-1].at)
        raise OvertakenError(
            "An Maßnahme {number} hat inzwischen jemand gearbeitet{who}: „{change}“, {day}, {time} Uhr. Es wurde "
            "nichts eingetragen; bitte ansehen und noch einmal speichern.",
            number=measure.number,
            who=f" ({unseen[-1].by})" if unseen[-1].by else "",
            change=Message.from_json(unseen[-1].sentence),
            day=at.date(),
            time=f"{at:%H:%M}",
        )


def _remember(
    session: Session,
    measure: Measure,
    what: str,
    sentence: Message,
    changes: Sequence[Mapping[str, Any]],
    editing: Editing,
) -> None:
    session.add(measure)
    session.flush()
    if measure.id is None:
        raise ValueError("the measure is stored before its history")
    line = MeasureHistoryEntry(
        measure_id=measure.id,
        at=editing.now,
        what=what,
        sentence=sentence.as_json(),
        by=editing.by,
        changes=[dict(change) for change in changes],
    )
    session.add(line)
    session.flush()


def _changes(before: MeasureValues, after: MeasureValues, names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"field": name, "before": _plain(getattr(before, name)), "after": _plain(getattr(after, name))}
        for name in names
    ]


def _told(before: MeasureValues, after: MeasureValues, names: Sequence[str]) -> Message:
    """What changed, with what stood before; days of a period go with its words."""
    shown = [name for name in names if name not in ("starts_on", "ends_on") or "period" not in names]
    parts = tuple(
        Message.of("{name} geändert", name=NAMES[name])
        if name in LONG
        else Message.of(
            "{name}: {before} → {after}",
            name=NAMES[name],
            before=_shown(_in_words(name, before)),
            after=_shown(_in_words(name, after)),
        )
        for name in shown
    )
    places = {f"change{number}": part for number, part in enumerate(parts)}
    return Message.of("; ".join(f"{{{place}}}" for place in places) + ".", **places)


def _in_words(name: str, values: MeasureValues) -> object:
    """A value, facets as the words they are."""
    if name != "facets":
        return getattr(values, name)
    return tuple(facet_of(code) or code for code in values.facets)


def _shown(value: object) -> object:
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, Decimal):
        return value.quantize(Decimal("0.01"))
    return f"{value}" if isinstance(value, int) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, MeasureState):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _typed(name: str, stored: Any) -> Any:
    if name in ("cost", "secured"):
        return None if stored is None else Decimal(stored)
    if name in ("starts_on", "ends_on"):
        return None if stored is None else date.fromisoformat(stored)
    if name == "state":
        return MeasureState(stored)
    return tuple(stored) if name in ("units", "facets") else stored

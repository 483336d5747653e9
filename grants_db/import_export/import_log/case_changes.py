"""Imports of applications and of donations, taken back: each as a whole, with every row that belongs to it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from grants_db.import_export.import_log.row_snapshots import (
    Rows,
    referring,
    remove,
    remove_referring,
    restore,
    same,
    snapshot,
)
from grants_db.import_export.import_log.runs import LoggedChange, changes_of, get_run
from grants_db.import_export.import_log.taken_back import CHANGED_SINCE, GONE, TakenBack
from grants_db.messages import Message
from grants_db.models.import_log import ImportChange, ImportRun
from grants_db.models.measure import FinancingItem
from grants_db.models.opportunity import Opportunity
from grants_db.vocabulary import ImportedThing, ImportKind

#: what of a call goes with it; a decision or a correction is somebody's word
OF_A_CALL = {"opportunity_version", "opportunity_listing", "cluster_member", "match"}
#: a later list of measures may say how much of an award it holds: that is no change of the application
NOT_COMPARED = {"financing_item"}


def application_snapshot(session: Session, key: int) -> Rows:
    """An application with all that belongs to it."""
    session.flush()
    return snapshot(session, "application", key)


def donation_snapshot(session: Session, key: int) -> Rows:
    """A donation with the sum it is for its measure."""
    session.flush()
    rows = snapshot(session, "donation", key)
    if rows["donation"]:
        found = session.exec(select(FinancingItem.id).where(FinancingItem.note == f"Spende Nr. {key}"))
        items = [item for number in found if number for item in snapshot(session, "financing_item", number).values()]
        rows["financing_item"] = [row for item in items for row in item]
    return rows


def newest_call(session: Session) -> int:
    """The id of the call that was stored last; 0 where there is none."""
    return session.exec(select(Opportunity.id).order_by(col(Opportunity.id).desc()).limit(1)).first() or 0


def calls_since(session: Session, newest: int) -> list[LoggedChange]:
    """The calls that were stored since, as an import brought them along."""
    found = session.exec(select(Opportunity.id, Opportunity.title).where(col(Opportunity.id) > newest))
    return [LoggedChange(ImportedThing.OPPORTUNITY, key, title, None, {}) for key, title in found if key is not None]


def take_applications_back(session: Session, number: int, now: datetime) -> TakenBack:
    """Take an import of applications back, as far as nobody has changed since what it brought.

    Raises:
        InputError: no import of applications has this number.
    """
    run = get_run(session, number, ImportKind.APPLICATIONS)
    result = _taken_back(session, run, ImportedThing.APPLICATION, application_snapshot, now)
    for change in changes_of(session, run, {ImportedThing.OPPORTUNITY}):
        if not referring(session, "opportunity", change.thing_id, apart_from=OF_A_CALL):
            remove_referring(session, "opportunity", change.thing_id, OF_A_CALL)
            if (call := session.get(Opportunity, change.thing_id)) is not None:
                session.delete(call)
            change.taken_back_at = now
            session.add(change)
    session.flush()
    return result


def take_donations_back(session: Session, number: int, now: datetime) -> TakenBack:
    """Take an import of donations back, as far as nobody has changed since what it brought.

    Raises:
        InputError: no import of donations has this number.
    """
    run = get_run(session, number, ImportKind.DONATIONS)
    return _taken_back(session, run, ImportedThing.DONATION, donation_snapshot, now)


def take_plans_back(session: Session, number: int, now: datetime) -> TakenBack:
    """Take an import of financing plans back: each application as it was, unless somebody worked on it since.

    Raises:
        InputError: no import of plans has this number.
    """
    run = get_run(session, number, ImportKind.PLANS)
    return _taken_back(session, run, ImportedThing.APPLICATION, application_snapshot, now)


def _taken_back(
    session: Session,
    run: ImportRun,
    thing: ImportedThing,
    rows_of: Callable[[Session, int], Rows],
    now: datetime,
) -> TakenBack:
    result = TakenBack()
    changes: Iterable[ImportChange] = changes_of(session, run, {thing})
    for change in changes:
        current = rows_of(session, change.thing_id)
        if not current[thing.value]:
            result.stays.append(Message.of(GONE.template, name=change.name))
        elif not same(current, change.after, apart_from=NOT_COMPARED):
            result.stays.append(Message.of(CHANGED_SINCE.template, name=change.name))
        else:
            if change.before is None:
                remove(session, current)
                result.removed += 1
            else:
                restore(session, change.before, current)
                result.restored += 1
            change.taken_back_at = now
            session.add(change)
            session.flush()
    return result

"""The ledger of de-minimis aid: what undertakings got out of forwarded money, and what they declare from others."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.errors import DoubtError, InputError, UsageError
from grants_db.financing_plan.de_minimis import Aid, AidLine, ledger
from grants_db.models.cumulation import DeMinimisAid

LONGEST_NAME = 300


def enter_aid(
    session: Session,
    undertaking: str,
    granted_on: date,
    amount: Decimal,
    *,
    now: datetime,
    dawi: bool = False,
    application_id: int | None = None,
    note: str = "",
    by: str = "",
    insist: bool = False,
) -> DeMinimisAid:
    """Enter an aid on the day it was, or is to be, granted.

    Raises:
        UsageError: no name or one that is too long, no sum above 0.
        DoubtError: any three years that hold it come to more than the ceiling, and nobody insists.
    """
    name, note = " ".join(undertaking.split()), " ".join(note.split())
    if not name or len(name) > LONGEST_NAME or len(note) > LONGEST_NAME:
        raise UsageError("Name und Anmerkung haben höchstens 300 Zeichen, und ein Name muss sein.")
    if amount <= 0:
        raise UsageError("Eine Beihilfe von {amount} € gibt es nicht; bitte eine Summe über 0 nennen.", amount=amount)
    new = DeMinimisAid(
        undertaking=name,
        granted_on=granted_on,
        amount=amount,
        dawi=dawi,
        application_id=application_id,
        note=note,
        entered_at=now,
        entered_by=by,
    )
    before = {line.aid: line.over for line in ledger_of(session)}
    session.add(new)
    session.flush()
    worse = [line for line in ledger_of(session) if line.over > before.get(line.aid, Decimal(0))]
    if worse and not insist:
        worst = max(worse, key=lambda line: line.over)
        raise DoubtError(
            "{undertaking} käme in den drei Jahren bis {day} auf {total} € De-minimis-Beihilfen; erlaubt sind "
            "{most} €.",
            undertaking=name,
            day=worst.aid.granted_on,
            total=worst.in_three_years,
            most=worst.ceiling,
        )
    return new


def remove_aid(session: Session, number: int) -> None:
    """Take an aid out that was entered by mistake.

    Raises:
        InputError: there is none of this number.
    """
    row = session.get(DeMinimisAid, number)
    if row is None:
        raise InputError("Eine Beihilfe mit der Nummer {number} gibt es nicht.", number=number)
    session.delete(row)
    session.flush()


def ledger_of(session: Session, application_ids: Sequence[int] | None = None) -> list[AidLine]:
    """The whole ledger, or that of the undertakings which got money of these applications."""
    rows = session.exec(select(DeMinimisAid).order_by(col(DeMinimisAid.id))).all()
    lines = ledger(Aid(row.undertaking, row.granted_on, row.amount, row.dawi, row.id or 0) for row in rows)
    if application_ids is None:
        return lines
    theirs = {row.undertaking.casefold() for row in rows if row.application_id in set(application_ids)}
    return [line for line in lines if line.aid.undertaking.casefold() in theirs]

"""What authorities answered when they were asked whether their grant may stand beside another one."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.clock import local_day
from grants_db.errors import InputError, UsageError
from grants_db.financing_plan.cumulation import AuthorityAnswer
from grants_db.models.cumulation import CumulationAnswer
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.vocabulary import Cumulation

LONGEST_NAME = 200
HUNDRED = Decimal(100)


def record_answer(
    session: Session, measure: Measure, pair: tuple[int, int], answer: AuthorityAnswer, *, now: datetime, by: str = ""
) -> CumulationAnswer:
    """Keep an answer of the first call's authority about the second; it counts from now on, earlier ones stay.

    Raises:
        InputError: there is no such call.
        UsageError: both are one call, nothing is quoted, nobody is named, it lies ahead, or is no answer.
    """
    asked, other = pair
    for number in pair:
        if session.get(Opportunity, number) is None:
            raise InputError("Ein Förderangebot mit der Nummer {id} gibt es nicht.", id=number)
    quote, whose = " ".join(answer.quote.split()), " ".join(answer.by.split())
    if asked == other:
        raise UsageError("Gefragt wird nach einem anderen Förderangebot, nicht nach demselben.")
    if answer.says is Cumulation.UNSTATED:
        raise UsageError("Eine Antwort, die nichts sagt, ist keine; die Frage bleibt offen.")
    if not quote or not whose or len(whose) > LONGEST_NAME:
        raise UsageError("Zu einer Antwort gehören ihr Wortlaut und wer sie gab (höchstens 200 Zeichen).")
    if answer.answered_on > local_day(now):
        raise UsageError("Der {day} liegt in der Zukunft; eingetragen wird, was geschehen ist.", day=answer.answered_on)
    if answer.ceiling is not None and not 0 < answer.ceiling <= HUNDRED:
        raise UsageError("Eine Grenze liegt über 0 und höchstens bei 100 Prozent: {rate}.", rate=answer.ceiling)
    kept = CumulationAnswer(
        measure_id=measure.id or 0,
        opportunity_id=asked,
        other_id=other,
        says=answer.says,
        ceiling=answer.ceiling,
        quote=quote,
        answered_on=answer.answered_on,
        by=whose,
        entered_at=now,
        entered_by=by,
    )
    session.add(kept)
    session.flush()
    return kept


def take_back_answer(session: Session, measure: Measure, pair: tuple[int, int], *, now: datetime) -> None:
    """Take the answer that counts back; the one before it counts again, or the calls' own words.

    Raises:
        InputError: there is none.
    """
    rows = [row for row in _standing(session, measure.id or 0) if (row.opportunity_id, row.other_id) == pair]
    if not rows:
        raise InputError(
            "Zu Maßnahme {number} ist keine Antwort von Förderangebot {asked} über {other} eingetragen.",
            number=measure.number,
            asked=pair[0],
            other=pair[1],
        )
    rows[-1].undone_at = now
    session.add(rows[-1])
    session.flush()


def answers_for(session: Session, measure_id: int) -> dict[tuple[int, int], AuthorityAnswer]:
    """The answers that count for a measure, by whose authority answered about which other call."""
    return {
        (row.opportunity_id, row.other_id): AuthorityAnswer(row.says, row.quote, row.answered_on, row.by, row.ceiling)
        for row in _standing(session, measure_id)
    }


def answers_by_measure(session: Session) -> dict[int, dict[tuple[int, int], AuthorityAnswer]]:
    """The answers that count, for every measure that has some."""
    standing = select(CumulationAnswer.measure_id).where(col(CumulationAnswer.undone_at).is_(None)).distinct()
    return {measure_id: answers_for(session, measure_id) for measure_id in session.exec(standing).all()}


def _standing(session: Session, measure_id: int) -> list[CumulationAnswer]:
    statement = select(CumulationAnswer).where(
        CumulationAnswer.measure_id == measure_id, col(CumulationAnswer.undone_at).is_(None)
    )
    return list(session.exec(statement.order_by(col(CumulationAnswer.id))).all())

"""What was entered of an application itself is put right: its head, the day of a stage, the award as it stands."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, select

from grants_db.applications.acts import last_act, recorded, take_back
from grants_db.applications.award_money import measures_of, settle
from grants_db.applications.awards import (
    AWARD,
    AwardTerms,
    as_note,
    award_doubts,
    check_terms,
    keep_stated,
    needed_award,
    stated_dates,
)
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.doubts import ask_back, asked_beyond_the_gap
from grants_db.applications.history import history, no_such, remember
from grants_db.applications.standing import not_ahead
from grants_db.clock import local_day, on_day
from grants_db.errors import UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, HistoryEntry, StatedDateRow
from grants_db.models.measure import Unit
from grants_db.rules.stages import PENDING

LONGEST_ROLE = 200


@recorded
def edit_application(
    session: Session,
    application: Application,
    *,
    requested: Decimal | None,
    role: str,
    unit: Unit | None,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> None:
    """Correct the sum applied for, the function in charge and the unit; nothing new changes nothing.

    Raises:
        UsageError: a negative sum, or a function of more than 200 signs.
        DoubtError: more is asked for than is missing, and nobody insists.
    """
    hold(session, application)
    role = " ".join(role.split())
    if requested is not None and requested < 0:
        raise UsageError("Die beantragte Summe kann nicht negativ sein: {amount}.", amount=requested)
    if len(role) > LONGEST_ROLE:
        raise UsageError("Die Funktion ist zu lang: höchstens {most} Zeichen.", most=LONGEST_ROLE)
    if requested != application.requested and application.stage in PENDING:
        measures = measures_of(session, application)
        ask_back([asked_beyond_the_gap(measures, requested, application.id)], insist=insist)
    before = session.get(Unit, application.unit_id) if application.unit_id is not None else None
    nothing, said = Message.of("nichts"), []
    if requested != application.requested:
        said.append(
            Message.of(
                "Beantragt: {amount} €, vorher {before} €.",
                amount=nothing if requested is None else requested,
                before=nothing if application.requested is None else application.requested,
            )
        )
    if role != application.role:
        said.append(
            Message.of("Funktion: {role}, vorher {before}.", role=role or nothing, before=application.role or nothing)
        )
    if (unit.id if unit else None) != application.unit_id:
        names = [one.name if one else nothing for one in (unit, before)]
        said.append(Message.of("Einheit: {unit}, vorher {before}.", unit=names[0], before=names[1]))
    application.requested, application.role = requested, role
    application.unit_id = unit.id if unit else None
    session.add(application)
    for sentence in said:
        remember(session, application, "correction", sentence, now, by)
    settle(session, application)


@recorded
def edit_stage_day(
    session: Session, application: Application, line_id: int, day: date, *, now: datetime, by: str = ""
) -> None:
    """Say on which day an application really came to a stage.

    Raises:
        UsageError: the day lies ahead.
        InputError: no such line of the history.
    """
    hold(session, application)
    line = _stage_line(session, application, line_id)
    not_ahead(day, now)
    before = local_day(line.at)
    if day == before:
        return
    said = Message.of(
        "Tag berichtigt: {what} am {day}, vorher {before}.",
        what=Message.from_json(line.sentence),
        day=day,
        before=before,
    )
    line.at = on_day(line.at, day)
    session.add(line)
    remember(session, application, "correction", said, now, by)


def remove_stage(session: Session, application: Application, line_id: int, *, now: datetime, by: str = "") -> Message:
    """Take a stage back, with everything that its entry brought; only the newest entry can be taken back.

    Raises:
        UsageError: others were entered after it, or it was entered before acts were kept.
        InputError: no such line of the history.
    """
    line = _stage_line(session, application, line_id)
    newest = last_act(session, application)
    if not newest or newest[0].id != line.act:
        raise UsageError(
            "„{what}“ lässt sich nicht löschen, denn danach wurde anderes eingetragen: bitte zuerst das zurücknehmen. "
            "Den Tag zu berichtigen geht immer.",
            what=Message.from_json(line.sentence),
        )
    return take_back(session, application, now=now, by=by)


@recorded
def edit_award(
    session: Session,
    application: Application,
    terms: AwardTerms,
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
) -> None:
    """Correct what was typed of the newest award; a changed award is entered as a new one (`record_award`).

    The dates that the award states are replaced by those of `terms`; what the guideline states stays.

    Raises:
        UsageError: no award, or what none can say.
        DoubtError: it contradicts what else is known, and nobody insists.
    """
    hold(session, application)
    award = needed_award(session, application)
    check_terms(terms)
    before = terms_of(session, application)
    conditions = before.conditions if terms.conditions is None else terms.conditions
    alike = before == replace(terms, conditions=before.conditions)
    if alike and conditions == before.conditions:
        return
    if (terms.amount, terms.notified_on) != (before.amount, before.notified_on):
        ask_back(award_doubts(session, application, terms, now), insist=insist)
    award.note = as_note(conditions)
    award.notified_on, award.amount, award.financing_type = terms.notified_on, terms.amount, terms.financing_type
    award.period_start, award.period_end = terms.period_start, terms.period_end
    award.regimes, award.place = list(terms.regimes), terms.place
    award.posted_on, award.instruction = terms.posted_on, terms.instruction
    session.add(award)
    stated = select(StatedDateRow).where(StatedDateRow.award_id == award.id, StatedDateRow.origin == AWARD)
    for row in session.exec(stated).all():
        session.delete(row)
    session.flush()
    for said in terms.stated:
        keep_stated(session, award, said)
    told = Message.of(
        "Bescheid Nr. {number} berichtigt: {amount} € vom {day}, {start} bis {end}; vorher {before} € vom "
        "{day_before}, {start_before} bis {end_before}.",
        number=award.number,
        amount=terms.amount,
        day=terms.notified_on,
        start=terms.period_start,
        end=terms.period_end,
        before=before.amount,
        day_before=before.notified_on,
        start_before=before.period_start,
        end_before=before.period_end,
    )
    if alike:
        told = Message.of("Auflagen des Bescheids Nr. {number} berichtigt.", number=award.number)
    remember(session, application, "award", told, now, by)
    settle(session, application)


def terms_of(session: Session, application: Application) -> AwardTerms:
    """What the newest award says, as it would be entered; UsageError where there is none."""
    award = needed_award(session, application)
    return AwardTerms(
        notified_on=award.notified_on,
        amount=award.amount,
        financing_type=award.financing_type,
        period_start=award.period_start,
        period_end=award.period_end,
        regimes=tuple(award.regimes),
        stated=tuple(stated for stated in stated_dates(session, award) if stated.origin == AWARD),
        conditions=award.conditions,
        place=award.place,
        posted_on=award.posted_on,
        instruction=award.instruction,
    )


def stage_lines(session: Session, application: Application) -> list[HistoryEntry]:
    """The lines of the history that lead to a stage and stand."""
    return [line for line in history(session, application) if line.what == "stage" and line.undone_at is None]


def _stage_line(session: Session, application: Application, line_id: int) -> HistoryEntry:
    line = next((line for line in stage_lines(session, application) if line.id == line_id), None)
    if line is None:
        raise no_such(Message.of("Stand"), line_id, application)
    return line

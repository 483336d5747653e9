"""Awards and the dates they state; what follows from them is in `obligations`, what came on them in `payments`.

A corrected award is a new row; the newest counts, the earlier ones stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import award_item, current_award, measures_of, paid, repaid, settle
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.doubts import ahead, ask_back, awarded_beyond, before_submission, held_in_file, paid_beyond
from grants_db.applications.history import known_id, remember, stages_been
from grants_db.applications.standing import go_back_from_award, go_to, not_ahead
from grants_db.clock import local_day
from grants_db.errors import MissingStepError, UsageError
from grants_db.measures.stated_money import hold_in_file
from grants_db.messages import Message
from grants_db.models.application import Application, Award, StatedDateRow
from grants_db.rules.obligations import REPEATED, StatedDate
from grants_db.rules.regions import LAENDER
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.rules.working_days import HOME
from grants_db.vocabulary import ApplicationStage, FinancingType, RemedyInstruction

AWARD, GUIDELINE = ORIGINS = ("award", "guideline")
LONGEST_PROVISION = 300


@dataclass(frozen=True)
class AwardTerms:
    """What a Zuwendungsbescheid says; sums in EUR."""

    notified_on: date
    amount: Decimal
    financing_type: FinancingType
    period_start: date
    period_end: date
    regimes: tuple[str, ...] = ()
    stated: tuple[StatedDate, ...] = ()
    conditions: tuple[str, ...] | None = None  # Auflagen in the award's words; None: as the award before has them
    place: str = HOME  # the Land of the authority's seat, whose holidays count
    posted_on: date | None = None  # zur Post gegeben
    instruction: RemedyInstruction = RemedyInstruction.GIVEN


def as_note(conditions: Sequence[str] | None) -> str:
    """The conditions as an award keeps them, each on a line of its own."""
    lines = (" ".join(condition.split()) for condition in conditions or ())
    return "\n".join(dict.fromkeys(line for line in lines if line))


@recorded
def record_award(
    session: Session,
    application: Application,
    terms: AwardTerms,
    *,
    now: datetime,
    by: str = "",
    insist: bool = False,
    in_file: bool = False,
    submitted_on: date | None = None,
) -> Award:
    """Enter an award, or a corrected one: the newest counts, the earlier ones stay.

    It secures money of the application's measures, and moves our stage and the funder's, if they are not further on.
    With `in_file` what the measures file calls secured holds the sum already, and it counts once. An application that
    was never entered as submitted is, on `submitted_on`; who insists without knowing that day has it entered as the
    award's.

    Raises:
        UsageError: the period ends before it begins, a date lies before it, no Land.
        MissingStepError: no application was submitted, and nobody says when or insists.
        DoubtError: it contradicts what else is known, or the measures file may hold its sum already; nobody insists.
    """
    hold(session, application)
    on = min(terms.notified_on, local_day(now))
    if ApplicationStage.SUBMITTED not in stages_been(session, application):
        if submitted_on is None and not insist:
            raise MissingStepError(
                "Zu einem Bescheid gehört ein gestellter Antrag; dieser steht auf „{stage}“.",
                offer=Message.of("Als gestellt eintragen und weiter"),
                stage=application.stage,
            )
        not_ahead(submitted_on, now)
        if submitted_on is not None and submitted_on > terms.notified_on:
            raise UsageError(
                "Der Antrag vom {day} kann nicht nach dem Bescheid vom {notified} gestellt sein.",
                day=submitted_on,
                notified=terms.notified_on,
            )
        go_to(session, application, ApplicationStage.SUBMITTED, now=now, by=by, on=submitted_on or on)
    check_terms(terms)
    measures = measures_of(session, application)
    doubts = (
        *award_doubts(session, application, terms, now),
        None if in_file else held_in_file(application, measures, terms.amount),
    )
    ask_back(doubts, insist=insist)
    earlier = current_award(session, application)
    award = Award(
        application_id=known_id(application.id),
        number=earlier.number + 1 if earlier else 1,
        notified_on=terms.notified_on,
        amount=terms.amount,
        financing_type=terms.financing_type,
        regimes=list(terms.regimes),
        period_start=terms.period_start,
        period_end=terms.period_end,
        purpose_fulfilled_on=earlier.purpose_fulfilled_on if earlier else None,
        final_report_on=earlier.final_report_on if earlier else None,
        note=as_note(terms.conditions if terms.conditions is not None or earlier is None else earlier.conditions),
        place=terms.place,
        posted_on=terms.posted_on,
        instruction=terms.instruction,
    )
    session.add(award)
    session.flush()
    for stated in (*terms.stated, *_of_guideline(session, earlier, terms.stated)):
        keep_stated(session, award, stated)
    what = Message.of("Geänderter Bescheid Nr. {number} über {amount} €.", number=award.number, amount=award.amount)
    if earlier is None:
        what = Message.of("Bescheid über {amount} €.", amount=award.amount)
    remember(session, application, "award", what, now, by, on=on)
    stage = application.stage if application.stage in HOLDS_MONEY else ApplicationStage.AWARDED
    go_to(session, application, stage, now=now, by=by, on=on)
    for measure in measures if in_file else ():
        if item := award_item(measure, application):
            hold_in_file(measure, item)
            session.add(item)
    session.flush()
    return award


def award_doubts(
    session: Session, application: Application, terms: AwardTerms, now: datetime
) -> Iterator[Message | None]:
    """What contradicts an award: more was paid or less asked for, its day lies ahead, or before the submission."""
    earlier = current_award(session, application)
    measures = measures_of(session, application)
    yield awarded_beyond(measures, application.requested, terms.amount, earlier.amount if earlier else None)
    yield paid_beyond(paid(session, application) - repaid(session, application), terms.amount)
    yield ahead(terms.notified_on, now)
    yield before_submission(session, application, terms.notified_on)
    if terms.notified_on > terms.period_end:
        yield Message.of(
            "Der Bescheid vom {notified} kam erst nach dem Bewilligungszeitraum, der am {end} endet. Bitte beide Tage "
            "prüfen.",
            notified=terms.notified_on,
            end=terms.period_end,
        )


def check_terms(terms: AwardTerms) -> None:
    """Can an award say this?

    Raises:
        UsageError: the period ends before it begins, a stated date lies before the notice, no Land, a negative sum.
    """
    if terms.period_end < terms.period_start:
        raise UsageError(
            "Der Bewilligungszeitraum endet am {end}, vor seinem Beginn am {start}.",
            end=terms.period_end,
            start=terms.period_start,
        )
    if terms.posted_on is not None and terms.posted_on > terms.notified_on:
        raise UsageError(
            "Der Bescheid kann am {notified} nicht bekannt gegeben sein, wenn er erst am {posted} zur Post ging.",
            notified=terms.notified_on,
            posted=terms.posted_on,
        )
    if terms.place not in LAENDER:
        raise UsageError("„{text}“ ist kein Land; möglich sind {known}.", text=terms.place, known=tuple(LAENDER))
    if terms.amount < 0:
        raise UsageError("Die bewilligte Summe kann nicht negativ sein: {amount}.", amount=terms.amount)
    for stated in terms.stated:
        _check_after_notice(stated.due, terms.notified_on)


@recorded
def remove_award(session: Session, application: Application, *, now: datetime, by: str = "") -> None:
    """Take back the newest award, which was entered by mistake; the one before it counts again.

    Without another one both stages go back to where they were, and no money of it is secured.

    Raises:
        UsageError: there is none, or it is the only one and was paid on.
    """
    hold(session, application)
    award = needed_award(session, application)
    statement = select(Award).where(Award.application_id == application.id, Award.number < award.number)
    earlier = session.exec(statement.order_by(col(Award.number).desc())).first()
    if earlier is None and (total := paid(session, application)):
        raise UsageError(
            "Auf diesen Bescheid sind schon {paid} € ausgezahlt; bitte ihn mit einem geänderten Bescheid berichtigen, "
            "statt ihn zu entfernen.",
            paid=total,
        )
    for row in session.exec(select(StatedDateRow).where(StatedDateRow.award_id == award.id)).all():
        session.delete(row)
    if earlier is not None:
        earlier.purpose_fulfilled_on, earlier.final_report_on = award.purpose_fulfilled_on, award.final_report_on
        session.add(earlier)
    session.flush()
    session.delete(award)
    session.flush()
    said = Message.of(
        "Bescheid Nr. {number} über {amount} € entfernt: ein Versehen.", number=award.number, amount=award.amount
    )
    remember(session, application, "award", said, now, by)
    if earlier is None:
        go_back_from_award(session, application, now=now, by=by)
    else:
        settle(session, application)


def _of_guideline(session: Session, earlier: Award | None, said_anew: Sequence[StatedDate]) -> Sequence[StatedDate]:
    """What the guideline states holds for a corrected award too, unless it was entered anew."""
    if earlier is None:
        return ()
    anew = {item.obligation for item in said_anew if item.origin == GUIDELINE}
    return [item for item in stated_dates(session, earlier) if item.origin == GUIDELINE and item.obligation not in anew]


def keep_stated(session: Session, award: Award, stated: StatedDate) -> None:
    """Store a date that an award or its guideline states."""
    session.add(
        StatedDateRow(
            award_id=known_id(award.id),
            obligation=stated.obligation,
            due=stated.due,
            origin=stated.origin,
            provision=stated.provision,
        )
    )


def stated_dates(session: Session, award: Award) -> list[StatedDate]:
    """The dates that the award or its guideline states itself, as they were entered."""
    rows = session.exec(select(StatedDateRow).where(StatedDateRow.award_id == award.id).order_by(col(StatedDateRow.id)))
    return [stated_date(row) for row in rows]


def stated_date(row: StatedDateRow) -> StatedDate:
    """A stored date as the rules take it."""
    return StatedDate(row.obligation, row.due, row.origin, row.provision)


@recorded
def state_date(session: Session, application: Application, stated: StatedDate, *, now: datetime, by: str = "") -> None:
    """Enter a date that the award or the guideline states; where only one can hold, it replaces the earlier one.

    Raises:
        UsageError: no award yet, an origin that is none, a day before the award.
    """
    hold(session, application)
    award = needed_award(session, application)
    if stated.origin not in ORIGINS:
        raise UsageError(
            "„{text}“ ist hier nicht möglich; möglich sind {known}.", text=stated.origin, known=", ".join(ORIGINS)
        )
    _check_after_notice(stated.due, award.notified_on)
    if len(stated.provision) > LONGEST_PROVISION:
        raise UsageError("Die Fundstelle ist zu lang: höchstens {most} Zeichen.", most=LONGEST_PROVISION)
    same = session.exec(
        select(StatedDateRow).where(
            StatedDateRow.award_id == award.id,
            StatedDateRow.obligation == stated.obligation,
            StatedDateRow.origin == stated.origin,
        )
    ).all()
    for row in same:
        if stated.obligation not in REPEATED or row.due == stated.due:
            session.delete(row)
    keep_stated(session, award, stated)
    day = stated.due
    said = Message.of("Im Bescheid genannt: {obligation} am {day}.", obligation=stated.obligation, day=day)
    if stated.origin == GUIDELINE:
        said = Message.of("In der Richtlinie genannt: {obligation} am {day}.", obligation=stated.obligation, day=day)
    remember(session, application, "stated_date", said, now, by)


@recorded
def record_purpose_fulfilled(
    session: Session, application: Application, day: date, *, now: datetime, by: str = ""
) -> Award:
    """Enter the day on which the purpose was fulfilled; some final reports count from it.

    Raises:
        UsageError: no award yet, or a day before its period.
    """
    hold(session, application)
    award = needed_award(session, application)
    if day < award.period_start:
        raise UsageError(
            "Der {day} liegt vor dem Bewilligungszeitraum, der am {start} beginnt.",
            day=day,
            start=award.period_start,
        )
    award.purpose_fulfilled_on = day
    session.add(award)
    said = Message.of("Zuwendungszweck erfüllt am {day}.", day=day)
    remember(session, application, "purpose", said, now, by)
    return award


def needed_award(session: Session, application: Application) -> Award:
    """The award that counts; UsageError where there is none."""
    award = current_award(session, application)
    if award is None:
        raise UsageError("Zu diesem Antrag gibt es noch keinen Bescheid: bitte zuerst den Bescheid eintragen.")
    return award


def _check_after_notice(due: date, notified_on: date) -> None:
    if due < notified_on:
        raise UsageError(
            "Das Datum {due} liegt vor der Bekanntgabe des Bescheids am {notified}.",
            due=due,
            notified=notified_on,
        )

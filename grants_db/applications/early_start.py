"""The early-start tripwire: a first contract counts as the beginning of a project (Vorhabenbeginn).

Where a call forbids that, a contract before the award or the consent to an early start loses the money. A contract that
is only planned warns; one that was made blocks.
"""

from datetime import date, datetime

from sqlmodel import Session, col, select

from grants_db.applications.acts import recorded
from grants_db.applications.award_money import current_award
from grants_db.applications.concurrent_edits import hold
from grants_db.applications.history import remember
from grants_db.messages import Message
from grants_db.models.application import Application, ApplicationMeasure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.store import get_opportunity
from grants_db.vocabulary import EarlyStart


def early_start_warning(application: Application, opportunity: Opportunity, contract_on: date) -> Message | None:
    """What a (planned) contract on this day would do: it counts as the beginning of the project.

    None where an early start is allowed or a consent covers the day.
    """
    if opportunity.early_start is EarlyStart.ALLOWED:
        return None
    if application.consent_on is not None and application.consent_on <= contract_on:
        return None
    if opportunity.early_start is EarlyStart.FORBIDDEN:
        return Message.of(
            "Ein Vertrag am {day} gilt als Beginn; vor Bewilligung oder Zustimmung ist er hier förderschädlich.",
            day=contract_on,
        )
    return Message.of(
        "Ein Vertrag am {day} gilt als Beginn; die Quelle sagt nicht, ob das vor der Bewilligung erlaubt ist.",
        day=contract_on,
    )


def contract_warning(session: Session, application: Application) -> Message | None:
    """What the recorded contract does to this application; None without one, or when award or consent came first."""
    day = application.contract_on
    if day is None:
        return None
    award = current_award(session, application)
    if award is not None and award.notified_on <= day:
        return None
    return early_start_warning(application, get_opportunity(session, application.opportunity_id), day)


def blocking_contract(session: Session, application: Application, today: date) -> Message | None:
    """Why the application may not be submitted: its contract was made, and its call forbids that."""
    if application.contract_on is None or application.contract_on > today:
        return None
    if get_opportunity(session, application.opportunity_id).early_start is not EarlyStart.FORBIDDEN:
        return None
    return contract_warning(session, application)


@recorded
def record_contract(
    session: Session, application: Application, contract_on: date, *, now: datetime, by: str = ""
) -> Message | None:
    """Enter the day of the first contract, made or planned; gives what it endangers. The fact is kept in any case."""
    hold(session, application)
    application.contract_on = contract_on
    session.add(application)
    said = Message.of("Erster Vertrag am {day}.", day=contract_on)
    remember(session, application, "contract", said, now, by)
    return contract_warning(session, application)


@recorded
def record_consent(
    session: Session, application: Application, consent_on: date, *, now: datetime, by: str = ""
) -> Message | None:
    """Enter the funder's consent to an early start; gives what it does not cover: a contract before it."""
    hold(session, application)
    application.consent_on = consent_on
    session.add(application)
    said = Message.of("Zustimmung zum vorzeitigen Maßnahmenbeginn vom {day}.", day=consent_on)
    remember(session, application, "consent", said, now, by)
    return contract_warning(session, application)


def contract_days(session: Session) -> dict[int, date]:
    """For each measure that has one, the day of its first contract over all its applications."""
    statement = select(ApplicationMeasure, Application).where(
        ApplicationMeasure.application_id == col(Application.id), col(Application.contract_on).is_not(None)
    )
    found: dict[int, date] = {}
    for link, application in session.exec(statement):
        if day := application.contract_on:
            found[link.measure_id] = min(day, found.get(link.measure_id, day))
    return found

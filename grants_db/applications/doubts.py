"""Sums and days that contradict each other: what is asked back where they are entered, all of it at once.

Whoever has looked twice insists on it. What no application can be (a negative sum, an end before its beginning) is
refused where it is written instead.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from grants_db.applications.history import history, known_id
from grants_db.clock import local_day
from grants_db.errors import DoubtError
from grants_db.measures.stated_money import file_rest
from grants_db.messages import Message
from grants_db.models.application import Application
from grants_db.models.measure import Measure
from grants_db.rules.financing import gap, planned_of
from grants_db.vocabulary import ApplicationStage


def ask_back(doubts: Iterable[Message | None], *, insist: bool) -> None:
    """Ask all that is doubted, at once.

    Raises:
        DoubtError: something is, and nobody insists.
    """
    found = [doubt for doubt in doubts if doubt is not None]
    if insist or not found:
        return
    said = found[0]
    for further in found[1:]:
        said = Message.of("{doubt} {further}", doubt=said, further=further)
    raise DoubtError(said.template, **said.values)


def asked_beyond_the_gap(
    measures: Sequence[Measure], requested: Decimal | None, application_id: int | None = None
) -> Message | None:
    """Is more asked for than the measures lack, this application left aside, together with what others ask for?"""
    gaps = [gap(one.cost, one.secured_without(application_id or 0), one.state) for one in measures]
    known = [missing for missing in gaps if missing is not None]
    if not requested or len(known) < len(gaps):
        return None
    missing = sum(known, Decimal(0))
    others = sum((planned_of(one.financing, without=application_id) for one in measures), Decimal(0))
    if requested > missing:
        return Message.of(
            "Beantragt wären {requested} €, es fehlen aber nur {missing} €. Bitte die Summe prüfen.",
            requested=requested,
            missing=missing,
        )
    if requested + others > missing:
        return Message.of(
            "Mit den {others} € anderer Anträge wären {together} € beantragt, es fehlen aber nur {missing} €.",
            others=others,
            together=requested + others,
            missing=missing,
        )
    return None


def awarded_beyond(
    measures: Sequence[Measure], requested: Decimal | None, amount: Decimal, earlier: Decimal | None = None
) -> Message | None:
    """Was more awarded than asked for, or where nobody knows what was asked for, more than all of it costs?

    Args:
        measures: all it is for.
        requested: what was asked for, in EUR; None: nobody knows.
        amount: what the award says, in EUR.
        earlier: what the award before it says; who corrects one is not asked again about a sum that stood there.
    """
    if earlier is not None and amount <= earlier:
        return None
    if requested:
        if amount <= requested:
            return None
        return Message.of(
            "Bewilligt wären {awarded} €, beantragt sind nur {requested} €. Bitte die Summe prüfen.",
            awarded=amount,
            requested=requested,
        )
    costs = [measure.cost for measure in measures if measure.cost is not None]
    if len(costs) < len(measures) or amount <= sum(costs):
        return None
    return Message.of(
        "Bewilligt wären {awarded} €, es kostet aber nur {cost} €. Bitte die Summe prüfen.",
        awarded=amount,
        cost=sum(costs, Decimal(0)),
    )


def paid_beyond(total: Decimal, awarded: Decimal) -> Message | None:
    """Was more paid than awarded?"""
    if total <= awarded:
        return None
    return Message.of(
        "Ausgezahlt wären dann {paid} €, bewilligt sind {awarded} €. Bitte die Summe prüfen.",
        paid=total,
        awarded=awarded,
    )


def ahead(day: date, now: datetime) -> Message | None:
    """Does what has happened lie ahead?"""
    return Message.of("Der {day} liegt in der Zukunft.", day=day) if day > local_day(now) else None


def before_submission(session: Session, application: Application, notified_on: date) -> Message | None:
    """Is the award older than the application it answers?

    An exception that was entered without a day of its own says nothing about when the application was submitted.
    """
    lines = [line for line in history(session, application) if line.undone_at is None]
    exceptions = {line.act for line in lines if line.what == "override"}
    days = [
        local_day(line.at)
        for line in lines
        if line.what == "stage" and Message.from_json(line.sentence).values.get("to") is ApplicationStage.SUBMITTED
        if line.act not in exceptions or local_day(line.at) != local_day(line.entered_at or line.at)
    ]
    if not days or notified_on >= min(days):
        return None
    return Message.of(
        "Der Bescheid vom {notified} ist älter als der Antrag, der am {day} gestellt wurde. Bitte beide Tage prüfen.",
        notified=notified_on,
        day=min(days),
    )


def held_in_file(application: Application, measures: Sequence[Measure], amount: Decimal) -> Message | None:
    """May the file's secured money hold the award? It is as large, or both together are more than is needed."""
    rest = sum((file_rest(measure) for measure in measures), Decimal(0))
    costs = [measure.cost for measure in measures if measure.cost is not None]
    others = (measure.secured_without(known_id(application.id)) or Decimal(0) for measure in measures)
    too_much = len(costs) == len(measures) and sum(others, amount) > sum(costs)
    if not rest or not (rest == amount or too_much):
        return None
    return Message.of(
        "Laut Maßnahmendatei sind schon {stated} € gesichert. Sind die {amount} € dieses Bescheids darin, "
        "ist das anzugeben (auf der Befehlszeile --in-file); sonst zählt beides.",
        stated=rest,
        amount=amount,
    )


def repaid_beyond(total: Decimal, paid: Decimal) -> Message | None:
    """Did more go back than ever came?"""
    if total <= paid:
        return None
    return Message.of(
        "Zurückgezahlt wären dann {repaid} €, ausgezahlt sind {paid} €. Bitte die Summe prüfen.",
        repaid=total,
        paid=paid,
    )

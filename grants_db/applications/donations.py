"""Donations and sponsoring: offered, accepted by the competent body, received, thanked, reported; or declined.

The row's days are its history: each step has its own, and none may lie before the one before it. An accepted donation
stands in the measure's financing as planned, a received one as secured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from grants_db.applications.history import known_id
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Donation
from grants_db.models.measure import FinancingItem, Measure
from grants_db.vocabulary import DonationStage, FinancingKind, FinancingState

#: the way, one step after the other
WAY = (
    DonationStage.OFFERED,
    DonationStage.ACCEPTED,
    DonationStage.RECEIVED,
    DonationStage.THANKED,
    DonationStage.REPORTED,
)
LONGEST_DONOR = 300
LONGEST_PAPER_NUMBER = 60


@dataclass(frozen=True)
class Step:
    """One step that was taken: which, when, and a sentence about it."""

    stage: DonationStage
    day: date
    sentence: Message


def offer_donation(session: Session, measure: Measure, donor: str, amount: Decimal, offered_on: date) -> Donation:
    """Enter an offer for a measure; the donor is an organisation, never a private person's name."""
    name = " ".join(donor.split())
    if not name or len(name) > LONGEST_DONOR:
        raise UsageError("Wer gibt? Bitte eine Organisation nennen, höchstens {most} Zeichen.", most=LONGEST_DONOR)
    if amount <= 0:
        raise UsageError("Eine Spende ist größer als 0 €, nicht {amount}.", amount=amount)
    donation = Donation(measure_id=known_id(measure.id), donor=name, amount=amount, offered_on=offered_on)
    session.add(donation)
    session.flush()
    return donation


def get_donation(session: Session, donation_id: int) -> Donation:
    """The donation with this number; InputError if there is none."""
    if (found := session.get(Donation, donation_id)) is None:
        raise InputError(
            "Eine Spende mit der Nummer {id} gibt es nicht. Die Nummern stehen in „akquise donations list“.",
            id=donation_id,
        )
    return found


def list_donations(session: Session) -> Sequence[Donation]:
    """All donations in the order they were offered."""
    return session.exec(select(Donation).order_by(col(Donation.id))).all()


def advance_donation(
    session: Session, donation: Donation, to: DonationStage, day: date, *, paper_number: str = ""
) -> Donation:
    """Take the next step on `day`; acceptance needs the paper number of the competent body's decision.

    Raises:
        UsageError: a step out of order, a day before the last step's, an acceptance without its paper.
    """
    last = steps_of(donation)[-1]
    allowed = _allowed(donation.stage)
    if to not in allowed:
        raise UsageError(
            "Eine Spende geht von „{gift_stage}“ nicht nach „{gift_step}“, sondern nach {allowed}.",
            gift_stage=donation.stage,
            gift_step=to,
            allowed=tuple(allowed) or Message.of("keinem weiteren Stand"),
        )
    if day < last.day:
        raise UsageError(
            "Der {day} liegt vor dem Schritt „{gift_stage}“ am {before}.",
            day=day,
            gift_stage=last.stage,
            before=last.day,
        )
    number = paper_number.strip()
    if to is DonationStage.ACCEPTED and not number:
        raise UsageError("Zur Annahme gehört der Beschluss des zuständigen Gremiums: bitte die Drucksache nennen.")
    if len(number) > LONGEST_PAPER_NUMBER:
        raise UsageError("Die Nummer der Drucksache ist zu lang: höchstens {most} Zeichen.", most=LONGEST_PAPER_NUMBER)
    match to:
        case DonationStage.ACCEPTED | DonationStage.DECLINED:
            donation.decided_on, donation.paper_number = day, number
        case DonationStage.RECEIVED:
            donation.received_on = day
        case DonationStage.THANKED:
            donation.thanked_on = day
        case DonationStage.REPORTED:
            donation.reported_on = day
        case DonationStage.OFFERED:
            raise ValueError("nothing leads back to the offer")
    donation.stage = to
    session.add(donation)
    _finance(session, donation)
    session.flush()
    return donation


def steps_of(donation: Donation) -> list[Step]:
    """The steps that were taken, the first first."""
    found = [
        Step(DonationStage.OFFERED, donation.offered_on, Message.of("Angeboten von {donor}", donor=donation.donor))
    ]
    if donation.decided_on is not None:
        declined = donation.stage is DonationStage.DECLINED
        paper = donation.paper_number or "–"
        found.append(
            Step(DonationStage.DECLINED, donation.decided_on, Message.of("Abgelehnt, Drucksache {paper}", paper=paper))
            if declined
            else Step(
                DonationStage.ACCEPTED, donation.decided_on, Message.of("Angenommen, Drucksache {paper}", paper=paper)
            )
        )
    for stage, day, said in (
        (DonationStage.RECEIVED, donation.received_on, Message.of("Eingegangen")),
        (DonationStage.THANKED, donation.thanked_on, Message.of("Gedankt")),
        (DonationStage.REPORTED, donation.reported_on, Message.of("Berichtet")),
    ):
        if day is not None:
            found.append(Step(stage, day, said))
    return found


def _allowed(stage: DonationStage) -> list[DonationStage]:
    if stage is DonationStage.DECLINED:
        return []
    following = list(WAY[WAY.index(stage) + 1 : WAY.index(stage) + 2])
    return [*following, DonationStage.DECLINED] if stage is DonationStage.OFFERED else following


def _finance(session: Session, donation: Donation) -> None:
    """Keep the measure's financing item of this donation: planned once accepted, secured once received."""
    note = f"Spende Nr. {donation.id}"
    measure = session.get_one(Measure, donation.measure_id)
    item = next((known for known in measure.financing if known.note == note), None)
    if donation.stage is DonationStage.ACCEPTED and item is None:
        measure.financing.append(
            FinancingItem(kind=FinancingKind.DONATION, state=FinancingState.PLANNED, amount=donation.amount, note=note)
        )
    elif donation.stage is DonationStage.RECEIVED and item is not None:
        item.state = FinancingState.SECURED
    session.add(measure)

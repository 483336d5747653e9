"""May this measure's carrier use this opportunity at all? Three values with their reasons, asked before any ranking.

Who may apply is asked of the measure's carrier: an association may apply where the city may not, and the other way
round. The worst single answer is the verdict. What the source does not say is unclear, never a no.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grants_db.messages import Aside, Message
from grants_db.rules.evidence import in_brackets
from grants_db.rules.regions import region_name
from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicantType,
    CarrierKind,
    EarlyStart,
    Eligibility,
    Instrument,
    Level,
    OpportunityStatus,
)

#: instruments that a measure can't be paid with, since they are paid back
REPAID = {Instrument.LOAN, Instrument.GUARANTEE, Instrument.EQUITY}

#: which applicant types of an opportunity a third party's carrier kind falls under
CARRIER_TYPES: dict[CarrierKind, set[ApplicantType]] = {
    CarrierKind.ASSOCIATION: {ApplicantType.ASSOCIATION},
    CarrierKind.CHURCH: {ApplicantType.CHURCH, ApplicantType.ASSOCIATION},
    CarrierKind.SCHOOL: {ApplicantType.SCHOOL},
    CarrierKind.UNIVERSITY: {ApplicantType.UNIVERSITY, ApplicantType.RESEARCH},
    CarrierKind.COMPANY: {ApplicantType.COMPANY},
    CarrierKind.MUNICIPAL_COMPANY: {ApplicantType.COMPANY, ApplicantType.PUBLIC_BODY},
    CarrierKind.PUBLIC_BODY: {ApplicantType.PUBLIC_BODY},
}

#: money that a city itself gives on: it can pay others with it, not its own measures
OWN_MONEY = Message.of("Hier gibt eine Kommune ihr eigenes Geld weiter; sie selbst kann es nicht beantragen.")

ORDER = (Eligibility.ELIGIBLE, Eligibility.UNCLEAR, Eligibility.NOT_ELIGIBLE)


@dataclass(frozen=True)
class EligibilityFacts:
    """What an opportunity says about whose money it is, who may apply, for where, when and with what kind of money."""

    route: ApplicantRoute
    applicant_types: frozenset[str]
    region_ok: bool | None
    regions: tuple[str, ...]
    status: OpportunityStatus
    instruments: frozenset[str]
    early_start: EarlyStart
    evidence: dict[str, str]
    level: Level


@dataclass(frozen=True)
class Carrier:
    """Who carries the measure, when it starts or started, and the day of its first contract, made or planned."""

    kind: CarrierKind
    starts_on: date | None = None
    contract_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """The answer and its reasons, one for each question asked."""

    value: Eligibility
    reasons: tuple[Message, ...]


def judge(opportunity: EligibilityFacts, carrier: Carrier, today: date) -> Verdict:
    """Ask status, route, region, instrument and early start; the worst answer is the verdict."""
    answers = [
        _status(opportunity),
        _route(opportunity, carrier.kind),
        _region(opportunity),
        _instrument(opportunity),
        *_begun(opportunity, carrier, today),
    ]
    value = max((answer for answer, _ in answers), key=ORDER.index)
    return Verdict(value, tuple(reason for _, reason in sorted(answers, key=lambda pair: -ORDER.index(pair[0]))))


Answer = tuple[Eligibility, Message]


def _status(opportunity: EligibilityFacts) -> Answer:
    match opportunity.status:
        case OpportunityStatus.OPEN:
            return Eligibility.ELIGIBLE, Message.of("Eine Antragstellung ist möglich.")
        case OpportunityStatus.FORECASTED:
            return Eligibility.ELIGIBLE, Message.of("Der Aufruf ist angekündigt, noch nicht offen.")
        case OpportunityStatus.CLOSED:
            return Eligibility.NOT_ELIGIBLE, Message.of("Eine Antragstellung ist nicht mehr möglich.")
        case OpportunityStatus.UNKNOWN:
            return Eligibility.UNCLEAR, Message.of("Die Quelle sagt nicht, ob der Aufruf offen ist.")


def _route(opportunity: EligibilityFacts, kind: CarrierKind) -> Answer:
    quote = in_brackets(opportunity.evidence.get("applicant_route", ""))
    if opportunity.level is Level.MUNICIPAL and kind is CarrierKind.CITY:
        return Eligibility.NOT_ELIGIBLE, OWN_MONEY
    if kind in (CarrierKind.CITY, CarrierKind.UNKNOWN):
        return _route_of_city(opportunity, quote)
    types = CARRIER_TYPES[kind]
    if types & opportunity.applicant_types:
        return Eligibility.ELIGIBLE, Message.of("Der Träger der Maßnahme kann selbst beantragen{quote}.", quote=quote)
    if not opportunity.applicant_types:
        return Eligibility.UNCLEAR, Message.of("Die Quelle sagt nicht, ob der Träger der Maßnahme beantragen kann.")
    if opportunity.route is ApplicantRoute.PARTNER:
        return Eligibility.UNCLEAR, Message.of(
            "Ob diese Art von Träger beantragen kann, ist unklar{quote}.", quote=quote
        )
    if opportunity.route is ApplicantRoute.DIRECT:
        return Eligibility.UNCLEAR, Message.of(
            "Nicht der Träger, aber die Stadt kann beantragen; sie müsste die Mittel weiterleiten{quote}.", quote=quote
        )
    return Eligibility.NOT_ELIGIBLE, Message.of(
        "Der Träger der Maßnahme ist nicht antragsberechtigt{quote}.", quote=quote
    )


def _route_of_city(opportunity: EligibilityFacts, quote: Aside) -> Answer:
    match opportunity.route:
        case ApplicantRoute.DIRECT:
            return Eligibility.ELIGIBLE, Message.of("Die Stadt kann selbst beantragen{quote}.", quote=quote)
        case ApplicantRoute.PARTNER:
            return Eligibility.UNCLEAR, Message.of(
                "Nur über einen Partner: Verein, Träger oder Schule beantragt, die Stadt arbeitet mit{quote}.",
                quote=quote,
            )
        case ApplicantRoute.NONE:
            return Eligibility.NOT_ELIGIBLE, Message.of(
                "Weder die Stadt noch ein üblicher Partner ist antragsberechtigt{quote}.", quote=quote
            )
        case ApplicantRoute.UNCLEAR:
            return Eligibility.UNCLEAR, Message.of("Die Quelle sagt nicht deutlich, wer beantragen kann.")


def _region(opportunity: EligibilityFacts) -> Answer:
    where = ", ".join(map(region_name, opportunity.regions))
    if opportunity.region_ok is True:
        return Eligibility.ELIGIBLE, Message.of("Das Fördergebiet passt: {where}.", where=where)
    if opportunity.region_ok is False:
        return Eligibility.NOT_ELIGIBLE, Message.of("Das Fördergebiet passt nicht: {where}.", where=where)
    return Eligibility.UNCLEAR, Message.of("Die Quelle nennt kein erkennbares Fördergebiet.")


def _instrument(opportunity: EligibilityFacts) -> Answer:
    if opportunity.instruments and opportunity.instruments <= REPAID:
        return Eligibility.NOT_ELIGIBLE, Message.of("Darlehen, Bürgschaft oder Beteiligung: kein Zuschuss.")
    if not opportunity.instruments:
        return Eligibility.UNCLEAR, Message.of("Die Quelle nennt die Art der Förderung nicht.")
    return Eligibility.ELIGIBLE, Message.of("Die Förderung muss nicht zurückgezahlt werden.")


def _begun(opportunity: EligibilityFacts, carrier: Carrier, today: date) -> Sequence[Answer]:
    """A begun measure can't use what must be applied for before the start.

    A contract is the beginning: made it forbids, planned it warns. A period is a plan, no proof: it warns.
    """
    if opportunity.early_start is not EarlyStart.FORBIDDEN:
        return []
    quote = in_brackets(opportunity.evidence.get("early_start", ""))
    if (contract := carrier.contract_on) is not None:
        if contract <= today:
            begun = Message.of(
                "Die Maßnahme hat mit dem Vertrag vom {day} begonnen; hier muss vor Beginn beantragt werden{quote}.",
                day=contract,
                quote=quote,
            )
            return [(Eligibility.NOT_ELIGIBLE, begun)]
        planned = Message.of(
            "Ein Vertrag ist für den {day} geplant; hier müssen vorher Bewilligung oder Zustimmung da sein{quote}.",
            day=contract,
            quote=quote,
        )
        return [(Eligibility.UNCLEAR, planned)]
    if carrier.starts_on is None or carrier.starts_on > today:
        return []
    return [
        (
            Eligibility.UNCLEAR,
            Message.of(
                "Der Zeitraum der Maßnahme hat am {start} begonnen; hier muss vor Beginn beantragt werden{quote}.",
                start=carrier.starts_on,
                quote=quote,
            ),
        )
    ]

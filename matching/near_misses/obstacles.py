"""What stands between a measure and an opportunity, question by question, and the change that would remove it.

What the sources do not say is never guessed: asking is then the change, and the answer holds for every measure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import ceil

from grants_db.messages import Aside, Message
from grants_db.rules.evidence import in_brackets
from grants_db.rules.regions import region_name
from grants_db.vocabulary import ApplicantRoute, ApplicantType, CarrierKind, EarlyStart, Level, OpportunityStatus
from matching.eligibility import CARRIER_TYPES, OWN_MONEY, REPAID, Carrier, EligibilityFacts
from matching.signals.amount import euros
from matching.text.documents import MeasureText, OpportunityText

#: applications that a gap may be split into
MOST_PARTS = 3

#: who can apply for a city or with it, in the order in which a city asks them
PARTNERS = {
    ApplicantType.ASSOCIATION: Message.of(
        "Ein Partner beantragt: Ein Verein oder freier Träger stellt den Antrag, die Stadt arbeitet mit oder erhält "
        "Mittel weitergeleitet."
    ),
    ApplicantType.SCHOOL: Message.of(
        "Ein Partner beantragt: Eine Schule oder Bildungseinrichtung stellt den Antrag, die Stadt arbeitet mit."
    ),
    ApplicantType.CHURCH: Message.of(
        "Ein Partner beantragt: Eine Kirchengemeinde stellt den Antrag, die Stadt arbeitet mit."
    ),
    ApplicantType.PUBLIC_BODY: Message.of(
        "Ein Partner beantragt: Eine andere öffentliche Einrichtung stellt den Antrag, die Stadt arbeitet mit."
    ),
}
ANY_PARTNER = Message.of("Ein Partner beantragt: Wer antragsberechtigt ist, stellt den Antrag, die Stadt arbeitet mit.")
JOINT = ("Konsortium", "Konsortial", "Verbundprojekt", "Verbundpartner", "consortium", "consortia")


class RemedyKind(StrEnum):
    """The change that brings an opportunity in; the order is that of the effort."""

    ASK = "ask"  # nachfragen und festhalten
    NEW_PART = "new_part"  # einen noch nicht begonnenen Teil beantragen
    SMALLER_SUM = "smaller_sum"  # weniger beantragen, aufteilen
    CITY_FORWARDS = "city_forwards"  # die Stadt beantragt und leitet weiter
    PARTNER_APPLIES = "partner_applies"  # ein Partner beantragt und leitet weiter
    BUNDLE = "bundle"  # zwei Maßnahmen zusammen
    LATER_ROUND = "later_round"  # die nächste Runde abwarten
    CONSORTIUM = "consortium"  # als Partner in einem Konsortium


@dataclass(frozen=True)
class Remedy:
    """One change and how to make it."""

    kind: RemedyKind
    sentence: Message


@dataclass(frozen=True)
class NextRound:
    """When a closed opportunity is expected again, and what that rests on."""

    day: date
    stated: bool  # the opportunity names a yearly day; otherwise it follows from its earlier rounds


@dataclass(frozen=True)
class Candidate:
    """A ranked opportunity with what is known of it."""

    score: float
    opportunity: OpportunityText
    facts: EligibilityFacts
    next_round: NextRound | None = None


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way, and the change that removes it; None where there is none."""

    why: Message
    remedy: Remedy | None


def obstacles(
    measure: MeasureText, carrier: Carrier, candidate: Candidate, others: Sequence[MeasureText], today: date
) -> Iterator[Obstacle]:
    """All obstacles of a candidate, in the order of the questions of `eligibility`, and then those of sums."""
    facts = candidate.facts
    if facts.status is OpportunityStatus.CLOSED:
        yield _closed(candidate.next_round)
    elif facts.status is OpportunityStatus.UNKNOWN:
        yield _ask("deadline", Message.of("Die Quelle sagt nicht, ob der Aufruf offen ist."), candidate.opportunity.id)
    if facts.region_ok is False:
        where = ", ".join(region_name(region) for region in facts.regions)
        yield Obstacle(Message.of("Das Fördergebiet passt nicht: {where}.", where=where), None)
    elif facts.region_ok is None:
        yield _ask("regions", Message.of("Die Quelle nennt kein erkennbares Fördergebiet."), candidate.opportunity.id)
    if facts.instruments and facts.instruments <= REPAID:
        yield Obstacle(Message.of("Darlehen, Bürgschaft oder Beteiligung: das Geld wäre zurückzuzahlen."), None)
    elif not facts.instruments:
        yield _ask("instruments", Message.of("Die Quelle nennt die Art der Förderung nicht."), candidate.opportunity.id)
    yield from _route(candidate, carrier.kind)
    begun_on = carrier.contract_on or carrier.starts_on
    if facts.early_start is EarlyStart.FORBIDDEN and begun_on is not None and begun_on <= today:
        yield _begun(facts, begun_on, by_contract=carrier.contract_on is not None)
    yield from _sums(measure, candidate.opportunity, others)


def _closed(next_round: NextRound | None) -> Obstacle:
    why = Message.of("Eine Antragstellung ist nicht mehr möglich.")
    if next_round is None:
        return Obstacle(why, None)
    day = next_round.day
    if next_round.stated:
        sentence = Message.of(
            "Die nächste Runde abwarten: Der Aufruf nennt jedes Jahr den Tag, als nächsten {day}.", day=day
        )
    else:
        sentence = Message.of("Die nächste Runde abwarten: nach früheren Runden etwa bis {day} erwartet.", day=day)
    return Obstacle(why, Remedy(RemedyKind.LATER_ROUND, sentence))


def _ask(field: str, why: Message, call_id: str) -> Obstacle:
    """Ask the funder and record the answer, which then holds for every measure."""
    return Obstacle(
        why,
        Remedy(
            RemedyKind.ASK,
            Message.of(
                "Beim Fördergeber nachfragen und die Antwort für alle Maßnahmen festhalten: "
                "„akquise opportunities correct {id} {field} …“.",
                id=call_id,
                field=field,
            ),
        ),
    )


def _route(candidate: Candidate, kind: CarrierKind) -> Iterator[Obstacle]:
    facts = candidate.facts
    if facts.level is Level.MUNICIPAL and kind is CarrierKind.CITY:
        yield Obstacle(OWN_MONEY, None)
        return
    of_city = kind in (CarrierKind.CITY, CarrierKind.UNKNOWN)
    if not of_city and CARRIER_TYPES[kind] & facts.applicant_types:
        return
    quote = in_brackets(facts.evidence.get("applicant_route", ""))
    match facts.route:
        case ApplicantRoute.DIRECT if of_city:
            return
        case ApplicantRoute.DIRECT:
            yield Obstacle(
                Message.of("Der Träger der Maßnahme kann nicht selbst beantragen{quote}.", quote=quote),
                Remedy(
                    RemedyKind.CITY_FORWARDS,
                    Message.of("Die Stadt beantragt und leitet die Mittel an den Träger weiter (Weiterleitung)."),
                ),
            )
        case ApplicantRoute.PARTNER:
            yield _partner(facts, of_city, quote)
        case ApplicantRoute.UNCLEAR:
            why = Message.of("Die Quelle sagt nicht deutlich, wer beantragen kann.")
            yield _ask("applicant_route", why, candidate.opportunity.id)
        case ApplicantRoute.NONE:
            yield _shut(candidate, of_city, quote)


def _partner(facts: EligibilityFacts, of_city: bool, quote: Aside) -> Obstacle:
    if of_city:
        why = Message.of("Die Stadt selbst kann nicht beantragen{quote}.", quote=quote)
        how = next((said for kind, said in PARTNERS.items() if kind in facts.applicant_types), ANY_PARTNER)
    else:
        why = Message.of("Der Träger der Maßnahme gehört nicht zu den Antragsberechtigten{quote}.", quote=quote)
        how = Message.of("Ein antragsberechtigter Partner stellt den Antrag, der Träger der Maßnahme arbeitet mit.")
    return Obstacle(why, Remedy(RemedyKind.PARTNER_APPLIES, how))


def _shut(candidate: Candidate, of_city: bool, quote: Aside) -> Obstacle:
    """Neither city nor usual partner; an opportunity that asks for joint projects has room for one more."""
    if of_city:
        why = Message.of("Weder die Stadt noch ein üblicher Partner ist antragsberechtigt{quote}.", quote=quote)
    else:
        why = Message.of("Der Träger der Maßnahme ist nicht antragsberechtigt{quote}.", quote=quote)
    text = f"{candidate.opportunity.short_description} {candidate.opportunity.description}".casefold()
    word = next((word for word in JOINT if word.casefold() in text), None)
    if word is None:
        return Obstacle(why, None)
    how = Message.of(
        "Als Partner in ein Konsortium gehen, das ein Antragsberechtigter führt (der Aufruf spricht von „{word}“).",
        word=word,
    )
    return Obstacle(why, Remedy(RemedyKind.CONSORTIUM, how))


def _begun(facts: EligibilityFacts, begun_on: date, *, by_contract: bool) -> Obstacle:
    day, quote = begun_on, in_brackets(facts.evidence.get("early_start", ""))
    why = Message.of(
        "Der Zeitraum der Maßnahme hat am {start} begonnen; hier muss vor Beginn beantragt werden{quote}.",
        start=day,
        quote=quote,
    )
    if by_contract:
        why = Message.of(
            "Die Maßnahme hat mit dem Vertrag vom {day} begonnen; hier muss vor Beginn beantragt werden{quote}.",
            day=day,
            quote=quote,
        )
    how = Message.of("Einen abgegrenzten, noch nicht begonnenen Teil der Maßnahme beantragen.")
    return Obstacle(why, Remedy(RemedyKind.NEW_PART, how))


def _sums(measure: MeasureText, opportunity: OpportunityText, others: Sequence[MeasureText]) -> Iterator[Obstacle]:
    if measure.gap is None or measure.gap <= 0:
        return
    if opportunity.min_amount is not None and measure.gap < opportunity.min_amount:
        why = Message.of(
            "Die Lücke von {gap} EUR liegt unter der Mindestsumme von {least} EUR.",
            gap=euros(measure.gap),
            least=euros(opportunity.min_amount),
        )
        yield Obstacle(why, _bundle(measure, measure.gap, opportunity, others))
    elif opportunity.max_amount is not None and opportunity.max_amount < measure.gap:
        why = Message.of(
            "Die Lücke von {gap} EUR liegt über der Höchstsumme von {most} EUR.",
            gap=euros(measure.gap),
            most=euros(opportunity.max_amount),
        )
        yield Obstacle(why, _smaller(measure.gap, opportunity.max_amount))


def _bundle(
    measure: MeasureText, gap: Decimal, opportunity: OpportunityText, others: Sequence[MeasureText]
) -> Remedy | None:
    """The measure of the same field with the smallest gap that reaches the least sum together, within the largest."""
    reaching = [
        (other.gap, other.id, other.title)
        for other in others
        if other.id != measure.id
        and other.action_field == measure.action_field
        and other.gap is not None
        and gap + other.gap >= (opportunity.min_amount or 0)
        and (opportunity.max_amount is None or gap + other.gap <= opportunity.max_amount)
    ]
    if not reaching:
        return None
    other_gap, _, title = min(reaching)
    return Remedy(
        RemedyKind.BUNDLE,
        Message.of(
            "Mit „{title}“ aus demselben Handlungsfeld zusammen beantragen: {gap} + {other} = {sum} EUR.",
            title=title,
            gap=euros(gap),
            other=euros(other_gap),
            sum=euros(gap + other_gap),
        ),
    )


def _smaller(gap: Decimal, most: Decimal) -> Remedy | None:
    """Ask for less, or in parts; a sum that pays less than a third of the gap changes nothing."""
    if most * MOST_PARTS < gap:
        return None
    return Remedy(
        RemedyKind.SMALLER_SUM,
        Message.of(
            "Nur {most} EUR hier beantragen und {rest} EUR aus anderen Mitteln; oder in {parts} Teile gliedern.",
            most=euros(most),
            rest=euros(gap - most),
            parts=ceil(gap / most),
        ),
    )

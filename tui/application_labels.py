"""The names on screen of decisions and applications, with their stages, duties and dates; and sentences with them."""

import re
from decimal import Decimal
from enum import StrEnum

from grants_db.sentence import Sentence
from grants_db.vocabulary import (
    AgendaKind,
    ApplicationStage,
    Certainty,
    DecisionKind,
    DonationStage,
    FinancingType,
    FunderStatus,
    ObligationKind,
)
from tui.i18n import N_, _, written_as

APPLICATION_LABELS: dict[type[StrEnum], dict[str, str]] = {
    DecisionKind: {
        DecisionKind.ACCEPTED: N_("angenommen"),
        DecisionKind.DISMISSED: N_("verworfen"),
        DecisionKind.LATER: N_("zurückgestellt"),
    },
    ApplicationStage: {
        ApplicationStage.IDEA: N_("Idee"),
        ApplicationStage.REVIEW: N_("Prüfung"),
        ApplicationStage.INTERNAL_APPROVAL: N_("Freigabe"),
        ApplicationStage.SKETCH: N_("Skizze eingereicht"),
        ApplicationStage.SUBMITTED: N_("Antrag gestellt"),
        ApplicationStage.AWARDED: N_("bewilligt"),
        ApplicationStage.REJECTED: N_("abgelehnt"),
        ApplicationStage.RUNNING: N_("Durchführung"),
        ApplicationStage.INTERIM_REPORT: N_("Zwischennachweis"),
        ApplicationStage.FINAL_REPORT: N_("Verwendungsnachweis"),
        ApplicationStage.CLOSED: N_("abgeschlossen"),
        ApplicationStage.RETENTION: N_("Aufbewahrung"),
        ApplicationStage.DEFERRED: N_("zurückgestellt"),
        ApplicationStage.NOT_PURSUED: N_("nicht verfolgt"),
        ApplicationStage.WITHDRAWN: N_("zurückgezogen"),
        ApplicationStage.LAPSED: N_("verfallen"),
    },
    FunderStatus: {
        FunderStatus.NONE: N_("nichts eingereicht"),
        FunderStatus.SKETCH_RECEIVED: N_("Skizze eingegangen"),
        FunderStatus.INVITED: N_("zum Antrag aufgefordert"),
        FunderStatus.RECEIVED: N_("Antrag eingegangen"),
        FunderStatus.QUESTIONS: N_("Rückfragen"),
        FunderStatus.GRANTED: N_("Bescheid erteilt"),
        FunderStatus.REFUSED: N_("abgelehnt"),
        FunderStatus.REPORT_RECEIVED: N_("Nachweis eingegangen"),
        FunderStatus.AUDITED: N_("Nachweis geprüft"),
    },
    FinancingType: {
        FinancingType.SHARE: N_("Anteilfinanzierung"),
        FinancingType.GAP: N_("Fehlbedarfsfinanzierung"),
        FinancingType.FIXED: N_("Festbetragsfinanzierung"),
        FinancingType.FULL: N_("Vollfinanzierung"),
    },
    ObligationKind: {
        ObligationKind.INTERIM_REPORT: N_("Zwischennachweis"),
        ObligationKind.FINAL_REPORT: N_("Verwendungsnachweis"),
        ObligationKind.SPEND_BY: N_("Mittel verwenden"),
        ObligationKind.OBJECTION: N_("Widerspruch oder Klage"),
        ObligationKind.KEEP_RECEIPTS: N_("Belege aufbewahren bis"),
        ObligationKind.PURPOSE_BINDING: N_("Zweckbindung bis"),
    },
    DonationStage: {
        DonationStage.OFFERED: N_("angeboten"),
        DonationStage.ACCEPTED: N_("angenommen"),
        DonationStage.RECEIVED: N_("eingegangen"),
        DonationStage.THANKED: N_("gedankt"),
        DonationStage.REPORTED: N_("berichtet"),
        DonationStage.DECLINED: N_("abgelehnt"),
    },
    AgendaKind: {
        AgendaKind.CALL_DEADLINE: N_("Antragsfrist"),
        AgendaKind.INTERNAL: N_("interner Termin"),
        AgendaKind.TASK: N_("Aufgabe"),
        AgendaKind.OBLIGATION: N_("Pflicht"),
    },
    Certainty: {
        Certainty.CONFIRMED: N_("genannt"),
        Certainty.DERIVED: N_("abgeleitet"),
        Certainty.FORECAST: N_("erwartet"),
    },
}
SUM = re.compile(r"-?\d{1,15}(\.\d+)?")
#: places of sentences that hold a sum in euros
SUM_PLACES = {"amount", "awarded", "paid"}
#: places of sentences that hold a word of a vocabulary, and which vocabularies it may be of
WORD_PLACES: dict[str, tuple[type[StrEnum], ...]] = {
    "before": (ApplicationStage, FunderStatus),
    "to": (ApplicationStage, FunderStatus),
    "stage": (ApplicationStage,),
    "gift_stage": (DonationStage,),
    "gift_step": (DonationStage,),
    "obligation": (ObligationKind,),
    "kind": (ObligationKind,),
    "decision": (DecisionKind,),
}


def spelled_out(said: Sentence) -> Sentence:
    """The sentence with the vocabularies' words in its values replaced by their names on screen.

    >>> str(spelled_out(Sentence.of("Stand: {before} → {to}", before="idea", to="review")))
    'Stand: Idee → Prüfung'
    """
    return Sentence(said.template, {place: _name(place, value) for place, value in said.values.items()})


def _name(place: str, value: str) -> str:
    if place in SUM_PLACES and SUM.fullmatch(value):
        return written_sum(Decimal(value))
    if place == "allowed":  # several stages
        return ", ".join(_name("stage", _name("gift_stage", one)) for one in value.split(", "))
    for vocabulary in WORD_PLACES.get(place, ()):
        if name := APPLICATION_LABELS[vocabulary].get(value):
            return _(name)
    return value


def written_sum(value: Decimal) -> str:
    """A sum to the cent without its sign, as the language writes it: 12.500,00."""
    from babel.numbers import format_decimal

    return format_decimal(value, "#,##0.00", locale=written_as())

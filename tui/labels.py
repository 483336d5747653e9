"""The names on screen of every word in the vocabularies: the official German terms, translated through `_`."""

from enum import StrEnum

from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicantType,
    Binding,
    CarrierKind,
    Cumulation,
    DeadlineKind,
    DeadlineStage,
    EarlyStart,
    Eligibility,
    FinancingKind,
    FinancingState,
    Instrument,
    Level,
    MeasureKind,
    OpportunityStatus,
    ReasonCode,
    RunOutcome,
    StatusNote,
)
from tui.application_labels import APPLICATION_LABELS
from tui.i18n import N_, _

#: per vocabulary, since equal words of two vocabularies are equal as keys
LABELS: dict[type[StrEnum], dict[str, str]] = {
    Level: {
        Level.LAND: N_("Land"),
        Level.FEDERAL: N_("Bund"),
        Level.EU: N_("EU"),
        Level.FOUNDATION: N_("Stiftung"),
    },
    OpportunityStatus: {
        OpportunityStatus.FORECASTED: N_("angekündigt"),
        OpportunityStatus.OPEN: N_("offen"),
        OpportunityStatus.CLOSED: N_("geschlossen"),
        OpportunityStatus.UNKNOWN: N_("unbekannt"),
    },
    StatusNote: {
        StatusNote.FORTHCOMING: N_("laut Quelle angekündigt"),
        StatusNote.OPEN: N_("laut Quelle offen"),
        StatusNote.CLOSED: N_("laut Quelle geschlossen"),
    },
    ApplicantType: {
        ApplicantType.MUNICIPALITY: N_("Kommune"),
        ApplicantType.PUBLIC_BODY: N_("öffentliche Einrichtung"),
        ApplicantType.ASSOCIATION: N_("Verein, Verband"),
        ApplicantType.CHURCH: N_("Kirche, Religionsgemeinschaft"),
        ApplicantType.SCHOOL: N_("Bildungseinrichtung"),
        ApplicantType.UNIVERSITY: N_("Hochschule"),
        ApplicantType.RESEARCH: N_("Forschungseinrichtung"),
        ApplicantType.COMPANY: N_("Unternehmen"),
        ApplicantType.FOUNDER: N_("Existenzgründung"),
        ApplicantType.INDIVIDUAL: N_("Privatperson"),
        ApplicantType.LAND: N_("Land selbst"),
    },
    ApplicantRoute: {
        ApplicantRoute.DIRECT: N_("Stadt selbst"),
        ApplicantRoute.PARTNER: N_("über Partner"),
        ApplicantRoute.NONE: N_("nicht für die Stadt"),
        ApplicantRoute.UNCLEAR: N_("unklar"),
    },
    Instrument: {
        Instrument.GRANT: N_("Zuschuss"),
        Instrument.LOAN: N_("Darlehen"),
        Instrument.GUARANTEE: N_("Bürgschaft"),
        Instrument.EQUITY: N_("Beteiligung"),
        Instrument.PRIZE: N_("Preis, Wettbewerb"),
        Instrument.OTHER: N_("Sonstiges"),
    },
    DeadlineKind: {
        DeadlineKind.FIXED: N_("fester Tag"),
        DeadlineKind.ANNUAL: N_("jährlich"),
        DeadlineKind.RELATIVE: N_("vor einem Ereignis"),
        DeadlineKind.ROLLING: N_("laufend"),
        DeadlineKind.BEFORE_START: N_("vor Beginn der Maßnahme"),
        DeadlineKind.CLOSED: N_("keine Antragstellung mehr"),
        DeadlineKind.ANNOUNCED: N_("wird bekannt gegeben"),
        DeadlineKind.NONE: N_("nicht angegeben"),
    },
    DeadlineStage: {
        DeadlineStage.APPLICATION: N_("Antrag"),
        DeadlineStage.SKETCH: N_("Skizze"),
    },
    EarlyStart: {
        EarlyStart.FORBIDDEN: N_("nicht zulässig"),
        EarlyStart.ALLOWED: N_("zulässig"),
        EarlyStart.UNSTATED: N_("nicht angegeben"),
    },
    Cumulation: {
        Cumulation.ALLOWED: N_("zulässig"),
        Cumulation.PROHIBITED: N_("ausgeschlossen"),
        Cumulation.LIMITED: N_("bis zu einer Grenze"),
        Cumulation.UNSTATED: N_("nicht angegeben"),
    },
    MeasureKind: {
        MeasureKind.EXISTING: N_("a) Vorhandenes und Bewährtes"),
        MeasureKind.CONTINUATION: N_("b) Fortführung und Optimierung"),
        MeasureKind.CHALLENGE: N_("c) Herausforderung, Problemstellung"),
        MeasureKind.SOLUTION: N_("d) Lösungsvorschlag"),
        MeasureKind.SUGGESTION: N_("e) weitere Empfehlung, Anregung"),
    },
    Binding: {
        Binding.ADMINISTRATION: N_("verbindlich für die Verwaltung"),
        Binding.RECOMMENDATION: N_("Empfehlung an Dritte"),
    },
    CarrierKind: {
        CarrierKind.CITY: N_("Stadt"),
        CarrierKind.MUNICIPAL_COMPANY: N_("städtische Gesellschaft, Eigenbetrieb"),
        CarrierKind.ASSOCIATION: N_("Verein, Verband, freier Träger"),
        CarrierKind.CHURCH: N_("Kirche, Religionsgemeinschaft"),
        CarrierKind.SCHOOL: N_("Schule, Bildungseinrichtung"),
        CarrierKind.UNIVERSITY: N_("Hochschule"),
        CarrierKind.COMPANY: N_("Unternehmen"),
        CarrierKind.PUBLIC_BODY: N_("andere öffentliche Stelle"),
        CarrierKind.UNKNOWN: N_("nicht angegeben"),
    },
    FinancingKind: {
        FinancingKind.OWN_BUDGET: N_("Haushalt der Einheit"),
        FinancingKind.GRANT: N_("Zuwendung"),
        FinancingKind.FOUNDATION: N_("Stiftungsmittel"),
        FinancingKind.DONATION: N_("Spende, Sponsoring"),
        FinancingKind.UNSPECIFIED: N_("ohne nähere Angabe"),
    },
    FinancingState: {
        FinancingState.SECURED: N_("gesichert"),
        FinancingState.PLANNED: N_("geplant"),
    },
    RunOutcome: {
        RunOutcome.OK: N_("vollständig"),
        RunOutcome.PARTIAL: N_("unvollständig"),
        RunOutcome.BLOCKED: N_("abgewiesen"),
        RunOutcome.FAILED: N_("fehlgeschlagen"),
        RunOutcome.NOT_ON_MIRROR: N_("nicht im Spiegel"),
    },
    Eligibility: {
        Eligibility.ELIGIBLE: N_("förderfähig"),
        Eligibility.UNCLEAR: N_("unklar"),
        Eligibility.NOT_ELIGIBLE: N_("nicht förderfähig"),
    },
    ReasonCode: {
        ReasonCode.NOT_ELIGIBLE: N_("nicht antragsberechtigt"),
        ReasonCode.OWN_CONTRIBUTION: N_("Eigenanteil"),
        ReasonCode.STAFF_CAPACITY: N_("Personalkapazität"),
        ReasonCode.DEADLINE_TOO_SHORT: N_("Frist zu kurz"),
        ReasonCode.CUMULATION: N_("Kumulierung"),
        ReasonCode.OUTSIDE_PURPOSE: N_("außerhalb des Zwecks"),
        ReasonCode.POLITICAL_DECISION: N_("politische Entscheidung"),
        ReasonCode.DUPLICATE: N_("Dublette"),
        ReasonCode.OTHER: N_("sonstiges"),
    },
    **APPLICATION_LABELS,
}

#: the short names of the shipped action fields, so that they are translated; another city's own stay as they are
ACTION_FIELDS = (
    N_("Weltoffenheit"),
    N_("Spracherwerb"),
    N_("Arbeit und Beruf"),
    N_("Stadtteile"),
    N_("Teilhabe"),
    N_("Verwaltung"),
)

#: regions that are no place names
REGIONS = (N_("bundesweit"), N_("Europäische Union"))

#: parts of the score as people know them; several signals of the matcher make up one
SIGNALS = {
    N_("Begriffe"): ("words", "compounds", "letters", "ideas"),
    N_("Themen"): ("themes", "latent", "coverage"),
    N_("Zielgruppe, Ort"): ("target_group", "place"),
    N_("Handlungsfeld"): ("field_compounds", "field_letters", "field_themes", "field_latent", "field_peers"),
    N_("Ähnl. Maßnahmen"): ("similar_measures",),
    N_("Integration"): ("integration_compounds", "integration_letters", "integration_themes", "civic"),
    N_("Ebene"): ("level",),
    N_("Betrag"): ("amount",),
    N_("Restzeit"): ("time_left",),
    N_("Entscheidungen"): ("funder_history", "feedback"),
}

#: facts of a call, by the field of `OpportunityFacts` they stand in
FACTS = {
    "number": N_("Nummer"),
    "status": N_("Stand"),
    "two_stage": N_("Verfahren"),
    "amount": N_("Förderbetrag"),
    "attribution": N_("Nutzungshinweis"),
    "title": N_("Titel"),
    "url": N_("Adresse"),
    "short_description": N_("Kurztext"),
    "description": N_("Volltext"),
    "guideline": N_("Richtlinie"),
    "language": N_("Sprache"),
    "level": N_("Ebene"),
    "funder": N_("Fördergeber"),
    "authority": N_("Bewilligungsbehörde"),
    "regions": N_("Fördergebiet"),
    "applicant_types": N_("Förderberechtigte"),
    "applicant_route": N_("Antragsberechtigung"),
    "instruments": N_("Förderart"),
    "min_amount": N_("Mindestbetrag"),
    "max_amount": N_("Höchstbetrag"),
    "max_rate": N_("Förderquote"),
    "municipal_rate": N_("Quote für Kommunen"),
    "own_share_min": N_("Eigenanteil mindestens"),
    "opens_on": N_("Antrag ab"),
    "deadline": N_("Antragsfrist"),
    "status_note": N_("Stand laut Quelle"),
    "early_start": N_("Vorzeitiger Beginn"),
    "cumulation": N_("Kumulierung"),
}


#: what a statement is to the leading one, by `grants_db.clusters.Relation`
RELATIONS = {
    "leads": N_("führt"),
    "same": N_("dasselbe"),
    "edition": N_("andere Ausgabe"),
    "language": N_("andere Sprache"),
}


def label(member: StrEnum) -> str:
    """The name on screen of a word of a vocabulary.

    >>> label(ReasonCode.DUPLICATE)
    'Dublette'
    """
    return _(LABELS[type(member)][member])


def labels(vocabulary: type[StrEnum], words: list[str]) -> str:
    """The names of several stored words, in their order; a word that is in no vocabulary stands as it is."""
    known = LABELS[vocabulary]
    return ", ".join(_(known.get(word, word)) for word in words)


def score_parts(parts: dict[str, float]) -> list[tuple[str, float]]:
    """The parts of a score under names that people know, the weightiest first; what adds nothing is left out.

    >>> score_parts({"words": 0.25, "ideas": 0.25, "amount": 0.125, "level": 0.0})
    [('Begriffe', 0.5), ('Betrag', 0.125)]
    """
    names = {signal: name for name, signals in SIGNALS.items() for signal in signals}
    sums: dict[str, float] = {}
    for signal, value in parts.items():
        name = names.get(signal, signal)
        sums[name] = sums.get(name, 0.0) + value
    return sorted(((_(name), value) for name, value in sums.items() if value), key=lambda part: -part[1])


def fact_name(name: str) -> str:
    """The name on screen of a fact of a call."""
    return _(FACTS.get(name, name))


#: how a date was derived where no provision has a name of its own, by `grants_db.agenda`
RULES = {
    "backward_planning": N_("rückwärts gerechnet"),
    "before_measure_start": N_("vor Beginn der Maßnahme"),
}


def rule_name(rule: str) -> str:
    """The name on screen of a rule that dates follow from; provisions keep theirs."""
    return _(RULES[rule]) if rule in RULES else rule

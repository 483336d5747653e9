"""Closed vocabularies: one word for one idea, with the official German term beside each member.

Nothing here touches a database; every package may import it, and it is cheap to import. The values are
what stands in the database, in exports and in `--json`; the names on screen are in `tui.labels`.
Names follow CommonGrants (`status`, `applicant types`) where it has one.
"""

from enum import StrEnum


class Level(StrEnum):
    """Who pays: the level of the funder (Ebene des Zuwendungsgebers)."""

    LAND = "land"  # Land
    FEDERAL = "federal"  # Bund
    EU = "eu"  # Europäische Union
    FOUNDATION = "foundation"  # Stiftung, Fonds, bürgerschaftliches Programm


class OpportunityStatus(StrEnum):
    """Can one apply? Derived at the moment of reading, never stored."""

    FORECASTED = "forecasted"  # angekündigt
    OPEN = "open"  # offen
    CLOSED = "closed"  # geschlossen
    UNKNOWN = "unknown"  # unbekannt


class StatusNote(StrEnum):
    """What the source itself says about the state of the call, besides its dates."""

    FORTHCOMING = "forthcoming"  # angekündigt (SEDIA 31094501)
    OPEN = "open"  # Antragstellung möglich (SEDIA 31094502)
    CLOSED = "closed"  # Antragstellung nicht mehr möglich, Budget ausgeschöpft (SEDIA 31094503)


class ApplicantType(StrEnum):
    """Who may apply, as a group (Förderberechtigte)."""

    MUNICIPALITY = "municipality"  # Kommune
    PUBLIC_BODY = "public_body"  # Öffentliche Einrichtung
    ASSOCIATION = "association"  # Verband/Vereinigung, Verein, gemeinnütziger Träger
    CHURCH = "church"  # Kirche, Religionsgemeinschaft
    SCHOOL = "school"  # Bildungseinrichtung, Schule, Kita
    UNIVERSITY = "university"  # Hochschule
    RESEARCH = "research"  # Forschungseinrichtung
    COMPANY = "company"  # Unternehmen
    FOUNDER = "founder"  # Existenzgründer/in
    INDIVIDUAL = "individual"  # Privatperson
    LAND = "land"  # Land (die Länder selbst)


class ApplicantRoute(StrEnum):
    """How a municipality gets at the money (Antragsberechtigung)."""

    DIRECT = "direct"  # die Stadt selbst
    PARTNER = "partner"  # Verein, Träger, Schule, Kirche …, mit dem die Stadt zusammenarbeitet (Weiterleitung)
    NONE = "none"  # nur Privatpersonen, Unternehmen, Forschung oder die Länder selbst
    UNCLEAR = "unclear"  # der Text sagt es nicht


class Instrument(StrEnum):
    """What kind of money it is (Förderart)."""

    GRANT = "grant"  # Zuschuss
    LOAN = "loan"  # Darlehen
    GUARANTEE = "guarantee"  # Bürgschaft, Garantie
    EQUITY = "equity"  # Beteiligung
    PRIZE = "prize"  # Preis, Wettbewerb
    OTHER = "other"  # Sonstiges (Sachleistung, Beratung)


class DeadlineKind(StrEnum):
    """The main kind of an application deadline (Antragsfrist)."""

    FIXED = "fixed"  # Tag mit Jahr
    ANNUAL = "annual"  # jedes Jahr zum selben Tag
    RELATIVE = "relative"  # Dauer vor einem Ereignis („8 Wochen vor Beginn“)
    ROLLING = "rolling"  # laufend, jederzeit
    BEFORE_START = "before_start"  # vor Beginn der Maßnahme
    CLOSED = "closed"  # keine Antragstellung mehr möglich
    ANNOUNCED = "announced"  # Frist steht im jeweiligen Aufruf, wird bekannt gegeben
    NONE = "none"  # nichts angegeben


class DeadlineStage(StrEnum):
    """What must be in by a date."""

    APPLICATION = "application"  # Antrag
    SKETCH = "sketch"  # Skizze, Interessenbekundung


class EarlyStart(StrEnum):
    """May the project begin before the award (vorzeitiger Maßnahmenbeginn)?"""

    FORBIDDEN = "forbidden"  # nicht zulässig; auch „Antrag vor Beginn stellen“
    ALLOWED = "allowed"  # zulässig, auch: auf Antrag
    UNSTATED = "unstated"  # nicht angegeben


class Cumulation(StrEnum):
    """Combination with other public money (Kumulierung)."""

    ALLOWED = "allowed"  # zulässig
    PROHIBITED = "prohibited"  # ausgeschlossen
    LIMITED = "limited"  # bis zu einer Grenze
    UNSTATED = "unstated"  # nicht angegeben


class MeasureKind(StrEnum):
    """Kind of entry in the concept's catalogue (DS0583/21, a to e)."""

    EXISTING = "a"  # Vorhandenes und Bewährtes
    CONTINUATION = "b"  # Fortführungs- und Optimierungsvorschläge
    CHALLENGE = "c"  # Herausforderungen und Problemstellungen
    SOLUTION = "d"  # Lösungsvorschläge
    SUGGESTION = "e"  # weitere Handlungsempfehlungen und Anregungen


class Binding(StrEnum):
    """Whom the entry binds."""

    ADMINISTRATION = "administration"  # verbindlich für die Verwaltung
    RECOMMENDATION = "recommendation"  # Empfehlung an Dritte


class CarrierKind(StrEnum):
    """What kind of body carries the measure (Träger der Maßnahme)."""

    CITY = "city"  # die Stadt selbst
    MUNICIPAL_COMPANY = "municipal_company"  # städtische Gesellschaft, Eigenbetrieb
    ASSOCIATION = "association"  # Verein, Verband, freier Träger
    CHURCH = "church"  # Kirche, Religionsgemeinschaft
    SCHOOL = "school"  # Schule, Bildungseinrichtung
    UNIVERSITY = "university"  # Hochschule
    COMPANY = "company"  # Unternehmen
    PUBLIC_BODY = "public_body"  # andere öffentliche Stelle (Jobcenter, Kammer)
    UNKNOWN = "unknown"  # nicht angegeben


class FinancingKind(StrEnum):
    """Where a sum in a measure's financing comes from (Finanzierungsart des Postens)."""

    OWN_BUDGET = "own_budget"  # Haushalt der Einheit
    GRANT = "grant"  # Zuwendung, Fördermittel
    FOUNDATION = "foundation"  # Stiftungsmittel
    DONATION = "donation"  # Spende, Sponsoring
    UNSPECIFIED = "unspecified"  # in der Datei nur als Summe „gesichert“ angegeben


class FinancingState(StrEnum):
    """Is the sum certain?"""

    SECURED = "secured"  # gesichert
    PLANNED = "planned"  # geplant


class RunOutcome(StrEnum):
    """How a source ended a run."""

    OK = "ok"  # vollständig
    PARTIAL = "partial"  # unvollständig: einzelne Seiten fehlten oder waren unlesbar
    BLOCKED = "blocked"  # abgewiesen (Captcha, 403, robots.txt, keine Erlaubnis)
    FAILED = "failed"  # nicht erreichbar oder unlesbar
    NOT_ON_MIRROR = "not_on_mirror"  # der Spiegel führt diese Quelle nicht; kein Befund


class Eligibility(StrEnum):
    """May the measure's carrier use the call at all (Förderfähigkeit, drei Werte)?"""

    ELIGIBLE = "eligible"  # ja
    UNCLEAR = "unclear"  # unklar
    NOT_ELIGIBLE = "not_eligible"  # nein


class DecisionKind(StrEnum):
    """What an officer decided about a match."""

    ACCEPTED = "accepted"  # angenommen
    DISMISSED = "dismissed"  # verworfen
    LATER = "later"  # zurückgestellt


class ReasonCode(StrEnum):
    """Why a match is not pursued (Gründe, domain list of the city)."""

    NOT_ELIGIBLE = "not_eligible"  # nicht antragsberechtigt
    OWN_CONTRIBUTION = "own_contribution"  # Eigenanteil
    STAFF_CAPACITY = "staff_capacity"  # Personalkapazität
    DEADLINE_TOO_SHORT = "deadline_too_short"  # Frist zu kurz
    CUMULATION = "cumulation"  # Kumulierung
    OUTSIDE_PURPOSE = "outside_purpose"  # außerhalb des Zwecks
    POLITICAL_DECISION = "political_decision"  # politische Entscheidung
    DUPLICATE = "duplicate"  # Dublette
    OTHER = "other"  # sonstiges (Text nötig)


class ApplicationStage(StrEnum):
    """Where an application stands on our side (Stand des Antrags)."""

    IDEA = "idea"  # Idee
    REVIEW = "review"  # Prüfung: Berechtigung, Kumulierung, Eigenanteil, Kapazität
    INTERNAL_APPROVAL = "internal_approval"  # Freigabe, Gremium
    SKETCH = "sketch"  # Skizze, Interessenbekundung eingereicht (nur zweistufig)
    SUBMITTED = "submitted"  # Antrag gestellt
    AWARDED = "awarded"  # bewilligt
    REJECTED = "rejected"  # abgelehnt
    RUNNING = "running"  # Durchführung: Mittelabruf, Änderungen
    INTERIM_REPORT = "interim_report"  # Zwischennachweis
    FINAL_REPORT = "final_report"  # Verwendungsnachweis
    CLOSED = "closed"  # Schlussbescheid, Rückforderung
    RETENTION = "retention"  # Zweckbindung, Aufbewahrung
    DEFERRED = "deferred"  # zurückgestellt
    NOT_PURSUED = "not_pursued"  # nicht verfolgt (mit Grund)
    WITHDRAWN = "withdrawn"  # zurückgezogen
    LAPSED = "lapsed"  # Mittelverfall


class FunderStatus(StrEnum):
    """Where the application stands on the funder's side (Stand beim Zuwendungsgeber)."""

    NONE = "none"  # noch nichts eingereicht
    SKETCH_RECEIVED = "sketch_received"  # Skizze eingegangen
    INVITED = "invited"  # zur Antragstellung aufgefordert
    RECEIVED = "received"  # Antrag eingegangen
    QUESTIONS = "questions"  # Rückfragen, Nachforderung
    GRANTED = "granted"  # Zuwendungsbescheid erteilt
    REFUSED = "refused"  # abgelehnt
    REPORT_RECEIVED = "report_received"  # Nachweis eingegangen
    AUDITED = "audited"  # Verwendungsnachweis geprüft


class FinancingType(StrEnum):
    """How an award pays (Finanzierungsart)."""

    SHARE = "share"  # Anteilfinanzierung
    GAP = "gap"  # Fehlbedarfsfinanzierung
    FIXED = "fixed"  # Festbetragsfinanzierung
    FULL = "full"  # Vollfinanzierung


class ObligationKind(StrEnum):
    """What an award makes us do by a date (Pflicht aus dem Bescheid)."""

    INTERIM_REPORT = "interim_report"  # Zwischennachweis
    FINAL_REPORT = "final_report"  # Verwendungsnachweis
    SPEND_BY = "spend_by"  # Verwendung nach Auszahlung
    OBJECTION = "objection"  # Widerspruch, Klage
    KEEP_RECEIPTS = "keep_receipts"  # Belege aufbewahren
    PURPOSE_BINDING = "purpose_binding"  # Zweckbindung


class Trigger(StrEnum):
    """The event a rule counts from (Auslöser)."""

    NOTIFIED = "notified"  # Bekanntgabe des Bescheids
    PERIOD_END = "period_end"  # Ende des Bewilligungszeitraums
    PURPOSE_FULFILLED = "purpose_fulfilled"  # Erfüllung des Zuwendungszwecks
    BUDGET_YEAR_END = "budget_year_end"  # Ende jedes Haushaltsjahres im Bewilligungszeitraum
    PAYMENT = "payment"  # Auszahlung
    FINAL_REPORT = "final_report"  # Vorlage des Verwendungsnachweises


class DonationStage(StrEnum):
    """The short way of donations and sponsoring (Spende, Sponsoring)."""

    OFFERED = "offered"  # angeboten
    ACCEPTED = "accepted"  # angenommen durch das zuständige Gremium
    RECEIVED = "received"  # eingegangen
    THANKED = "thanked"  # gedankt
    REPORTED = "reported"  # berichtet
    DECLINED = "declined"  # abgelehnt


class AgendaKind(StrEnum):
    """What kind of date stands in the agenda."""

    CALL_DEADLINE = "call_deadline"  # Antragsfrist
    INTERNAL = "internal"  # interner Termin (Rückwärtsplanung)
    TASK = "task"  # Aufgabe
    OBLIGATION = "obligation"  # Pflicht aus dem Bescheid


class Certainty(StrEnum):
    """How certain a date is; the three are never mixed on screen."""

    CONFIRMED = "confirmed"  # genannt
    DERIVED = "derived"  # abgeleitet
    FORECAST = "forecast"  # erwartet

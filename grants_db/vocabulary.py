"""Closed vocabularies: one word for one idea, with its official German name and its English one.

Nothing here touches a database; every package may import it, and it is cheap to import. The values are what stands in
the database and in `--json`, as in CommonGrants where it has one; the names are the only ones, wherever people read.
"""

from grants_db.vocabulary_base import Vocabulary


class Level(Vocabulary):
    """Who pays: the level of the funder (Ebene des Zuwendungsgebers)."""

    LAND = "land", "Land", "Land"
    FEDERAL = "federal", "Bund", "Federal"
    EU = "eu", "EU", "EU"  # Europäische Union
    FOUNDATION = "foundation", "Stiftung", "Foundation"  # Stiftung, Fonds, bürgerschaftliches Programm
    MUNICIPAL = "municipal", "Kommune", "Municipality"  # a city's own money that it gives on, to others than itself


#: whose money a city looks for: what it gives on itself fills no white spot
THIRD_PARTY_LEVELS = tuple(level for level in Level if level is not Level.MUNICIPAL)


class OpportunityStatus(Vocabulary):
    """Can one apply? Derived at the moment of reading, never stored."""

    FORECASTED = "forecasted", "angekündigt", "forecasted"
    OPEN = "open", "offen", "open"
    CLOSED = "closed", "geschlossen", "closed"
    UNKNOWN = "unknown", "unbekannt", "unknown"


class StatusNote(Vocabulary):
    """What the source itself says about the state of the call, besides its dates."""

    FORTHCOMING = "forthcoming", "laut Quelle angekündigt", "announced by the source"  # angekündigt (SEDIA 31094501)
    OPEN = "open", "laut Quelle offen", "open according to the source"  # Antragstellung möglich (SEDIA 31094502)
    CLOSED = "closed", "laut Quelle geschlossen", "closed according to the source"  # ausgeschöpft (SEDIA 31094503)
    SEVERAL = "several", "mehrere Angebote auf einer Seite, bitte prüfen", "several calls on one page, please check"


class ApplicantType(Vocabulary):
    """Who may apply, as a group (Förderberechtigte)."""

    MUNICIPALITY = "municipality", "Kommune", "Municipality"
    PUBLIC_BODY = "public_body", "öffentliche Einrichtung", "public body"
    ASSOCIATION = "association", "Verein, Verband", "Association"  # Verband/Vereinigung, Verein, gemeinnütziger Träger
    CHURCH = "church", "Kirche, Religionsgemeinschaft", "Church, religious community"
    SCHOOL = "school", "Bildungseinrichtung", "Educational institution"  # Bildungseinrichtung, Schule, Kita
    UNIVERSITY = "university", "Hochschule", "University"
    RESEARCH = "research", "Forschungseinrichtung", "Research institution"
    COMPANY = "company", "Unternehmen", "Company"
    FOUNDER = "founder", "Existenzgründung", "Founder"  # Existenzgründer/in
    INDIVIDUAL = "individual", "Privatperson", "Individual"
    LAND = "land", "Land selbst", "the Länder"  # Land (die Länder selbst)


class ApplicantRoute(Vocabulary):
    """How a municipality gets at the money (Antragsberechtigung)."""

    DIRECT = "direct", "Stadt selbst", "City itself"  # die Stadt selbst
    PARTNER = "partner", "über Partner", "via partner"  # Weiterleitung an einen Verein, Träger, eine Schule …
    NONE = "none", "nicht für die Stadt", "not for the city"  # nur Personen, Unternehmen, Forschung, Länder
    UNCLEAR = "unclear", "unklar", "unclear"  # der Text sagt es nicht


class Instrument(Vocabulary):
    """What kind of money it is (Förderart)."""

    GRANT = "grant", "Zuschuss", "Grant"
    LOAN = "loan", "Darlehen", "Loan"
    GUARANTEE = "guarantee", "Bürgschaft", "Guarantee"  # Bürgschaft, Garantie
    EQUITY = "equity", "Beteiligung", "Equity"
    PRIZE = "prize", "Preis, Wettbewerb", "Prize, competition"
    OTHER = "other", "Sonstiges", "Other"  # Sonstiges (Sachleistung, Beratung)


class DeadlineKind(Vocabulary):
    """The main kind of an application deadline (Antragsfrist)."""

    FIXED = "fixed", "fester Tag", "fixed day"  # Tag mit Jahr
    ANNUAL = "annual", "jährlich", "every year"  # jedes Jahr zum selben Tag
    RELATIVE = "relative", "vor einem Ereignis", "before an event"  # Dauer vor einem Ereignis („8 Wochen vor Beginn“)
    ROLLING = "rolling", "laufend", "rolling"  # laufend, jederzeit
    BEFORE_START = "before_start", "vor Beginn der Maßnahme", "before the measure starts"
    CLOSED = "closed", "keine Antragstellung mehr", "no more applications"  # keine Antragstellung mehr möglich
    ANNOUNCED = "announced", "wird bekannt gegeben", "to be announced"
    NONE = "none", "nicht angegeben", "not stated"  # nichts angegeben


class DeadlineStage(Vocabulary):
    """What must be in by a date."""

    APPLICATION = "application", "Antrag", "Application"
    SKETCH = "sketch", "Skizze", "Outline"  # Skizze, Interessenbekundung


class EarlyStart(Vocabulary):
    """May the project begin before the award (vorzeitiger Maßnahmenbeginn)?"""

    FORBIDDEN = "forbidden", "nicht zulässig", "not allowed"  # nicht zulässig; auch „Antrag vor Beginn stellen“
    ALLOWED = "allowed", "zulässig", "allowed"  # zulässig, auch: auf Antrag
    UNSTATED = "unstated", "nicht angegeben", "not stated"


class Cumulation(Vocabulary):
    """Combination with other public money (Kumulierung)."""

    ALLOWED = "allowed", "zulässig", "allowed"
    PROHIBITED = "prohibited", "ausgeschlossen", "ruled out"
    LIMITED = "limited", "bis zu einer Grenze", "up to a limit"
    UNSTATED = "unstated", "nicht angegeben", "not stated"


class PaymentMode(Vocabulary):
    """How granted money is paid out (Auszahlung); several may hold together."""

    ADVANCE = "advance", "Anforderung im Voraus", "Requested in advance"  # Anforderungsverfahren, Vorschuss
    DRAW_DOWN = "draw_down", "Abruf", "Draw-down"  # Abrufverfahren
    REIMBURSEMENT = "reimbursement", "Erstattung nach Nachweis", "Reimbursed after proof"
    INSTALMENTS = "instalments", "Teilbeträge", "Instalments"
    LUMP_SUM = "lump_sum", "in einer Summe", "In one sum"


class Combination(Vocabulary):
    """May two grants stand beside each other, by what both calls say?"""

    ALLOWED = "allowed", "zulässig", "allowed"
    LIMITED = "limited", "zulässig bis zu einer Grenze", "allowed up to a limit"
    UNCLEAR = "unclear", "unklar", "unclear"
    EXCLUDED = "excluded", "ausgeschlossen", "ruled out"


class MeasureKind(Vocabulary):
    """Kind of entry in the concept's catalogue (DS0583/21, a to e)."""

    EXISTING = "a", "a) Vorhandenes und Bewährtes", "a) Existing and proven"  # Vorhandenes und Bewährtes
    CONTINUATION = "b", "b) Fortführung und Optimierung", "b) Continuation and improvement"
    CHALLENGE = "c", "c) Herausforderung, Problemstellung", "c) Challenge, problem"
    SOLUTION = "d", "d) Lösungsvorschlag", "d) Proposed solution"  # Lösungsvorschläge
    SUGGESTION = "e", "e) weitere Empfehlung, Anregung", "e) Further recommendation, suggestion"


class Binding(Vocabulary):
    """Whom the entry binds."""

    ADMINISTRATION = "administration", "verbindlich für die Verwaltung", "binding for the administration"
    RECOMMENDATION = "recommendation", "Empfehlung an Dritte", "recommendation to third parties"


class CarrierKind(Vocabulary):
    """What kind of body carries the measure (Träger der Maßnahme)."""

    CITY = "city", "Stadt", "City"  # die Stadt selbst
    MUNICIPAL_COMPANY = "municipal_company", "städtische Gesellschaft, Eigenbetrieb", "Municipal company"
    ASSOCIATION = "association", "Verein, Verband, freier Träger", "Association, charity"
    CHURCH = "church", "Kirche, Religionsgemeinschaft", "Church, religious community"
    SCHOOL = "school", "Schule, Bildungseinrichtung", "School, educational institution"
    UNIVERSITY = "university", "Hochschule", "University"
    COMPANY = "company", "Unternehmen", "Company"
    PUBLIC_BODY = "public_body", "andere öffentliche Stelle", "other public body"
    UNKNOWN = "unknown", "nicht angegeben", "not stated"


class MeasureState(Vocabulary):
    """How far a measure is (Umsetzungsstand); only an open one can lack money."""

    OPEN = "open", "offen", "open"
    DONE = "done", "abgeschlossen", "done"
    GIVEN_UP = "given_up", "entfallen", "given up"
    POSTPONED = "postponed", "zurückgestellt", "postponed"


class FinancingKind(Vocabulary):
    """Where a sum in a measure's financing comes from (Finanzierungsart des Postens)."""

    OWN_BUDGET = "own_budget", "Haushalt der Einheit", "Unit’s budget"
    GRANT = "grant", "Zuwendung", "Grant"  # Zuwendung, Fördermittel
    FOUNDATION = "foundation", "Stiftungsmittel", "Foundation money"
    DONATION = "donation", "Spende, Sponsoring", "Donation, sponsoring"
    UNSPECIFIED = "unspecified", "ohne nähere Angabe", "unspecified"  # in der Datei nur als Summe „gesichert“ angegeben


class FinancingState(Vocabulary):
    """Is the sum certain?"""

    SECURED = "secured", "gesichert", "secured"
    PLANNED = "planned", "geplant", "planned"


class RunOutcome(Vocabulary):
    """How a source ended a run."""

    OK = "ok", "vollständig", "complete"
    PARTIAL = "partial", "unvollständig", "incomplete"  # unvollständig: einzelne Seiten fehlten oder waren unlesbar
    BLOCKED = "blocked", "abgewiesen", "turned away"  # abgewiesen (Captcha, 403, robots.txt, keine Erlaubnis)
    FAILED = "failed", "fehlgeschlagen", "failed"  # nicht erreichbar oder unlesbar
    NOT_ON_MIRROR = "not_on_mirror", "nicht im Spiegel", "not on the mirror"


class ProposalState(Vocabulary):
    """What a person did with a call that a letter proposes."""

    OPEN = "open", "offen", "open"
    ACCEPTED = "accepted", "eingetragen", "entered"
    DISCARDED = "discarded", "verworfen", "discarded"


class Eligibility(Vocabulary):
    """May the measure's carrier use the call at all (Förderfähigkeit, drei Werte)?"""

    ELIGIBLE = "eligible", "förderfähig", "eligible"  # ja
    UNCLEAR = "unclear", "unklar", "unclear"
    NOT_ELIGIBLE = "not_eligible", "nicht förderfähig", "not eligible"  # nein


class DecisionKind(Vocabulary):
    """What an officer decided about a match."""

    ACCEPTED = "accepted", "angenommen", "accepted"
    DISMISSED = "dismissed", "verworfen", "dismissed"
    LATER = "later", "zurückgestellt", "put off"


class ReasonCode(Vocabulary):
    """Why a match is not pursued (Gründe, domain list of the city)."""

    NOT_ELIGIBLE = "not_eligible", "nicht antragsberechtigt", "not eligible to apply"
    OWN_CONTRIBUTION = "own_contribution", "Eigenanteil", "Own contribution"
    STAFF_CAPACITY = "staff_capacity", "Personalkapazität", "Staff capacity"
    DEADLINE_TOO_SHORT = "deadline_too_short", "Frist zu kurz", "Deadline too short"
    CUMULATION = "cumulation", "Kumulierung", "Cumulation"
    OUTSIDE_PURPOSE = "outside_purpose", "außerhalb des Zwecks", "Outside the purpose"
    POLITICAL_DECISION = "political_decision", "politische Entscheidung", "Political decision"
    DUPLICATE = "duplicate", "Dublette", "Duplicate"
    OTHER = "other", "sonstiges", "other"  # sonstiges (Text nötig)


class ApplicationStage(Vocabulary):
    """Where an application stands on our side (Stand des Antrags)."""

    IDEA = "idea", "Idee", "Idea"
    REVIEW = "review", "Prüfung", "Review"  # Prüfung: Berechtigung, Kumulierung, Eigenanteil, Kapazität
    INTERNAL_APPROVAL = "internal_approval", "Freigabe", "Approval"  # Freigabe, Gremium
    SKETCH = "sketch", "Skizze eingereicht", "Outline submitted"  # nur zweistufig
    SUBMITTED = "submitted", "Antrag gestellt", "Application submitted"
    AWARDED = "awarded", "bewilligt", "awarded"
    REJECTED = "rejected", "abgelehnt", "rejected"
    RUNNING = "running", "Durchführung", "Running"  # Durchführung: Mittelabruf, Änderungen
    INTERIM_REPORT = "interim_report", "Zwischennachweis", "Interim report"
    FINAL_REPORT = "final_report", "Verwendungsnachweis", "Final report"
    CLOSED = "closed", "abgeschlossen", "closed"  # Schlussbescheid, Rückforderung
    RETENTION = "retention", "Aufbewahrung", "Retention"  # Zweckbindung, Aufbewahrung
    DEFERRED = "deferred", "zurückgestellt", "put off"
    NOT_PURSUED = "not_pursued", "nicht verfolgt", "not pursued"  # nicht verfolgt (mit Grund)
    WITHDRAWN = "withdrawn", "zurückgezogen", "withdrawn"
    LAPSED = "lapsed", "verfallen", "lapsed"  # Mittelverfall


class FunderStatus(Vocabulary):
    """Where the application stands on the funder's side (Stand beim Zuwendungsgeber)."""

    NONE = "none", "nichts eingereicht", "nothing submitted"  # noch nichts eingereicht
    SKETCH_RECEIVED = "sketch_received", "Skizze eingegangen", "Outline received"
    INVITED = "invited", "zum Antrag aufgefordert", "invited to apply"  # zur Antragstellung aufgefordert
    RECEIVED = "received", "Antrag eingegangen", "Application received"
    QUESTIONS = "questions", "Rückfragen", "Queries"  # Rückfragen, Nachforderung
    GRANTED = "granted", "Bescheid erteilt", "Award issued"  # Zuwendungsbescheid erteilt
    REFUSED = "refused", "abgelehnt", "rejected"
    WITHDRAWN = "withdrawn", "Rücknahme mitgeteilt", "Withdrawal notified"
    REPORT_RECEIVED = "report_received", "Nachweis eingegangen", "Report received"
    AUDITED = "audited", "Nachweis geprüft", "Report examined"  # Verwendungsnachweis geprüft


class FinancingType(Vocabulary):
    """How an award pays (Finanzierungsart)."""

    SHARE = "share", "Anteilfinanzierung", "Share financing"
    GAP = "gap", "Fehlbedarfsfinanzierung", "Deficit financing"
    FIXED = "fixed", "Festbetragsfinanzierung", "Fixed-sum financing"
    FULL = "full", "Vollfinanzierung", "Full financing"


class PlanKind(Vocabulary):
    """What a line of a financing plan (Finanzierungsplan) is: a cost, or where money comes from."""

    COST = "cost", "Ausgabe", "Cost"
    GRANT = "grant", "diese Zuwendung", "this grant"  # what the application itself is for
    OTHER_GRANT = "other_grant", "andere Zuwendung", "other grant"  # of another funder, settled beside it
    OWN = "own", "Eigenmittel", "Own contribution"
    THIRD_PARTY = "third_party", "Drittmittel", "Third-party money"
    DONATION = "donation", "Spende", "Donation"
    REVENUE = "revenue", "Einnahme", "Revenue"
    IN_KIND = "in_kind", "Sachleistung", "Contribution in kind"


class ObligationKind(Vocabulary):
    """What an award makes us do by a date (Pflicht aus dem Bescheid)."""

    INTERIM_REPORT = "interim_report", "Zwischennachweis", "Interim report"
    FINAL_REPORT = "final_report", "Verwendungsnachweis", "Final report"
    SPEND_BY = "spend_by", "Mittel verwenden", "Spend the money"  # Verwendung nach Auszahlung
    OBJECTION = "objection", "Widerspruch oder Klage", "Objection or action"  # Widerspruch, Klage
    KEEP_RECEIPTS = "keep_receipts", "Belege aufbewahren bis", "Keep receipts until"
    PURPOSE_BINDING = "purpose_binding", "Zweckbindung bis", "Earmarked until"
    PAYMENT_REQUEST = "payment_request", "Mittel anfordern", "Request the money"  # Mittelanforderung
    NOTIFY = "notify", "Mitteilen", "Notify"  # Mitteilungspflichten
    INVENTORY = "inventory", "Inventarisieren", "Keep an inventory"


class RemedyInstruction(Vocabulary):
    """Does the award say how to contest it (Rechtsbehelfsbelehrung)? Without a right one a year is left."""

    GIVEN = "given", "vorhanden", "given"
    MISSING = "missing", "fehlt", "missing"
    WRONG = "wrong", "fehlerhaft", "wrong"


class Trigger(Vocabulary):
    """The event a rule counts from (Auslöser)."""

    NOTIFIED = "notified", "Bekanntgabe des Bescheids", "Notification of the award"
    PERIOD_END = "period_end", "Ende des Bewilligungszeitraums", "End of the funding period"
    PURPOSE_FULFILLED = "purpose_fulfilled", "Erfüllung des Zuwendungszwecks", "Purpose fulfilled"
    BUDGET_YEAR_END = "budget_year_end", "Ende jedes Haushaltsjahres", "End of each budget year"
    FIRST_PROJECT_YEAR_END = "first_project_year_end", "Ende des ersten Projektjahres", "End of the first project year"
    PAYMENT = "payment", "Auszahlung", "Payment"
    FINAL_REPORT = "final_report", "Vorlage des Verwendungsnachweises", "Final report handed in"
    LAST_PAYMENT_YEAR_END = (
        "last_payment_year_end",
        "Ende des Jahres der letzten Auszahlung",
        "End of last payment's year",
    )
    PROJECT_HALF_YEAR_END = "project_half_year_end", "Ende jedes Projekthalbjahres", "End of each project half-year"
    OCCASION = "occasion", "Anlass", "Occasion"


class DonationStage(Vocabulary):
    """The short way of donations and sponsoring (Spende, Sponsoring)."""

    OFFERED = "offered", "angeboten", "offered"
    ACCEPTED = "accepted", "angenommen", "accepted"  # angenommen durch das zuständige Gremium
    RECEIVED = "received", "eingegangen", "received"
    THANKED = "thanked", "gedankt", "thanked"
    REPORTED = "reported", "berichtet", "reported"
    DECLINED = "declined", "abgelehnt", "rejected"


class AgendaKind(Vocabulary):
    """What kind of date stands in the agenda."""

    CALL_DEADLINE = "call_deadline", "Antragsfrist", "Deadline"
    INTERNAL = "internal", "interner Termin", "internal date"  # interner Termin (Rückwärtsplanung)
    TASK = "task", "Aufgabe", "Task"
    OBLIGATION = "obligation", "Pflicht", "Obligation"  # Pflicht aus dem Bescheid
    FUNDS = "funds", "Mittel", "Funds"  # Mittel anfordern, Mittelverfall zum Jahresende


class Certainty(Vocabulary):
    """How certain a date is; they are never mixed on screen."""

    CONFIRMED = "confirmed", "genannt", "stated"
    DERIVED = "derived", "abgeleitet", "derived"
    FORECAST = "forecast", "erwartet", "expected"
    CHECK = "check", "zu prüfen", "to be checked"  # the words leave it open; somebody has to look at it


class DigestSection(Vocabulary):
    """The parts of a digest, in their order."""

    NEW = "new", "Neu", "New"
    DEADLINE = "deadline", "Frist verschoben", "Deadline moved"
    AMOUNT = "amount", "Summe oder Förderquote geändert", "Amount or rate changed"
    ELIGIBILITY = "eligibility", "Antragsberechtigung geändert", "Eligibility changed"
    BACK = "back", "Wieder da", "Back again"
    CLOSED = "closed", "Geschlossen", "Closed"
    DUE = "due", "Bald fällig", "Due soon"


class ImportKind(Vocabulary):
    """What a file that was imported lists."""

    MEASURES = "measures", "Maßnahmen", "Measures"
    APPLICATIONS = "applications", "Anträge", "Applications"
    DONATIONS = "donations", "Spenden", "Donations"
    PLANS = "financing plan", "Finanzierungspläne", "Financing plans"  # each value is the command's name


class ImportedThing(Vocabulary):
    """What an import added or changed."""

    MEASURE = "measure", "Maßnahme", "Measure"
    UNIT = "unit", "Einheit", "Unit"
    GOAL = "goal", "Ziel", "Goal"
    ACTION_FIELD = "action_field", "Handlungsfeld", "Action field"
    APPLICATION = "application", "Antrag", "Application"
    OPPORTUNITY = "opportunity", "Förderangebot", "Opportunity"
    DONATION = "donation", "Spende", "Donation"

"""What a statement says about applying without naming a day: any time, before the start, closed, announced elsewhere.

Each state has one rule, a short function; `STATES` lists them in the order in which they outrank one another within
one statement. Running text must speak of an application; the entry of a form is about nothing else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from crawler import deadline_cues as cues
from crawler.dates_in_text import MONTHS, lead_times_in
from crawler.deadline_cues import Noun
from crawler.deadline_roles import NounMention, nouns_in
from grants_db.vocabulary import DeadlineKind

_MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
# Adverbs only: "laufende Kosten" are no state of a call. "Fortlaufende Förderung" as a form's entry is.
ANY_TIME = re.compile(
    r"\b(?:jederzeit|laufend|fortlaufend|durchgehend|durchgängig|ganzjährig|kontinuierlich|fristunabhängig|"
    r"unterjährig|at\sany\stime|any\stime|rolling(?:\sbasis)?|continuous(?:ly)?|(?:all\s)?year[-\s]round|ongoing)\b|"
    r"das\sganze\sjahr\süber",
    re.IGNORECASE,
)
_ANY_TIME_ENTRY = re.compile(
    r"^\W*(?:(?:fort)?laufende\s(?:förderung|antrag\w+|bewerbung|ausschreibung|einreichung|annahme)|ab\ssofort|offen|"
    r"unbefristet|open|permanent)\b|\bab\ssofort\b|laufende\sausschreibung",
    re.IGNORECASE,
)
_NO_TERM = re.compile(
    r"\b(?:keine?n?|ohne|no|without(?:\sa)?)\s(?:\w+\s){0,2}?(?:\w*frist(?:en)?|stichtage?|einsendeschluss|bewerbungsschluss|"
    r"antragsschluss|deadlines?)\b(?!\s(?:bekannt|genannt|angegeben|eingehalten))|"
    r"\bnicht\s(?:an\s)?(?:\w+\s){0,2}?fristen?\s?gebunden|\bfrist(?:en)?\sbestehe?n?t?\snicht|\bno\sclosing\sdate",
    re.IGNORECASE,
)
# what can be done at any time but is not applying
_TAKING_BACK = re.compile(
    r"zurück|widerruf|einsicht|eingesehen|kündig|auskunft|geändert|verlangen\b|geprüft|überprüf", re.IGNORECASE
)
_POSSIBLE = re.compile(
    rf"\b(?:möglich|erfolgen|erfolgt|entgegen|annehmen|possible|accepted|{cues.HAND_IN})\b", re.IGNORECASE
)

BEFORE_START = re.compile(
    r"\b(?:vor|before|prior\sto)\s(?:(?:dem|der|den|ihre[mr]|the|tatsächlichen|geplanten|jeweiligen)\s){0,3}"
    r"(?:\w*(?:beginn|start|auftragsvergabe|auftragserteilung|vertragsabschlu(?:ss|sses)|beschaffung|anschaffung)"
    r"|beginning|commencement|durchführung|umsetzung|investition|kauf|abschluss\s(?:de[rs]|von)\s\w*verträ?a?g\w*)\b|"
    r"\b(?:bevor|before)\s(?:sie|mit|das|die|you)\s[^.;,]{0,60}?(?:beginn\w*|unterschreib\w*|beauftrag\w*|abschließ\w*|"
    r"start\w*|kauf\w*|bestell\w*|begonnen|begin|start|sign)\b",
    re.IGNORECASE,
)
_NO_START_OF_MEASURE = re.compile(
    r"(?:jahres|schuljahres|semester|kalender|monats|quartals|laufzeit)(?:beginn|start)$", re.I
)
_EVENT_EXCLUDED = re.compile(
    r"^\s(?:(?:de[mrsn]|dem\sjeweiligen|ihrer|the|einer|eines|erfolgter|der\sschriftlichen|jeweils\w*)\s)*\w{0,20}(?:stichtag|"
    r"frist|ablauf|ende|beendigung|abschluss|auslaufen|auszahlung|aufforderung|prüfung|zugang|bekanntgabe|erhalt|"
    r"veröffentlichung|zahlung|bewilligung|bescheid|receipt|end\b|deadline|publication|eingang)",
    re.IGNORECASE,
)
_NOT_BY = re.compile(r"\b(?:ab|frühestens|from|erst)\s(?:zu\s)?$", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:innerhalb|binnen|spätestens|bis|within)\s(?:von\s|zu\s)?$", re.IGNORECASE)

_CLOSED = re.compile(
    r"\bnicht\s(?:mehr|länger)\s(?:möglich|gestellt|eingereicht|angenommen|entgegengenommen|beantragt)|"
    r"\b(?:derzeit|aktuell|momentan|zurzeit|zur\szeit|vorerst|gegenwärtig|2\d{3})\s(?:\w+\s){0,3}?(?:nicht|kein\w*)\s(?:\w+\s){0,2}?"
    r"(?:möglich|gestellt|anträge|antragstellung|bewerbung\w*|ausschreibung\w*|beantragt)|"
    r"\bkeine\s(?:(?:neuen|weiteren|aktuelle|aktive|offene)\s){0,2}(?:anträge|bewerbungen|projektskizzen|skizzen)\s(?:\w+\s)?"
    r"(?:mehr|möglich|angenommen|entgegen)|\bkeine\s(?:weitere\s|neue\s)?antragstellung\s(?:mehr\s)?möglich|"
    r"\b(?:mittel|budgets?|haushaltsmittel|fördermittel|fördertopf|kontingent)\s(?:\w+\s){0,4}?(?:ausgeschöpft|aufgebraucht|"
    r"erschöpft|(?:bereits|vollständig)\s(?:vergeben|gebunden))|\bantragsstopp?\b|"
    r"\b(?:ausschreibung|programm|förderprogramm|förderung|aufruf|förderaufruf|antragsannahme|antragsphase|antragsverfahren|"
    r"bewerbungsphase|ausschreibungsrunde|antragsrunde|antragsportal|antragsfenster|wettbewerb|frist|antragsfrist|bewerbungsfrist|einreichungsfrist)\s(?:\w+\s){0,5}?"
    r"(?:endete|ruht|ausgesetzt|geschlossen|eingestellt|abgelaufen|ausgelaufen|(?<!wird\s)beendet|gestoppt)\b|"
    r"\b(?:call|application\s\w+|programme)\s(?:is|has|was)\s(?:now\s|currently\s|been\s)?closed|no\slonger\s(?:be\s)?"
    r"(?:possible|accepted|open|submitted)|\b(?:anträge|bewerbungen|skizzen|antragstellung)\s(?:konnten|war)\b",
    re.IGNORECASE,
)
_CLOSED_ENTRY = re.compile(
    r"\b(?:abgelaufen|geschlossen|beendet|vergangen|closed|expired|ruht|ausgesetzt|eingestellt|ausgelaufen|abgeschlossen|"
    r"ausgeschöpft)\b|\bkeine\s(?:\w+\s){0,2}?(?:ausschreibung(?:en)?|antragsmöglichkeit(?:en)?|antragstellung)\b"
    r"(?!\s(?:für|durch|von|an)\b)",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:nach\sablauf|nach\s(?:dem|der|diesem|beginn|bewilligung)|danach|dann|wenn|sofern|falls|sobald|soweit|solange|bis|"
    r"verspätet\w*|nachträglich\w*|unvollständig\w*|if|unless|once|after)\b|^\W*sind\b|\bwerden\s(?:diese|können)|"
    r"\bder\srichtlinie\b|\bmaßnahmen?\b",
    re.IGNORECASE,
)

_CALL = r"(?:\w*aufrufe?[ns]?|\w*ausschreibung(?:en)?|ausschreibungsrunden|antragsrunden?|bewerbungsrunden?|calls?)"
_ANNOUNCED = re.compile(
    r"\b(?:\w*fristen|(?:antrags|bewerbungs|einreichungs)\w{0,4}frist|\w*stichtage?n?|\w*termine?n?|zeitpunkt|"
    rf"(?:antrags|bewerbungs)zeitr\w{{4,6}}|deadlines?|cut-off\sdates?|{_CALL})\b[^.;]{{0,120}}?\b(?:bekannt|bekanntgegeben|"
    r"bekanntgemacht|bekanntzugeben|veröffentlicht|festgelegt|geregelt|entnehmen|genannt|published|announced|website|"
    r"webseite|internetseite|internet)\b|"
    r"\b(?:bekannt|veröffentlicht|festgelegt)\w{0,12}\s(?:\w+\s){0,3}?(?:antrags|bewerbungs|einreichungs)"
    r"(?:fristen?|zeiträume?)|"
    r"\b(?:im\srahmen|aufgrund|auf\sgrundlage|in|infolge|anlässlich|entsprechend)\s(?:von\s|der\s|de[sr]\s|eine[sr]\s|den\s)?"
    rf"(?:\w+\s){{0,2}}?{_CALL}\b|\baufrufs?\szur\seinreichung|\bauf\s(?:gesonderte|entsprechende)\w*\s{_CALL}",
    re.IGNORECASE,
)
_NEXT_ROUND = re.compile(
    r"\b(?:nächste[rn]?|neue[rn]?|weitere[rn]?|kommende[rn]?|dritte|zweite|next)\s(?:\w*termine?|\w*runde|\w*ausschreibung|"
    r"\w*aufruf|call|round)\b[^.;]{0,80}?\b(?:bekannt|ausgeschrieben|geplant|vorgesehen|vorbereitung|voraussichtlich|"
    r"veröffentlicht|planned|expected)\b",
    re.IGNORECASE,
)
_ANNOUNCED_ENTRY = re.compile(
    rf"^\W*(?:nach|gemäß|siehe|je\snach)\s(?:\w+\s){{0,2}}?{_CALL}|\bwird\s(?:noch\s)?bekannt|^\W*variabel|"
    rf"\bnächste\s(?:runde|{_CALL})|\btba\b|^\W*folgt\b|bekanntgabe|to\sbe\sannounced",
    re.IGNORECASE,
)
_YEARLY = re.compile(
    r"\b(?:jährlich|alljährlich|jedes\sjahr|jeden\sjahres|annual(?:ly)?|every\syear|yearly)\b", re.IGNORECASE
)
_YEARLY_MONTH = re.compile(
    rf"\bbis\s(?:spätestens\s)?(?:zum\s)?(?:ende|mitte|anfang)\s(?:de[sr]\s(?:monats\s)?)?{_MONTH}(?!\s\d{{4}})",
    re.IGNORECASE,
)
_MONTH_ENTRY = re.compile(
    rf"^\W*(?:(?:bis|ende|mitte|anfang|by|until|end\sof|voraussichtlich)\s){{0,3}}{_MONTH}(?:\s?[/–-]\s?{_MONTH})?\s?\d{{4}}\b",
    re.IGNORECASE,
)
_TWO_STAGE = re.compile(
    r"\b(?:zwei|2-?|mehr)stufig\w*|\btwo-?\s?(?:stage|step)\b|\b(?:zweite[nr]?|2\.)\s(?:verfahrens|antrags)?(?:stufe|phase)\b|"
    r"\b(?:ersten?r?|1\.)\s(?:verfahrens|antrags)?stufe\b|\bstufe\s(?:1|2|I|II)\b|\b(?:first|second)\sstage\b",
    re.IGNORECASE,
)
_ONE_OR_TWO = re.compile(
    r"\bein(?:-|stufig\w*)\s?(?:oder|bzw\.|und|beziehungsweise)\szweistufig|nicht\szweistufig", re.IGNORECASE
)
_PROCEDURE = re.compile(
    r"verfahren|antr[aä]g|bewerb|skizze|auswahl|bekundung|projekt|procedure|application|proposal|submission|call",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:danach|anschließend|daraufhin|im\sanschluss|zweiten\sschritt|aufgefordert|aufforderung|invited)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement, its nouns, and whether it is a form's entry."""

    text: str
    nouns: list[NounMention]
    form_entry: bool


@dataclass(frozen=True, slots=True)
class State:
    """What a statement says without a day; a lead time brings its duration, the stage is that of its noun."""

    kind: DeadlineKind
    place: int
    duration: str = ""
    sketch: bool = False


def states_in(statement: str, *, form_entry: bool) -> list[State]:
    """The states a statement names, the leading one first."""
    told = Told(statement, list(nouns_in(statement)), form_entry)
    return [state for rule in STATES for state in rule(told)]


def is_two_stage(statement: str) -> bool:
    """Does it say that a sketch comes first and an application follows?"""
    stage = _TWO_STAGE.search(statement)
    if stage:
        around = statement[max(0, stage.start() - 100) : stage.end() + 100]
        return bool(_PROCEDURE.search(around)) and not _ONE_OR_TWO.search(statement)
    kinds = {noun.kind for noun in nouns_in(statement)}
    return {Noun.SKETCH, Noun.APPLICATION} <= kinds and bool(_THEN.search(statement))


def _closed(told: Told) -> list[State]:
    match = (_CLOSED_ENTRY if told.form_entry else _CLOSED).search(told.text) or (
        told.form_entry and _CLOSED.search(told.text)
    )
    if not match or (not told.form_entry and _IF.search(told.text)) or (told.form_entry and _YEARLY.search(told.text)):
        return []
    return [State(DeadlineKind.CLOSED, match.start())]


def _rolling(told: Told) -> list[State]:
    match = ANY_TIME.search(told.text)
    if told.form_entry:
        match = match or _ANY_TIME_ENTRY.search(told.text) or _NO_TERM.search(told.text)
        return [State(DeadlineKind.ROLLING, match.start())] if match else []
    if match and _applying_near(told.nouns, match.start(), match.end()):
        around = told.text[max(0, match.start() - 80) : match.end() + 160]
        if _POSSIBLE.search(around) and not _TAKING_BACK.search(around):
            return [State(DeadlineKind.ROLLING, match.start())]
    match = _NO_TERM.search(told.text)
    return [State(DeadlineKind.ROLLING, match.start())] if match and _first_is_application(told.nouns) else []


def _relative(told: Told) -> list[State]:
    found = []
    for lead in lead_times_in(told.text):
        led = told.text[max(0, lead.start - 24) : lead.start]
        if _EVENT_EXCLUDED.match(told.text[lead.end : lead.end + 60]) or _NOT_BY.search(led):
            continue
        if not lead.before and not _WITHIN.search(led):
            continue
        if told.form_entry or (_first_is_application(told.nouns) and _handed_in(told.text, lead.start, lead.end)):
            found.append(State(DeadlineKind.RELATIVE, lead.start, lead.text, _is_sketch(told.nouns, lead.start)))
    return found


def _before_start(told: Told) -> list[State]:
    match = BEFORE_START.search(told.text)
    if not match or _NO_START_OF_MEASURE.search(match.group()):
        return []
    if told.form_entry or (_first_is_application(told.nouns) and _handed_in(told.text, match.start(), match.end())):
        return [State(DeadlineKind.BEFORE_START, match.start())]
    return []


def _yearly(told: Told) -> list[State]:
    match = _YEARLY.search(told.text) if told.form_entry else _YEARLY_MONTH.search(told.text)
    if not match or (
        not told.form_entry
        and not (_first_is_application(told.nouns) and _handed_in(told.text, match.start(), match.end()))
    ):
        return []
    return [State(DeadlineKind.ANNUAL, match.start())]


def _month_only(told: Told) -> list[State]:
    match = _MONTH_ENTRY.match(told.text) if told.form_entry else None
    return [State(DeadlineKind.FIXED, match.start())] if match else []


def _announced(told: Told) -> list[State]:
    match = (told.form_entry and _ANNOUNCED_ENTRY.search(told.text)) or _NEXT_ROUND.search(told.text)
    if not match and (told.form_entry or any(noun.kind is not Noun.OTHER for noun in told.nouns)):
        match = _ANNOUNCED.search(told.text)
    return [State(DeadlineKind.ANNOUNCED, match.start())] if match else []


STATES: tuple[Callable[[Told], list[State]], ...] = (
    _closed,
    _relative,
    _rolling,
    _yearly,
    _before_start,
    _month_only,
    _announced,
)


def _first_is_application(nouns: list[NounMention]) -> bool:
    kinds = [noun.kind for noun in nouns]
    return bool(kinds) and kinds[0] is not Noun.OTHER


def _applying_near(nouns: list[NounMention], start: int, end: int) -> bool:
    near = [noun for noun in nouns if start - 160 <= noun.start <= end + 120]
    return _first_is_application(near)


def _handed_in(statement: str, start: int, end: int) -> bool:
    return bool(_POSSIBLE.search(statement[max(0, start - 160) : end + 200]))


def _is_sketch(nouns: list[NounMention], place: int) -> bool:
    before = [noun.kind for noun in nouns if noun.start < place and noun.kind in {Noun.SKETCH, Noun.APPLICATION}]
    return bool(before) and before[-1] is Noun.SKETCH

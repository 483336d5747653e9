"""The words by which a deadline without a day is known: any time, before the start, closed, announced, two stages.

To teach the parser a way of saying something, add a line to the pattern it belongs to: a regular expression in which a
blank is a blank. `NEEDS` is a quick first look, in lower case: a sentence without a word of each group isn't searched
at all, so a new way of saying something needs its word there, too. All patterns are bounded.
"""

import re

from crawler.extract.deadline import cues
from crawler.extract.deadline.dates import MONTHS


def _ways(*ways: str) -> re.Pattern[str]:
    """One pattern for several ways of saying a thing; each begins at a word."""
    return re.compile(rf"\b(?:{'|'.join(ways)})", re.IGNORECASE)


_MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_FEW = r"(?:\w+ ){0,2}?"  # up to two words between
_SOME = r"(?:\w+ ){0,5}?"
_INVITING = r"aufforderung(?:en)? zur (?:einreichung|abgabe|antragstellung|interessen\w+|bewerbung|teilnahme)"
_CALL = (
    r"(?:\w*aufrufe?[ns]?|\w*ausschreibung(?:en)?|(?:ausschreibungs|antrags|bewerbungs)runden?|calls?|"
    rf"{_INVITING}|(?:förder|wettbewerbs)bekanntmachung(?:en)?)\b"
)
# calls to come: several of them, or "einen Aufruf"
_CALLS = (
    r"(?:\w*aufrufen?|\w*ausschreibungen|(?:ausschreibungs|antrags|bewerbungs)runden|calls for \w+|"
    r"aufforderungen zur \w+|(?:förder|wettbewerbs)bekanntmachungen|"
    r"(?:einen?|ein neuer|eine neue|a new|an annual) (?:\w+ ){0,2}?"
    rf"(?:\w*aufruf|\w*ausschreibung|{_INVITING}|call))\b"
)

# Any time. Adverbs only: "laufende Kosten" are no state of a call. "Fortlaufende Förderung" as a form's entry is.
ANY_TIME = _ways(
    r"(?:jederzeit|laufend|fortlaufend|durchgehend|durchgängig|ganzjährig|unterjährig|kontinuierlich)\b",
    r"fristunabhängig\b",
    r"das ganze jahr über",
    r"solange (?:\w+ ){0,4}?\w*mittel\b",
    r"bis (?:zur )?(?:vollständigen )?(?:ausschöpfung|mittelausschöpfung|erschöpfung) de[rs]\b",
    r"(?:at )?any time\b",
    r"rolling(?: basis)?\b",
    r"continuous(?:ly)?\b",
    r"(?:all )?year[- ]round\b",
    r"ongoing\b",
)
ANY_TIME_ENTRY = _ways(
    r"(?:fort)?laufende (?:förderung|antrag\w+|bewerbung|ausschreibung|einreichung|annahme)\b",
    r"(?:ab sofort|unbefristet|permanent)\b",
    r"(?<!.)(?:offen|open)\b",
)
NO_TERM = _ways(
    rf"(?:keine?n?|ohne|no|without(?: a)?) {_FEW}"
    r"(?:\w*frist(?:en)?|befristung|stichtage?|(?:einsende|bewerbungs|antrags)schluss|deadlines?|"
    r"(?:antrags|bewerbungs|einreichungs|einreich|(?<=festen )|(?<=feste ))termine?)\b"
    r"(?! (?:bekannt|genannt|angegeben|eingehalten))",
    rf"nicht (?:an )?{_FEW}fristen? ?gebunden",
    r"(?:\w*frist(?:en)?|befristung(?: \w+){0,3}) beste(?:ht|hen) nicht",
    r"no closing date",
)
# what can be done at any time but is not applying
TAKING_BACK = re.compile(
    r"zurück|widerruf|einsicht|eingesehen|kündig|auskunft|geändert|verlangen\b|geprüft|überprüf", re.IGNORECASE
)
POSSIBLE = _ways(rf"(?:möglich|erfolgen|erfolgt|entgegen|annehmen|possible|accepted|{cues.HAND_IN})\b")

# Before the start.
BEFORE_START = _ways(
    r"(?:vor|before|prior to) (?:(?:dem|der|den|ihre[mr]|the|your|any|tatsächlichen|geplanten|jeweiligen) ){0,3}"
    r"(?:\w*(?:beginn|start|vergabe|auftragserteilung|vertragsabschlu(?:ss|sses)|vertragsschluss|beschaffung|"
    r"anschaffung|bestellung|antritt|arbeitsaufnahme|vertragsunterzeichnung|erwerb)"
    r"|beginning|commencement|signing|signature|purchase|durchführung|umsetzung|investition|kauf|aufnahme der \w+|"
    r"(?:abschluss|unterzeichnung|unterschrift) (?:(?:de[rsn]|eine[rs]|von|ihres|ihrer|jeweiligen) ){0,2}(?:\w+ )??"
    r"\w*vertr[aä]g\w*)\b",
    r"(?:bevor|before) (?:sie|mit|das|die|you) [^.;,]{0,60}?\b(?:beginn\w*|begonnen|unterschreib\w*|beauftrag\w*|"
    r"abschließ\w*|start\w*|kauf\w*|bestell\w*|begin|sign)\b",
)
# not begun yet when the application is made
_APPLYING_NOW = (
    r"(?:vor|bei|zum zeitpunkt|bis) (?:(?:der|de[sr]|zur|ihrer|einer|dem) ){0,2}"
    r"(?:antrag(?:stellung|seinreichung|seingang|s)?|förderantrags?|bewerbung)\b"
)
_NOT_BEGUN = r"(?:noch )?nicht (?:\w+ ){0,2}?(?:begonnen|angefangen|gestartet|beauftragt|bestellt|abgeschlossen)\b"
NOT_BEGUN = _ways(
    rf"{_APPLYING_NOW}[^.;]{{0,100}}?\b{_NOT_BEGUN}",
    rf"{_NOT_BEGUN}[^.;]{{0,60}}? {_APPLYING_NOW}",
    r"not (?:yet )?(?:have )?(?:begun|started) (?:before|when|at) [^.;]{0,40}?\b(?:appl|submi)",
)
NO_START_OF_MEASURE = re.compile(
    r"(?:jahres|semester|kalender|monats|quartals|laufzeit)(?:beginn|start)$", re.IGNORECASE
)

# A lead time counts before the measure, not before or after these.
EVENT_EXCLUDED = re.compile(
    r"^ (?:(?:de[mrsn]|ihrer|the|eine[rs]|erfolgter|schriftlichen|elektronischen|jeweil\w*|o\. ?g\.|oben|genannten) )"
    r"{0,4}"
    r"\w{0,20}"
    r"(?:stichtag|frist|ablauf|ende|beendigung|abschluss|auslaufen|auszahlung|aufforderung|prüfung|zugang|bekanntgabe|"
    r"erhalt|veröffentlichung|zahlung|bewilligung|bescheid|receipt|end\b|deadline|publication|eingang|"
    r"antragstellung|einreichung|versand|antrag\b)",
    re.IGNORECASE,
)
NOT_BY = re.compile(r"\b(?:ab|frühestens|from|erst|maximal|höchstens|max\.) (?:zu )?$", re.IGNORECASE)
WITHIN = re.compile(r"\b(?:innerhalb|binnen|spätestens|bis|within) (?:von |zu )?$", re.IGNORECASE)

# Closed.
CLOSED = _ways(
    r"nicht (?:mehr|länger) (?:möglich|gestellt|eingereicht|angenommen|entgegengenommen|beantragt)",
    r"(?:derzeit|aktuell|momentan|zurzeit|zur zeit|vorerst|gegenwärtig) (?:\w+ ){0,3}?(?:nicht|kein\w*) "
    rf"{_FEW}(?:möglich|gestellt|anträge|antragstellung|bewerbung\w*|ausschreibung\w*|beantragt)",
    r"keine (?:(?:neuen|weiteren) ){0,2}(?:anträge|bewerbungen|projektskizzen|skizzen) (?:\w+ )?"
    r"(?:mehr|möglich|angenommen|entgegen)",
    r"keine (?:weitere |neue )?antragstellung (?:mehr )?möglich",
    r"antragsstopp?\b",
    r"(?:anträge|bewerbungen|skizzen|antragstellung) (?:konnten|war)\b",
    r"no longer (?:be )?(?:possible|accepted|open|submitted)",
)
_PROGRAMME = (
    r"(?:ausschreibung|programm|förderprogramm|förderung|aufruf|förderaufruf|wettbewerb|frist|"
    r"(?:antrags|bewerbungs|einreichungs|ausschreibungs)(?:annahme|phase|verfahren|portal|fenster|runde|frist)) "
)
# the same, where the programme or its money is the subject
EXHAUSTED = _ways(
    rf"(?:mittel|budgets?|haushaltsmittel|fördermittel|fördertopf|kontingent) {_SOME}"
    r"(?:ausgeschöpft|aufgebraucht|erschöpft|(?:bereits|vollständig) (?:vergeben|gebunden))",
    rf"{_PROGRAMME}{_SOME}(?:endete|ruht)\b",
    rf"{_PROGRAMME}{_SOME}(?:ist|sind|wurden?|bleibt) {_SOME}"
    r"(?:ausgesetzt|geschlossen|eingestellt|abgelaufen|ausgelaufen|beendet|gestoppt)\b",
    r"(?:call(?: for \w+)?|application \w+|programme) (?:is|has|was) (?:now |currently |been )?closed",
)
CLOSED_ENTRY = _ways(
    r"(?:abgelaufen|geschlossen|beendet|vergangen|ruht|ausgesetzt|eingestellt|ausgelaufen|abgeschlossen|ausgeschöpft)\b",
    r"(?:closed|expired)\b",
    rf"keine {_FEW}(?:ausschreibung(?:en)?|antragsmöglichkeit(?:en)?|antragstellung)\b(?! (?:für|durch|von|an)\b)",
)
# Said of a case that may come, or of the guideline: "nach Ablauf der Frist ist … nicht mehr möglich"
IF = re.compile(
    r"\b(?:nach ablauf|nach (?:dem|der|diesem|beginn|bewilligung)|danach|dann|wenn|sofern|falls|sobald|soweit|solange|"
    r"bis|verspätet\w*|nachträglich\w*|unvollständig\w*|if|unless|once|after|der richtlinie|maßnahmen?)\b|"
    r"^\W*sind\b|\bwerden (?:diese|können)|"
    # who of them
    r"\b(?!sie\b|es\b|man\b|anträge\b|zurzeit\b|derzeit\b|aktuell\b)\w+ (?:können|dürfen) keine (?:\w+ )?"
    r"(?:anträge|bewerbungen) (?:mehr )?(?:stellen|einreichen)",
    re.IGNORECASE,
)

# Announced elsewhere.
ANNOUNCED = _ways(
    rf"(?:\w*fristen|(?:antrags|bewerbungs|einreichungs)\w{{0,4}}frist|\w*stichtage?n?|\w*termine?n?|"
    rf"(?:antrags|bewerbungs)zeitr\w{{4,6}}|deadlines?|cut-off dates?|{_CALL})\b[^.;]{{0,120}}?\b"
    r"(?:bekannt\w{0,10}|veröffentlicht|festgelegt|geregelt|entnehmen|genannt|published|announced|website|webseite|"
    r"internetseite|internet)\b",
    r"(?:bekannt|veröffentlicht|festgelegt)\w{0,12} (?:\w+ ){0,3}?"
    r"(?:antrags|bewerbungs|einreichungs)(?:fristen?|zeiträume?)",
    r"(?:(?<!nicht )im rahmen|aufgrund|auf grundlage|in|infolge|anlässlich|entsprechend) "
    rf"(?:(?:von|der|de[sr]|eine[sr]|den|dem) )?{_FEW}{_CALL}",
    rf"nach (?:der )?veröffentlichung (?:eine[sr]|de[sr]) (?:jeweiligen )?(?:\w*bekanntmachung|{_CALL})",
    r"aufrufs? zur einreichung",
    rf"(?:über|durch|mittels|via|through) (?:ein(?:en)? )?{_FEW}(?:aufrufverfahren|{_CALLS})",
    rf"nach (?:(?:eine[mr]|dem|der|jeweilige[mrn]) )?{_FEW}{_CALL}",
    rf"auf (?:gesonderte|entsprechende)\w* {_CALL}",
)
# the call itself is what is published: "veröffentlicht jährlich einen Förderaufruf"
CALLS_TO_COME = _ways(
    rf"(?:veröffentlicht|veröffentlichen|publish|publishes|plant|startet) [^.;]{{0,120}}?\b{_CALLS}",
    rf"{_CALLS} (?:erfolgen|starten|finden|folgen)\b",
    rf"(?:erneute|regelmäßige|jährliche)[rn]? {_CALL}",
    rf"{_CALLS}[^.;]{{0,140}}?\b(?:veröffentlicht|geplant|vorgesehen|bekannt ?\w+|published|planned)\b",
)
# results, public procurement and calls of the past
NO_CALL_TO_COME = re.compile(
    r"\bauftr[aä]ge?n?\b|auftragnehm|vergaberecht|\b\w*leistungen\b|\bvergabe\b|\bergebniss?e?\b|"
    r"\b(?:wurden?|worden|was|were|has been)\b[^.;]{0,120}?\b(?:veröffentlicht|bekannt\w*|published|announced)|"
    r"\b(?:veröffentlicht|published) worden|\bresults\b|"
    r"\b(?:wurden?|were|was)\b[^.;]{0,120}?\b(?:bewertet|ausgewählt|eingereicht|gefördert|evaluated|selected|submitted)\b",
    re.IGNORECASE,
)
MADE_KNOWN = re.compile(r"veröffentlich|bekannt|publish|announce", re.IGNORECASE)
# "drei Monate ab Veröffentlichung des Aufrufs"
SINCE_CALL = re.compile(
    r"^ (?:(?:de[mrs]|the|tag|datum|date|of|erfolgter|jeweiligen) ){0,4}(?:veröffentlichung|bekanntmachung|bekanntgabe|"
    rf"publication|erscheinen|start) (?:(?:de[sr]|eine[sr]|of|the|jeweiligen|a) ){{0,3}}{_CALL}",
    re.IGNORECASE,
)
SCHEDULED = _ways(
    r"(?:gemäß|zu|nach|entsprechend|in|innerhalb) (?:(?:den|der|dem|einer|von) )?(?:(?:in|im) [^,;]{1,40} )?"
    r"(?:jeweils |jährlich |vorab |jeweiligen )?"
    r"(?:festgelegte|festgesetzte|genannte|vorgegebene|veröffentlichte|bekannt ?gegebene|jeweilige|bestimmte)[nr] "
    r"(?:antrags|bewerbungs|einreichungs)?(?:stichtage?|terminen?|frist|fristen|zeiträumen?|zeitraums)n?\b",
)
NEXT_ROUND = _ways(
    r"(?:nächste[rn]?|neue[rn]?|weitere[rn]?|kommende[rn]?|dritte|zweite|next) "
    r"(?:\w*termine?|\w*runde|\w*ausschreibung|\w*aufruf|call|round)\b[^.;]{0,80}?\b"
    r"(?:bekannt|ausgeschrieben|geplant|vorgesehen|vorbereitung|voraussichtlich|veröffentlicht|planned|expected)\b",
)
ANNOUNCED_ENTRY = _ways(
    rf"(?<!.)(?:nach|gemäß|siehe|je nach) {_FEW}{_CALL}",
    r"wird (?:noch )?bekannt",
    r"(?<!.)(?:variabel|folgt)\b",
    rf"nächste (?:runde|{_CALL})",
    r"tba\b|to be announced",
    r"bekanntgabe",
)

# Every year, by a month without a year, in each period.
YEARLY = _ways(
    r"(?:(?!zwei|drei|vier|fünf)\w*jährlich|quartalsweise|jedes jahr|jeden jahres|annual(?:ly)?|every year|yearly)\b"
)
MONTH = _ways(
    rf"bis (?:spätestens )?(?:zum )?(?:ende|mitte|anfang) (?:de[sr] (?:monats )?)?{_MONTH}(?! \d)",
    rf"(?:antrags|bewerbungs|einsende)(?:frist|schluss) ist [^.;\d]{{0,40}}\b{_MONTH}(?! \d)",
)
EACH_PERIOD = _ways(
    r"zu beginn (?:eine[sr]|jede[sn]|des jeweiligen) (?:jeden )?\w{0,12}jahres\b",
    r"(?:\d{1,2}\.|ersten|letzten|mitte|ende|anfang) (?:tag )?(?:eine[sr]|jede[sn]) (?:jeden )?(?:monats|quartals)\b",
)
MONTH_OF_A_YEAR = _ways(
    rf"bis (?:spätestens )?(?:zum )?(?:ende|mitte|anfang) (?:de[sr] (?:monats )?)?{_MONTH} \d{{4}}\b",
    rf"(?:antrags|bewerbungs|einsende)(?:frist|schluss) ist [^.;\d]{{0,40}}\b{_MONTH} \d{{4}}\b",
)
MONTH_ENTRY = re.compile(
    r"^\W*(?:(?:bis|ende|mitte|anfang|by|until|end of|voraussichtlich) ){0,3}"
    rf"{_MONTH}(?: ?[/–-] ?{_MONTH})? ?\d{{4}}\b",
    re.IGNORECASE,
)

# Two stages.
TWO_STAGE = _ways(
    r"(?:zwei|2-?|mehr)stufig\w*",
    r"(?:zweite[nr]?|2\.) (?:verfahrens|antrags)?(?:stufe|phase)\b",
    r"(?:ersten?r?|1\.) (?:verfahrens|antrags)?stufe\b",
    r"stufe (?:1|2|I|II)\b",
    r"two-? ?(?:stage|step)\b",
    r"(?:first|second) stage\b",
)
ONE_OR_TWO = _ways(r"ein(?:-|stufig\w*) ?(?:oder|bzw\.|und|beziehungsweise) zweistufig", r"nicht zweistufig")
PROCEDURE = re.compile(
    r"verfahren|antr[aä]g|bewerb|skizze|auswahl|bekundung|projekt|procedure|application|proposal|submission|call",
    re.IGNORECASE,
)
THEN = _ways(
    r"(?:1\.|ersten) schritt\b",
    r"(?:danach|bei positive[rm] \w+|anschließend|daraufhin|im anschluss|zweiten schritt|aufgefordert|invited)\b",
)


def _words(*lines: str) -> tuple[str, ...]:
    """The words of these lines; an underscore stands for a blank."""
    return tuple(word.replace("_", " ") for line in lines for word in line.split())


# stems of every noun of `deadline_cues` that speaks of applying or of a term
APPLYING = _words(
    "antr bewerb bewirb skizz bekundung meld einreich vorschl beitr anfrage gesuch stichtag frist termin schluss",
    "aufruf ausschreib call appl propos submi deadline closing cut-off zeitr fenster phase runde interest",
    "concept outline sketch",
)
_AHEAD = _words("_vor_ bevor before prior vor_beginn")
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "closed": (
        _words(
            "nicht kein schöpft braucht vergeben gebunden stopp ruht ausgesetzt geschlossen eingestellt gelaufen",
            "beendet endete closed longer konnten _war_",
        ),
        _words(
            "antr bewerb skizz ausschreib programm förder mittel budget aufruf call frist annahme kontingent phase",
            "runde applic möglich accepted",
        ),
    ),
    "relative": (
        (*_AHEAD, *_words("vorher zuvor voraus advance ahead earlier _nach_ after following _ab_ from_")),
        _words("tag woche monat jahr day week month year"),
        APPLYING,
    ),
    "any_time": (
        _words(
            "jederzeit laufend_ laufend. laufend, laufend; durchgehend durchgängig ganzjährig kontinuierlich",
            "solange schöpfung",
            "fristunabhängig unterjährig _time rolling continuous ongoing year-round year_round ganze_jahr",
        ),
        APPLYING,
    ),
    "no_term": (_words("kein ohne nicht no_ without"), _words("frist stichtag schluss deadline closing termin")),
    "before_start": (_AHEAD, APPLYING),
    "not_begun": (
        _words("nicht not_"),
        _words("begonnen gestartet beauftragt bestellt begun started angefangen ossen"),
    ),
    "yearly": (_words("ende_ mitte_ anfang_ frist_ist schluss_ist monats quartals zu_beginn_"), APPLYING),
    "announced": (
        _words(
            "bekannt veröffentlich festgelegt geregelt entnehmen genannt publish announc website webseite",
            "festgesetzt bestimmte vorgegeben jeweilig plant_ startet",
            "internet rahmen aufgrund grundlage infolge anlässlich entsprechend aufruf geplant vorgesehen vorbereitung",
            "voraussichtlich ausgeschrieben planned expected ausschreib",
        ),
        _words("frist stichtag termin aufforder aufruf ausschreib runde call deadline zeitr cut-off bekanntmach"),
    ),
    "two_stage": (
        _words(
            "invited stufe stufig stage two- two_step phase danach anschließend daraufhin anschluss zweiten aufgef",
            "schritt bei_positiv",
        ),
    ),
}
NAMES_STAGES = _words("stufig _stufe stage two-")


def worth_reading(lowered: str, rule: str) -> bool:
    """Has the sentence, in lower case, a word of each group that the rule needs?"""
    return all(_has_one(lowered, group) for group in NEEDS[rule])


def speaks_of_applying(lowered: str) -> bool:
    """Might the sentence, in lower case, speak of applications, of a term or of a procedure in stages?"""
    return _has_one(lowered, APPLYING) or _has_one(lowered, NAMES_STAGES)


def _has_one(lowered: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a plain loop is twice as fast, and this runs for every sentence of a guideline
        if word in lowered:
            return True
    return False

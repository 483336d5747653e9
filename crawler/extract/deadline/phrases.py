"""Turns of phrase that tell when one can apply without naming a day, as evidence beside the single words.

A phrase is a regular expression for German and English in which a blank is a blank. It decides nothing: what it counts
is learned, as for every other piece of evidence. To teach the reader a phrase add a line, then: akquise crawl learn.
All patterns are bounded, and each is run only on sentences that hold a word of its kind.
"""

import re


def _ways(*ways: str) -> re.Pattern[str]:
    """One pattern for several ways of saying a thing; each begins at a word."""
    return re.compile(rf"\b(?:{'|'.join(ways)})", re.IGNORECASE)


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
_ANY_TIME = _ways(
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
    r"whenever you\b",
    r"as (?:and when )?they (?:are received|arrive|come in)\b",
    r"(?:nach|in der reihenfolge) (?:ihres |de[sr] |dem )?(?:zeitlichen )?(?:eingangs?|eingangsdatum|antragseing\w+)\b"
    r"(?! (?:de[rs]|ihre[rs]|einer?)\b)",
    r"immer (?:möglich|willkommen)\b",
    r"first[- ]come",
)
_ANY_TIME_ENTRY = _ways(
    r"(?:fort)?laufende (?:förderung|antrag\w+|bewerbung|ausschreibung|einreichung|annahme)\b",
    r"(?:ab sofort|unbefristet|permanent)\b",
    r"(?<!.)(?:offen|open)\b",
)
_NO_TERM = _ways(
    rf"(?:keine?n?|ohne|no|without(?: a)?) {_FEW}"
    r"(?:\w*frist(?:en)?|befristung|stichtage?|(?:einsende|bewerbungs|antrags)schluss|deadlines?|"
    r"(?:antrags|bewerbungs|einreichungs|einreich|(?<=festen )|(?<=feste ))termine?)\b"
    r"(?! (?:bekannt|genannt|angegeben|eingehalten))",
    rf"nicht (?:an )?{_FEW}fristen? ?gebunden",
    r"(?:\w*frist(?:en)?|befristung(?: \w+){0,3}) beste(?:ht|hen) nicht",
    r"no closing date",
    r"(?:\w*termine?|\w*fristen|\w*stichtage?|\w*schluss) (?:gibt es|sind|müssen) (?:[^\W\d]\w* ){0,4}?"
    r"(?:nicht|keine)\b",
    r"keine?n? (?:\w*termine?|\w*stichtage?|\w*fristen) (?:vorgegeben|vorgesehen|abzuwarten|zu beachten)",
    r"(?:do|does) not (?:operate|work|have|set)\b[^.;]{0,20}? (?:deadlines|closing dates)",
)
_TAKING_BACK = re.compile(
    r"zurück|widerruf|einsicht|eingesehen|kündig|auskunft|geändert|verlangen\b|geprüft|überprüf", re.IGNORECASE
)
_BEFORE_START = _ways(
    r"(?:vor|before|prior to) (?:(?:dem|der|den|ihre[mr]|the|your|any|tatsächlichen|geplanten|jeweiligen) ){0,3}"
    r"(?:\w*(?:beginn|start|vergabe|auftragserteilung|vertragsabschlu(?:ss|sses)|vertragsschluss|beschaffung|"
    r"anschaffung|bestellung|antritt|arbeitsaufnahme|vertragsunterzeichnung|erwerb)"
    r"|beginning|commencement|signing|signature|purchase|durchführung|umsetzung|investition|kauf|aufnahme der \w+|"
    r"(?:abschluss|unterzeichnung|unterschrift) (?:(?:de[rsn]|eine[rs]|von|ihres|ihrer|jeweiligen) ){0,2}(?:\w+ )??"
    r"\w*vertr[aä]g\w*)\b",
    r"(?:bevor|before) (?:sie|mit|das|die|you) [^.;,]{0,60}?\b(?:beginn\w*|begonnen|unterschreib\w*|beauftrag\w*|"
    r"abschließ\w*|start\w*|kauf\w*|bestell\w*|begin|sign)\b",
)
_APPLYING_NOW = (
    r"(?:vor|bei|zum zeitpunkt|bis) (?:(?:der|de[sr]|zur|ihrer|einer|dem) ){0,2}"
    r"(?:antrag(?:stellung|seinreichung|seingang|s)?|förderantrags?|bewerbung)\b"
)
_NOT_BEGUN = r"(?:noch )?nicht (?:\w+ ){0,2}?(?:begonnen|angefangen|gestartet|beauftragt|bestellt|abgeschlossen)\b"
_NOT_BEGUN_WHEN_APPLYING = _ways(
    rf"{_APPLYING_NOW}[^.;]{{0,100}}?\b{_NOT_BEGUN}",
    rf"{_NOT_BEGUN}[^.;]{{0,60}}? {_APPLYING_NOW}",
    r"not (?:yet )?(?:have )?(?:begun|started) (?:before|when|at) [^.;]{0,40}?\b(?:appl|submi)",
)
_CLOSED = _ways(
    r"nicht (?:mehr|länger) (?:möglich|gestellt|eingereicht|angenommen|entgegengenommen|beantragt)",
    r"(?:derzeit|aktuell|momentan|zurzeit|zur zeit|vorerst|gegenwärtig) (?:\w+ ){0,3}?(?:nicht|kein\w*) "
    rf"{_FEW}(?:möglich|gestellt|anträge|antragstellung|bewerbung\w*|ausschreibung\w*|beantragt)",
    r"keine (?:(?:neuen|weiteren) ){0,2}(?:anträge|bewerbungen|projektskizzen|skizzen) (?:\w+ )?"
    r"(?:mehr|möglich|angenommen|entgegen)",
    r"keine (?:weitere |neue )?antragstellung (?:mehr )?möglich",
    r"antragsstopp?\b",
    r"(?:anträge|bewerbungen|skizzen|antragstellung) (?:konnten|war)\b",
    r"no longer (?:be )?(?:possible|accepted|open|submitted|available|accepting|taking)",
    r"not (?:currently )?(?:accepting|taking|considering) [^.;]{0,20}?applications",
    r"(?:annahme|bearbeitung|einreichung) (?:weiterer|neuer) (?:anträge|bewerbungen)[^.;]{0,80}?\bnicht\b",
    r"keine (?:förder)?(?:mittel|gelder) mehr\b",
)
_PROGRAMME = (
    r"(?:ausschreibung|programm|förderprogramm|förderung|aufruf|förderaufruf|wettbewerb|frist|"
    r"(?:antrags|bewerbungs|einreichungs|ausschreibungs)(?:annahme|phase|verfahren|portal|fenster|runde|frist)) "
)
_EXHAUSTED = _ways(
    rf"(?:mittel|budgets?|haushaltsmittel|fördermittel|fördertopf|kontingent) {_SOME}"
    r"(?:ausgeschöpft|aufgebraucht|erschöpft|(?:bereits|vollständig) (?:vergeben|gebunden))",
    rf"{_PROGRAMME}{_SOME}(?:endete|ruht)\b",
    rf"{_PROGRAMME}{_SOME}(?:ist|sind|wurden?|bleibt) {_SOME}"
    r"(?:ausgesetzt|geschlossen|eingestellt|abgelaufen|ausgelaufen|beendet|gestoppt)\b",
    r"(?:call(?: for \w+)?|application \w+|programme) (?:is|has|was) (?:now |currently |been )?closed",
    r"(?:deadline|closing date|call|round|scheme|programme|fund|competition|period) has (?:now |already |been )?"
    r"(?:passed|ended|closed|finished|expired|discontinued|withdrawn|suspended)\b",
    r"(?:budget|funds?|funding|money) [^.;]{0,40}?\b(?:has|have) been (?:exhausted|spent|fully \w+|used up|committed)",
)
_CLOSED_ENTRY = _ways(
    r"(?:abgelaufen|geschlossen|beendet|vergangen|ruht|ausgesetzt|eingestellt|ausgelaufen|abgeschlossen|ausgeschöpft)\b",
    r"(?:closed|expired)\b",
    rf"keine {_FEW}(?:ausschreibung(?:en)?|antragsmöglichkeit(?:en)?|antragstellung)\b(?! (?:für|durch|von|an)\b)",
)
_IF = re.compile(
    r"\b(?:nach ablauf|nach (?:dem|der|diesem|beginn|bewilligung)|danach|dann|wenn|sofern|falls|sobald|soweit|solange|"
    r"bis|verspätet\w*|nachträglich\w*|unvollständig\w*|if|unless|once|after|der richtlinie|maßnahmen?)\b|"
    r"^\W*sind\b|\bwerden (?:diese|können)|"
    # who of them
    r"\b(?!sie\b|es\b|man\b|anträge\b|zurzeit\b|derzeit\b|aktuell\b)\w+ (?:können|dürfen) keine (?:\w+ )?"
    r"(?:anträge|bewerbungen) (?:mehr )?(?:stellen|einreichen)",
    re.IGNORECASE,
)
_ANNOUNCED = _ways(
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
    r"wann [^.;?]{0,160}?\b(?:veröffentlich\w*|bekannt\w*|mitgeteilt|teilen wir|informieren|entnehmen)\b",
    rf"(?:in response to|under|within) (?:an? )?(?:open |published )?{_CALL}",
    r"(?:contact|ask|check with) [^.;]{0,60}?\bdeadlines?\b",
    r"fristen (?:ergeben|finden|unterscheiden) sich\b|steht (?:noch )?nicht fest\b",
    r"when [^.;?]{0,160}?\b(?:(?:be|is|are) (?:announced|published)|we will (?:announce|publish|let you know))\b",
    rf"(?:über|durch|mittels|via|through) (?:ein(?:en)? )?{_FEW}(?:aufrufverfahren|{_CALLS})",
    rf"nach (?:(?:eine[mr]|dem|der|jeweilige[mrn]) )?{_FEW}{_CALL}",
    rf"auf (?:gesonderte|entsprechende)\w* {_CALL}",
)
_CALLS_TO_COME = _ways(
    rf"(?:veröffentlicht|veröffentlichen|publish|publishes|plant|startet) [^.;]{{0,120}}?\b{_CALLS}",
    rf"{_CALLS} (?:erfolgen|starten|finden|folgen)\b",
    rf"(?:erneute|regelmäßige|jährliche)[rn]? {_CALL}",
    rf"{_CALLS}[^.;]{{0,140}}?\b(?:veröffentlicht|geplant|vorgesehen|bekannt ?\w+|published|planned)\b",
)
_NO_CALL_TO_COME = re.compile(
    r"\bauftr[aä]ge?n?\b|auftragnehm|vergaberecht|\b\w*leistungen\b|\bvergabe\b|\bergebniss?e?\b|"
    r"\b(?:wurden?|worden|was|were|has been)\b[^.;]{0,120}?\b(?:veröffentlicht|bekannt\w*|published|announced)|"
    r"\b(?:veröffentlicht|published) worden|\bresults\b|"
    r"\b(?:wurden?|were|was)\b[^.;]{0,120}?\b(?:bewertet|ausgewählt|eingereicht|gefördert|evaluated|selected|submitted)\b",
    re.IGNORECASE,
)
_MADE_KNOWN = re.compile(r"veröffentlich|bekannt|publish|announce", re.IGNORECASE)
_SCHEDULED = _ways(
    r"(?:gemäß|zu|nach|entsprechend|in|innerhalb) (?:(?:den|der|dem|einer|von) )?(?:(?:in|im) [^,;]{1,40} )?"
    r"(?:jeweils |jährlich |vorab |jeweiligen )?"
    r"(?:festgelegte|festgesetzte|genannte|vorgegebene|veröffentlichte|bekannt ?gegebene|jeweilige|bestimmte)[nr] "
    r"(?:antrags|bewerbungs|einreichungs)?(?:stichtage?|terminen?|frist|fristen|zeiträumen?|zeitraums)n?\b",
)
_NEXT_ROUND = _ways(
    r"(?:nächste[rn]?|neue[rn]?|weitere[rn]?|kommende[rn]?|dritte|zweite|next) "
    r"(?:\w*termine?|\w*runde|\w*ausschreibung|\w*aufruf|call|round)\b[^.;]{0,80}?\b"
    r"(?:bekannt|ausgeschrieben|geplant|vorgesehen|vorbereitung|voraussichtlich|veröffentlicht|planned|expected)\b",
)
_ANNOUNCED_ENTRY = _ways(
    rf"(?<!.)(?:nach|gemäß|siehe|je nach) {_FEW}{_CALL}",
    r"wird (?:noch )?bekannt",
    r"(?<!.)(?:variabel|folgt)\b",
    rf"nächste (?:runde|{_CALL})",
    r"tba\b|to be announced",
    r"bekanntgabe",
)

#: by the kind of candidate: the name of a phrase and its pattern
PHRASES: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "any_time": (
        ("any_time", _ANY_TIME),
        ("any_time_entry", _ANY_TIME_ENTRY),
        ("no_term", _NO_TERM),
        ("taking_back", _TAKING_BACK),
    ),
    "over": (
        ("no_applying", _CLOSED),
        ("exhausted", _EXHAUSTED),
        ("closed_entry", _CLOSED_ENTRY),
        ("if", _IF),
    ),
    "elsewhere": (
        ("announced", _ANNOUNCED),
        ("calls_to_come", _CALLS_TO_COME),
        ("no_call_to_come", _NO_CALL_TO_COME),
        ("made_known", _MADE_KNOWN),
        ("scheduled", _SCHEDULED),
        ("next_round", _NEXT_ROUND),
        ("announced_entry", _ANNOUNCED_ENTRY),
    ),
    "before_start": (("before_start", _BEFORE_START), ("not_begun", _NOT_BEGUN_WHEN_APPLYING)),
}


def phrases_in(sentence: str, kind: str) -> list[str]:
    """The names of the phrases of a kind that a sentence holds.

    >>> phrases_in("Die Fristen werden im Internet bekannt gegeben.", "elsewhere")
    ['announced', 'made_known']
    """
    return [name for name, pattern in PHRASES.get(kind, ()) if pattern.search(sentence)]

"""Sentences in which a funder decides: who gives or refuses, whether it is meant now, and whether a sum is named.

A letter decides in its own words, in any order of them ("muss ich Ihnen mitteilen, dass … nicht bewilligen kann",
"wir können Ihnen … geben"). What is told is the verb, whether it is denied, and whether it is only thought of.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crawler.extract.money.figures import find_sums
from crawler.letters.wording.sums_in_words import sums_in_words


class LetterDecision(StrEnum):
    """What a sentence decides."""

    GIVES_SUM = "gives_sum"
    GIVES = "gives"
    REFUSES = "refuses"
    CHANGES = "changes"
    CONSENTS = "consents"


@dataclass(frozen=True, slots=True)
class DecisionCount:
    """How often a letter's sentences give, give a sum, refuse, change what was decided, and let begin."""

    gives_sum: int = 0
    gives: int = 0
    refuses: int = 0
    changes: int = 0
    consents: int = 0


_VERB = re.compile(
    r"\b(?:bewillig(?:e[nt]?|t)|gewähr(?:en|t|e)|förder[ent]\w?\b|fördern|unterstütz(?:en|t|e)|bezuschuss(?:en|t|e)|"
    r"zuerkannt|zuerkennen|zugesagt|zusagen|sag(?:en|e|t) (?:wir|ich|Ihnen|der|dem)\b|mitfinanzier(?:en|t)|"
    r"beteilig(?:en|t|e) (?:wir|uns|sich|ich|mich)\b|(?:wir|uns|sich) (?:\w+ ){0,4}beteiligen|"
    r"bereit(?:ge)?stell(?:en|t)|"
    r"zur Verfügung (?:ge)?stell(?:en|t)|stell(?:en|t|e) (?:wir|ich|Ihnen)\b|berücksichtig(?:en|t)|entsprochen|"
    r"entsprechen|stattgegeben|stattgeben|stattzugeben|zugestimmt|ausgewählt|auswählen|angenommen|"
    r"(?:wir|ich|Ihnen)\b[^;]{0,60}\b(?:geben|überweisen|schenken|spenden|anbieten|helfen)|"
    r"erh(?:alten Sie|ält die|ält der|ält das)|Sie (?:\w+ ){0,3}erhalten|"
    r"für (?:Sie|Ihr\w*|das|Sie)\b[^;]{0,60}\bentschieden|übernimmt|übernehmen (?:wir|ich)|befürwortet|"
    r"(?:stehen|steht) (?:Ihnen|der Stadt|Ihrer Stadt)\b|(?:entfällt|entfallen) (?:ein|eine|auf)\b|"
    r"leitet\b[^;]{0,160}\bweiter|"
    r"(?:hat|haben)\b[^;]{0,120}\b(?:ausgesprochen|beschlossen)|(?:ausgesprochen|beschlossen) (?:hat|haben)|"
    r"awards? (?:a|you|the)\b|is awarded|grants? (?:a|you|the)\b|"
    r"(?:wird|werden) (?:\w+ ){0,4}gefördert|[Ii]hr bekommt|erhält (?:die|das|der|Ihre?)\b|eingeplant|komme (?:ich|"
    r"wir) (?:\w+ )?nach|"
    r"setze (?:ich|wir)\b[^;]{0,120}\bfest|genehmigt|gebilligt|befürwortet|bekommen (?:Sie|wir|von)|"
    r"Sie (?:\w+ ){0,3}bekommen|zugesprochen|zugeteilt|"
    r"teile (?:ich|wir)\b[^;]{0,90}\bzu\b|in (?:das|die|den) [^;]{0,40}\baufgenommen|zu bedenken|zuzuwenden|"
    r"[Vv]orgesehen (?:ist|sind)|vorgeschlagen|zu den [Gg]eförderten|zur Förderung vorgesehen|weiterverfolg\w+|"
    r"nachkommen|"
    r"realisieren)\b"
)
_REFUSAL = re.compile(
    r"\b(?:lehn(?:e|en|t) (?:ich|wir|die|der|das)\b[^;]{0,120}\bab\b|(?:ich|wir)\b[^;]{0,120}\b(?:ablehne[n]?|"
    r"absage[n]?)\b|"
    r"lehn(?:e|en|t)\b[^;]{0,120}\bab$|(?:wird|wurde|ist|werden|muss|müssen) (?:\w+ ){0,6}?(?:abgelehnt|abzulehnen)|"
    r"sag(?:en|e) (?:ich|wir)\b[^;]{0,60}\bab\b|ablehnen|(?:müssen|muss) (?:wir|ich)\b[^;]{0,80}\babsagen|"
    r"für andere\w* \w+[^;]{0,30}\bentschieden|andere\w* (?:\w+ ){1,4}den Vorzug|nicht zur (?:Antragstellung|"
    r"Einreichung|"
    r"Vorlage) (?:\w+ )?aufgefordert|(?:sehe|sehen|muss|müssen) (?:ich|wir)?[^;]{0,60}\b(?:absehen|ab|"
    r"Abstand nehmen)$|"
    r"Förderung\b[^;]{0,60}\babsehen|leer ausgegangen|nicht zum Zuge? (?:ge)?komm\w+|"
    r"(?:befindet|ist|war|sind)\b[^;]{0,90}\bnicht (?:darunter|dabei)|unter (?:dem|der) (?:Schwellenwert|"
    r"Mindestpunktzahl)|"
    r"außerhalb (?:\w+ ){1,3}(?:Satzungszweck\w*|Stiftungszweck\w*|Förder\w+)|(?:regret|unfortunately|"
    r"not been selected|rejected)|zurückgewiesen|eine Absage|"
    r"(?:sehen|sieht|sehe)\b[^;]{0,60}\bkeine (?:Möglichkeit|Grundlage|Spielräume|Chance)|"
    r"(?:hat|haben|reicht|reichte)\b[^;]{0,60}\bnicht (?:gereicht|aus)\b|nicht zum Tragen)\b"
)
_TO_SOMEBODY = re.compile(
    r"\b(?:ich|wir|uns|mich|Ihnen|Sie|[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?|[Ii]hr|[Dd]ir|[Dd]ein\w*|Ihr(?:e[mnrs]?)?|hiermit|wird|werden|wurde|hat|haben|"
    r"Vorstand|Kuratorium|Beirat|Jury|Ausschuss|Foundation|der (?:Stadt|Gemeinde|Kommune)|(?:Zuwendungs|"
    r"Förder)?(?:[Ee]mpfänger\w*|nehmer\w*)|[Ff]ördergeber\w*|"
    r"[Bb]ewilligungs(?:stelle|behörde)|Stiftung|Kreis|Land|Bund|Amt|Fonds|Verein)\b"
)
_DENIED = re.compile(
    r"\b(?:nicht|kein\w*|leider|bedau\w+|ablehn\w+|abgelehnt|absag\w+|Absage|Ablehnung|weder|außerstande|"
    r"abschlägig\w*|ausgeschlossen|verzichten|gegen (?:eine|Ihr\w*))\b"
)
#: words with a "not" in them that deny nothing
_HARMLESS = re.compile(r"\bnicht (?:rückzahlbar\w*|zurückzu\w+|nur)\b")
_OURS = re.compile(r"\b(?:wir|ich|unsere?[nmrs]?)\b", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"\b(?:beantragt\w*|gebeten|baten|erbeten\w*|angefragt\w*|benötig\w+|fordere?n?|zurück\w*|erstatten|überzahlt\w*|Frist\w*|"
    r"Zinsen|Gebühr\w*|Kommunen|Vereine\w*|Projekte|Initiativen|bis zu)\b"
)
_NO_HARM = re.compile(
    r"\b(?:schade\w*\b[^.;]{0,60}\bnicht|keine (?:\w+ )?Bedenken|nicht schädlich|un(?:schädlich|bedenklich)|"
    r"ohne dass \w+|Risiko einer Ablehnung)\b"
)
_MAY_BE = re.compile(
    r"\b(?:kann|können|könnte\w*|darf|dürfen|wenn|falls|sofern|soweit|anzuzeigen|mitzuteilen|anzeigen|nicht geändert)\b"
)
_YOU_MAY = re.compile(r"\bSie können\b(?=[^;]{0,90}\b(?:verlängern|umschichten|umwidmen)\b)")
_IN_PART = re.compile(
    r"\b(?:nicht (?:in|im) (?:\w+ ){0,3}(?:Höhe|Umfang)|nicht vollständig|nicht ganz|nur (?:zum|in|einen|ein) Teil|"
    r"teilweise|Ausgabe\w*|Kosten|Aufwendungen|Anspruch\w*|Rechtsanspruch\w*|Zusicherung|Dritte[nr]?|"
    r"weitergegeben|Doppelförderung|Eigenmittel|Eigenanteil\w*|Mehrausgaben|"
    r"darüber hinaus|weitere\w*|Nachbewilligung|Umsatzsteuer)\b"
)
_THOUGHT = re.compile(
    r"\b(?:würde\w*|könnte\w*|käme|wäre|wenn|falls|sofern|soweit|künftig\w*|zukünftig\w*|nächste[nr]?|erneut\w*|"
    r"vorbehaltlich|ob|entschieden werden|bevor|beantragt haben|Ihr(?:em|en)? Antrag auf)\b",
    re.IGNORECASE,
)
#: said of the application itself, so that any "not" refuses it, unless it only lacks something yet
_YOURS = re.compile(
    r"\b(?:Ihr(?:e[nmrs]?)?|[Ee]uer|[Ee]ure[nmrs]?) (?:\w+ ){0,2}(?:\w*[Aa]ntr[aä]g\w*|\w*[Aa]nfrage|\w*[Bb]ewerbung|"
    r"Projekt\w*|Vorhaben|Skizze|"
    r"Idee|Vorschlag)\b"
)
_LACKS = re.compile(
    r"\b(?:vollständig\w*|fehl\w+|nach(?:zu)?reich\w+|lesbar|unterschrieben|eingegangen|abschließend\w*|entschieden|"
    r"bearbeite\w*|prüf\w+|ändert|geändert|mehr als|nur)\b"
)
_CONDITION = re.compile(
    r"\b(?:wenn|falls|sofern|[Oo]hne (?:diese|die|den|vollständige)|solange|andernfalls|ansonsten)\b", re.IGNORECASE
)
_LETS_BEGIN = re.compile(
    r"\b(?:gestatt\w+|zugelassen|zulasse\w*|lasse\b|stimme\b|zugestimmt|Zustimmung|genehmig\w+|einverstanden|"
    r"Ausnahme|unschädlich|"
    r"unbedenklich|keine (?:\w+ )?Bedenken|auf eigenes (?:\w+ )?Risiko|erlaub\w+|dürfen|"
    r"komme (?:ich|wir)\b[^;]{0,20}\bnach|beginnen können|können\b[^;]{0,60}\bbeginnen|erteilt)\b"
)
_BEGIN = re.compile(
    r"\b(?:vorzeitig\w*|(?:Maßnahme|Vorhaben|Projekt)\w*beginn\w*|[Bb]eginn\b|beginnen|begonnen|starten|"
    r"[Ss]tart|Projektstart|loslegen|anfangen)\b"
)
_DONE = re.compile(r"\b(?:wurde|wurden|war|hatte|erfolgte|bereits|mit (?:Schreiben|Bescheid) vom)\b")
_DECIDED_PAPER = re.compile(
    r"\b(?:\w*[Bb]escheid\w*|\w*[Vv]ertrag\w*|\w*[Vv]ereinbarung|Bewilligungszeitraum\w*|Finanzierungsplan\w*|"
    r"[Vv]erwendungsnachweis\w*|\w*[Ll]aufzeit|Bericht|§ ?\d+|Parteien|Zuwendung|Fördersumme|Frist\w*)\b"
)
_CHANGING = re.compile(
    r"\b(?:(?:wird|werden|ist|sind)\b[^;]{0,160}\b(?:geändert|verlängert|ersetzt|aufgestockt|ermäßigt|herabgesetzt|angepasst|widerrufen|aufgehoben|zurückgenommen|"
    r"neu gefasst|hinausgeschoben|umgewidmet)|ändere?n? (?:ich|wir)|(?:verlängere|widerrufe|erhöhe|kürze|reduziere|"
    r"verringere|"
    r"stocke)\w? "
    r"(?:ich|wir)\b|(?:ich|wir)\b[^;]{0,90}\b(?:reduzieren|kürzen|ändern|ändere|widerrufe|verlängere|Fristverlängerung|Verlängerung)|"
    r"bewillig\w+\b[^;]{0,40}\b(?:weitere|zusätzliche)\b|Änderungswunsch|Änderungsantrag|(?:läuft|endet) (?:künftig|"
    r"nunmehr|jetzt)|"
    r"Sie können (?:die|den|das|Ihre?n?) [^;]{0,80}\b(?:verlängern|umschichten|umwidmen)|Laufzeitverlängerung|"
    r"statt (?:bis|am|zum) |(?:ändern|ergänzen|ersetzen)\b[^;]{0,20}§|"
    r"(?:Ende|[Ll]aufzeit|[Zz]eitraum)\b[^;]{0,60}\bfestgesetzt|Umschichtung\w*|"
    r"Umwidmung\w*|Fristverlängerung|an die Stelle|mindert sich|erhöht sich|verringert sich|verlängert sich)\b"
)
_GRANT_NOUN = re.compile(
    r"\b(?:Zuwendung\w*|Förder\w+|Zuschuss\w*|Mittel\w*|Antrag\w*|Projekt\w*|Vorhaben\w*|Anfrage\w*|"
    r"Bewerbung\w*|gefördert\w*|"
    r"Idee\w*|Unterstützung)\b"
)
_ABOUT = re.compile(
    r"\b(?:Antr[aä]g\w*|\w*[Aa]nfrage\w*|\w*[Bb]ewerbung\w*|Projekt\w*|Vorhaben\w*|Maßnahme\w*|Idee\w*|Skizze\w*|Ihnen|"
    r"Vorschl[aä]g\w*|Unterlagen|Finanzhilfe|Förder\w+|Zuwendung\w*|Zuschuss\w*|Unterstützung|"
    r"Interessenbekundung\w*|Konzept\w*|Initiative\w*)\b"
)


def decisions_in(sentences: Iterable[str]) -> DecisionCount:
    """Count what the sentences decide.

    >>> decisions_in(["Ich muss Ihnen mitteilen, dass ich Ihren Antrag nicht bewilligen kann."])
    DecisionCount(gives_sum=0, gives=0, refuses=1, changes=0, consents=0)
    >>> decisions_in(["Sie hatten um 650 Euro gebeten; wir können 350 Euro geben."])
    DecisionCount(gives_sum=1, gives=0, refuses=0, changes=0, consents=0)
    """
    found = [decision for text in sentences if (decision := decision_of(text))]
    return DecisionCount(*(found.count(kind) for kind in LetterDecision))


def may_give(text: str) -> bool:
    """Does somebody who says "wir" speak of a sum, and of no wish, refusal or condition? A person has to look.

    >>> may_give("Deshalb legen wir gern 3.200 Euro in den Topf."), may_give("Wenn wir 500 Euro fänden!")
    (True, False)
    """
    if not (find_sums(text) or sums_in_words(text)) or _DENIED.search(text) or _THOUGHT.search(text):
        return False
    return _OURS.search(text) is not None and _NOT_OURS.search(text) is None


def decision_of(text: str) -> LetterDecision | None:
    """What one sentence decides, if anything."""
    if (
        _LETS_BEGIN.search(text)
        and _BEGIN.search(text)
        and not _DENIED.search(_NO_HARM.sub("", text))
        and not _DONE.search(text)
    ):
        return LetterDecision.CONSENTS
    if _CHANGING.search(text) and _DECIDED_PAPER.search(text) and not _MAY_BE.search(_YOU_MAY.sub("", text)):
        return LetterDecision.CHANGES
    if _REFUSAL.search(text) and _ABOUT.search(text) and not _IN_PART.search(text) and not _CONDITION.search(text):
        return LetterDecision.REFUSES
    denies_yours = _YOURS.search(text) and _DENIED.search(_HARMLESS.sub("", text)) and not _LACKS.search(text)
    if denies_yours and not _IN_PART.search(text) and not _CONDITION.search(text):
        return LetterDecision.REFUSES
    verb = _VERB.search(text)
    if not verb or not _TO_SOMEBODY.search(text):
        return None
    if _DENIED.search(_HARMLESS.sub("", text)):
        about = _ABOUT.search(text) and not _IN_PART.search(text) and not _CONDITION.search(text)
        return LetterDecision.REFUSES if about else None
    if _THOUGHT.search(text):
        return None
    if find_sums(text) or sums_in_words(text):
        return LetterDecision.GIVES_SUM
    to_you = re.search(r"\b(?:[Ii]hr\w*|Ihnen|Sie|[Ee]uch|[Ee]uer|[Ee]ure\w*|[Dd]ein\w*|damit|hiermit)\b", text)
    return LetterDecision.GIVES if to_you and _GRANT_NOUN.search(text) else None

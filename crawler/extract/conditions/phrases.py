"""What a catalogue's usual phrases say about other public money: one piece of evidence among others."""

import re

from crawler.text.sentences import ProseSentence, any_of, holds
from grants_db.vocabulary import Cumulation

_EXCLUDED = re.compile(
    r"\b(?:[Nn]icht (?:\w+ ){0,2}(?:gefördert|förderfähig|antragsberechtigt|gewährt|bezuschusst|zuwendungsfähig|"
    r"möglich|berücksichtigt)|ausgeschlossen|[Kk]eine Förderung|[Kk]ein(?:en)? Zuschuss|not eligible|excluded)\b"
)
_KINDS = r"(?:öffentliche|staatliche|nationale|europäische)[nrms]?|public|national|EU"
_MONEY = (
    r"(?:Förder\w*|\w*[Mm]itteln?|\w*[Pp]rogramme?n?|\w*[Zz]usch[uü]ss\w*|Zuwendung\w*|Finanzierung\w*|Kredit\w*|Darlehen|"
    r"Beihilfen?|Hilfen|[Ff]unding|funds|money|aid|programmes?|grants?|support)"
)
_OTHER_MONEY = (
    r"(?:(?:andere|anderweitige|weitere|sonstige|zusätzliche)[nrms]?|other|additional|further)\s"
    rf"(?:(?:{_KINDS})\s)?(?:(?:und|oder|or)\s\w+\s)?{_MONEY}"
)
_FROM = r"(?:Mitteln\s)?(?:aus\s|anderer\s)?"
_COMBINING = any_of(
    r"[Kk]umul\w+", r"\w*[Kk]ombin(?:ation|ierung|ier\w*)", r"[Dd]oppelförderung", r"[Mm]ehrfachförderung",
    r"combin\w+", r"cumul\w+", r"double funding",
)  # fmt: skip
_WITH_OTHER_MONEY = re.compile(
    r"\b(?:mit|durch|aus|neben|with|from)\s(?:(?:Mitteln|Zuwendungen|Zuschüssen|funds)\s)?(?:aus\s|anderer\s)?"
    rf"(?:öffentliche[nr]?\s)?(?:{_OTHER_MONEY}|(?:einer|eine[nm]?) andere[nrm] (?:öffentlichen )?\w+)"
)
_NO_OTHER_MONEY = any_of(
    rf"(?:[Kk]eine?n?|no)\s(?:\w+\s)?{_OTHER_MONEY}",
    rf"nicht (?:\w+ ){{0,3}}?(?:durch|mit|aus|von|über|by|from)\s{_FROM}{_OTHER_MONEY}",
    r"nicht (?:\w+ ){0,2}?anderweitig (?:\w+ )?(?:gefördert|finanziert|bezuschusst)",
    r"[Kk]umul(?:ierungs|ations)verbot",
)
_FUNDED_ELSEWHERE = any_of(
    rf"(?:durch|mit|aus|von|im Rahmen|über|for|by|from)\s{_FROM}(?:{_OTHER_MONEY}|andere[nr]? (?:Bundes|Landes)\w+|"
    r"\w*(?:Bundes|Landes)(?:-| und | oder )?\s?(?:oder Landes)?programmen?)"
    r"[^.;]{0,60}\b(?:gefördert|finanziert|bezuschusst|unterstützt|funded)",
    r"(?:bereits|schon) anderweitig (?:gefördert|finanziert)",
    r"bereits (?:eine )?(?:andere )?Förderung (?:aus|durch|nach|von) ",
)
_LIMITING = re.compile(
    r"\b(?:wenn|sofern|soweit|solange|nach Maßgabe|bis zu|bis zum|maximal|höchstens|begrenzt|Obergrenze\w*|"
    r"\w*[Hh]öchst(?:grenze|satz|sätze|betr[aä]g|intensität)\w*|nicht (?:mehr als|überschr\w+|übersteig\w+)|"
    r"up to|provided|as long as|limit\w*|ceiling|not exceed)\b"
)
_ONE_FUNDER = re.compile(
    r"\b(?:(?:Bundes|Landes)(?:programm\w*|mitteln?|förder\w+)|Bundes- (?:oder|und) Landes\w+|ESF\w*|EFRE|EU-\w+|"
    r"des (?:Freistaate?s|Landes|Bundes)|der (?:EU|Union|Europäischen Union))\b"
)
_NEGATED = re.compile(r"\b(?:nicht|kein\w*|ausgeschlossen|unzulässig|verboten|untersagt|not|no|excluded|prohibited)\b")
_ALLOWING = re.compile(
    r"\b(?:möglich|zulässig|erlaubt|gestattet|können|kann|dürfen|darf|lässt sich|lassen sich|kombinierbar|kumulierbar|"
    r"possible|allowed|can be|may be)\b"
)
# words without which nothing here can match; spares most sentences the patterns
_CUMULATION_SIGNS = (
    "umul", "ombin", "oppelf", "ehrfachf", "ander", "weiter", "sonstig", "zusätzlich", "inanzier", "achrang", "ubsidi",
    "other", "addition", "further", "double", "fördert", "örderung aus", "örderung durch",
)  # fmt: skip
# a "nicht" that doesn't forbid the combining itself
_NOT_A_BAN = re.compile(
    r"\bnicht (?:mehr als|überschr\w+|übersteig\w+|entgegensteh\w+|identisch|dieselben|den gleichen|nur)|"
    r"\bnot exceed\w*|"
    r"\b(?:soweit|sofern|wenn|solange)\b[^,;]{0,120}\bnicht\b[^,;]{0,40}"
)
_OF_COSTS = re.compile(r"(?:[Aa]usgaben|[Kk]osten|Personal|Eigenanteils?|Eigenmittel)\b")
_FOR_INSTANCE = re.compile(r"\b(?:beispielsweise|zum Beispiel|z\.\s?B\.|insbesondere|etwa|auch|for example)\b")
# what is combined is no money: topics, methods, sums added up
_TOPIC_MIX = re.compile(
    r"\b(?:[Kk]umuliert\w* (?:Personal|Ausgaben|Kosten|Betrag|Summe)|(?:Einzelziel|Maßnahmeteile|Elemente|Module|"
    r"Komponenten|Themen|Methoden|Technologien|Verfahren|Angebote|Bausteine|Lernformen|Formate)\w*\b)"
)
# "für Projekte, die nicht durch andere Programme gefördert werden, bis zum …" says when, not whether
_ONE_CASE = re.compile(r"\b(?:für|bei) (?:Projekte\w*|Vorhaben|Maßnahmen)\b[^.;]{0,90}\bdie\b")
_CO_FINANCED = any_of(
    r"[Kk]ommunale\w* (?:Ko|Mit)finanzierung",
    r"(?:Ko|Mit)finanzierung (?:durch|mit|aus|zu[rm]?|Ihre[srm]?|des|der) [^.;]{0,90}?"
    r"\b(?:obligatorisch|erforderlich|notwendig|möglich|zulässig|gegeben|nachzuweisen|(?:Bundes|Landes|EU-)[Ff]örderung)",
    r"als (?:Ko|Mit)finanzierung (?:zu|von|für|der|des)",
    r"Ergänzung zu einer (?:Bundes|Landes)?[Ff]örderung",
    r"(?:Finanzierungsb|B)eteiligung (?:von|durch) (?:Dritten|andere\w*|Kommunen|Bund|Land)\b[^.;]{0,60}"
    r"\b(?:Bund|Land|EU|Kommun\w+|öffentlich\w+|bemühen|erforderlich)",
)
# to co-finance others is what the call is for, not what it allows
_FUNDED_CO_FINANCING = re.compile(
    r"^(?:die |der |zur |Die )?(?:Ko|Mit)finanzierung von\b|"
    r"\b(?:für|zu) (?:eine[r]? |die |der )?[Kk]ommunale\w* (?:Ko|Mit)finanz"
)
_REGULATED_ELSEWHERE = any_of(
    r"(?:gesetzliche\w*|öffentlich-rechtliche\w*)\b[^.;]{0,60}\bFinanzierungsregelung",
    r"gesetzliche Leistungen vorrangig",
    r"[Nn]achrang(?:ig|igkeit)?\b[^.;]{0,40}\b(?:Förder|Mittel|Leistung|Programm)",
    r"[Ff]örderung\w*\b[^.;]{0,50}\b(?:nachrangig|subsidiär)\b",
)
_DEMARCATED = re.compile(
    r"\bvon (?:[\w,\-]+ ){0,8}?(?:geförderten|öffentlich\w*) [^.;]{0,200}"
    r"\b(?:abgrenzen|abzugrenzen|abgrenzbar|unterscheiden)"
)
_PILED_UP = any_of(
    r"zusammengerechnet", r"zusammen mit anderen", r"Gesamtsumme der (?:Förder|öffentlichen )", r"insgesamt gewährten",
    r"Summe (?:aller|der) (?:öffentlichen )?(?:Förder|Zuwendungen|Zuschüsse|Beihilfen)",
)  # fmt: skip


def said_of_cumulation(sentence: ProseSentence) -> Cumulation:
    """What the phrases of one sentence say; mostly nothing."""
    text = sentence.text
    if (
        ("umul" in sentence.before or "ombin" in sentence.before or "zusammeng" in text or "öffentlich" in text)
        and _PILED_UP.search(text)
        and _LIMITING.search(text)
    ):
        return Cumulation.LIMITED
    if not holds(text, _CUMULATION_SIGNS) or _is_heading(sentence):
        return Cumulation.UNSTATED
    if _DEMARCATED.search(text):
        return Cumulation.LIMITED
    if _COMBINING.search(text) and not _TOPIC_MIX.search(text):
        return _of_combining(text)
    barred = _NO_OTHER_MONEY.search(text)
    if barred and _OF_COSTS.search(text, 0, barred.start()):
        return Cumulation.UNSTATED  # which costs count, not which money may be added
    if barred and not _ONE_CASE.search(text):
        return _barred(text, barred.start())
    if _FUNDED_ELSEWHERE.search(text) and (
        _EXCLUDED.search(sentence.context) or re.search(r"\b(?:dürfen|darf)\b[^.;]{0,60}\bkeine\b", text)
    ):
        return Cumulation.LIMITED if _ONE_FUNDER.search(text) else Cumulation.PROHIBITED
    if _REGULATED_ELSEWHERE.search(text):
        return Cumulation.LIMITED
    if len(text) > 40 and _CO_FINANCED.search(text) and not _FUNDED_CO_FINANCING.search(text):
        return Cumulation.ALLOWED
    return Cumulation.UNSTATED


def _is_heading(sentence: ProseSentence) -> bool:
    words = sentence.text.split(None, 7)
    return len(words) <= 6 and not sentence.intro and sentence.text[-1] not in ".,;!"


def _barred(text: str, start: int) -> Cumulation:
    """Other money is ruled out: all of it, or only that of one funder or under a condition."""
    following = text[start : start + 130]
    if _ONE_FUNDER.search(following) and not _FOR_INSTANCE.search(following):
        return Cumulation.LIMITED
    return Cumulation.LIMITED if re.search(r"\bdann nicht\b|[Aa]bweichend|[Aa]usnahme", text) else Cumulation.PROHIBITED


def _of_combining(text: str) -> Cumulation:
    word = _COMBINING.search(text)
    other = _WITH_OTHER_MONEY.search(text)
    named = word is not None and word.group()[:5].lower() in ("kumul", "doppe", "mehrf", "cumul", "doubl")
    if not other and not named:
        return Cumulation.UNSTATED
    negated = _NEGATED.search(_NOT_A_BAN.sub(" ", text))
    if negated:
        return _barred(text, word.start() if word else 0)
    if _LIMITING.search(text) or "bweichend" in text:
        return Cumulation.LIMITED
    if "erbot" in text or re.search(r"\b(?:ausgeschlossen|vermeiden|zu vermeiden)\b", text):
        return Cumulation.PROHIBITED
    return Cumulation.ALLOWED if _ALLOWING.search(text) else Cumulation.UNSTATED

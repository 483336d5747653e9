"""May a call's money be combined with other public money (Kumulierung)? With the sentence that says so.

Whether a project may begin early and what kind of money it is, is read in `conditions_text`.
"""

import re

from crawler.prose import Fact, Statement, quote, statements
from grants_db.vocabulary import Cumulation

_EXCLUDED = re.compile(
    r"\b(?:[Nn]icht (?:\w+ ){0,2}(?:gefördert|förderfähig|antragsberechtigt|gewährt|bezuschusst|zuwendungsfähig|"
    r"möglich|berücksichtigt)|ausgeschlossen|[Kk]eine Förderung|[Kk]ein(?:en)? Zuschuss|not eligible|excluded)\b"
)
_OTHER_MONEY = (
    r"(?:andere[nrms]?|anderweitige[nrms]?|weitere[nrms]?|sonstige[nrms]?|zusätzliche[nrms]?|other|additional|"
    r"further)\s(?:(?:öffentliche[nrms]?|staatliche[nrms]?|nationale[nrms]?|europäische[nrms]?|public|national|"
    r"EU)\s)?"
    r"(?:(?:und|oder|or)\s\w+\s)?(?:Förder\w*|\w*[Mm]itteln?|\w*[Pp]rogramme?n?|\w*[Zz]usch[uü]ss\w*|Zuwendung\w*|"
    r"Finanzierung\w*|Kredit\w*|Darlehen|Beihilfen?|Hilfen|[Ff]unding|funds|programmes?|grants?|support)"
)
_COMBINING = re.compile(
    r"\b(?:[Kk]umul\w+|\w*[Kk]ombin(?:ation|ierung|ier\w*)|[Dd]oppelförderung\w*|[Mm]ehrfachförderung\w*|combin\w+|"
    r"cumul\w+|double funding)"
)
_WITH_OTHER_MONEY = re.compile(
    rf"\b(?:mit|durch|aus|neben|with|from)\s(?:(?:Mitteln|Zuwendungen|Zuschüssen|funds)\s)?(?:aus\s|"
    rf"anderer\s)?(?:öffentliche[nr]?\s)?(?:{_OTHER_MONEY}|(?:einer|eine[nm]?) andere[nrm] (?:öffentlichen )?\w+)"
)
_NO_OTHER_MONEY = re.compile(
    rf"\b(?:[Kk]eine?n?|no)\s(?:\w+\s)?{_OTHER_MONEY}|"
    rf"\bnicht (?:\w+ ){{0,3}}?(?:durch|mit|aus|von|über|by|from)\s(?:Mitteln\s)?(?:aus\s|anderer\s)?{_OTHER_MONEY}|"
    r"\bnicht (?:\w+ ){0,2}?anderweitig (?:\w+ )?(?:gefördert|finanziert|bezuschusst)|[Kk]umul(?:ierungs|ations)verbot"
)
_FUNDED_ELSEWHERE = re.compile(
    rf"(?:\b(?:durch|mit|aus|von|im Rahmen|über|for|by|from)\s(?:Mitteln\s)?(?:aus\s|anderer\s)?(?:{_OTHER_MONEY}|"
    rf"\w*(?:Bundes|Landes)(?:-| und | oder )?\s?(?:oder Landes)?programmen?|andere[nr]? (?:Bundes|"
    rf"Landes)\w+))[^.;]{{0,60}}\b(?:gefördert|finanziert|bezuschusst|unterstützt|funded)|"
    r"\b(?:bereits|schon) anderweitig (?:gefördert|finanziert)|\bbereits (?:eine )?(?:andere )?Förderung (?:aus|"
    r"durch|nach|von) "
)
_LIMITING = re.compile(
    r"\b(?:wenn|sofern|soweit|nach Maßgabe|solange|bis zu|bis zum|maximal|höchstens|Obergrenze\w*|"
    r"\w*[Hh]öchst(?:grenze|satz|"
    r"sätze|betr[aä]g|intensität)\w*|nicht (?:mehr als|überschr\w+|übersteig\w+)|begrenzt|up to|provided|"
    r"as long as|limit\w*|ceiling|not exceed)\b"
)
_ONE_FUNDER = re.compile(
    r"\b(?:Bundesprogramm\w*|Landesprogramm\w*|Bundes- (?:oder|und) Landes\w+|Bundesmitteln?|Landesmitteln?|"
    r"Landesförder\w+|Bundesförder\w+|des (?:Freistaate?s|Landes|Bundes)|der (?:EU|Union|Europäischen Union)|"
    r"ESF\w*|EFRE|"
    r"EU-\w+)\b"
)
_NEGATED = re.compile(r"\b(?:nicht|kein\w*|ausgeschlossen|unzulässig|verboten|untersagt|not|no|excluded|prohibited)\b")
_ALLOWING = re.compile(
    r"\b(?:möglich|zulässig|erlaubt|gestattet|können|kann|dürfen|darf|lässt sich|lassen sich|kombinierbar|"
    r"kumulierbar|possible|allowed|can be|may be)\b"
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
_TOPIC_MIX = re.compile(
    r"\b(?:[Kk]umuliert\w* (?:Personal|Ausgaben|Kosten|Betrag|Summe)|Einzelziel|Maßnahmeteile|Elemente|Module|"
    r"Komponenten|"
    r"Themen|Methoden|Technologien|Verfahren|Angebote|"
    r"Bausteine|Lernformen|Formate)\w*\b"
)
# "für Projekte, die nicht durch andere Programme gefördert werden, bis zum …" says when, not whether
_ONE_CASE = re.compile(r"\b(?:für|bei) (?:Projekte\w*|Vorhaben|Maßnahmen)\b[^.;]{0,90}\bdie\b")
_CO_FINANCED = re.compile(
    r"\b(?:[Kk]ommunale\w* (?:Ko|Mit)finanzierung|(?:Ko|Mit)finanzierung (?:durch|mit|aus|zu[rm]?|Ihre[srm]?|des|"
    r"der) [^.;]{0,90}?\b(?:obligatorisch|erforderlich|notwendig|möglich|zulässig|gegeben|nachzuweisen|"
    r"Bundesförderung|Landesförderung|EU-Förderung)|"
    r"als (?:Ko|Mit)finanzierung (?:zu|von|für|der|des)|Ergänzung zu einer (?:Förderung|Bundesförderung|"
    r"Landesförderung)|(?:Finanzierungsb|B)eteiligung (?:von|durch) (?:Dritten|andere\w*|Kommunen|Bund|"
    r"Land)\b[^.;]{0,60}\b(?:Bund|Land|EU|Kommun\w+|öffentlich\w+|bemühen|erforderlich))"
)
_FUNDED_CO_FINANCING = re.compile(
    r"^(?:die |der |zur |Die )?(?:Ko|Mit)finanzierung von\b|\b(?:für|zu) (?:eine[r]? |die |"
    r"der )?[Kk]ommunale\w* (?:Ko|Mit)finanz"
)
_REGULATED_ELSEWHERE = re.compile(
    r"\b(?:gesetzliche\w*|öffentlich-rechtliche\w*)\b[^.;]{0,60}\bFinanzierungsregelung\w*|"
    r"\bgesetzliche Leistungen vorrangig|\b[Nn]achrang(?:ig|igkeit)?\b[^.;]{0,40}\b(?:Förder|Mittel|Leistung|"
    r"Programm)|\b[Ff]örderung\w*\b[^.;]{0,50}\b(?:nachrangig|subsidiär)\b"
)
_DEMARCATED = re.compile(
    r"\bvon (?:[\w,\-]+ ){0,8}?(?:geförderten|öffentlich\w*) [^.;]{0,200}\b(?:abgrenzen|abzugrenzen|abgrenzbar|"
    r"unterscheiden)"
)
_PILED_UP = re.compile(
    r"\b(?:zusammengerechnet|zusammen mit anderen|Gesamtsumme der (?:Förder|öffentlichen )\w*|"
    r"insgesamt gewährten|Summe (?:aller|der) (?:öffentlichen )?(?:Förder\w*|Zuwendungen|Zuschüsse|Beihilfen))"
)


def cumulation(text: str) -> Fact[Cumulation]:
    """May the money be combined with other public money? Rules for and against together are a limit.

    >>> cumulation("Sie können den Zuschuss mit anderen Förderprogrammen kombinieren.").value.value
    'allowed'
    """
    found: dict[Cumulation, str] = {}
    for statement in statements(text):
        value = _cumulation(statement)
        if value is not Cumulation.UNSTATED:
            found.setdefault(value, quote(statement.text))
    if Cumulation.LIMITED in found:
        return Fact(Cumulation.LIMITED, found[Cumulation.LIMITED])
    if Cumulation.PROHIBITED in found:
        value = Cumulation.LIMITED if Cumulation.ALLOWED in found else Cumulation.PROHIBITED
        return Fact(value, found[Cumulation.PROHIBITED])
    if Cumulation.ALLOWED in found:
        return Fact(Cumulation.ALLOWED, found[Cumulation.ALLOWED])
    return Fact(Cumulation.UNSTATED, "")


def _cumulation(statement: Statement) -> Cumulation:
    text = statement.text
    if (
        _PILED_UP.search(text)
        and _LIMITING.search(text)
        and ("umul" in statement.before or "ombin" in statement.before or "zusammeng" in text or "öffentlich" in text)
    ):
        return Cumulation.LIMITED
    if not any(sign in text for sign in _CUMULATION_SIGNS) or _is_heading(statement):
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
        _EXCLUDED.search(statement.context) or re.search(r"\b(?:dürfen|darf)\b[^.;]{0,60}\bkeine\b", text)
    ):
        return Cumulation.LIMITED if _ONE_FUNDER.search(text) else Cumulation.PROHIBITED
    if _REGULATED_ELSEWHERE.search(text):
        return Cumulation.LIMITED
    if len(text) > 40 and _CO_FINANCED.search(text) and not _FUNDED_CO_FINANCING.search(text):
        return Cumulation.ALLOWED
    return Cumulation.UNSTATED


def _is_heading(statement: Statement) -> bool:
    words = statement.text.split(None, 7)
    return len(words) <= 6 and not statement.intro and statement.text[-1] not in ".,;!"


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

"""Conditions in funding prose: may a project begin early, may the money be combined, what kind of money is it.

Each answer comes with the sentence that says so; a text that says nothing is unstated. "Stellen Sie den Antrag vor
Beginn" counts as forbidding an early start: whoever has begun is too late.
"""

import re
from collections.abc import Iterable

from crawler.prose import Fact, Statement, quote, statements
from grants_db.vocabulary import Cumulation, EarlyStart, Instrument

# --- early start -------------------------------------------------------------------------------------------------

_APPLY = re.compile(
    r"[Aa]ntr[aä]g(?:e|es|en|s)?\b|[Aa]ntragstellung\b|antrag(?:s|es)?\b|[Bb]eantrag|einreich|einzureich|"
    r"[Rr]eichen|[Rr]ichten|[Ss]tellen Sie|gestellt|"
    r"[Ii]nteressenbekundung|[Ss]kizze|\bBewerb|\bbewerben|"
    r"\bappl(?:y|ication|ications|ied)\b|\bsubmit"
)
_BEFORE_START = re.compile(
    r"\b(?:[Vv]or|[Bb]efore)\s(?:(?:dem|der|Ihrem|Ihrer|ihrem|des|den|jeweiligen|geplanten|tatsächlichen|eigentlichen|"
    r"beabsichtigten|offiziellen|erstmaligen|the|planned|your)\s){0,3}"
    r"(?P<what>(?:[A-ZÄÖÜ]\w{0,40}-?)?(?:[Bb]eginn|[Ss]tart|[Aa]nfang)s?\b(?P<of>(?:\s(?:der|des|Ihrer?|Ihres|"
    r"einer|eines|von|mit|of|your|the|zu fördernden|geplanten|nächsten|förderfähigen|jeweiligen|"
    r"project)){0,4}\s?[\w\-]{0,50})|"
    r"(?:Abschluss|Unterzeichnung)\s(?:der|des|eines|Ihres|von)\s(?:\w+\s){0,2}\w*(?:[Vv]ertrag|[Vv]erträg|"
    r"[Vv]ereinbarung)\w*|"
    r"(?:Auftrags(?:vergabe|erteilung)|Arbeitsaufnahme|Aufnahme der \w+|Durchführung (?:der|des|Ihre[rs]) \w+|"
    r"Umsetzung (?:der|des|Ihre[rs]) \w+|Baubeginn|Anschaffung|Bestellung|Kauf)\b)"
)
# the start of a period of the budget is no start of the project
_PERIOD = re.compile(
    r"\b\w*(?:[Zz]eitraum|[Zz]eitraume?s|[Jj]ahre?s|[Ff]rist|[Pp]eriode|[Qq]uartal|[Hh]albjahr|[Ss]emester|"
    r"[Ss]pieljahr|Laufzeit|[Vv]erfahrens?|Runde|Verfahren|Antragstellung)\b"
)
_NOT_BEGUN = re.compile(
    r"\bnoch nicht (?:\w+ ){0,2}?(?:begonnen|angefangen|angelaufen|in Auftrag gegeben|abgeschlossen worden|"
    r"durchgeführt|gestartet)|"
    r"\berst (?:nach|mit|ab|wenn)\b[^.;]{0,110}\b(?:beg[io]nnen|begonnen|starten|anfangen|gestartet|durchgeführt)\b|"
    r"\b(?:nicht|kein\w*)\b[^.;]{0,60}\b[Vv]or\s(?:(?:der|dem|Ihrer|einer|erfolgter|dessen|"
    r"deren)\s)?\w*(?:[Bb]ewilligung|[Bb]escheid\w*|[Zz]ustimmung|[Bb]ekanntgabe|[Zz]ugang|[Ee]rhalt|[Ee]rteilung|"
    r"[Aa]ntrag\w*|[Gg]enehmigung|[Ff]örderzusage|[Zz]usage)\b[^.;]{0,80}\b(?:beg[io]nnen|begonnen|gestartet|"
    r"angefangen|eingegangen|erteilt)\b|"
    r"\b[Vv]or\s(?:(?:der|dem|Ihrer|einer|erfolgter)\s)?\w*(?:[Bb]ewilligung|[Bb]escheid\w*|[Zz]ustimmung|"
    r"[Bb]ekanntgabe|[Zz]ugang|[Ee]rhalt|[Ee]rteilung|[Aa]ntrag\w*|[Gg]enehmigung|[Ff]örderzusage|"
    r"[Zz]usage)\b[^.;]{0,80}\b(?:nicht|noch nicht|kein\w*)\b[^.;]{0,40}\b(?:beg[io]nnen|begonnen|gestartet|"
    r"angefangen|eingegangen)\b|"
    r"\bnicht (?:bereits |schon |vorher )?begonnen\b|"
    r"\b(?:bereits |schon )?begonnene[nr]? (?:\w+ )?(?:Projekte?n?|Vorhaben|Maßnahmen?)\b[^.;]{0,60}\b(?:nicht|"
    r"ausgeschlossen|keine)\b|"
    r"\b(?:frühestens|nicht vor)\b[^.;]{0,40}\b(?:Bewilligung|Bescheid\w*|"
    r"Zuwendungsbescheid\w*)\b[^.;]{0,40}\bbeg[io]nn\w*|"
    r"\b(?:must|may|should|can)(?:not| not) (?:have )?(?:yet )?(?:be(?:en)? )?(?:start|begun|begin|commence)\w*|"
    r"\bnot (?:yet )?(?:have )?(?:started|begun|commenced)\b|"
    r"\b[Rr]ückwirkende (?:\w+ )?(?:Förderung\w*|Bewilligung\w*|Anträge)\b[^.;]{0,40}\b(?:nicht|ausgeschlossen|"
    r"kein\w*)\b|\bnicht rückwirkend\b|\bkeine rückwirkende"
)
_BEGUN = re.compile(
    r"\b(?:bereits |schon )?(?:begonnen|angefangen|gestartet)(?:\s(?:haben|hat|wurden?|worden|ist|sind|werden))?|"
    r"\bvorzeitig begonnen"
)
_EXCLUDED = re.compile(
    r"\b(?:[Nn]icht (?:\w+ ){0,2}(?:gefördert|förderfähig|antragsberechtigt|gewährt|bezuschusst|zuwendungsfähig|"
    r"möglich|berücksichtigt)|ausgeschlossen|[Kk]eine Förderung|[Kk]ein(?:en)? Zuschuss|not eligible|excluded)\b"
)
_EARLY = re.compile(
    r"\b(?:[Vv]orzeitige[nrs]? (?:\w+[- ]?)?(?:[Bb]eginn\w*|\w+beginn\w*|[Ss]tart\w*)|[Vv]orzeitmaßnahme\w*|"
    r"[Vv]orhabenbeginn|[Mm]aßnahmen?beginn|early start)\b"
)
_PERMITTED = re.compile(
    r"\b(?:zulässig|zugelassen|möglich|genehmigt|erlaubt|gestattet|erteilt|unschädlich|förderunschädlich|zulassen|"
    r"genehmigen|zustimmen|zugestimmt|Ja|allowed|permitted|possible)\b"
)
_DENIED = re.compile(
    r"\b(?:nicht|kein\w*|un(?:zulässig|möglich)|ausgeschlossen|förderschädlich|Nein|schädlich|not|no)\b"
)
_CLAUSE_APART = re.compile(r"\bwenn (?:eine )?solche|\bVerbot des vorzeitigen|\bsoweit\b")
_MAY_HAVE_BEGUN = re.compile(
    r"\b(?:darf|dürfen|kann|können)\b[^.;]{0,40}\b(?:bereits|schon) (?:begonnen|gestartet)|"
    r"\brückwirkend (?:\w+ ){0,4}(?:möglich|gefördert|beantragt|bewilligt)"
)


def early_start(text: str) -> Fact[EarlyStart]:
    """May the project begin before the award? A rule against it leads over an exception "auf Antrag".

    >>> early_start("Mit dem Vorhaben dürfen Sie erst nach der Bewilligung beginnen.").value.value
    'forbidden'
    """
    allowed: Fact[EarlyStart] | None = None
    for statement in statements(text):
        value = _early_start(statement)
        if value is EarlyStart.FORBIDDEN:
            return Fact(value, quote(statement.text))
        if value is EarlyStart.ALLOWED and allowed is None:
            allowed = Fact(value, quote(statement.text))
    return allowed or Fact(EarlyStart.UNSTATED, "")


def _early_start(statement: Statement) -> EarlyStart:
    text = statement.text
    lowered = text.lower()
    if not any(word in lowered for word in ("beg", "vor", "start", "rückwirk", "commence", "abschluss")):
        return EarlyStart.UNSTATED
    if _NOT_BEGUN.search(text) or (
        _BEGUN.search(text) and _EXCLUDED.search(statement.context) and not _MAY_HAVE_BEGUN.search(text)
    ):
        return EarlyStart.FORBIDDEN
    if _EARLY.search(text) and (early := re.search(r"vorzeitig|[Vv]orzeit|early", text)) is not None:
        if _DENIED.search(text, early.start(), early.start() + 110) and not _CLAUSE_APART.search(text):
            return EarlyStart.FORBIDDEN
        return EarlyStart.ALLOWED if _PERMITTED.search(text) else EarlyStart.UNSTATED
    if _MAY_HAVE_BEGUN.search(text):
        return EarlyStart.ALLOWED
    if _APPLY.search(statement.context) and any(_of_a_project(start) for start in _BEFORE_START.finditer(text)):
        return EarlyStart.FORBIDDEN
    return EarlyStart.UNSTATED


def _of_a_project(start: re.Match[str]) -> bool:
    return _PERIOD.search(start.group("of") or "") is None and _PERIOD.search(start.group("what").split(" ")[0]) is None


# --- cumulation --------------------------------------------------------------------------------------------------

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
_OF_COSTS = re.compile(r"(?:[Aa]usgaben|[Kk]osten|Eigenanteils?|Eigenmittel)\b")
_FOR_INSTANCE = re.compile(r"\b(?:beispielsweise|zum Beispiel|z\.\s?B\.|insbesondere|etwa|auch|for example)\b")
_TOPIC_MIX = re.compile(
    r"\b(?:[Kk]umuliert\w* (?:Personal|Ausgaben|Kosten)|Einzelziel|Maßnahmeteile|Elemente|Module|Komponenten|"
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
    r"Programm)|\b[Ff]örderung\w*\b[^.;]{0,50}\b(?:nachrangig|subsidiär)\b|\b[Ss]ubsidiaritätsprinzip"
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


# --- instrument --------------------------------------------------------------------------------------------------

_INSTRUMENTS = (
    (Instrument.GRANT, re.compile(
        r"\b(?:als|einen|ein|in Form eines|Höhe (?:des|Ihres)|[Dd]er|"
        r"nicht rückzahlbare\w*)\s(?:nicht rückzahlbare[nrs]?\s)?(?:\w{1,30}-)?[Zz]usch(?:uss|uß)\w*|"
        r"\b[Zz]uwendung(?:en)?\b (?:wird|werden|beträgt)|Anteilfinanzierung|Festbetragsfinanzierung|"
        r"Fehlbedarfsfinanzierung|Vollfinanzierung|\bgrants?\b"
    )),
    (Instrument.LOAN, re.compile(
        r"\b(?:als|einen|ein|zinsgünstige[snr]?|Höhe des)\s(?:\w+\s)?(?:\w*[Dd]arlehen\w*|\w*[Kk]redite?s?)\b|"
        r"\bloans?\b"
    )),
    (Instrument.GUARANTEE, re.compile(
        r"\b(?:als|eine|Höhe der)\s(?:\w+\s)?(?:\w*[Bb]ürgschaft|\w*[Gg]arantie)\w*|\bguarantees?\b"
    )),
    (Instrument.EQUITY, re.compile(
        r"\b(?:als|eine|offene|stille|Höhe der) (?:\w+ )?Beteiligung\b|Beteiligungskapital|\bequity\b"
    )),
    (Instrument.PRIZE, re.compile(
        r"\bPreisgeld\w*|\b(?:Preis|Wettbewerb)\b[^.;]{0,60}\bdotiert|\bdotiert\b[^.;]{0,60}\bPreis|"
        r"\bprize(?: money)?\b"
    )),
)  # fmt: skip


def instruments(text: str, known: Iterable[Instrument] = ()) -> Fact[tuple[Instrument, ...]]:
    """What kind of money it is: the source's categories where it has them, else what the sentences name."""
    listed = tuple(dict.fromkeys(known))
    found: dict[Instrument, str] = {}
    for statement in statements(text):
        for instrument, pattern in _INSTRUMENTS:
            if instrument not in found and pattern.search(statement.text):
                found[instrument] = quote(statement.text)
    if listed:
        return Fact(listed, next((found[instrument] for instrument in listed if instrument in found), ""))
    return Fact(tuple(found), next(iter(found.values()), ""))

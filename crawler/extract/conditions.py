"""Conditions in funding prose: may a project begin early, and what kind of money is it.

Each answer comes with the sentence that says so; a text that says nothing is unstated. "Stellen Sie den Antrag vor
Beginn" counts as forbidding an early start: whoever has begun is too late. Cumulation is read in `cumulation_text`.
"""

import re
from collections.abc import Iterable

from crawler.text.sentences import Fact, Prose, ProseSentence, any_of, quote
from grants_db.vocabulary import EarlyStart, Instrument

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
_GO_AHEAD = (
    r"(?:(?:der|dem|Ihrer|einer|erfolgter|dessen|deren)\s)?\w*(?:[Bb]ewilligung|[Bb]escheid\w*|[Zz]ustimmung|[Zz]ugang|"
    r"[Bb]ekanntgabe|[Ee]rhalt|[Ee]rteilung|[Aa]ntrag\w*|[Gg]enehmigung|[Ff]örderzusage|[Zz]usage)\b"
)
_BEGIN = r"(?:beg[io]nnen|gestartet|angefangen|eingegangen)\b"
_NOT_BEGUN = any_of(
    r"noch nicht (?:\w+ ){0,2}?(?:begonnen|angefangen|angelaufen|in Auftrag gegeben|durchgeführt|gestartet)",
    r"nicht (?:bereits |schon |vorher )?begonnen\b",
    r"erst (?:nach|mit|ab|wenn)\b[^.;]{0,110}\b(?:beg[io]nnen|starten|anfangen|gestartet|durchgeführt|"
    r"eingegangen|beauftragt|abgeschlossen werden)\b",
    rf"(?:nicht|kein\w*)\b[^.;]{{0,60}}\b[Vv]or\s{_GO_AHEAD}[^.;]{{0,80}}\b(?:{_BEGIN}|erteilt\b)",
    rf"[Vv]or\s{_GO_AHEAD}[^.;]{{0,80}}\b(?:nicht|kein\w*)\b[^.;]{{0,40}}\b{_BEGIN}",
    r"(?:frühestens|nicht vor)\b[^.;]{0,40}\b(?:Bewilligung|\w*[Bb]escheid\w*)\b[^.;]{0,40}\bbeg[io]nn\w*",
    r"begonnene[nr]? (?:\w+ )?(?:Projekte?n?|Vorhaben|Maßnahmen?)\b[^.;]{0,40}"
    r"\b(?:nicht (?:\w+ )?(?:gefördert|förder\w+|zuwendungsf\w+)|ausgeschlossen|keine Förder\w+)\b",
    r"[Rr]ückwirkende (?:\w+ )?(?:Förderung|Bewilligung|Anträge)\w*\b[^.;]{0,40}\b(?:nicht|ausgeschlossen|kein\w*)\b",
    r"(?:nicht rückwirkend\b|keine rückwirkende)",
    r"(?:must|may|should|can)(?:not| not) (?:have )?(?:yet )?(?:be(?:en)? )?(?:start|begun|begin|commence)",
    r"not (?:yet )?(?:have )?(?:started|begun|commenced)\b",
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
    r"\bAntrag\w*\b[^.;]{0,60}\bnicht (?:länger|mehr) als \w+ (?:Wochen|Monate|Jahre) zurücklieg|"
    r"\brückwirkend (?:\w+ ){0,4}(?:möglich|gefördert|beantragt|bewilligt)"
)


_AND_AFTER = re.compile(r"\s?(?:und|sowie|oder)\s+nach\b")


def early_start(text: Prose) -> Fact[EarlyStart]:
    """May the project begin before the award? A rule against it leads over an exception "auf Antrag".

    >>> early_start(Prose("Mit dem Vorhaben dürfen Sie erst nach der Bewilligung beginnen.")).value.value
    'forbidden'
    """
    allowed: Fact[EarlyStart] | None = None
    for sentence in text.sentences:
        value = _early_start(sentence)
        if value is EarlyStart.FORBIDDEN:
            return Fact(value, quote(sentence.text))
        if value is EarlyStart.ALLOWED and allowed is None:
            allowed = Fact(value, quote(sentence.text))
    return allowed or Fact(EarlyStart.UNSTATED, "")


_EARLY_SIGNS = ("beg", "vor", "start", "rückwirk", "zurücklieg", "commence", "abschluss", "erst ")


def _early_start(sentence: ProseSentence) -> EarlyStart:
    text = sentence.text
    lowered = text.lower()
    if not any(
        word in lowered for word in ("beg", "vor", "start", "rückwirk", "zurücklieg", "commence", "abschluss", "erst ")
    ):
        return EarlyStart.UNSTATED
    if _NOT_BEGUN.search(text) or (
        _BEGUN.search(text) and _EXCLUDED.search(sentence.context) and not _MAY_HAVE_BEGUN.search(text)
    ):
        return EarlyStart.FORBIDDEN
    if _EARLY.search(text) and (early := re.search(r"vorzeitig|[Vv]orzeit|early", text)) is not None:
        if _DENIED.search(text, early.start(), early.start() + 110) and not _CLAUSE_APART.search(text):
            return EarlyStart.FORBIDDEN
        return EarlyStart.ALLOWED if _PERMITTED.search(text) else EarlyStart.UNSTATED
    if _MAY_HAVE_BEGUN.search(text):
        return EarlyStart.ALLOWED
    if _APPLY.search(sentence.context) and any(_of_a_project(start) for start in _BEFORE_START.finditer(text)):
        return EarlyStart.FORBIDDEN
    return EarlyStart.UNSTATED


def _of_a_project(start: re.Match[str]) -> bool:
    following = (start.group("of") or "") + start.string[start.end() : start.end() + 20]
    if _AND_AFTER.match(following):
        return False
    return _PERIOD.search(start.group("of") or "") is None and _PERIOD.search(start.group("what").split(" ")[0]) is None


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


def instruments(text: Prose, known: Iterable[Instrument] = ()) -> Fact[tuple[Instrument, ...]]:
    """What kind of money it is: the source's categories where it has them, else what the sentences name."""
    listed = tuple(dict.fromkeys(known))
    found: dict[Instrument, str] = {}
    for sentence in text.sentences:
        for instrument, pattern in _INSTRUMENTS:
            if instrument not in found and pattern.search(sentence.text):
                found[instrument] = quote(sentence.text)
    if listed:
        return Fact(listed, next((found[instrument] for instrument in listed if instrument in found), ""))
    return Fact(tuple(found), next(iter(found.values()), ""))

"""Sums in funding prose, German and English: what each one is, and the most and the least one application can get.

A sum is only taken for a grant when the sentence says so; costs, a whole programme's money, sums per place, hour or
square metre, thresholds and incomes are read and told apart, so that they gate nothing. Rates are left to `rates`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from crawler.prose import Fact, Statement, quote, statements
from crawler.sums import Sum, find_sums


class AmountRole(StrEnum):
    """What a sum of money says about the call."""

    MAXIMUM = "maximum"  # Höchstbetrag je Antrag, fester Betrag
    MINIMUM = "minimum"  # Mindestbetrag der Förderung, Bagatellgrenze
    COST = "cost"  # Grenze der Kosten, nicht der Förderung
    PER_UNIT = "per_unit"  # je Stelle, Stunde, Quadratmeter …
    PROGRAMME_TOTAL = "programme_total"  # Mittel des ganzen Programms
    OTHER = "other"  # Einkommen, Umsatz, Schwelle, unklar


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in EUR, what it is, and the sentence it stands in.

    `outright`: the grant and the bound are named right beside the sum; in a guideline's own text, full of thresholds of
    other rules, only these are believed.
    """

    value: Decimal
    role: AmountRole
    quote: str
    outright: bool = False


MOST_SUMS = 12  # a "sentence" with more is a table whose columns are unknown
SMALLEST_GRANT = Decimal(100)  # below, a sum is a price per something whose unit stands elsewhere

_GRANT = re.compile(
    r"(?<![Pp]rojekt)(?<!für die )(?<!bei der )(?<!Im Fall der )(?<!einer )(?<!zur )"
    r"\b(?:Höhe (?:des|der|Ihre[sr]|Ihres) \S{0,60}|Förderung (?:von|in Höhe|beträgt|bis|i\.\s?H\.|je|pro|liegt|ist)|"
    r"[Zz]usch(?:uss|uß|üsse)\w*|\w{0,30}(?:zuschuss|zuschüsse|zuwendung|prämie|darlehens?|kredite?s?|"
    r"stipendi\w{1,3})\b|"
    r"Zuwendung\w*|Förder(?:summen?|betr[aä]g\w*|höchst\w+|höhe|mittel|bedarf|volumen je)\w*|Gesamtförderung|Mittel\b|"
    r"Darlehen\w{0,2}|Gesamtdarlehen|Kredit(?:höhe|summe|betrag|e)?\b|Beteiligung|Preisgeld\w*|dotiert|Prämie\w*|"
    r"Stipendi\w+|"
    r"Höchst(?:betr[aä]g\w*|summe|grenze|förder\w*)|Maximal(?:betrag|förder\w+)|Mindest(?:betrag|förder\w*|zuwendung)|"
    r"Bagatellgrenze|Festbetrag\w*|Finanzhilfe\w*|Beihilfe|Fördersatz|Förderquoten?|erhalten Sie|bekommen Sie|"
    r"Sie erhalten|Sie bekommen|"
    r"[Gg]rants?\b|[Ff]unding|award(?:s|ed)?\b|(?:EU|Union|financial|requested) contribution|"
    r"contribution from the (?:EU|Union))"
)
_COST = re.compile(
    r"(?:(?<!ung der )(?<!zu den )\b\w{0,40}(?:[Aa]usgaben|[Kk]osten|[Vv]olumen|[Vv]orhabensumme|investition(?:en|"
    r"ssumme)?|Investition(?:en|ssumme)?)\b|"
    r"Gesamtfinanzierung|Projektsumme|Bausumme|\b(?:total |eligible |project )costs?\b|budget of the project)"
)
_OTHER = re.compile(
    r"(?:[Ee]inkommen|[Uu]msatz|[Uu]msätze|Jahresbilanz|Bilanzsumme|Auftrags(?:wert|volum)|\w*[Hh]onorar|"
    r"\w*[Ss]tundens[aä]tz|"
    r"\w*[Tt]agess[aä]tz|[Dd]e-[Mm]inimis|Schwellenwert|Vermögen|Vergütung|[Bb]rutto\w*|Gehalt|Lohn|Mietzins|"
    r"Miete\b|Kaufpreis|Gebühr\w*|"
    r"Teilnahmebeitr\w+|Beitrag von|Eigenkapital|Eigenmittel|Eigenanteil\w*|Eigenleistung|Belastung|Grundkapital|"
    r"Versicherungssumme|"
    r"Strafe|Geldbuße|Verwendungsnachweis|Vergabe|Auftr[aä]ge?\b|turnover|income|salary|fee\b|threshold)"
)
_DE_MINIMIS = re.compile(r"[Dd]e-[Mm]inimis")
# what institutional funding gets says nothing about a project
_INSTITUTIONAL = re.compile(r"\b(?:[Bb]ei|[Ff]ür|[Ii]m Fall)\s(?:eine[rn]?\s)?(?:\w+\s)?institutionelle[rn]? Förderung")
_TOTAL = re.compile(
    r"(?:stehen[^;]{0,80}(?:bereit|zur Verfügung)|stellt[^;]{0,80}(?:bereit|zur Verfügung)|(?:bereitgestellt|"
    r"zur Verfügung (?:gestellt|steht|stehen))|"
    r"Gesamtbudget|Programmvolumen|Fördervolumen|Haushaltsmittel|Gesamtmittel|Mittelausstattung|Budget(?:s|"
    r"umfang)?\b|Finanzrahmen|Fördertopf|"
    r"verfügt über|(?:total|overall|indicative|available) budget|budget (?:of the call|available)|is available|"
    r"are available|ausgestattet)"
)
_THRESHOLD_FROM = re.compile(r"\bab (?:einer|einem|einem Betrag|einer Höhe)\b[^.;]{0,50}$")
_MAXIMUM = re.compile(
    r"\b(?:bis zu|bis max\w*|bis|[Mm]aximal\w*|max\.|höchstens|[Hh]öchstmöglich\w*|Höchst\w+|Maximal\w+|"
    r"nicht mehr als|nicht über|begrenzt|"
    r"gedeckelt|up to|[Mm]aximum|not exceed\w*|no more than|at most|limited to|capped)"
)
_MINIMUM = re.compile(r"(?:\b[Mm]indest\w*|Bagatellgrenze|Untergrenze|Mindest\w+|at least|minimum|not less than)")
_THRESHOLD = re.compile(
    r"(?:\b(?:mehr als|über|ab|unter|weniger als|more than|over|below|exceeding)\s(?:einem |einer |"
    r"einem Betrag von )?(?:\w+ von )?(?:EUR|€)?\s?)$"
)
_NOT_EXCEED = re.compile(
    r"\b(?:nicht (?:übersteigen|überschreiten|übersteigt|überschreitet)|begrenzt|gedeckelt|not (?:be )?exceed|"
    r"limited|im Höchstfall)"
)
_NOT_BELOW = re.compile(r"\bnicht (?:unterschreiten|unterschritten|unterschreitet)\b|\bnot be less\b")
_EXCEED = re.compile(r"(?<!nicht )\b(?:übersteig|überschreit|hinausgeh)\w+")
# the ceilings of the law on state aid are no sums of the call
_STATE_AID = re.compile(r"\bAGVO\b|\bArt(?:ikel|\.)\s?\d|\bBruttosubvention|\bGBER\b")
_OTHER_RULES = re.compile(
    r"\bAGVO\b|\bArt(?:ikel|\.)\s?\d|[Dd]e-[Mm]inimis|[Nn]achweis|[Pp]rüf|baufachlich|[Vv]ergabe|[Ii]nventar|"
    r"[Vv]eröffentlich|[Tt]ransparen|\bANBest|\bVV\b|unbare|[Bb]eihilfeempfänger|[Bb]etragsgrenze|[Aa]nschaffung|"
    r"Teilnehmende\b|[Hh]onorar|Sachausgaben|Personalausgaben|Personalkosten|Eigenleistung|Festbetragsfinanzierung"
)
_CLASS_OF_GRANTS = re.compile(
    r"\b(?:[Bb]ei|[Aa]b|[Ff]ür|[Ww]enn|[Ss]ofern)\s(?:\w+\s){0,3}(?:Zuwendung|Zuschüsse|Förderung|Fördersumme|"
    r"Darlehen)\w*|"
    r"\bZuwendungen\s(?:von|bis|über|ab|unter)\b"
)
_GRANT_ITSELF = re.compile(
    r"\b(?:Zuwendung\b|Zusch(?:uss|üsse|usses)\b|\w{0,30}zuschuss|Förderung\b|Förder(?:betrag|summe|höchst\w+|höhe)|"
    r"Höchst(?:betrag|förder\w*|summe)|Darlehens?\b|Mindest(?:förder\w*|zuwendung|betrag)|Bagatellgrenze|gefördert|"
    r"bezuschusst|grant\b)"
)
_WITH = re.compile(r"\bmit\s(?:je(?:weils)?\s)?(?:bis zu\s|maximal\s|höchstens\s|einem \w+ von\s)?$")
_FUNDED_WITH = re.compile(r"^[^.;]{0,40}\b(?:gefördert|bezuschusst|unterstützt)\b")
_FORWARDED = re.compile(r"^[^.;]{0,60}\b(?:weiterleiten|weitergeleitet|weitergegeben)\b")
_SHARE_OF_COSTS = re.compile(
    r"\d\s?(?:Prozent|%|v\.\s?H\.|per cent|percent)\s(?:der|des|Ihrer|Ihres|Ihre|seiner|von|of)\s(?:(?!bis zu|EUR|"
    r"€|maximal|höchstens|beträgt)[^\d,;:()]){1,110}"
)
_UNIT = re.compile(
    r"(?:\b(?:[Pp]ro|[Jj]e|[Pp]er|für jede[nrs]?|für eine[n]?|für|für die|each|every)\s|/\s?)"
    r"(?P<unit>(?:\d(?:,\d)?\s)?(?:[a-zäöüß\-.]{2,30}\s){0,3}[A-Za-zÄÖÜäöüß0-9.²\-]{1,60}"
    r"(?:\s(?:und|oder|bzw\.|beziehungsweise|/)\s(?:je\s|pro\s)?[A-ZÄÖÜ][\wäöüß\-]{1,60}){0,2})"
)
#: units that are the application, the applicant or a year
_WHOLE = re.compile(
    r"(?:antrag(?:s|stellung)?|projekte?s?|vorhabens?|ma(?:ß|ss)nahmen?|antragsteller\w*|antragstellende[nr]?|"
    r"zuwendungsempf\w+|empfänger\w*|"
    r"kreditnehmer\w*|darlehensnehmer\w*|unternehmen|betrieb|verein|verband|träger\w*|stadt|kommune|gemeinde|"
    r"landkreis|gebietskörperschaft|"
    r"organisation|institution|initiative|jahre?s?|kalenderjahr|haushaltsjahr|förderjahr|projektjahr|förderperiode|"
    r"förderzeitraum|projektlaufzeit|verbund\w*|"
    r"antragsverbund|konsortium|partner|verbundpartner|aufruf|person|bewerbung|"
    r"project|application|applicant|year|proposal|beneficiary|organisation|consortium|partner|grant|annum)$",
    re.I,
)
_NOT_WHOLE = re.compile(
    r"(?:(?<!kontakt)(?<!beratungs)(?<!geschäfts)(?<!anlauf)stellen?\b|vollzeit\w*|vzä|vze|vollzeitäquivalent\w*|quadratmeter|m²|qm|pl[aä]tz\w*|tag\w*|stunde\w*|"
    r"zeitstunde|gruppe\w*|teilnehm\w+|monat\w*|woche\w*|"
    r"kilometer|fachkr[aä]ft\w*|klasse|kind\b|kinder|schüler\w*|fahrrad\w*|lastenfahrrad|wohnung\w*|wohneinheit\w*|"
    r"einwohner\w*|kw\b|kwh|tonne\w*|"
    r"übernachtung\w*|beratung\w*|beratungstag\w*|fahrzeug\w*|baum|hektar|beschäftigte\w*|mitarbeit\w+|"
    r"studierende\w*|tagewerk\w*|unterricht\w*|"
    r"participant|person-?month|hour|day|month|week|place|unit)",
    re.I,
)
_PER_TIME = re.compile(
    r"^\s?(?:monatlich|täglich|wöchentlich|stündlich|am Tag|im Monat|die Stunde|a month|per month|monthly)|"
    r"^\s?pauschal je"
)
_MONTHLY = re.compile(r"\b(?:monatlich|täglich|wöchentlich|stündlich|monthly|hourly|daily)\w*\b")
_ANAPHORA = re.compile(r"^(?:Diese[rs]?|Sie|Er|Es|Dabei|Davon|This|These|It)\b")


@lru_cache(maxsize=4)
def parse_amounts(text: str) -> tuple[Amount, ...]:
    """Every sum of money in the text, in its order, with what it is.

    >>> [(str(a.value), a.role.value) for a in parse_amounts("Die Zuwendung beträgt höchstens 5.000 EUR je Antrag.")]
    [('5000', 'maximum')]
    """
    return tuple(amount for statement in statements(text) for amount in amounts_of(statement))


def max_amount(text: str, *, guideline: bool = False) -> Fact[Decimal] | None:
    """The most one application can get: the highest of the stated caps and fixed sums.

    With `guideline`, the text is a guideline's own, and only what is said outright counts.
    """
    stated = [
        amount
        for amount in parse_amounts(text)
        if amount.role is AmountRole.MAXIMUM and amount.value >= SMALLEST_GRANT and (amount.outright or not guideline)
    ]
    best = max(stated, key=lambda amount: amount.value, default=None)
    return None if best is None else Fact(best.value, best.quote)


def min_amount(text: str, *, guideline: bool = False) -> Fact[Decimal] | None:
    """The least that is granted or may be applied for: the lowest of the stated minima."""
    stated = [
        amount
        for amount in parse_amounts(text)
        if amount.role is AmountRole.MINIMUM and amount.value > 0 and (amount.outright or not guideline)
    ]
    best = min(stated, key=lambda amount: amount.value, default=None)
    return None if best is None else Fact(best.value, best.quote)


def amounts_of(statement: Statement) -> Iterator[Amount]:
    """The sums of one statement."""
    sums = find_sums(statement.text)
    if not sums:
        return
    if len(sums) > MOST_SUMS:
        yield from (
            Amount(found.value, AmountRole.OTHER, quote(statement.text, found.start, found.end)) for found in sums
        )
        return
    masked = _without_shares(statement.text)
    for position, found in enumerate(sums):
        begin = sums[position - 1].end if position else 0
        end = sums[position + 1].start if position + 1 < len(sums) else len(masked)
        role = _role(statement, masked, found, begin, end)
        outright = role in (AmountRole.MAXIMUM, AmountRole.MINIMUM) and _outright(statement, masked, found, begin)
        yield Amount(found.value, role, quote(statement.text, found.start, found.end), outright)


def _outright(statement: Statement, masked: str, found: Sum, begin: int) -> bool:
    left, right = masked[max(0, found.start - 140) : found.start], masked[found.end : found.end + 60]
    if _OTHER_RULES.search(statement.context) or _CLASS_OF_GRANTS.search(left):
        return False
    bound = f"{masked[max(begin, found.start - 60) : found.start]} {right}"
    bounded = _MAXIMUM.search(bound) or _MINIMUM.search(bound) or _NOT_EXCEED.search(right) or _NOT_BELOW.search(right)
    return bool(bounded) and _GRANT_ITSELF.search(f"{statement.intro[-80:]} {left} {right}") is not None


def _without_shares(text: str) -> str:
    """The text with "80 Prozent der Ausgaben" blanked: there the costs are the base of a rate, not what a sum is of."""
    return _SHARE_OF_COSTS.sub(lambda share: " " * len(share.group()), text)


def _role(statement: Statement, masked: str, found: Sum, begin: int, end: int) -> AmountRole:
    left, right = masked[max(0, found.start - 500) : found.start], masked[found.end : min(end, found.end + 120)]
    near_left = masked[max(begin, found.start - 90) : found.start]
    if _per_unit(near_left, right, statement):
        return AmountRole.PER_UNIT
    if _TOTAL.search(statement.text):
        return AmountRole.PROGRAMME_TOTAL
    subject = _subject(left, right, statement)
    if _FUNDED_WITH.search(right) and _WITH.search(near_left) and subject is not AmountRole.OTHER:
        subject = AmountRole.MAXIMUM
    if _FORWARDED.search(right) or _STATE_AID.search(statement.context):
        return AmountRole.OTHER
    if subject is not AmountRole.MAXIMUM:
        return subject
    return _bound(statement, left, near_left, right, found)


def _bound(statement: Statement, left: str, near_left: str, right: str, found: Sum) -> AmountRole:
    """Is a sum of the grant its upper or its lower end?"""
    operators = [(m.end(), AmountRole.MAXIMUM) for m in _MAXIMUM.finditer(left)]
    operators += [(m.end(), AmountRole.MINIMUM) for m in _MINIMUM.finditer(left)]
    last = max(operators, default=None)
    if found.pair == "low":
        # a range of caps ("maximal zwischen … und …") has no lower end
        capped = _MAXIMUM.search(statement.context[: len(statement.intro) + found.start]) is not None
        return AmountRole.OTHER if capped else AmountRole.MINIMUM
    if found.pair == "high":
        return AmountRole.MAXIMUM
    if _NOT_BELOW.search(right[:60]):
        return AmountRole.MINIMUM
    if _NOT_EXCEED.search(right[:60]):
        return AmountRole.MAXIMUM
    if _EXCEED.search(right[:60]):
        return AmountRole.MINIMUM if "muss" in statement.context else AmountRole.OTHER
    if _THRESHOLD_FROM.search(near_left):
        return AmountRole.OTHER
    if _THRESHOLD.search(near_left) and not near_left.rstrip().endswith(("nicht über", "nicht mehr als")):
        return AmountRole.OTHER
    return last[1] if last is not None else AmountRole.MAXIMUM


def _subject(left: str, right: str, statement: Statement) -> AmountRole:
    """What the sum is a sum of: the last thing named before it, else after it, else in the lead-in or before."""
    if _DE_MINIMIS.search(left) or _INSTITUTIONAL.search(left):
        return AmountRole.OTHER
    named = _last_named(left) or _last_named(_without_shares(statement.intro)) or _first_named(right[:90])
    if named is None and _ANAPHORA.search(statement.text):
        named = _last_named(statement.before)
    if named is None and statement.intro and _SHARE_OF_COSTS.search(statement.before):
        return AmountRole.MAXIMUM  # "- bis zu 50 Prozent der Ausgaben, / - maximal EUR 10.000"
    return named or AmountRole.OTHER


def _last_named(text: str) -> AmountRole | None:
    named = list(_named(text))
    return max(named)[1] if named else None


def _first_named(text: str) -> AmountRole | None:
    named = list(_named(text))
    return min(named)[1] if named else None


def _named(text: str) -> Iterator[tuple[int, AmountRole]]:
    for pattern, role in ((_GRANT, AmountRole.MAXIMUM), (_COST, AmountRole.COST), (_OTHER, AmountRole.OTHER)):
        for match in pattern.finditer(text):
            yield match.end(), role


def _per_unit(near_left: str, right: str, statement: Statement) -> bool:
    if _PER_TIME.search(right) or _MONTHLY.search(near_left):
        return True
    after = _UNIT.match(right.lstrip(" ,(")) or _UNIT.match(right[1:30].lstrip())
    counted = after is not None and after.group().startswith(("pro", "je", "per", "für jede", "/", "each", "every"))
    if after is not None and counted and not _whole(after.group("unit")):
        return True
    for place in (near_left, statement.intro[-120:]):
        for unit in _UNIT.finditer(place):
            if _NOT_WHOLE.search(unit.group("unit")) and not unit.group().startswith("für die"):
                return True
    opening = _UNIT.match(statement.text)  # "Pro Vollzeitstelle werden …" holds for all that follows
    return opening is not None and _NOT_WHOLE.search(opening.group("unit")) is not None


def _whole(unit: str) -> bool:
    nouns = [word for word in re.split(r"[\s/]+", unit) if word[:1].isupper() or word.isascii()]
    return not _NOT_WHOLE.search(unit) and any(_WHOLE.search(noun.strip(".,;:")) for noun in nouns)

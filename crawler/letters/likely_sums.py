"""What the sums of a letter most likely are, where no words name them surely: each is judged by all that stands
around it, in any order, and by how the sums fit together. What is found here is always to be checked by a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import Findings
from crawler.letters.wording.kind_words import LetterKind
from crawler.letters.wording.sums_in_words import sums_in_words
from crawler.letters.wording.tables import amount_of

_I = re.IGNORECASE
_CUES: dict[str, re.Pattern[str]] = {
    "award": re.compile(
        r"\b\w*(?:bewillig|gewähr|förder(?!fähig|ungsfähig)|unterstütz|bezuschuss|überweis|spende|schenk|"
        r"zuwend(?!ungsfähig)|"
        r"bereit|verfügung|erh[aä]lt|bekomm|zusag|zugesagt|beteilig|übern[aei]hm|übernimm|beisteuer|dotier|zuschuss|"
        r"zuschüss|zuschieß|zukommen|geben|gibt|reservier|zurückgelegt|vorgesehen|ermöglich|trag(?:e|en)\b|"
        r"trägt|höchst|maximal|nicht mehr als|bis zu|höchstbetrag|festbetrag|finanzhilfe|bedacht|freuen|"
        r"beschlossen|zuweisung|"
        r"grant|award|fund|contribut|support)\w*",
        _I,
    ),
    "applied": re.compile(
        r"\b\w*(?:beantragt|antrag\w* (?:über|auf|in)|anfrage|angefragt|gebeten|erbeten|bewerbung|gewünscht|requested|"
        r"applied|wunsch)\w*",
        _I,
    ),
    "costs": re.compile(
        r"\b\w*(?:kosten|ausgaben|aufwand|aufwendung|budget|finanzierungsplan|veranschlagt|kalkul|costs?\b)\w*", _I
    ),
    "own": re.compile(
        r"\b(?:eigen(?:e[nrms]?|anteil\w*|mittel\w*|beitrag\w*|beteiligung\w*|leistung\w*)?\b|selbst\b|städtisch\w*|"
        r"kommunal\w*|verbleibend\w*|restlich\w*|(?:den |der |dem )?Rest(?:betrag\w*|summe)?\b|übrige\w*|Haushalt\w*|"
        r"fehlend\w*|Ihre[mn]? (?:Etat|Haushalt|Kasse|Budget)|Unterschied|bringen Sie|(?:Sie|die Stadt|"
        r"Ihre Stadt|die Gemeinde|die Kommune)\s(?:\w+\s){0,6}?(?:dazu|bei|auf|selbst|hinzu|legen|legt|"
        r"trägt|tragen|steuer[nt]|bring[en]?t?)\b|(?:bei|bringen|trägt|tragen|steuern|legt|legen|"
        r"steuert) (?:Sie|die Stadt)|"
        r"dazu\b|own (?:resources|funds|contribution)|remaining|co-?financ\w*)",
        _I,
    ),
    "other": re.compile(
        r"\b\w*(?:rate[n]?\b|abschlag|pre-?financ|vorfinanz|zins|rückzahl|rückforder|überzahl|erstatt|zurück|widerruf|"
        r"monatlich|jährlich|\bje\b|\bpro\b|runde|fördertopf|insgesamt standen|personalkosten|sachkosten|honorar|"
        r"konsorti|consortium|davon|projekte\b|bisher|ursprünglich|statt\b|differenz|kürzung|minderung|abgerufen|"
        r"ausgezahlt|grenze|schwelle|netto|gebühr|hourly|instalment)\w*",
        _I,
    ),
}
_ELIGIBLE = re.compile(r"\b(?:\w*fähig\w*|anerkannt\w*|eligible)\b", _I)
_CAPPED = re.compile(
    r"\b(?:bis zu|höchst\w*|maximal\w*|max\.|nicht mehr als|begrenzt|up to|maximum|at most)\b[^.;]{0,60}$", _I
)
_RATE = re.compile(r"(?<![\d.,])(?P<n>\d{1,2}(?:[,.]\d{1,2})?)\s?(?:%|v\.\s?H\.|vH\b|Prozent|per ?cent)", _I)
_NEAR = 50  # signs before a sum in which a word counts double
_BEHIND = 90
_NEW = re.compile(r"\b(?:auf|nunmehr|nun|neu\w*|künftig|jetzt|verbleib\w*|to)\b[^.;\d]{0,45}$", _I)


@dataclass(frozen=True, slots=True)
class LikelySum:
    """A sum, what speaks for each of its roles, and the words it stands in."""

    value: Decimal
    points: dict[str, float]
    left: str
    quote: str

    @property
    def role(self) -> str:
        """The role most speaks for; empty where nothing does."""
        best = max(self.points, key=lambda role: self.points[role])
        return best if self.points[best] > 0 else ""


def fill_sums(document: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Name the likeliest sum for each field that has none yet."""
    found = list(likely_sums(document))
    if kind in {LetterKind.REJECTION, LetterKind.CONSENT}:
        asked = [one for one in found if one.role in {"applied", "costs"} or len({sum_.value for sum_ in found}) == 1]
        asked.sort(key=lambda one: one.role != "applied")
        _fill("sum_applied", asked[:1], findings)
        return
    if "sum" in findings.fields:
        roles = {one.role for one in found if f"{one.value:.2f}" == findings.fields["sum"]}
        if roles & {"own", "applied"} and "award" not in roles:
            findings.check.add("sum")  # what stands around it speaks of other money
    settled = {
        Decimal(findings.fields[name]) for name in ("own_contribution", "total_costs") if name in findings.fields
    }
    _fit_together(document, found, findings)
    _fill("sum", _award(found, kind, settled), findings)
    awarded = Decimal(findings.fields.get("sum", 0))
    for one in found:
        if one.value == awarded and _CAPPED.search(one.left):
            _fill("cap", [one], findings)
    costs = [one for one in found if one.role == "costs" and one.value >= awarded]
    if "eligible_costs" not in findings.fields:
        _fill("eligible_costs", [one for one in costs if _ELIGIBLE.search(one.left[-80:])], findings)
    if not {"total_costs", "eligible_costs"} & set(findings.fields):
        _fill("total_costs", sorted(costs, key=lambda one: -one.value)[:1], findings)
    _fill("own_contribution", _own(found, awarded, findings), findings)


def _fit_together(document: LetterDocument, found: list[LikelySum], findings: Findings) -> None:
    """A rate that is said, of costs that are said, is a sum that is said: the three tell what each other is."""
    rates = {Decimal(rate["n"].replace(",", ".")) for rate in _RATE.finditer(document.text)}
    for rate in sorted(rates):
        if not 0 < rate < 100:
            continue
        for costs in found:
            share = next((one for one in found if abs(one.value - costs.value * rate / 100) < 1), None)
            if share is None or share.role in {"applied", "own"} or share.value >= costs.value:
                continue
            _fill("sum", [share], findings)
            if findings.fields.get("sum") == f"{share.value:.2f}":
                if "rate_percent" not in findings.fields:
                    findings.set("rate_percent", f"{rate.normalize():f}", share.quote, check=True)
                if "total_costs" not in findings.fields:
                    _fill("eligible_costs", [costs], findings)


def likely_sums(document: LetterDocument) -> Iterator[LikelySum]:
    """Every sum of a letter with what speaks for its roles."""
    texts = [sentence.context for sentence in document.flow.sentences]
    for line in document.lines:
        values = [cell.text for cell in line.cells[1:]]
        if len(values) == 1 and (find_sums(values[0]) or amount_of(values[0]) is not None):
            money = values[0] if find_sums(values[0]) else f"{values[0]} EUR"
            texts.append(f"{line.cells[0].text.rstrip(':')}: {money}")
    for text in texts:
        sums = sorted([*find_sums(text), *(sums_in_words(text))], key=lambda one: one.start)
        for number, one in enumerate(sums):
            begin = sums[number - 1].end if number else 0
            end = sums[number + 1].start if number + 1 < len(sums) else len(text)
            left, right = text[begin : one.start], text[one.end : min(end, one.end + _BEHIND)]
            if one.value > 0:
                yield LikelySum(one.value, _points(left, right), left, text)


def _points(left: str, right: str) -> dict[str, float]:
    behind = re.split(r"[;,](?=\s)", right)[0]
    points = {}
    for role, cue in _CUES.items():
        near = left[-_NEAR:]
        near = near[near.rfind(", ") + 1 :]
        points[role] = (
            2.0 * bool(cue.search(near))
            + bool(cue.search(left))
            + 1.5 * bool(cue.search(behind))
            + 0.5 * bool(cue.search(right))
        )
    return points


def _award(found: list[LikelySum], kind: LetterKind, settled: set[Decimal]) -> list[LikelySum]:
    """The sum that is awarded: what most speaks for, or the only one there is."""
    free = [one for one in found if one.value not in settled]
    free = [one for one in free if one.role not in {"applied", "own"}] or free

    def weight(one: LikelySum) -> float:
        against = max(points for role, points in one.points.items() if role != "award")
        new = 2.0 if kind is LetterKind.CHANGE and _NEW.search(one.left) else 0.0
        return one.points["award"] + new - against

    best = sorted(free, key=lambda one: -weight(one))[:1]
    if kind is LetterKind.CHANGE and best and weight(best[0]) <= 0:
        return []  # a change that speaks of no new sum leaves it as it was
    certain = len({one.value for one in free}) == 1
    return best if best and (certain or best[0].points["award"] > 0) else []


def _own(found: list[LikelySum], awarded: Decimal, findings: Findings) -> list[LikelySum]:
    """The city's own part: what is named so, or what is left of the costs and stands in the letter."""
    named = [one for one in found if one.role == "own" and one.value != awarded]
    if named:
        return sorted(named, key=lambda one: -one.points["own"])[:1]
    costs = [Decimal(findings.fields[name]) for name in ("eligible_costs", "total_costs") if name in findings.fields]
    return [one for one in found if awarded and any(cost - awarded == one.value for cost in costs)][:1]


def _fill(name: str, found: list[LikelySum], findings: Findings) -> None:
    if found and name not in findings.fields:
        findings.set(name, f"{found[0].value:.2f}", found[0].quote, check=True)

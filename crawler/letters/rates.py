"""How a grant is worked out: the kind of financing, and the rate of the costs it pays."""

import re
from collections.abc import Iterator
from decimal import Decimal

from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.wording.tables import changes_in

_TYPES = {
    "share": r"Anteile?s?-?\s?finanzierung",
    "gap": r"Fehlbedarfs-?\s?finanzierung",
    "fixed": r"Festbetrags?-?\s?finanzierung|(?:als|in Form eines|einen) Festbetrags?(?:zuschuss\w*)?\b",
    "full": r"Voll-?\s?finanzierung",
}
_TYPE = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _TYPES.items()), re.IGNORECASE)
_HERE = re.compile(
    r"(?:\b(?:im Wege|in Form|im Rahmen|auf dem Wege|durch|als|zur|mittels|Finanzierungsart|Art der Finanzierung|"
    r"Finanzierungsform)\b[^.;]{0,45}|^)$",
    re.IGNORECASE,
)
_CASE = re.compile(r"\b(?:bei|im Fall\w*|falls|soweit|sofern)\b[^.;,]{0,50}$")
_WORDS = {
    word: number
    for number, word in (
        *((10, "zehn"), (15, "fünfzehn"), (20, "zwanzig"), (25, "fünfundzwanzig"), (30, "dreißig"), (40, "vierzig")),
        *((50, "fünfzig"), (60, "sechzig"), (70, "siebzig"), (75, "fünfundsiebzig"), (80, "achtzig")),
        *((85, "fünfundachtzig"), (90, "neunzig"), (95, "fünfundneunzig"), (100, "hundert")),
    )
}
_PERCENT = re.compile(
    rf"(?<![\d.,/])(?P<n>\d{{1,3}}(?:,\d{{1,4}})?|{'|'.join(_WORDS)})\s?(?:\(\d{{1,3}}\)\s)?"
    r"(?:%|v\.\s?H\.|vH\b|v\.H\.|Prozent\b|vom Hundert\b|Hundertteile)",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"^\s?(?:\([^)]{0,60}\)\s?)?(?:der|des|Ihrer|aller|von den|an den|dieser)\s(?:\w+\s){0,3}?"
    r"(?:(?:zuwendungs|förder|beihilfe)\w*fähig\w*|anerkannt\w*|als \w+ anerkannt\w*|anerkennungsfähig\w*|"
    r"[Gg]esamt(?:ausgaben|kosten|projektkosten|aufwendungen)|Projektkosten|Projektausgaben|Ausgaben|Kosten)"
)
_LABEL = re.compile(
    r"\b(?:Förder(?:ungs)?(?:satz|quote|anteil|intensität)|Zuwendungs(?:satz|quote)|Interventionssatz|"
    r"Finanzierungs(?:satz|anteil|quote)|Beteiligungssatz|Anteil(?:s)?finanzierung(?: in Höhe von| von| mit)?|"
    r"[Bb]eteilig\w+ (?:wir )?uns (?:mit|zu|an)|Bewilligungssatz|Kofinanzierungssatz|Zuschuss(?:satz|quote)|"
    r"Anteil (?:der Zuwendung|des (?:Landes|Bundes|Fonds|Kreises)|der (?:Stiftung|EU))|[Cc]o-?financing rate|"
    r"[Ff]unding rate|"
    r"[Gg]rant (?:covers|rate))\b[^.;%\d]{0,60}$|"
    r"\b(?:Zuwendung|Förderung|Zuschuss|Zuweisung)\s?\($|"
    r"^(?:\w+\s)?(?:Zuwendung\w*|Förder(?:ung|summe|betrag)|Zuschuss\w*|Grant)\b[^;%]{0,60}(?:=|entspricht|\()\s?$"
)
_GRANT = re.compile(
    r"\b(?:Zuwendung|Förderung|Zuschuss|Förder\w+|fördern|bezuschuss\w+|gefördert|bewillig\w+|übernehmen)\b"
)
_CARRIES = re.compile(
    r"\b(?:Zuwendung|Förderung|Zuschuss|Förder\w+|fördern|gefördert|bewillig\w+|übernehmen|trägt|freigegeben|beteilig\w+)\b"
)
_HALF = re.compile(r"\b(?:die|der) (?P<part>Hälfte) (?:der|Ihrer|aller)\b|\b(?P<quarters>drei Viertel) (?:der|Ihrer)\b")
_NOT_RATE = re.compile(
    r"\b(?:\w*[Pp]auschal\w*|Einzelans[aä]tz\w*|überschr\w+|einbehalt\w*|Schlussrate|Rate\b|Abschlag\w*|Verzinsung|"
    r"Zinsen?|Basiszins\w*|Eigen(?:mittel|anteil|beteiligung|leistung)\w*|[Gg]emeinkosten|Overhead|Verwaltungs\w+|"
    r"Davon|davon|Drittmittel\w*|Stellenanteil|Umsatzsteuer|Mehrwertsteuer|Auszahlung|Teilzahlung|um bis zu|um|"
    r"weniger als|mehr als|mindestens|"
    r"Teilnehm\w+|Honorar\w*)\b[^.;]{0,70}$"
)
_OF_A_PART = re.compile(
    r"^\s?(?:der|des|Ihrer)\s(?:\w+\s){0,2}?(?:direkten|Personal\w*|Zuwendung|Förder(?:summe|mittel)|Bewilligung\w*|"
    r"Restkosten|Stelle)"
)


def read_rates(document: LetterDocument, findings: Findings) -> None:
    """Settle the kind of financing, the rate, and a flat rate beside it."""
    texts = list(_texts(document))
    findings.settle("financing_type", [reading for text in texts for reading in _types(text)])
    changed = list(_changed_rates(document))
    said = changed or [reading for text in texts for reading in _rates(text)]
    findings.settle("rate_percent", said or [reading for text in texts for reading in _halves(text)])
    rate = findings.fields.get("rate_percent")
    costs = {"eligible_costs", "total_costs"} & set(findings.fields)
    if "financing_type" not in findings.fields and rate and Decimal(rate) < 100 and costs:
        findings.set("financing_type", "share", findings.evidence["rate_percent"], check=True)  # a rate of costs
    findings.settle("flat_rate_percent", [reading for text in texts for reading in _flat_rates(text)])


def _changed_rates(document: LetterDocument) -> Iterator[FieldReading]:
    for label, _, now in changes_in(document):
        found = _PERCENT.fullmatch(now.strip())
        if found and (value := _value(found["n"])) and _LABEL.search(f"{label} "):
            yield FieldReading(value, f"{label} {now}", 5)


def _halves(text: str) -> Iterator[FieldReading]:
    found = _HALF.search(text)
    if found and _CARRIES.search(text[: found.start()]):
        yield FieldReading("50" if found["part"] == "Hälfte" else "75", text, 2, check=True)


def _texts(document: LetterDocument) -> Iterator[str]:
    yield from (sentence.context for sentence in document.flow.sentences)
    for line in document.lines:
        if len(line.cells) > 1:
            yield " ".join(cell.text for cell in line.cells)


def _types(text: str) -> Iterator[FieldReading]:
    for found in _TYPE.finditer(text):
        left = text[: found.start()]
        if _CASE.search(left) or re.search(r"\b(?:nicht|keine)\s(?:\w+\s)?$", left):
            continue
        yield FieldReading(found.lastgroup, text, 4 if _HERE.search(left) else 2)


def _rates(text: str) -> Iterator[FieldReading]:
    begin = 0
    for found in _PERCENT.finditer(text):
        left, right = text[begin : found.start()], text[found.end() : found.end() + 110]
        begin = found.end()
        value = _value(found["n"])
        if value is None or _OF_A_PART.match(right) or _NOT_RATE.search(left):
            continue
        if _LABEL.search(left):
            yield FieldReading(value, text, 4)
        elif _BASE.match(right):
            yield FieldReading(value, text, 4 if _GRANT.search(text) else 2)


def _flat_rates(text: str) -> Iterator[FieldReading]:
    for found in _PERCENT.finditer(text):
        value = _value(found["n"])
        if value is not None and re.search(r"\b\w*[Pp]auschal\w*\b[^.;%\d]{0,60}$", text[: found.start()]):
            yield FieldReading(value, text, 3)


def _value(words: str) -> str | None:
    number = Decimal(_WORDS[words.lower()]) if words.lower() in _WORDS else Decimal(words.replace(",", "."))
    return format(number.normalize(), "f") if 0 < number <= 100 else None

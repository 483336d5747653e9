"""What a letter's number, day and rate most likely are, where no label names them; always to be checked by a person."""

import re

from crawler.extract.deadline.dates import days_in
from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import Findings
from crawler.letters.kinds import head_of
from crawler.letters.wording.kind_words import LetterKind

_I = re.IGNORECASE
_PART = r"(?:[A-ZÄÖÜ]{1,8}(?![a-zäöüß])[\d.]{0,10}|\d[\w.]{0,14}|[A-ZÄÖÜ][\w.]{0,10}\d[\w.]{0,10})"
#: letters and figures with at least one sign between them, or a long number by itself
_CODE = re.compile(
    rf"(?<![\w/.@-])(?:(?:[A-ZÄÖÜ]{{1,6}}|[IVX]{{1,4}}|\d{{1,3}})\s(?:[A-Z]\s)?(?:\d{{1,3}}\s)?(?:[-–]\s)?)?"
    rf"{_PART}(?:\s?[-–/#.]\s?{_PART}){{0,6}}(?![\w@])"
)
_LABEL = re.compile(
    r"\b(?:\w*zeichen|\w*nummer|\w*kürzel|Nr\.?|No\.?|Az\.?|GZ|FKZ|Ref\w*\.?|Vorgang|Kennung|Kenn\w*|ID|"
    r"Proposal|Project|Antrag|Anfrage|Bewerbung|"
    r"Projekt|Bescheid|Grant Agreement|Akte)"
    r"(?:\W{1,3}(?:number|Nr\.|No\.))?(?:\s(?:des|der|Ihres|unser\w*)\s[\w-]+)?\W{0,4}$",
    _I,
)
_NOT_OURS = re.compile(
    r"\b(?:Tel\w*|Fon|Fax|Telefax|Konto\w*|IBAN|BIC|Kunden\w*|Zimmer|Raum|Postfach|Steuer\w*|USt\w*|Register\w*|"
    r"HRB|Seite|Ihr Zeichen|"
    r"Ihre? \w*(?:nachricht|zeichen)|Haus\w*|§+|Abs\.|Art\.|Call|Aufruf|Gläubiger\w*)\W{0,3}\S{0,12}$",
    _I,
)
_BARE = re.compile(r"(?:19|20)\d\d|\d{1,6}|[\d.,]+|\w+ 20\d\d")  # as other things are numbered too
_ADDRESS = re.compile(r"^\d{5}\s[A-ZÄÖÜ]|(?:straße|str\.|gasse|weg|platz|allee|ring|markt|ufer|damm)\s\d", _I)
_OF_ANOTHER = re.compile(
    r"\b(?:Ihr(?:e|em|en|er)?|Antrag|Bezug|Sitzung|Beschluss|Gesetz|Schreiben|Bescheid|vom|bis|zum|Frist|Richtlinie|your|by|until)\b"
)
_PERCENT = re.compile(
    r"(?<![\d.,/])(?P<n>\d{1,3}(?:,\d{1,2}|\.\d{1,2})?)\s?(?:%|v\.\s?H\.|vH\b|vom Hundert|Prozent|per ?cent)", _I
)
_NO_RATE = re.compile(
    r"\b(?:Zins\w*|Basiszins\w*|pauschal\w*|Eigen\w*|Rate|Stelle\w*|Prefinanc\w*|pre-financing|Vorfinanz\w*|über|"
    r"Abweich\w*|überschr\w*|mindestens|Auszahlung|einbehalt\w*|Teilnehm\w*|davon|um)\b[^.;]{0,50}$",
    _I,
)


def fill_head(document: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Name the likeliest number, day and rate where there are none yet."""
    if "file_number" not in findings.fields:
        _fill_number(document, findings)
    if "notice_date" not in findings.fields:
        _fill_day(document, findings)
    if kind in {LetterKind.AWARD, LetterKind.CHANGE} and "rate_percent" not in findings.fields:
        _fill_rate(document, findings)


def _fill_number(document: LetterDocument, findings: Findings) -> None:
    best: tuple[int, str, str] | None = None
    head = head_of(document)
    for place, line in enumerate([*head, *document.blocks]):
        if _ADDRESS.search(line):
            continue
        taken = [(day.start, day.end) for day in days_in(line)] + [(one.start, one.end) for one in find_sums(line)]
        for found in _CODE.finditer(line):
            code, left = found.group().strip(" .:–-"), line[: found.start()]
            if not re.search(r"\d", code) or any(found.start() < end and start < found.end() for start, end in taken):
                continue
            labelled = _LABEL.search(left) is not None
            plain = _NOT_OURS.search(left) or _BARE.fullmatch(code)
            if plain and not (labelled and re.fullmatch(r"(?!20\d\d$)\d{4,12}", code)):
                continue
            points = 3 * labelled + 2 * (code == line.strip()) + bool(re.search(r"[-/]", code)) + (place < len(head))
            if points >= 3 and (best is None or points > best[0]):
                best = (points, code, line)
    if best:
        findings.set("file_number", best[1], best[2], check=True)


def _fill_day(document: LetterDocument, findings: Findings) -> None:
    """The only day above the salutation that belongs to nothing else, else the last one under the letter."""
    lines = [line.text for line in document.lines]
    above = lines[: len(head_of(document))]
    for chosen in (above, lines[-8:]):
        days = [
            (day.text, line)
            for line in chosen
            for day in days_in(line)
            if day.year and not _OF_ANOTHER.search(line[: day.start]) and len(line) < 90
        ]
        if days and len({day for day, _ in days}) == 1:
            findings.set("notice_date", days[0][0], days[0][1], check=True)
            return


def _fill_rate(document: LetterDocument, findings: Findings) -> None:
    texts = [sentence.context for sentence in document.flow.sentences]
    texts += [" ".join(cell.text for cell in line.cells) for line in document.lines if len(line.cells) > 1]
    found: dict[str, str] = {}
    for text in texts:
        for percent in _PERCENT.finditer(text):
            number = float(percent["n"].replace(",", "."))
            if 0 < number <= 100 and not _NO_RATE.search(text[: percent.start()]):
                found.setdefault(f"{number:g}", text)
    if len(found) == 1:
        value, text = next(iter(found.items()))
        findings.set("rate_percent", value, text, check=True)

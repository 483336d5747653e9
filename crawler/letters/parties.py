"""Who writes, to whom, about which project and out of which programme, as far as a letter says it outright."""

import re
from collections.abc import Iterator

from crawler.letters.files.document import LetterDocument, TextLine
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.kinds import head_of
from crawler.letters.wording.labels import pairs_of

_OFFICE = re.compile(
    r"^(?:(?:[A-ZÄÖÜ][\w.-]+\s){0,4}?(?:Projektträger|Agency|Foundation|\w*[Ss]tiftung|\w*[Aa]mt|\w*[Mm]inisterium|\w*[Bb]ank|\w*[Rr]egierung|"
    r"\w*[Bb]ehörde|\w*[Vv]erwaltung|\w*[Aa]gentur|"
    r"\w*[Ff]onds|\w*[Ss]telle|\w*[Ii]nstitut|Landkreis|Kreis|Bezirk|\w*[Vv]erband|\w*[Bb]üro|\w*[Zz]entrum|"
    r"\w*gesellschaft)\b(?:\s(?:for|and|of|the|\([A-Z]{2,8}\)|für|der|des|zur|im|am|an|von|und|in|"
    r"e\.\s?V\.|[A-ZÄÖÜ][\w.-]*)){0,8})$"
)
_PLACE = re.compile(r"^(?:D-)?\d{5}\s[A-ZÄÖÜ]")
_NO_RECIPIENT = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{4}|^(?:Ref|Az|Unser|Ihr)\b|^(?:An (?:die|den|das)|Frau|Herrn?|Firma|z\. ?H(?:d|\.)|"
    r"Postfach|per |Mit )|[·•|]|\d{5}"
)
_HOLDER = re.compile(
    r"^(?:(?:Der|Die|Herrn?|Frau) )?(?:(?:Ober)?[Bb]ürgermeister(?:in)?|Landr[aä]t(?:in)?|Magistrat|"
    r"Kreisverwaltung)(?: der| des)?$"
)
_PART = re.compile(r"^(?:Referat|Dezernat|Abteilung|Team|Bereich|Sachgebiet|Fachbereich|Fachdienst|Geschäftsstelle)\b")
_TITLE = r"[„\"»“](?P<title>[^“”\"«„]{3,120})[“”\"«]"
_PROJECT = re.compile(
    rf"\b(?:Projekt|Vorhaben|Maßnahme|Projekttitel|Förderantrag|Antrag|Projektes|Projekts|"
    rf"Vorhabens)\b[^„\"»“.]{{0,40}}{_TITLE}"
)
_PROJECT_LABEL = re.compile(
    r"^(?:Projekt(?:titel|name|bezeichnung)?|Vorhaben(?:bezeichnung)?|Maßnahme|Bezeichnung (?:des|der) \w+)$"
)
_PROGRAMME = re.compile(
    rf"\b(?P<what>(?:(?:Förder)?[Rr]ichtlinie|(?:Bundes|Landes|Förder|Sonder)programm|Programm|Förderlinie)(?:s|es|"
    rf"en)?)\s{_TITLE}"
)
_GUIDELINE = re.compile(
    r"\b(Richtlinien? (?:über die|zur|für die|zum) [^.;]{10,200}?(?:\([A-ZÄÖÜ][\w-]*richtlinien?|(?=\s\()|(?=,\s)|"
    r"(?=\svom\s)))"
)


def read_parties(document: LetterDocument, findings: Findings) -> None:
    """Settle them; the first that says it counts, since a letter's head comes first."""
    first = document.lines[0].cells[0].text if document.lines else ""
    recipient = next((name for name in _recipients(document.lines) if name != first and not _PART.match(name)), None)
    if recipient:
        findings.settle("recipient", [FieldReading(recipient, recipient)])
    theirs = set(_address_of(document.lines, recipient)) if recipient else set()
    office = next((words for words in _lines_for_funder(document) if _OFFICE.match(words) and words not in theirs), "")
    if office:
        findings.settle("funder", [FieldReading(office, office)])
    texts = [*head_of(document), *(sentence.text for sentence in document.flow.sentences)]
    findings.settle("project", [*_projects(document, texts)][:1])
    findings.settle("programme", [*_programmes(texts)][:1])


def _lines_for_funder(document: LetterDocument) -> Iterator[str]:
    sender = re.sub(r"<[^>]*>", "", document.headers.get("from", "")).strip(' "')
    yield sender
    for line in document.lines[:12]:
        for cell in line.cells:
            yield re.split(r"\s[·•|–]\s|,\s", cell.text)[0]


def _recipients(lines: tuple[TextLine, ...]) -> Iterator[str]:
    """The first line of each address: the lines straight above a postcode with its town."""
    for place, line in enumerate(lines[:40]):
        if not _PLACE.match(line.cells[0].text):
            continue
        left = line.cells[0].left
        above = [before for before in lines[max(0, place - 9) : place] if abs(before.cells[0].left - left) < 3]
        block: list[str] = []
        for before in reversed(above):
            if _HOLDER.match(before.cells[0].text):
                continue
            if _NO_RECIPIENT.search(before.cells[0].text) and block:
                break
            if not _NO_RECIPIENT.search(before.cells[0].text):
                block.append(before.cells[0].text)
            if before.gap > 2.2:
                break
        if block:
            yield block[-1]


def _address_of(lines: tuple[TextLine, ...], recipient: str) -> Iterator[str]:
    """The lines of the recipient's address."""
    place = next(place for place, line in enumerate(lines) if line.cells[0].text == recipient)
    for line in lines[place : place + 7]:
        yield line.cells[0].text
        if _PLACE.match(line.cells[0].text):
            return


def _projects(document: LetterDocument, texts: list[str]) -> Iterator[FieldReading]:
    for text in texts:
        found = _PROJECT.search(text)
        if found:
            yield FieldReading(found["title"].strip(), text)
    for pair in pairs_of(document):
        if _PROJECT_LABEL.match(pair.label) and not pair.below:
            yield FieldReading(pair.value.strip(' „“"'), pair.quote)


def _programmes(texts: list[str]) -> Iterator[FieldReading]:
    for text in texts:
        found = _PROGRAMME.search(text)
        if found:
            yield FieldReading(re.sub(r"\s+", " ", found.group()), text)
        guideline = _GUIDELINE.search(text)
        if guideline:
            yield FieldReading(guideline[1].strip(" (") + (")" if "(" in guideline[1] else ""), text)

"""Who writes, to whom, about which project and out of which programme: by label, letterhead and address.

A label says it outright. A letterhead is read by where things stand: the office first, then whom the letter goes to,
above a street and a town. What is only likely is to be checked.
"""

import re
from collections.abc import Iterator

from crawler.extract.deadline.dates import days_in
from crawler.letters.files.document import LetterDocument, TextLine
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.head import code_of
from crawler.letters.kinds import head_of
from crawler.letters.newsletter.funder_names import in_small_letters
from crawler.letters.wording.forms import LABEL
from crawler.letters.wording.labels import Pair, pairs_of

_OFFICE_NOUN = (
    r"Projektträger|[\w-]*[Aa]gency|Foundation|Fund|Trust|Ministry|Commission|Council|Authority|[\w-]*[Ss]tiftung|[\w-]*[Aa]mt|"
    r"[\w-]*[Mm]inisterium|[\w-]*[Bb]ank|[\w-]*[Rr]egierung|[\w-]*[Bb]ehörde|[\w-]*[Vv]erwaltung|[\w-]*[Aa]gentur|[\w-]*[Ff]onds|[\w-]*[Ss]telle|"
    r"[\w-]*[Ii]nstitut|Landkreis|Kreis|Bezirk|[\w-]*[Vv]erband|[\w-]*[Bb]üro|[\w-]*[Zz]entrum|\w*gesellschaft|[\w-]*[Aa]nstalt|"
    r"[\w-]*[Kk]irche(?:nkreis|namt|ngemeinde)?|[\w-]*[Ww]erk|Diakonie|Caritas|[\w-]*[Vv]erein|[\w-]*[Bb]und|[\w-]*[Nn]etzwerk|[\w-]*[Kk]ammer|"
    r"Club|[\w-]*[Kk]asse|[\w-]*[Aa]kademie|Senat|Region|[\w-]*[Gg]enossenschaft"
)
_OFFICE = re.compile(
    rf"^(?:[A-ZÄÖÜ][\w.-]+\s){{0,4}}?(?:{_OFFICE_NOUN})\b(?:\s(?:for|and|of|the|\([A-Z]{{2,8}}\)|für|der|des|zur|im|am|an|"
    r"von|und|in|e\.\s?V\.|gGmbH|mbH|[a-zäöüß]+e[mnrs]?(?=\s[A-ZÄÖÜ])|[A-ZÄÖÜ„\"][\w.„“\"-]*)){0,8}$"
)
#: a body by its legal form, whatever it calls itself
_LEGAL_FORM = re.compile(r"^[A-ZÄÖÜ][^|·:]{3,80}\s(?:e\.\s?V\.|gGmbH|GmbH|gAG|AöR|eG|KdöR|K\. ?d\. ?ö\. ?R\.)$")
#: the parties of a contract
_BETWEEN = re.compile(
    r"\b[Zz]wischen (?:der|dem) (?P<funder>[A-ZÄÖÜ][^()\n,]{3,80}?)(?:\s\([^)]*\))?(?:,[^,]{0,80},)? und (?:der|dem) "
    r"(?P<recipient>[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+){0,3})"
)
_FUNDER_LABEL = re.compile(
    r"^(?:Zuwendungsgeber|Förder(?:mittel)?geber|Mittelgeber|Förderstelle|Fördernde Stelle|Förderer|"
    r"Bewilligungs(?:behörde|stelle)|"
    r"Bewilligende Stelle|Zuwendende Stelle|Fund(?:er|ing (?:body|authority|agency))|Granting authority|"
    r"Managing authority|"
    r"Donor)(?:in)?$",
    re.IGNORECASE,
)
_RECIPIENT_LABEL = re.compile(
    r"^(?:(?:Zuwendungs|Förder(?:mittel)?|Letzt)?empfänger(?:in|/in|/-in)?(?: der (?:Zuwendung|Förderung))?|"
    r"Antragsteller(?:in|/in)?|"
    r"Begünstigte[r]?|Beneficiary|Grantee|Recipient)$",
    re.IGNORECASE,
)
_PROGRAMME_LABEL = re.compile(
    r"^(?:(?:Förder|Bundes|Landes)?programm|Programme|Förderlinie|Förderrichtlinie|Richtlinie|Förderinstrument|Fonds)$",
    re.IGNORECASE,
)
#: somebody who hands on another's money writes: the letterhead names no funder
_HANDED_ON = re.compile(
    r"\b(?:[Ll]ead ?-?[Pp]artner\w*|Leitpartner\w*|Erstempfänger\w*|Projektpartner\w*|Konsortialführer\w*|"
    r"[Ww]eiterleitung\w*)\b"
)
_PLACE = re.compile(r"^(?:D-)?\d{5}\s[A-ZÄÖÜ]")
_STREET_AND_PLACE = re.compile(
    r"^(?!Postfach)(?:[A-ZÄÖÜ][^,·|–]{2,50},\s)?[A-ZÄÖÜ][^,·|]{2,40}\s\d{1,4}\s?[a-z]?,\s(?:D-)?\d{5}\s[A-ZÄÖÜ]"
)
_ALL_IN_ONE = re.compile(r"^(?P<name>[A-ZÄÖÜ][^,·|–]{2,50}),\s[A-ZÄÖÜ][^,·|]{2,40}\s\d{1,4}\s?[a-z]?,\s(?:D-)?\d{5}\s")
_TO = re.compile(r"^(?:An(?: (?:die|den|das))?|To):?$")
_NO_RECIPIENT = re.compile(
    r"\d{1,2}[./]\d{1,2}[./]\d{4}|^(?:Ref|Az|Unser|Ihr)\b|^(?:An (?:die|den|das)$|An$|Frau|Herrn?|Firma|z\. ?H(?:d|\.)|"
    r"Postfach|[Pp]er |Mit |Gegen |Einschreiben|Übergabe|Nur |Vorab|Persönlich|Vertraulich|Zustellung|"
    r"\w*[Zz]ustellungsurkunde|"
    r"Empfangsbekenntnis)|[·•|]|\d{5}|\s–\s"
)
_TOWN = re.compile(
    r"^(?:(?:Landeshaupt|Hanse|Kreis|Universitäts|Große Kreis)?[Ss]tadt|Gemeinde|Markt(?=\s[A-ZÄÖÜ])|Landkreis|Kreis|"
    r"City of)\b"
)
_HOLDER = re.compile(
    r"^(?:(?:Der|Die|Herrn?|Frau) )?(?:(?:Ober)?[Bb]ürgermeister(?:in)?|Landr[aä]t(?:in)?|Magistrat|"
    r"Kreisverwaltung)(?: der| des)?$"
)
_PART = re.compile(
    r"^(?:Referat|Dezernat|Abteilung|Team|Bereich|Sachgebiet|Fachbereich|Fachdienst|Geschäftsstelle|Der |Die )"
)
_TITLE = r"[„\"»“](?P<title>[^“”\"«„]{3,120})[“”\"«]"
_PROJECT = re.compile(
    rf"\b(?:[Pp]roject|Projekt|Vorhaben|Maßnahme|Projekttitel|Förderantrag|Antrag|Bewerbung|Anfrage|Skizze|Initiative|Idee|Projektes|Projekts|"
    rf"Vorhabens|Mikroprojekt|Kleinprojekt)\b[^„\"»“.]{{0,40}}{_TITLE}"
)
_PROJECT_LABEL = re.compile(
    r"^(?:Projekt(?:titel|name|bezeichnung)?|Vorhaben(?:bezeichnung)?|Maßnahme|Bezeichnung(?: (?:des|der) \w+)?|"
    r"(?:Name|Titel) (?:des|der) \w+|Project(?: title| name)?|Title of (?:the )?project)$"
)
#: the name of the project behind the letter's own number: "Bewilligung N-17: Nähtreff"
_AFTER_NUMBER = re.compile(
    r"^(?:\w*[Zz]usage|\w*[Bb]escheid|Bewilligung|Förderung|Absage|Award)\s\S*\s?\S*\d\S*\s?[:–]\s(?P<title>[A-ZÄÖÜ][^.:]{3,80})$"
)
_PROGRAMME = re.compile(
    rf"\b(?P<what>(?:(?:Förder)?[Rr]ichtlinie|(?:Bundes|Landes|Förder|Sonder)programm|Programm|Förderlinie|Interreg|"
    rf"(?:[A-ZÄÖÜ][a-zäöüß]+)?(?:[Ff]onds|[Bb]udget|[Tt]opf))(?:s|es|en)?)\s{_TITLE}(?:\s20\d\d[–-]20\d\d)?"
)
_GUIDELINE = re.compile(
    r"\b(Richtlinien? (?:über die|zur|für die|zum) [^.;]{10,200}?(?:\([A-ZÄÖÜ][\w-]*richtlinien?|(?=\s\()|(?=,\s)|"
    r"(?=\svom\s)))"
)
_HEAD_LINES = 12
_FIRST_LINES = 3  # the letterhead itself: what stands lower may be anybody


def read_parties(document: LetterDocument, findings: Findings) -> None:
    """Settle them; the first that says it counts, since a letter's head comes first."""
    pairs = [pair for pair in pairs_of(document) if not LABEL.match(pair.value)]
    first = document.lines[0].cells[0].text if document.lines else ""
    labelled = [FieldReading(_body(pair.value), pair.quote, 5) for pair in pairs if _named(pair, _RECIPIENT_LABEL)]
    in_address = [reading for reading in _recipients(document.lines) if reading.quote != first]
    contract = next((one for block in document.blocks if (one := _BETWEEN.search(block))), None)
    if contract and not labelled:
        labelled = [FieldReading(contract["recipient"], contract.group(), 5, check=True)]
    findings.settle("recipient", [*labelled[:1], *sorted(in_address, key=lambda found: -found.sure)[:1]])
    theirs = {line for reading in in_address for line in _address_of(document.lines, reading.quote)}
    said = [FieldReading(pair.value.strip(), pair.quote, 5) for pair in pairs if _named(pair, _FUNDER_LABEL)]
    if contract and not said:
        said = [FieldReading(contract["funder"], contract.group(), 5, check=True)]
    findings.settle("funder", said[:1] or [*_offices(document, theirs)][:1])
    texts = [*head_of(document), *(sentence.text for sentence in document.flow.sentences)]
    findings.settle("project", [*_projects(document, pairs, texts)][:1])
    programme = [FieldReading(pair.value.strip(), pair.quote, 5) for pair in pairs if _named(pair, _PROGRAMME_LABEL)]
    findings.settle("programme", programme[:1] or [*_programmes(texts)][:1])


def _named(pair: Pair, label: re.Pattern[str]) -> bool:
    return label.match(pair.label) is not None and not pair.below and not days_in(pair.value)


def _body(words: str) -> str:
    """Whom an address names: "Stadt Reetz (Partner 4), Amt 50, Markt 1" is the "Stadt Reetz"."""
    return re.split(r"\s\(|,\s", words.strip())[0]


def _offices(document: LetterDocument, theirs: set[str]) -> Iterator[FieldReading]:
    """The offices of the letterhead; one that hands on another's money is only a proposal."""
    handed_on = any(_HANDED_ON.search(line.text) for line in document.lines)
    for place, words in _lines_for_funder(document):
        name = in_small_letters(words)
        if (_OFFICE.match(name) or _LEGAL_FORM.match(name)) and words not in theirs and name not in theirs:
            named_again = document.text.casefold().count(name.casefold()) > 1
            yield FieldReading(name, words, check=handed_on or (place > 0 and not named_again) or place >= _FIRST_LINES)


def _lines_for_funder(document: LetterDocument) -> Iterator[tuple[int, str]]:
    sender = re.sub(r"<[^>]*>", "", document.headers.get("from", "")).strip(' "')
    yield 0, sender
    for place, line in enumerate(document.lines[:_HEAD_LINES]):
        for cell in line.cells:
            yield place, re.split(r"\s[·•|–]\s|,\s", cell.text)[0]


def _recipients(lines: tuple[TextLine, ...]) -> Iterator[FieldReading]:
    """Who stands in each address, above its street and its town; quoted with the line it stands in."""
    for place, line in enumerate(lines[:40]):
        if not (_PLACE.match(line.cells[0].text) or _STREET_AND_PLACE.match(line.cells[0].text)):
            continue
        in_one = _ALL_IN_ONE.match(line.cells[0].text)
        if in_one and _TOWN.match(in_one["name"]):
            yield FieldReading(in_one["name"], line.cells[0].text, 3)
            continue
        left = line.cells[0].left
        above = [before for before in lines[max(0, place - 9) : place] if abs(before.cells[0].left - left) < 3]
        block: list[str] = []
        addressed = False
        for before in reversed(above):
            words = before.cells[0].text
            addressed = addressed or _TO.match(words) is not None
            if _HOLDER.match(words):
                continue
            if _NO_RECIPIENT.search(words) and block:
                break
            if not _NO_RECIPIENT.search(words):
                block.append(words)
            if before.gap > 2.2:
                break
        names = [words for words in block if not _PART.match(words)]
        if names:
            town = next((words for words in names if _TOWN.match(words)), "")
            name = town or names[-1]
            yield FieldReading(_body(name), name, 2 + addressed + bool(town))


def _address_of(lines: tuple[TextLine, ...], recipient: str) -> Iterator[str]:
    """The lines of the recipient's address."""
    place = next(place for place, line in enumerate(lines) if line.cells[0].text == recipient)
    for line in lines[place : place + 7]:
        yield line.cells[0].text
        yield re.split(r",\s", line.cells[0].text)[0]
        if _PLACE.match(line.cells[0].text) or _STREET_AND_PLACE.match(line.cells[0].text):
            return


def _projects(document: LetterDocument, pairs: list[Pair], texts: list[str]) -> Iterator[FieldReading]:
    for pair in pairs:
        if pair.place > len(head_of(document)) and _PROJECT_LABEL.match(pair.label) and not pair.below:
            break
        if _PROJECT_LABEL.match(pair.label) and _is_name(pair):
            yield FieldReading(pair.value.strip(' „“"'), pair.quote)
    for text in texts:
        found = _PROJECT.search(text)
        if found:
            yield FieldReading(found["title"].strip(), text)
    for pair in pairs:
        if _PROJECT_LABEL.match(pair.label) and _is_name(pair):
            yield FieldReading(pair.value.strip(' „“"'), pair.quote)
    for text in head_of(document):
        headed = _AFTER_NUMBER.match(text)
        if headed:
            yield FieldReading(headed["title"], text, check=True)


def _is_name(pair: Pair) -> bool:
    """Stands a name beside the label, and no day and no number?"""
    return not (pair.below or days_in(pair.value) or code_of(pair.value) == pair.value)


def _programmes(texts: list[str]) -> Iterator[FieldReading]:
    for text in texts:
        found = _PROGRAMME.search(text)
        if found:
            yield FieldReading(re.sub(r"\s+", " ", found.group()), text)
        guideline = _GUIDELINE.search(text)
        if guideline:
            yield FieldReading(guideline[1].strip(" (") + (")" if "(" in guideline[1] else ""), text)

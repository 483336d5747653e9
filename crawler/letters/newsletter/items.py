"""A newsletter cut into its items, each with its heading, its text, its links and the section it stands in.

A heading is what is marked as one, what is set apart by a rule or a number, or a short line by itself above a text.
Headings without a text are sections ("Termine", "Abgeschlossen") or a list of contents.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.letters.files.document import LetterDocument, TextLine

_RULE = re.compile(r"[-=_*~#•·\s+–—─═]{4,}")
_SECTION = re.compile(
    r"^[=*#~+>|»\-–—\s]{2,}(?P<words>[^=*#~+]{2,80}?)[=*#~+<|«\-–—\s]{2,}$|^#{1,4}\s(?P<marked>.{2,100})$"
)
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|[▶►»•■▪◆→★+*\-–>]|\[\d{1,2}\]|[A-Z]\))\s+")
_TAG = re.compile(r"(?P<tag>[A-ZÄÖÜ][A-ZÄÖÜ/ -]{1,18}|Neu|Preis|Seminar|Stelle|Termin|Aufruf|Webinar|Job):\s(?=\S)")
_KINDS_OF_ITEM = set(
    "neu preis seminar stelle stellen termin termine aufruf webinar job jobs ganzjährig beendet eu bund land kreis "
    "förderung "
    "förderaufruf ausschreibung wettbewerb veranstaltung fortbildung rückblick hinweis erinnerung tipp lesetipp "
    "umfrage "
    "geschlossen abgelaufen laufend stiftung stiftungen frist".split()
)
_MARKED = 3  # headings that are marked as such: then the others aren't any
#: what a newsletter says of itself below its items
_FOOTER = re.compile(
    r"^(?:Redaktionsschluss|Abbestell\w+|Abmeld\w+|Impressum|Sie erhalten diese|Wenn Sie (?:diesen|"
    r"den) (?:Newsletter|Brief)|"
    r"Wer den Verteiler|Newsletter (?:abbestellen|abmelden))\b"
)
_DATED = re.compile(r"\b\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]{2,8}\s)\s?(?:20)?\d\d\b")
_TITLE_LINE = re.compile(r"^(?:Titel|Name|Programm|Förderprogramm|Ausschreibung|Bezeichnung):\s(?P<title>.{3,110})$")
_LABEL_LINE = re.compile(r"^[^:]{2,45}:\s")
_LINK_LINE = re.compile(
    r"^\W*(?:https?://|www\.)|^\W*(?:[Mm]ehr|[Ww]eiter\w*|[Hh]ier|[Zz]um|[Zz]ur|Link|Info\w*|Details|Jetzt|Näheres)\b.{0,40}$|"
    r"^.{0,30}\b(?:lesen|ansehen|beantragen|anmelden|bewerben|informieren|erfahren|öffnen|mitmachen|Mitmachen|"
    r"herunterladen|abmelden)\W*$"
)
_LONGEST_HEADING = 110
_LIKE = 3  # signs by which a rule under a heading may be longer or shorter
_BLANK = 1.4  # a gap above a line that is more than that is a blank line


@dataclass
class NewsItem:
    """An item: its heading, its lines, the addresses in it, and the section's heading above it."""

    title: str
    section: str = ""
    lines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Heading and text, a line each."""
        return "\n".join([self.title, *self.lines])


def items_of(document: LetterDocument) -> list[NewsItem]:
    """The items of a newsletter in their order."""
    lines = document.lines
    items: list[NewsItem] = []
    section = ""
    after_rule = in_footer = False
    marked_ones = sum(line.heading for line in lines) >= _MARKED
    for place, line in enumerate(lines):
        text = line.text.strip()
        if _RULE.fullmatch(text):
            after_rule = not _is_underline(lines, place) and not _closes_heading(lines, place)
            continue
        marked = _SECTION.match(text)
        is_heading = not marked and _is_heading(lines, place, after_rule, marked_only=marked_ones)
        if marked:
            section = (marked["words"] or marked["marked"]).strip()
            items.append(NewsItem(section, section))
        elif is_heading:
            tag, title = _without_tag(_NUMBERED.sub("", text))
            items.append(NewsItem(title, " ".join(filter(None, (section, tag))), links=list(line.links)))
        elif _FOOTER.match(text):
            in_footer = True
        elif items and not in_footer:
            items[-1].lines.append(_labelled(line))
            items[-1].links.extend(line.links)
        in_footer = in_footer and not (marked or is_heading)
        after_rule = False
    return [_as_titled(item) for item in _with_sections(items) if item.lines]


def _with_sections(items: Sequence[NewsItem]) -> Iterator[NewsItem]:
    """A heading with nothing under it is the section of what follows, unless several stand one after the other."""
    section = ""
    for number, item in enumerate(items):
        alone = not item.lines
        before_alone = number > 0 and not items[number - 1].lines
        if alone:
            section = "" if before_alone else item.title
        elif section and not item.section:
            item.section = section
        yield item


def _as_titled(item: NewsItem) -> NewsItem:
    """The item under the title that its first line names: "Titel: Nachbarschaftsfonds" under "[1]"."""
    named = _TITLE_LINE.match(item.lines[0])
    if named and len(item.lines) > 1:
        item.title, item.lines = named["title"], item.lines[1:]
    return item


def _labelled(line: TextLine) -> str:
    """The line's words; a row of two is a label with its value."""
    if len(line.cells) == 2 and ":" not in line.text:
        return f"{line.cells[0].text.strip()}: {line.cells[1].text.strip()}"
    return line.text.strip()


def _without_tag(text: str) -> tuple[str, str]:
    """ "PREIS: Goldener Türöffner": the kind of item that stands before its heading, and the heading."""
    found = _TAG.match(text)
    if not found or found["tag"].casefold() not in _KINDS_OF_ITEM:
        return "", text
    return found["tag"], text[found.end() :]


def _closes_heading(lines: Sequence[TextLine], place: int) -> bool:
    """Is it the lower of two rules with a heading between them?"""
    if place < 2 or len(lines[place - 1].text) > _LONGEST_HEADING:
        return False
    return _RULE.fullmatch(lines[place - 2].text.strip()) is not None


def _is_underline(lines: Sequence[TextLine], place: int) -> bool:
    """Is it a rule drawn straight under a heading, as long as that?"""
    line, above = lines[place], lines[place - 1] if place else None
    if above is None or line.gap > _BLANK or not _RULE.fullmatch(line.text.strip()):
        return False
    return abs(len(line.text.strip()) - len(above.text.strip())) <= _LIKE and not _RULE.fullmatch(above.text.strip())


def _is_heading(lines: Sequence[TextLine], place: int, after_rule: bool, *, marked_only: bool) -> bool:
    """Does an item begin here? Where a letter marks its headings, nothing else is one but a line in capitals."""
    line = lines[place]
    text = line.text.strip()
    if not text or len(text) > _LONGEST_HEADING or len(line.cells) > 1:
        return False
    if _LINK_LINE.match(text) and (line.links or not line.heading):
        return False
    if line.heading or (place + 1 < len(lines) and _is_underline(lines, place + 1)):
        return True
    if (marked_only and not text.isupper()) or _DATED.search(text):
        return False
    apart = after_rule or place == 0 or line.gap > _BLANK
    if not apart or (_LABEL_LINE.match(text) and not _NUMBERED.match(text) and not _TAG.match(text)):
        return False
    if text.endswith((".", ",", ";")) and not _NUMBERED.match(text):
        return False
    below = lines[place + 1] if place + 1 < len(lines) else None
    if _NUMBERED.match(text) or after_rule or text.isupper():
        return True
    return below is not None and not text.endswith(("!", ":")) and len(text) < len(below.text) + 40

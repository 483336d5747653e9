"""A newsletter cut into its items, each with its heading, its text, its links and the section it stands in.

A heading is what is marked as one, what is set apart by a rule or a number, or a short line by itself above a text.
Headings without a text are sections ("Termine", "Abgeschlossen") or a list of contents.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.extract.deadline.dates import days_in
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
#: a line that tells a last day tells it of what stands above
_SAYS_UNTIL = re.compile(
    r"\b(?:bis|schluss|frist|Frist|Stichtag|Deadline)\b.{0,25}\b\d{1,2}\.\s?(?:\d|[A-ZÄÖÜ])|\b(?:bis|Frist):"
)
_BADGE = 60  # signs of a line with a last day above a card's heading, at most
_PAIR = 2
_BUTTON = 4  # words that a button has at most
_CARD = 10  # lines that a card has at most
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
    badges: list[bool] = []
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
        is_heading = is_heading and not (items and _is_button(lines, place, items[-1]))
        if marked:
            section = (marked["words"] or marked["marked"]).strip()
            items.append(NewsItem(section, section))
        elif is_heading:
            tag, title = _without_tag(_NUMBERED.sub("", text))
            badges.append(place > 0 and _is_badge(lines[place - 1]))
            items.append(NewsItem(title, " ".join(filter(None, (section, tag))), links=list(line.links)))
        elif _FOOTER.match(text):
            in_footer = True
        elif items and not in_footer:
            items[-1].lines.append(_labelled(line))
            items[-1].links.extend(line.links)
        in_footer = in_footer and not (marked or is_heading)
        after_rule = False
    if items and len(badges) == len(items):
        _give_badges(items, badges, lines)
    return [_as_titled(item) for item in _with_sections(items) if item.lines]


def _is_badge(line: TextLine) -> bool:
    """A short line with a day and nothing to click on: the last day that some cards have above their heading."""
    return len(line.text) <= _BADGE and not line.links and not line.heading and bool(days_in(line.text))


def _give_badges(items: list[NewsItem], badges: list[bool], lines: Sequence[TextLine]) -> None:
    """Where the first cards have their last day above the heading, all have: it belongs to what follows."""
    first = next((number for number, item in enumerate(items) if item.links), None)
    if first is None or sum(badges) < _PAIR or not (badges[first] or (first and badges[first - 1])):
        return
    above = {id(item): "" for item in items}
    for before, item, badge in zip([None, *items], items, badges, strict=False):
        if badge and before is not None and before.lines:
            above[id(item)] = before.lines.pop()
        elif badge:
            place = next((number for number, line in enumerate(lines) if line.text.strip() == item.title), 0)
            above[id(item)] = lines[place - 1].text.strip() if place else ""
    for item in items:
        if above[id(item)]:
            item.lines.insert(0, above[id(item)])


def _is_button(lines: Sequence[TextLine], place: int, item: NewsItem) -> bool:
    """Is the short linked line what one clicks on under an item, and no heading with the same link below it?"""
    line = lines[place]
    if line.heading or not line.links or not item.lines or len(line.text.split()) > _BUTTON:
        return False
    if set(line.links) <= set(item.links):
        return True
    below = lines[place + 1 : place + _CARD]
    return not item.links and not any(set(line.links) & set(other.links) for other in below)


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
    if _SAYS_UNTIL.search(text) and not _NUMBERED.match(text):
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

"""The entries of a funding calendar: rows of a table, or lines that begin with a day, each of one thing.

A calendar says little of each: a day, a name, who gives, how much, an address. What its columns are called, or that the
letter is one of deadlines, tells whether the day is the last one to apply by.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.extract.deadline.dates import MONTHS, days_in
from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument, TextCell, TextLine
from crawler.letters.newsletter.funders import is_office
from crawler.letters.newsletter.items import NewsItem

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = (
    rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\.(?:\s?(?:20)?\d\d\b)?|(?:{_MONTH})\b(?:\s20\d\d)?)|"
    rf"\d{{1,2}}\s(?:{_MONTH})\s20\d\d|20\d\d-\d\d-\d\d"
)
_ANY_TIME = (
    r"(?:fort)?laufend|jederzeit|ohne (?:Antrags)?[Ff]rist|keine Frist|fristlos|ganzjährig|durchgehend|offen|rolling|"
    r"ongoing|"
    r"open(?: all year)?|at any time|no deadline"
)
#: a line that begins with a day or with "at any time", as those of a calendar do
_DATED = re.compile(
    rf"^(?:[-–•▪*·●▶►→]\s?)?(?P<until>bis(?: zum)?\s|spätestens\s|[Ff]rist:?\s|[Ss]tichtag:?\s|[Dd]eadline:?\s|by\s|"
    rf"until\s)?"
    rf"(?:(?:Mo|Di|Mi|Do|Fr|Sa|So|Mon|Tue|Wed|Thu|Fri)[.,]{{0,2}}\s)?(?P<when>{_DAY}|(?i:{_ANY_TIME})\b)"
    r"\s?(?P<gap>[|:;–—,\-]|\.\.+|$|\s(?=[A-ZÄÖÜ„\"]))\s?(?P<rest>.*)$"
)
_AT_ANY_TIME = re.compile(rf"\b(?:{_ANY_TIME})\b", re.IGNORECASE)
_ONLY_WHEN = re.compile(rf"(?:bis(?: zum)?\s|until\s)?(?:{_DAY}|(?i:{_ANY_TIME}))")
_HEADS = {
    "until": re.compile(
        r"^(?:\w*[Ff]rist(?:en|ende)?|Deadline|Stichtag|(?:Antrag|Bewerbung|Einreichung)\w*(?: bis|schluss)?|"
        r"[Ee]insendeschluss|"
        r"[Ee]inreich\w*(?: bis)?|[Bb]is(?: wann)?|Endet(?: am)?|Closing date|Apply by|Closes|Due)$"
    ),
    "title": re.compile(
        r"^(?:Programm(?:name)?|Förder(?:programm|ung|aufruf|topf|angebot|möglichkeit|titel)|Titel|Name|Ausschreibung|Aufruf|Wettbewerb|"
        r"Was|Fonds|Angebot|Projekt|Thema|Bezeichnung|Call|Title|Programme|Opportunity|Grant)$"
    ),
    "funder": re.compile(
        r"^(?:Förder(?:mittel)?geber(?:in)?|Förderer|Mittelgeber(?:in)?|Wer(?: fördert| gibt)?|Stiftung|Institution|"
        r"Träger|Stelle|"
        r"Geber|Anbieter|Organisation|Ausschreibende Stelle|Von wem|Funder|Donor|Organi[sz]ation|By)$"
    ),
}
#: the letter, or its section, lists days by which one can apply
_LISTS_DEADLINES = re.compile(
    r"\b(?:Förder(?:mittel)?kalender|Fristenkalender|Frist(?:en)?\w*|Antragsfrist\w*|Antragstermin\w*|Förder(?:töpfe|mittel|aufrufe|"
    r"programme)|Töpfe|Ausschreibungen|Aufrufe|Bewerbungsschlüsse|[Dd]eadlines?|[Ff]unding calendar|[Oo]pen calls)\b"
)
_NO_TITLE = re.compile(
    r"^(?:https?://|www\.)|^(?:mehr|link|hier|info\w*|details|more|zur \w+|zum \w+|website|ab\s?\d|bis\s|"
    r"\d{1,2}(?:[:.]\d\d)?\sUhr)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s[|¦]\s|\t|\s{3,}|;\s|\s[–—]\s|\s-\s(?=[A-ZÄÖÜa-z])|,\s(?=(?:bis|max|höchstens|ab|up to|EUR|https?)\b|\d|$)|,$"
)
_BRACKETED = re.compile(r"^(?P<title>[^()]{3,}?)\s\((?P<who>[^()]{3,80})\)$")
_URL = re.compile(r"https?://\S+")
_FEWEST = 2  # entries that make a calendar
_BLANK = 1.4
_SHORTEST_ENTRY = 25  # signs: a line as short as that above an entry is its section
_PARTS = 3  # that an entry in one line has
_LONGEST_ENTRY = 8  # lines
_LONGEST_TITLE = 110


def calendar_entries(document: LetterDocument) -> tuple[list[NewsItem], LetterDocument]:
    """The entries of the calendars in a letter, and what is left of it without them."""
    entries: list[NewsItem] = []
    left: list[TextLine] = []
    for part in (_table_rows, _dated_lines, _inline_entries):
        found, rest = part(document)
        if len(found) >= _FEWEST:
            entries.extend(found)
            document = replace(document, lines=tuple(rest))
        left = list(document.lines)
    return entries, replace(document, lines=tuple(left))


def _table_rows(document: LetterDocument) -> tuple[list[NewsItem], list[TextLine]]:
    """The rows under a heading row that names a title and a last day, and the other lines."""
    found: list[NewsItem] = []
    rest: list[TextLine] = []
    heads: list[str] = []
    for line in document.lines:
        texts = [cell.text.strip(" :*") for cell in _cells(line)]
        if len(texts) > 1 and any(_HEADS["title"].match(text) for text in texts) and not days_in(line.text):
            heads = texts
            continue
        if heads and len(texts) == len(heads):
            found.append(_row(heads, line, document))
        else:
            if len(texts) != len(heads) and not _URL.match(line.text):
                heads = []
            rest.append(line)
    return found, rest


def _cells(line: TextLine) -> Sequence[TextCell]:
    if len(line.cells) > 1 or "|" not in line.text:
        return line.cells
    return [TextCell(part.strip()) for part in line.text.strip("| ").split("|") if part.strip()]


def _row(heads: list[str], line: TextLine, document: LetterDocument) -> NewsItem:
    title, lines = "", []
    for head, cell in zip(heads, _cells(line), strict=True):
        words = cell.text.strip()
        if _HEADS["title"].match(head) and not title:
            title = words
        elif _HEADS["until"].match(head):
            lines.append(f"Frist: {words}")
        elif _HEADS["funder"].match(head):
            lines.append(f"Fördergeber: {words}")
        else:
            lines.append(f"{head}: {words}")
    return NewsItem(title or line.text, _section(document, line), lines, list(line.links))


def _dated_lines(document: LetterDocument) -> tuple[list[NewsItem], list[TextLine]]:
    """The entries that begin with a day, each with the lines below it, and the other lines."""
    dated_lines = sum(_DATED.match(_one_line(line)) is not None for line in document.lines)
    if sum(line.heading for line in document.lines) >= dated_lines:
        return [], list(document.lines)  # the days stand in items that have headings of their own
    found: list[NewsItem] = []
    rest: list[TextLine] = []
    open_for = 0
    before_dated = True
    for line in document.lines:
        dated = _DATED.match(_one_line(line))
        above = rest[-1].text if rest else ""
        under_section = 0 < len(above) < _SHORTEST_ENTRY and ":" not in above and not days_in(above)
        starts = dated is not None and (before_dated or under_section or line.gap > _BLANK or not rest or open_for > 0)
        if dated and starts and (entry := _entry(dated, line, document)):
            found.append(entry)
            open_for = _LONGEST_ENTRY
        elif open_for and (line.gap <= _BLANK or line.cells[0].left > 1) and not line.heading:
            _add(found[-1], line)
            open_for -= 1
        else:
            open_for = 0
            rest.append(line)
        before_dated = dated is not None
    return [entry for entry in found if entry.title], rest


def _inline_entries(document: LetterDocument) -> tuple[list[NewsItem], list[TextLine]]:
    """The entries that stand in a line each, name first: "Leseinseln – Stiftung Buchmut – 3.000 Euro – jederzeit"."""
    found: list[NewsItem] = []
    rest: list[TextLine] = []
    for line in document.lines:
        text = re.sub(r"^[-–•▪*·●▶►→]\s", "", _one_line(line))
        parts = [part.strip(" .") for part in _SPLIT.split(_URL.sub("", text)) if part.strip(" .")]
        labelled = bool(parts) and ": " in parts[0]
        tells_when = not labelled and any(days_in(part) or _AT_ANY_TIME.search(part) for part in parts[1:])
        if len(parts) < _PARTS or not (line.links and tells_when) or not _may_be_title(parts[0]) or days_in(parts[0]):
            rest.append(line)
            continue
        lines = [f"Frist: {part}" if _ONLY_WHEN.fullmatch(part) else part for part in parts[1:]]
        found.append(NewsItem(parts[0][:_LONGEST_TITLE], _section(document, line), lines, list(line.links)))
    return found, rest


def _one_line(line: TextLine) -> str:
    return " | ".join(cell.text.strip() for cell in line.cells)


def _entry(dated: re.Match[str], line: TextLine, document: LetterDocument) -> NewsItem | None:
    """The entry of a line that begins with a day; none where the line is a sentence."""
    rest = dated["rest"].strip()
    if rest.endswith((".", "?")) and len(rest.split()) > 12 and dated["gap"] not in {"|", ":", "–"}:
        return None
    section = _section(document, line)
    last_day = dated["until"] or _LISTS_DEADLINES.search(f"{section} {document.headers.get('subject', '')}")
    parts = [part.strip(" .") for part in _SPLIT.split(_URL.sub("", rest)) if part.strip(" .")]
    title = next((part for part in parts if _may_be_title(part)), "")
    who = _BRACKETED.match(title)
    if who and is_office(who["who"]):
        parts = [f"Fördergeber: {who['who']}" if part == title else part for part in parts]
        title = who["title"]
    entry = NewsItem(
        title[:_LONGEST_TITLE], section, [f"{'Frist' if last_day else 'Datum'}: {dated['when']}"], list(line.links)
    )
    entry.lines += [part for part in parts if part != title]
    return entry


def _may_be_title(part: str) -> bool:
    return not _NO_TITLE.match(part) and not is_office(part) and not (find_sums(part) and len(part.split()) < 6)


def _add(entry: NewsItem, line: TextLine) -> None:
    words = line.text.strip()
    if not entry.title and words and not _NO_TITLE.match(words):
        parts = [part.strip(" .") for part in _SPLIT.split(words) if part.strip(" .")]
        entry.title = parts[0] if parts else ""
        entry.lines += parts[1:]
    else:
        entry.lines.append(words)
    entry.links.extend(line.links)


def _section(document: LetterDocument, line: TextLine) -> str:
    """The nearest short line by itself above an entry, that is no entry."""
    section = ""
    for other in document.lines:
        if other is line:
            break
        text = other.text.strip()
        alone = other.heading or other.gap > _BLANK or not section
        if alone and len(other.cells) == 1 and 2 < len(text) < 70 and not days_in(text) and not other.links:
            section = text.strip("=*#-_: ") or section
    return section

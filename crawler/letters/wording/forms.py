"""Forms brought into one shape: a label and its value a line, however the office's form sets them.

A form numbers its fields, sets labels over their values, two of them side by side, fills the gap with dots, or names
two things in one field ("Projekt / Nummer"). All that reads these letters looks for a label with its value beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.extract.deadline.dates import days_in
from crawler.extract.money.figures import find_sums
from crawler.letters.files.document import LetterDocument, TextCell, TextLine
from crawler.letters.wording.spans import spans_in
from crawler.letters.wording.tables import amount_of

_FIELD_NUMBER = re.compile(r"\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|\(?[a-z]\)|[A-Z][.)]|[IVX]{1,4}\.")
_NUMBER_HEAD = re.compile(r"(?:Lfd\. ?)?Nr\.?|Pos\.|Ziff(?:\.|er)|Feld|No\.?|#", re.IGNORECASE)
_NUMBERED = 3  # lines that begin with a number and have more than a label: a form numbers its fields
_LEADERS = re.compile(r"\s?(?:\.{4,}|…{2,}|_{4,}|(?:\.\s){4,})\s?")
_DIVIDER = re.compile(r"\s[|¦│]\s")
#: several labels with their values in a line: "Datum: 3.5.2031 / Projekt: N 17"
_LABELLED = re.compile(r"\s(?:/|·|•|–|;)\s(?=[A-ZÄÖÜ][\w. -]{1,30}:\s\S)(?<=\w\s.\s)")
_TWO_THINGS = re.compile(r"\s/\s")
_SAME_PLACE = 9.0  # points by which a value may be off its label
_LONGEST_LABEL, _LONGEST_VALUE = 60, 90
#: what a form's fields are called; only under such words is a line below taken for their value
LABEL = re.compile(
    r"^(?:\W|Ihr\w*|Unser\w*|Mein\w*|[Bb]ewilligte\w*|[Bb]eantragte\w*|[Gg]ewährte\w*|[Zz]ugesagte\w*|[Mm]aximale\w*|"
    r"[Vv]oraussichtliche\w*|[Ee]igene\w*|(?:[Zz]uwendungs|[Ff]örder)fähige\w*|[Aa]nerkannte\w*|[Hh]öhe|[Aa]rt|"
    r"Name|Bezeichnung|Titel|Total|Maximum|Date|Project|Grant|Own|Eligible|der|des|die|das|of|the|und|and|vom|von|am|\s)*"
    r"(?:\w*[Zz]eichen|\w*[Nn]ummer|\w*-Nr\.|\w*[Kk]ennziffer|Az\.?|GZ|FKZ|Ref\.?|\w*[Dd]atum|[Bb]escheid|[Dd]at(?:e|ed)|"
    r"\w*[Ss]umme|\w*[Bb]etrag|[Zz]uwendung|[Ff]örderung|[Zz]uschuss|[Mm]ittel|\w*[Ee]igen(?:anteil|mittel|leistung|"
    r"beitrag)|\w*[Kk]osten|\w*[Aa]usgaben|\w*[Zz]eitraum|\w*[Ll]aufzeit|\w*[Dd]auer|\w*[Pp]rojekt(?:titel|name)?|"
    r"[Vv]orhaben|[Mm]aßnahme|\w*[Pp]rogramm|\w*[Ee]mpfänger(?:in|/in)?|[Aa]ntragsteller(?:in|/in)?|\w*[Ff]inanzierung"
    r"(?:sart)?|\w*[Ss]atz|\w*[Qq]uote|\w*[Ff]rist|\w*[Nn]achweis|\w*[Bb]ericht|[Bb]eginn|[Ee]nde|\w*[Bb]ehörde|"
    r"\w*[Ff]ördergeber(?:in)?|\w*[Mm]ittelgeber(?:in)?|Antrag|Zimmer|Telefon|Tel\.|Durchwahl|Bearbeit\w+|Auskunft|"
    r"[Aa]nsprechp\w+|Datum|Ort|E-?Mail|Fax|Amount|[Cc]osts|[Cc]ontribution|[Pp]eriod|[Rr]eference|[Bb]eneficiary|"
    r"[Pp]rogramme|[Rr]ate|[Nn]umber|[Tt]itle|[Ff]under)"
    r"(?:\W|Zuwendung|Förderung|Projekts?|Vorhabens?|Maßnahme|Bescheide?s|Schreibens|Antrags?|in EUR|der|des|vom|von|"
    r"am|"
    r"im|in|bis|EUR|Nr|No|Nachricht|\s)*$"
)


def as_forms_are_read(document: LetterDocument) -> LetterDocument:
    """The letter with each field of a form on a line of its own, its label before its value."""
    lines = [part for line in document.lines for part in _split_up(line)]
    lines = list(_without_numbers(lines))
    lines = list(_beside_each_other(lines))
    lines = [part for line in lines for part in _in_pairs(line)]
    return replace(document, lines=tuple(part for line in lines for part in _each_thing(line)))


def _split_up(line: TextLine) -> Iterator[TextLine]:
    """The line with a new cell where a stroke or a row of dots parts it."""
    cells: list[TextCell] = []
    for cell in line.cells:
        for divider in (_DIVIDER, _LEADERS, _LABELLED):
            if divider.search(cell.text):
                cells.extend(_cut(cell, divider))
                break
        else:
            cells.append(cell)
    yield replace(line, cells=tuple(cells)) if cells else line


def _cut(cell: TextCell, divider: re.Pattern[str]) -> Iterator[TextCell]:
    width = (cell.right - cell.left) / max(len(cell.text), 1)
    begin = 0
    for end, after in [*((found.start(), found.end()) for found in divider.finditer(cell.text)), (len(cell.text), 0)]:
        words = cell.text[begin:end].strip()
        if words:
            yield TextCell(words, cell.left + begin * width, cell.left + end * width)
        begin = after


def _without_numbers(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines without the numbers of a form's fields."""
    numbered = [line for line in lines if len(line.cells) > 2 and _FIELD_NUMBER.fullmatch(line.cells[0].text)]
    if len(numbered) < _NUMBERED:
        yield from lines
        return
    left = min(line.cells[0].left for line in numbered)
    for line in lines:
        first = line.cells[0]
        number = _FIELD_NUMBER.fullmatch(first.text) or _NUMBER_HEAD.fullmatch(first.text)
        if len(line.cells) > 1 and number and abs(first.left - left) <= _SAME_PLACE:
            yield replace(line, cells=line.cells[1:])
        else:
            yield line


def _beside_each_other(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The lines, each value that stands under its label moved beside it."""
    place = 0
    while place < len(lines):
        line, below = lines[place], lines[place + 1] if place + 1 < len(lines) else None
        third = lines[place + 2] if place + 2 < len(lines) else None
        if below is not None and _are_labels(line) and _fills(line, below, third):
            for label, value in _columns(line, below):
                yield replace(line, cells=(label, replace(value, left=label.left + _LONGEST_VALUE * 2)))
            place += 2
        else:
            yield line
            place += 1


def _are_labels(line: TextLine) -> bool:
    return all(len(cell.text) <= _LONGEST_LABEL and LABEL.match(cell.text) for cell in line.cells)


def _fills(labels: TextLine, below: TextLine, third: TextLine | None) -> bool:
    """Are these the labels' values, one each, and not the first row of a table?"""
    pairs = list(_columns(labels, below))
    if len(pairs) != len(labels.cells) or len(below.cells) > len(labels.cells) or _are_labels(below):
        return False
    if any(len(cell.text) > _LONGEST_VALUE for cell in below.cells):
        return False
    if len(labels.cells) == 1:
        return _is_value(below.cells[0].text) and not labels.cells[0].text.endswith(":")
    more = (
        third is not None and len(third.cells) > 1 and not _are_labels(third) and len(list(_columns(labels, third))) > 1
    )
    return not more


def _is_value(text: str) -> bool:
    """Is it nothing but a sum, a day, or a time?"""
    if amount_of(text) is not None:
        return True
    starts = [
        *(found.start for found in find_sums(text)),
        *(day.start for day in days_in(text)),
        *(span.start for span in spans_in(text)),
    ]
    return bool(starts) and min(starts) <= 4 and len(text) <= 30


def _columns(labels: TextLine, below: TextLine) -> Iterator[tuple[TextCell, TextCell]]:
    for label in labels.cells:
        value = next((cell for cell in below.cells if abs(cell.left - label.left) <= _SAME_PLACE), None)
        if value is not None:
            yield label, value


def _in_pairs(line: TextLine) -> Iterator[TextLine]:
    """Two halves of a plan side by side (label, sum, label, sum) and "label: sum" in one cell, as lines of two."""
    cells = line.cells
    if len(cells) == 4 and [amount_of(cell.text) is not None for cell in cells] == [False, True, False, True]:
        yield replace(line, cells=cells[:2])
        yield replace(line, cells=cells[2:], gap=1.0)
        return
    label, colon, value = cells[0].text.partition(":")
    if len(cells) == 1 and colon and 1 < len(label) <= _LONGEST_LABEL and amount_of(value.strip()) is not None:
        middle = cells[0].left + (cells[0].right - cells[0].left) * len(label) / len(cells[0].text)
        yield replace(
            line,
            cells=(replace(cells[0], text=label, right=middle), TextCell(value.strip(), middle + 1, cells[0].right)),
        )
        return
    yield line


def _each_thing(line: TextLine) -> Iterator[TextLine]:
    """ "Projekt / Nummer" beside "Nähtreff / N-17": each thing with its own value."""
    if len(line.cells) != 2:
        yield line
        return
    label, value = line.cells
    names, values = _TWO_THINGS.split(label.text), _TWO_THINGS.split(value.text)
    if len(names) < 2 or len(names) != len(values) or len(label.text) > _LONGEST_LABEL:
        yield line
        return
    for name, words in zip(names, values, strict=True):
        yield replace(line, cells=(replace(label, text=name.strip()), replace(value, text=words.strip())))

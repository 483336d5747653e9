"""A table as lines that say what they mean: "heading of the column: cell", each row a paragraph.

Where a row's own label says what is meant (figures by year, by kind of applicant), the column's heading stands in
brackets behind it. Cells that span rows or columns count in each. A table for the layout becomes paragraphs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html

from grants_db.html.lines import html_lines

MOST_COLUMNS, MOST_ROWS = 40, 2_000
LONGEST_LABEL = 90
_LINKS_OF_A_MENU = 4
#: words of headings that name a fact of a call
_FIELD = re.compile(
    r"frist|termin|stichtag|schlu(?:ss|ß)|datum|deadline|closing|date\b|höhe|betrag|summe|amount|quote|satz\b|anteil|euro|€|"
    r"prozent|%|antrag|förder|zuschuss|kosten|laufzeit|beginn|ende\b|start|sitzung|entscheidung|einreich|bewerb|zielgruppe",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\d")


@dataclass(slots=True)
class _Cell:
    lines: list[str]
    is_head: bool
    elements: tuple[html.HtmlElement, ...] = ()
    has_headings: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.removeprefix("- ") for line in self.lines)

    @property
    def label(self) -> str:
        return self.text.rstrip(" :")


_NOTHING = _Cell([], is_head=False)


def table_lines(table: html.HtmlElement) -> list[html.HtmlElement]:
    """The table as paragraphs."""
    rows, heads = _grid(table)
    caption = table.find("caption")
    found = [_paragraph([title])] if caption is not None and (title := _text(caption)) else []
    width = max((len(row) for row in rows), default=0)
    if width < 2 or table.get("role") in ("presentation", "none") or _is_layout(rows):
        return found + [block for row in rows for cell in _once_each(row) for block in _blocks(cell)]
    head_rows = heads or _guessed_heads(rows)
    names = _column_names(rows[:head_rows], width)
    for row in rows[head_rows:]:
        found += _row(row, names)
    return found


def label_lines(names: Sequence[html.HtmlElement], said: Sequence[html.HtmlElement]) -> list[html.HtmlElement]:
    """A term and its descriptions; a long one or a question stands above them as a heading."""
    label = " / ".join(text for name in names if (text := _text(name).rstrip(" :")))
    cells = [_cell(element) for element in said]
    lines = [line for cell in cells for line in cell.lines]
    if not label or not lines:
        return [_paragraph(lines or [label])] if lines or label else []
    if label.endswith("?") or len(label) > LONGEST_LABEL or sum(map(len, lines)) > 400:
        return [_heading(label), *(block for cell in cells for block in _blocks(cell))]
    return [_labelled(label, lines)]


def _grid(table: html.HtmlElement) -> tuple[list[list[_Cell]], int]:
    """The rows, every cell in each place it spans, and how many rows of `<thead>` lead them."""
    rows: list[list[_Cell]] = []
    spans: dict[int, tuple[int, _Cell]] = {}  # column: rows left, cell
    heads = 0
    for element in table.iter("tr"):
        if len(rows) >= MOST_ROWS:
            break
        row: list[_Cell] = []
        cells = [cell for cell in element if cell.tag in ("td", "th")]
        for cell in cells:
            _fill(row, spans)
            read = _cell(cell)
            wide, high = _span(cell, "colspan", MOST_COLUMNS - len(row)), _span(cell, "rowspan", MOST_ROWS)
            for _ in range(wide):
                if high > 1:
                    spans[len(row)] = (high - 1, read)
                row.append(read)
        _fill(row, spans)
        if not any(cell.lines for cell in row):
            continue
        rows.append(row)
        if heads == len(rows) - 1 and _is_head(element, cells):
            heads = len(rows)
    return rows, heads if heads < len(rows) else 0


def _fill(row: list[_Cell], spans: dict[int, tuple[int, _Cell]]) -> None:
    while (above := spans.get(len(row))) is not None:
        left, cell = above
        if left > 1:
            spans[len(row)] = (left - 1, cell)
        else:
            del spans[len(row)]
        row.append(cell)


def _is_head(row: html.HtmlElement, cells: Sequence[html.HtmlElement]) -> bool:
    parent = row.getparent()
    in_head = parent is not None and parent.tag == "thead"
    if in_head or len(cells) < 2:
        return in_head
    named = cells if cells[0].tag == "th" or _says_something(cells[0]) else cells[1:]  # the corner may be empty
    return all(cell.tag == "th" and cell.get("scope") != "row" for cell in named)


def _says_something(cell: html.HtmlElement) -> bool:
    return any(words.strip() for words in cell.itertext())


def _is_layout(rows: Sequence[Sequence[_Cell]]) -> bool:
    """Do its cells hold whole texts, beside each other for the look?"""
    cells = [cell for row in rows for cell in _once_each(row)]
    if any(cell.has_headings for cell in cells) or any(_is_menu(cell) for cell in cells):
        return True
    return len(rows) <= 2 and any(sum(map(len, cell.lines)) > 600 for cell in cells)


def _is_menu(cell: _Cell) -> bool:
    """Does it hold nothing but links, as beside the text of a page that is laid out by a table?"""
    links = [words for element in cell.elements for link in element.iter("a") if (words := "".join(link.itertext()))]
    return len(links) >= _LINKS_OF_A_MENU and sum(map(len, links)) > 0.6 * len(cell.text)


def _guessed_heads(rows: Sequence[Sequence[_Cell]]) -> int:
    """1 where the first row reads like headings though no markup says so."""
    if len(rows) < 2 or any(cell.is_head for row in rows for cell in row):
        return 0
    first, *rest = rows
    if len(first) > 2 and _is_bold(first) and not any(_is_bold(row[:2]) for row in rest):
        return 1
    if len(first) < 2 or any(not cell.lines or len(cell.text) > LONGEST_LABEL for cell in first):
        return 0
    texts = [cell.text for cell in first]
    if any(_VALUE.search(text) or text.endswith((":", ".", "?")) for text in texts) or len(set(texts)) < len(texts):
        return 0
    if len(first) == 2 and _FIELD.search(texts[0]) and _VALUE.search(" ".join(row[-1].text for row in rest)) is None:
        return 0
    beneath = [cell.text for row in rest for cell in row]
    named = sum(bool(_FIELD.search(text)) for text in texts)
    labels = sum(bool(_FIELD.search(row[0].text)) for row in rest)
    if labels >= len(rest) / 2 and len(first) == 2:
        return 0  # a label before each value
    return int(named > 0 and any(_VALUE.search(text) for text in beneath))


def _is_bold(row: Sequence[_Cell]) -> bool:
    """Are all its cells that say something bold throughout, and short?"""
    said = [cell for cell in row if cell.lines]
    return len(said) > 1 and all(len(cell.text) <= LONGEST_LABEL and _bold_signs(cell) for cell in said)


def _bold_signs(cell: _Cell) -> bool:
    return all(
        line.bold and line.bold >= 0.9 * len(line.text.replace(" ", ""))
        for element in cell.elements
        for line in html_lines(element)
    )


def _column_names(heads: Sequence[Sequence[_Cell]], width: int) -> list[str]:
    names = []
    for column in range(width):
        said = dict.fromkeys(row[column].label for row in heads if column < len(row) and row[column].lines)
        names.append(", ".join(name for name in said if name))
    return names


def _row(row: Sequence[_Cell], names: Sequence[str]) -> list[html.HtmlElement]:
    cells = _once_each(row)
    if len(cells) == 1:
        return _blocks(cells[0]) if cells[0].lines else []
    if any(names):
        return _named_row(row, names)
    first, *others = [cell for cell in cells if cell.lines] or [_NOTHING]
    if others and (first.is_head or (len(first.text) <= LONGEST_LABEL and not first.text.endswith("."))):
        if sum(map(len, others[0].lines)) > 400:
            return [_heading(first.text), *(block for cell in others for block in _blocks(cell))]
        if _FIELD.search(first.text) is None and _VALUE.match(first.text):
            return [_paragraph([" – ".join(cell.text for cell in (first, *others))])]
        return [_labelled(first.label, [line for cell in others for line in cell.lines])]
    return [block for cell in (first, *others) for block in _blocks(cell)]


def _named_row(row: Sequence[_Cell], names: Sequence[str]) -> list[html.HtmlElement]:
    """A row below headings, as a paragraph of "heading: cell"."""
    first = row[0]
    others = [(name, cell) for name, cell in zip(names[1:], row[1:], strict=False) if cell.lines and cell is not first]
    block = html.Element("p")
    by_row = (
        bool(first.lines)
        and len(first.text) <= LONGEST_LABEL
        and (first.is_head or not names[0])
        and bool(_FIELD.search(first.text))
        and sum(bool(_FIELD.search(name)) for name, _ in others) * 2 < max(1, len(others))
    )
    if by_row:
        for cell in _once_each([cell for _, cell in others]):
            variant = ", ".join(name for name, other in others if other is cell and name)
            for_all = not variant or all(other is cell for _, other in others)
            _add_lines(block, first.label if for_all else f"{first.label} ({variant})", cell.lines)
        return [block]
    if first.lines:
        _add_lines(block, names[0], first.lines)
    seen: set[tuple[str, int]] = set()
    for name, cell in others:
        if (name, id(cell)) not in seen:
            seen.add((name, id(cell)))
            _add_lines(block, name, cell.lines)
    return [block]


def _labelled(label: str, lines: Sequence[str]) -> html.HtmlElement:
    block = html.Element("p")
    _add_lines(block, label, lines)
    return block


def _add_lines(block: html.HtmlElement, label: str, lines: Sequence[str]) -> None:
    """Add "label: line" to a paragraph; several lines become a list below the label."""
    if not lines:
        return
    if len(lines) == 1:
        value = lines[0].removeprefix("- ")
        _add_line(block, f"{label}{'' if label.endswith('?') else ':'} {value}" if label else value)
        return
    if label:
        _add_line(block, label if label.endswith("?") else f"{label}:")
    block.tag = "section"  # a paragraph may hold no list
    entries = etree.SubElement(block, "ul")
    for line in lines:
        etree.SubElement(entries, "li").text = line.removeprefix("- ")


def _add_line(block: html.HtmlElement, line: str) -> None:
    if len(block) or block.text:
        etree.SubElement(block, "br").tail = line
    else:
        block.text = line


def _paragraph(lines: Sequence[str]) -> html.HtmlElement:
    return _labelled("", lines)


def _heading(text: str) -> html.HtmlElement:
    heading = html.Element("h5")
    heading.text = text
    return heading


def _cell(element: html.HtmlElement) -> _Cell:
    lines = html_lines(element)
    return _Cell(
        [line.text for line in lines],
        is_head=element.tag == "th",
        elements=(element,),
        has_headings=any(1 <= line.level <= 4 for line in lines),
    )


def _blocks(cell: _Cell) -> list[html.HtmlElement]:
    """A cell's own content as a block."""
    found = []
    for element in cell.elements:
        block = html.Element("div" if len(element) else "p")
        block.text = element.text
        block.extend(list(element))
        found.append(block)
    return found


def _once_each(row: Sequence[_Cell]) -> list[_Cell]:
    return list({id(cell): cell for cell in row}.values())


def _text(element: html.HtmlElement) -> str:
    return _cell(element).text


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) < 6 else 1

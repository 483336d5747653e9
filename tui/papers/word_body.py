"""The inside of a Word file: headings, tables with marked header rows, charts, as WordprocessingML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tui.formatting.i18n import _
from tui.papers.native_charts import WIDTH, height_of
from tui.papers.outline import (
    ColumnKind,
    Paper,
    PaperCell,
    PaperChart,
    PaperColumn,
    PaperSection,
    PaperTable,
    RowsOf,
    ToTable,
    as_text,
)
from tui.papers.page import shown_columns

#: WordprocessingML counts in twentieths of a point, drawings in 914,400ths of an inch
TEXT_WIDTH, EMU_PER_PIXEL = 9638, 9525
CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DECLARED = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="{CHARTS}"'
)
BOLD, LINKED, SMALL = "<w:b/>", '<w:color w:val="124A70"/>', '<w:sz w:val="16"/><w:szCs w:val="16"/>'
TIGHT = '<w:spacing w:before="0" w:after="20"/>'
UNDERLINED = '<w:u w:val="single"/>'
#: how wide a letter of a bold heading and one in a cell are, what stands around a cell; how many rows are looked at for
#: long words, and how long one is that may be broken; how many signs a day or a sum has
LETTER, SMALL_LETTER, MARGINS = 104, 92, 120
MEASURED, LONGEST_WORD = 60, 18
LETTERS = {ColumnKind.DAY: 10, ColumnKind.MONEY: 13, ColumnKind.COUNT: 4}
#: so many rows are kept on one page
KEPT_TOGETHER = 16
LINE = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
BORDERS = (
    "<w:tblBorders>"
    + "".join(LINE.format(side=side, size=6, color="5A6872") for side in ("top", "bottom"))
    + LINE.format(side="insideH", size=2, color="B8C2CA")
    + "</w:tblBorders>"
)
#: nothing that XML 1.0 can't hold
NOT_XML = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True)
class StyleIds:
    """What the file at hand calls the styles we use."""

    heading: str
    sub_heading: str
    point: str


@dataclass
class WordBody:
    """Writes the parts of a paper one after the other; `chart_id` gives a chart's relationship in the file."""

    styles: StyleIds
    chart_id: Callable[[PaperChart], str]
    titles: Mapping[str, str]
    _marks: int = 0
    _drawings: int = 0

    def paper(self, paper: Paper) -> str:
        """All its sections, one after the other; `w` is declared where they are put."""
        return "".join(map(self._section, paper.sections))

    def _section(self, section: PaperSection) -> str:
        parts = [self._heading(section.heading, self.styles.heading)]
        parts += [paragraph(text) for text in section.texts]
        parts += [_fact(fact.name, fact.value) for fact in section.facts]
        parts += [paragraph(point, self.styles.point) for point in section.points]
        parts += [self._chart(chart) for chart in section.charts]
        parts += [self._table(table) for table in section.tables]
        return "".join(parts)

    def _heading(self, text: str, style: str, bookmark: str = "") -> str:
        if not bookmark:
            return paragraph(text, style)
        self._marks += 1
        start = f'<w:bookmarkStart w:id="{self._marks}" w:name="{bookmark}"/>'
        return paragraph(text, style, before=start, after=f'<w:bookmarkEnd w:id="{self._marks}"/>')

    def _table(self, table: PaperTable) -> str:
        columns = shown_columns(table)
        widths = widths_of([(column, longest_word(table, at, column)) for at, column in columns])
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        said = quoteattr(clean(f"{table.title}. {table.note}" if table.note else table.title))
        head = (
            '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
            f'{BORDERS}<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
            f'w:noVBand="1"/><w:tblCaption w:val={quoteattr(clean(table.title))}/><w:tblDescription w:val={said}/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )
        headings = "".join(
            _cell(_run(column.heading, BOLD + SMALL), width, column, keep=True)
            for (_at, column), width in zip(columns, widths, strict=True)
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{headings}</w:tr>"]
        for number, row in enumerate(table.rows, start=1):
            bold = BOLD if table.total and number == len(table.rows) else ""
            keep = number < len(table.rows) <= KEPT_TOGETHER
            cells = "".join(
                _cell(self._content(row[at], column, bold), width, column, keep=keep)
                for (at, column), width in zip(columns, widths, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        heading = self._heading(table.title, self.styles.sub_heading, bookmark_of(table.key))
        note = paragraph(table.note, keep=True) if table.note else ""
        return f"{heading}{note}{head}{''.join(rows)}</w:tbl><w:p><w:pPr>{TIGHT}<w:rPr>{SMALL}</w:rPr></w:pPr></w:p>"

    def _content(self, cell: PaperCell, column: PaperColumn, bold: str) -> str:
        target = cell.table if isinstance(cell, RowsOf | ToTable) else ""
        text = self.titles.get(target, "") if isinstance(cell, ToTable) else as_text(cell, column.kind)
        if target not in self.titles:
            return _run(text, bold + SMALL)
        run = _run(text, bold + LINKED + SMALL + UNDERLINED)
        return f'<w:hyperlink w:anchor="{bookmark_of(target)}" w:history="1">{run}</w:hyperlink>'

    def _chart(self, chart: PaperChart) -> str:
        self._drawings += 1
        width, height = WIDTH * EMU_PER_PIXEL, height_of(chart) * EMU_PER_PIXEL
        name, spoken = quoteattr(clean(chart.title)), quoteattr(clean(chart.spoken))
        return (
            f'<w:p><w:r><w:drawing {DECLARED}><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{1000 + self._drawings}" name={name} descr={spoken}/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{CHARTS}"><c:chart r:id="{self.chart_id(chart)}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )


def widths_of(columns: Sequence[tuple[PaperColumn, int]]) -> list[int]:
    """How wide each column stands: no word of its heading and nothing of so many signs is broken.

    What is left goes by weight; where there is too little, all give way alike.
    """
    least = [
        MARGINS + max(LETTER * longest_of(column.heading.split()), SMALL_LETTER * longest)
        for column, longest in columns
    ]
    left = max(TEXT_WIDTH - sum(least), 0)
    whole = sum(column.weight for column, _longest in columns)
    widths = [need + left * column.weight // whole for need, (column, _longest) in zip(least, columns, strict=True)]
    return [width * TEXT_WIDTH // max(sum(widths), TEXT_WIDTH) for width in widths]


def longest_word(table: PaperTable, at: int, column: PaperColumn) -> int:
    """How many signs the longest word of a column has that is not to be broken: by its kind, or its first rows."""
    if column.kind in LETTERS:
        return LETTERS[column.kind]
    cells = (as_text(row[at], column.kind) for row in (*table.rows[:MEASURED], *table.rows[-1:]))
    return min(longest_of([word for cell in cells for word in cell.split()]), LONGEST_WORD)


def longest_of(words: Sequence[str]) -> int:
    """How many signs the longest of them has."""
    return max(map(len, words), default=0)


def bookmark_of(table: str) -> str:
    """The name of a table's bookmark."""
    return f"akquise_{table}"


def clean(text: str) -> str:
    """The text without what XML can't hold."""
    return text.translate(NOT_XML)


def paragraph(text: str, style: str = "", *, before: str = "", after: str = "", keep: bool = False) -> str:
    """One paragraph; `keep` holds it together with the next."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    look += "<w:keepNext/>" if keep else ""
    look = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f"<w:p>{look}{before}{_run(text) if text else ''}{after}</w:p>"


def _fact(name: str, value: str) -> str:
    named = _("{name}: ").format(name=name)
    return f"<w:p><w:pPr>{TIGHT}</w:pPr>{_run(named, BOLD)}{_run(value)}</w:p>"


def _run(text: str, look: str = "") -> str:
    """Text with a look, whose parts stand in the order that the format prescribes: bold, colour, size, underline."""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def _cell(content: str, width: int, column: PaperColumn, *, keep: bool) -> str:
    right = '<w:jc w:val="right"/>' if column.is_number else ""
    spacing = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:pPr>{'<w:keepNext/>' if keep else ''}{spacing}{right}</w:pPr>{content}</w:p></w:tc>"
    )

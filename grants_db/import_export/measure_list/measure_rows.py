"""The rows of one sheet of a measures file: sections, sums, footnotes, measures. Nothing is passed over silently."""

import re

from grants_db.import_export.layout import reasons
from grants_db.import_export.layout.assigned_columns import MEASURES
from grants_db.import_export.layout.column_content import looks_like_number
from grants_db.import_export.layout.header import Header
from grants_db.import_export.layout.import_findings import Context, SheetReading, placed, shown
from grants_db.import_export.layout.measure_words import looks_like_section, names_section, read_action_field
from grants_db.import_export.layout.sheet import TableRow, written_names
from grants_db.import_export.measure_list.measure_numbers import MeasureEntry, entry
from grants_db.import_export.measure_list.measure_row import RowReader
from grants_db.messages import Message
from grants_db.rules.cell import as_text

SUM_ROW = re.compile(
    r"(zwischen|gesamt|end|teil)?-?summen?\b|(ins)?gesamt(kosten|betrag|summe|bedarf)?\b|total\b|[Σ∑]"
    r"|übertrag\b|subtotal\b|zusammen\b|alle maßnahmen\b",
    re.I,
)
MARKED_ROW = re.compile(r"(beispiel|erklärung|erläuterung)", re.I)  # in our own templates
FOOTNOTE = re.compile(
    r"\*|[¹²³⁴⁵]|\d{1,2}\)\s|anmerkung|hinweis|legende|quelle|stand\b|erläuterung|fußnote|nb\b|abkürzung"
    r"|alle (angaben|beträge)|angaben",
    re.I,
)
GOAL = re.compile(r"(ober|teil|leit|haupt|unter|handlungs)?ziel( \d[\d.]*)?\s*[:–-]\s*", re.I)
GOAL_KIND = re.compile(r"(ober|teil|leit|unter|haupt|handlungs)?ziel", re.I)
PART = re.compile(r"(davon|darunter|hiervon)\b", re.I)


def entries_of(
    rows: list[TableRow], header: Header, context: Context, section: str, into: SheetReading
) -> list[MeasureEntry]:
    """The measures in the rows under the header; what else the rows are is noted in `into`.

    `section` is the action field the whole sheet stands under, where it names one.
    """
    found: list[MeasureEntry] = []
    numbers: set[str] = set()
    goal, parents = "", _parents(rows, header)
    first = next((row.number for row in rows if row.number > header.row), 0)
    before = [row for row in rows if row.number < header.top]
    if (
        before
        and len(set(before[-1].names.values())) == 1
        and _heads_section(next(iter(before[-1].names.values())), context)
    ):
        section = next(iter(before[-1].names.values()))  # each action field has a table of its own
    for row in rows:
        if row.number <= header.row or _repeats_headings(row, header):
            continue
        if row.number == first and _counts_columns(row):
            into.notes.append(placed(reasons.COLUMN_NUMBERS, context, row))
            continue
        reader = RowReader(row, header, context)
        filled = [text for text in row.texts if text]
        number, title = reader.text("number"), reader.text("title")
        if len(set(filled)) == 1 and _heads_section(filled[0], context):
            section, goal = filled[0], ""
        elif names_section(number):
            section, goal = number, ""
        elif (over := _goal_over(row, header, number, title, filled, parents)) is not None:
            goal = over
            into.notes.append(placed(reasons.GOAL_ROW, context, row, value=shown(title)))
        elif (why := _passed_over(row, header, number, filled, numbers)) is not None:
            into.notes.append(placed(why, context, row, value=shown(title), kind=_other_kind(row, header)))
        elif (said := _is_no_measure(reader, number, title, filled)) is not None:
            if found and _belongs_above(reader, header, context, filled):
                _add(found[-1], reader, into)
            else:
                note = reasons.FOOTNOTE if said else reasons.STRAY_ROW
                into.notes.append(placed(note, context, row, value=shown(" ".join(filled))))
        else:
            reader.goal_above = goal
            found.append(entry(reader, section))
            numbers.add(found[-1].number)
    return found


def _other_kind(row: TableRow, header: Header) -> str:
    """What the row says it is, where that is no measure; else an empty text."""
    kind = as_text(row.at(header.row_kinds)).strip() if header.row_kinds is not None else ""
    return "" if not kind or MEASURES.fullmatch(kind) else kind


def _parents(rows: list[TableRow], header: Header) -> set[str]:
    """The numbers under which others stand: 2.1 where there is a 2.1.1."""
    at = header.columns.get("number")
    texts = {as_text(row.at(at)).strip().rstrip(".") for row in rows if row.number > header.row}
    return {parent for text in texts for parent in (text.rpartition(".")[0],) if parent}


def _goal_over(
    row: TableRow, header: Header, number: str, title: str, filled: list[str], parents: set[str]
) -> str | None:
    """The goal that the row states for the measures below it: it says so, or its number alone is over theirs."""
    if GOAL_KIND.match(_other_kind(row, header)):
        return title
    if not title or len(filled) > 1 + bool(number):
        return None
    return GOAL.sub("", title).strip() if GOAL.match(title) or number.rstrip(".") in parents else None


def _passed_over(row: TableRow, header: Header, number: str, filled: list[str], numbers: set[str]) -> Message | None:
    """Why a row is passed over that can't be a measure: of another kind, an example, a total, a number alone."""
    if _other_kind(row, header):
        return reasons.OTHER_KIND
    if MARKED_ROW.match(number):
        return reasons.TEMPLATE_ROW
    if _is_sum_row(number, filled, numbers):
        return reasons.SUM_ROW
    blank = number and len(filled) == 1 and looks_like_number(number) and len(header.names) > 1
    return reasons.EMPTY_ROW if blank else None


def _counts_columns(row: TableRow) -> bool:
    """A row of 1, 2, 3 … under the headings."""
    texts = [text.strip("()") for text in written_names(row).values()]
    return len(texts) > 2 and texts == [str(count) for count in range(1, len(texts) + 1)]


def _repeats_headings(row: TableRow, header: Header) -> bool:
    """The headings again, as on a later page."""
    first = next((index for index, text in enumerate(row.texts) if text), -1)
    if first not in header.names or not _is_of(" ".join(row.texts[first].split()), header.names[first]):
        return False
    names = written_names(row)
    return len(names) > 1 and all(_is_of(text, header.names.get(index, "")) for index, text in names.items())


def _is_of(text: str, heading: str) -> bool:
    """Is it the heading, its last line, or the group over it?"""
    return heading == text or heading.endswith(f" {text}") or heading.startswith(f"{text} ")


def _is_sum_row(number: str, filled: list[str], numbers: set[str]) -> bool:
    """A row of totals: of the list, or of a measure that stands above it."""
    if not number or SUM_ROW.match(number):
        return any(SUM_ROW.match(text) for text in filled)
    return number in numbers and any(SUM_ROW.match(text) for text in filled)


def _is_no_measure(reader: RowReader, number: str, title: str, filled: list[str]) -> bool | None:
    """Is the row a footnote (True), or nothing we know (False)? None: it is a measure, perhaps a bad one."""
    if reader.without_result & {"number", "title"}:
        return None
    if not number and not title:
        return FOOTNOTE.match(filled[0]) is not None
    alone = len(filled) == 1
    if alone and number and not looks_like_number(number):
        return FOOTNOTE.match(number) is not None or " " in number
    if alone and title and FOOTNOTE.match(title):
        return True
    if not reader.header.numbered and alone:
        return FOOTNOTE.match(title) is not None
    return None


def _belongs_above(reader: RowReader, header: Header, context: Context, filled: list[str]) -> bool:
    """Is the row a further one of the measure above: a sum with words of its own, or merged with its number?"""
    at = {header.columns.get("number"), header.columns.get("title")} - {None}
    merged = any((reader.row.number, index) in context.spans for index in at)
    named = {*reader.sums().texts} & {*header.sums}
    words = len(filled) > len(named) and not any(FOOTNOTE.match(text) for text in filled)
    return bool(named) and (merged or words)


def _add(above: MeasureEntry, reader: RowReader, into: SheetReading) -> None:
    words = " ".join(text for text in map(as_text, reader.row.cells) if text)
    if any(PART.match(text) for text in map(as_text, reader.row.cells)):
        note = placed(reasons.PART_OF, reader.context, reader.row, number=above.number, value=shown(words))
        into.notes.append(note)
    else:
        above.further.append(reader)


def _heads_section(text: str, context: Context) -> bool:
    """Does a row's only text head the measures below it? Also true for a field that doesn't exist."""
    title = re.sub(r"^(?:\d+|[IVX]+)[.)]?\s+", "", " ".join(text.split()))
    named = read_action_field(title, context.action_fields)
    return looks_like_section(text) or (named is not None and not title[:1].isdigit())

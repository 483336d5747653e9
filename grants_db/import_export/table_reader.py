"""Reads .csv, .xlsx, .ods, .xls and the tables of .docx and .pdf as rows of cells; knows nothing of what they say.

Rows carry the number a spreadsheet program shows. Workbooks are read in a process of their own
(`workbook_process`); limits hold before anything large is unpacked.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grants_db.child_process import ChildFailedError, ChildTooSlowError, begin_apart
from grants_db.errors import InputError
from grants_db.import_export.layout.sheet import Sheet, TableRow
from grants_db.import_export.sheet_shapes.ticked_boxes import ticked
from grants_db.import_export.workbook.formula_guard import unguarded
from grants_db.import_export.workbook.raw_sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_WIDTH,
    OLE_MAGIC,
    PDF_MAGIC,
    Refusal,
)
from grants_db.import_export.workbook.text_encoding import most_german, possible_texts, undoubled
from grants_db.messages import Message
from grants_db.rules.cell import Cell, Json, from_json

READER = "grants_db.import_export.workbook.workbook_process"
MOST_BYTES = 20_000_000
TIME_LIMIT = 120  # seconds for a workbook; the longest list takes ten where nothing else runs
WORKBOOKS = {".xlsx", ".xlsm", ".ods", ".xls", ".docx", ".pdf"}
TEXTS = {".csv", ".tsv", ".txt"}
ZIP_MAGIC = b"PK\x03\x04"
REFUSALS = {
    Refusal.LOCKED: Message.of(
        "Die Datei {path} ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern und noch einmal einlesen."
    ),
    Refusal.DAMAGED: Message.of(
        "Die Datei {path} ist beschädigt oder keine Tabelle. Bitte in Excel oder LibreOffice öffnen und neu speichern."
    ),
    Refusal.SCANNED: Message.of(
        "Die Datei {path} ist eingescannt: sie enthält Bilder, keinen Text. Bitte die Tabelle als Word- oder "
        "Excel-Datei besorgen."
    ),
    Refusal.NO_TABLE: Message.of(
        "In der Datei {path} ist keine Tabelle mit Linien oder klaren Spalten zu finden. Bitte die Tabelle in eine "
        "Excel-Datei kopieren."
    ),
    Refusal.LARGE: Message.of("Die Datei {path} ist ausgepackt viel zu groß für eine Maßnahmenliste."),
    Refusal.ROWS: Message.of("Die Datei {path} hat mehr als {rows} ausgefüllte Zeilen; das ist keine Maßnahmenliste."),
    Refusal.COLUMNS: Message.of(
        "Die Datei {path} hat mehr als {columns} ausgefüllte Spalten; das ist keine Maßnahmenliste."
    ),
}


@dataclass(frozen=True)
class BegunFile:
    """A file whose bytes are read; a workbook's sheets are worked out meanwhile, in a process of their own."""

    path: Path
    content: bytes
    answer: Callable[[], bytes] | None  # the process's; None for a text

    def sheets(self, fitness: Callable[[list[TableRow]], int]) -> list[Sheet]:
        """All its sheets; see `read_sheets`."""
        if self.answer is not None:
            sheets = _workbook(self.path, self.answer)
        else:
            sheets = [_text_sheet(self.path, self.content, fitness)]
        if not any(sheet.rows or sheet.hidden for sheet in sheets):
            raise InputError("Die Datei {path} enthält keine einzige ausgefüllte Zeile.", path=self.path)
        return sheets


def read_sheets(path: Path, fitness: Callable[[list[TableRow]], int]) -> list[Sheet]:
    """All sheets of a file.

    Args:
        path: the file; its ending says what it should be, its first bytes what it is.
        fitness: how well rows fit what the caller looks for; decides between the separators a .csv may have.

    Raises:
        InputError: missing, unreadable, empty, of another kind, damaged, behind a password, or too large.
    """
    return begin_file(path).sheets(fitness)


def begin_file(path: Path) -> BegunFile:
    """Begin to read a file; whoever has heavier things to load begins with this.

    Raises:
        InputError: missing, unreadable, empty or of another kind.
    """
    ending = path.suffix.lower()
    if ending not in WORKBOOKS | TEXTS:
        raise InputError(
            "Dateien der Art „{ending}“ werden nicht gelesen ({path}). Möglich sind .csv, .xlsx, .ods, .xls, .docx und "
            ".pdf.",
            ending=ending or Message.of("ohne Endung"),
            path=path,
        )
    content = _content(path)
    if ending not in WORKBOOKS or (ending == ".xls" and _is_text(content)):
        return BegunFile(path, content, None)
    if not content.startswith((ZIP_MAGIC, OLE_MAGIC, PDF_MAGIC)):
        raise InputError(
            "Die Datei {path} ist keine Tabelle, obwohl sie auf {ending} endet. Bitte in Excel oder LibreOffice öffnen "
            "und neu speichern.",
            path=path,
            ending=path.suffix,
        )
    return BegunFile(path, content, begin_apart(READER, content, seconds=TIME_LIMIT))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                "Die Datei {path} ist größer als {most} MB; das ist keine Maßnahmenliste. Bitte nur die Tabelle "
                "in eine eigene Datei speichern.",
                path=path,
                most=MOST_BYTES // 1_000_000,
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("Die Datei {path} gibt es nicht. Bitte den Namen prüfen.", path=path) from error
    except OSError as error:
        raise InputError("Die Datei {path} ist nicht lesbar: {why}.", path=path, why=error.strerror) from error
    if not content:
        raise InputError("Die Datei {path} ist leer.", path=path)
    return content


def _is_text(content: bytes) -> bool:
    """Is it a table as plain text, as some programs write it behind the ending .xls? A web page isn't."""
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)) or content.lstrip()[:1] == b"<":
        return False
    return any(re.search(r"[\t;,]", text.partition("\n")[0]) for text in possible_texts(content))


def _workbook(path: Path, read: Callable[[], bytes]) -> list[Sheet]:
    try:
        answer = json.loads(read())
    except (ChildFailedError, ChildTooSlowError) as error:
        raise InputError(
            "Die Datei {path} ließ sich nicht lesen: beschädigt, oder viel zu groß für eine Maßnahmenliste. Bitte in "
            "Excel oder LibreOffice nur die Tabelle in eine neue Datei kopieren.",
            path=path,
        ) from error
    if "refused" in answer:
        raise _refusal(path, Refusal(answer["refused"]))
    return [_sheet(path, said) for said in answer["sheets"]]


def _refusal(path: Path, why: Refusal) -> InputError:
    return InputError(REFUSALS[why].template, path=path, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _sheet(path: Path, said: dict[str, Any]) -> Sheet:
    rows = _filled(path, said["rows"])
    merged = [tuple(place) for place in said["merged"]]
    wide = {(top + 1, left): right for top, left, _, right in merged if right > left}
    spans = _spans(rows, merged)
    above, below = (_cleaned(said[name]) for name in ("above", "below"))
    foreign = (cell for row in rows for cell in row.cells if isinstance(cell, str) and not cell.isascii())
    doubled = next((_first_doubled(cell) for cell in foreign if undoubled(cell) != cell), "")
    if doubled:
        rows = [TableRow(row.number, [_repaired(cell) for cell in row.cells]) for row in rows]
        spans = {place: _repaired(cell) for place, cell in spans.items()}
        above, below = undoubled(above), undoubled(below)
    return Sheet(said["name"], rows, spans, wide, said["hidden"], said["unsure"], above, below, doubled)


def _repaired(cell: Cell) -> Cell:
    return undoubled(cell) if isinstance(cell, str) else cell


def _spans(rows: list[TableRow], merged: Sequence[tuple[int, ...]]) -> dict[tuple[int, int], Cell]:
    by_number = {row.number: row.cells for row in rows} if merged else {}
    spans: dict[tuple[int, int], Cell] = {}
    for top, column, bottom, _ in merged:
        above = by_number.get(top + 1, [])
        if column < len(above) and above[column] != "":
            spans |= {(number, column): above[column] for number in by_number if top + 1 < number <= bottom + 1}
    return spans


def _filled(path: Path, rows: Iterable[tuple[int, Sequence[Json]]]) -> list[TableRow]:
    filled: list[TableRow] = []
    for number, cells in rows:
        if len(cells) > MOST_WIDTH:
            raise _refusal(path, Refusal.COLUMNS)
        readable = [
            (cell and ticked(unguarded(_cleaned(cell)))) if isinstance(cell, str) else from_json(cell) for cell in cells
        ]
        amount = len(readable) - readable.count("")
        if amount:
            filled.append(TableRow(number, readable))
        if len(filled) > MOST_ROWS or amount > MOST_COLUMNS:
            raise _refusal(path, Refusal.ROWS if amount <= MOST_COLUMNS else Refusal.COLUMNS)
    return filled


def _cleaned(text: str) -> str:
    """Without control characters (a terminal would obey them), line breaks as a single newline."""
    if text.isprintable():
        return text.strip()
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return "".join(sign for sign in unified if sign in "\n\t" or sign.isprintable()).strip()


def _text_sheet(path: Path, content: bytes, fitness: Callable[[list[TableRow]], int]) -> Sheet:
    doubled: list[str] = []
    rows = _text_rows(path, content, fitness, doubled)
    return Sheet("", rows, undoubled=doubled[0] if doubled else "")


def _text_rows(
    path: Path, content: bytes, fitness: Callable[[list[TableRow]], int], doubled: list[str]
) -> list[TableRow]:
    if content.startswith((ZIP_MAGIC, OLE_MAGIC, PDF_MAGIC)):
        raise InputError(
            "Die Datei {path} endet auf {ending}, enthält aber keinen Text. Bitte mit der richtigen Endung speichern.",
            path=path,
            ending=path.suffix,
        )
    readings: list[tuple[str, list[TableRow]]] = []
    for text in possible_texts(content):
        repaired = undoubled(text)
        if repaired != text:
            doubled.append(_first_doubled(text))
        separated = (_separated(path, repaired, separator) for separator in _separators(repaired))
        readings.append((repaired, max(separated, key=fitness)))
    best = max((fitness(rows) for _, rows in readings), default=0)
    fitting = {text: rows for text, rows in readings if fitness(rows) == best}
    found = next(iter(fitting), None) if len(fitting) < 2 else most_german(list(fitting))
    if found is None:
        raise InputError(
            "Die Zeichen der Datei {path} sind nicht sicher zu lesen (Umlaute aus Windows, Macintosh oder MS-DOS?). "
            "Bitte in Excel als „CSV UTF-8“ speichern.",
            path=path,
        )
    return fitting[found]


def _first_doubled(text: str) -> str:
    """A word whose letters were converted twice, as it stands there."""
    return next((word for word in re.split(r"[\s;,\t]+", text) if undoubled(word) != word), "")


def _separators(text: str) -> list[str]:
    first = text.splitlines()[0].strip() if text.strip() else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return [first[-1]]  # Excel's own hint in the first line
    return [";", ",", "\t"]


def _separated(path: Path, text: str, separator: str) -> list[TableRow]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _filled(path, enumerate(lines, start=1))
    except csv.Error as error:
        raise InputError(
            "Die Datei {path} ist in Zeile {line} nicht lesbar ({why}). Fehlt dort ein Anführungszeichen?",
            path=path,
            line=lines.line_num,
            why=error,
        ) from error

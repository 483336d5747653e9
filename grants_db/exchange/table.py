"""Reads .csv, .xlsx, .ods and .xls as rows of cells; knows nothing of what stands in them.

Rows carry the number a spreadsheet program shows. Limits hold before anything large is unpacked.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from grants_db.errors import InputError
from grants_db.exchange.formulas import unguarded
from grants_db.exchange.letters import possible_texts

Cell = str | int | float | date

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 200_000_000  # of a zipped workbook, against zip bombs
MOST_ROWS = 20_000
WORKBOOKS = {".xlsx", ".xlsm", ".ods", ".xls"}
TEXTS = {".csv", ".tsv", ".txt"}
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")  # .xls, and every workbook behind a password


@dataclass(frozen=True)
class Row:
    """One row that isn't empty; `number` counts from 1 as a spreadsheet does, an empty cell is an empty text."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows; a .csv has one, without a name.

    `spans` holds the value of cells that are merged with one above them, by row number and column.
    """

    name: str
    rows: list[Row]
    spans: dict[tuple[int, int], Cell] = field(default_factory=dict)


def read_sheets(path: Path, fitness: Callable[[list[Row]], int]) -> list[Sheet]:
    """All sheets of a file.

    Args:
        path: the file; its ending says what it should be, its first bytes what it is.
        fitness: how well rows fit what the caller looks for; decides between the separators a .csv may have.

    Raises:
        InputError: missing, unreadable, empty, of another kind, damaged, behind a password, or too large.
    """
    ending = path.suffix.lower()
    if ending not in WORKBOOKS | TEXTS:
        raise InputError(
            "Dateien der Art „{ending}“ werden nicht gelesen ({path}). Möglich sind .csv, .xlsx, .ods und .xls.",
            ending=ending or "ohne Endung",
            path=path,
        )
    content = _content(path)
    sheets = _workbook(path, content) if ending in WORKBOOKS else [Sheet("", _text_rows(path, content, fitness))]
    if not any(sheet.rows for sheet in sheets):
        raise InputError("Die Datei {path} enthält keine einzige ausgefüllte Zeile.", path=path)
    return sheets


def as_text(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without ".0", days as TT.MM.JJJJ.

    >>> as_text(2026.0), as_text(date(2026, 3, 1)), as_text("  Amt 50 ")
    ('2026', '01.03.2026', 'Amt 50')
    """
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    return str(cell).strip()


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
    except FileNotFoundError as mishap:
        raise InputError("Die Datei {path} gibt es nicht. Bitte den Namen prüfen.", path=path) from mishap
    except OSError as mishap:
        raise InputError("Die Datei {path} ist nicht lesbar: {why}.", path=path, why=mishap.strerror) from mishap
    if not content:
        raise InputError("Die Datei {path} ist leer.", path=path)
    return content


def _workbook(path: Path, content: bytes) -> list[Sheet]:
    if content.startswith(OLE_MAGIC) and "EncryptedPackage".encode("utf-16-le") in content:
        raise _locked(path)
    if content.startswith(ZIP_MAGIC):
        _check_unpacked_size(path, content)
    elif not content.startswith(OLE_MAGIC):
        raise InputError(
            "Die Datei {path} ist keine Tabelle, obwohl sie auf {ending} endet. Bitte in Excel oder LibreOffice öffnen "
            "und neu speichern.",
            path=path,
            ending=path.suffix,
        )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(path, book, name) for name in book.sheet_names]
    except PasswordError as mishap:
        raise _locked(path) from mishap
    except CalamineError as mishap:
        raise _damaged(path) from mishap


def _check_unpacked_size(path: Path, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            encrypted = any(part.flag_bits & 1 for part in archive.infolist()) or _encrypted_ods(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as mishap:
        raise _damaged(path) from mishap
    if encrypted:
        raise _locked(path)
    if unpacked > MOST_UNPACKED_BYTES:
        raise InputError("Die Datei {path} ist ausgepackt viel zu groß für eine Maßnahmenliste.", path=path)


def _encrypted_ods(archive: zipfile.ZipFile) -> bool:
    name = "META-INF/manifest.xml"
    return name in archive.namelist() and b"encryption-data" in archive.read(name)


def _locked(path: Path) -> InputError:
    return InputError(
        "Die Datei {path} ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern und noch einmal einlesen.",
        path=path,
    )


def _damaged(path: Path) -> InputError:
    return InputError(
        "Die Datei {path} ist beschädigt oder keine Tabelle. Bitte in Excel oder LibreOffice öffnen und neu speichern.",
        path=path,
    )


def _sheet(path: Path, book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    first = sheet.start[0] if sheet.start else 0
    rows = ([_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True))
    left = sheet.start[1] if sheet.start else 0
    filled = _filled(path, ([""] * left + row for row in rows), first=first + 1)
    return Sheet(name, filled, _spans(filled, sheet.merged_cell_ranges or []))


def _spans(rows: list[Row], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> dict[tuple[int, int], Cell]:
    by_number = {row.number: row.cells for row in rows}
    spans: dict[tuple[int, int], Cell] = {}
    for (top, column), (bottom, _) in merged:
        above = by_number.get(top + 1, [])
        if column < len(above) and above[column] != "":
            spans |= {(number, column): above[column] for number in by_number if top + 1 < number <= bottom + 1}
    return spans


def _plain(cell: str | float | bool | time | timedelta | date | datetime) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, bool | time | timedelta):
        return str(cell)
    return cell.strip() if isinstance(cell, str) else cell


def _filled(path: Path, rows: Iterator[list[Cell]], first: int = 1) -> list[Row]:
    filled = []
    for number, cells in enumerate(rows, start=first):
        readable = [unguarded(_cleaned(cell)) if isinstance(cell, str) else cell for cell in cells]
        if any(cell != "" for cell in readable):
            filled.append(Row(number, readable))
        if len(filled) > MOST_ROWS:
            raise InputError(
                "Die Datei {path} hat mehr als {most} ausgefüllte Zeilen; das ist keine Maßnahmenliste.",
                path=path,
                most=MOST_ROWS,
            )
    return filled


def _cleaned(text: str) -> str:
    """Without control characters (a terminal would obey them), line breaks as a single newline."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return "".join(sign for sign in unified if sign in "\n\t" or sign.isprintable()).strip()


def _text_rows(path: Path, content: bytes, fitness: Callable[[list[Row]], int]) -> list[Row]:
    if content.startswith((ZIP_MAGIC, OLE_MAGIC, b"%PDF")):
        raise InputError(
            "Die Datei {path} endet auf {ending}, enthält aber keinen Text. Bitte mit der richtigen Endung speichern.",
            path=path,
            ending=path.suffix,
        )
    readings = [
        max((_separated(path, text, separator) for separator in _separators(text)), key=fitness)
        for text in possible_texts(content)
    ]
    best = max(map(fitness, readings), default=0)
    fitting = [rows for rows in readings if fitness(rows) == best]
    if len(fitting) != 1:
        raise InputError(
            "Die Zeichen der Datei {path} sind nicht sicher zu lesen (Umlaute aus Windows, Macintosh oder MS-DOS?). "
            "Bitte in Excel als „CSV UTF-8“ speichern.",
            path=path,
        )
    return fitting[0]


def _separators(text: str) -> list[str]:
    first = text.splitlines()[0].strip() if text.strip() else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return [first[-1]]  # Excel's own hint in the first line
    return [";", ",", "\t"]


def _separated(path: Path, text: str, separator: str) -> list[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _filled(path, ([*cells] for cells in lines))
    except csv.Error as mishap:
        raise InputError(
            "Die Datei {path} ist in Zeile {line} nicht lesbar ({why}). Fehlt dort ein Anführungszeichen?",
            path=path,
            line=lines.line_num,
            why=mishap,
        ) from mishap

"""The process that reads a workbook (.xlsx, .ods, .xls) or a document's tables (.docx, .pdf).

Its bytes come on stdin, its sheets go as JSON to stdout.

A reading library may break off the process it runs in, or ask for more memory than there is: here that is only the
end of this process (`grants_db.child_process`). What the file says is not judged here.
"""

import io
import json
import zipfile
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from grants_db.child_process import serve
from grants_db.import_export.workbook.ods_looks import add_ods_looks
from grants_db.import_export.workbook.raw_sheet import MOST_AREA, OLE_MAGIC, PDF_MAGIC, RawSheet, Refusal, RefusedError
from grants_db.import_export.workbook.xlsx_looks import add_xlsx_looks
from grants_db.rules.cell import Cell, number, to_json

MOST_UNPACKED_BYTES = 200_000_000  # of a zipped workbook, against zip bombs


def sheets_as_json(content: bytes) -> bytes:
    """`{"sheets": [{"name", "hidden", "unsure", "rows": [[number, [cell …]]], "merged", …}]}` or `{"refused": why}`."""
    try:
        answer: dict[str, object] = {"sheets": [_as_json(sheet) for sheet in _sheets(content)]}
    except RefusedError as refused:
        answer = {"refused": refused.why}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")


def _sheets(content: bytes) -> list[RawSheet]:
    if content.startswith(OLE_MAGIC):
        from grants_db.import_export.workbook.xls_book import (
            xls_sheets,  # seldom needed: the process shall start quickly
        )

        if "EncryptedPackage".encode("utf-16-le") in content:
            raise RefusedError(Refusal.LOCKED)
        return xls_sheets(content)
    if content.startswith(PDF_MAGIC):
        from grants_db.import_export.workbook.pdf_tables import pdf_sheets  # as above

        return _named(pdf_sheets(content))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise RefusedError(Refusal.DAMAGED) from error
    with archive:
        _check(archive)
        if "word/document.xml" in archive.namelist():
            from grants_db.import_export.workbook.docx_tables import docx_sheets  # as above

            return _named(docx_sheets(content))
        return _zipped(archive, content)


def _zipped(archive: zipfile.ZipFile, content: bytes) -> list[RawSheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [RawSheet(found.name, found.visible != SheetVisibleEnum.Visible) for found in book.sheets_metadata]
        for sheet in sheets:
            if not sheet.hidden:
                _read(book, sheet)
    except PasswordError as error:
        raise RefusedError(Refusal.LOCKED) from error
    except CalamineError as error:
        raise RefusedError(Refusal.DAMAGED) from error
    (add_ods_looks if "content.xml" in archive.namelist() else add_xlsx_looks)(archive, sheets)
    return sheets


def _named(tables: list[RawSheet]) -> list[RawSheet]:
    for count, table in enumerate(tables, start=1):
        table.name = f"Tabelle {count}"
    if not tables:
        raise RefusedError(Refusal.NO_TABLE)
    return tables


def _check(archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED_BYTES:
        raise RefusedError(Refusal.LARGE)
    encrypted = any(part.flag_bits & 1 for part in archive.infolist())
    if encrypted or (manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)):
        raise RefusedError(Refusal.LOCKED)


def _read(book: CalamineWorkbook, sheet: RawSheet) -> None:
    found = book.get_sheet_by_name(sheet.name)
    top, left = found.start or (0, 0)
    for row, cells in enumerate(found.to_python(skip_empty_area=True), start=top):
        sheet.put_row(row, left, [cell if isinstance(cell, str) else _plain(cell) for cell in cells])
    sheet.merged = [(*first, *last) for first, last in found.merged_cell_ranges or []]


def _plain(cell: float | bool | time | timedelta | date | datetime) -> Cell:
    if isinstance(cell, bool | time | timedelta):
        return str(cell)
    if isinstance(cell, int | float):
        return number(cell)
    return cell.date() if isinstance(cell, datetime) else cell


def _as_json(sheet: RawSheet) -> dict[str, object]:
    rows = []
    area = 0
    for row, cells in sorted(sheet.rows.items()):
        width = max(cells) + 1
        area += width
        if area > MOST_AREA:
            raise RefusedError(Refusal.COLUMNS)
        rows.append([row + 1, [to_json(cells.get(column, "")) for column in range(width)]])
    said = {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "unsure": sheet.unsure,
        "above": sheet.above,
        "below": sheet.below,
    }
    return {**said, "rows": rows, "merged": sheet.merged}


if __name__ == "__main__":
    serve(sheets_as_json)

"""Signs and letters that stand for a state, spelt out by the sheet's own legend: "● umgesetzt ○ geplant"."""

import re
from collections.abc import Iterable

from grants_db.import_export.layout.sheet import Sheet, TableRow
from grants_db.rules.cell import as_text
from grants_db.rules.measure_states import read_state

SIGN = r"[●◐○◑◒◓◔◕✕✗✘✖✓✔▲▼►◆◇■□★☆⬤⚫⚪🟢🟡🔴🟠⏸⏹▶+–-]"
#: one entry: a sign, or letters or a digit with "=" or ":", and the words up to the next entry
ENTRY = re.compile(
    rf"(?P<key>{SIGN}(?=\s*[=:–-]?\s*[^\W\d_])|(?<!\w)[A-Za-z]{{1,3}}(?=\s*[=:])|(?<!\w)\d(?=\s*[=:]))\s*[=:–-]?\s*"
    rf"(?P<words>[^=:;,|·•●◐○✕✗✘✓✔▲▼►◆◇■□★☆\n]{{2,60}}?)(?=\s*(?:[;,|·\n]|$|{SIGN}\s|[A-Za-z\d]{{1,3}}\s*[=:]))"
)
SHARE = 0.6  # of a column's cells


def with_legend(sheet: Sheet) -> Sheet:
    """The sheet with what its legend says in the columns of its signs; as it is without one."""
    words = legend_of([*_texts(sheet), *sheet.above.split("\n"), *sheet.below.split("\n")])
    if len(words) < 2:
        return sheet
    width = max((len(row.cells) for row in sheet.rows), default=0)
    columns = {index for index in range(width) if _is_of_signs(sheet, index, words)}
    if not columns:
        return sheet
    rows = [
        TableRow(
            row.number,
            [
                words.get(as_text(cell).strip(), cell) if index in columns else cell
                for index, cell in enumerate(row.cells)
            ],
        )
        for row in sheet.rows
    ]
    return Sheet(
        sheet.name, rows, sheet.spans, sheet.wide, sheet.hidden, sheet.unsure, sheet.above, sheet.below, sheet.undoubled
    )


def legend_of(texts: Iterable[str]) -> dict[str, str]:
    """Each sign or letter of the legends with its words, where these name a state.

    >>> legend_of(["Legende Stand: ● umgesetzt ◐ in Umsetzung ○ noch nicht begonnen ✕ aufgegeben Seite 1"])
    {'●': 'umgesetzt', '◐': 'in Umsetzung', '○': 'noch nicht begonnen', '✕': 'aufgegeben Seite 1'}
    >>> legend_of(["Status: L = laufend; A = abgeschlossen, E = entfällt", "Angaben in T€"])
    {'L': 'laufend', 'A': 'abgeschlossen', 'E': 'entfällt'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for entry in ENTRY.finditer(text):
            if read_state(entry["words"]) is not None:
                found.setdefault(entry["key"], entry["words"].strip())
    return found


def _texts(sheet: Sheet) -> list[str]:
    """What stands in a row by itself, or a sign in a cell beside its words."""
    texts = []
    for row in sheet.rows:
        if len(row.texts) - row.texts.count("") > 2:
            continue
        names = list(row.names.values())
        if len(names) == 1:
            texts.append(names[0])
        elif len(names) == 2 and re.fullmatch(rf"{SIGN}|[A-Za-z\d]{{1,2}}", names[0]):
            texts.append(f"{names[0]} = {names[1]}")
    return texts


def _is_of_signs(sheet: Sheet, index: int, words: dict[str, str]) -> bool:
    cells = [text for row in sheet.rows if len(row.names) > 2 and (text := as_text(row.at(index)).strip())]
    return sum(text in words for text in cells) > 1 and sum(text in words for text in cells) >= SHARE * len(cells)

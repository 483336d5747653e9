"""The council paper as a workbook: its formulas, worked out here from the cells, give what stands in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.tui.papers.running import Run

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEAD = 3
Cells = dict[str, list[list[Any]]]


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "rat.xlsx"
    assert run("report", "council", "--out", str(path))[0] == 0
    return path


@pytest.fixture
def cells(file: Path) -> Cells:
    book = CalamineWorkbook.from_path(file)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def formulas(file: Path, cells: Cells) -> Iterator[tuple[str, str, int, float]]:
    """Every formula: its sheet, its text, its row from 0 on, the value that stands in the file."""
    with ZipFile(file) as archive:
        for number, sheet in enumerate(cells, start=1):
            for cell in etree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):
                if (formula := cell.findtext(f"{MAIN}f")) is not None:
                    row = int(re.sub(r"\D", "", cell.get("r"))) - 1
                    yield sheet, formula, row, float(cell.findtext(f"{MAIN}v") or 0)


def worked_out(formula: str, row_name: object, cells: Cells) -> float:
    """What a spreadsheet makes of the four kinds of formulas we write."""
    ranges = [
        [line[ord(column) - ord("A")] for line in cells[sheet][int(first) - 1 : int(last)]]
        for sheet, column, first, last in re.findall(r"'([^']+)'!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)", formula)
    ]
    match formula.partition("(")[0]:
        case "SUM":
            return float(sum(value for value in ranges[0] if isinstance(value, float)))
        case "ROWS":
            return len(ranges[0])
        case "COUNTIFS":
            return ranges[0].count(row_name)
        case "SUMIFS":
            pairs = zip(*ranges, strict=True)
            return float(sum(value for value, name in pairs if name == row_name and isinstance(value, float)))
    raise AssertionError(formula)


def test_every_formula_gives_what_stands_in_the_file(file: Path, cells: Cells) -> None:
    found = list(formulas(file, cells))

    assert len(found) > 100
    for sheet, formula, row, value in found:
        assert worked_out(formula, cells[sheet][row][0], cells) == pytest.approx(value), (sheet, formula)


def test_every_table_of_the_page_has_a_sheet_with_a_marked_header_row(file: Path, cells: Cells) -> None:
    with ZipFile(file) as archive:
        tables = [name for name in archive.namelist() if name.startswith("xl/tables/")]
        for name in tables:
            assert etree.fromstring(archive.read(name)).get("headerRowCount") in (None, "1")

    assert len(tables) == len(cells) - 1  # all but the first sheet, which names the others
    assert {"Kennzahlen", "Nach Handlungsfeld", "Gründe", "Beantragt", "Nicht verfolgt"} <= set(cells)


def test_a_figure_leads_to_the_sheet_of_its_rows(file: Path, cells: Cells) -> None:
    with ZipFile(file) as archive:
        sheet = etree.fromstring(archive.read(f"xl/worksheets/sheet{list(cells).index('Kennzahlen') + 1}.xml"))
    targets = [link.get("location") for link in sheet.iter(f"{MAIN}hyperlink")]

    assert "'Beantragt'!A1" in targets
    assert {target.split("'")[1] for target in targets} <= set(cells)
    assert [line[0] for line in cells["Beantragt"][HEAD + 1 :]] == [1, 2, 3, 4, 5, 6]


def test_charts_are_native_and_say_in_words_what_they_show(file: Path) -> None:
    with ZipFile(file) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/drawings/draw")]

    assert len(charts) == 9
    assert all("descr=" in drawing for drawing in drawings)
    assert any("Bund: beantragt, Summe 50.000,00" in drawing.replace("\xa0", " ") for drawing in drawings)


def test_a_funder_called_like_a_formula_stays_a_name(file: Path, cells: Cells) -> None:
    names = [line[0] for line in cells["Nach Zuwendungsgeber"]]

    assert "=Stiftung* Feste" in names
    row = names.index("=Stiftung* Feste")
    assert not [
        formula for sheet, formula, at, _v in formulas(file, cells) if (sheet, at) == ("Nach Zuwendungsgeber", row)
    ]
    assert cells["Nach Zuwendungsgeber"][row][1:5] == [1.0, 12_000.0, 1.0, 12_000.0]


def test_the_same_data_twice_gives_the_same_workbook(run: Run, file: Path, tmp_path: Path) -> None:
    run("report", "council", "--out", str(tmp_path / "zwei.xlsx"))

    assert file.read_bytes() == (tmp_path / "zwei.xlsx").read_bytes()

"""The pictures of a council paper: they show what their tables say, and the tables what the paper counts."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree, html

from grants_db.dashboard.overview import overview
from grants_db.reports.council.cases import CouncilBasis
from grants_db.reports.council.figures import TimeSpan, count
from grants_db.reports.pictures.timeline import TimelineRow
from grants_db.storage.database import open_database, reading
from tests.tui.papers.running import Run
from tui.papers.council_pictures import MOST_ROWS, CouncilPictures, picture_section
from tui.papers.outline import ColumnKind, PaperColumn, PaperMark, PaperTable, PaperTimeline
from tui.papers.time_bars import timeline_as_svg

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture
def page(run: Run, tmp_path: Path) -> html.HtmlElement:
    assert run("report", "council", "--out", str(tmp_path / "rat.html"))[0] == 0
    return html.parse(tmp_path / "rat.html").getroot()


def rows(page: html.HtmlElement, key: str) -> list[list[str]]:
    (table,) = page.xpath(f"//h3[@id='{key}']/following-sibling::table[1]")
    return [[cell.text_content() for cell in row] for row in table.xpath("tbody/tr")]


def euros(text: str) -> Decimal:
    german = text.removesuffix("€").strip()
    return Decimal(0) if text == "unbekannt" else Decimal(german.replace(".", "").replace(",", "."))


def test_money_by_field_and_by_year_adds_up_to_the_paper_s_figures(page: html.HtmlElement) -> None:
    figures = {row[0]: euros(row[2]) for row in rows(page, "figures")}
    for key in ("money_field", "money_year"):
        *groups, whole = rows(page, key)
        for at, name in enumerate(("Beantragt", "Bewilligt", "Ausgezahlt"), start=1):
            assert sum(euros(group[at]) for group in groups) == euros(whole[at]) == figures[name]


def test_what_is_missing_is_the_gap_of_the_overview(page: html.HtmlElement, years: str) -> None:
    *fields, whole = rows(page, "money_field")
    with reading(open_database(years)) as session:
        gaps = {one.number: one.gap for one in overview(session)}
    assert {int(field[0].split()[0]): euros(field[4]) for field in fields} == gaps
    assert euros(whole[4]) == sum(gaps.values())


def test_the_line_of_time_draws_each_period_at_its_days_and_names_its_letters(page: html.HtmlElement) -> None:
    (drawn,) = page.xpath("//svg[starts-with(@aria-labelledby, 'chart-periods')]")
    assert len(drawn.xpath("rect")) == len(rows(page, "periods"))
    letters = set(drawn.xpath("text[@text-anchor='middle']/text()"))
    (today,) = (text for text in letters if text.startswith("heute "))
    legend = drawn.getparent().xpath("string(figcaption)")
    assert len(letters) > 1
    assert all(f"{letter.upper()} " in legend for letter in letters - {today})
    spoken = drawn.xpath("string(desc)")
    for name, start, end, _days, dates in rows(page, "periods"):
        assert f"{name}: {start} – {end}" in spoken
        assert all(day in spoken for day in re.findall(r"\d\d\.\d\d\.\d{4}", dates))


def a_timeline(*periods: tuple[date, date], marks: list[PaperMark] | None = None) -> PaperTimeline:
    columns = (
        PaperColumn("Antrag"),
        PaperColumn("Beginn", ColumnKind.DAY),
        PaperColumn("Ende", ColumnKind.DAY),
        PaperColumn("Tage", ColumnKind.COUNT),
    )
    cells = [(str(at), start, end, (end - start).days + 1) for at, (start, end) in enumerate(periods)]
    table = PaperTable("periods", "Zeiträume", columns, cells, "Zeiträume")
    return PaperTimeline("Zeit", table, (1, 3), date(2026, 7, 1), [marks or [] for _cell in cells])


def bars(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    """The periods as the template is given them."""
    return list(drawn["periods"])


def test_a_period_twice_as_long_is_a_bar_twice_as_long_and_today_lies_between_its_neighbours() -> None:
    first = date(2026, 1, 1)
    drawn = timeline_as_svg(a_timeline((first, first + timedelta(99)), (first, first + timedelta(199))), "a")
    short, long = bars(drawn)
    assert long["length"] == pytest.approx(2 * short["length"], abs=0.2)
    assert short["x"] + short["length"] < drawn["today"] < long["x"] + long["length"]  # day 100, 181, 200


def test_a_date_far_ahead_or_a_period_long_ago_leaves_the_line_as_it_is() -> None:
    receipts = PaperMark(date(2039, 12, 31), "B", "Belege, Bindung")
    usual = a_timeline((date(2026, 1, 1), date(2027, 12, 31)), marks=[receipts])
    assert usual.window == (date(2026, 1, 1), date(2028, 12, 31))
    drawn = timeline_as_svg(usual, "a")
    assert bars(drawn)[0]["marks"] == []
    assert "31.12.2039 Belege, Bindung" in usual.spoken


def test_of_many_applications_those_with_the_next_dates_stand_there_and_that_is_said() -> None:
    today = date(2026, 11, 30)
    figures = count(CouncilBasis(today, [], [], []), TimeSpan())
    many = [TimelineRow(n, f"Programm {n}", date(2026, 1, 1), date(2027, 1, n % 28 + 1), ()) for n in range(1, 41)]
    over = TimelineRow(99, "lange vorbei", date(2020, 1, 1), date(2021, 1, 1), ())
    section = picture_section(figures, CouncilPictures((), [over, *many]), {})
    (table,) = (each for each in section.tables if each.key == "periods")
    assert len(table.rows) == MOST_ROWS
    assert table.note == f"Gezeigt sind {MOST_ROWS} von 40 bewilligten Anträgen, die mit den nächsten Terminen."
    assert not any("lange vorbei" in str(row[0]) for row in table.rows)


def test_in_word_and_workbook_a_period_is_a_bar_on_one_that_is_not_seen(run: Run, tmp_path: Path) -> None:
    for name, folder in (("rat.docx", "word/charts/"), ("rat.xlsx", "xl/charts/")):
        run("report", "council", "--out", str(tmp_path / name))
        with ZipFile(tmp_path / name) as archive:
            drawings = [etree.fromstring(archive.read(each)) for each in archive.namelist() if each.startswith(folder)]
        stacked = [one for one in drawings if one.find(f".//{CHART}grouping[@val='stacked']") is not None]
        assert len(stacked) == 1
        unseen, seen = stacked[0].iter(f"{CHART}ser")
        first = min(float(value.text) for value in unseen.find(f"{CHART}val").iter(f"{CHART}v"))
        assert date(1899, 12, 30) + timedelta(first) == date(2025, 5, 20)
        assert all(float(value.text) > 0 for value in seen.find(f"{CHART}val").iter(f"{CHART}v"))

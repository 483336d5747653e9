"""The council paper as a page: every figure leads to its rows, the same data give the same bytes, texts stay texts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from grants_db.applications.payments import record_repayment
from grants_db.applications.store import get_application
from grants_db.storage.database import open_database, writing
from tests.tui.papers.running import Run
from tests.years_of_work import at_ten, years_of_work


@pytest.fixture
def page(run: Run, tmp_path: Path) -> html.HtmlElement:
    assert run("report", "council", "--out", str(tmp_path / "rat.html"))[0] == 0
    return html.parse(tmp_path / "rat.html").getroot()


def table(page: html.HtmlElement, key: str) -> html.HtmlElement:
    """The table under the heading of this name."""
    (found,) = page.xpath(f"//h3[@id='{key}']/following-sibling::table[1]")
    return found


def rows(page: html.HtmlElement, key: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in table(page, key).xpath("tbody/tr")]


def euros(text: str) -> Decimal:
    german = text.removesuffix("€").strip()
    return Decimal(0) if text == "unbekannt" else Decimal(german.replace(".", "").replace(",", "."))


def test_each_figure_is_the_sum_of_the_rows_it_leads_to(page: html.HtmlElement) -> None:
    figures = table(page, "figures").xpath("tbody/tr")

    assert len(figures) == 11
    for figure in figures:
        _question, count, said, _unknown, way = figure
        if not int(count.text_content()):
            assert not euros(said.text_content())
            assert not way.text_content()
            continue
        (target,) = way.xpath("a/@href")
        behind = rows(page, target.removeprefix("#"))
        assert len({row[0] for row in behind}) == int(count.text_content())
        assert sum(euros(row[-1]) for row in behind) == euros(said.text_content())


def test_the_groups_of_every_table_add_up_to_its_last_row(page: html.HtmlElement) -> None:
    for key in ("field", "level", "funder", "unit", "year"):
        *groups, whole = rows(page, key)
        for at in (1, 3, 5, 6):
            assert sum(int(group[at]) for group in groups) == int(whole[at])
        for at in (2, 4):
            assert sum(euros(group[at]) for group in groups) == euros(whole[at])


def test_every_link_leads_to_something_on_the_page(page: html.HtmlElement) -> None:
    targets = {link.removeprefix("#") for link in page.xpath("//a/@href")}

    assert targets
    assert targets <= set(page.xpath("//@id"))


def test_a_sum_nobody_knows_is_unknown_in_the_table_and_named_below_the_heading(page: html.HtmlElement) -> None:
    (year_2024,) = (row for row in rows(page, "year") if row[0] == "2024")

    assert year_2024[2] == "unbekannt"
    assert "Bei 1 Antrag ist keine beantragte Summe eingetragen" in table(page, "year").xpath("string(caption)")
    (drawn,) = page.xpath("//svg[starts-with(@aria-labelledby, 'chart-year')]")
    assert drawn.xpath(".//text/text()").count("unbekannt") == 1
    assert "2024: beantragt, Summe unbekannt, bewilligt, Summe 0,00" in drawn.xpath("string(desc)").replace("\xa0", " ")


def test_whoever_cannot_see_it_is_told_what_a_chart_shows_and_what_a_cell_belongs_to(page: html.HtmlElement) -> None:
    assert page.xpath("/html/@lang") == ["de"]
    for drawing in page.xpath("//svg"):
        title, spoken = (page.get_element_by_id(name) for name in drawing.get("aria-labelledby").split())
        assert title.text
        assert spoken.text.startswith(title.text)
    assert "2 Spracherwerb: beantragt, Summe 102.000,00" in page.xpath("string(//svg/desc)").replace("\xa0", " ")
    for one in page.xpath("//table"):
        assert one.xpath("thead/tr/th/@scope") == ["col"] * len(one.xpath("thead/tr/th"))
        assert len(one.xpath("tbody/tr")) == len(one.xpath("tbody/tr/th[@scope='row']"))


def test_a_longer_bar_is_more_money(page: html.HtmlElement) -> None:
    chart = page.xpath("//svg")[0]
    lengths = [float(bar.get("width")) for bar in chart.xpath("rect[@width > 11 or @width = 0]")]

    by_field = [euros(row[at]) for row in rows(page, "field")[:-1] for at in (2, 4)]
    assert len(lengths) == len(by_field)
    assert [length / max(lengths) for length in lengths] == pytest.approx(
        [float(sum_ / max(by_field)) for sum_ in by_field], abs=0.001
    )


def test_the_same_data_twice_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("eins", "zwei"):
        run("report", "council", "--out", str(tmp_path / f"{name}.html"))

    assert (tmp_path / "eins.html").read_bytes() == (tmp_path / "zwei.html").read_bytes()


def test_a_period_counts_only_its_days_and_says_which(run: Run, tmp_path: Path) -> None:
    run("report", "council", "--from", "1.1.2026", "--to", "31.12.2026", "--out", str(tmp_path / "rat.html"))

    page = html.parse(tmp_path / "rat.html").getroot()
    assert rows(page, "figures")[0][1] == "4"
    assert "01.01.2026 bis 31.12.2026" in page.xpath("string(//header)")


def test_what_others_wrote_is_text_and_nothing_else(page: html.HtmlElement) -> None:
    assert not page.xpath("//script")
    assert any(row[1] == "=Stiftung* Feste" or "=Stiftung* Feste" in row for row in rows(page, "won"))


def test_in_english_it_is_english(run: Run, tmp_path: Path) -> None:
    run("--lang", "en", "report", "council", "--out", str(tmp_path / "council.html"))

    page = html.parse(tmp_path / "council.html").getroot()
    assert page.xpath("/html/@lang") == ["en"]
    assert page.xpath("string(//h1)") == "Third-party money for integration work"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "rat.pdf"), "Dateien der Art „.pdf“ werden nicht geschrieben"),
        (("--out", "rat"), "ohne Endung"),
        (("--out", "rat.html", "--from", "31.12.2026", "--to", "1.1.2026"), "vor seinem Beginn am 31.12.2026"),
        (("--out", "rat.html", "--from", "1.1.2001", "--to", "31.12.2001"), "gibt es nichts zu berichten"),
        (("--out", "fehlt/rat.html"), "kann nicht geschrieben werden"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, spoken = run("report", "council", *arguments)

    assert status in (1, 2)
    assert said in spoken
    assert len(spoken.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_nothing_to_report_is_one_sentence_and_no_file(run: Run, nothing_yet: str, tmp_path: Path) -> None:
    status, spoken = run("report", "council", "--out", str(tmp_path / "rat.html"), database=nothing_yet)

    assert status == 1
    assert "gibt es nichts zu berichten" in spoken
    assert not (tmp_path / "rat.html").exists()


def test_what_went_back_is_a_figure_of_its_own(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'akquise.db'}"
    engine = open_database(url)
    years_of_work(engine)
    with writing(engine) as session:
        closed, now = get_application(session, 3), at_ten("2026-11-20")
        record_repayment(session, closed, date(2026, 11, 20), Decimal(500), Decimal("12.34"), now=now)
    engine.dispose()
    run("report", "council", "--out", str(tmp_path / "rat.html"), database=url)

    page = html.parse(tmp_path / "rat.html").getroot()
    (back,) = (row for row in rows(page, "figures") if row[0] == "Zurückgezahlt")
    assert (back[1], euros(back[2])) == ("1", Decimal(500))
    assert [row[0] for row in rows(page, "repaid")] == ["3"]

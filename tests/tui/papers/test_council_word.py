"""The council paper as a Word file, in our form and in the city's: tagged, traced, the same bytes each time."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from tests.tui.papers.running import Run
from tui.papers.outline import PaperColumn
from tui.papers.word_body import LETTER, MARGINS, TEXT_WIDTH, widths_of

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Template = Callable[..., str]


@pytest.fixture
def file(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "rat.docx"
    assert run("report", "council", "--out", str(path))[0] == 0
    return path


@pytest.fixture
def template(tmp_path: Path) -> Template:
    """A city's own template with these paragraphs."""

    def build(*paragraphs: str) -> str:
        document = Document()
        document.styles["Heading 1"].font.size = Pt(31)
        document.sections[0].header.paragraphs[0].text = "Landeshauptstadt · {{ titel }}"
        for text in paragraphs:
            document.add_paragraph(text)
        path = tmp_path / "vorlage.docx"
        document.save(str(path))
        return str(path)

    return build


def texts(document: Opened) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_headings_and_header_rows_are_tagged(file: Path) -> None:
    document = Document(str(file))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}

    assert styles["Drittmittel für die Integrationsarbeit"] == "Title"
    assert styles["Nach Ebene"] == "Heading 2"  # the table's; the section's stands before it
    of_section = next(one for one in document.paragraphs if one.text == "Nach Ebene")
    assert of_section.style is not None
    assert of_section.style.name == "Heading 1"
    assert len(document.tables) > 15
    for table in document.tables:
        first, *others = table._tbl.tr_lst
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None for row in others)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_the_file_says_its_title_and_language_and_no_clock(file: Path) -> None:
    document = Document(str(file))
    properties = document.core_properties

    assert (properties.title, properties.language) == ("Drittmittel für die Integrationsarbeit", "de-DE")
    assert properties.created.isoformat().startswith("2026-12-01T00:00:00")
    languages = {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}


def test_charts_are_drawn_by_the_word_processor_from_values_that_travel_along(file: Path) -> None:
    with ZipFile(file) as archive:
        names = archive.namelist()
        charts = [etree.fromstring(archive.read(name)) for name in names if name.startswith("word/charts/akquise")]
        body = etree.fromstring(archive.read("word/document.xml"))

    assert len(charts) == len([name for name in names if name.startswith("word/embeddings/")]) == 9
    assert [value.text for value in charts[1].iter(f"{CHART}v")][-4:] == ["80000", "0", "0", "20000"]
    described = [shape.get("descr") for shape in body.iter(qn("wp:docPr"))]
    assert len(described) == 9
    assert all(described)


def test_a_bar_of_a_sum_that_nobody_knows_says_so(file: Path) -> None:
    with ZipFile(file) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("word/charts/akquise")]

    assert [chart.count("unbekannt") for chart in charts] == [0, 0, 0, 1, 1, 0, 1, 0, 0]  # one unit, one year, twice


def test_no_word_of_a_heading_is_broken_and_the_tables_fill_the_page(file: Path) -> None:
    for table in Document(str(file)).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert TEXT_WIDTH - len(widths) <= sum(widths) <= TEXT_WIDTH
        for width, cell in zip(widths, table.rows[0].cells, strict=True):
            assert width >= MARGINS + LETTER * max(map(len, cell.text.split()))


def test_a_table_of_too_many_long_words_gives_way_everywhere_alike() -> None:
    column = PaperColumn("Zuwendungsgeberverzeichnis")
    widths = widths_of([(column, 18)] * 12)
    assert (len(set(widths)), sum(widths) <= TEXT_WIDTH) == (1, True)


def test_each_figure_links_to_the_table_of_its_rows(file: Path) -> None:
    body = Document(str(file)).element.body
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}

    assert "akquise_applied" in targets
    assert targets <= marks


def test_numbers_of_drawings_and_bookmarks_are_given_once(file: Path) -> None:
    body = Document(str(file)).element.body
    for tag, key in (("wp:docPr", "id"), ("w:bookmarkStart", qn("w:id"))):
        ids = [one.get(key) for one in body.iter(qn(tag))]
        assert len(ids) == len(set(ids))


def test_what_others_wrote_stays_text(file: Path) -> None:
    document = Document(str(file))

    assert "=Stiftung* Feste" in [row.cells[0].text for table in document.tables for row in table.rows]


def test_the_same_data_twice_gives_the_same_bytes_an_hour_later_too(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    run("report", "council", "--out", str(tmp_path / "zwei.docx"))

    assert file.read_bytes() == (tmp_path / "zwei.docx").read_bytes()


def test_the_citys_own_template_keeps_its_looks_and_gets_the_paper(
    run: Run, template: Template, tmp_path: Path
) -> None:
    made = template("Drucksache DS0001/27", "Beantragt: {{ beantragt_summe }}", "{{p bericht }}", "Im Auftrag")
    out = tmp_path / "rat.docx"
    assert run("report", "council", "--out", str(out), "--template", made)[0] == 0

    document = Document(str(out))
    said = texts(document)
    assert said[0] == "Drucksache DS0001/27"
    assert said[1].replace("\xa0", " ") == "Beantragt: 362.000,00 €"
    assert said[2] == "Auf einen Blick"
    assert said[-1] == "Im Auftrag"
    assert document.styles["Heading 1"].font.size == Pt(31)
    header = document.sections[0].header.paragraphs[0].text
    assert header == "Landeshauptstadt · Drittmittel für die Integrationsarbeit"


def test_without_a_place_for_it_the_paper_follows_at_the_end(run: Run, template: Template, tmp_path: Path) -> None:
    out = tmp_path / "rat.docx"
    assert run("report", "council", "--out", str(out), "--template", template("Sehr geehrte Damen und Herren"))[0] == 0

    assert texts(Document(str(out)))[:2] == ["Sehr geehrte Damen und Herren", "Auf einen Blick"]


def test_a_template_without_our_styles_gets_headings_all_the_same(run: Run, template: Template, tmp_path: Path) -> None:
    made = template("{{ bericht }}")
    document = Document(made)
    for name in ("Heading 1", "Heading 2", "List Bullet"):
        document.styles[name].delete()
    document.save(made)
    out = tmp_path / "rat.docx"
    assert run("report", "council", "--out", str(out), "--template", made)[0] == 0

    assert [one.style.name for one in Document(str(out)).paragraphs if one.text == "Auf einen Blick" and one.style] == [
        "Heading 1"
    ]


def test_our_own_form_can_be_written_changed_and_handed_back(run: Run, file: Path, tmp_path: Path) -> None:
    form, out = tmp_path / "form.docx", tmp_path / "zwei.docx"
    assert run("report", "template", str(form))[0] == 0
    assert run("report", "council", "--out", str(out), "--template", str(form))[0] == 0

    assert out.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("{{ betrag }}",), "fragt nach etwas, das es nicht gibt ('betrag' is undefined)"),
        (("{% for x in %}",), "hat einen Fehler in ihren Platzhaltern"),
        (("{{ titel.__class__.__mro__ }}",), "hat einen Fehler in ihren Platzhaltern"),
    ],
)
def test_a_template_that_asks_for_what_there_is_not_is_one_sentence(
    run: Run, template: Template, tmp_path: Path, paragraphs: tuple[str, ...], said: str
) -> None:
    status, spoken = run("report", "council", "--out", str(tmp_path / "x.docx"), "--template", template(*paragraphs))

    assert status == 1
    assert said in spoken
    assert len(spoken.splitlines()) == 1
    assert not (tmp_path / "x.docx").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"nichts", "ist keine Word-Datei"), (b"PK\x05\x06" + bytes(18), "ist keine Word-Datei"), (None, "nicht lesen")],
)
def test_a_template_that_cannot_be_read_is_one_sentence(
    run: Run, tmp_path: Path, content: bytes | None, said: str
) -> None:
    made = tmp_path / "vorlage.docx"
    if content is not None:
        made.write_bytes(content)
    status, spoken = run("report", "council", "--out", str(tmp_path / "x.docx"), "--template", str(made))

    assert status == 1
    assert said in spoken
    assert not (tmp_path / "x.docx").exists()


def test_a_template_is_for_word_files(run: Run, template: Template, tmp_path: Path) -> None:
    status, spoken = run("report", "council", "--out", str(tmp_path / "x.html"), "--template", template("x"))

    assert (status, "gilt für .docx" in spoken) == (2, True)


def test_another_process_writes_the_same_bytes(file: Path, years: str, tmp_path: Path) -> None:
    out = tmp_path / "zwei.docx"
    asked = ("--database", years, "--today", "2026-12-01", "report", "council", "--out", str(out))
    subprocess.run([sys.executable, "-m", "tui", *asked], check=True, capture_output=True, timeout=120)

    assert out.read_bytes() == file.read_bytes()

"""A paper as a Word file: in our plain form, or in the city's own template.

A template says `{{ titel }}`, `{{ stadt }}`, `{{ zeitraum }}`, `{{ stand }}` and the names of `Paper.figures`, and
`{{ bericht }}` where the paper itself belongs; without that it follows at the end. Templates are data: they can print
what we hand them and do nothing else.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from grants_db.errors import InputError
from tui.formatting.format import day
from tui.formatting.i18n import language
from tui.papers.native_charts import embedded, midnight
from tui.papers.outline import Paper, PaperChart
from tui.papers.same_bytes import rewritten
from tui.papers.word_body import StyleIds, WordBody

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

#: where the paper goes; stands in no text by chance
MARK = "\uf8ffakquise-bericht\uf8ff"
PLACE = "akquise-bericht"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WRITTEN_IN = {"de": "de-DE", "en": "en-GB"}


def write_word(paper: Paper, path: Path, template: Path | None = None) -> None:
    """Write the paper to a Word file.

    Raises:
        InputError: the template can't be read or asks for what there is not.
    """
    opened = _opened(template)
    _fill(opened, paper, template)
    _put_in(opened, paper)
    _say_what_it_is(opened, paper)
    file = BytesIO()
    opened.docx.save(file)
    path.write_bytes(rewritten(file.getvalue()))


def _opened(template: Path | None) -> "DocxTemplate":
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    if template is None:
        from tui.papers.word_template import plain_template

        return DocxTemplate(plain_template())
    try:
        opened = DocxTemplate(BytesIO(template.read_bytes()))
        opened.init_docx()
    except OSError as error:
        raise InputError(
            "Die Vorlage {path} lässt sich nicht lesen: {why}.", path=template, why=error.strerror or error
        ) from error
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise InputError(
            "Die Vorlage {path} ist keine Word-Datei (.docx). Bitte in Word als .docx speichern.", path=template
        ) from error
    return opened


def _fill(opened: "DocxTemplate", paper: Paper, template: Path | None) -> None:
    """Put the values where the template asks for them."""
    from jinja2 import StrictUndefined, TemplateError, UndefinedError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    values = {
        "titel": paper.title,
        "stadt": paper.place,
        "zeitraum": paper.span,
        "stand": day(paper.on),
        **paper.figures,
        # a paragraph of its own: it can stand inside another one and, by {{p bericht }}, in place of one
        "bericht": Markup(f"<w:p><w:r><w:t>{MARK}</w:t></w:r></w:p>"),  # noqa: S704 - ours, no word from outside
    }
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        opened.render(values, environment)
    except UndefinedError as error:
        raise InputError(
            "Die Vorlage {path} fragt nach etwas, das es nicht gibt ({why}). Möglich sind {known}.",
            path=template,
            why=(error.message or "").rstrip("."),
            known=", ".join(values),
        ) from error
    except TemplateError as error:
        raise InputError(
            "Die Vorlage {path} hat einen Fehler in ihren Platzhaltern: {why}. Sie stehen in doppelten geschweiften "
            "Klammern: {{{{ titel }}}}.",
            path=template,
            why=(error.message or "").rstrip("."),
        ) from error


def _put_in(opened: "DocxTemplate", paper: Paper) -> None:
    """Put the paper's sections where the mark stands, else at the end."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from lxml import etree

    document = opened.docx
    titles = {table.key: table.title for table in paper.tables}
    body = WordBody(_styles(document), _Charts(document, paper), titles)
    inside, place = document.element.body, etree.Comment(PLACE)
    marked = [one for one in inside.iter(qn("w:p")) if MARK in "".join(one.itertext())]
    last = inside.find(qn("w:sectPr"))
    if marked:
        marked[0].addprevious(place)
        for one in marked:
            one.getparent().remove(one)
    elif last is not None:
        last.addprevious(place)
    else:
        inside.append(place)
    # as one text: putting thousands of elements into a tree takes lxml minutes
    whole = etree.tostring(document.element, encoding="unicode")
    document.part._element = parse_xml(whole.replace(f"<!--{PLACE}-->", body.paper(paper)))


class _Charts:
    """Puts charts into the file as parts of it, and gives the name by which the text refers to each."""

    def __init__(self, document: Any, paper: Paper) -> None:
        self._document, self._paper, self._count = document, paper, 0

    def __call__(self, chart: PaperChart) -> str:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self._count += 1
        drawn, package = embedded(chart, midnight(self._paper.on)), self._document.part.package
        name, values = f"/word/charts/akquise{self._count}.xml", f"/word/embeddings/akquise{self._count}.xlsx"
        part = Part(PackURI(name), CHART_TYPE, drawn.drawing, package)
        part.relate_to(Part(PackURI(values), XLSX_TYPE, drawn.workbook, package), f"{RELATION}/package")
        return str(self._document.part.relate_to(part, f"{RELATION}/chart"))


def _styles(document: Any) -> StyleIds:
    """What this file calls the headings and the points; what it lacks is added."""
    from docx.enum.style import WD_STYLE_TYPE

    ids = []
    for name in ("Heading 1", "Heading 2", "List Bullet"):
        if name not in document.styles:
            added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            added.font.bold = name != "List Bullet"
            added.paragraph_format.keep_with_next = name != "List Bullet"
        ids.append(document.styles[name].style_id)
    return StyleIds(*ids)


def _say_what_it_is(opened: "DocxTemplate", paper: Paper) -> None:
    """Title, language and day of the file, for who hears it and for archives; never the clock."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = opened.docx
    properties, made = document.core_properties, midnight(paper.on)
    properties.title, properties.language = paper.title, WRITTEN_IN[language()]
    properties.author = properties.last_modified_by = paper.place
    properties.created = properties.modified = made
    properties.revision, properties.comments = 1, ""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    look = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
    if look is not None:
        said = look.find(qn("w:lang"))
        if said is None:
            said = OxmlElement("w:lang")
            look.append(said)
        said.set(qn("w:val"), WRITTEN_IN[language()])

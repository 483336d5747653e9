"""The plain Word form of a paper, which a city can take, put its letterhead on, and hand back as its template."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from grants_db.errors import UsageError
from grants_db.import_export.atomic_write import whole_file
from tui.papers.same_bytes import rewritten

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph


def plain_template() -> BytesIO:
    """A4, a title, city and days, the paper, and the page's number below."""
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(15)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11.5)):
        style = document.styles[name]
        style.font.size = Pt(size)
        _in_one_font(style)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0x12, 0x4A, 0x70)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(8)
    document.add_paragraph("{{ stadt }}")
    document.add_paragraph("{{ titel }}", style="Title")
    document.add_paragraph("{% if zeitraum %}{{ zeitraum }} · {% endif %}{{ stand }}")
    document.add_paragraph("{{ bericht }}")
    _number(page.footer.paragraphs[0])
    file = BytesIO()
    document.save(file)
    return BytesIO(rewritten(file.getvalue()))


def write_template(path: Path) -> None:
    """Write the plain form to a file.

    Raises:
        UsageError: another ending than Word's.
        InputError: the file can't be written.
    """
    if path.suffix.lower() != ".docx":
        raise UsageError("Eine Vorlage ist eine Word-Datei und endet auf .docx, nicht {path}.", path=path)
    with whole_file(path) as part:
        part.write_bytes(plain_template().getvalue())


def _in_one_font(style: "ParagraphStyle") -> None:
    """Arial, which every office has, whatever font the theme names."""
    style.font.name = "Arial"
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if str(name).endswith("Theme")]:
        del fonts.attrib[name]


def _number(paragraph: "Paragraph") -> None:
    """The page's number as a field that Word fills in."""
    from docx.oxml import parse_xml

    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    field = (
        f'<w:p xmlns:w="{namespace}"><w:pPr><w:jc w:val="right"/></w:pPr><w:fldSimple w:instr=" PAGE ">'
        "<w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"
    )
    old = paragraph._p  # python-docx has no word for a field
    old.addprevious(parse_xml(field))
    old.getparent().remove(old)

"""The text of a PDF file, read in a process of its own with limits: a PDF is a stranger's program.

`python -m crawler.text.pdf` is the process: it reads page after page and writes plain text.
"""

import re
import unicodedata
from pathlib import Path

from grants_db.child_process import ChildFailedError, ChildTooSlowError, read_apart, serve
from grants_db.errors import InputError

MOST_BYTES = 25_000_000
MOST_PAGES = 200
MOST_SIGNS = 1_000_000
#: a hyphen at a line's end, in PDFium's signs and in the text's own
_DIVIDED = re.compile(r"(?<=\w)(?:[\x02\ufffe\u00ad]\s*|[-\u2010]\r?\n)(?P<following>\w+)")
#: words before which a hyphen stands for a part left out: "Bildungs- und Kulturarbeit"
_BETWEEN_WORDS = frozenset(("und", "oder", "bzw", "sowie", "bis", "and", "or"))
TIME_LIMIT = 30  # seconds for the whole file


def pdf_text(file: Path, *, seconds: int = TIME_LIMIT) -> str:
    """The text of a PDF: at most 200 pages and a million signs; empty where pages are only pictures.

    Raises:
        InputError: missing, too large, no PDF, or not read within the limits.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError("{file} ist größer als {most} MB.", file=file, most=MOST_BYTES // 1_000_000)
        content = file.read_bytes()
    except OSError as error:
        raise InputError("{file} ist nicht lesbar: {why}.", file=file, why=error.strerror) from error
    return text_of_pdf(content, file, seconds=seconds)


def is_pdf(content: bytes) -> bool:
    """Does it say that it is one?"""
    return b"%PDF-" in content[:1024]


def text_of_pdf(content: bytes, file: object, *, seconds: int = TIME_LIMIT) -> str:
    """The same of bytes; `file` is what they are called in an error.

    Raises:
        InputError: no PDF, or not read within the limits.
    """
    if not is_pdf(content):
        raise InputError("{file} ist keine PDF-Datei.", file=file)
    try:
        text = read_apart(__name__, content, seconds=seconds)
    except ChildTooSlowError as error:
        raise InputError(
            "{file} ließ sich nicht in {seconds} Sekunden lesen. Bitte den Text mit --text eingeben.",
            file=file,
            seconds=seconds,
        ) from error
    except ChildFailedError as error:
        raise InputError(
            "{file} ließ sich nicht lesen (beschädigt, verschlüsselt, zu groß). Bitte den Text mit --text eingeben.",
            file=file,
        ) from error
    said = text.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\x00", "")
    return unicodedata.normalize("NFC", join_divided(said)).strip()


def join_divided(text: str) -> str:
    r"""Words that a line's end divided, whole again; a hyphen that belongs to the word stays.

    PDFium gives U+0002 or U+FFFE for a hyphen at a line's end, and leaves the end of the line out.

    >>> join_divided("Bewilligungsbe\x02hörde nach ANBest\ufffeP für Bildungs\x02und Kulturarbeit, EU-\nMittel")
    'Bewilligungsbehörde nach ANBest-P für Bildungs- und Kulturarbeit, EU-Mittel'
    """
    return _DIVIDED.sub(_whole, text)


def _whole(found: re.Match[str]) -> str:
    following = found["following"]
    if not following[0].islower():
        return f"-{following}"
    return f"- {following}" if following in _BETWEEN_WORDS else following


def _text_of(content: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages: list[str] = []
    left = MOST_SIGNS
    for number in range(min(len(document), MOST_PAGES)):
        pages.append(document[number].get_textpage().get_text_bounded()[:left])
        left -= len(pages[-1])
    return "\n\n".join(pages).encode("utf-8", errors="replace")


if __name__ == "__main__":
    serve(_text_of)

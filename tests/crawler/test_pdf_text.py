"""The text of PDF files, and what happens to files that are none."""

from pathlib import Path

import pytest

from crawler.text.pdf import pdf_text
from grants_db.errors import InputError


def a_pdf(line: str) -> bytes:
    """The smallest PDF with one line of text on one page."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(body),
    )


def test_the_text_of_a_pdf_is_read(tmp_path: Path) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(a_pdf("Antragsfrist ist der 31.03.2027, Förderung bis 5.000 Euro."))

    assert pdf_text(file) == "Antragsfrist ist der 31.03.2027, Förderung bis 5.000 Euro."


def test_words_that_a_line_divides_are_whole_again(tmp_path: Path) -> None:
    lines = [
        "die Bewilligungsbe-",
        "hörde, die ANBest-",
        "P, EU-",
        "Mittel der Bildungs-",
        "und Kulturarbeit bis 50-",
        "100 €",
    ]
    file = tmp_path / "richtlinie.pdf"
    file.write_bytes(a_pdf(") Tj 0 -14 Td (".join(lines)))

    whole = "die Bewilligungsbehörde, die ANBest-P, EU-Mittel der Bildungs- und Kulturarbeit bis 50-100 €"
    assert pdf_text(file) == whole


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "keine PDF-Datei"), (b"<html>", "keine PDF-Datei"), (b"%PDF-1.7\nrubbish", "ließ sich nicht lesen")],
)
def test_what_is_no_pdf_ends_in_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(content)

    with pytest.raises(InputError, match=sentence):
        pdf_text(file)


def test_a_missing_file_ends_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nicht lesbar"):
        pdf_text(tmp_path / "missing.pdf")


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "brief.pdf"
    file.write_bytes(a_pdf("Lang"))

    with pytest.raises(InputError, match="Sekunden"):
        pdf_text(file, seconds=0)

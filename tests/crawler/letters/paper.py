"""Letters on paper for the tests: a PDF in which every word stands where it is put."""

from collections.abc import Sequence

#: (from the left, from the top, words) in points on an A4 page
Put = tuple[float, float, str]
HEIGHT = 842


def a_pdf(*pages: Sequence[Put], size: float = 10) -> bytes:
    """A PDF with these words on its pages, in Helvetica."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        stream = b"\n".join(_shown(left, top, words, size) for left, top, words in page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, tail)


def down(text: str, *, left: float = 60, top: float = 60, step: float = 14) -> list[Put]:
    """The lines of a text one under the other; a tab in a line puts what follows 170 points further right."""
    put: list[Put] = []
    for number, line in enumerate(text.strip("\n").split("\n")):
        for column, words in enumerate(line.split("\t")):
            if words.strip():
                put.append((left + 170 * column, top + step * number, words.strip()))
    return put


def _shown(left: float, top: float, words: str, size: float) -> bytes:
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET" % (size, left, HEIGHT - top, escaped.encode("cp1252"))

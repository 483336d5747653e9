"""The kept answers for people: what one sees of a page, JSON in lines, in the page's own encoding, and never more."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from grants_db.models.archive import ArchivedPage
from grants_db.opportunities.archive_reader import LARGEST_MEMBER, ArchivedResponse, answer_in_text, kept_answer

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def answer(body: bytes, kind: str = "text/html") -> ArchivedResponse:
    return ArchivedResponse("https://portal.example/", 200, {"Content-Type": kind}, body)


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], ArchivedPage]:
    """Writes an answer as a crawl does and says where it lies."""

    def write(body: bytes) -> ArchivedPage:
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=False)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            "https://portal.example/", "response", payload=io.BytesIO(body), length=len(body), http_headers=headers
        )
        writer.write_record(record)
        data = gzip.compress(buffer.getvalue())
        tmp_path.joinpath("a.warc.gz").write_bytes(b"before" + data)
        return ArchivedPage(
            source_name="p",
            request_key="k",
            url="https://portal.example/",
            digest=hashlib.sha256(body).hexdigest(),
            file="a.warc.gz",
            offset=len(b"before"),
            length=len(data),
            fetched_at=NOW,
            confirmed_at=NOW,
        )

    return write


def test_of_a_page_one_reads_what_one_would_see() -> None:
    page = b"<html><head><title>Aufruf</title><style>p {}</style><script>evil()</script></head>"
    page += b"<body><h1>F&ouml;rderung</h1><p>bis   zu\n5.000 &euro;</p><ul><li>eins<li>zwei</ul></body></html>"
    assert answer_in_text(answer(page)) == "Aufruf\n\nFörderung\n\nbis zu 5.000 €\n\n- eins\n- zwei"


def test_json_stands_in_lines_and_other_text_as_it_is() -> None:
    assert answer_in_text(answer(b'{"titel": "\\u00c4mter"}', "application/json")) == '{\n  "titel": "Ämter"\n}'
    assert answer_in_text(answer(b"<a><b>x</b></a>", "application/xml")) == "<a><b>x</b></a>"
    assert answer_in_text(answer(b"{broken", "application/json")) == "{broken"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Ämter".encode("latin-1"), "text/plain; charset=ISO-8859-1"),
        ('<meta charset="iso-8859-1">Ämter'.encode("latin-1"), "text/html"),
        ("Ämter".encode(), "text/plain; charset=unheard-of"),
    ],
)
def test_the_encoding_is_the_one_that_is_stated(body: bytes, kind: str) -> None:
    assert answer_in_text(answer(body, kind)) == "Ämter"


def zipped(**documents: str) -> ArchivedResponse:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in documents.items():
            archive.writestr(f"{name}.xml", text)
    return answer(buffer.getvalue(), "application/zip")


def test_of_an_export_the_document_of_the_call_is_shown() -> None:
    export = zipped(a="<p>Anderes</p>", b="<p>Kunst &amp; Kultur</p>")
    assert answer_in_text(export, ["key/1", "Kunst & Kultur"]) == "b.xml\n\n<p>Kunst &amp; Kultur</p>"
    assert answer_in_text(export, ["nowhere", ""]) == ""


def test_an_export_that_would_unpack_to_too_much_stays_shut() -> None:
    assert answer_in_text(zipped(bomb="Aufruf" + " " * LARGEST_MEMBER), ["Aufruf"]) == ""
    assert answer_in_text(answer(zipped(a="Aufruf").body[:-30] + b"PK", "application/zip"), ["Aufruf"]) == ""


def test_what_is_no_text_gives_none() -> None:
    assert answer_in_text(answer(b"%PDF-1.7", "application/pdf")) == ""


@given(st.binary(max_size=400), st.sampled_from(["text/html", "application/json", "application/xml", ""]))
def test_whatever_comes_is_read_as_text(body: bytes, kind: str) -> None:
    text = answer_in_text(answer(b"<html>" + body, kind))
    assert "<script" not in text.lower() or kind not in ("text/html", "")
    assert len(text) <= 40 * (len(body) + 10)


def test_a_kept_answer_comes_back_only_as_it_was_written(kept: Callable[[bytes], ArchivedPage], tmp_path: Path) -> None:
    page = kept(b"<p>Aufruf</p>")
    found = kept_answer(tmp_path, page)
    assert found is not None
    assert (found.status, found.body) == (200, b"<p>Aufruf</p>")
    page.digest = "0" * 64
    assert kept_answer(tmp_path, page) is None
    assert kept_answer(tmp_path / "elsewhere", page) is None

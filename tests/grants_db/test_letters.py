"""The letters of text files that say nothing of their encoding: read where sure, otherwise not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.errors import InputError
from grants_db.import_export.measures import read_measures
from grants_db.import_export.workbook.text_encoding import possible_texts

Write = Callable[..., Path]
WORDS = """
für Töchter und Söhne Straße Maßnahme Zuständig Übersetzung Ämter Öffentlichkeit öffentlich ältere Größe groß Fuß Café
TÜREN ÄMTER GRÖSSE Köln Çelik Señor André Noël Bürger*innen Schüler·innen 2026 1.000 Fest Amt41
""".split()
ONLY_WINDOWS = "Saša Žukov Škoda Øresund Kraków 96T€ – „Sprache“ §5 5m² …und Œuvre".split()
ONLY_MACINTOSH = "96T€ – „Sprache“ §5 …und".split()


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize("heading", ["Maßnahme", "Titel"])
def test_a_list_from_windows_macintosh_or_ms_dos_is_read(written: Write, encoding: str, heading: str) -> None:
    headings = ("Nr", "HF", heading, "Kosten")
    file = written("1.1|HF 1|Fest für Töchter und Söhne|18.000,00", headings=headings, encoding=encoding)

    assert [record.title for record in read_measures(file).records] == ["Fest für Töchter und Söhne"]


def test_headings_decide_where_the_letters_do_not(written: Write) -> None:
    file = written("1.1|HF 1|Fest|1", headings=("Nr", "HF", "Maßnahme", "Kosten"), encoding="cp850")

    assert [record.number for record in read_measures(file).records] == ["1.1"]


@pytest.mark.parametrize(
    ("title", "encoding"), [("Söhne", "mac_roman"), ("Ämter", "cp850"), ("Saša Hernández", "cp1252")]
)
def test_letters_that_may_be_others_are_refused_with_a_sentence(written: Write, title: str, encoding: str) -> None:
    file = written(f"1.1|HF 1|{title}|1", headings=("Nr", "HF", "Titel", "Kosten"), encoding=encoding)

    with pytest.raises(InputError, match="nicht sicher zu lesen"):
        read_measures(file)


@given(
    words=st.lists(st.sampled_from([*WORDS, *ONLY_WINDOWS]), min_size=1, max_size=8),
    encoding=st.sampled_from(["cp1252", "mac_roman", "cp850", "cp437"]),
)
def test_no_text_is_read_as_another_one(words: list[str], encoding: str) -> None:
    known = {"cp1252": [*WORDS, *ONLY_WINDOWS], "mac_roman": [*WORDS, *ONLY_MACINTOSH]}.get(encoding, WORDS)
    text = " ".join(word for word in words if word in known)

    found = possible_texts(text.encode(encoding))

    assert text in found or found == []


@given(words=st.lists(st.sampled_from([*WORDS, *ONLY_WINDOWS]), max_size=8))
def test_what_windows_writes_is_read_wherever_it_has_an_umlaut(words: list[str]) -> None:
    text = " ".join(["Bücher", *words])

    assert possible_texts(text.encode("cp1252")) == [text]


@given(text=st.text(max_size=60))
def test_unicode_is_read_as_it_is(text: str) -> None:
    plain = text.replace("\x00", "")

    assert possible_texts(plain.encode("utf-8")) == [plain.removeprefix("\ufeff")]

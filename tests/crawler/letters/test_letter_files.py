"""Letters from their files: paper and mails into lines, and what is refused with one sentence."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.letters.files.reader import read_document
from grants_db.errors import InputError
from tests.crawler.letters.outlook import (
    ADDRESS,
    BODY,
    PAGE,
    SENDER,
    SUBJECT,
    a_file,
    a_message,
    a_message_inside,
    as_outlook_file,
    attached,
)
from tests.crawler.letters.paper import a_pdf, down
from tui.cli import main

LETTER = """
Bezirksamt Auental\tAktenzeichen\tB 4.2-118/27
Referat 4\tDatum\t03.05.2027
Zuwendungsbescheid
Sehr geehrte Damen und Herren,
hiermit bewilligen wir Ihnen für das Vorhaben eine Zuwendung in Höhe von 12.000,00 EUR. Der Verwen-
dungsnachweis ist nach den ANBest-
P vorzulegen.
"""
MAIL = """From: Stiftung Auental <post@stiftung-auental.example>
Subject: Ihre Zusage
Date: Mon, 03 May 2027 10:00:00 +0200
Content-Type: text/plain; charset="utf-8"

Sehr geehrte Damen und Herren,

wir freuen uns, Ihnen mitteilen zu können, dass wir Ihr Projekt mit 5.000 Euro fördern.
"""


def test_columns_stay_apart_and_words_come_together(tmp_path: Path) -> None:
    file = tmp_path / "bescheid.pdf"
    file.write_bytes(a_pdf(down(LETTER)))

    document = read_document(file)

    assert [cell.text for cell in document.lines[0].cells] == ["Bezirksamt Auental", "Aktenzeichen", "B 4.2-118/27"]
    assert any("Der Verwendungsnachweis ist nach den ANBest-P vorzulegen." in block for block in document.blocks)


def test_letters_set_apart_are_one_word(tmp_path: Path) -> None:
    file = tmp_path / "bescheid.pdf"
    apart = [(60 + 16.0 * place, 60.0, letter) for place, letter in enumerate("BESCHEID")]
    file.write_bytes(a_pdf([*apart, (60.0, 90.0, "Sehr geehrte Damen und Herren,")]))

    assert read_document(file).lines[0].text == "BESCHEID"


def test_what_every_page_repeats_stands_once(tmp_path: Path) -> None:
    pages = [
        [(60.0, 40.0, "Amt Auental"), (60.0, 200.0, words), (60.0, 800.0, f"Seite {n} von 2")]
        for n, words in enumerate(("Der Bescheid wird", "hiermit erteilt."), start=1)
    ]
    file = tmp_path / "bescheid.pdf"
    file.write_bytes(a_pdf(*pages))

    assert [line.text for line in read_document(file).lines][:3] == [
        "Amt Auental",
        "Der Bescheid wird",
        "hiermit erteilt.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("brief.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "ließ sich nicht lesen"),
        ("brief.msg", b"From: a@b.example", "ist aber keine"),
        ("tabelle.msg", as_outlook_file({"Workbook": b"xls"}), "ließ sich nicht lesen"),
        ("brief.docx", b"PK\x03\x04", "weder eine PDF-Datei noch eine E-Mail"),
        ("brief.pdf", b"%PDF-1.7\nrubbish", "ließ sich nicht lesen"),
        ("leer.pdf", a_pdf([]), "keinen Text"),
    ],
)
def test_what_is_no_letter_ends_in_one_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(InputError, match=sentence):
        read_document(file)


OUTLOOK = attached(
    a_message(
        {
            SENDER: "Stiftung Auental",
            ADDRESS: "post@stiftung-auental.example",
            SUBJECT: "Ihre Zusage",
            BODY: "Siehe PDF.",
        },
        sent=datetime(2027, 5, 2, 22, 30, tzinfo=UTC),
    ),
    a_file("bescheid.pdf", a_pdf(down(LETTER))),
    a_message_inside(a_message({SUBJECT: "Davor", BODY: "Guten Tag"}, inner=True)),
)


def test_an_outlook_message_is_read_as_the_mail_it_was(tmp_path: Path) -> None:
    file = tmp_path / "zusage.msg"
    file.write_bytes(as_outlook_file(OUTLOOK))

    document = read_document(file)

    assert document.headers["from"] == "Stiftung Auental <post@stiftung-auental.example>"
    assert document.headers["date"] == "Mon, 03 May 2027 00:30:00 +0200"  # the day it was here
    assert [part.headers.get("subject", part.name) for part in document.attachments] == ["bescheid.pdf", "Davor"]


def test_a_page_in_an_outlook_message_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    page = "<h3>Fonds für Nachbarschaft</h3><p>" + "Anträge sind möglich. " * 300 + "</p>"
    file = tmp_path / "brief.msg"
    file.write_bytes(as_outlook_file(a_message({SUBJECT: "Brief", PAGE: page.encode("cp1252")})))

    assert read_document(file).lines[0].text == "Fonds für Nachbarschaft"


@pytest.mark.parametrize(
    ("name", "content"),
    [("b.pdf", a_pdf(down(LETTER))), ("b.eml", MAIL.encode()), ("b.msg", as_outlook_file(OUTLOOK))],
)
def test_the_command_says_what_a_letter_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["akquise", "letters", "read", str(file), "--json"])

    with pytest.raises(SystemExit) as ended:
        main()

    read = json.loads(capsys.readouterr().out)
    assert not ended.value.code
    assert set(read) == {"kind", "fields", "evidence", "check", "calls"}
    assert (read["kind"], read["fields"]["notice_date"]) == ("award", "2027-05-03")

"""A folder of mails: every call once, what can't be read is said, and nothing in the folder changes."""

import shutil
from pathlib import Path

import pytest

from crawler.letters.folder import calls_in_folder
from grants_db.errors import InputError
from tests.crawler.letters.outlook import BODY, SUBJECT, a_message, as_outlook_file

CALL = "Kommunen können Fördermittel beantragen. Anträge sind bis zum 30.09.2028 einzureichen."
DATA = Path(__file__).parent / "data"


def test_every_call_of_a_folder_stands_once(tmp_path: Path) -> None:
    for name in ("netzwerk", "foerderbrief"):
        shutil.copy(DATA / f"{name}.eml", tmp_path)
    shutil.copy(DATA / "netzwerk.eml", tmp_path / "noch einmal.eml")
    (tmp_path / "Preis.MSG").write_bytes(as_outlook_file(a_message({SUBJECT: "Aufruf Wandel", BODY: CALL})))
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    found = calls_in_folder(tmp_path)

    assert sorted(call["title"] for call in found.calls) == [
        "Aufruf Wandel",
        "Demokratie-Werkstätten: neuer Aufruf",
        "Jugendfonds",
        "Kleinprojektefonds Nachbarschaft",
        "Sprache verbindet 2028/29",
    ]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_mail_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    shutil.copy(DATA / "netzwerk.eml", tmp_path)
    (tmp_path / "leer.eml").write_bytes(b"")

    found = calls_in_folder(tmp_path)

    assert (len(found.calls), len(found.refused)) == (2, 1)


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kein Ordner"):
        calls_in_folder(tmp_path / "fehlt")

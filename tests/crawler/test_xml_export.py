"""The Förderdatenbank's export: its documents, and archives that are none."""

import io
import zipfile
from html import escape

import pytest

from crawler.errors import PageError
from crawler.platforms.gsb import DocumentError, parse_document
from crawler.platforms.xml_export import Export, status_note
from grants_db.messages import Message
from grants_db.vocabulary import RunOutcome, StatusNote

FOLDER = "BMWI/FDB/Content/DE/Foerderprogramm/Land/Sachsen-Anhalt"


def a_document(title: str = "Titel", kind: str = "gsb:ServiceOffer", inner: str = "") -> bytes:
    rich = escape(f"<![CDATA[<div><p>{title}</p></div>]]>", quote=False)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document xmlns:xlink="http://www.w3.org/1999/xlink" name="a" '
        f'path="/{FOLDER}" type="{kind}"><property name="gsb:title" type="RichText"><text>{rich}</text></property>'
        f"{inner}</document>"
    ).encode()


def an_archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_rich_text_is_unescaped_twice() -> None:
    document = parse_document(a_document("Förderung &amp; Beratung"))
    assert document.text("title") == "Förderung & Beratung"
    assert document.path == f"/{FOLDER}/a"


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert parse_document(a_document("Be\x02ratung")).text("title") == "Beratung"
    assert parse_document(a_document().replace(b"Titel", b"Ti&#2;tel")).text("title") == "Titel"


def test_categories_and_links_are_kept_by_classifier() -> None:
    lists = (
        '<property name="gsb:cl2" type="ClassifiedLinkLists"><classifiedLinkLists><classifiedLinkList><classifierLinks>'
        '<link xlink:href="target:/BMWI/Classifier/Common/Foerdergebiet"/></classifierLinks><links>'
        '<link xlink:href="target:/BMWI/SiteGlobals/Categories/FDB/Foerdergebiet/de_st"/>'
        '<link xlink:href="target:/BMWI/FDB/Content/DE/Kontakt/A/amt"/></links></classifiedLinkList>'
        "</classifiedLinkLists></property>"
    )
    document = parse_document(a_document(inner=lists))
    assert document.codes == {"Foerdergebiet": ("de_st",)}
    assert document.links == {"Foerdergebiet": ("/BMWI/FDB/Content/DE/Kontakt/A/amt",)}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kein XML",
        b"<other/>",
        b'<!DOCTYPE d [<!ENTITY a "b">]><document/>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>',
        a_document()[:200],
    ],
)
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        parse_document(data)


def test_the_type_tells_a_programme_not_its_folder() -> None:
    files = {
        f"{FOLDER}/a.xml": a_document(),
        "BMWI/FDB/Content/DE/Archiv/b.xml": a_document("B"),
        "BMWI/FDB/Content/DE/Kontakt/A/c.xml": a_document("C", kind="gsb:ContactData"),
    }
    assert len(list(Export(an_archive(files)).offers())) == 2


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"PK", b"PK\x03\x04" + b"x" * 100, an_archive({"a": b"b"})[:-30]],
    ids=["empty", "html", "two letters", "noise", "cut"],  # an archive holds the time: as a name it differs by process
)
def test_what_is_no_archive_fails(body: bytes) -> None:
    with pytest.raises(PageError) as caught:
        Export(body)
    assert caught.value.outcome is RunOutcome.FAILED


def test_a_member_that_is_packed_beyond_reason_is_not_unpacked() -> None:
    bomb = a_document(inner="<!--" + " " * 60_000_000 + "-->")
    ((_, why),) = Export(an_archive({f"{FOLDER}/bomb.xml": bomb})).offers()
    assert "gepackt" in str(why)


def test_a_damaged_member_costs_only_itself() -> None:
    body = bytearray(an_archive({f"{FOLDER}/a.xml": a_document("Alpha" * 50), f"{FOLDER}/b.xml": a_document("Beta")}))
    at = body.index(b"a.xml") + 60
    body[at : at + 20] = b"\xff" * 20
    found = dict(Export(bytes(body)).offers())
    assert isinstance(found[f"{FOLDER}/a.xml"], Message)
    assert not isinstance(found[f"{FOLDER}/b.xml"], Message)


@pytest.mark.parametrize(
    "note", ["Antragstellung nicht mehr möglich", "Antragstellung ist nicht möglich", "Programm ausgelaufen"]
)
def test_the_editors_note_closes_a_programme(note: str) -> None:
    assert status_note(note) is StatusNote.CLOSED


@pytest.mark.parametrize("lost", [1, 2, 8, 64])
def test_an_archive_that_lost_its_first_bytes_names_the_programme_it_can_no_longer_read(lost: int) -> None:
    damaged = an_archive({f"{FOLDER}/a.xml": a_document(), f"{FOLDER}/b.xml": a_document("B")})[lost:]
    offers = dict(Export(damaged).offers())
    assert "nicht lesbar" in str(offers[f"{FOLDER}/a.xml"])
    assert not isinstance(offers[f"{FOLDER}/b.xml"], str)

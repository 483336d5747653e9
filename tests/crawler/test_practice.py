import html
import io
import json
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
import trafilatura
from lxml import etree

from crawler.demo_portal.content import load, watched_pages
from crawler.demo_portal.server import EXPORT_ADDRESS, SEARCH_ADDRESS, PracticePortal
from grants_db.vocabulary import Level

DSEE = "foerderdatenbank.d-s-e-e.de"
FICTIONAL = ("Übungsportal", "Practice portal")
OPEN_CALLS = [{"terms": {"type": ["1", "2", "8"]}}, {"terms": {"status": ["31094501", "31094502"]}}]


@pytest.fixture(scope="module")
def portal() -> Iterator[PracticePortal]:
    with PracticePortal() as serving:
        yield serving


@pytest.fixture(scope="module")
def second_night() -> Iterator[PracticePortal]:
    with PracticePortal(night=2) as serving:
        yield serving


def ask(
    portal: PracticePortal, address: str, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[HTTPResponse, bytes]:
    parts = urlsplit(portal.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(
            method, f"/{address}", body, {name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def text_of(portal: PracticePortal, address: str) -> str:
    response, body = ask(portal, address)
    assert response.status == 200, address
    return body.decode()


def search(
    portal: PracticePortal,
    page: int = 1,
    size: int = 100,
    must: list[dict[str, dict[str, list[str]]]] = OPEN_CALLS,
    languages: tuple[str, ...] = ("en",),
    part_type: str = "application/json",
    key: str = "SEDIA",
    sort: bool = False,
) -> tuple[HTTPResponse, bytes]:
    parts = {"query": {"bool": {"must": must}}, "languages": list(languages)}
    if sort:
        parts["sort"] = {"field": "es_SortDate", "order": "ASC"}
    body = "".join(
        f'--xx\r\nContent-Disposition: form-data; name="{name}"; filename="blob"\r\n'
        f"Content-Type: {part_type}\r\n\r\n{json.dumps(value)}\r\n"
        for name, value in parts.items()
    )
    return ask(
        portal,
        f"{SEARCH_ADDRESS}?apiKey={key}&text=***&pageSize={size}&pageNumber={page}",
        "POST",
        f"{body}--xx--\r\n".encode(),
        Content_Type="multipart/form-data; boundary=xx",
    )


def export(portal: PracticePortal) -> dict[str, bytes]:
    _, body = ask(portal, EXPORT_ADDRESS)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# every record says that it is fictional


def test_every_document_with_a_programme_says_it_is_fictional(portal: PracticePortal) -> None:
    programmes = {name: body for name, body in export(portal).items() if "/Foerderprogramm/" in name}
    silent = [name for name, body in programmes.items() if FICTIONAL[0].encode() not in body]
    assert len(programmes) == len(load().programmes) + 1
    assert silent == []


def test_every_call_says_it_is_fictional(portal: PracticePortal) -> None:
    _, body = search(portal, must=[], languages=("en", "de"))
    results = json.loads(body)["results"]
    described = [
        "".join(result["metadata"].get("descriptionByte", result["metadata"].get("description", [])))
        for result in results
    ]
    assert all(any(mark in text for mark in FICTIONAL) for text in described)


def test_every_page_says_it_is_fictional_in_its_main_part(portal: PracticePortal) -> None:
    addresses = [f"{DSEE}/foerderprogramme/{entry.key}" for entry in load().foundation_programmes]
    addresses += [page.url.removeprefix("https://") for page in watched_pages()] + [DSEE, f"{DSEE}/p2"]
    mains = {address: text_of(portal, address).partition("<main")[2].partition("</main>")[0] for address in addresses}
    assert [address for address, main in mains.items() if FICTIONAL[0] not in main] == []


def test_the_main_text_of_a_watched_page_says_it_is_fictional_and_has_no_surroundings(portal: PracticePortal) -> None:
    for page in watched_pages():
        text = trafilatura.extract(text_of(portal, page.url.removeprefix("https://"))) or ""
        assert FICTIONAL[0] in text
        assert "Datenschutz" not in text


# the export


def test_the_export_is_laid_out_like_the_official_one(portal: PracticePortal) -> None:
    files = export(portal)
    document = etree.fromstring(
        files["BMWI/FDB/Content/DE/Foerderprogramm/Land/Sachsen-Anhalt/sprachbruecken-vor-ort.xml"]
    )
    rich = document.xpath("string(property[@name='gsb:title']/text)")
    links = document.xpath("//*[local-name()='link']/@*[local-name()='href']")
    assert document.get("type") == "gsb:ServiceOffer"
    assert document.get("path") == "/BMWI/FDB/Content/DE/Foerderprogramm/Land/Sachsen-Anhalt"
    assert rich.startswith("<![CDATA[<div")
    assert "Sprachbrücken vor Ort" in html.unescape(rich)
    assert "target:/BMWI/SiteGlobals/Categories/FDB/Foerdergebiet/de_st" in links
    assert "target:/BMWI/FDB/Content/DE/Kontakt/L/landesbuero-ankommen" in links


def test_every_linked_document_of_the_export_exists(portal: PracticePortal) -> None:
    files = export(portal)
    links = {link for body in files.values() for link in re.findall(rb'"target:/(BMWI/FDB/Content[^"]+)"', body)}
    linked = {f"{link.decode()}.xml" for link in links}
    assert linked
    assert linked <= files.keys()


def test_one_document_holds_a_forbidden_character_and_one_has_no_title(portal: PracticePortal) -> None:
    broken, untitled = [], []
    for name, body in export(portal).items():
        try:
            document = etree.fromstring(body)
        except etree.XMLSyntaxError:
            broken.append(name)
            continue
        if "<p>" not in document.xpath("string(property[@name='gsb:title']/text)"):
            untitled.append(name)
    assert [name.rpartition("/")[2] for name in broken] == ["dach-und-turm.xml"]
    assert [name.rpartition("/")[2] for name in untitled] == ["entwurf.xml"]


# the search


def test_the_search_finds_every_open_call_once_over_its_sorted_pages(portal: PracticePortal) -> None:
    pages = [json.loads(search(portal, page, size=5, sort=True)[1]) for page in range(1, 6)]
    references = [result["reference"] for page in pages for result in page["results"]]
    assert pages[0]["totalResults"] == len(references) == len(set(references)) == 20
    assert all(reference.endswith("en") for reference in references)


def test_metadata_of_calls_are_lists_of_strings(portal: PracticePortal) -> None:
    results = json.loads(search(portal, must=[])[1])["results"]
    values = [value for result in results for value in result["metadata"].values()]
    assert all(isinstance(value, list) and all(isinstance(part, str) for part in value) for value in values)


def test_language_copies_and_what_is_no_grant_lie_in_the_same_index(portal: PracticePortal) -> None:
    results = json.loads(search(portal, must=[], languages=("en", "de"))[1])["results"]
    assert {"0", "3", "6"} <= {result["metadata"]["type"][0] for result in results}
    assert "31094503" in {result["metadata"]["status"][0] for result in results}
    assert sum(result["language"] == "de" for result in results) == 3


def test_the_search_answers_only_posts_with_a_key_and_json_parts(portal: PracticePortal) -> None:
    assert ask(portal, f"{SEARCH_ADDRESS}?apiKey=SEDIA")[0].status == 405
    assert search(portal, key="wrong")[0].status == 403
    assert search(portal, part_type="text/plain")[0].status == 500


def test_a_page_of_the_search_is_cut_at_a_hundred(portal: PracticePortal) -> None:
    assert json.loads(search(portal, size=500)[1])["pageSize"] == 100


def test_a_day_may_be_written_as_midnight_in_brussels(portal: PracticePortal) -> None:
    results = json.loads(search(portal)[1])["results"]
    deadlines = {result["metadata"]["identifier"][0]: result["metadata"].get("deadlineDate") for result in results}
    assert deadlines["PRACTICE-2027-CITIES-EQUAL"] == ["2027-01-27T23:00:00.000+0000"]
    assert deadlines["PRACTICE-2027-WELCOME-DESK"] == ["2027-02-11T00:00:00.000+0000"]


# pages


def test_lists_lead_to_every_programme_of_the_foundations(portal: PracticePortal) -> None:
    lists = [text_of(portal, f"{DSEE}/{path}") for path in ("", "p2", "p3")]
    keys = [entry.key for entry in load().foundation_programmes]
    assert [key for key in keys if sum(f'/foerderprogramme/{key}"' in page for page in lists) != 1] == []
    assert "Seite 3 von 3" in lists[2]
    assert ask(portal, f"{DSEE}/p4")[0].status == 404


def test_the_title_element_is_broken_before_german_quotes_and_the_other_titles_are_not(portal: PracticePortal) -> None:
    page = text_of(portal, f"{DSEE}/foerderprogramme/lesen-in-vielen-sprachen")
    assert "<title>\ufffd„Lesen" in page
    assert 'property="og:title" content="„Lesen' in page
    assert '">„Lesen in vielen Sprachen“ 2025 fortgesetzt</h1>' in page


def test_robots_txt_forbids_one_linked_programme(portal: PracticePortal) -> None:
    robots = RobotFileParser()
    robots.parse(text_of(portal, f"{DSEE}/robots.txt").splitlines())
    forbidden = [
        entry.key
        for entry in load().foundation_programmes
        if not robots.can_fetch("akquise", f"https://{DSEE}/foerderprogramme/{entry.key}")
    ]
    assert forbidden == ["nicht-fuer-suchmaschinen"]
    assert forbidden[0] not in {record.key for record in load().opportunities}


def test_watched_pages_name_funder_level_and_title_and_answer(portal: PracticePortal) -> None:
    for page in watched_pages():
        text = html.unescape(text_of(portal, page.url.removeprefix("https://")))
        assert page.title in text
        assert page.funder in text
        assert page.level in set(Level)


def test_unknown_pages_are_not_found(portal: PracticePortal) -> None:
    assert ask(portal, "www.stiftung-offene-tuer.example/gibt-es-nicht")[0].status == 404
    assert ask(portal, "../etc/passwd")[0].status == 404


@pytest.mark.parametrize("address", [EXPORT_ADDRESS, f"{DSEE}/p2", f"{DSEE}/robots.txt"])
def test_an_unchanged_page_answers_304_to_its_own_tag(portal: PracticePortal, address: str) -> None:
    tag = ask(portal, address)[0].headers["ETag"]
    again, body = ask(portal, address, If_None_Match=tag)
    other, _ = ask(portal, address, If_None_Match='"other"')
    assert (again.status, body, again.headers["ETag"], other.status) == (304, b"", tag, 200)


def test_the_portal_keeps_what_it_was_asked(portal: PracticePortal) -> None:
    ask(portal, f"{DSEE}/p3")
    assert (portal.asked[-1].method, portal.asked[-1].address, portal.asked[-1].status) == ("GET", f"{DSEE}/p3", 200)


def test_it_starts_within_a_second_and_answers_many_at_once() -> None:
    start = time.process_time()
    with PracticePortal() as portal:
        assert ask(portal, f"{DSEE}/")[0].status == 200
        assert time.process_time() - start < 1
        statuses: list[int] = []
        threads = [
            threading.Thread(target=lambda: statuses.append(ask(portal, EXPORT_ADDRESS)[0].status)) for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [200] * 12


# the second night


def test_what_changed_is_served_with_another_tag(portal: PracticePortal, second_night: PracticePortal) -> None:
    changed, same = f"{DSEE}/foerderprogramme/gaerten-der-begegnung", f"{DSEE}/foerderprogramme/mut-im-alltag"
    assert "15. März 2027" in text_of(second_night, changed)
    assert ask(portal, EXPORT_ADDRESS)[0].headers["ETag"] != ask(second_night, EXPORT_ADDRESS)[0].headers["ETag"]
    assert ask(portal, same)[0].headers["ETag"] == ask(second_night, same)[0].headers["ETag"]
    assert ask(second_night, f"{DSEE}/foerderprogramme/hundert-stimmen")[0].status == 404

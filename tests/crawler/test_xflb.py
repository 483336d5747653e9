"""The search of the Förderfinder suite: what is read of a record, and a source of three pages. Texts are invented."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from crawler.errors import PageError
from crawler.platforms.xflb import Offer, parse_offer, parse_xflb_page
from crawler.spiders.foerderfinder_bayern import FoerderfinderBayernSpider
from grants_db.models.opportunity import Opportunity
from grants_db.storage.database import open_database
from grants_db.vocabulary import Level

Pages = dict[str, tuple[str, bytes]]
Crawl = Callable[[str], dict[str, Any]]
SEARCH = FoerderfinderBayernSpider.url.partition("://")[2]
FORM = "https://formulare.example/begegnung"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("attributes", "id", "a")), inner),
    max_leaves=8,
)


def record(number: int = 1, whole: dict[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    flat = {
        "titel": f"Orte der Begegnung {number}",
        "teaser": "Das Land fördert Orte, an denen sich Zugewanderte und Nachbarn treffen.",
        "beschreibung": "<p>Gefördert werden Räume, Personal &amp; Material.</p>",
        "foerdergeber": ["Land"],
        "foerdernehmer": ["Kommunen", "Vereine"],
        "foerdergebiet": ["Bayern"],
        "finanzierungsform": ["Zuschuss"],
        "foerderzeitraum.von": "2026-01-01T00:00:00.000+00:00",
        "foerderzeitraum.bis": "2029-12-31T00:00:00.000+00:00",
        "antragsstellung": FORM,
    } | attributes
    answer: dict[str, Any] = {"id": f"0000-{number}", "attributes": flat}
    if whole is not None:
        answer["payload"] = {"json": {"anfrage": {"flb": {"konkreteFLB": whole}}}}
    return answer


def limit(**choice: Any) -> dict[str, Any]:
    remark = choice.pop("bemerkung", None)
    return {"antragsinformationen": {"antragsfrist": {"zeitlicheEingrenzung": choice, "bemerkung": remark}}}


def search(total: int, *records: dict[str, Any]) -> tuple[str, bytes]:
    return "application/json", json.dumps({"numFound": total, "items": records}).encode()


def calls(database: str) -> list[Opportunity]:
    engine = open_database(database)
    with Session(engine) as session:
        found = list(session.exec(select(Opportunity)))
    engine.dispose()
    return found


def test_a_record_is_read() -> None:
    offer = parse_offer(record())
    assert offer.key == "0000-1"
    assert offer.title == "Orte der Begegnung 1"
    assert offer.sections == (("", "Gefördert werden Räume, Personal & Material."),)
    assert (offer.givers, offer.receivers) == (("Land",), ("Kommunen", "Vereine"))
    assert (offer.areas, offer.forms, offer.application) == (("Bayern",), ("Zuschuss",), FORM)


def test_how_long_a_programmes_rules_hold_is_no_deadline() -> None:
    offer = parse_offer(record())
    assert (offer.deadline, offer.period) == ("", "01.01.2026 – 31.12.2029")


@pytest.mark.parametrize(
    ("choice", "line"),
    [
        ({"fristdatum": "2027-03-31"}, "Antragsfrist: 31.03.2027"),
        ({"fristJaehrlich": "--04-15"}, "Antragsfrist: jährlich bis zum 15.04."),
        ({"fristJaehrlich": "1.10."}, "Antragsfrist: jährlich bis zum 01.10."),
        (
            {"sonstige": "ja", "bemerkung": "Anträge sind laufend möglich."},
            "Antragsfrist: Anträge sind laufend möglich.",
        ),
        ({"fristSpanne": {"min": {"wochen": "1"}, "max": {"monate": "1"}}}, ""),
        ({"fristdatum": "bald"}, ""),
    ],
)
def test_the_choice_of_deadlines_becomes_a_line(choice: dict[str, Any], line: str) -> None:
    assert parse_offer(record(whole=limit(**choice))).deadline == line


def test_the_whole_description_is_read_where_it_is_given() -> None:
    parts = [{"beschreibung": "<p>Treffpunkte</p>"}, {"beschreibung": "zweitens"}]  # XML: once an object, else a list
    whole = {
        "foerderrichtlinieUndFoerderprogramm": {"verantwortlichesMinisterium": "Ministerium für Beispiele"},
        "foerdergegenstand": parts,
        "finanzierung": {"finanzierungsartUndHoehe": "<p>Bis zu 80 Prozent.</p>"},
    }
    offer = parse_offer(record(whole=whole))
    assert offer.ministry == "Ministerium für Beispiele"
    assert offer.sections[1:] == (("Gegenstand der Förderung", "Treffpunkte"), ("Art und Höhe", "Bis zu 80 Prozent."))


def test_an_application_that_is_no_web_address_is_left_out() -> None:
    assert parse_offer(record(antragsstellung="beim Landratsamt")).application == ""


@given(st.dictionaries(st.sampled_from(("id", "attributes", "payload")), JSON))
def test_no_record_makes_the_reader_crash(item: dict[str, Any]) -> None:
    assert isinstance(parse_offer(item), Offer)


@pytest.mark.parametrize(
    "page",
    [{}, {"items": []}, {"items": {}, "numFound": 1}, {"items": [], "numFound": -1}, {"items": [], "numFound": "3"}],
)
def test_what_is_no_answer_of_the_search_is_refused(page: dict[str, Any]) -> None:
    with pytest.raises(PageError):
        parse_xflb_page(page)


@pytest.mark.slow
def test_all_pages_of_the_search_are_read(pages: Pages, crawl: Crawl, database: str) -> None:
    records = [record(number) for number in range(100)]
    records.append(record(100, limit(fristdatum="2027-03-31"), foerdergeber=["EU"], foerdernehmer=["Wichtel"]))
    for offset in range(0, 101, 50):
        pages[f"{SEARCH}?q=&offset={offset}&limit=50"] = search(101, *records[offset : offset + 50])
    result = crawl("foerderfinder_bayern")
    assert (result["outcome"], result["opportunities"], result["errors"]) == ("ok", 101, [])
    by_title = {call.title: call for call in calls(database)}
    plain, dated = by_title["Orte der Begegnung 7"], by_title["Orte der Begegnung 100"]
    assert (plain.level, plain.regions, plain.instruments) == (Level.LAND, ["DE-BY"], ["grant"])
    assert (plain.applicant_types, plain.deadline["kind"]) == (["municipality", "association"], "none")
    assert (plain.url, plain.funder) == (FORM, "Freistaat Bayern")
    assert (dated.level, dated.deadline["dates"]) == (Level.EU, ["2027-03-31"])


@pytest.mark.slow
def test_a_record_that_is_announced_and_never_given_makes_the_run_partial(pages: Pages, crawl: Crawl) -> None:
    pages[f"{SEARCH}?q=&offset=0&limit=50"] = search(3, record(1), record(2))
    result = crawl("foerderfinder_bayern")
    assert (result["outcome"], result["opportunities"]) == ("partial", 2)
    assert result["errors"][0]["message"] == "Nur 2 von 3 Einträgen wurden ausgeliefert."


@pytest.mark.slow
@pytest.mark.parametrize("held", [False, True])
def test_a_mirror_without_the_search_is_no_finding(pages: Pages, crawl: Crawl, held: bool) -> None:
    if held:
        pages[f"{SEARCH}?q=&offset=0&limit=50"] = search(0)
    assert crawl("foerderfinder_bayern")["outcome"] == "not_on_mirror"

"""Pages of every build, watched as an officer would: what comes in from one night. All pages are invented."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from grants_db.import_export.opportunity_record import record_of
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.status import status_of
from grants_db.storage.database import open_database, reading
from grants_db.vocabulary import ApplicantRoute, Level, OpportunityStatus, StatusNote
from tests.crawler.watched_site import DOCUMENTS, PAGES, served
from tests.tui.nights import akquise, akquise_here
from tui.text.facts import lines_to_check

#: one crawl for all of them
pytestmark = pytest.mark.xdist_group("test_watched_pages")

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
#: pages that say the same in other builds
ALIKE = (
    *("tabelle", "begriffe", "klappen", "kasten", "fragen", "details", "knopf", "bootstrap", "reiter"),
    *("striche", "fussnoten"),
)
#: who gives, where it is not the foundation
FUNDERS = {"stadt": "Stadt Elbau, Kulturamt"}


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, Any]]:
    """How each host's run ended; filled by the night."""
    return {}


@pytest.fixture(scope="module")
def calls(
    tmp_path_factory: pytest.TempPathFactory, results: dict[str, dict[str, Any]]
) -> Iterator[dict[str, list[Opportunity]]]:
    """What came in after `source add` for each page and one `crawl run`, by the host's first word."""
    database = tmp_path_factory.mktemp("watched") / "akquise.db"
    akquise_here(database, "db", "upgrade")
    names: dict[str, str] = {}
    for page in (*PAGES, *DOCUMENTS):
        if page.endswith("/a"):
            funder = FUNDERS.get(page.partition(".")[0], "Stiftung Lindenplatz")
            names[akquise_here(database, "source", "add", f"https://{page}", "--funder", funder).strip()] = page
    with served() as site:
        said = akquise(database, "crawl", "run", *names, "--via", site, "--json", status=1)
    ended = json.loads(said)["sources"]
    results["check"] = {"said": akquise(database, "source", "check", status=1)}
    results |= {names[result["source"]].partition(".")[0]: result for result in ended}
    found: dict[str, list[Opportunity]] = {page.partition(".")[0]: [] for page in names.values()}
    engine = open_database(f"sqlite:///{database}")
    with reading(engine) as session:
        for call in session.exec(select(Opportunity).order_by(col(Opportunity.id))):
            found[names[call.source_name].partition(".")[0]].append(call)
    yield found
    engine.dispose()


@pytest.mark.parametrize("build", ALIKE)
def test_a_page_says_the_same_however_it_is_built(calls: dict[str, list[Opportunity]], build: str) -> None:
    (call,) = calls[build]
    assert call.title == "Brückenfonds"
    assert (call.deadline["kind"], call.deadline["dates"]) == ("fixed", ["2027-03-31"])
    assert call.max_amount == 5000
    assert call.applicant_route is ApplicantRoute.DIRECT
    assert call.evidence["deadline"] in " ".join(call.description.split())


def test_three_calls_on_a_page_are_three(calls: dict[str, list[Opportunity]]) -> None:
    garden, language, party = calls["drei"]
    assert [call.title for call in (garden, language, party)] == ["Gartenfonds", "Sprachfonds", "Sommerfest"]
    assert [call.external_id for call in (garden, language, party)] == [
        "https://drei.example/a#garten", "https://drei.example/a#sprachfonds", "https://drei.example/a#sommerfest"
    ]  # fmt: skip
    assert garden.url == "https://drei.example/a#garten"
    assert [call.deadline["dates"] for call in (garden, party)] == [["2027-03-31"], ["2027-05-15"]]
    assert language.deadline["kind"] == "rolling"
    assert [call.max_amount for call in (garden, language, party)] == [5000, 900, 300]


def test_calls_that_cannot_be_told_apart_are_left_to_a_person(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["gemischt"]
    assert call.status_note is StatusNote.SEVERAL
    assert (call.deadline["kind"], call.max_amount, call.applicant_route) == ("none", None, ApplicantRoute.UNCLEAR)
    assert "15. April 2027" in call.description


def test_a_list_of_links_alone_leads_to_its_calls(calls: dict[str, list[Opportunity]]) -> None:
    assert sorted(call.title for call in calls["karten"]) == ["Chorfonds", "Hofpreis"]


def test_a_list_says_where_its_links_begin_and_a_host_may_have_two_names(calls: dict[str, list[Opportunity]]) -> None:
    assert sorted(call.title for call in calls["grundadresse"]) == ["Chorfonds", "Hofpreis"]


def test_a_list_leads_to_its_calls_and_to_nothing_else(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    by_title = {call.title: call for call in calls["liste"]}
    assert sorted(by_title) == ["Chorfonds", "Hofpreis"]
    assert by_title["Hofpreis"].url == "https://liste.example/eins"
    assert by_title["Hofpreis"].deadline["dates"] == ["2027-03-31"]  # stated in the list alone
    assert by_title["Hofpreis"].max_amount == 5000
    assert by_title["Chorfonds"].deadline["dates"] == ["2027-06-30"]
    assert results["liste"]["outcome"] == "ok"


def test_news_of_money_already_given_is_no_call(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    assert calls["presse"] == []
    assert "vergebenem Geld" in results["presse"]["errors"][0]["message"]


def test_a_title_that_any_page_may_have_is_told_with_whose_it_is(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["allgemein"]
    assert call.title == "Stiftung Lindenplatz: So bewerben Sie sich"


def test_a_call_that_is_over_is_closed(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["vorbei"]
    assert call.deadline["kind"] == "closed"


def test_what_stands_only_in_a_linked_guideline_is_proposed_and_says_where(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["richtlinie"]
    assert (call.deadline["dates"], call.deadline["check"]) == (["2027-03-31"], True)
    assert (call.max_amount, call.proposed["max_amount"]["value"]) == (None, "5000.00")
    assert (call.applicant_route, call.proposed["applicant_route"]["value"]) == (ApplicantRoute.UNCLEAR, "direct")
    assert call.proposed["required_documents"]["value"] == ["Finanzierungsplan"]
    assert call.proposed["required_documents"]["evidence"] == (
        "Nur in „Förderrichtlinie (PDF)“, nicht auf der Seite: „Dem Antrag ist ein Finanzierungsplan beizufügen.“"
    )
    assert call.guideline.startswith("Förderrichtlinie (PDF) (https://richtlinie.example/files/richtlinie.pdf)")
    assert "Begegnungen in der Nachbarschaft." in call.guideline
    assert any("Kommunen" in line and "nicht auf der Seite" in line for line in lines_to_check(call))


def test_a_guideline_that_cannot_be_read_leaves_facts_to_be_checked(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    (call,) = calls["kaputt"]
    assert call.evidence["deadline"] == "Steht vielleicht in „Richtlinie“, das sich nicht lesen ließ; bitte prüfen"
    assert call.evidence["max_amount"] == call.evidence["deadline"]
    record = record_of(call, today=NOW.date(), state="DE-ST", city="Magdeburg")
    assert record["check"] == [
        *("applicant_route", "contact", "criteria", "cumulation", "deadline", "early_start", "max_amount", "max_rate"),
        *("own_share_min", "payment", "required_documents"),
    ]
    assert results["kaputt"]["outcome"] == "ok"
    assert results["kaputt"]["errors"][0]["url"] == "https://kaputt.example/richtlinie.pdf"


def test_a_guideline_on_another_website_leaves_facts_to_be_checked(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["anderswo"]
    assert "Richtlinie (PDF)" in call.evidence["required_documents"]
    assert "deadline" in record_of(call, today=NOW.date(), state="DE-ST", city="Magdeburg")["check"]


def test_a_page_whose_days_say_nothing_to_us_is_named(
    calls: dict[str, list[Opportunity]], results: dict[str, dict[str, Any]]
) -> None:
    assert len(calls["ungelesen"]) == 1
    assert results["ungelesen"]["outcome"] == "ok"
    assert "aus denen nichts gelesen wurde" in results["ungelesen"]["errors"][0]["message"]
    assert results["tabelle"]["errors"] == []
    assert "https://ungelesen.example/a" in results["check"]["said"]
    assert "tabelle.example" not in results["check"]["said"]


def test_a_last_day_in_whose_place_a_later_one_came_is_left_out(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["verlaengert"]
    assert (call.deadline["kind"], call.deadline["dates"]) == ("fixed", ["2027-04-30"])
    assert status_of(call, NOW.date()) is OpportunityStatus.OPEN


def test_a_day_that_is_over_closes_a_call(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["vergangen"]
    assert status_of(call, NOW.date()) is OpportunityStatus.CLOSED


def test_a_source_may_be_a_document(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["pdf"]
    assert call.deadline["dates"] == ["2027-03-31"]
    assert call.max_amount == 5000
    assert call.applicant_route is ApplicantRoute.DIRECT


def test_what_a_city_gives_on_is_municipal_and_for_others(calls: dict[str, list[Opportunity]]) -> None:
    (call,) = calls["stadt"]
    assert (call.level, call.applicant_route, call.regions) == (Level.MUNICIPAL, "partner", ["Stadt Elbau"])
    assert calls["tabelle"][0].level is Level.FOUNDATION

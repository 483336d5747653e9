"""The recorded portals, where they lie beside the project: every count is the one their makers state."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from grants_db.models.opportunity import Opportunity
from grants_db.storage.database import open_database, reading
from grants_db.vocabulary import ApplicantRoute
from tests.crawler import nights

PORTAL = Path(__file__).parents[2].parent / "shared" / "portal"
COUNTS = {
    "sites": {"foerderdatenbank": 157, "eu_funding_tenders": 246, "dsee": 39},
    "sites-b": {"foerderdatenbank": 157, "eu_funding_tenders": 481, "dsee": 40},
}
#: of how many calls it is known who may apply
LEAST_ROUTES = {"foerderdatenbank": 0.95, "eu_funding_tenders": 0.75, "dsee": 0.8}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PORTAL.is_dir(), reason=f"the recorded portals are not at {PORTAL}"),
]


class Served:
    """A portal in a process of its own."""

    def __init__(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(PORTAL / "serve.py"), *options], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def requests(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/_requests", timeout=60) as answer:
            asked: list[dict[str, Any]] = json.load(answer)
        return asked

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def night(database: str, url: str) -> dict[str, Any]:
    results, megabytes, narration = nights.crawl_night(database, url, list(COUNTS["sites"]))
    assert narration == ""
    return {"results": {result["source"]: result for result in results}, "megabytes": megabytes}


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'akquise.db'}"


@pytest.mark.parametrize("sites", COUNTS)
def test_all_that_is_recorded_comes_in_and_a_second_run_changes_nothing(database: str, sites: str) -> None:
    with Served("--sites", str(PORTAL / sites)) as portal:
        first = night(database, portal.url)["results"]
        before = len(portal.requests())
        second = night(database, portal.url)["results"]
        asked = portal.requests()
    assert {name: result["new"] for name, result in first.items()} == COUNTS[sites]
    for results in (first, second):
        assert {name: result["opportunities"] for name, result in results.items()} == COUNTS[sites]
        assert {result["outcome"] for result in results.values()} == {"ok"}
    assert {(result["new"], result["changed"], result["retired"]) for result in second.values()} == {(0, 0, 0)}
    assert sum(bool(request["if_none_match"]) for request in asked[before:]) == COUNTS[sites]["dsee"] + 1
    assert not [request for request in asked if "gesperrt" in request["path"]]
    with reading(open_database(database)) as session:
        routes = [(call.source_name, call.applicant_route) for call in session.exec(select(Opportunity))]
    for source, least in LEAST_ROUTES.items():
        told = [route is not ApplicantRoute.UNCLEAR for name, route in routes if name == source]
        assert sum(told) / len(told) >= least, source


@pytest.mark.parametrize("fault", ["500:1", "cut:2", "slow:7"])
def test_nothing_is_lost_that_comes_at_the_third_try(database: str, fault: str) -> None:
    with Served("--fault", fault) as portal:
        results = night(database, portal.url)["results"]
    assert {name: result["opportunities"] for name, result in results.items()} == COUNTS["sites"]
    assert {result["outcome"] for result in results.values()} == {"ok"}


def test_faults_that_last_are_findings_retire_nothing_and_the_next_night_is_complete(database: str) -> None:
    with Served() as portal:
        night(database, portal.url)
    for fault, outcome in {
        "captcha:1": "blocked",
        "empty:1": "failed",
        "bomb:1": "failed",
        "inside:1": "failed",
    }.items():
        with Served("--fault", fault) as portal:
            ill = night(database, portal.url)
            visitors = [request for request in portal.requests() if request["host"] == "canary"]
        assert {result["outcome"] for result in ill["results"].values()} == {outcome}
        assert {result["retired"] for result in ill["results"].values()} == {0}
        assert visitors == []
        assert ill["megabytes"] < 900
    with Served() as portal:
        well = night(database, portal.url)["results"]
    assert {name: result["opportunities"] for name, result in well.items()} == COUNTS["sites"]
    assert {result["outcome"] for result in well.values()} == {"ok"}


@pytest.mark.parametrize("fault", ["captcha:3", "bomb:3", "inside:2"])
def test_where_some_pages_fail_the_rest_comes_in_and_the_next_night_adds_what_was_missing(
    database: str, fault: str
) -> None:
    with Served("--sites", str(PORTAL / "sites-b"), "--fault", fault) as portal:
        ill = night(database, portal.url)
        visitors = [request for request in portal.requests() if request["host"] == "canary"]
    with Served("--sites", str(PORTAL / "sites-b")) as portal:
        well = night(database, portal.url)["results"]
    for name, result in ill["results"].items():
        is_whole = result["opportunities"] == COUNTS["sites-b"][name]
        assert (result["outcome"] == "ok") <= is_whole
        assert is_whole or result["errors"]
        assert well[name]["new"] == COUNTS["sites-b"][name] - result["opportunities"]
        assert well[name]["retired"] == 0
    assert {result["outcome"] for result in ill["results"].values()} != {"ok"}
    assert visitors == []
    assert ill["megabytes"] < 900
    assert {name: result["opportunities"] for name, result in well.items()} == COUNTS["sites-b"]
    assert {result["outcome"] for result in well.values()} == {"ok"}

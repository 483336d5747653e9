"""Whole pages as funders build them, watched by an officer: what comes in from one night is right, or to be checked.

The pages are invented; their labels were written before the program read them. `data/whole_pages/*.yml` holds for each
its HTML, the pages it links to (any other link is dead), and the calls it offers.
"""

import json
from collections import defaultdict
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.crawler.watched_site import served
from tests.tui.nights import akquise, akquise_here

pytestmark = pytest.mark.xdist_group("test_whole_pages")

PAGES: dict[str, dict[str, Any]] = {
    page["page"]: page
    for file in sorted((Path(__file__).parent / "data" / "whole_pages").glob("*.yml"))
    for page in yaml.safe_load(file.read_text(encoding="utf-8"))
}
#: what a record holds where nothing is said
UNSAID = {"applicant_route": "unclear", "early_start": "unstated", "cumulation": "unstated"}
SUMS = ("max_amount", "min_amount", "max_rate", "own_share_min")


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host, _, path = self.path.lstrip("/").partition("/")
        page = PAGES[host.removesuffix(".example")]
        body = (page["html"] if path == "seite" else page.get("linked", {}).get(path, "")).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """After `source add` for each page and one `crawl run`: by page its calls, and how its run ended."""
    database = tmp_path_factory.mktemp("whole") / "akquise.db"
    akquise_here(database, "db", "upgrade")
    pages = {
        akquise_here(
            database, "source", "add", f"https://{page}.example/seite", "--funder", f"Stiftung {page}"
        ).strip(): page
        for page in PAGES
    }
    with served(_Handler) as site:
        said = akquise(database, "--today", "1.12.2026", "crawl", "run", *pages, "--via", site, "--json", status=1)
    file = database.with_name("calls.jsonl")
    akquise_here(database, "opportunities", "export", str(file))
    calls = defaultdict(list)
    for line in file.read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        calls[pages[call["source"]]].append(call)
    return {"calls": calls, "runs": {pages[run["source"]]: run for run in json.loads(said)["sources"]}}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_gives_its_calls_and_no_others(night: dict[str, Any], page: str) -> None:
    assert sorted(call["title"] for call in night["calls"][page]) == sorted(
        call["title"] for call in PAGES[page]["calls"]
    )


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_is_right_or_to_be_checked(night: dict[str, Any], page: str) -> None:
    calls = {call["title"]: call for call in night["calls"][page]}
    assert [_differing(calls[expected["title"]], expected) for expected in PAGES[page]["calls"]] == [
        {} for _ in PAGES[page]["calls"]
    ]


def test_a_dead_page_behind_a_list_is_named_and_costs_no_call(night: dict[str, Any]) -> None:
    run = night["runs"]["table-en-dead"]
    assert run["outcome"] == "ok"
    dead = [f"https://table-en-dead.example/calls/{name}" for name in ("quay", "tide")]
    assert sorted(error["url"] for error in run["errors"]) == dead
    assert {call["url"] for call in night["calls"]["table-en-dead"]} == {"https://table-en-dead.example/seite"}


def test_a_note_on_given_money_fails_with_a_sentence(night: dict[str, Any]) -> None:
    run = night["runs"]["bescheide"]
    assert run["outcome"] == "failed"
    assert "berichtet von vergebenem Geld" in run["errors"][0]["message"]


def _differing(call: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The facts that are neither as expected nor marked as to be checked."""
    kind, *days = expected.get("deadline", "none").split()
    deadline = call["deadline"] or {}
    found = {
        "deadline": (deadline.get("kind", "none"), [day.lstrip("-") for day in deadline.get("dates", [])]),
        **{name: float(call[name]) if call[name] is not None else None for name in SUMS},
        **{name: call[name] for name in UNSAID},
    }
    wanted = {
        "deadline": (kind, days),
        **{name: expected.get(name) for name in SUMS},
        **{name: expected.get(name, unsaid) for name, unsaid in UNSAID.items()},
    }
    left = {*call["check"], *expected.get("unsure", ())}
    return {name: (found[name], value) for name, value in wanted.items() if name not in left and found[name] != value}

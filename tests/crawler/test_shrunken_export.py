"""Programmes missing from the export: some are taken for gone and may come back, half of them never are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler.demo_portal import fdb
from crawler.demo_portal.content import load

Pages = dict[str, tuple[str, bytes]]
Crawl = Callable[[str], dict[str, Any]]
SOURCE = "foerderdatenbank"
ALL = len(load().programmes)
GOOD_RUNS = 3  # a source's bounds come from its own history


def show(pages: Pages, without: int) -> None:
    """The mirror's export lacks its first programmes."""
    content = load()
    fewer = replace(content, programmes=content.programmes[without:])
    pages["www.foerderdatenbank.de/FDB/WS/export"] = ("application/zip", fdb.export_zip(fewer))


@pytest.mark.slow
def test_four_missing_programmes_are_retired_and_come_back(pages: Pages, crawl: Crawl) -> None:
    show(pages, without=0)
    whole = crawl(SOURCE)
    show(pages, without=4)
    fewer = crawl(SOURCE)
    show(pages, without=0)
    again = crawl(SOURCE)
    assert (whole["outcome"], whole["new"]) == ("ok", ALL)
    assert (fewer["outcome"], fewer["opportunities"], fewer["retired"]) == ("ok", ALL - 4, 4)
    assert (again["outcome"], again["opportunities"], again["returned"], again["new"]) == ("ok", ALL, 4, 0)


@pytest.mark.slow
def test_half_of_an_export_retires_nothing_and_is_a_finding(pages: Pages, crawl: Crawl) -> None:
    show(pages, without=0)
    for _ in range(GOOD_RUNS):
        assert crawl(SOURCE)["outcome"] == "ok"
    show(pages, without=ALL // 2)
    half = crawl(SOURCE)
    show(pages, without=0)
    again = crawl(SOURCE)
    assert (half["outcome"], half["retired"]) == ("partial", 0)
    assert "es wurde nichts stillgelegt" in half["errors"][-1]["message"]
    assert (again["outcome"], again["opportunities"], again["new"], again["changed"]) == ("ok", ALL, 0, 0)

"""Lists that lead to labelled pages: what a link may look like."""

from collections.abc import Callable
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from crawler.demo_portal.content import load
from crawler.demo_portal.dsee import pages as dsee_pages
from crawler.platforms.labelled_page import LabelledPage, read_tree

Pages = dict[str, tuple[str, bytes]]
Crawl = Callable[[str], dict[str, Any]]
HOST = "foerderdatenbank.d-s-e-e.de"


@pytest.mark.slow
def test_one_link_that_is_no_address_costs_no_other_and_makes_the_run_incomplete(pages: Pages, crawl: Crawl) -> None:
    content = load()
    programmes = [entry for entry in content.foundation_programmes if not entry.forbidden]
    for path, text in dsee_pages(programmes, content.contacts).items():
        kind = "text/plain" if path == "robots.txt" else "text/html; charset=utf-8"
        pages[f"{HOST}/{path}"] = (kind, text.encode())
    kind, first = pages[f"{HOST}/"]
    pages[f"{HOST}/"] = (kind, first.replace(b"<main", b'<a href="https://[?]/foerderprogramme/x">x</a><main'))
    result = crawl("dsee")
    assert (result["outcome"], result["opportunities"]) == ("partial", len(programmes))
    assert "https://[?]" in result["errors"][0]["message"]


def test_comments_and_struck_out_days_are_no_values() -> None:
    aside = """<aside><div>Bewerbungsfrist:</div><!-- alt --><div><s>1. März 2026</s> 1. März 2027</div></aside>"""
    markup = f"<html><body><h1>Gartenfonds</h1>{aside}</body></html>"
    response = HtmlResponse("https://a.example/1", body=markup.encode(), encoding="utf-8")
    assert LabelledPage(read_tree(response), response.url).label("Bewerbungsfrist") == "1. März 2027"


def test_nested_blocks_say_their_words_once() -> None:
    markup = f"<html><body><h1>A</h1>{'<div><div><p>Vereine</p>' * 40}<h3>Frist</h3></div></body></html>"
    response = HtmlResponse("https://a.example/1", body=markup.encode(), encoding="utf-8")
    said = "".join(text for _, text in LabelledPage(read_tree(response), response.url).sections)
    assert said.count("Vereine") == 40

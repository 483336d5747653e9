"""Lists that lead to labelled pages: what a link may look like."""

from collections.abc import Callable
from typing import Any

import pytest

from crawler.demo_portal.content import load
from crawler.demo_portal.dsee import pages as dsee_pages

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

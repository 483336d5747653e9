"""What a robots.txt closes to us, in the forms that hosts write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots_rules import LIVE_DELAY, LONGEST_DELAY, parse_rules

CLOSED, OPEN = "https://stadt.example/intern/a", "https://stadt.example/foerderung"


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: akquise\nCrawl-delay: 5\nUser-agent: *\nDisallow: /intern/",
        "User-agent: akquise\nCrawl-delay: 5\n\nUser-agent: *\nDisallow: /intern/",
        "User-agent: *\nDisallow: /intern/\n\nUser-agent: akquise\nCrawl-delay: 5",
        "User-agent: akquise/0.1\nDisallow: /intern/\n\nUser-agent: *\nDisallow: /foerderung",
        "User-agent: Akquise (bot; +https://x.example)\nSitemap: https://x.example/s.xml\nDisallow: /intern/",
        "\ufeffUser-agent: *\nRequest-rate: 1/10\nDisallow: /intern/",
        "user agent *\ndissallow /intern/",
        "User-agent: other\nUser-agent: akquise\n\nDisallow: /intern/\nUser-agent: *\nDisallow: /foerderung",
        "User-agent: akquise\nDisallow: /x\nUser-agent: *\nDisallow: /foerderung\nUser-agent: AKQUISE\nDisallow: /int",
    ],
)
def test_what_is_closed_to_us_stays_closed_and_the_rest_is_open(text: str) -> None:
    rules = parse_rules(text.encode())
    assert not rules.allow(CLOSED)
    assert rules.allow(OPEN)


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: akquise\nDisallow:\n\nUser-agent: *\nDisallow: /",
        "User-agent: akquise-other\nDisallow: /",
        "User-agent: akq\nDisallow: /",
        "User-agent: /\nDisallow: /",
        "Disallow: /",
        "",
    ],
)
def test_what_is_closed_to_others_is_open_to_us(text: str) -> None:
    assert parse_rules(text.encode()).allow(CLOSED)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("2,5", 2.5), ("2.5", 2.5), ("10 # please", 10), ("7s", 7), ("soon", LIVE_DELAY), ("1e9", LIVE_DELAY),
     ("99999", LONGEST_DELAY), ("", LIVE_DELAY), ("-4", LIVE_DELAY)],
)  # fmt: skip
def test_a_delay_is_read_as_it_is_written(asked: str, seconds: float) -> None:
    assert parse_rules(f"User-agent: *\nCrawl-delay: {asked}".encode()).delay == seconds


def test_the_delay_of_our_own_group_leads() -> None:
    assert (
        parse_rules(
            b"User-agent: *\nDisallow: /x\nCrawl-delay: 9\n\nUser-agent: akquise\nAllow: /\nCrawl-delay: 3"
        ).delay
        == 3
    )


@given(st.binary(max_size=300))
def test_no_bytes_before_our_group_open_what_it_closes(body: bytes) -> None:
    assert not parse_rules(body + b"\n\nUser-agent: akquise\nDisallow: /\n").allow(OPEN)

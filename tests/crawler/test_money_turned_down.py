"""Sums below and above which a request is turned down are the least and the most."""

from decimal import Decimal

import pytest

from crawler.extract.money.roles import figures_from_prose
from crawler.text.sentences import Prose


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Requests of less than EUR 20 000 or more than EUR 90 000 will be rejected.", 20_000, 90_000),
        ("Anträge unter 500 Euro oder über 8.000 Euro werden abgelehnt.", 500, 8_000),
        ("Applications for less than EUR 5,000 or for more than EUR 40,000 are not accepted.", 5_000, 40_000),
    ],
)
def test_what_is_turned_down_bounds_a_grant(text: str, least: int, most: int) -> None:
    found = figures_from_prose(Prose(text))
    assert (found["min_amount"].value, found["max_amount"].value) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize(
    "text",
    [
        "Anträge unter 500 Euro werden im Büro entschieden.",
        "Anträge unter 500 Euro entscheidet das Büro, über 8.000 Euro der Beirat.",
    ],
)
def test_sums_that_decide_who_decides_bound_no_grant(text: str) -> None:
    found = figures_from_prose(Prose(text))
    assert not [name for name, figure in found.items() if not figure.check]


def test_an_exception_raises_the_most() -> None:
    found = figures_from_prose(Prose("Je Verein sind es max. 1.500 €, in Ausnahmefällen bis 3.000 €."))
    assert found["max_amount"].value == Decimal(3_000)

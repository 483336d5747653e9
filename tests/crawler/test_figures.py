"""Sums, rates and own shares on any page: what each figure is follows from what stands around it. All invented."""

from decimal import Decimal

import pytest

from crawler.evaluation.figures import read_by, score_figures
from crawler.extract.money.candidates import money_in
from crawler.extract.money.roles import figures_from_prose
from crawler.extract.money.shares import find_shares
from crawler.text.sentences import Prose


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Je Projekt können bis zu 7.500 Euro beantragt werden.", "max_amount", 7500),
        ("Gefördert wird mit höchstens 4.000 € je Vorhaben.", "max_amount", 4000),
        ("Grants of up to EUR 20,000 are available.", "max_amount", 20_000),
        ("Die Förderquote beträgt höchstens 80 Prozent der Kosten.", "max_rate", 80),
        ("Ein Eigenanteil von zehn Prozent ist einzubringen.", "own_share_min", 10),
        ("At least 25% of the budget must come from own resources.", "own_share_min", 25),
        ("Es gibt Zuschüsse zwischen 1.000 und 9.000 Euro.", "min_amount", 1000),
        ("Es gibt Zuschüsse zwischen 1.000 und 9.000 Euro.", "max_amount", 9000),
        ("We award grants of EUR 2,000 to 8,000 per project.", "max_amount", 8000),
        ("Mehr als 6.000 Euro je Vorhaben kann der Fonds nicht geben.", "max_amount", 6000),
        ("Ein Eigenanteil ist nicht erforderlich.", "own_share_min", 0),
    ],
)
def test_a_figure_is_what_its_sentence_makes_of_it(text: str, name: str, value: int) -> None:
    figure = figures_from_prose(Prose(text))[name]
    assert (figure.value, figure.check, figure.quote) == (Decimal(value), False, text)


@pytest.mark.parametrize(
    "text",
    [
        "Insgesamt stehen 300.000 Euro zur Verfügung.",
        "Der Verein freut sich über 12.000 Euro.",
        "Das Honorar beträgt 60 Euro pro Stunde.",
        "Die Gesamtkosten dürfen höchstens 20.000 Euro betragen.",
    ],
)
def test_money_of_all_of_others_or_of_costs_is_no_cap_of_the_grant(text: str) -> None:
    figure = figures_from_prose(Prose(text)).get("max_amount")
    assert figure is None or figure.check


def test_a_heading_names_the_currency_of_the_figure_below() -> None:
    found = list(money_in(Prose("Höchstbetrag in Euro\n5.000")))
    assert [(one.kind, int(one.value)) for one in found] == [("sum", 5000)]


def test_shares_are_read_in_words_and_as_ranges() -> None:
    found = find_shares("Zwei Drittel, one third, 60 bis 80 %, fünf Prozent; no own contribution is needed")
    assert [(str(share.value), share.pair) for share in found] == [
        ("66.67", ""),
        ("33.33", ""),
        ("60", "low"),
        ("80", "high"),
        ("5", ""),
        ("0", "none"),
    ]


def test_every_sum_and_share_is_a_candidate_wherever_it_stands() -> None:
    text = Prose("Im Topf sind 90.000 Euro.\nHöchstens die Hälfte, je Antrag 5.000 Euro, dazu 15 % Eigenmittel.")
    assert [(one.kind, int(one.value)) for one in money_in(text)] == [
        ("sum", 90_000),
        ("sum", 5000),
        ("rate", 50),
        ("rate", 15),
    ]


def test_a_proposal_counts_as_missing_and_is_told_apart() -> None:
    row = {"text": "Je Projekt können bis zu 7.500 Euro beantragt werden.", "max_amount": "7500"}
    empty = dict.fromkeys(("min_amount", "max_rate", "own_share_min"))
    counts = dict(score_figures(read_by([row | empty, {**row, **empty, "max_amount": "8000"}])))
    assert (counts["max_amount"]["right"], counts["max_amount"]["wrong"], counts["max_amount"]["missing"]) == (1, 1, 1)

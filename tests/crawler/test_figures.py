"""Sums, rates and own shares on any page: what each figure is follows from what stands around it. All invented."""

from decimal import Decimal

import pytest

from crawler.evaluation.figures import read_by, score_figures
from crawler.extract.money.candidates import money_in
from crawler.extract.money.roles import figures_from_prose
from crawler.extract.money.shares import find_shares
from crawler.extract.roles.weights import EvidenceWeights
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
        ("Der auf 3.000-Euro je Projekt gedeckelte Zuschuss hilft schnell.", "max_amount", 3000),
        ("Ihr könnt Zuschüsse von mindestens 900 Euro bis maximal 4.000 Euro bekommen.", "max_amount", 4000),
        ("Wieviel: Der Zuschuss kann zwischen 800 und 12.000 € liegen.", "max_amount", 12_000),
        ("The grant requested should be between 30,000 and 70,000 euros.", "max_amount", 70_000),
        ("Der Zuschuss deckt ein Drittel der Kosten, jedoch höchstens 5.000 Euro.", "max_amount", 5000),
        ("Förderung: 80 % der Gesamtkosten bis zu 9.000 Euro.", "max_amount", 9000),
        ("Neue Ansätze gegen Einsamkeit in der Stadt; 10.000 bis 25.000 Euro.", "max_amount", 25_000),
        ("Je Stelle bis zu 40.000 Euro, höchstens aber 90.000 Euro je Antrag.", "max_amount", 90_000),
        ("Zehn Projekte erhalten je 4.000 Euro; insgesamt stehen 40.000 Euro bereit.", "max_amount", 4000),
        ("Die Gewinner erhalten jeweils 3.000 Euro.", "max_amount", 3000),
        ("Max. Fördersumme 6.000 EUR, Förderquote 90 %", "max_amount", 6000),
        ("Requests should not be higher than €7,000.", "max_amount", 7000),
        ("Förderung von 80 % (20 % Eigenanteil)", "own_share_min", 20),
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
        "Jeder Landkreis erhält bis zu 90.000 Euro, die er an Initiativen weitergibt.",
        "Each region receives up to €300,000.",
        "Je Kind werden höchstens 150 Euro bezuschusst.",
        "Pro Veranstaltung werden maximal 500 Euro übernommen.",
        "Für eine Vollzeitstelle werden bis zu 60.000 Euro im Jahr gewährt.",
        "Für Honorare werden bis zu 1.500 Euro gezahlt.",
        "Grants of up to €700 for preparation activities are paid.",
        "Für Kleinprojekte gilt eine Höchstgrenze von 30.000 € für die Summe der förderfähigen Kosten.",
        "Darüber hinaus kann eine Verwaltungspauschale von bis zu 500 Euro beantragt werden.",
        "Bis 2023 lag die Höchstförderung bei 5.000 Euro.",
        "Die Summen für die Einzelprojekte reichten von 2.000 bis 45.000 Euro.",
        "Beispiel: Bei Kosten von 10.000 Euro beträgt der Zuschuss 8.000 Euro.",
        "Bei Zuwendungen bis zu 25.000 Euro genügt ein einfacher Verwendungsnachweis.",
        "Zuwendungen werden gewährt, wenn der Betrag 2.500 Euro übersteigt.",
        "Antragsteller mit Einnahmen von bis zu 250.000 Euro sind antragsberechtigt.",
        "Bis zu 10.000 Euro Preisgeld werden unter den Gewinnern aufgeteilt.",
        "Mit bis zu 2 Millionen Euro unterstützt das Land die Kommunen bei der Integration.",
        "The maximum amount of a sub-grant is limited to EUR 10,000 per third party.",
        "Kleinprojekte bis 20.000 € können gefördert werden, ihr Gesamtvolumen darf 20.000 € nicht übersteigen.",
    ],
)
def test_money_of_all_of_others_or_of_costs_is_no_cap_of_the_grant(text: str) -> None:
    figure = figures_from_prose(Prose(text)).get("max_amount")
    assert figure is None or figure.check


def test_while_a_higher_sum_may_be_the_cap_no_lower_one_is_stated() -> None:
    text = "Municipalities are eligible for the 60.000 EUR grant. Ideas are funded with up to EUR 500 per project."
    weights = EvidenceWeights({"sum": {"maximum": {"always": -0.3, "bound=most": 3.0}}})
    figure = figures_from_prose(Prose(text), weights)["max_amount"]
    assert (figure.value, figure.check) == (Decimal(60_000), True)


def test_what_others_may_pay_as_well_is_no_own_share() -> None:
    figure = figures_from_prose(Prose("Co-funding of 30% of the project cost is required.")).get("own_share_min")
    assert figure is not None
    assert figure.check


@pytest.mark.parametrize(
    "text",
    [
        "Der Zuschuss deckt 100 % der Reisekosten.",
        "Die Zuwendung ist zu kürzen, wenn alle Mittel zusammen 90 % der Ausgaben übersteigen.",
    ],
)
def test_a_share_of_one_kind_of_cost_or_a_ceiling_of_all_money_is_no_rate_of_the_grant(text: str) -> None:
    figure = figures_from_prose(Prose(text)).get("max_rate")
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

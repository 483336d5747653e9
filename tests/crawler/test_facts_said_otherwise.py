"""Conditions, sums, own shares and applicants in words that earlier texts did not use."""

from decimal import Decimal

import pytest

from crawler.extract.applicants.route import route_from_prose
from crawler.extract.conditions.candidates import Condition, conditions_in
from crawler.extract.conditions.reading import cumulation_from_prose, early_start_from_prose
from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.money.roles import figures_from_prose
from crawler.text.sentences import Prose
from grants_db.vocabulary import ApplicantRoute, Cumulation, EarlyStart


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Wer zu früh beginnt, verliert die Förderung.", EarlyStart.FORBIDDEN),
        ("Bereits getätigte Anschaffungen können nicht bezuschusst werden.", EarlyStart.FORBIDDEN),
        ("We cannot fund anything that has already happened.", EarlyStart.FORBIDDEN),
        (
            "Nein, vor Antragstellung und Förderzusage darf nicht mit dem Vorhaben begonnen werden.",
            EarlyStart.FORBIDDEN,
        ),
        ("Zuwendungsfähig sind Ausgaben ab dem Tag der Antragstellung.", EarlyStart.ALLOWED),
        ("Any work you do prior to approval is done at your own risk.", EarlyStart.ALLOWED),
    ],
)
def test_whether_one_may_begin_early_is_told(text: str, value: EarlyStart) -> None:
    reading = early_start_from_prose(Prose(text))
    assert (reading.value, reading.check) == (value, False)


@pytest.mark.parametrize(
    "text",
    [
        "Applications submitted before 1 March 2026 are being assessed.",
        "Vereine, die vor dem 1. Januar 2020 gegründet wurden, können teilnehmen.",
        "Geförderte Projekte können in der Regel acht Wochen nach Antragstellung beginnen.",
    ],
)
def test_a_day_or_a_span_before_something_is_no_rule_on_beginning(text: str) -> None:
    assert early_start_from_prose(Prose(text)).value is EarlyStart.UNSTATED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Andere Fördermöglichkeiten sind vorrangig auszuschöpfen.", Cumulation.LIMITED),
        (
            "Other grants may be used provided that total funding does not exceed 100% of the costs.",
            Cumulation.LIMITED,
        ),
        ("Neben unserem Zuschuss dürfen Landes- und Bundesmittel eingesetzt werden.", Cumulation.ALLOWED),
        ("Wir freuen uns, wenn sich weitere Geldgeber an Ihrem Projekt beteiligen.", Cumulation.ALLOWED),
        ("Ist eine Kombination mit anderen Förderungen möglich?\nNein.", Cumulation.PROHIBITED),
    ],
)
def test_whether_other_money_may_be_added_is_told(text: str, value: Cumulation) -> None:
    reading = cumulation_from_prose(Prose(text))
    assert (reading.value, reading.check) == (value, False)


def test_what_is_only_asked_is_not_yet_said() -> None:
    assert cumulation_from_prose(Prose("Ist eine Kombination mit anderen Förderungen möglich?")).value is (
        Cumulation.UNSTATED
    )


@pytest.mark.parametrize("text", ["OTHER GRANTS may be combined with it.", "Other grants may be combined with it."])
def test_a_word_counts_however_it_is_written(text: str) -> None:
    assert conditions_in(Prose(text), Condition.CUMULATION)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Ein Antrag darf 2.500 Euro nicht überschreiten.", "max_amount", "2500"),
        ("Förderung: bis zu 25.000 € (bei Gesamtkosten von mindestens 30.000 €).", "max_amount", "25000"),
        ("Bis zu 40.000 Euro werden gefördert (bei Kosten ab 90.000 Euro).", "max_amount", "40000"),
        ("Fördersatz | Maximalzuschuss\n40 % | 75.000 €", "max_amount", "75000"),
        ("Fördersatz | Maximalzuschuss\n40 % | 75.000 €", "max_rate", "40"),
        ("Der Träger beteiligt sich mit wenigstens fünf Prozent an den Ausgaben.", "own_share_min", "5"),
        ("20 Prozent der Projektsumme müssen aus Eigenmitteln stammen.", "own_share_min", "20"),
        ("Ein Fünftel ist aus eigenen Mitteln zu bestreiten.", "own_share_min", "20"),
        ("Der Eigenanteil darf 20 Prozent nicht unterschreiten.", "own_share_min", "20"),
        ("Eigenmittel werden nicht verlangt.", "own_share_min", "0"),
        ("Sie brauchen keine Eigenmittel.", "own_share_min", "0"),
        ("Eigenanteil: keiner", "own_share_min", "0"),
        ("No match funding is required.", "own_share_min", "0"),
    ],
)
def test_a_sum_or_share_is_told(text: str, name: str, value: str) -> None:
    figure = figures_from_prose(Prose(text))[name]
    assert (figure.value, figure.check) == (Decimal(value), False)


@pytest.mark.parametrize(
    "text",
    [
        "Ohne Eigenanteil kann keine Förderung gewährt werden.",
        "Eigenmittel dürfen nicht aus Bundesmitteln stammen.",
        "Unbare Leistungen sind keine Eigenmittel.",
    ],
)
def test_what_is_said_of_own_money_does_not_waive_it(text: str) -> None:
    assert "own_share_min" not in figures_from_prose(Prose(text))


def test_what_a_public_owner_must_hold_is_no_own_share() -> None:
    text = "Antragsberechtigt sind Betriebe mit mindestens 25 Prozent kommunaler Beteiligung."
    figure = figures_from_prose(Prose(text)).get("own_share_min")
    assert figure is None or figure.check


def test_an_initiative_of_the_state_is_no_association() -> None:
    text = "Das Ministerium fördert im Rahmen der Nationalen Klimaschutzinitiative Lastenräder."
    assert route_from_prose(Prose(text)).route is ApplicantRoute.UNCLEAR


def test_a_year_in_the_label_of_a_list_is_that_of_its_days() -> None:
    deadline = parse_deadline("Stichtage 2027: 15. Februar, 15. Mai, 15. August")
    assert (deadline.dates, deadline.check) == (("2027-02-15", "2027-05-15", "2027-08-15"), False)

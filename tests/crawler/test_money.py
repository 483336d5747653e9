"""Sums are read as what they are: a cap, a least, costs, a price per place, a programme's total."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.money.amounts import AmountRole, max_amount, min_amount, parse_amounts
from crawler.extract.money.figures import find_sums
from crawler.text.sentences import Prose, plain

WORDS = [
    "bis zu",
    "mindestens",
    "EUR",
    "€",
    "1,5",
    "Mio.",
    "12.000,–",
    "5 000",
    "je",
    "Antrag",
    "Platz",
    "Zuschuss",
    "beträgt",
    "Kosten",
    "-",
    "\n",
    ".",
    ",",
    "9" * 30,
    "zwischen",
    "und",
    "T€",
    "100",
    "Euro",
    "%",
    ":",
]
PIECES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("1,5 Mio. €", "1500000"),
        ("1.5 million EUR", "1500000"),
        ("€1.5 million", "1500000"),
        ("EUR 10 Millionen", "10000000"),
        ("2 Milliarden Euro", "2000000000"),
        ("96 T€", "96000"),
        ("12.000,– €", "12000"),
        ("(max.16.000 € je Projekt)", "16000"),
        ("12.000,-- EUR", "12000"),
        ("50 000 Euro", "50000"),
        ("8.500,50 EUR", "8500.50"),
        ("EUR 60,000", "60000"),
        ("EUR 60 000", "60000"),
        ("€ 1,234,567.89", "1234567.89"),
        ("300 Tsd. Euro", "300000"),
        ("EUR 800,00", "800"),
        ("5.000 EURO", "5000"),
    ],
)
def test_a_sum_is_read_in_german_and_english_spelling(text: str, euros: str) -> None:
    assert [found.value for found in find_sums(f"das sind {text} im Ganzen")] == [Decimal(euros)]


@pytest.mark.parametrize(
    "text", ["der 1-Euro-Job", "eurobasiert 5", "§ 5 EUR-Lex", "Europa 2027", "30.06.2027", "12", "EUR 2 000 00 0"]
)
def test_what_only_looks_like_a_sum_is_none(text: str) -> None:
    assert find_sums(text) == []


@pytest.mark.parametrize(
    "text", ["zwischen 2.000 und 7.000 Euro", "between €2 000 & €7 000", "EUR 2.000 bis EUR 7.000", "2.000 – 7.000 €"]
)
def test_a_range_has_two_ends(text: str) -> None:
    assert [(int(found.value), found.pair) for found in find_sums(text)] == [(2000, "low"), (7000, "high")]


@pytest.mark.parametrize(
    "text",
    [
        "Anträge bis zum 30. Juni 2026 bis zu 5.000 Euro",
        "im Jahr 2027 bis zu 5.000 Euro",
        "by 30 June 2026 up to 5,000 euros",
    ],
)
def test_a_year_before_a_sum_is_no_lower_end(text: str) -> None:
    assert [(int(found.value), found.pair) for found in find_sums(text)] == [(5000, "")]


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("Je Antrag können bis zu 5.000 EUR bewilligt werden, der Zuschuss wird einmalig gezahlt.", 5000),
        ("Die Förderung beträgt höchstens 40.000 Euro pro Projekt und Jahr.", 40000),
        ("Der Zuschuss beläuft sich auf 60 Prozent der förderfähigen Kosten, maximal jedoch EUR 9.000.", 9000),
        ("Die Zuwendung darf 25.000 Euro nicht übersteigen.", 25000),
        ("Der Zuschuss ist je Träger auf 600 000 Euro im Kalenderjahr begrenzt.", 600000),
        ("Die Höhe der Beteiligung liegt zwischen EUR 20.000 und EUR 80.000.", 80000),
        ("Die Kosten einer Übersetzung können mit bis zu 1.200 EUR gefördert werden.", 1200),
        ("Das Preisgeld beträgt EUR 1,5 Millionen je Stadt.", 1500000),
        ("The grant covers up to EUR 60 000 per project.", 60000),
        ("Die Höhe des Darlehens beträgt bis zu EUR 1 Million, im Ausnahmefall bis zu EUR 2,5 Millionen.", 2500000),
        (
            "Der Zuschuss beträgt 50 Prozent der Ausgaben, jedoch maximal\n- für Träger EUR 3.000,\n- sonst EUR 900.",
            3000,
        ),
    ],
)
def test_the_most_one_application_can_get(text: str, euros: int) -> None:
    fact = max_amount(Prose(text))
    assert fact is not None
    assert fact.value == euros


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Die Höhe des Zuschusses beträgt bis zu EUR 60.000 je Vollzeitstelle.", AmountRole.PER_UNIT),
        ("Die Zuwendung wird pro Platz gewährt und beträgt\n- je Ausbildungsplatz EUR 800.", AmountRole.PER_UNIT),
        ("Gefördert werden bis zu 1.150 Euro je Quadratmeter Wohnfläche.", AmountRole.PER_UNIT),
        ("Sie erhalten monatlich bis zu 700 EUR Zuschuss.", AmountRole.PER_UNIT),
        ("Die zuwendungsfähigen Gesamtausgaben dürfen 90.000 Euro nicht überschreiten.", AmountRole.COST),
        (
            "Der Zuschuss deckt 40 Prozent der Gesamtkosten. Diese dürfen höchstens EUR 150.000 betragen.",
            AmountRole.COST,
        ),
        ("Für das Programm stehen in diesem Jahr 3 Mio. Euro Fördermittel zur Verfügung.", AmountRole.PROGRAMME_TOTAL),
        ("Preisgeld: 250.000 € gesamt für alle Sieger.", AmountRole.PROGRAMME_TOTAL),
        ("The total budget of the call is EUR 10 million.", AmountRole.PROGRAMME_TOTAL),
        ("Die Gesamtausgaben dürfen den Höchstbetrag von 900.000 Euro nicht überschreiten.", AmountRole.COST),
        ("De-minimis-Beihilfen dürfen 300.000 EUR in drei Jahren nicht übersteigen.", AmountRole.OTHER),
        ("Antragsberechtigt sind Betriebe mit einem Jahresumsatz von bis zu EUR 2 Millionen.", AmountRole.OTHER),
        ("Ab einer Zuwendung von 100.000 Euro ist ein Sachbericht vorzulegen.", AmountRole.OTHER),
        ("Bei institutioneller Förderung ist der Zuschuss auf 1.000 EUR begrenzt.", AmountRole.OTHER),
    ],
)
def test_a_sum_that_no_application_can_get_is_told_apart(text: str, role: AmountRole) -> None:
    assert [amount.role for amount in parse_amounts(Prose(text))] == [role]
    assert max_amount(Prose(text)) is None


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("Die Bagatellgrenze liegt bei EUR 3.000.", 3000),
        ("Der Zuschuss muss mindestens 2.500 Euro betragen.", 2500),
        ("Die beantragte Zuwendung muss 1.000 EUR übersteigen.", 1000),
        ("Der Förderbetrag darf 10.000 Euro nicht unterschreiten.", 10000),
        ("Die Bagatellgrenze beträgt für Gemeinden EUR 5.000, für Vereine EUR 1.000.", 1000),
        ("Die Fördersumme liegt zwischen EUR 100.000 und EUR 2 Millionen.", 100000),
    ],
)
def test_the_least_that_is_granted(text: str, euros: int) -> None:
    fact = min_amount(Prose(text))
    assert fact is not None
    assert fact.value == euros


def test_a_least_of_the_costs_is_no_least_of_the_grant() -> None:
    assert (
        min_amount(Prose("Die zuwendungsfähigen Ausgaben müssen mindestens EUR 50.000 betragen (Bagatellgrenze)."))
        is None
    )


def test_a_number_before_a_cap_is_no_range() -> None:
    text = "In Orten unter 15.000 bis zu 40.000 Euro Zuschuss."
    assert min_amount(Prose(text)) is None
    assert max_amount(Prose(text)) is not None


def test_a_range_of_caps_has_no_least() -> None:
    text = "Der Zuschuss beträgt maximal zwischen EUR 2.000 und EUR 7.000."
    assert min_amount(Prose(text)) is None
    assert max_amount(Prose(text)) is not None


def test_least_and_most_of_one_sentence_are_told_apart() -> None:
    text = "Ihr Zuschuss muss mindestens 8.000 EUR und darf maximal 90.000 EUR betragen."
    least, most = min_amount(Prose(text)), max_amount(Prose(text))
    assert least is not None
    assert most is not None
    assert (least.value, most.value) == (Decimal(8000), Decimal(90000))


def test_in_a_guideline_only_what_is_said_outright_counts() -> None:
    prudent = "Zuwendungen bis 5.000 Euro werden im Einzelfall als Festbetrag bewilligt."
    outright = "Die Zuwendung beträgt höchstens 30.000 Euro je Maßnahme."
    assert max_amount(Prose(prudent), guideline=True) is None
    found = max_amount(Prose(outright), guideline=True)
    assert found is not None
    assert found.value == 30000


@given(PIECES)
def test_sums_never_fail_and_quote_the_text(text: str) -> None:
    whole = " ".join(plain(text).split())
    for amount in parse_amounts(Prose(text)):
        assert amount.value >= 0
        assert " ".join(amount.quote.split()) in whole

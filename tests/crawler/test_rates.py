"""Rates are read where the sentence says of what; an own contribution only where it is stated."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.money.rates import max_rate, municipal_rate, own_share_min, parse_rates
from crawler.text.sentences import Prose, plain
from grants_db.vocabulary import ApplicantRoute

WORDS = [
    "bis zu",
    "80",
    "Prozent",
    "%",
    "v. H.",
    "der",
    "zuwendungsfähigen",
    "Ausgaben",
    "Eigenanteil",
    "mindestens",
    "Zuschuss",
    "beträgt",
    "\n",
    "- ",
    ".",
    ",",
    "als Kommune",
    "ESF+",
    "Landesmittel",
    "um",
    "erhöht",
    "101",
    "1" * 9,
]
PIECES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Der Zuschuss beträgt bis zu 80 Prozent der zuwendungsfähigen Ausgaben.", "80"),
        ("Die Förderung wird mit 62,5 % der förderfähigen Kosten bemessen.", "62.5"),
        ("Die Zuwendung erfolgt in Höhe von 70 v. H. der Personal- und Sachausgaben.", "70"),
        ("Die Höhe der Förderung beträgt für\n- Kurse bis zu 40 Prozent und\n- Netzwerke bis zu 90 Prozent.", "90"),
        ("Der Zuschuss beträgt in der Regel 85 Prozent, in Ausnahmefällen auch 100 Prozent der Ausgaben.", "100"),
        ("Auch eine Vollfinanzierung ist möglich.", "100"),
        ("Der Zuschuss beträgt 30 Prozent der Energiekosten.", "30"),
        ("The funding rate is 75% of the eligible costs.", "75"),
        ("Der ESF+-Zuschuss beträgt bis zu 40 Prozent, der Landeszuschuss bis zu 15 Prozent der Kosten.", "55"),
        ("Der Zuschuss beträgt 40 Prozent der Kosten. Er erhöht sich um bis zu 10 Prozent bei Vereinen.", "50"),
    ],
)
def test_the_highest_rate(text: str, percent: str) -> None:
    fact = max_rate(Prose(text))
    assert fact is not None
    assert fact.value == Decimal(percent)


@pytest.mark.parametrize(
    "text",
    [
        "Mindestens 80 Prozent der Teilnehmenden müssen im Land wohnen.",
        "Bis zu 15 Prozent der Unterrichtsstunden können digital stattfinden.",
        "Für Verwaltungsausgaben erhalten Sie eine Pauschale von bis zu 5 Prozent der Projektausgaben.",
        "Der Tilgungszuschuss beträgt bis zu 25 Prozent des Darlehens.",
        "Der Zuschuss vermindert sich jährlich um 10 Prozent.",
        "Die öffentliche Hand darf mit höchstens 25 Prozent am Kapital beteiligt sein.",
        "Das Darlehen wird durch das Land bis zu 80 Prozent verbürgt.",
        "Der Eigenanteil beträgt mindestens 20 Prozent.",
        "Eine Vollfinanzierung ist ausgeschlossen.",
    ],
)
def test_other_percentages_are_no_rate(text: str) -> None:
    assert max_rate(Prose(text)) is None


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Sie müssen einen Eigenanteil von mindestens 10 Prozent erbringen.", "10"),
        ("Eine Eigenbeteiligung von in der Regel 20 Prozent der Ausgaben ist vorzusehen.", "20"),
        ("Sie müssen sich mit mindestens 15 Prozent an den Kosten beteiligen.", "15"),
        ("Sie müssen mindestens 5 Prozent der Gesamtausgaben durch Eigenmittel erbringen.", "5"),
        ("Eigenkapital in Höhe von 15 bis 20 Prozent ist einzubringen, das müssen Sie nachweisen.", "15"),
    ],
)
def test_a_stated_own_share(text: str, percent: str) -> None:
    fact = own_share_min(Prose(text))
    assert fact is not None
    assert fact.value == Decimal(percent)


@pytest.mark.parametrize(
    "text",
    [
        "Der Zuschuss beträgt 90 Prozent der Ausgaben.",
        "Der Zuschuss beträgt bis zu 50 Prozent des Eigenanteils, der nach der Kasse verbleibt.",
        "Eigenleistungen werden bis zu 20 Prozent der Ausgaben anerkannt, das müssen Sie belegen.",
        "Der Selbstbehalt muss mindestens 20 Prozent betragen.",
        "Ein angemessener Eigenanteil ist zu erbringen.",
    ],
)
def test_an_own_share_is_never_computed_or_guessed(text: str) -> None:
    assert own_share_min(Prose(text)) is None


def test_a_municipalitys_own_rate_leads() -> None:
    text = "Für Vereine beträgt der Zuschuss bis zu 90 Prozent der Ausgaben, für Gemeinden bis zu 60 Prozent."
    fact = municipal_rate(Prose(text), ApplicantRoute.DIRECT)
    assert fact is not None
    assert fact.value == 60


def test_the_general_rate_is_a_municipalitys_only_where_it_may_apply() -> None:
    text = "Der Zuschuss beträgt bis zu 70 Prozent der Ausgaben."
    fact = municipal_rate(Prose(text), ApplicantRoute.DIRECT)
    assert fact is not None
    assert fact.value == 70
    assert municipal_rate(Prose(text), ApplicantRoute.PARTNER) is None


def test_a_rate_for_others_is_no_municipal_one() -> None:
    assert municipal_rate(Prose("Als Hochschule erhalten Sie 100 Prozent der Ausgaben."), ApplicantRoute.DIRECT) is None


@given(PIECES)
def test_rates_never_fail_and_quote_the_text(text: str) -> None:
    whole = " ".join(plain(text).split())
    for rate in parse_rates(Prose(text)):
        assert 0 < rate.value <= 100
        assert " ".join(rate.quote.split()) in whole

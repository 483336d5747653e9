"""Bodies that a text names without their being applicants, and sums and shares that are told in other words."""

from decimal import Decimal

import pytest

from crawler.extract.applicants.route import route_from_prose
from crawler.extract.deadline.lead_times import lead_times_in
from crawler.extract.money.figures import find_sums
from crawler.extract.money.roles import figures_from_prose
from crawler.text.sentences import Prose
from grants_db.vocabulary import ApplicantRoute


@pytest.mark.parametrize(
    "text",
    [
        "Der Landkreis erhält dieses Jahr 180.000 Euro vom Land.",
        "Den größten Zuschuss bekam der Heimatverein.",
        "Zuschüsse der Kreise dürfen eingesetzt werden.",
    ],
)
def test_who_gives_or_has_got_money_is_no_applicant(text: str) -> None:
    assert route_from_prose(Prose(text)).route is ApplicantRoute.UNCLEAR


def test_the_place_where_clubs_are_registered_does_not_apply() -> None:
    text = "Wer kann Anträge stellen?\nSportvereine, die im Register der Stadt eingetragen sind."
    assert route_from_prose(Prose(text)).route is ApplicantRoute.PARTNER


@pytest.mark.parametrize(
    ("text", "value"),
    [("fünftausend Euro", 5_000), ("eine Million Euro", 1_000_000), ("two thousand euros", 2_000)],
)
def test_sums_that_are_written_out_are_found(text: str, value: int) -> None:
    assert [found.value for found in find_sums(text)] == [Decimal(value)]


@pytest.mark.parametrize(
    "text",
    [
        "Gefördert wurden im Vorjahr acht Projekte, das teuerste mit 4.300 Euro.",
        "Im Haushalt stehen für das Programm 2,4 Millionen Euro.",
    ],
)
def test_what_one_got_and_what_lies_ready_is_not_even_proposed(text: str) -> None:
    assert "max_amount" not in figures_from_prose(Prose(text))


def test_a_share_of_the_deficit_is_a_proposal_only() -> None:
    rate = figures_from_prose(Prose("Ersetzt werden höchstens 70 % des Fehlbetrags."))["max_rate"]
    assert rate.check


def test_of_the_rates_of_several_bodies_the_highest_is_read() -> None:
    rate = figures_from_prose(Prose("Höchstens 40.000 Euro, Kommunen 60 Prozent, Vereine 85 Prozent."))["max_rate"]
    assert rate.value == Decimal(85)


def test_own_money_that_nobody_asks_for_is_none() -> None:
    assert figures_from_prose(Prose("Eigenmittel braucht ihr dafür keine."))["own_share_min"].value == 0


def test_davor_leads_back_from_a_meeting() -> None:
    assert [lead.text for lead in lead_times_in("Anträge müssen spätestens 10 Tage davor da sein.")] == ["P10D"]


@pytest.mark.parametrize(
    "text",
    [
        "Antragsberechtigt sind Gemeinden in allen Ländern außer Berlin.",
        "Municipalities in all regions except the capital are eligible to apply.",
    ],
)
def test_what_is_left_out_behind_bodies_does_not_shut_them_out(text: str) -> None:
    assert route_from_prose(Prose(text)).route is ApplicantRoute.DIRECT

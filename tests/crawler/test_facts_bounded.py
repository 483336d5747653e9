"""What bounds something else than the grant, who only takes part, and what a denial is of."""

from decimal import Decimal

import pytest

from crawler.extract.applicants.route import route_from_prose
from crawler.extract.conditions.reading import cumulation_from_prose, early_start_from_prose
from crawler.extract.money.roles import figures_from_prose
from crawler.text.sentences import Prose
from grants_db.vocabulary import ApplicantRoute, Cumulation, EarlyStart


def stated(text: str, name: str) -> Decimal | None:
    """A figure that is stated outright."""
    figure = figures_from_prose(Prose(text)).get(name)
    return None if figure is None or figure.check else figure.value


@pytest.mark.parametrize(
    "text",
    [
        "Das größte Vorhaben bekam mit 7.300 Euro der Heimatverein.",
        "Our biggest award so far, of €12,000, went to a library.",
        "Antrag auf einen Zuschuss bis 900 Euro\nAntrag auf einen Zuschuss über 900 Euro",
        "Anträge bis 5.000 Euro werden laufend bearbeitet, größere zweimal im Jahr.",
        "Summen bis 800 Euro weisen Sie formlos nach, darüber brauchen wir Belege.",
        "Wer mehr als 10.000 Euro beantragt, legt einen Prüfbericht vor.",
        "Im Schnitt bewilligt die Stiftung 3.200 Euro.",
    ],
)
def test_a_sum_that_follows_from_the_size_of_a_grant_is_no_cap(text: str) -> None:
    assert stated(text, "max_amount") is None


@pytest.mark.parametrize(
    ("text", "cap", "least"),
    [
        ("Je Vorhaben: höchstens 4.000 Euro, in Summe 120.000 Euro", "4000", None),
        ("Der Beirat vergibt insgesamt 30.000 Euro, je Antrag höchstens 3.000 Euro.", "3000", None),
        ("Gefördert werden Projekte mit mindestens 3.000 und höchstens 9.000 Euro.", "9000", "3000"),
        ("You may ask for anything from €500 to €4,000.", "4000", "500"),
        ("Mehr als 7.000 Euro geben wir je Vorhaben nicht.", "7000", None),
        ("Largest grant: 30 000 €", "30000", None),
        ("Der Zuschuss deckt die Kosten, aber nie mehr als 1.700 Euro.", "1700", None),
        ("Keinesfalls mehr als 3.000 Euro gehen an ein Vorhaben.", "3000", None),
    ],
)
def test_the_cap_of_each_grant_is_told_beside_other_sums(text: str, cap: str, least: str | None) -> None:
    assert stated(text, "max_amount") == Decimal(cap)
    assert stated(text, "min_amount") == (None if least is None else Decimal(least))


@pytest.mark.parametrize(
    "text",
    [
        "Die Summe aller öffentlichen Zuschüsse darf 90 % der Kosten nicht übersteigen.",
        "Zusammen mit anderen Zuschüssen dürfen 90 Prozent der Kosten nicht überschritten werden.",
        "Mehr als 100 Prozent der Kosten dürfen nicht zusammenkommen.",
        "Von der Zuwendung werden 10 % bis zum Nachweis einbehalten.",
        "Self-financing: 15%",
    ],
)
def test_what_all_pay_together_and_what_is_kept_back_is_no_rate(text: str) -> None:
    assert stated(text, "max_rate") is None


@pytest.mark.parametrize(
    "text",
    ["Eigenmittel braucht es keine.", "Ein Eigenanteil ist nicht zwingend.", "Eigenmittel sind keine erforderlich.",
     "You do not have to put in any money of your own."],
)  # fmt: skip
def test_no_own_share_is_told_in_any_order(text: str) -> None:
    assert stated(text, "own_share_min") == 0


def test_what_the_funder_pays_is_no_own_share() -> None:
    text = "Das Land trägt 60 Prozent, die Kommune 40 Prozent der Ausgaben."
    assert stated(text, "max_rate") == 60
    assert stated(text, "own_share_min") is None


@pytest.mark.parametrize(
    "text",
    [
        "Wer kann mitmachen?\nKulturvereine im Bündnis mit zwei weiteren Partnern, z. B. Kita, Jugendamt.",
        "Gemeinnützig muss der Antragsteller sein, Behörden kommen nur als Kooperationspartner in Betracht.",
        "Gefördert werden Vereine; Schulen und Kommunen können Partner sein.",
        "Eligible applicants: associations, foundations (local governments excluded)",
        "Förderfähig sind Projekte freier Träger der Jugendhilfe in Absprache mit dem Jugendamt.",
    ],
)
def test_who_only_takes_part_does_not_apply(text: str) -> None:
    assert route_from_prose(Prose(text)).route is ApplicantRoute.PARTNER


def test_each_municipality_is_meant_by_every_one() -> None:
    text = "Bewerben kann sich jede Kommune mit weniger als 20.000 Einwohnern."
    assert route_from_prose(Prose(text)).route is ApplicantRoute.DIRECT


def test_the_first_step_of_an_application_is_no_rule_on_beginning() -> None:
    text = "Am Anfang steht eine Skizze, danach folgt der Antrag."
    assert early_start_from_prose(Prose(text)).value is EarlyStart.UNSTATED


def test_that_a_project_must_not_be_over_bans_no_beginning() -> None:
    text = "Das Vorhaben darf bereits angelaufen, aber nicht beendet sein."
    assert early_start_from_prose(Prose(text)).value is EarlyStart.ALLOWED


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Andere kirchliche Fonds dürfen nicht zugleich genutzt werden.", Cumulation.LIMITED),
        ("Can regional money top up the grant?\nYes, topping up from other programmes is allowed.", Cumulation.ALLOWED),
        ("Der Zuschuss lässt sich mit Landesmitteln kombinieren, angerechnet wird nichts.", Cumulation.ALLOWED),
    ],
)
def test_other_money_in_other_words(text: str, value: Cumulation) -> None:
    assert cumulation_from_prose(Prose(text)).value is value

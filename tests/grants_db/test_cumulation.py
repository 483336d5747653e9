"""Grants beside each other: what either call's sentence bars, limits or allows, sums, own shares, the ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.financing_plan.combined import check
from grants_db.financing_plan.cumulation import (
    ORDER,
    AuthorityAnswer,
    CombinedGrant,
    MeasureMoney,
    bars,
    ceiling_in,
    pair_of,
)
from grants_db.financing_plan.de_minimis import Aid, ledger
from grants_db.financing_plan.own_share import own_share_terms
from grants_db.vocabulary import Combination, Cumulation, Level

NO_LAND = "Eine Kumulierung mit anderen Landesmitteln ist ausgeschlossen."
NO_PUBLIC = "Die gleichzeitige Inanspruchnahme anderer öffentlicher Mittel ist nicht erlaubt."
NO_ONE = "Eine Kumulierung mit anderen Förderungen ist ausgeschlossen."
TO_90 = "Öffentliche Mittel dürfen insgesamt 90 Prozent der Ausgaben nicht übersteigen."
MAY = "Eine Kombination mit anderen Programmen ist willkommen."


def a_grant(call: int, level: Level, says: Cumulation = Cumulation.UNSTATED, quote: str = "") -> CombinedGrant:
    return CombinedGrant(f"call:{call}", call, f"Aufruf {call}", level, cumulation=says, quote=quote)


ALLOWS = a_grant(9, Level.FEDERAL, Cumulation.ALLOWED, MAY)


@pytest.mark.parametrize(
    ("says", "quote", "other", "verdict"),
    [
        (Cumulation.PROHIBITED, NO_LAND, Level.LAND, Combination.EXCLUDED),
        (Cumulation.PROHIBITED, NO_LAND, Level.FEDERAL, Combination.UNCLEAR),  # not barred, not allowed either
        (Cumulation.PROHIBITED, NO_PUBLIC, Level.EU, Combination.EXCLUDED),
        (Cumulation.PROHIBITED, NO_PUBLIC, Level.FOUNDATION, Combination.UNCLEAR),
        (Cumulation.PROHIBITED, NO_ONE, Level.FOUNDATION, Combination.EXCLUDED),
        (Cumulation.LIMITED, TO_90, Level.LAND, Combination.LIMITED),
        (Cumulation.LIMITED, TO_90, Level.FOUNDATION, Combination.ALLOWED),  # the limit counts public money only
        (Cumulation.ALLOWED, MAY, Level.LAND, Combination.ALLOWED),
        (Cumulation.UNSTATED, "", Level.LAND, Combination.UNCLEAR),
        (
            Cumulation.PROHIBITED,
            "Bundesmittel sind ausgeschlossen, eine Ergänzung durch Landesmittel ist zulässig.",
            Level.LAND,
            Combination.UNCLEAR,
        ),
    ],
)
def test_a_sentence_decides_for_those_whose_money_it_speaks_of(
    says: Cumulation, quote: str, other: Level, verdict: Combination
) -> None:
    grant, beside = a_grant(1, Level.LAND, says, quote), replace(ALLOWS, level=other)
    assert pair_of(grant, beside, {}).verdict is verdict
    assert pair_of(beside, grant, {}).verdict is verdict
    assert bars(grant, beside, {}) is (verdict is Combination.EXCLUDED)


def test_what_somebody_has_yet_to_look_at_bars_nothing_and_is_unclear_with_its_sentence() -> None:
    unsure = replace(a_grant(1, Level.LAND, Cumulation.PROHIBITED, NO_ONE), sure=False)
    pair = pair_of(unsure, ALLOWS, {})
    assert (pair.verdict, pair.sides[0].quote) == (Combination.UNCLEAR, NO_ONE)


@pytest.mark.parametrize(
    ("answered", "verdict"),
    [
        (Cumulation.ALLOWED, Combination.ALLOWED),
        (Cumulation.LIMITED, Combination.LIMITED),
        (Cumulation.PROHIBITED, Combination.EXCLUDED),
    ],
)
def test_an_authority_s_answer_leads_over_its_call_and_is_quoted(answered: Cumulation, verdict: Combination) -> None:
    answer = AuthorityAnswer(answered, "Ja, so ist es.", date(2026, 11, 20), "Landesverwaltungsamt, Referat 5")
    for said in (a_grant(1, Level.LAND), a_grant(1, Level.LAND, Cumulation.PROHIBITED, NO_ONE)):
        pair = pair_of(said, ALLOWS, {(1, 9): answer})
        assert (pair.verdict, pair.sides[0].quote, pair.sides[0].answer) == (verdict, "Ja, so ist es.", answer)
        assert bars(said, ALLOWS, {(1, 9): answer}) is (verdict is Combination.EXCLUDED)


def test_an_unclear_pair_asks_whoever_leaves_it_open() -> None:
    asked = check([a_grant(1, Level.LAND), ALLOWS, a_grant(2, Level.EU)], MeasureMoney(), {}).questions
    assert {(one.call, other.call) for one, other, _side in asked} == {(1, 9), (1, 2), (2, 1), (2, 9)}


def test_public_money_over_the_named_ceiling_is_told_to_the_cent() -> None:
    first = replace(a_grant(1, Level.LAND, Cumulation.LIMITED, TO_90), amount=Decimal("60000.01"))
    second = replace(ALLOWS, amount=Decimal(40_000))
    total = check([first, second], MeasureMoney(cost=Decimal(100_000), private=Decimal(5_000)), {}).total
    assert (total.public, total.ceiling, total.rests_on, total.over) == (
        Decimal("100000.01"),
        Decimal(90),
        TO_90,
        Decimal("10000.01"),
    )


def test_without_a_named_ceiling_the_highest_intensity_is_the_bound() -> None:
    grants = [
        replace(ALLOWS, amount=Decimal(50_000), rate=Decimal(50)),
        replace(ALLOWS, call=2, key="call:2", amount=Decimal(40_000), rate=Decimal(80)),
    ]
    assert check(grants, MeasureMoney(cost=Decimal(100_000)), {}).total.over == Decimal(10_000)
    unknown = [grants[0], replace(grants[1], rate=None)]
    assert check(unknown, MeasureMoney(cost=Decimal(100_000)), {}).total.ceiling is None
    assert check(unknown, MeasureMoney(cost=Decimal(80_000)), {}).total.over == Decimal(10_000)  # more than all costs


@pytest.mark.parametrize(
    ("sentence", "ceiling"),
    [
        (TO_90, Decimal(90)),
        ("Die Gesamtförderung darf 66,5 v. H. nicht übersteigen.", Decimal("66.5")),
        ("Die Summe aller Mittel darf die Gesamtausgaben nicht übersteigen.", Decimal(100)),
        ("Bis zu 50 %, in Ausnahmen 80 %.", None),
        ("Im Rahmen der beihilferechtlichen Grenzen.", None),
    ],
)
def test_a_ceiling_is_read_where_one_is_named(sentence: str, ceiling: Decimal | None) -> None:
    assert ceiling_in(sentence) == ceiling


def test_an_own_share_that_is_no_longer_free_is_told_with_its_sentence() -> None:
    quote = "Der Eigenanteil beträgt mindestens 10 Prozent und ist in bar zu erbringen."
    grant = replace(ALLOWS, call=1, key="call:1", amount=Decimal(60_000), own=own_share_terms(Decimal(10), quote, ""))
    beside = replace(ALLOWS, amount=Decimal(35_000))
    poor = check([grant, beside], MeasureMoney(cost=Decimal(100_000)), {})
    rich = check([grant], MeasureMoney(cost=Decimal(100_000), own_cash=Decimal(10_000)), {})
    assert [finding.quote for finding in poor.findings] == [quote, quote]  # 5,000 are left, and none of it is money
    assert "5.000" in str(poor.findings[0].said)
    assert rich.findings == ()


@pytest.mark.parametrize(
    ("text", "cash"),
    [
        ("Der Eigenanteil ist in bar zu erbringen.", True),
        ("Eigenmittel sind als Geldleistung nachzuweisen, z. B. Haushaltsmittel.", True),
        ("Sachleistungen werden nicht als Eigenanteil anerkannt.", True),
        ("Ein barer Eigenanteil von mind. Zehn Prozent wird vorausgesetzt.", True),
        ("Der Eigenanteil kann in bar oder durch Sachleistungen erbracht werden.", False),
        ("Der Eigenanteil muss nicht in bar erbracht werden.", False),
        ("Unbare Eigenleistungen zählen als Eigenanteil.", False),
        ("Die Auszahlung erfolgt nicht in bar. Der Eigenanteil beträgt zehn Prozent.", False),
        ("Own contribution must be provided in cash.", True),
    ],
)
def test_an_own_share_must_be_money_where_a_sentence_says_so(text: str, cash: bool) -> None:
    assert bool(own_share_terms(None, "", text).cash) is cash


@pytest.mark.parametrize(
    ("text", "barred"),
    [
        ("Der Eigenanteil darf nicht aus Landesmitteln bestritten werden.", True),
        ("Mittel anderer öffentlicher Zuwendungsgeber, z. B. Bundesmittel, gelten nicht als Eigenmittel.", True),
        ("Die Kofinanzierung kann durch andere öffentliche Mittel erfolgen.", False),
        ("Landesmittel sind ausgeschlossen. Der Eigenanteil beträgt zehn Prozent.", False),
    ],
)
def test_public_money_is_no_own_share_where_a_sentence_says_so(text: str, barred: bool) -> None:
    assert bool(own_share_terms(None, "", text).bars_public) is barred


def test_public_money_that_is_barred_as_own_share_is_told() -> None:
    text = "Der Eigenanteil darf nicht durch andere öffentliche Mittel ersetzt werden. Anträge sind formlos."
    grant = replace(a_grant(1, Level.LAND), own=own_share_terms(None, "", text))
    (finding,) = check([grant, ALLOWS], MeasureMoney(), {}).findings
    assert finding.quote == "Der Eigenanteil darf nicht durch andere öffentliche Mittel ersetzt werden."
    assert check([grant, replace(ALLOWS, level=Level.FOUNDATION)], MeasureMoney(), {}).findings == ()


says = st.sampled_from([(each, quote) for each in Cumulation for quote in (NO_LAND, NO_PUBLIC, NO_ONE, TO_90, MAY)])
grants = st.lists(st.tuples(st.sampled_from(list(Level)), says), min_size=2, max_size=4)


@given(grants)
def test_the_order_of_grants_changes_nothing_and_the_whole_is_as_strict_as_its_strictest_pair(
    drawn: list[tuple[Level, tuple[Cumulation, str]]],
) -> None:
    made = [a_grant(place, level, *said) for place, (level, said) in enumerate(drawn)]
    one, other = (check(order, MeasureMoney(), {}) for order in (made, made[::-1]))
    assert one.verdict is other.verdict
    assert one.verdict is max((pair.verdict for pair in one.pairs), key=ORDER.index)


@pytest.mark.parametrize(
    ("earlier", "counted"),
    [(date(2024, 3, 2), "300000.01"), (date(2024, 3, 1), "100000.01")],  # three years before 1.3.2027: just out
)
def test_aid_counts_in_any_three_years_not_by_calendar_years(earlier: date, counted: str) -> None:
    aids = [
        Aid("Verein A", earlier, Decimal(200_000), number=1),
        Aid("verein  a", date(2027, 3, 1), Decimal("100000.01"), number=2),
        Aid("Verein B", date(2027, 3, 1), Decimal(300_000), number=3),
    ]
    last = {line.aid.number: line for line in ledger(aids)}
    assert last[2].in_three_years == Decimal(counted)
    assert last[2].over == max(Decimal(counted) - 300_000, Decimal(0))
    assert (last[3].over, last[3].left) == (Decimal(0), Decimal(0))


def test_aid_for_services_of_general_interest_has_a_ceiling_of_its_own_that_all_aid_counts_to() -> None:
    aids = [
        Aid("A", date(2026, 1, 1), Decimal(500_000), dawi=True, number=1),
        Aid("A", date(2026, 2, 1), Decimal(260_000), number=2),
    ]
    first, second = ledger(aids)
    assert (first.over, first.ceiling) == (Decimal(0), Decimal(750_000))
    assert second.over == Decimal(10_000)

"""Days that were worked out by hand from the rules' texts; each award here is invented."""

from datetime import date

import pytest

from grants_db.rules.obligation_rules import load_rules
from grants_db.rules.obligations import AwardFacts, Obligation, StatedDate, derive
from grants_db.vocabulary import ObligationKind as Kind

RULES = load_rules()


def of_kind(kind: Kind, *regimes: str, **values: object) -> list[Obligation]:
    """What follows of one kind from an award; the builder's days matter to nobody."""
    plain: dict[str, object] = {
        "notified_on": date(2025, 12, 1),
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31),
    }
    award = AwardFacts(regimes=frozenset(regimes), **plain | values)  # type: ignore[arg-type]  # as the fields are
    return [item for item in derive(award, RULES) if item.kind is kind]


@pytest.mark.parametrize("regime", ["anbest_p_bund", "nkbf_2017", "nabf_bund"])
@pytest.mark.parametrize(
    ("end", "due"),
    [
        (date(2027, 6, 30), date(2027, 12, 31)),
        (date(2027, 2, 28), date(2027, 8, 31)),
        (date(2027, 3, 15), date(2027, 9, 30)),
        (date(2026, 3, 15), date(2026, 9, 30)),
    ],
)
def test_a_final_report_is_due_by_the_end_of_the_sixth_month_after_the_period(
    regime: str, end: date, due: date
) -> None:
    (report,) = of_kind(Kind.FINAL_REPORT, regime, period_end=end)

    assert (report.due, report.confirmed, report.safe_until) == (due, True, None)


@pytest.mark.parametrize("regime", ["anbest_p_bund", "nkbf_2017", "nabf_bund"])
def test_a_purpose_that_is_fulfilled_early_brings_the_final_report_forward(regime: str) -> None:
    period = {"period_start": date(2026, 3, 1), "period_end": date(2026, 12, 31)}
    (report,) = of_kind(Kind.FINAL_REPORT, regime, purpose_fulfilled_on=date(2026, 3, 31), **period)

    assert report.due == date(2026, 9, 30)


def test_a_purpose_that_is_fulfilled_late_does_not_put_the_final_report_off() -> None:
    fulfilled = date(2027, 3, 1)
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_p_bund", purpose_fulfilled_on=fulfilled)

    assert report.due == date(2027, 6, 30)


@pytest.mark.parametrize("regime", ["anbest_p_bund", "nkbf_2017", "nabf_bund"])
def test_an_interim_report_follows_each_budget_year_before_the_last(regime: str) -> None:
    period = {"period_start": date(2025, 12, 6), "period_end": date(2027, 12, 31)}

    assert [item.due for item in of_kind(Kind.INTERIM_REPORT, regime, **period)] == [
        date(2026, 4, 30),
        date(2027, 4, 30),
    ]


def test_no_interim_report_follows_a_year_in_which_the_purpose_was_fulfilled() -> None:
    period = {"period_start": date(2025, 12, 6), "period_end": date(2027, 12, 31)}
    found = of_kind(Kind.INTERIM_REPORT, "anbest_p_bund", purpose_fulfilled_on=date(2026, 10, 1), **period)

    assert [item.occurrence for item in found] == ["2025"]


def test_a_year_after_the_last_of_february_is_safe_until_the_28th() -> None:
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_gk_bund", period_end=date(2027, 2, 28))

    assert (report.due, report.safe_until, report.confirmed) == (date(2028, 2, 29), date(2028, 2, 28), False)


@pytest.mark.parametrize(("place", "due"), [("DE-BE", date(2028, 1, 6)), ("DE-ST", date(2028, 1, 7))])
def test_holidays_are_those_of_the_authority_s_place(place: str, due: date) -> None:
    fulfilled = date(2027, 1, 6)
    (report,) = of_kind(
        Kind.FINAL_REPORT, "anbest_gk_bund", purpose_fulfilled_on=fulfilled, period_end=date(2027, 12, 31), place=place
    )

    assert report.due == due


def test_the_last_day_of_an_objection_moves_for_certain() -> None:
    (objection,) = of_kind(Kind.OBJECTION, notified_on=date(2026, 1, 31))

    assert (objection.due, objection.moved_from) == (date(2026, 3, 2), date(2026, 2, 28))
    assert (objection.confirmed, objection.safe_until) == (True, None)


@pytest.mark.parametrize(
    ("regime", "due"),
    [
        ("anbest_p_bund", date(2026, 2, 11)),
        ("anbest_gk_bund", date(2026, 2, 28)),
        ("anbest_p_st", date(2026, 2, 28)),
        ("anbest_gk_st", date(2026, 2, 28)),
    ],
)
def test_paid_money_is_to_be_spent_in_six_weeks_or_two_months(regime: str, due: date) -> None:
    (spend,) = of_kind(Kind.SPEND_BY, regime, payments=(date(2025, 12, 31),))

    assert spend.due == due


def test_a_day_of_the_award_on_a_sunday_stays_and_the_monday_is_shown_too() -> None:
    stated = StatedDate(Kind.FINAL_REPORT, date(2027, 2, 28), "award")
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_gk_st", stated=(stated,))

    assert (report.due, report.moves_to, report.leads) == (date(2027, 2, 28), date(2027, 3, 1), True)


def test_a_report_s_day_that_may_move_says_until_when_it_is_safe() -> None:
    fulfilled = date(2026, 4, 30)  # six months later is Reformation Day, a Saturday besides
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_p_bund", purpose_fulfilled_on=fulfilled)

    assert (report.due, report.safe_until) == (date(2026, 10, 30), None)
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_p_bund", purpose_fulfilled_on=date(2026, 5, 1))
    assert (report.due, report.moved_from, report.safe_until) == (
        date(2026, 11, 2),
        date(2026, 11, 1),
        date(2026, 11, 1),
    )
    assert not report.confirmed


@pytest.mark.parametrize("regimes", [(), ("esf_plus_2021",)])
def test_an_award_without_a_known_rule_shows_its_reports_without_a_day(regimes: tuple[str, ...]) -> None:
    payments = (date(2026, 3, 1),)

    for kind in (Kind.FINAL_REPORT, Kind.SPEND_BY):
        (line,) = of_kind(kind, *regimes, payments=payments)
        assert (line.due, line.confirmed, line.leads) == (None, False, True)
        assert "Laut Bescheid, kein Tag bekannt" in str(line.formula)
    assert of_kind(Kind.SPEND_BY) == []  # nothing was paid: nothing to spend


def test_the_land_s_own_text_knows_an_outer_bound_only() -> None:
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_p_st", period_end=date(2026, 12, 31))
    assert (report.due, report.confirmed) == (date(2027, 6, 30), True)
    (report,) = of_kind(Kind.FINAL_REPORT, "anbest_gk_st", period_end=date(2026, 12, 31))
    assert report.due is None


def test_only_what_was_seen_in_a_text_on_an_authority_s_page_or_in_court_is_confirmed() -> None:
    assert {rule.id for rule in RULES if not rule.confirmed} >= {"final-report-anbest-gk-bund", "spend-anbest-gk-bund"}

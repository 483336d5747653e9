"""Dates that follow from an award: by rules that are data, each naming its rule."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.errors import InputError
from grants_db.rules.durations import earlier, later
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.rules.obligations import AwardFacts, Obligation, StatedDate, derive
from grants_db.vocabulary import ObligationKind

RULES = load_rules()
REGIMES = regimes_of(RULES)


def of_kind(found: list[Obligation], kind: ObligationKind) -> list[Obligation]:
    return [item for item in found if item.kind is kind]


def an_award(*regimes: str, **values: object) -> AwardFacts:
    plain: dict[str, object] = {
        "notified_on": date(2027, 1, 31),
        "period_start": date(2027, 2, 1),
        "period_end": date(2028, 2, 29),
    }
    return AwardFacts(regimes=frozenset(regimes), **plain | values)  # type: ignore[arg-type]  # as the fields are


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    (objection,) = of_kind(derive(an_award(), RULES), ObligationKind.OBJECTION)
    assert objection.moved_from == date(2027, 2, 28)  # a Sunday
    assert objection.due == date(2027, 3, 1)
    assert objection.confirmed  # that a declaration's last day moves is certain


def test_a_leap_day_ends_a_year_later_on_the_28th() -> None:
    (report,) = of_kind(derive(an_award("anbest_gk_bund"), RULES), ObligationKind.FINAL_REPORT)
    assert report.due == date(2029, 2, 28)


def test_the_purpose_fulfilled_early_brings_the_report_forward() -> None:
    award = an_award("anbest_gk_bund", purpose_fulfilled_on=date(2027, 6, 30))
    (report,) = of_kind(derive(award, RULES), ObligationKind.FINAL_REPORT)
    assert report.due == date(2028, 6, 30)


def test_a_date_that_only_the_award_can_say_is_asked_for_and_not_invented() -> None:
    (report,) = of_kind(derive(an_award("anbest_gk_st"), RULES), ObligationKind.FINAL_REPORT)
    assert report.due is None
    assert not report.confirmed


def test_what_the_award_states_replaces_the_question() -> None:
    stated = StatedDate(ObligationKind.FINAL_REPORT, date(2028, 8, 31), "award")
    found = of_kind(derive(an_award("anbest_gk_st", stated=(stated,)), RULES), ObligationKind.FINAL_REPORT)
    assert [(item.due, item.origin) for item in found] == [(date(2028, 8, 31), "award")]


def test_award_goes_before_guideline_goes_before_general_conditions() -> None:
    stated = (
        StatedDate(ObligationKind.FINAL_REPORT, date(2028, 5, 31), "guideline"),
        StatedDate(ObligationKind.FINAL_REPORT, date(2028, 4, 30), "award"),
    )
    found = of_kind(derive(an_award("anbest_p_bund", stated=stated), RULES), ObligationKind.FINAL_REPORT)
    assert [(item.origin, item.leads) for item in found] == [("award", True), ("guideline", False), ("general", False)]


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("- id: a\n  regime: any\n", 1, "obligation"),
        ("- id: a\n  regime: any\n  obligation: party\n", 3, "obligation"),
        (
            (
                "- id: a\n  regime: any\n  obligation: objection\n  provision: p\n  version: v\n  trigger: notified\n"
                "  offset: soon\n  moves: never\n  seen: text\n  source: s\n"
            ),
            7,
            "offset",
        ),
    ],
)
def test_a_mistake_in_the_rule_file_is_named_with_line_and_field(
    tmp_path: Path, text: str, line: int, field: str
) -> None:
    file = tmp_path / "rules.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_rules(file)
    assert f"Zeile {line}, Feld „{field}“" in str(error.value)


@pytest.mark.parametrize("text", ["- [", "a: 1", "- id: \x00"])
def test_a_rule_file_that_is_none_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rules.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        load_rules(file)


def test_every_shipped_rule_says_where_it_stands() -> None:
    assert all(rule.provision and rule.source for rule in RULES)
    assert len({rule.id for rule in RULES}) == len(RULES)


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(
    regimes=st.sets(st.sampled_from(REGIMES)),
    notified=days,
    period=st.tuples(days, days).map(sorted),
    payments=st.lists(days, max_size=4),
    stated=st.lists(
        st.builds(StatedDate, st.sampled_from(ObligationKind), days, st.sampled_from(["award", "guideline"])),
        max_size=4,
    ),
)
def test_every_derived_date_names_its_rule_and_no_stated_date_is_lost(
    regimes: set[str], notified: date, period: list[date], payments: list[date], stated: list[StatedDate]
) -> None:
    award = AwardFacts(
        regimes=frozenset(regimes),
        notified_on=notified,
        period_start=period[0],
        period_end=period[1],
        payments=tuple(payments),
        stated=tuple(stated),
    )
    found = derive(award, RULES)
    known = {rule.id for rule in RULES}
    assert all(item.rule in known for item in found if item.origin == "general")
    assert all(item.provision for item in found if item.origin == "general")
    for item in stated:
        assert any(got.due == item.due and got.kind is item.obligation and got.origin == item.origin for got in found)


@given(day=days, months=st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    then = later(day, f"P{months}M")
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day <= day.day
    assert earlier(then, f"P{months}M") <= day

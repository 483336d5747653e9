"""What general conditions say besides dates: applied where it was read, asked where nobody knows."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from grants_db.errors import InputError
from grants_db.financing_plan.by_year import PlanOverYears, over_years
from grants_db.financing_plan.plan_lines import PlanLine, RegimeValues
from grants_db.financing_plan.regime_values import values_for
from grants_db.rules.obligation_rules import load_rules, regimes_of, shipped_rules
from grants_db.vocabulary import FinancingType, PlanKind

VALUE = """\
- regime: {regime}
  value: {value}
  amount: "{amount}"
  provision: Förderbedingungen der Stiftung Nr. 3
  version: "2026"
  seen: text
  source: Text der Bestimmung
"""


def plan(
    values: RegimeValues, *costs: tuple[str, int, int], rate: int = 60, pays: FinancingType = FinancingType.SHARE
) -> PlanOverYears:
    """A grant for costs by name, planned and actual."""
    lines = [PlanLine(PlanKind.COST, name, 2027, Decimal(was), Decimal(came)) for name, was, came in costs]
    grant = sum((line.planned for line in lines), Decimal(0)) * rate / 100
    share = Decimal(rate) if pays is FinancingType.SHARE else None
    return over_years([*lines, PlanLine(PlanKind.GRANT, "Land", 2027, grant, None, pays, share)], Decimal(0), values)


def asked(found: PlanOverYears) -> list[str]:
    return [str(each) for each in found.questions]


def of_kind(texts: Iterable[str], words: str) -> list[str]:
    return [text for text in texts if words in text]


def test_every_shipped_value_belongs_to_conditions_an_award_can_name_and_says_where_it_stands() -> None:
    rules = shipped_rules()
    assert {each.regime for each in rules.values} <= set(regimes_of(rules))
    assert all(each.provision and each.source and each.confirmed for each in rules.values)


@pytest.mark.parametrize(
    ("regime", "tolerance"),
    [("anbest_gk_st", 20), ("anbest_p_st", 20), ("sh", 20), ("anbest_p_bund", None), ("keine", None)],
)
def test_a_line_may_run_over_by_what_was_read_and_by_nothing_that_is_guessed(
    regime: str, tolerance: int | None
) -> None:
    assert values_for([regime]).line_tolerance == tolerance


def test_of_several_conditions_the_strictest_counts(tmp_path: Path) -> None:
    own = tmp_path / "eigene.yml"
    own.write_text(VALUE.format(regime="stiftung", value="line_tolerance", amount="10"), encoding="utf-8")
    assert values_for(["anbest_gk_st", "stiftung"], load_rules(own)).line_tolerance == 10
    assert values_for(["anbest_gk_st"], load_rules(own)).line_tolerance == 20


def test_a_line_within_its_tolerance_is_settled_and_one_beyond_is_asked_about() -> None:
    known = values_for(["anbest_gk_st"])
    within = plan(known, ("Personal", 50_000, 60_000), ("Sachkosten", 50_000, 30_000))
    assert within.grants == {"Land": Decimal(54_000)}
    beyond = plan(known, ("Personal", 50_000, 60_001), ("Sachkosten", 50_000, 30_000))
    assert (beyond.grants, beyond.own) == ({"Land": None}, None)
    assert of_kind(asked(beyond), "um mehr als 20 % über den geplanten")


def test_where_no_tolerance_is_known_a_grant_that_hangs_on_it_stays_open() -> None:
    found = plan(values_for(["nabf_bund"]), ("Personal", 50_000, 60_000), ("Sachkosten", 50_000, 30_000))
    assert (found.grants, found.own) == ({"Land": None}, None)
    (question,) = of_kind(asked(found), "Um wie viel Prozent darf eine Ausgabe")
    assert "„Personal“ liegt mit 60.000 € über den geplanten 50.000 €" in question


def test_a_grant_that_is_the_same_either_way_needs_no_answer() -> None:
    capped = plan(values_for(["nabf_bund"]), ("Personal", 50_000, 60_000), ("Sachkosten", 50_000, 50_000))
    assert (capped.grants, asked(capped)) == ({"Land": Decimal(60_000)}, [])
    fixed = plan(values_for([]), ("A", 50_000, 60_000), ("B", 50_000, 30_000), pays=FinancingType.FIXED)
    assert (fixed.grants, asked(fixed)) == ({"Land": Decimal(60_000)}, [])


def test_before_an_award_names_its_conditions_nothing_is_asked_of_them() -> None:
    found = plan(RegimeValues(), ("Personal", 50_000, 60_000), ("Sachkosten", 50_000, 30_000))
    assert (found.grants, asked(found)) == ({"Land": Decimal(54_000)}, [])


def test_a_threshold_of_a_city_s_file_keeps_the_grant_and_an_unknown_one_is_asked(tmp_path: Path) -> None:
    own = tmp_path / "eigene.yml"
    own.write_text(VALUE.format(regime="anbest_gk_st", value="change_threshold", amount="500.00"), encoding="utf-8")
    known = values_for(["anbest_gk_st"], load_rules(own))
    assert plan(known, ("Personal", 100_000, 99_600)).grants == {"Land": Decimal(60_000)}
    assert asked(plan(known, ("Personal", 100_000, 99_400))) == []
    unknown = plan(values_for(["anbest_gk_st"]), ("Personal", 100_000, 99_600))
    assert unknown.grants == {"Land": Decimal(59_760)}
    assert of_kind(asked(unknown), "Gilt eine Bagatellgrenze")


def test_all_costs_may_run_over_by_what_the_conditions_say_but_not_with_a_fixed_sum() -> None:
    known = values_for(["sh"])
    assert asked(plan(known, ("Personal", 100_000, 110_000))) == []
    assert of_kind(asked(plan(known, ("Personal", 100_000, 110_001))), "um mehr als 10 % über den geplanten")
    assert asked(plan(known, ("Personal", 100_000, 119_000), pays=FinancingType.FIXED)) == []


@pytest.mark.parametrize(
    ("change", "line", "field", "why"),
    [
        (("value: line_tolerance", "value: toleranz"), 2, "value", "möglich sind"),
        (('amount: "10"', "amount: viel"), 3, "amount", "keine mögliche Zahl"),
        (('amount: "10"', 'amount: "-1"'), 3, "amount", "keine mögliche Zahl"),
        (("  provision: Förderbedingungen der Stiftung Nr. 3\n", ""), 1, "provision", "fehlt"),
        (("regime: stiftung", "regime: stiftung\n  betrag: 3"), 2, "betrag", "gibt es nicht"),
    ],
)
def test_a_mistake_in_a_value_names_its_line_and_field(
    tmp_path: Path, change: tuple[str, str], line: int, field: str, why: str
) -> None:
    own = tmp_path / "eigene.yml"
    text = VALUE.format(regime="stiftung", value="line_tolerance", amount="10").replace(*change)
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_rules(own)
    assert str(error.value).startswith(f"Regeldatei eigene.yml, Zeile {line}, Feld „{field}“: ")
    assert why in str(error.value)


def test_a_base_rate_that_is_none_or_stands_twice_is_told(tmp_path: Path) -> None:
    own, rate = tmp_path / "eigene.yml", '- since: {}\n  base_rate: "1.77"\n  seen: authority\n  source: Bundesbank\n'
    for text, said in (
        (rate.format("bald"), "Zeile 1, Feld „since“: „bald“ ist kein Tag"),
        (rate.format("2027-01-01") * 2, "Zeile 5, Feld „since“: „2027-01-01“ steht zweimal da"),
    ):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=said):
            load_rules(own)


AMIF = values_for(["amif_2021"])


def test_a_share_below_the_least_sum_of_each_project_year_is_told_with_the_smallest_total() -> None:
    """Row 11 of the rules worked by hand: 75 % of 260,000 over 24 months."""
    [said] = asked(plan(replace(AMIF, months=24), ("Personal", 260_000, 260_000), rate=75))
    assert "195.000 € unter 200.000 €" in said
    assert "mindestens 266.666,67 €" in said


@pytest.mark.parametrize(("months", "cost"), [(24, 266_667), (23, 133_334), (36, 400_000), (11, 100)])
def test_what_reaches_the_least_sum_is_not_asked_about(months: int, cost: int) -> None:
    assert asked(plan(replace(AMIF, months=months), ("Personal", cost, cost), rate=75)) == []


def test_a_period_beyond_the_longest_is_told_as_long_as_nothing_changes_too() -> None:
    [said] = asked(plan(replace(AMIF, months=46), ("Personal", 800_000, 800_000), rate=75))
    assert "46 Monate, die Nebenbestimmungen nennen höchstens 36" in said

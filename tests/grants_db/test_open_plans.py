"""Where the authority has to be asked, no sum that hangs on the answer is named; what contradicts itself is said."""

import json
from typing import Any

import pytest

from grants_db.errors import InputError
from grants_db.financing_plan.exchange import as_record, read_plan
from grants_db.financing_plan.settle import settle


def computed(planned: str, actual: str, *sources: dict[str, str], **regime: str) -> dict[str, Any]:
    plan = {"regime": regime, "costs": {"planned": planned, "actual": actual}, "sources": sources}
    return as_record(settle(read_plan(json.dumps(plan))), str)


def grant(pays: str, planned: str, **more: str) -> dict[str, str]:
    return {"name": "Land", "kind": "grant", "type": pays, "planned": planned, **more}


def own(planned: str) -> dict[str, str]:
    return {"name": "Stadt", "kind": "own", "planned": planned}


def test_while_a_grant_is_open_so_is_what_the_city_pays() -> None:
    found = computed("100000", "90000", grant("share", "60000"), own("40000"))
    assert (found["own"], found["uncovered"]) == (None, None)
    assert [(each["settled"], each["change"]) for each in found["sources"]] == [(None, None), (None, None)]
    assert not any("der Rest" in step for step in found["steps"])


def test_two_gaps_of_which_nobody_knows_who_gives_way_leave_the_city_s_share_open() -> None:
    other = {"name": "Bund", "kind": "grant", "type": "gap", "planned": "25000"}
    found = computed("80000", "70000", grant("gap", "40000"), other, own("15000"))
    assert (found["own"], found["uncovered"], len(found["questions"])) == (None, None, 1)


def test_of_too_much_money_the_city_pays_nothing_whoever_gets_it_back() -> None:
    third = {"name": "Kreis", "kind": "third_party", "planned": "15000"}
    found = computed("35000", "30000", grant("fixed", "20000"), third)
    assert (found["sources"][0]["settled"], found["own"], found["uncovered"]) == (None, "0.00", "0.00")


@pytest.mark.parametrize("pays", [{"type": "share", "rate": "60"}, {"type": "gap"}])
def test_other_money_beyond_the_costs_is_asked_about_beside_a_grant_of_nothing(pays: dict[str, str]) -> None:
    donation = {"name": "Spende", "kind": "donation", "actual": "110000"}
    land = {"name": "Land", "kind": "grant", "planned": "60000", **pays}
    found = computed("100000", "100000", land, donation, own("40000"))
    assert (found["sources"][0]["settled"], found["own"]) == ("0.00", "0.00")
    assert found["questions"] == ["Andere Mittel übersteigen die Kosten um 10.000,00 €: Wem steht das zu?"]


@pytest.mark.parametrize("planned", ["10000", "90000"])
def test_a_plan_whose_sources_are_not_its_costs_is_told(planned: str) -> None:
    found = computed("100000", "100000", grant("share", "60000", rate="60"), own(planned))
    assert "Der Plan geht nicht auf" in found["steps"][0]


def test_a_plan_that_adds_up_or_leaves_a_sum_unsaid_is_not_doubted() -> None:
    whole = computed("100000", "100000", grant("share", "60000", rate="60"), own("40000"))
    unsaid = computed("100000", "90000", {"name": "L", "kind": "grant", "type": "share", "rate": "60"})
    assert not any("geht nicht auf" in step for found in (whole, unsaid) for step in found["steps"])


def test_financing_in_full_gives_way_before_own_money_that_was_planned() -> None:
    found = computed("50000", "48000", grant("full", "45000"), own("5000"))
    assert (found["sources"][0]["settled"], found["own"]) == ("43000.00", "5000.00")


def test_below_a_threshold_no_more_is_paid_than_there_are_costs() -> None:
    found = computed("12345.67", "11999.99", grant("full", "12345.67"), threshold="500")
    assert found["sources"][0]["settled"] == "11999.99"
    assert "bleiben, soweit es Kosten gibt" in found["steps"][0]


@pytest.mark.parametrize("sum_", ["1e9999999", "1e13", "-1e9999999"])
def test_a_number_beyond_all_plans_is_one_sentence(sum_: str) -> None:
    with pytest.raises(InputError, match=r"Finanzierungsplan costs\.planned"):
        read_plan(json.dumps({"costs": {"planned": sum_}, "sources": [own("1")]}))


def test_a_file_that_begins_with_a_mark_of_its_editor_is_read() -> None:
    assert read_plan("\ufeff" + json.dumps({"costs": {"planned": "1"}, "sources": [own("1")]})).cost == 1

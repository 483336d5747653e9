"""What differs between two statements of a call, and whether it matters."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.opportunities.field_changes import Change, compare, content_hash
from grants_db.opportunities.store import facts_as_json
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind

Facts = Callable[..., OpportunityFacts]


def stated(facts: OpportunityFacts) -> dict[str, Any]:
    return facts_as_json(facts)


def test_equal_statements_have_no_changes(facts: Facts) -> None:
    assert compare(stated(facts()), stated(facts())) == []


def test_a_change_has_both_values(facts: Facts) -> None:
    old, new = stated(facts()), stated(facts(title="Neu"))

    assert compare(old, new) == [Change("title", "Vielfalt im Quartier", "Neu")]
    assert content_hash(old) != content_hash(new)


@pytest.mark.parametrize(
    ("values", "material"),
    [
        ({"title": "Neu"}, False),
        ({"description": "Neu"}, False),
        ({"deadline": Deadline(DeadlineKind.ROLLING).as_json()}, True),
        ({"regions": ["DE-ST"]}, True),
        ({"applicant_types": ["municipality"]}, True),
    ],
)
def test_what_moves_a_deadline_or_a_right_is_material(facts: Facts, values: dict[str, Any], material: bool) -> None:
    assert [change.material for change in compare(stated(facts()), stated(facts(**values)))] == [material]


@pytest.mark.parametrize(
    "values",
    [
        {"evidence": {"deadline": "bis dann"}},
        {"attribution": "Quelle: Portal"},
        {"title": " Vielfalt\n im  Quartier"},
        {"deadline": Deadline(evidence="ein anderer Wortlaut").as_json()},
    ],
)
def test_our_own_bookkeeping_is_no_change(facts: Facts, values: dict[str, Any]) -> None:
    old, new = stated(facts()), stated(facts(**values))

    assert compare(old, new) == []
    assert content_hash(old) == content_hash(new)


def test_the_order_of_a_list_is_no_change(facts: Facts) -> None:
    old, new = stated(facts(regions=["DE-ST", "DE-SN"])), stated(facts(regions=["DE-SN", "DE-ST"]))

    assert (compare(old, new), content_hash(old)) == ([], content_hash(new))


@given(title=st.text(), other=st.text())
def test_the_digest_and_the_comparison_agree(title: str, other: str) -> None:
    old, new = {"title": title, "regions": []}, {"title": other, "regions": []}

    assert (compare(old, new) == []) is (content_hash(old) == content_hash(new))

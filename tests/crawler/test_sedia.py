"""Records of the EU's search: days in Brussels, stages, sums of the topic's own line."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms.sedia import SediaRecord, brussels_day, deadline, own_actions
from grants_db.vocabulary import DeadlineKind, DeadlineStage

OWN = "CERV-2027-INVENTED"


def a_record(**metadata: Any) -> SediaRecord:
    return SediaRecord({"reference": "1TOPICSen", "metadata": {"identifier": [OWN]} | metadata})


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-09-15T00:00:00.000+0000", date(2026, 9, 15)),
        ("2023-04-12T22:00:00.000+0000", date(2023, 4, 13)),
        ("2023-01-11T23:00:00.000+0000", date(2023, 1, 12)),
        ("2026-10-08", date(2026, 10, 8)),
        ("soon", None),
        ("", None),
    ],
)
def test_the_day_is_taken_in_brussels(instant: str, day: date | None) -> None:
    assert brussels_day(instant) == day


def test_a_single_deadline_is_for_the_application() -> None:
    found = deadline(a_record(deadlineDate=["2027-02-01T00:00:00.000+0000"], deadlineModel=["single-stage"]), OWN)
    assert (found.kind, found.dates, found.two_stage) == (DeadlineKind.FIXED, ("2027-02-01",), False)
    assert found.stages == (DeadlineStage.APPLICATION,)


def test_two_stages_are_a_sketch_and_an_application() -> None:
    dates = ["2027-02-01T00:00:00.000+0000", "2027-09-01T00:00:00.000+0000"]
    found = deadline(a_record(deadlineDate=dates, deadlineModel=["two-stage"]), OWN)
    assert found.two_stage
    assert found.stages == (DeadlineStage.SKETCH, DeadlineStage.APPLICATION)


def test_several_cut_offs_are_all_for_applications() -> None:
    dates = [f"2027-0{month}-01T00:00:00.000+0000" for month in (2, 5, 8)]
    found = deadline(a_record(deadlineDate=dates, deadlineModel=["multiple cut-off"]), OWN)
    assert len(found.dates) == 3
    assert set(found.stages) == {DeadlineStage.APPLICATION}


def test_the_submission_procedure_tells_the_stages_where_the_model_is_missing() -> None:
    actions = json.dumps([{"submissionProcedure": {"id": 31094505}}])
    assert deadline(a_record(deadlineDate=["2027-02-01T00:00:00.000+0000"], actions=[actions]), OWN).two_stage


def test_only_the_topics_own_line_of_the_overview_counts() -> None:
    overview = {
        "budgetTopicActionMap": {
            "1": [{"action": f"{OWN} - Grants", "deadlineDates": ["2027-03-03"], "maxContribution": 5}],
            "2": [{"action": f"{OWN}-OTHER - Grants", "deadlineDates": ["2027-04-04"], "maxContribution": 9}],
        }
    }
    record = a_record(budgetOverview=[json.dumps(overview)])
    assert [line["maxContribution"] for line in own_actions(record, OWN)] == [5]
    assert deadline(record, OWN).dates == ("2027-03-03",)


def test_no_date_is_no_deadline() -> None:
    assert deadline(a_record(), OWN).kind is DeadlineKind.NONE


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["budgetOverview", "actions", "deadlineDate", "deadlineModel"]), json_values))
def test_no_form_of_a_record_breaks_the_reading(metadata: dict[str, Any]) -> None:
    embedded = {name: [json.dumps(value)] for name, value in metadata.items()}
    for shape in (metadata, embedded):
        read = deadline(SediaRecord({"metadata": shape}), OWN)
        assert all(date.fromisoformat(day) for day in read.dates)
        assert (read.kind is DeadlineKind.FIXED) == bool(read.dates)
        assert all(isinstance(action, dict) for action in own_actions(SediaRecord({"metadata": shape}), OWN))

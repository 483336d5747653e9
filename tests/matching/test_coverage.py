"""Coverage: what is served, what is white, what nobody thought of."""

from matching.coverage import MeasureCandidates, coverage
from matching.text.documents import OpportunityText


def opportunity(key: str, level: str = "land") -> OpportunityText:
    return OpportunityText(key, key, "", "", "de", level)


def served(key: str, field: int, *opportunities: str) -> MeasureCandidates:
    return MeasureCandidates(key, field, frozenset(opportunities))


def test_a_cell_counts_calls_and_the_measures_they_serve() -> None:
    found = coverage(
        [served("m1", 1, "a", "b"), served("m2", 1, "a"), served("m3", 2)],
        [opportunity("a"), opportunity("b", "eu")],
        {},
        levels=["land", "eu"],
        fields=[1, 2],
    )

    assert [(len(cell.opportunities), cell.measures) for cell in found.cells] == [(1, 2), (1, 1), (0, 0), (0, 0)]
    assert [(cell.action_field, cell.level) for cell in found.white_spots()] == [(2, "land"), (2, "eu")]


def test_measures_without_a_candidate_are_named() -> None:
    found = coverage([served("m1", 1, "a"), served("m2", 1)], [opportunity("a")], {}, levels=["land"], fields=[1])

    assert found.without_candidate == ("m2",)


def test_close_calls_that_no_measure_wants_are_named_closest_first() -> None:
    found = coverage(
        [served("m1", 1, "a")],
        [opportunity("a"), opportunity("b"), opportunity("c"), opportunity("far")],
        {"a": 1.0, "b": 0.7, "c": 0.9, "far": 0.2, "closed": 0.95},
        levels=["land"],
        fields=[1],
    )

    assert found.without_measure == (("c", 0.9), ("b", 0.7))

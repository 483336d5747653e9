"""Measured quality: our measures are the textbook's, and the shipped ranking keeps its floor."""

import json
import random
from dataclasses import replace
from pathlib import Path

import ir_measures
import numpy as np
import pytest

from grants_db.errors import InputError
from matching.evaluation.collection import JUDGED_SET, JudgedCollection, read_collection
from matching.evaluation.decisions import decisions_test
from matching.evaluation.learn_weights import cross_validated_scores, examples_of, learn_weights
from matching.evaluation.metrics import OVER_JUDGED, compare, evaluate, quality, report
from matching.evaluation.swap import swap_test, swapped
from matching.text.documents import MeasureText

JUDGED = Path(__file__).parents[3].parent / "shared" / "collection"
OTHER_JUDGED = JUDGED.with_name("collection2")
needs_judged = pytest.mark.skipif(not JUDGED.is_dir(), reason="the judged collection ../shared/collection is missing")
needs_other_judged = pytest.mark.skipif(
    not OTHER_JUDGED.is_dir(), reason="the judged collection ../shared/collection2 is missing"
)


def test_our_measures_agree_with_an_independent_implementation() -> None:
    generator = random.Random(7)
    asked = [ir_measures.nDCG @ 10, ir_measures.P(rel=2) @ 5, ir_measures.R(rel=2) @ 20, ir_measures.RR(rel=2)]
    for _ in range(50):
        grades = [generator.choice([0, 0, 0, 0, 1, 1, 2, 3]) for _ in range(60)]
        if max(grades) < 2:
            continue
        qrels = [ir_measures.Qrel("q", str(place), grade) for place, grade in enumerate(grades)]
        run = [ir_measures.ScoredDoc("q", str(place), 100.0 - place) for place in range(60)]
        theirs = ir_measures.calc_aggregate(asked, qrels, run)
        ours = quality(np.array(grades, dtype=float))
        assert [ours[name] for name in ("nDCG@10", "P@5", "recall@20", "MRR")] == pytest.approx(
            [theirs[measure] for measure in asked]
        )


def test_the_shipped_ranking_keeps_its_floor_on_our_own_judged_set() -> None:
    overall = evaluate(JUDGED_SET).overall
    assert overall["nDCG@10"].mean >= 0.80
    assert overall["recall@20"].mean >= 0.90


@needs_judged
def test_the_shipped_ranking_keeps_its_floor_on_real_calls() -> None:
    measured = evaluate(JUDGED)
    assert measured.overall["nDCG@10"].mean >= 0.67
    assert measured.overall[OVER_JUDGED].mean >= 0.80
    assert measured.overall["P@5"].mean >= 0.50
    assert measured.overall["recall@20"].mean >= 0.74
    assert measured.english_found >= 17
    assert measured.crowded <= 0.28, "half of all top places went to eight frame programmes"


@needs_other_judged
def test_the_shipped_ranking_keeps_its_floor_on_other_cities_and_outside_integration() -> None:
    measured = evaluate(OTHER_JUDGED)
    assert measured.groups["any action field"][OVER_JUDGED].mean >= 0.76
    assert measured.groups["any action field"]["P@5"].mean >= 0.56
    assert measured.groups["any action field"]["recall@20"].mean >= 0.69
    assert measured.groups["no action field"]["nDCG@10"].mean >= 0.70
    assert measured.crowded <= 0.22


@needs_other_judged
def test_with_another_measure_s_text_real_calls_are_ranked_much_worse() -> None:
    test = swap_test(OTHER_JUDGED)
    assert test.loss("nDCG@10") >= 0.25
    assert test.loss(OVER_JUDGED) >= 0.12


def test_another_measure_s_text_costs_the_ranking_much() -> None:
    test = swap_test(JUDGED_SET)
    assert len(test.own.by_measure) == 18
    assert test.loss("nDCG@10") >= 0.10
    assert any("lost" in line for line in test.lines())


def test_what_decisions_teach_is_told_of_measures_that_made_none() -> None:
    test = decisions_test(JUDGED_SET, draws=3)

    assert list(test.gains) == [
        "accepted alone",
        "dismissed alone",
        "both, where any is accepted",
        "and what the nearest decided",
    ]
    assert test.decisions >= 3
    assert test.gains["accepted alone"][0] > test.gains["dismissed alone"][0]
    assert decisions_test(JUDGED_SET, draws=3).lines() == test.lines()


@needs_judged
@pytest.mark.slow
def test_acceptances_help_other_measures_of_the_field_and_dismissals_alone_do_not() -> None:
    gains = decisions_test(JUDGED).gains

    assert gains["accepted alone"][0] > 0.02 > 0 > gains["dismissed alone"][0]


def test_a_measure_without_a_field_is_not_swapped() -> None:
    measures = [MeasureText("a", "Park", "", 0), MeasureText("b", "Bad", "", 0), MeasureText("c", "Lesen", "", 2)]
    assert swapped(measures) == []


@needs_judged
@pytest.mark.slow
def test_weights_learned_without_the_cities_they_rank_keep_the_floor_too() -> None:
    overall = evaluate(JUDGED, cross_validate=True).overall
    assert overall["nDCG@10"].mean >= 0.66
    assert overall["recall@20"].mean >= 0.71


def test_a_measure_without_any_grade_above_nothing_is_left_out() -> None:
    collection = read_collection(JUDGED_SET)
    first = collection.measures[0].id
    emptied = JudgedCollection(
        collection.opportunities, collection.measures, {**collection.judgements, first: {"vielfalt-leben": 0}}
    )
    scores = np.random.default_rng(0).random((len(collection.measures), len(collection.opportunities)))
    assert first not in report(emptied, scores, "").by_measure


def test_the_report_gives_intervals_and_groups() -> None:
    lines = evaluate(JUDGED_SET).lines()
    assert any(line.startswith("nDCG@10") and "[" in line for line in lines)
    assert any("action field 3" in line for line in lines)
    assert any("English" in line for line in lines)


def test_a_run_compared_with_itself_does_not_differ() -> None:
    measured = evaluate(JUDGED_SET)
    difference, chance = compare(measured, measured)
    assert (difference, chance) == (0, 1)


def test_a_much_worse_run_differs_beyond_chance() -> None:
    collection = read_collection(JUDGED_SET)
    scores = np.random.default_rng(0).random((len(collection.measures), len(collection.opportunities)))
    difference, chance = compare(report(collection, scores, "by chance"), evaluate(JUDGED_SET))
    assert difference > 0.2
    assert chance < 0.01


def test_learned_weights_are_shares_none_below_nothing() -> None:
    weights = learn_weights([examples_of(read_collection(JUDGED_SET))])
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) >= 0


def test_what_looks_at_the_call_alone_learns_nothing_from_measures_of_one_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("matching.evaluation.learn_weights.CALL_ONLY", 1.0)
    examples = examples_of(read_collection(JUDGED_SET))
    whole = learn_weights([examples])
    lists_alone = learn_weights([replace(examples, judged=np.zeros_like(examples.judged))])  # nothing is judged apart
    own = ("letters", "coverage", "latent", "themes", *(name for name in whole if name.startswith("facet_")))
    assert sum(whole[name] for name in own) > sum(lists_alone[name] for name in own)


def test_a_measure_s_own_city_teaches_nothing_about_it() -> None:
    examples = examples_of(read_collection(JUDGED_SET))
    one_city = replace(examples, cities=("Magdeburg",) * len(examples.cities))
    assert not cross_validated_scores(one_city).any(), "there is no other city to learn from"
    assert cross_validated_scores(one_city, [replace(examples, cities=("Halle",) * len(examples.cities))]).any()


def test_the_city_of_a_measure_is_read(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"_id": "a", "title": "Kurse"}), encoding="utf-8")
    lines = [{"_id": "m", "title": "Deutsch", "city": "Halle"}, {"_id": "n", "title": "Sport"}]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert examples_of(read_collection(tmp_path)).cities == ("Halle", "n")


def test_cross_validation_is_the_same_each_time() -> None:
    examples = examples_of(read_collection(JUDGED_SET))
    assert np.array_equal(cross_validated_scores(examples, folds=2), cross_validated_scores(examples, folds=2))


@pytest.mark.parametrize("broken", ["no json", json.dumps({"title": "without an id"})])
def test_a_broken_line_of_a_collection_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "corpus.jsonl").write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match="Zeile 1"):
        read_collection(tmp_path)


def test_a_missing_collection_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"corpus\.jsonl fehlt"):
        read_collection(tmp_path)

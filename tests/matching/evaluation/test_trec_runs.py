"""Rankings as files: read back as written, compared, and refused where a line is wrong."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from grants_db.errors import InputError
from matching.evaluation.collection import JUDGED_SET, read_collection
from matching.evaluation.trec_runs import compare_runs, rank_collection, read_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("runs") / "shipped.run"
    rank_collection(JUDGED_SET, file)
    return file


def test_a_run_file_is_a_hundred_deep_at_most_and_its_scores_fall(tmp_path: Path) -> None:
    run = tmp_path / "run.txt"
    rank_collection(JUDGED_SET, run)
    rows = [line.split(" ") for line in run.read_text(encoding="utf-8").splitlines()]
    assert {len(row) for row in rows} == {6}
    for measure in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == measure]
        scores = [float(row[4]) for row in own]
        assert len(own) <= 100
        assert [int(row[3]) for row in own] == list(range(1, len(own) + 1))
        assert all(first > second for first, second in pairwise(scores))
        assert len({row[2] for row in own}) == len(own)


def test_a_run_is_read_back_in_the_order_it_was_written(run: Path) -> None:
    collection = read_collection(JUDGED_SET)
    scores = read_run(run, collection)
    first = collection.measures[0].id
    written = [line.split()[2] for line in run.read_text(encoding="utf-8").splitlines() if line.startswith(f"{first} ")]
    order = [collection.opportunities[column].id for column in np.argsort(-scores[0], kind="stable")]
    assert order[: len(written)] == written


def test_a_run_does_not_differ_from_itself(run: Path) -> None:
    assert "nDCG@10     +0.000 p=1.000" in compare_runs(JUDGED_SET, run, run)


def test_a_run_turned_upside_down_is_worse_and_certainly_so(run: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.run"
    lines = [line.split() for line in run.read_text(encoding="utf-8").splitlines()]
    turned.write_text("\n".join(" ".join([*p[:4], str(-float(p[4])), p[5]]) for p in lines), encoding="utf-8")
    line = next(line for line in compare_runs(JUDGED_SET, run, turned) if line.startswith("nDCG@10     -"))
    assert float(line.rpartition("=")[2]) < 0.01


@pytest.mark.parametrize("line", ["m1 Q0", "nobody Q0 nothing 1 0.5 x", "a b c d e f"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "broken.run"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match="Zeile 1"):
        read_run(file, read_collection(JUDGED_SET))

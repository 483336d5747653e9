"""Rankings as files (TREC runs): written, read back, and two of them compared."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grants_db.errors import InputError
from matching.evaluation.collection import JudgedCollection, read_collection
from matching.evaluation.metrics import Report, compare, report
from matching.matcher import Matcher

DEPTH = 100


def rank_collection(directory: Path, out_file: Path) -> None:
    """Rank every measure of a collection with what the program ships; write a TREC run, 100 deep, scores falling."""
    collection = read_collection(directory)
    scores = Matcher().fit(collection.opportunities, collection.measures).total_scores(collection.measures)
    lines = []
    for measure, row in zip(collection.measures, scores, strict=True):
        order = np.lexsort((np.arange(len(row)), -row))[:DEPTH]
        previous = float("inf")
        for rank, column in enumerate(order, start=1):
            score = min(
                round(float(row[column]), 6), round(previous - 1e-6, 6)
            )  # ties would be re-sorted by readers of the run
            lines.append(f"{measure.id} Q0 {collection.opportunities[column].id} {rank} {score:.6f} akquise")
            previous = score
    out_file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_run(path: Path, collection: JudgedCollection) -> NDArray[np.float64]:
    """The scores of a run, measures × opportunities; opportunities it does not name stand below all others.

    Raises:
        InputError: a line that is none of a run, with its number; a measure or opportunity that the collection has not.
    """
    rows = {measure.id: row for row, measure in enumerate(collection.measures)}
    columns = {opportunity.id: column for column, opportunity in enumerate(collection.opportunities)}
    scores = np.full((len(rows), len(columns)), -np.inf)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("Die Rangfolge {path} ist nicht lesbar: {why}.", path=path, why=error) from error
    for number, line in enumerate(lines, start=1):
        parts = line.split()
        try:
            measure, _, opportunity, _, score, _ = parts
            scores[rows[measure], columns[opportunity]] = float(score)
        except (ValueError, KeyError) as error:
            raise InputError(
                "Die Rangfolge {path} stimmt in Zeile {number} nicht: „{line}“.",
                path=path,
                number=number,
                line=line[:80],
            ) from error
    return scores


def compare_runs(directory: Path, first: Path, second: Path) -> list[str]:
    """Both runs measured on the collection's judgements, and for each measure of quality the difference with its p."""
    collection = read_collection(directory)
    reports: list[Report] = [report(collection, read_run(path, collection), path.name) for path in (first, second)]
    lines = []
    for each in reports:
        lines += [each.title, *(f"{name:<12}{figure}" for name, figure in each.overall.items())]
    for name in reports[0].overall:
        difference, chance = compare(reports[0], reports[1], name)
        lines.append(f"{name:<12}{difference:+.3f} p={chance:.3f}")
    return lines

"""Deadlines: how right and how fast ours reads them, side by side with what one would pick from the shelf.

    python -m benchmarks.deadlines LABELS.jsonl

`LABELS.jsonl` holds labelled texts (`text`, `kind`, `dates` …, see `crawler.evaluation.deadlines`). The others know
only days, so only days with a year are compared: every day that is written out, the last one after "bis", and
`dateparser.search` where dateparser is installed (`pip install dateparser`; nothing else needs it). Times are the best
of three rounds over all texts in one process, and given as a ratio to ours.
"""

import argparse
import importlib
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from crawler.evaluation.deadlines import DeadlineScore, evaluate_deadlines
from crawler.extract.deadline.dates import days_in
from crawler.extract.deadline.parse import parse_deadline
from crawler.text.sentences import Prose
from grants_db.rules.deadline import Deadline
from grants_db.vocabulary import DeadlineKind, DeadlineStage

ROUNDS = 3
Reader = Callable[[str], Deadline]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How right and how fast deadlines are read.")
    parser.add_argument("labels", type=Path)
    labels: Path = parser.parse_args().labels
    readers: dict[str, Reader] = {"ours": ours, "every full day": every_day, "last day after bis": last_after_bis}
    searched = dateparser_reader()
    if searched is None:
        sys.stderr.write("dateparser is not installed: it is left out.\n")
    else:
        readers["dateparser.search"] = searched
    whole = evaluate_deadlines(labels)
    lines = ["all kinds, ours: " + ", ".join(f"{name} {value}" for name, value in whole.rows()), ""]
    lines.append(f"{'days with a year':24}{'precision':>10}{'recall':>10}{'time':>10}")
    base = 0.0
    for name, reader in readers.items():
        score, seconds = best_of(partial(full_days, labels, reader))
        base = base or seconds
        lines.append(f"{name:24}{float(score.precision):10.2f}{float(score.recall):10.2f}{seconds / base:9.1f}×")
    sys.stdout.write("\n".join(lines) + "\n")


def full_days(labels: Path, reader: Reader) -> DeadlineScore:
    """Score a reader; days without a year and lead times can't be compared and are left out of the labels' misses."""
    score = evaluate_deadlines(labels, read=reader)
    yearless = sum(len([day for day in set(miss.labelled.dates) if not _has_year(day)]) for miss in score.misses)
    return DeadlineScore(
        score.texts,
        score.kinds_right,
        score.stages_right,
        score.two_stage_right,
        score.dates_right,
        score.dates_wrong,
        score.dates_missing - yearless,
    )


def best_of(run: Callable[[], DeadlineScore]) -> tuple[DeadlineScore, float]:
    """The score and the seconds of the fastest round."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        score = run()
        seconds.append(time.perf_counter() - start)
    return score, min(seconds)


def ours(text: str) -> Deadline:
    """What the project uses, without what the others can't know."""
    return _fixed([day for day in parse_deadline(Prose(text)).dates if _has_year(day)])


def every_day(text: str) -> Deadline:
    """Every day with a year is a deadline."""
    return _fixed([mention.text for mention in days_in(Prose(text).line) if mention.year])


def last_after_bis(text: str) -> Deadline:
    """The last day with a year that follows "bis"."""
    whole = Prose(text).line
    led = [m for m in days_in(whole) if m.year and re.search(r"\bbis\b.{0,20}$", whole[: m.start], re.I)]
    return _fixed([mention.text for mention in led[-1:]])


def dateparser_reader() -> Reader | None:
    """`dateparser.search` in German, full days only; None where it isn't installed."""
    try:
        search_dates = importlib.import_module("dateparser.search").search_dates
    except ImportError:
        return None

    def read(text: str) -> Deadline:
        settings = {"REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
        found = search_dates(Prose(text).line, languages=["de"], settings=settings) or []
        return _fixed([moment.date().isoformat() for _, moment in found])

    return read


def _has_year(day: str) -> bool:
    return len(day) == len("YYYY-MM-DD")


def _fixed(days: list[str]) -> Deadline:
    days = list(dict.fromkeys(days))
    return Deadline(DeadlineKind.FIXED, tuple(days), (), (DeadlineStage.APPLICATION,) * len(days))


if __name__ == "__main__":
    main()

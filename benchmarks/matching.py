"""What matching costs beside plain scikit-learn, in one run: fit, rank and explain the top 20 of every measure.

Seconds of processor time, so that a busy machine does not blur the comparison, and of the clock. Then next nights, in
which nothing, one call, one call of a hundred, a decision, a measure or a gap is another, are set against a night in
which everything is ranked: each reads and writes what is kept of a ranking.

    python -m benchmarks.matching [CALLS] [MEASURES]      (10000 and 500)

The texts are made from the words of the glossary and of the noun list, 300 words a call, always the same. The peak of
memory is that of akquise, which runs first, the texts included. scikit-learn
fits `TfidfVectorizer()` as it comes and takes the top 20 of each measure, without any explanation.
"""

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.feedback import TopicDecision
from matching.incremental.night_input import RankingInput
from matching.incremental.ranking import rank_in_full
from matching.incremental.ranking_file import read_ranking, write_ranking
from matching.incremental.update import update
from matching.matcher import Matcher
from matching.text.compounds import nouns
from matching.text.documents import MeasureText, OpportunityText
from matching.text.glossary import bare, shipped_glossary

WORDS_OF_A_CALL = 300
WORDS_OF_A_MEASURE = 25
TOP = 20
#: texts made at once
BLOCK = 10_000
#: one call of so many is rewritten in the next night
REWRITTEN = 100
TODAY = date(2026, 3, 2)
NEW = MeasureText("new", "Sprachkurse für Frauen", "Deutschkurse mit Kinderbetreuung im Quartier", 2)


@dataclass
class Seconds:
    """What something took."""

    processor: float = 0.0
    clock: float = 0.0

    def __str__(self) -> str:
        return f"{self.processor:7.1f} s of processor time, {self.clock:7.1f} s by the clock"


@contextmanager
def measured(name: str) -> Iterator[Seconds]:
    """Fill in and print what the block takes."""
    took, processor, clock = Seconds(), time.process_time(), time.perf_counter()
    yield took
    took.processor, took.clock = time.process_time() - processor, time.perf_counter() - clock
    print(f"{name:<34}{took}", flush=True)


def texts(count: int, length: int, seed: int) -> list[str]:
    """Made-up texts: a third words of the field, the rest nouns by a long-tailed frequency."""
    generator = np.random.default_rng(seed)
    return [text for start in range(0, count, BLOCK) for text in _texts(min(BLOCK, count - start), length, generator)]


def _texts(count: int, length: int, generator: np.random.Generator) -> list[str]:
    field = [bare(term) for idea in shipped_glossary().ideas for term in idea.german]
    others = sorted(nouns())
    tail = np.minimum(generator.zipf(1.3, size=(count, length)) - 1, len(others) - 1)
    ours = generator.integers(0, len(field), size=(count, length))
    from_field = generator.random((count, length)) < 1 / 3
    return [
        " ".join(
            field[ours[row, place]] if from_field[row, place] else others[tail[row, place] * 7919 % len(others)]
            for place in range(length)
        )
        for row in range(count)
    ]


def with_sklearn(calls: list[str], measures: list[str]) -> None:
    """TF-IDF as it comes, and the top 20 of each measure."""
    vectorizer = TfidfVectorizer()
    fitted = vectorizer.fit_transform(calls)
    asked = vectorizer.transform(measures)
    for start in range(0, len(measures), 100):
        scores = (asked[start : start + 100] @ fitted.T).toarray()
        np.argpartition(-scores, TOP, axis=1)[:, :TOP]


def nights(calls: list[OpportunityText], measures: list[MeasureText], file: Path) -> None:
    """A night that ranks everything, and nights that go on from it, each with another thing changed."""
    everything = frozenset(call.id for call in calls)
    allowed = {measure.id: everything for measure in (*measures, NEW)}
    decided = [TopicDecision(number % 6 + 1, str(number * 7 + 3), number % 3 > 0) for number in range(60)]

    def night(
        calls: list[OpportunityText] = calls,
        measures: list[MeasureText] = measures,
        decided: list[TopicDecision] = decided,
    ) -> RankingInput:
        return RankingInput.of_texts(calls, measures, measures, allowed, decided)

    with measured("akquise, a full night") as full:
        write_ranking(file, rank_in_full(Matcher().fit(calls, measures, decided), night(), TODAY, TOP))
    kept = {each.name: each.read_bytes() for each in file.parent.iterdir()}
    poorer = replace(measures[0], gap=Decimal(5000))
    following = {
        "nothing changed": night(),
        "one call rewritten": night(_rewritten(calls, len(calls))),
        "1 % of the calls rewritten": night(_rewritten(calls, REWRITTEN)),
        "one decision": night(decided=[*decided, TopicDecision(2, str(len(calls) // 2), True)]),
        "one measure new": night(measures=[*measures, NEW]),
        "one gap edited": night(measures=[poorer, *measures[1:]]),
    }
    for name, asked in following.items():
        with measured(f"  {name}") as took:
            before = read_ranking(file)
            went_on = None if before is None else update(before, asked, TODAY, TOP)
            if went_on is None:
                raise RuntimeError("the next night had to rank in full")
            if went_on != before:
                write_ranking(file, went_on)
        print(f"    {took.processor / full.processor:.1%} of a full one (by the clock {took.clock / full.clock:.1%})")
        for each in file.parent.iterdir():
            each.unlink()
        for each_name, content in kept.items():
            (file.parent / each_name).write_bytes(content)


def _rewritten(calls: list[OpportunityText], one_of: int) -> list[OpportunityText]:
    other = texts(max(1, len(calls) // one_of), WORDS_OF_A_CALL, seed=3)
    changed = list(calls)
    for number, text in enumerate(other):
        changed[number * one_of] = replace(calls[number * one_of], title=text[:60], description=text)
    return changed


def main() -> None:
    """Print the figures of one run."""
    gc.set_threshold(300_000, 10, 10)  # as every command of the program (`tui.entry`)
    calls_wanted, measures_wanted = (int(given) for given in (*sys.argv[1:], "10000", "500")[:2])
    print(f"{calls_wanted} calls × {measures_wanted} measures")
    calls = texts(calls_wanted, WORDS_OF_A_CALL, seed=1)
    measures = texts(measures_wanted, WORDS_OF_A_MEASURE, seed=2)
    opportunities = [
        OpportunityText(str(number), text[:60], "", text, "de", "land") for number, text in enumerate(calls)
    ]
    asked = [MeasureText(str(number), text[:40], text, number % 6 + 1) for number, text in enumerate(measures)]
    with measured("akquise, fit") as fit:
        matcher = Matcher().fit(opportunities, asked)
    with measured(f"akquise, rank and explain {TOP}") as rank:
        matcher.rank(asked, top=TOP)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)
    del matcher
    with measured(f"scikit-learn, fit and top {TOP}") as plain:
        with_sklearn(calls, measures)
    print(f"akquise takes {(fit.processor + rank.processor) / plain.processor:.1f} times scikit-learn", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        nights(opportunities, asked, Path(folder) / "ranking")


if __name__ == "__main__":
    main()

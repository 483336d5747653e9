"""What matching costs beside plain scikit-learn, in one run: fit, rank and explain the top 20 of every measure.

Seconds of processor time, so that a busy machine does not blur the comparison.

    python -m benchmarks.matching [CALLS] [MEASURES]      (10000 and 500)

The texts are made from the words of the glossary and of the noun list, 300 words a call, always the same. scikit-learn
fits `TfidfVectorizer()` as it comes and takes the top 20 of each measure, without any explanation.
"""

import resource
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.compounds import nouns
from matching.documents import MeasureText, OpportunityText
from matching.glossary import bare, glossary
from matching.matcher import Matcher

WORDS_OF_A_CALL = 300
WORDS_OF_A_MEASURE = 25
TOP = 20


def texts(count: int, length: int, seed: int) -> list[str]:
    """Made-up texts: a third words of the field, the rest nouns by a long-tailed frequency."""
    generator = np.random.default_rng(seed)
    field = [bare(term) for entry in glossary().entries for term in entry.german]
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


def with_sklearn(calls: list[str], measures: list[str]) -> float:
    """Seconds for TF-IDF as it comes, and the top 20 of each measure."""
    began = time.process_time()
    vectorizer = TfidfVectorizer()
    fitted = vectorizer.fit_transform(calls)
    asked = vectorizer.transform(measures)
    for start in range(0, len(measures), 100):
        scores = (asked[start : start + 100] @ fitted.T).toarray()
        np.argpartition(-scores, TOP, axis=1)[:, :TOP]
    return time.process_time() - began


def with_akquise(calls: list[str], measures: list[str]) -> tuple[float, float]:
    """Seconds to fit, and to rank and explain the top 20 of each measure."""
    opportunities = [
        OpportunityText(str(number), text[:60], "", text, "de", "land") for number, text in enumerate(calls)
    ]
    asked = [MeasureText(str(number), text[:40], text, number % 6 + 1) for number, text in enumerate(measures)]
    began = time.process_time()
    matcher = Matcher().fit(opportunities, asked)
    fitted = time.process_time()
    matcher.rank(asked, top=TOP)
    return fitted - began, time.process_time() - fitted


def main() -> None:
    """Print the figures of one run."""
    calls_wanted, measures_wanted = (int(given) for given in (*sys.argv[1:], "10000", "500")[:2])
    calls = texts(calls_wanted, WORDS_OF_A_CALL, seed=1)
    measures = texts(measures_wanted, WORDS_OF_A_MEASURE, seed=2)
    plain = with_sklearn(calls, measures)
    fit, rank = with_akquise(calls, measures)
    print(f"{calls_wanted} calls × {measures_wanted} measures")
    print(f"scikit-learn, fit and top {TOP}: {plain:6.1f} s")
    print(f"akquise, fit:                {fit:6.1f} s")
    print(f"akquise, rank and explain:   {rank:6.1f} s")
    print(f"together {(fit + rank) / plain:.1f} times scikit-learn")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()

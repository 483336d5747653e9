"""Reads from a text which facets it names, and how surely: terms, where they stand, and learned weights.

    chance(text, facet) = logistic(kind + said(facet) + Σ coefficients · places + Σ over its terms: zone · term)

The coefficients of a kind hold for all of its facets: how much a term in a title says, an early or a late one, one
beside others of its kind. A facet and a term have a number of their own, drawn to 0 where labelled texts say little of
them. `akquise match facets` learns all of it; a facet of which no term stands in a text is not named there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from matching.facets.terms import KINDS, FacetTerms, shipped_terms
from matching.facets.weights import FacetWeights, shipped_facet_weights
from matching.text.german import stem
from matching.text.word_runs import RunFinder

#: words of a body that stand early, and those up to the middle
EARLY, MIDDLE = 40, 120
#: what a term counts by its zone: title, early, middle, late
ZONES = np.array([3.0, 1.0, 0.4, 0.15])
TERM_ZONES = np.array([1.0, 1.0, 0.5, 0.2])
#: under this chance a facet is taken as not named
LEAST = 0.05
#: texts read at once
_BLOCK = 2000
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Words:
    """Texts as numbers of words.

    Attributes:
        names: the words by number; a number belongs to one language.
        numbers: each text's words in order, those of the title first.
        titles: how many of them are the title's.
        english: which texts are in English.
    """

    names: Sequence[str]
    numbers: Sequence[NDArray[np.int32]]
    titles: NDArray[np.int64]
    english: NDArray[np.bool_]


@dataclass(frozen=True)
class Readings:
    """What terms say, one entry for each facet that a text has a term of.

    Attributes:
        texts: the text, and
        facets: the facet of each entry.
        features: entries × features (`weights.FEATURES`).
        entries: for each term found in an entry the entry,
        terms: the term, and
        strengths: what its best place counts.
    """

    texts: Numbers
    facets: Numbers
    features: NDArray[np.float64]
    entries: Numbers
    terms: Numbers
    strengths: NDArray[np.float64]


class FacetReader:
    """Reads facets; what each distinct word tells is worked out once.

    >>> words = ["deutschkurs", "für", "mütter"]
    >>> text = Words(words, [np.array([0, 1, 2])], np.array([3]), np.array([False]))
    >>> found = FacetReader().read(text, measures=True).toarray()[0]
    >>> [facet.value for facet, chance in zip(shipped_terms().facets, found, strict=True) if chance > 0.5]
    ['language', 'family', 'course', 'women', 'parents']
    """

    def __init__(self, terms: FacetTerms | None = None, weights: FacetWeights | None = None) -> None:
        self.terms = shipped_terms() if terms is None else terms
        self.weights = weights
        self._told: dict[int, Sequence[int]] = {}
        self._finder = RunFinder(self.terms.glossary)

    def read(self, words: Words, *, measures: bool) -> sparse.csr_matrix:
        """Texts × facets: the chance that a text names a facet; below `LEAST` nothing."""
        weights = shipped_facet_weights() if self.weights is None else self.weights
        blocks = [sparse.csr_matrix((0, len(self.terms.facets)), dtype=np.float32)]
        for start in range(0, len(words.numbers), _BLOCK):
            block = slice(start, start + _BLOCK)
            part = Words(words.names, words.numbers[block], words.titles[block], words.english[block])
            found = self.readings(part, measures=measures)
            chances = expit(weights.logits(found, self.terms))
            sure = chances >= LEAST
            cells = chances[sure].astype(np.float32), (found.texts[sure], found.facets[sure])
            blocks.append(sparse.csr_matrix(cells, shape=(len(part.numbers), len(self.terms.facets))))
        return sparse.vstack(blocks, format="csr")

    def readings(self, words: Words, *, measures: bool) -> Readings:
        """Every facet that a text has a term of, with what its places say."""
        texts, places, terms = self._found(words)
        lengths = np.array([len(each) for each in words.numbers], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
        inside = places - starts[texts] - words.titles[texts]
        zones = np.where(inside < 0, 0, np.where(inside < EARLY, 1, np.where(inside < MIDDLE, 2, 3)))
        facets, width = self.terms.facet_of[terms], len(self.terms.facets)
        once = np.unique(places * width + facets, return_index=True)[1]  # a place tells a facet once
        entries, inverse = np.unique(texts * width + facets, return_inverse=True)
        counts = np.bincount(inverse[once] * 4 + zones[once], minlength=4 * len(entries)).reshape(-1, 4)
        of_text, of_facet = np.divmod(entries, width)
        pairs, first = np.unique(inverse * len(self.terms.names) + terms, return_inverse=True)
        strengths = np.zeros(len(pairs))
        np.maximum.at(strengths, first, TERM_ZONES[zones])
        of_entry, of_term = np.divmod(pairs, max(1, len(self.terms.names)))
        features = self._features(counts, of_text, of_facet, measures)
        return Readings(of_text, of_facet, features, of_entry, of_term, strengths)

    def _features(
        self, counts: NDArray[np.int64], texts: Numbers, facets: Numbers, measures: bool
    ) -> NDArray[np.float64]:
        """Logarithms of the counts by zone, the share among its kind, against the strongest of it, is it a measure."""
        weighed = counts @ ZONES
        group = texts * len(KINDS) + self.terms.kind_of()[facets]
        together = np.zeros(int(group.max(initial=-1)) + 1)
        strongest = together.copy()
        np.add.at(together, group, weighed)
        np.maximum.at(strongest, group, weighed)
        share, against = weighed / together[group], weighed / strongest[group]
        return np.column_stack([np.log1p(counts), share, against, np.full(len(counts), float(measures))])

    def _found(self, words: Words) -> tuple[Numbers, Numbers, Numbers]:
        """Every term found: its text, its place among the words of all texts, and the term."""
        flat = np.concatenate([np.zeros(0, dtype=np.int64), *words.numbers])
        texts = np.repeat(np.arange(len(words.numbers)), [len(each) for each in words.numbers])
        for language, chosen in (("de", ~words.english), ("en", words.english)):
            for number in np.unique(flat[chosen[texts]]).tolist():
                if number not in self._told:
                    self._work_out(number, words.names[number], language)
        distinct, inverse = np.unique(flat, return_inverse=True)
        told = [self._told[number] for number in distinct.tolist()]
        counts = np.array([len(terms) for terms in told], dtype=np.int64)
        starts = np.cumsum(counts) - counts
        listed = np.array([term for terms in told for term in terms], dtype=np.int64)
        repeats = counts[inverse]
        places = np.repeat(np.arange(len(flat)), repeats)
        within = np.arange(len(places)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        terms = listed[starts[inverse[places]] + within]
        runs = [(place, term) for place, term, _length in self._finder.runs(flat, texts)]
        run_places, run_terms = np.array(runs, dtype=np.int64).reshape(-1, 2).T
        every = np.concatenate([places, run_places])
        return texts[every], every, np.concatenate([terms, run_terms])

    def _work_out(self, number: int, name: str, language: str) -> None:
        self._told[number] = sorted(self.terms.glossary.of_word(name, language))
        self._finder.learn(number, stem(name, language), language)

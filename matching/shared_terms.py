"""The words that carried a match: which word of the measure met which word of the call, and by what bridge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index.vector_index import Calls
from matching.index.vectorizer import weigh_measure
from matching.text.documents import MeasureText
from matching.text.german import words

#: words shown for a pair
MOST_TERMS = 8
#: words commoner than this share of the rarest are not worth showing
_LEAST_TELLING = 0.3
#: vocabularies of calls that are remembered at once
_REMEMBERED = 2000


@dataclass(frozen=True)
class Term:
    """One meeting of words.

    Attributes:
        measure: the measure's word.
        opportunity: the call's word or words.
        bridge: the idea of the glossary that links them, empty where they share a stem or a part.
        weight: how telling it is, for sorting.
    """

    measure: str
    opportunity: str
    bridge: str
    weight: float

    def as_json(self) -> dict[str, object]:
        """The form that is stored."""
        return {
            "measure": self.measure,
            "opportunity": self.opportunity,
            "bridge": self.bridge,
            "weight": round(self.weight, 3),
        }


@dataclass(frozen=True)
class Vocabulary:
    """One text's words by the parts and ideas they stand for; the first word of each wins."""

    by_part: dict[int, str]
    by_idea: dict[int, str]


class TermFinder:
    """Finds the terms of pairs; the vocabularies of the calls last asked for are remembered."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: dict[int, Vocabulary] = {}

    def of_measure(self, measure: MeasureText) -> Vocabulary:
        """The vocabulary of a measure."""
        weighed = weigh_measure(measure)
        return self._vocabulary(self._calls.reader_.number(weighed), weighed.language)

    def of_call(self, row: int) -> Vocabulary:
        """The vocabulary of a fitted call."""
        if row not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            rows = self._calls.batch_.rows
            self._known[row] = self._vocabulary(rows.numbers[row], "en" if rows.english[row] else "de")
        return self._known[row]

    def terms(self, measure: Vocabulary, call: Vocabulary) -> tuple[Term, ...]:
        """What the two share, most telling first; a pair of words is named once."""
        part_idf, idea_idf = self._calls.idf("compounds"), self._calls.idf("ideas")
        found: dict[tuple[str, str], Term] = {}
        least = _LEAST_TELLING * float(part_idf.max(initial=0.0))
        for part, word in measure.by_part.items():
            other = call.by_part.get(part)
            if other is not None and part_idf[part] >= least:
                _keep(found, Term(word, other, "", float(part_idf[part])))
        for idea, word in measure.by_idea.items():
            other = call.by_idea.get(idea)
            if other is not None and word != other and idea_idf[idea] >= least / 2:
                _keep(found, Term(word, other, self._calls.terms.entries[idea].name, float(idea_idf[idea])))
        return tuple(sorted(found.values(), key=lambda term: (-term.weight, term.measure)))[:MOST_TERMS]

    def _vocabulary(self, numbers: NDArray[np.int32], language: str) -> Vocabulary:
        reader = self._calls.reader_
        by_part: dict[int, str] = {}
        by_idea: dict[int, str] = {}
        for number in dict.fromkeys(numbers.tolist()):
            parts, ideas = reader.stands_for(number)
            for part in parts:
                by_part.setdefault(part, reader.names[number])
            for idea in ideas:
                by_idea.setdefault(idea, reader.names[number])
        for idea, position, length in reader.runs(numbers, language):
            run = numbers[position : position + length].tolist()
            by_idea.setdefault(idea, " ".join(reader.names[number] for number in run))
        return Vocabulary(by_part, by_idea)


def _keep(found: dict[tuple[str, str], Term], term: Term) -> None:
    known = found.get((term.measure, term.opportunity))
    if known is None or known.weight < term.weight:
        found[term.measure, term.opportunity] = term


def has_words(measure: MeasureText) -> bool:
    """Is there any word in the measure at all?"""
    return bool(words(measure.title) or words(measure.text))

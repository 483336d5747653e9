"""The words that carried a match: which word of the measure met which word of the opportunity, and by what bridge."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index.vector_index import OpportunityIndex
from matching.index.vectorizer import weighted_measure
from matching.text.documents import MeasureText

#: words shown for a pair
MOST_TERMS = 8
#: words commoner than this share of the rarest are not worth showing
_LEAST_TELLING = 0.3
#: words of opportunities that are remembered at once
_REMEMBERED = 2000


@dataclass(frozen=True)
class SharedTerm:
    """One meeting of words.

    Attributes:
        measure: the measure's word.
        opportunity: the opportunity's word or words.
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
class WordsByMeaning:
    """One text's words by the parts and ideas they stand for; the first word of each wins."""

    by_part: dict[int, str]
    by_idea: dict[int, str]


class SharedTermFinder:
    """Finds the terms of pairs; the words of the opportunities last asked for are remembered."""

    def __init__(self, index: OpportunityIndex) -> None:
        self._index = index
        self._known: dict[int, WordsByMeaning] = {}

    def of_measure(self, measure: MeasureText) -> WordsByMeaning:
        """The words of a measure."""
        weighed = weighted_measure(measure)
        numbers = self._index.vectorizer_.words_.numbers(weighed.words, weighed.language)
        return self._meanings(numbers)

    def of_opportunity(self, row: int) -> WordsByMeaning:
        """The words of a fitted opportunity."""
        if row not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[row] = self._meanings(self._index.word_numbers_[row])
        return self._known[row]

    def terms(self, measure: WordsByMeaning, opportunity: WordsByMeaning) -> tuple[SharedTerm, ...]:
        """What the two share, most telling first; a pair of words is named once."""
        part_idf, idea_idf = self._index.idf_["compounds"], self._index.idf_["ideas"]
        ideas = self._index.vectorizer_.glossary.ideas
        found: dict[tuple[str, str], SharedTerm] = {}
        least = _LEAST_TELLING * float(part_idf.max(initial=0.0))
        for part, word in measure.by_part.items():
            other = opportunity.by_part.get(part)
            if other is not None and part_idf[part] >= least:
                _keep(found, SharedTerm(word, other, "", float(part_idf[part])))
        for idea, word in measure.by_idea.items():
            other = opportunity.by_idea.get(idea)
            if other is not None and word != other and idea_idf[idea] >= least / 2:
                _keep(found, SharedTerm(word, other, ideas[idea].name, float(idea_idf[idea])))
        return tuple(sorted(found.values(), key=lambda term: (-term.weight, term.measure)))[:MOST_TERMS]

    def _meanings(self, numbers: NDArray[np.int32]) -> WordsByMeaning:
        table = self._index.vectorizer_.words_
        by_part: dict[int, str] = {}
        by_idea: dict[int, str] = {}
        listed = numbers.tolist()
        names, stands_for = table.names, table.stands_for
        for number in dict.fromkeys(listed):
            parts, ideas = stands_for(number)
            for part in parts:
                if part not in by_part:
                    by_part[part] = names[number]
            for idea in ideas:
                if idea not in by_idea:
                    by_idea[idea] = names[number]
        for position, idea, length in table.runs_in(listed):
            run = listed[position : position + length]
            by_idea.setdefault(idea, " ".join(table.names[number] for number in run))
        return WordsByMeaning(by_part, by_idea)


def _keep(found: dict[tuple[str, str], SharedTerm], term: SharedTerm) -> None:
    known = found.get((term.measure, term.opportunity))
    if known is None or known.weight < term.weight:
        found[term.measure, term.opportunity] = term

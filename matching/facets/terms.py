"""The terms that tell a facet (facets.yml), looked up as those of the glossary are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from grants_db.errors import InputError
from grants_db.vocabulary_base import Vocabulary
from grants_db.vocabulary_facets import FACETS
from matching.text.glossary import Glossary, Idea

SHIPPED = Path(__file__).parent / "facets.yml"
#: the kinds, in the order of their columns
KINDS = tuple(FACETS)


@dataclass(frozen=True)
class FacetTerms:
    """All facets as columns, and the terms that tell them.

    Attributes:
        facets: the words of the vocabularies by column, those of one kind side by side.
        columns: kind → its first column and the one after its last.
        glossary: one idea a term; looked up like the ideas of the glossary.
        facet_of: term → column of the facet it tells.
        names: term → as written in the file.
    """

    facets: tuple[Vocabulary, ...]
    columns: Mapping[str, slice]
    glossary: Glossary
    facet_of: NDArray[np.int64]
    names: tuple[str, ...]

    def kind_of(self) -> NDArray[np.int64]:
        """Column → place of its kind among `KINDS`."""
        kinds = np.zeros(len(self.facets), dtype=np.int64)
        for place, kind in enumerate(KINDS):
            kinds[self.columns[kind]] = place
        return kinds


@lru_cache(maxsize=1)
def shipped_terms() -> FacetTerms:
    """The terms that the program ships."""
    return read_terms(SHIPPED)


def read_terms(path: Path) -> FacetTerms:
    """Read a file of terms; every word of the vocabularies needs its own."""
    read = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    facets: list[Vocabulary] = []
    columns: dict[str, slice] = {}
    ideas: list[Idea] = []
    facet_of: list[int] = []
    for kind, vocabulary in FACETS.items():
        columns[kind] = slice(len(facets), len(facets) + len(vocabulary))
        if set(read.get(kind, {})) != {word.value for word in vocabulary}:
            raise InputError("{path}: „{kind}“ führt andere Wörter als das Vokabular.", path=path, kind=kind)
        for word in vocabulary:
            for language, listed in read[kind][word.value].items():
                for term in filter(None, (each.strip() for each in listed.split(","))):
                    german, english = ((term,), ()) if language == "de" else ((), (term,))
                    ideas.append(Idea(len(ideas), kind, german, english))
                    facet_of.append(len(facets))
            facets.append(word)
    names = tuple((*idea.german, *idea.english)[0] for idea in ideas)
    return FacetTerms(tuple(facets), columns, Glossary(ideas), np.array(facet_of, dtype=np.int64), names)

"""What a facet's terms and their places say, as `akquise match facets` learned it (weights.yml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml
from numpy.typing import NDArray

from grants_db.errors import InputError
from matching.facets.terms import KINDS, FacetTerms, shipped_terms

if TYPE_CHECKING:
    from matching.facets.reader import Readings

SHIPPED = Path(__file__).parent / "weights.yml"
#: what is known of an entry, in order (`FacetReader.readings`)
FEATURES = ("title", "early", "middle", "late", "share", "against_strongest", "measure")


@dataclass(frozen=True)
class FacetWeights:
    """The learned numbers.

    Attributes:
        kinds: kinds × (1 + features): the constant and the coefficients of `FEATURES`.
        said: facet → what it adds where any term of it stands.
        shares: facet → the share of labelled texts that name it, above 0.
        terms: term → what it adds.
    """

    kinds: NDArray[np.float64]
    said: NDArray[np.float64]
    shares: NDArray[np.float64]
    terms: NDArray[np.float64]

    def logits(self, found: "Readings", known: FacetTerms) -> NDArray[np.float64]:
        """For each entry how sure it is that the facet is named, on the logistic scale."""
        kind = known.kind_of()[found.facets]
        of_terms = np.bincount(found.entries, self.terms[found.terms] * found.strengths, minlength=len(found.texts))
        of_places = np.einsum("ij,ij->i", self.kinds[kind, 1:], found.features)
        return np.asarray(self.kinds[kind, 0] + self.said[found.facets] + of_places + of_terms)

    def telling(self) -> NDArray[np.float64]:
        """Facet → how telling it is: −ln of its share, as the idf of a word."""
        return np.asarray(-np.log(self.shares))


@lru_cache(maxsize=1)
def shipped_facet_weights() -> FacetWeights:
    """The weights that the program ships."""
    return read_facet_weights(SHIPPED, shipped_terms())


def read_facet_weights(path: Path, known: FacetTerms) -> FacetWeights:
    """Read a file of weights; a term or facet it doesn't speak of adds nothing, and is taken as rare."""
    stored = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    if not isinstance(stored, dict) or not {"kinds", "facets"} <= set(stored):
        raise InputError("{path} enthält keine Gewichte: „kinds“ und „facets“ werden gebraucht.", path=path)
    rows = [[entry.get(name, 0.0) for name in ("constant", *FEATURES)] for entry in map(stored["kinds"].get, KINDS)]
    facets = [stored["facets"].get(name, {}) for name in _names(known)]
    terms = [
        facets[column].get("terms", {}).get(name, 0.0)
        for column, name in zip(known.facet_of.tolist(), known.names, strict=True)
    ]
    return FacetWeights(
        kinds=np.array(rows, dtype=np.float64),
        said=np.array([entry.get("said", 0.0) for entry in facets]),
        shares=np.array([entry.get("share", 0.01) for entry in facets]),
        terms=np.array(terms, dtype=np.float64),
    )


def write_facet_weights(path: Path, weights: FacetWeights, known: FacetTerms, recipe: str) -> None:
    """Write a file of weights with the command it was learned by; terms that add nearly nothing are left out."""
    by_facet: dict[int, dict[str, float]] = {}
    for term, value in enumerate(weights.terms.tolist()):
        if abs(value) >= 0.05:
            by_facet.setdefault(int(known.facet_of[term]), {})[known.names[term]] = round(value, 2)
    kinds = {
        kind: dict(zip(("constant", *FEATURES), weights.kinds[row].round(3).tolist(), strict=True))
        for row, kind in enumerate(KINDS)
    }
    facets: dict[str, Mapping[str, object]] = {}
    for column, name in enumerate(_names(known)):
        entry = {"said": round(float(weights.said[column]), 3), "share": round(float(weights.shares[column]), 4)}
        facets[name] = entry | ({"terms": by_facet[column]} if column in by_facet else {})
    text = yaml.safe_dump({"kinds": kinds, "facets": facets}, allow_unicode=True, sort_keys=False, width=160)
    path.write_text(f"# How surely a text names a facet (reader.py).\n# {recipe}\n{text}", encoding="utf-8")


def _names(known: FacetTerms) -> list[str]:
    """Column → "kind.word", as the file has it."""
    return [f"{kind}.{facet.value}" for kind, columns in known.columns.items() for facet in known.facets[columns]]

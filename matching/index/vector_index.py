"""The opportunities and measures in comparable form: TF-IDF rows, themes and latent dimensions, all of length one.

`OpportunityIndex` learns from the fitted opportunities what is common and what is rare; `OpportunityIndex.transform`
puts measures beside them. The profiles of the action fields are read like measures and kept with the opportunities.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from matching.index.fitted_state import FittedState
from matching.index.vectorizer import Counts, Matrix, Vectorizer, letter_groups, weighted_measure, weighted_opportunity
from matching.text.documents import MeasureText, OpportunityText
from matching.text.german import stem, stop_words, words
from matching.text.glossary import Glossary, bare, glossary

Array = NDArray[np.float32]
#: the spaces whose rows are sparse
SPARSE = ("compounds", "letters", "ideas")
FIELDS = (1, 2, 3, 4, 5, 6)
#: an idea in the title counts as often as this many in the body
TITLE_IDEA = 2.0
#: what likeness of an English opportunity with an English profile counts, against German ones with each other
ENGLISH_TRUST = 0.7
#: dimensions of the latent space, and the most opportunities it is learned from
LATENT_DIMENSIONS = 80
LATENT_SAMPLE = 4000
#: opportunities that must hold a word or idea for the latent space to know it
LATENT_HOLDERS = 2
#: cells weighed at once, so that no second matrix stands beside the first
_CELLS = 4_000_000


@dataclass(frozen=True)
class Profile:
    """One profile: its text in German and in English, and the weights of its themes."""

    german: str
    english: str
    themes: dict[str, float]


@dataclass(frozen=True)
class Profiles:
    """What action_field_profiles.yml says: words and theme weights of the fields, of integration, of civic work."""

    fields: dict[int, Profile]
    integration: Profile
    civic: dict[str, float]


@dataclass
class Vectors:
    """Texts in every space: sparse rows of length one by name, dense themes and latent rows of length one."""

    rows: Counts
    sparse: dict[str, Matrix]
    themes: Array
    latent: Array


class OpportunityIndex:
    """The fitted opportunities in every space, the profiles of the action fields, and how measures are put beside them.

    Attributes:
        opportunities_: the fitted opportunities, in order.
        numbers_: opportunity id → row.
        vectors_: the opportunities in every space; of the sparse ones only those whose single rows are asked for later.
        transposed_: "letters", of which no single row is asked for, and "bm25" (compound parts, saturated counts), each
            turned: columns × opportunities.
        profiles_: cosines of the profiles with the opportunities (7 × opportunities) in each space; rows 0 to 5 are the
            action fields 1 to 6, row 6 is integration as a whole. An opportunity in English is compared with the
            English profile too.
        best_: "signal row" → the best score that any opportunity reached in that row.
        profile_themes_: the themes of the profiles (7 × themes), rows of length one.
    """

    def __init__(self, terms: Glossary | None = None) -> None:
        self.terms = terms or glossary()

    def fit(self, opportunities: Sequence[OpportunityText], state: FittedState | None = None) -> "OpportunityIndex":
        """Read the opportunities and learn their frequencies, or take over what an earlier fit learned."""
        self._state = state
        self.best_: dict[str, float] = dict(state.best) if state else {}
        self.opportunities_ = tuple(opportunities)
        self.numbers_ = {opportunity.id: row for row, opportunity in enumerate(opportunities)}
        self.reader_ = Vectorizer(self.terms)
        self._theme_map = _theme_map(self.terms)
        if state:
            self.reader_.know(state.names)
        rows = self.reader_.read(weighted_opportunity(opportunity) for opportunity in opportunities)
        self.reader_.freeze()
        self._translations = self._translate()
        counts = self._counts(rows)
        rows = rows.without_counts()
        self._idf = dict(state.idf) if state else self._frequencies(counts)
        self._mean_length = state.mean_length if state else _mean_length(counts["compounds"])
        bm25 = _bm25(counts["compounds"], self._idf["compounds"], self._mean_length)
        self.transposed_ = {"bm25": bm25.T.tocsr()}
        themes = self._themes(counts["ideas"])
        spaces = {name: _tfidf(counts.pop(name), self._idf[name]) for name in SPARSE}
        self._latent = state.latent if state else _latent_axes(spaces)
        latent = self._in_latent(spaces)
        self.transposed_["letters"] = spaces.pop("letters").T.tocsr()
        self.vectors_ = Vectors(rows, spaces, themes, latent)
        shipped = profiles()
        listed = [shipped.fields[field] for field in FIELDS] + [shipped.integration]
        self.profile_themes_ = _unit(np.stack([self._themes_of(profile.themes) for profile in listed]))
        self.profiles_ = self._profile_likeness(listed)
        self.civic_themes_ = self._themes_of(shipped.civic)
        return self

    def learned(self, means: Mapping[str, float]) -> FittedState:
        """What was learned of the opportunities so far, with the decided opportunities' mean likeness to all."""
        indexes = {"parts": self.reader_.parts, "groups": self.reader_.groups}
        names = {name: list(index.numbers) for name, index in indexes.items()}
        return FittedState(names, self._idf, self._mean_length, self._latent, dict(self.best_), dict(means))

    def relative(self, signal: str, rows: Iterable[object], scores: Array) -> Array:
        """Each row against its best, so that a terse and a long measure become comparable.

        The best is that of the earlier fit, if there is one; otherwise it is remembered under the signal and row.
        """
        keys = [f"{signal} {row}" for row in rows]
        best = scores.max(axis=1, initial=0.0).astype(np.float32)
        if self._state is None:
            self.best_.update(zip(keys, best.tolist(), strict=True))
        else:
            own = zip(keys, best.tolist(), strict=True)
            best = np.array([self.best_.get(key, value) for key, value in own], dtype=np.float32)
        return np.asarray(np.clip(scores / np.where(best > 0, best, 1.0)[:, None], 0.0, 1.0), dtype=np.float32)

    def _frequencies(self, counts: dict[str, Matrix]) -> dict[str, NDArray[np.float64]]:
        idf = {name: _idf(counts[name]) for name in SPARSE}
        return idf | {"ideas": idf["ideas"] * np.array([idea.weight for idea in self.terms.ideas])}

    def transform(self, measures: Sequence[MeasureText]) -> Vectors:
        """Measures in every space; words that no opportunity knows are left out."""
        rows = self.reader_.read(weighted_measure(measure) for measure in measures)
        counts = self._counts(rows)
        spaces = {name: _tfidf(counts[name].copy(), self._idf[name]) for name in SPARSE}
        return Vectors(rows, spaces, self._themes(counts["ideas"]), self._in_latent(spaces))

    def transposed(self, space: str) -> Matrix:
        """The opportunities of a sparse space as columns; turned anew each time where their rows are kept."""
        return self.transposed_[space] if space in self.transposed_ else self.vectors_.sparse[space].T.tocsr()

    def _profile_likeness(self, listed: Sequence[Profile]) -> dict[str, Array]:
        german = self.transform([MeasureText(str(row), profile.german, "", 0) for row, profile in enumerate(listed)])
        english = self.transform([MeasureText(str(row), profile.english, "", 0) for row, profile in enumerate(listed)])
        opportunities, foreign = self.vectors_, self.vectors_.rows.english[None, :]
        likeness = {}
        for space in SPARSE:
            posted = self.transposed(space)
            likeness[space] = (german.sparse[space] @ posted).toarray(), (english.sparse[space] @ posted).toarray()
        likeness["latent"] = (german.latent @ opportunities.latent.T, english.latent @ opportunities.latent.T)
        return {
            space: np.clip(np.where(foreign, np.maximum(own, ENGLISH_TRUST * other), own), 0, 1).astype(np.float32)
            for space, (own, other) in likeness.items()
        }

    def idf(self, space: str) -> NDArray[np.float64]:
        """How telling each column of a sparse space is."""
        return self._idf[space]

    def _themes(self, ideas: Matrix) -> Array:
        weighed = ideas.multiply(self._idf["ideas"][None, :]).tocsr()
        return _unit(np.sqrt((weighed @ self._theme_map).toarray())).astype(np.float32)

    def _in_latent(self, spaces: dict[str, Matrix]) -> Array:
        compounds = spaces["compounds"].shape[1]
        return _unit(spaces["compounds"] @ self._latent[:compounds] + spaces["ideas"] @ self._latent[compounds:])

    def _counts(self, rows: Counts) -> dict[str, Matrix]:
        """Raw counts by space; English texts get the German words of the ideas they name."""
        counts = {
            "compounds": rows.parts,
            "letters": rows.groups,
            "ideas": (rows.ideas + TITLE_IDEA * rows.title_ideas).tocsr(),
        }
        if rows.english.any():
            chosen = sparse.diags(rows.english.astype(np.float32)) @ rows.ideas
            for name, translation in self._translations.items():
                counts[name] = (counts[name] + chosen @ translation).tocsr()
        return counts

    def _translate(self) -> dict[str, Matrix]:
        """For each entry of the glossary its first German terms in the spaces of compounds and letters."""
        cells: dict[str, list[tuple[int, str, float]]] = {"compounds": [], "letters": []}
        for idea in self.terms.ideas:
            for place, term in enumerate(idea.german[:3]):
                weight = idea.weight / (place + 1)
                for word in words(bare(term)):
                    if word in stop_words():
                        continue
                    parts = self.reader_.splitter.parts(word)
                    whole = [stem(word)] + ([stem(part) for part in parts] if len(parts) > 1 else [])
                    cells["compounds"] += [(idea.number, part, weight) for part in whole]
                    cells["letters"] += [(idea.number, group, weight) for group in letter_groups(word)]
        indexes = {"compounds": self.reader_.parts, "letters": self.reader_.groups}
        matrices = {}
        for name, index in indexes.items():
            known = [(idea, index[text], weight) for idea, text, weight in cells[name] if index[text] >= 0]
            ideas, columns, weights = zip(*known, strict=True) if known else ((), (), ())
            shape = (len(self.terms.ideas), len(index))
            matrices[name] = sparse.csr_matrix((np.array(weights, dtype=np.float32), (ideas, columns)), shape=shape)
        return matrices

    def _themes_of(self, weights: dict[str, float]) -> NDArray[np.float64]:
        return np.array([weights.get(theme, 0.0) for theme in self.terms.themes])


@lru_cache(maxsize=1)
def profiles() -> Profiles:
    """The profiles that the program ships."""
    read = yaml.safe_load((Path(__file__).parent / "action_field_profiles.yml").read_text(encoding="utf-8"))
    return Profiles(
        fields={number: _profile(idea) for number, idea in read["fields"].items()},
        integration=_profile(read["integration"]),
        civic=read["civic"]["themes"],
    )


def _profile(idea: dict[str, Any]) -> Profile:
    return Profile(idea["words"], idea["english"], idea["themes"])


def _theme_map(terms: Glossary) -> Matrix:
    themes = [terms.themes.index(idea.theme) for idea in terms.ideas]
    ones = np.ones(len(themes))
    return sparse.csr_matrix((ones, (range(len(themes)), themes)), shape=(len(themes), len(terms.themes)))


def _idf(counts: Matrix) -> NDArray[np.float64]:
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + holders)) + 1e-9)


def _tfidf(counts: Matrix, idf: NDArray[np.float64]) -> Matrix:
    """log(1 + count) · idf, rows of length one; written over the counts."""
    counts = counts.astype(np.float32, copy=False)
    for start in range(0, counts.nnz, _CELLS):
        cells = slice(start, start + _CELLS)
        counts.data[cells] = np.log1p(counts.data[cells]) * idf[counts.indices[cells]]
    return normalize(counts, copy=False) if min(counts.shape) else counts


def _mean_length(counts: Matrix) -> float:
    return float(counts.sum() / counts.shape[0]) if counts.shape[0] else 0.0


def _bm25(counts: Matrix, idf: NDArray[np.float64], mean_length: float) -> Matrix:
    """Saturated counts, discounted in long texts: BM25 with k1 1.2 and b 0.75."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    relative_length = lengths / max(mean_length, 1e-9)
    discount = np.repeat((1.2 * (0.25 + 0.75 * relative_length)).astype(np.float32), np.diff(counts.indptr))
    weighed = counts.astype(np.float32)
    for start in range(0, counts.nnz, _CELLS):
        cells = slice(start, start + _CELLS)
        data = weighed.data[cells]
        weighed.data[cells] = data * 2.2 / (data + discount[cells]) * idf[counts.indices[cells]]
    return weighed


def _latent_axes(spaces: dict[str, Matrix]) -> Array:
    """The strongest directions of the opportunities (columns × dimensions); of many an even sample is enough."""
    step = -(-spaces["compounds"].shape[0] // LATENT_SAMPLE) or 1
    sample = sparse.hstack([spaces["compounds"][::step], spaces["ideas"][::step]]).tocsr()
    width = sample.shape[1]
    common = np.flatnonzero(np.bincount(sample.indices, minlength=sample.shape[1]) >= LATENT_HOLDERS)
    sample = sample[:, common]
    dimensions = min(LATENT_DIMENSIONS, min(sample.shape) - 1)
    if dimensions < 2 or sample.nnz == 0:
        return np.zeros((width, 1), dtype=np.float32)
    axes = np.zeros((width, dimensions), dtype=np.float32)
    axes[common] = TruncatedSVD(dimensions, n_iter=3, random_state=0).fit(sample).components_.T
    return axes


def _unit(rows: NDArray[Any]) -> NDArray[Any]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1.0, lengths))

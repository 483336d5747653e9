"""Opportunities in every space, all rows of length one, and measures put beside them."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.facets.reader import FacetReader, Words
from matching.facets.stated import with_stated
from matching.index.arrays import Array, Matrix, divide_by_best, unit_rows
from matching.index.fitted_state import FittedState
from matching.index.latent_space import in_latent_space, latent_axes
from matching.index.profiles import Profile, Profiles, shipped_profiles
from matching.index.translation import translated, translations
from matching.index.vectorizer import Counts, Vectorizer, WeightedText, weighted_measure, weighted_opportunity
from matching.index.weighting import bm25, bm25_query, idf, mean_length, tfidf
from matching.text.documents import MeasureText, OpportunityText
from matching.text.glossary import Glossary, shipped_glossary

Made = TypeVar("Made")
#: the spaces of TF-IDF rows
SPARSE = ("compounds", "letters", "ideas")
#: the spaces in which opportunities are compared with the profiles
PROFILED = ("compounds", "letters")
#: what likeness of an English opportunity with an English profile counts, against German ones with each other
ENGLISH_TRUST = 0.7
#: a measure is about its field from `NEAR`, not at all under `FAR`: cosine in the latent space and twice that of
#: themes. Of 68 judged measures all but four lie above `NEAR` in their own field; of ten on other subjects, put into
#: each of the six, the middle one lies under `FAR`
FAR, NEAR, THEMES_TELL = 0.4, 0.9, 2.0


@dataclass(frozen=True)
class Vectors:
    """Texts in every space.

    Attributes:
        sparse: by space, texts × columns: "compounds", "letters" and "ideas" are TF-IDF rows of length one, "bm25" is a
            measure's side of BM25. Of opportunities only those whose single rows are asked for: "compounds", "ideas".
        themes: texts × themes of the glossary, rows of length one.
        latent: texts × dimensions of the latent space, rows of length one.
        facets: texts × facets, the chance that a text names each (`matching.facets`).
    """

    sparse: Mapping[str, Matrix]
    themes: Array
    latent: Array
    facets: Matrix

    @classmethod
    def nothing(cls) -> "Vectors":
        """No texts."""
        none = np.zeros((0, 0), dtype=np.float32)
        return cls({}, none, none, sparse.csr_matrix(none))

    def rows(self, numbers: Sequence[int]) -> "Vectors":
        """Some of the texts."""
        chosen = list(numbers)
        parts = {one.name: getattr(self, one.name) for one in fields(self)}
        spaces = {name: matrix[chosen] for name, matrix in parts.pop("sparse").items()}
        return Vectors(spaces, **{name: values[chosen] for name, values in parts.items()})


class WorkedOut:
    """What follows from what was fitted alone: worked out when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What was made under this name, or is made now."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made


class OpportunityIndex:
    """Learns from opportunities what is common and what is rare, and puts measures beside them.

    What scikit-learn would do in a pipeline of `CountVectorizer`, `TfidfTransformer` and `TruncatedSVD`, one for each
    space; here the words are read once for all of them, and no two forms of the same counts stand in memory. The
    formulas, and how they differ, stand with `vectorizer`, `weighting` and `latent_space`.

    Args:
        state: what an earlier fit learned; then `fit` learns no frequencies, and a pair scores as it did there.
        concept: what the city's action fields are about; that of the state, else the shipped one.

    Attributes:
        opportunities_: the fitted opportunities, in order.
        rows_: opportunity id → row.
        english_: which of them are in English.
        word_numbers_: for each its words in order, as numbers of `vectorizer_.words_`.
        vectorizer_: knows their parts and letter groups.
        facet_reader_: reads what they pay for.
        translations_: what an English text gets for each idea.
        idf_: how telling the columns of each sparse space are.
        mean_length_: the mean of the opportunities' weighted counts of parts.
        latent_axes_: columns × dimensions.
        vectors_: the opportunities in every space.
        transposed_: "letters" and "bm25", which are only ever multiplied: columns × opportunities.
        concept_: what the city's action fields are about.
        profiles_: closeness of opportunities to these profiles in [0, 1], profiles × opportunities, in the spaces
            "compounds", "letters", "latent" and "themes".
        profile_vectors_: the German profiles in the latent space and their themes, profiles × dimensions, × themes.
        civic_themes_: the weights of the themes in civic work, or in the city's own concept where it is another.
        remembered_: what signals work out of it once for all measures.
        best_: "profile SPACE ROW" → the best likeness that any opportunity reached in that row.
    """

    def __init__(self, state: FittedState | None = None, concept: Profiles | None = None) -> None:
        self.state = state
        self.concept = concept

    def fit(self, opportunities: Iterable[OpportunityText], *, texts_kept: bool = True) -> "OpportunityIndex":
        """Read the opportunities and learn their frequencies; forgets earlier ones.

        Without `texts_kept` none of their texts and words stay in memory, only titles: they are scored, not explained.
        """
        state = self.state
        terms = shipped_glossary()
        self.vectorizer_ = Vectorizer(terms, state.vocabulary if state else None)
        self.facet_reader_ = FacetReader()
        seen: list[OpportunityText] = []
        told: list[Matrix] = []
        read = self.vectorizer_.fit_transform(
            _weighted(opportunities, seen, texts_kept),
            None if texts_kept else lambda block: told.append(self._facets(block, measures=False)),
        )
        self.without_texts(seen)
        self.english_, self.word_numbers_ = read.english, read.word_numbers
        self.translations_ = dict(state.translations) if state else translations(self.vectorizer_.words_)
        facets = sparse.vstack(told, format="csr") if told else self._facets(read, measures=False)
        facets = with_stated(facets, [each.facets for each in seen])
        counts = translated(read, self.translations_)
        del read  # each space is weighed in place of its counts
        self.idf_ = dict(state.idf) if state else _idf_of(counts, terms)
        self.mean_length_ = state.mean_length if state else mean_length(counts["compounds"])
        self.transposed_ = {"bm25": bm25(counts["compounds"], self.idf_["compounds"], self.mean_length_).T.tocsr()}
        themes = self._themes(counts["ideas"])
        spaces = {name: tfidf(counts.pop(name), self.idf_[name]) for name in SPARSE}
        self.latent_axes_ = state.latent_axes if state else latent_axes(spaces)
        latent = in_latent_space(spaces, self.latent_axes_)
        self.transposed_["letters"] = spaces.pop("letters").T.tocsr()
        self.vectors_ = Vectors(spaces, themes, latent, facets)
        self.concept_ = state.concept if state else self.concept or shipped_profiles()
        self.profiles_, self.best_ = self._profiles(self.concept_.listed, state.best if state else {})
        self.civic_themes_ = _weights_of(self.concept_.civic, terms)
        if self.concept_.own:  # what the city set itself is not off topic, whatever cities do in general
            themes = self.profile_vectors_[1][self.concept_.whole]
            self.civic_themes_ = np.maximum(
                self.civic_themes_, np.where(themes > 0, themes / themes.max(initial=0), -1)
            )
        return self

    def without_texts(self, opportunities: Sequence[OpportunityText]) -> "OpportunityIndex":
        """Take opportunities of which only sums, days and funders are asked for."""
        self.remembered_ = WorkedOut()
        self.opportunities_ = tuple(opportunities)
        self.rows_ = {opportunity.id: row for row, opportunity in enumerate(opportunities)}
        return self

    def with_rows(self, opportunities: Sequence[OpportunityText], spaces: Mapping[str, Matrix]) -> "OpportunityIndex":
        """Take opportunities of which titles, funders and rows in these sparse spaces are asked for, nothing else."""
        self.without_texts(opportunities)
        self.vectors_ = replace(Vectors.nothing(), sparse=spaces)
        return self

    def of_some(self, wanted: Container[str]) -> "OpportunityIndex":
        """The same of some of these opportunities."""
        rows = [row for key, row in self.rows_.items() if key in wanted]
        spaces = {name: matrix[rows] for name, matrix in self.vectors_.sparse.items()}
        return OpportunityIndex().with_rows([self.opportunities_[row] for row in rows], spaces)

    def kept(self) -> dict[str, Any]:
        """All that was learned of each single opportunity, for `restored`."""
        return {
            "english": self.english_,
            "vectors": self.vectors_,
            "transposed": self.transposed_,
            "profiles": self.profiles_,
        }

    def restored(self, opportunities: Sequence[OpportunityText], kept: Mapping[str, Any]) -> "OpportunityIndex":
        """Take what an index with the same state kept of these opportunities; their words are not known."""
        self.fit([]).without_texts(opportunities)
        self.english_, self.vectors_ = kept["english"], Vectors(**kept["vectors"])
        self.transposed_, self.profiles_ = dict(kept["transposed"]), dict(kept["profiles"])
        return self

    def transform(self, measures: Sequence[MeasureText]) -> Vectors:
        """Measures in every space; words that no opportunity knows are left out."""
        read = self.vectorizer_.transform(weighted_measure(measure) for measure in measures)
        counts = translated(read, self.translations_)
        spaces = {name: tfidf(counts[name].copy(), self.idf_[name]) for name in SPARSE}
        latent = in_latent_space(spaces, self.latent_axes_)
        facets = with_stated(self._facets(read, measures=True), [each.facets for each in measures])
        return Vectors(spaces | {"bm25": bm25_query(read.parts)}, self._themes(counts["ideas"]), latent, facets)

    def field_closeness(self, vectors: Vectors, rows: NDArray[np.int64]) -> Array:
        """How far each measure is about its action field or its concept as a whole: measures × 1, in [0, 1].

        Args:
            vectors: the measures.
            rows: the profile row of each one's field.
        """
        latent, themes = self.profile_vectors_
        near = [
            np.clip(own @ profiles.T, 0, 1) for own, profiles in ((vectors.latent, latent), (vectors.themes, themes))
        ]
        each = np.arange(len(rows))
        whole = rows if self.concept_.own else self.concept_.whole  # an own concept's fields may have nothing in common
        in_latent, in_themes = (np.maximum(scores[each, rows], scores[each, whole]) for scores in near)
        told = in_latent + THEMES_TELL * in_themes
        return np.asarray(np.clip((told - FAR) / (NEAR - FAR), 0, 1)[:, None], dtype=np.float32)

    def transposed(self, space: str) -> Matrix:
        """The opportunities of a sparse space as columns; turned anew each time where their rows are kept."""
        return self.transposed_[space] if space in self.transposed_ else self.vectors_.sparse[space].T.tocsr()

    def vocabulary(self) -> dict[str, list[str]]:
        """The known parts and letter groups in the order of their columns."""
        words = self.vectorizer_.words_
        return {"parts": list(words.parts.numbers), "groups": list(words.groups.numbers)}

    def _facets(self, read: Counts, *, measures: bool) -> Matrix:
        words = Words(self.vectorizer_.words_.names, read.word_numbers, read.title_lengths, read.english)
        return self.facet_reader_.read(words, measures=measures)

    def _themes(self, ideas: Matrix) -> Array:
        """Texts × themes: the root of what the ideas of a theme weigh together, rows of length one."""
        weighed = ideas.multiply(self.idf_["ideas"][None, :]).tocsr()
        return unit_rows(np.sqrt((weighed @ _theme_map(self.vectorizer_.glossary)).toarray())).astype(np.float32)

    def _profiles(
        self, listed: Sequence[Profile], known: Mapping[str, float]
    ) -> tuple[dict[str, Array], dict[str, float]]:
        """The closeness of the profiles, each row against its best; English opportunities meet both texts of each."""
        german = self.transform([MeasureText(str(row), profile.german, "", 0) for row, profile in enumerate(listed)])
        english = self.transform([MeasureText(str(row), profile.english, "", 0) for row, profile in enumerate(listed)])
        both: dict[str, tuple[Array, Array]] = {}
        for space in PROFILED:
            transposed = self.transposed(space)
            both[space] = (german.sparse[space] @ transposed).toarray(), (english.sparse[space] @ transposed).toarray()
        both["latent"] = (german.latent @ self.vectors_.latent.T, english.latent @ self.vectors_.latent.T)
        likeness = {
            space: np.where(self.english_[None, :], np.maximum(own, ENGLISH_TRUST * other), own)
            for space, (own, other) in both.items()
        }
        glossary = self.vectorizer_.glossary
        themes = unit_rows(
            np.stack(
                [
                    _weights_of(profile.themes, glossary) if profile.themes else told
                    for profile, told in zip(listed, german.themes, strict=True)
                ]
            )
        )
        likeness["themes"] = themes.astype(np.float32) @ self.vectors_.themes.T
        self.profile_vectors_ = german.latent, themes.astype(np.float32)
        closeness: dict[str, Array] = {}
        best: dict[str, float] = {}
        for space, scores in likeness.items():
            names = [f"profile {space} {row}" for row in range(len(listed))]
            closeness[space], reached = divide_by_best(np.clip(scores, 0, 1).astype(np.float32), names, known)
            best |= reached
            if self.concept_.own:  # near to one of its fields is near to the concept; they may have nothing in common
                closeness[space][-1] = closeness[space][:-1].max(axis=0)
        return closeness, best


def _weighted(
    opportunities: Iterable[OpportunityText], seen: list[OpportunityText], texts_kept: bool
) -> Iterator[WeightedText]:
    for each in opportunities:
        seen.append(each if texts_kept else replace(each, short_description="", description=""))
        yield weighted_opportunity(each)


def _idf_of(counts: Mapping[str, Matrix], terms: Glossary) -> dict[str, NDArray[np.float64]]:
    """By space; an idea of the glossary with a doubt tells half as much."""
    found = {name: idf(counts[name]) for name in SPARSE}
    return found | {"ideas": found["ideas"] * np.array([idea.weight for idea in terms.ideas])}


def _weights_of(themes: Mapping[str, float], terms: Glossary) -> NDArray[np.float64]:
    return np.array([themes.get(theme, 0.0) for theme in terms.themes])


def _theme_map(terms: Glossary) -> Matrix:
    """Ideas × themes: 1 where an idea belongs to a theme."""
    themes = [terms.themes.index(idea.theme) for idea in terms.ideas]
    ones = np.ones(len(themes))
    return sparse.csr_matrix((ones, (range(len(themes)), themes)), shape=(len(themes), len(terms.themes)))

"""Learns how surely terms name facets from labelled texts, and checks it on texts of cities it did not learn from.

Labelled texts are a file of one JSON object a line: `kind` ("call" or "measure"), `title`, `text`, `language`, `group`
(the city of a measure; texts of one group are held out together), and `facets`: kind → words. A kind that is missing
there was not looked at. Logistic regressions with a ridge, one a kind, over what `FacetReader.readings` finds.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from grants_db.errors import InputError
from matching.facets.reader import FacetReader, Readings, Words
from matching.facets.terms import KINDS, FacetTerms, shipped_terms
from matching.facets.weights import FEATURES, FacetWeights
from matching.text.german import language_of, words

#: how freely a facet may differ from its kind; terms and the coefficients of a kind are free in full
OWN = 0.5
#: a facet counts as named from here when it is checked
NAMED = 0.4
FOLDS = 5


@dataclass(frozen=True)
class LabelledText:
    """A text and the facets it names; those of kinds nobody looked at are unknown."""

    measure: bool
    title: str
    text: str
    language: str
    group: str
    facets: dict[str, frozenset[str]]


def read_labelled(paths: Sequence[Path]) -> list[LabelledText]:
    """Read files of labelled texts."""
    listed: list[LabelledText] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                facets = {kind: frozenset(found) for kind, found in record["facets"].items()}
                measure, title = record["kind"] == "measure", str(record["title"])
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(
                    "{path}, Zeile {number}: erwartet werden kind, title, text und facets als JSON.",
                    path=path,
                    number=number,
                ) from error
            text, language = str(record.get("text", "")), str(record.get("language", ""))
            listed.append(LabelledText(measure, title, text, language, str(record.get("group", "")), facets))
    return listed


def learn_facets(texts: Sequence[LabelledText], known: FacetTerms | None = None) -> FacetWeights:
    """The weights from all given texts."""
    known = shipped_terms() if known is None else known
    reading = _readings(texts, known)
    return _learned(reading, _labels(texts, known), known)


def check_facets(texts: Sequence[LabelledText], known: FacetTerms | None = None) -> list[str]:
    """How well facets of texts are read that were not learned from, as plain text."""
    known = shipped_terms() if known is None else known
    labels = _labels(texts, known)
    fold = np.array([zlib.crc32((text.group or text.title).encode()) % FOLDS for text in texts])
    chances = np.zeros(labels.shape)
    for held in range(FOLDS):
        kept = [text for text, each in zip(texts, fold, strict=True) if each != held]
        if not kept or not (fold == held).any():
            continue
        weights = _learned(_readings(kept, known), labels[fold != held], known)
        asked = [text for text, each in zip(texts, fold, strict=True) if each == held]
        found = _readings(asked, known)
        rows = np.flatnonzero(fold == held)
        chances[rows[found.texts], found.facets] = expit(weights.logits(found, known))
    lines = []
    measures = np.array([text.measure for text in texts])
    for name, chosen in (("calls", ~measures), ("measures", measures)):
        for kind in KINDS:
            told, true = chances[chosen, known.columns[kind]] >= NAMED, labels[chosen, known.columns[kind]]
            looked_at = ~np.isnan(true)
            right = float((told & (true > 0)).sum())
            count, there = float((told & looked_at).sum()), float((true > 0).sum())
            if there:
                lines.append(
                    f"{name:<9}{kind:<10} right {right / max(count, 1):.2f}  found {right / there:.2f}  of {there:.0f}"
                )
    return lines


def _learned(found: Readings, labels: NDArray[np.float64], known: FacetTerms) -> FacetWeights:
    kinds = np.zeros((len(KINDS), 1 + len(FEATURES)))
    said, terms = np.zeros(len(known.facets)), np.zeros(len(known.names))
    kind_of = known.kind_of()
    true = labels[found.texts, found.facets]
    for row in range(len(KINDS)):
        chosen = (kind_of[found.facets] == row) & ~np.isnan(true)
        if len(np.unique(true[chosen])) < 2:
            continue
        design = sparse.hstack([found.features, _facet_columns(found, known), _term_columns(found, known)], "csr")
        model = LogisticRegression(C=1.0, max_iter=3000).fit(design[chosen], true[chosen])
        numbers = model.coef_[0]
        kinds[row] = [model.intercept_[0], *numbers[: len(FEATURES)]]
        own = numbers[len(FEATURES) : len(FEATURES) + len(said)]
        said += np.where(kind_of == row, own * OWN, 0.0)
        terms += np.where(kind_of[known.facet_of] == row, numbers[len(FEATURES) + len(said) :], 0.0)
    counted = (~np.isnan(labels)).sum(axis=0)
    shares = (np.nansum(labels, axis=0) + 1) / (counted + 2)
    return FacetWeights(kinds, said, shares, terms)


def _facet_columns(found: Readings, known: FacetTerms) -> sparse.csr_matrix:
    entries = np.arange(len(found.texts))
    cells = np.full(len(entries), OWN), (entries, found.facets)
    return sparse.csr_matrix(cells, shape=(len(entries), len(known.facets)))


def _term_columns(found: Readings, known: FacetTerms) -> sparse.csr_matrix:
    cells = found.strengths, (found.entries, found.terms)
    return sparse.csr_matrix(cells, shape=(len(found.texts), len(known.names)))


def _labels(texts: Sequence[LabelledText], known: FacetTerms) -> NDArray[np.float64]:
    """Texts × facets: 1 named, 0 not, nan where nobody looked."""
    labels = np.full((len(texts), len(known.facets)), np.nan)
    for row, text in enumerate(texts):
        for kind, columns in known.columns.items():
            if kind in text.facets:
                listed = known.facets[columns]
                strange = text.facets[kind] - {word.value for word in listed}
                if strange:
                    raise InputError("„{word}“ ist kein Wort von „{kind}“.", word=min(strange), kind=kind)
                labels[row, columns] = [float(word.value in text.facets[kind]) for word in listed]
    return labels


def _readings(texts: Sequence[LabelledText], known: FacetTerms) -> Readings:
    """The texts read, measures as measures; entries of measures stand after those of calls."""
    names: list[str] = []
    places: dict[tuple[str, str], int] = {}
    numbers, titles, english = [], [], []
    for text in texts:
        title, body = words(text.title), words(text.text)
        language = text.language if text.language in ("de", "en") else language_of(title + body)
        for word in (*title, *body):
            if (word, language) not in places:
                places[word, language] = len(names)
                names.append(word)
        numbers.append(np.array([places[word, language] for word in (*title, *body)], dtype=np.int32))
        titles.append(len(title))
        english.append(language == "en")
    found = FacetReader(known).readings(
        Words(names, numbers, np.array(titles, dtype=np.int64), np.array(english, dtype=np.bool_)), measures=False
    )
    found.features[:, FEATURES.index("measure")] = np.array([text.measure for text in texts])[found.texts]
    return found

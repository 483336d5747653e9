"""Whom and where: for the same people (women, young people, older people …) and places (school, quarter …).

Both are read from the themes of the glossary: a measure for women is better served by an opportunity that names them
than by one for all, and by that better than by one for somebody else. A measure for nobody in particular says nothing
here.
"""

import numpy as np

from grants_db.messages import Message
from matching.index.arrays import Array
from matching.index.vector_index import OpportunityIndex
from matching.signals.base import Query, ScoredPair

GROUPS = ("women", "youth", "family", "older", "disability", "volunteering", "early_years", "school")
PLACES = ("neighbourhood", "school", "early_years", "administration", "sport", "culture", "work")
#: share of a text's themes from which it counts as naming a group or place
NAMED = 0.15
#: the score where the measure names one and the opportunity none
CALL_FOR_ALL = 0.4
#: the score of every opportunity where the measure names none
MEASURE_FOR_ALL = 0.5


class ThemeOverlap:
    """Likeness of two texts within a few themes."""

    against_best = False
    of_field = False

    def __init__(self, name: str, themes: tuple[str, ...], sentence: Message) -> None:
        self.name = name
        self.themes = themes
        self.said = sentence

    def score(self, index: OpportunityIndex, query: Query) -> Array:
        """Measures × opportunities."""
        themes = index.vectorizer_.glossary.themes
        columns = [themes.index(theme) for theme in self.themes if theme in themes]
        wanted, offered = query.vectors.themes[:, columns], index.vectors_.themes[:, columns]
        want = np.linalg.norm(wanted, axis=1)[:, None]
        offer = np.linalg.norm(offered, axis=1)[None, :]
        likeness = (wanted @ offered.T) / np.maximum(want * offer, 1e-9)
        named = np.where(offer > NAMED, likeness, CALL_FOR_ALL)
        return np.clip(np.where(want > NAMED, named, MEASURE_FOR_ALL), 0, 1).astype(np.float32)

    def sentence(self, pair: ScoredPair) -> Message | None:
        """Only where both name the same."""
        return self.said if pair.score >= 0.8 and pair.shared else None


TARGET_GROUP = ThemeOverlap("target_group", GROUPS, Message("Für dieselben Menschen gedacht"))
PLACE = ThemeOverlap("place", PLACES, Message("Am selben Ort angesiedelt"))

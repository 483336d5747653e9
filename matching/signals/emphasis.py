"""Whom and where: calls for the same people (women, young people, older people …) and places (school, quarter …).

Both are read from the themes of the glossary. A measure for nobody in particular is better served by a call that is for
nobody in particular; a measure for women by one that names them.
"""

import numpy as np

from grants_db.sentence import Sentence
from matching.signals.base import Asked, Found
from matching.spaces import Array, Calls

GROUPS = ("women", "youth", "family", "older", "disability", "volunteering", "early_years", "school")
PLACES = ("neighbourhood", "school", "early_years", "administration", "sport", "culture", "work")
#: share of a text's themes from which it counts as naming a group or place
NAMED = 0.15
#: the score where the measure names one and the call none
CALL_FOR_ALL = 0.4
#: what a call for one group loses where the measure names none
SPECIAL_LOSS = 0.7


class Emphasis:
    """Likeness of two texts within a few themes."""

    def __init__(self, name: str, themes: tuple[str, ...], sentence: Sentence) -> None:
        self.name = name
        self.themes = themes
        self.said = sentence

    def score(self, calls: Calls, asked: Asked) -> Array:
        """Measures × calls."""
        columns = [calls.terms.themes.index(theme) for theme in self.themes if theme in calls.terms.themes]
        wanted, offered = asked.batch.themes[:, columns], calls.batch_.themes[:, columns]
        want = np.linalg.norm(wanted, axis=1)[:, None]
        offer = np.linalg.norm(offered, axis=1)[None, :]
        likeness = (wanted @ offered.T) / np.maximum(want * offer, 1e-9)
        named = np.where(offer > NAMED, likeness, CALL_FOR_ALL)
        return np.clip(np.where(want > NAMED, named, 1 - SPECIAL_LOSS * offer), 0, 1).astype(np.float32)

    def sentence(self, found: Found) -> Sentence | None:
        """Only where both name the same."""
        return self.said if found.score >= 0.8 and found.shared else None


TARGET_GROUP = Emphasis("target_group", GROUPS, Sentence("Für dieselben Menschen gedacht"))
PLACE = Emphasis("place", PLACES, Sentence("Am selben Ort angesiedelt"))

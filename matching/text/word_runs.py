"""Finds what several words in a row name, in many texts at once: few places are worth a second look.

A place is looked at only where its word begins a run of the glossary and the next one, of the same text, goes on with
some run; what a pair of words begins is looked up once for all its places.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.text.glossary import Glossary

Run: TypeAlias = tuple[tuple[str, ...], int]


class RunFinder:
    """Runs of a glossary in texts that are given as numbers of words."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._stems: list[str] = []
        self._languages: list[str] = []
        self._begins, self._goes_on = bytearray(), bytearray()

    def learn(self, number: int, stem: str, language: str) -> None:
        """Take a word into account, by its stem; words whose numbers are passed over stand in no run."""
        missing = number + 1 - len(self._stems)
        if missing > 0:
            self._stems += [""] * missing
            self._languages += [""] * missing
            self._begins += bytes(missing)
            self._goes_on += bytes(missing)
        self._stems[number], self._languages[number] = stem, language
        self._begins[number] = bool(self.glossary.runs_from(stem, language))
        self._goes_on[number] = self.glossary.goes_on(stem, language)

    def runs(self, words: NDArray[np.integer], texts: NDArray[np.integer]) -> Iterator[tuple[int, int, int]]:
        """What is named: (place of the first word, idea, words), by place.

        Args:
            words: the numbers of all words, text after text.
            texts: for each of them its text.
        """
        if len(words) < 2:
            return
        # copies: a bytearray that is looked into can't grow
        begins, goes_on = (np.frombuffer(bytes(flags), dtype=np.bool_) for flags in (self._begins, self._goes_on))
        places = np.flatnonzero(begins[words[:-1]] & goes_on[words[1:]] & (texts[1:] == texts[:-1]))
        pairs = words[places].astype(np.int64) * len(self._stems) + words[places + 1]
        distinct, inverse = np.unique(pairs, return_inverse=True)
        known = [self._begun_by(*divmod(pair, len(self._stems))) for pair in distinct.tolist()]
        some = np.array([bool(runs) for runs in known], dtype=np.bool_)[inverse]
        for place, pair in zip(places[some].tolist(), inverse[some].tolist(), strict=True):
            for run, idea in known[pair]:
                if self._stands_at(place, run, words, texts):
                    yield place, idea, len(run)

    def runs_in(self, words: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """The same of one text, which is too short for arrays to pay."""
        begins, goes_on = self._begins, self._goes_on
        for place, (first, second) in enumerate(pairwise(words)):
            if begins[first] and goes_on[second]:
                for run, idea in self._begun_by(first, second):
                    end = place + len(run)
                    if len(run) == 2 or tuple(self._stems[number] for number in words[place:end]) == run:
                        yield place, idea, len(run)

    def _begun_by(self, first: int, second: int) -> Sequence[Run]:
        seconds = self.glossary.runs_from(self._stems[first], self._languages[first])
        return seconds.get(self._stems[second], ())

    def _stands_at(
        self, place: int, run: tuple[str, ...], words: NDArray[np.integer], texts: NDArray[np.integer]
    ) -> bool:
        """Do all words of the run stand there, in one text? Its first two do."""
        end = place + len(run)
        if len(run) == 2:
            return True
        inside = end <= len(words) and texts[end - 1] == texts[place]
        return bool(inside) and tuple(self._stems[number] for number in words[place:end].tolist()) == run

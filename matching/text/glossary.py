"""The bilingual glossary: which ideas of the field a word or a run of words names, in German or in English.

Each line of glossary.yml is one idea (`Idea`). An opportunity in English and a measure in German meet where both name
the same idea; the words that named it are the bridge shown to the officer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from grants_db.rules.folding import without_umlauts
from matching.text.german import stem, words

#: what a doubtful idea counts against a sure one
DOUBTFUL = 0.5
_SHORTEST_INSIDE = 6


@dataclass(frozen=True)
class Idea:
    """One idea: its theme, its terms in both languages as written in the file, and what is doubtful about it."""

    number: int
    theme: str
    german: tuple[str, ...]
    english: tuple[str, ...]
    doubt: str = ""

    @property
    def weight(self) -> float:
        """1, or `DOUBTFUL` for an idea with a doubt."""
        return DOUBTFUL if self.doubt else 1.0

    @property
    def name(self) -> str:
        """The first German term, for people."""
        return bare(self.german[0])


@dataclass
class _TermPatterns:
    """The terms of one language, laid out for looking up."""

    exact: dict[str, set[int]] = field(default_factory=dict)  # stem → ideas
    beginning: dict[str, set[int]] = field(default_factory=dict)  # folded beginning of a word → ideas
    inside: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # first letters → (stem in a word, idea)
    #: first stem → second stem → (stems, idea)
    runs: dict[str, dict[str, list[tuple[tuple[str, ...], int]]]] = field(default_factory=dict)
    seconds: set[str] = field(default_factory=set)  # second stems of all runs


class Glossary:
    """All ideas, and the lookups of words and runs of words."""

    def __init__(self, ideas: Sequence[Idea]) -> None:
        self.ideas = tuple(ideas)
        self.themes = tuple(dict.fromkeys(idea.theme for idea in ideas))
        self._patterns = {
            "de": _patterns(((term, idea.number) for idea in ideas for term in idea.german), "de"),
            "en": _patterns(((term, idea.number) for idea in ideas for term in idea.english), "en"),
        }

    def of_word(self, word: str, language: str) -> frozenset[int]:
        """The ideas that a single small-letter word names.

        >>> terms = shipped_glossary()
        >>> sorted(terms.ideas[number].name for number in terms.of_word("deutschsprachkurse", "de"))
        ['Sprache', 'Sprachkurs']
        """
        patterns = self._patterns[language]
        found = set(patterns.exact.get(stem(word, language), ()))
        folded = without_umlauts(word)
        beginning, inside = patterns.beginning, patterns.inside
        for end in range(3, len(folded) + 1):
            if (head := folded[:end]) in beginning:
                found |= beginning[head]
        if language == "de":
            for start in range(len(folded) - _SHORTEST_INSIDE + 1):
                if (head := folded[start : start + _SHORTEST_INSIDE]) in inside:
                    found.update(number for term, number in inside[head] if folded.startswith(term, start))
        return frozenset(found)

    def runs_from(self, first: str, language: str) -> Mapping[str, Sequence[tuple[tuple[str, ...], int]]]:
        """The ideas of several words whose first stem is `first`: second stem → (stems, idea)."""
        return self._patterns[language].runs.get(first, {})

    def goes_on(self, second: str, language: str) -> bool:
        """Is it the second stem of an idea of several words?"""
        return second in self._patterns[language].seconds


@lru_cache(maxsize=1)
def shipped_glossary() -> Glossary:
    """The glossary that the program ships."""
    return Glossary(read_ideas(Path(__file__).parent / "glossary.yml"))


def read_ideas(path: Path) -> list[Idea]:
    """Read a glossary file; the number of an idea is its place in the file."""
    ideas: list[Idea] = []
    for theme, lines in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
        for german, right in lines.items():
            english, doubt = (right["en"], right["doubt"]) if isinstance(right, dict) else (right, "")
            ideas.append(Idea(len(ideas), theme, _terms(german), _terms(english), doubt))
    return ideas


def bare(term: str) -> str:
    """A term without the marks of the file."""
    return term.strip("=* -")


def _terms(listed: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in listed.split(",") if term.strip())


def _patterns(terms: Iterator[tuple[str, int]], language: str) -> _TermPatterns:
    patterns = _TermPatterns()
    for term, number in terms:
        written = words(bare(term))
        if not written:  # figures and single letters only
            continue
        stems = tuple(stem(word, language) for word in written)
        if len(stems) > 1:
            patterns.runs.setdefault(stems[0], {}).setdefault(stems[1], []).append((stems, number))
            patterns.seconds.add(stems[1])
        elif term.endswith("*"):
            patterns.beginning.setdefault(without_umlauts(written[0]), set()).add(number)
        else:
            patterns.exact.setdefault(stems[0], set()).add(number)
            if language == "de" and not term.startswith("=") and len(stems[0]) >= _SHORTEST_INSIDE:
                patterns.inside.setdefault(stems[0][:_SHORTEST_INSIDE], []).append((stems[0], number))
    return patterns

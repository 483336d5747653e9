"""Look up to which classes of `word_classes.yml` the words of a sentence belong.

A German compound belongs to the class of its last part, and "of" those before it ("Antragsfrist" is a term, of an
application; "Projektantrag" an application, of a project), so that a word nobody listed is still understood by what it
is made of. Each word is taken apart once, however often it occurs.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

_FOLDER = Path(__file__).parent
#: the tables by what is read; a compound has a last part in each table
TABLES = {
    "deadline": ("word_classes.yml", "predicates.yml"),
    "applicants": ("../applicants/words.yml",),
    "money": ("../money/words.yml", "../money/not_the_grant.yml"),
    "conditions": ("../conditions/words.yml",),
    "procedure": ("../procedure/words.yml",),
}
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_SIGNS_BEHIND = ".,;:!?)"
_HEAD = re.compile(r"\w{0,3}")
_STEM = 3  # letters by which stems inside of words are looked up
_MOST_WORDS_KNOWN = 200_000  # kept in memory; a text of random letters must not fill it

#: classes that tell how a thing stands to the candidate, and name none
RELATIONS = frozenset(
    "until from within on to each filler which it must may if weekday clock open_now holiday not month_part come for "
    "elsewhere planned past over any_time yearly most least between fixed usual now "
    "to_apply to_end to_begin to_run to_finish to_spend to_report to_decide to_meet to_publish to_hold_good "
    "to_be_founded to_object".split()
)

_NOTHING_DENIED = frozenset(("not",))  # by "no later than"

Classes = tuple[str, ...]


class Word(NamedTuple):
    """A word, number or sign of a sentence, its place there and its classes."""

    text: str
    start: int
    end: int
    classes: Classes


class WordClasses:
    """The classes of words, as a table that is asked word by word.

    >>> table = WordClasses({"term": "*frist closing_date", "application": "*antrag* !*antragsteller*"})
    >>> [(word.text, word.classes) for word in table.words_of("Antragsfrist: closing date")]
    [('antragsfrist', ('of_application', 'term')), (':', ()), ('closing', ('term',)), ('date', ('term',))]
    """

    def __init__(self, *tables: Mapping[str, str]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._stems: dict[str, list[tuple[str, bool, bool, str]]] = {}  # by first letters: stem, begins?, ends?, class
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}  # by first word
        self._known: dict[str, Classes] = {}
        self._table_of = {name: number for number, table in enumerate(tables) for name in table}
        for table in tables:
            for name, words in table.items():
                for entry in _folded(words).split():
                    self._add(name, entry)

    def _add(self, name: str, entry: str) -> None:
        left_out = entry.startswith("!")
        entry, name = entry.lstrip("!"), f"!{name}" if left_out else name
        if "_" in entry:
            first, *rest = entry.split("_")
            self._phrases.setdefault(first, []).append((tuple(rest), name))
        elif "*" not in entry:
            self._exact.setdefault(entry, set()).add(name)
        else:
            stem = entry.strip("*")
            self._stems.setdefault(stem[:_STEM], []).append(
                (stem, not entry.startswith("*"), not entry.endswith("*"), name)
            )

    def of(self, word: str) -> Classes:
        """The classes of one word in lower case, sorted by name."""
        known = self._known.get(word)
        if known is None:
            known = self._looked_up(word)
            if len(self._known) < _MOST_WORDS_KNOWN:
                self._known[word] = known
        return known

    @property
    def names(self) -> tuple[str, ...]:
        """All classes."""
        return tuple(self._table_of)

    def may_be(self, word: str) -> set[str]:
        """The classes that a word in lower case has, alone or as the first of a phrase."""
        led = (name for _, name in self._phrases.get(word, ()) if name[0] != "!")
        return {*self.of(word), *led}

    def _looked_up(self, word: str) -> Classes:
        word = word.replace("ß", "ss")
        ends_at = {name: len(word) for name in self._exact.get(word, ())}  # where the part that fits ends
        stems = self._stems
        for place in range(len(word) - _STEM + 1):
            if (head := word[place : place + _STEM]) not in stems:
                continue
            for stem, begins, ends, name in stems[head]:
                end = place + len(stem)
                if word.startswith(stem, place) and not (begins and place) and not (ends and end < len(word)):
                    ends_at[name] = max(end, ends_at.get(name, 0))
        there = {name: end for name, end in ends_at.items() if name[0] != "!" and f"!{name}" not in ends_at}
        heads: dict[int, int] = {}
        for name, end in there.items():
            table = self._table_of[name]
            heads[table] = max(end, heads.get(table, 0))
        return tuple(
            sorted(name if end == heads[self._table_of[name]] else f"of_{name}" for name, end in there.items())
        )

    def marks_of(self, *names: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """What a text must hold to hold a word of some classes: first letters of words, else letters inside of them.

        For a quick first look that can't forget a word of the table; some texts that pass hold none.

        >>> WordClasses({"over": "closed *schöpft*"}).marks_of("over")
        (frozenset({'clo'}), ('schöpft',))
        """
        first = {word for word, classes in self._exact.items() if not classes.isdisjoint(names)}
        first |= {word for word, rest in self._phrases.items() if any(name in names for _, name in rest)}
        inside: set[str] = set()
        for stems in self._stems.values():
            for stem, begins, _, name in stems:
                if name in names:
                    (first if begins else inside).add(stem)
        heads = (_HEAD.match(word) for word in first)
        return frozenset(head[0] for head in heads if head is not None), tuple(sorted(inside))

    def classes_of(self, sentence: str) -> frozenset[str]:
        """The classes of all words of a sentence: what `words_of` tells, without their places in a third of the time.

        >>> sorted(WordClasses({"term": "*frist closing_date"}).classes_of("Closing date"))
        ['term']
        """
        texts, known, phrases = texts_in(sentence), self._known, self._phrases
        for first in phrases.keys() & texts:
            for rest, _ in phrases[first]:
                if texts.issuperset(rest) and _follow_each_other((first, *rest), sentence):
                    return frozenset(name for word in self.words_of(sentence) for name in word.classes)
        found: set[str] = set()
        for text in texts:
            classes = known.get(text)
            if classes is None:
                classes = self.of(text)
            if classes:
                found.update(classes)
        return frozenset(found)

    def words_of(self, sentence: str) -> list[Word]:
        """The words of a sentence in their order; the words of a phrase all belong to its class."""
        folded = _lowered(sentence)
        known, of, phrases = self._known, self.of, self._phrases
        words: list[Word] = []
        led: list[int] = []  # places of words that may begin a phrase
        for match in _TOKEN.finditer(folded):
            text = match.group()
            classes = known.get(text)
            if text in phrases:
                led.append(len(words))
            # as Word(…) makes it, in half the time
            words.append(tuple.__new__(Word, (text, *match.span(), of(text) if classes is None else classes)))
        for place in led:
            for rest, name in phrases[words[place].text]:
                if tuple(word.text for word in words[place + 1 : place + 1 + len(rest)]) == rest:
                    for at in range(place, place + 1 + len(rest)):
                        part = words[at]
                        if name not in part.classes:
                            there = {*part.classes, name} - (_NOTHING_DENIED if name == "until" else set())
                            words[at] = Word(part.text, part.start, part.end, tuple(sorted(there)))
        return words


@lru_cache(maxsize=1024)
def texts_in(sentence: str) -> frozenset[str]:
    """The words, numbers and signs of a sentence, each once: all readers of a text ask for them."""
    found: set[str] = set()
    for piece in set(_lowered(sentence).split()):
        if piece.isalpha():
            found.add(piece)
        elif piece[:-1].isalpha() and piece[-1] in _SIGNS_BEHIND:
            found.update((piece[:-1], piece[-1]))
        else:
            found.update(_TOKEN.findall(piece))
    return frozenset(found)


def tokens_in(piece: str) -> list[str]:
    """The words, numbers and signs of a piece without blanks, in lower case."""
    found: list[str] = _TOKEN.findall(_lowered(piece))
    return found


def _follow_each_other(words: tuple[str, ...], sentence: str) -> bool:
    """May words of a sentence be one phrase? Spares most sentences that their words are looked at in turn."""
    folded = " ".join(_lowered(sentence).split())
    return " ".join(words) in folded or "".join(words) in folded


def _lowered(sentence: str) -> str:
    folded = sentence.lower()
    # a letter whose small form is longer: places must stay those of the sentence
    return folded if len(folded) == len(sentence) else sentence


def word_classes(subject: str = "deadline") -> WordClasses:
    """The classes that the program ships for what is read: "deadline", "applicants", "money" …."""
    return _shipped(subject)


@cache
def _shipped(subject: str) -> WordClasses:
    tables = ((_FOLDER / name).read_text(encoding="utf-8") for name in TABLES[subject])
    return WordClasses(*(yaml.load(table, yaml.CSafeLoader) for table in tables))


def _folded(text: str) -> str:
    return text.lower().replace("ß", "ss")

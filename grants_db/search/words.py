"""From what is typed to the words that are looked for: beginnings of words, words inside compounds, spellings."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from time import perf_counter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.pool import Pool
from sqlmodel import Session

from grants_db.rules.folding import words_of
from grants_db.search.index import index_words

#: words of so many letters are looked for inside longer ones too; shorter ones are in nearly every word
SHORTEST_PART = 4
#: so many different words that contain a part are looked for, the most frequent first
MOST_COMPOUNDS = 120
#: a vocabulary that takes longer to read than this may be this old while a crawl goes on writing
SLOW_SECONDS, OLDEST_SECONDS = 0.05, 30.0
#: how umlauts are written where the keyboard has none
_SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"))


@dataclass(frozen=True)
class IndexedWords:
    """Every word of the index, the most frequent first, one a line: looking through it all takes a millisecond."""

    lines: bytes
    mark: int  # of the index when it was read
    read_at: float
    seconds: float

    def knows(self, part: str) -> bool:
        """Does any word contain it?"""
        return part.encode() in self.lines

    def compounds(self, part: str) -> list[str]:
        """Words that contain it further inside; those that begin with it the index finds itself."""
        found: list[str] = []
        sought, at = part.encode(), 0
        while len(found) < MOST_COMPOUNDS and (at := self.lines.find(sought, at)) >= 0:
            start, end = self.lines.rfind(b"\n", 0, at) + 1, self.lines.find(b"\n", at)
            if start < at:
                found.append(self.lines[start:end].decode())
            at = end
        return found


class Sought(NamedTuple):
    """One way in which a word that was typed may stand in a text: as the beginning of a word, or as just this one."""

    word: str
    begins: bool


def sought(typed: str, vocabulary: IndexedWords) -> list[list[Sought]]:
    """For each word that was typed what may stand for it: beginnings of words, and compounds that contain it."""
    return [list(_spelt(word, vocabulary)) for word in words_of(typed)]


def vocabulary_of(session: Session) -> IndexedWords:
    """The vocabulary of the session's database as it is now; read anew only when words have changed."""
    index_words(session.connection())  # what this session has written and not committed yet
    pool = session.get_bind().engine.pool
    mark = session.connection().execute(text("SELECT mark FROM opportunity_words_changed")).scalar_one()
    with _reading:  # two that type at once need not both read it
        known = _vocabularies.get(pool)
        slow = known is not None and known.seconds > SLOW_SECONDS
        if known is None or (known.mark != mark and not (slow and perf_counter() - known.read_at < OLDEST_SECONDS)):
            known = _vocabularies[pool] = _read(session, mark)
    return known


_vocabularies: WeakKeyDictionary[Pool, IndexedWords] = WeakKeyDictionary()
_reading = Lock()


def _read(session: Session, mark: int) -> IndexedWords:
    start = perf_counter()
    rows = session.connection().execute(text("SELECT term FROM opportunity_vocabulary ORDER BY doc DESC, term"))
    lines = "\n".join(["", *rows.scalars(), ""]).encode()
    return IndexedWords(lines, mark, perf_counter(), perf_counter() - start)


def _spelt(word: str, vocabulary: IndexedWords) -> Iterator[Sought]:
    spellings = {word, word.replace("ß", "ss"), word.replace("ss", "ß")}
    if not any(vocabulary.knows(spelling) for spelling in spellings):
        for written, meant in _SPELLINGS:
            word = word.replace(written, meant)
        spellings.add(word)
    for spelling in sorted(spellings):
        yield Sought(spelling, begins=True)
        if len(spelling) >= SHORTEST_PART:
            yield from (Sought(compound, begins=False) for compound in vocabulary.compounds(spelling))

"""What the readers found: candidates for each field with their sentence, and what is settled out of them.

A field is settled by its surest candidates. Where these don't agree nothing is settled and the field is named to be
checked; where less sure ones of weight disagree, the value stands and is to be checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crawler.text.sentences import quote

#: a candidate as sure as that contradicts a surer one; weaker ones are only asked where nothing better is there
CONTRADICTS = 3


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A value that a field may have, the words it was read from, how sure it is, and whether to have it checked."""

    value: Any
    quote: str
    sure: int = 2
    check: bool = False


@dataclass
class Findings:
    """The fields that are settled, with evidence, and the names of those a person has to look at."""

    fields: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    check: set[str] = field(default_factory=set)

    def settle(self, name: str, candidates: Iterable[FieldReading]) -> None:
        """Settle a field out of its candidates; without any it stays unsaid."""
        known = sorted(candidates, key=lambda candidate: -candidate.sure)
        if not known:
            return
        best = [candidate for candidate in known if candidate.sure == known[0].sure]
        others = [candidate for candidate in known if candidate.sure >= min(CONTRADICTS, known[0].sure)]
        if any(candidate.value != best[0].value for candidate in best):
            self.check.add(name)
            self.evidence[name] = quote(best[0].quote)
            return
        self.set(name, best[0].value, best[0].quote)
        if best[0].check or any(candidate.value != best[0].value for candidate in others):
            self.check.add(name)

    def set(self, name: str, value: Any, words: str, *, check: bool = False) -> None:
        """Set a field that has one reading."""
        self.fields[name] = value
        self.evidence[name] = quote(words)
        if check:
            self.check.add(name)

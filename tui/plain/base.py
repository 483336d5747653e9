"""What a screen in plain text is made of: what was asked for, headings with statements, and how they are written.

No boxes, no bars, no columns, no signs: a screen reader reads it line by line. A statement is one line; what belongs
together stands in it, parted by semicolons.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from grants_db.rules.unit_names import same_unit
from tui.formatting.format import one_line
from tui.formatting.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.settings import Settings

Found = TypeVar("Found")
Item = TypeVar("Item")
#: a value as `json.dumps` takes it
Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is to be read: where, for which day, and which of it; empty filters mean all."""

    engine: "Engine"
    settings: "Settings"
    today: date
    now: datetime
    words: str = ""
    unit: str = ""
    field: int | None = None
    limit: int = 50

    def has_words(self, *texts: str) -> bool:
        """Does every word that was asked for occur in one of the texts?"""
        text = " ".join(texts).casefold()
        return all(word in text for word in self.words.casefold().split())

    def is_unit(self, name: str) -> bool:
        """Is it this unit's, or was no unit asked for?"""
        return not self.unit or same_unit(name, self.unit)

    def is_field(self, number: int) -> bool:
        """Is it in this action field, or was none asked for?"""
        return self.field is None or number == self.field


@dataclass(frozen=True)
class Some(Sequence[Item]):
    """The first of many, and how many there are."""

    items: Sequence[Item]
    total: int

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, place: Any) -> Any:
        return self.items[place]


@dataclass(frozen=True)
class Part:
    """A heading and the statements below it."""

    heading: str
    lines: Sequence[str] = field(default_factory=tuple)


class PlainScreen(Protocol[Found]):
    """What each module of this package offers: which filters there are, and three functions."""

    FILTERS: frozenset[str]

    def read(self, asked: Asked) -> Found:
        """Read what the screen shows."""

    def outline(self, found: Found, asked: Asked) -> Iterator[Part]:
        """As headings and statements, in the language in use."""

    def data(self, found: Found, asked: Asked) -> Json:
        """As raw values: ISO dates, sums as decimal text, words of the vocabularies."""


def first(items: Sequence[Item], limit: int) -> Some[Item]:
    """The first of them; `total` still says how many there are."""
    return Some(items[:limit], len(items))


def written(parts: Iterable[Part]) -> Iterator[str]:
    """The lines of an outline; an empty one before each heading but the first."""
    for number, part in enumerate(parts):
        if number:
            yield ""
        yield one_line(part.heading)
        yield from map(one_line, part.lines)


def statement(*parts: str) -> str:
    """What belongs together, in one line; empty parts are left out.

    >>> statement("Maßnahme 2.1: Sprache", "", "Lücke 95.999,50 €")
    'Maßnahme 2.1: Sprache; Lücke 95.999,50 €'
    """
    return "; ".join(part for part in parts if part)


def named(name: str, value: str) -> str:
    """A name and its value; nothing where there is none.

    >>> named("Träger", "Sportbund"), named("Träger", "")
    ('Träger: Sportbund', '')
    """
    return f"{name}: {value}" if value else ""


def how_many(found: Some[Any]) -> str:
    """How much of it is shown, where it is not all."""
    if len(found) == found.total:
        return ""
    return _("Gezeigt sind die ersten {shown} von {total}; mehr mit --limit.").format(
        shown=len(found), total=found.total
    )


def raw(value: object) -> Any:
    """A value for a script: days and instants as ISO 8601, sums as decimal text, words of vocabularies as they are.

    >>> raw(Decimal("95999.50")), raw(date(2026, 11, 24)), raw(None)
    ('95999.50', '2026-11-24', None)
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # an instant is a date too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value

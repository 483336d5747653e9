"""A sentence for people, kept apart from its values so that it can be stored, translated and shown.

The template is German and is the key of the translation (`tui/locale`). Values keep their types: a day, a sum, a word
of a vocabulary, a fact of a call. Only who shows a sentence writes them: `tui` in the reader's language, `str` in
German, for files, mails and calendars, which are in the units' language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from grants_db.vocabulary_base import Vocabulary

#: vocabularies of words that were stored as plain codes before values had types, by their place in the template
_OF_OLD = {
    "before": ("ApplicationStage", "FunderStatus"),
    "to": ("ApplicationStage", "FunderStatus"),
    "stage": ("ApplicationStage",),
    "gift_stage": ("DonationStage",),
    "gift_step": ("DonationStage",),
    "obligation": ("ObligationKind",),
    "kind": ("ObligationKind",),
    "decision": ("DecisionKind",),
}


@dataclass(frozen=True)
class FactName:
    """The name of a fact of a call, by its field."""

    field: str


@dataclass(frozen=True)
class FactValue:
    """A value of a fact of a call, as JSON."""

    field: str
    value: Any


@dataclass(frozen=True)
class Duration:
    """A period as ISO 8601 writes it: P8W."""

    iso: str


@dataclass(frozen=True)
class DayOfYear:
    """A day of which nobody said in which year it is."""

    month: int
    day: int


@dataclass(frozen=True)
class Quote:
    """Somebody's words, in quotation marks."""

    text: str


@dataclass(frozen=True)
class Aside:
    """What follows a statement in brackets, with a blank before: a quotation, a remark, or nothing."""

    content: "Quote | Message | None"


_TYPED = (str, int, date, DayOfYear, Duration, Decimal, FactName, FactValue, Quote, Aside)
#: what may fill a place; everything else is kept as its text
Value: TypeAlias = (
    "str | int | date | DayOfYear | Duration | Decimal | Vocabulary | FactName | FactValue | Quote | Aside | Message"
    " | tuple[Value, ...]"
)


@dataclass(frozen=True)
class Message:
    """A German template with named places, and the values that fill them."""

    template: str
    values: dict[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, template: str, **values: object) -> "Message":
        """Build one from any values.

        >>> from grants_db.vocabulary import ApplicationStage
        >>> str(Message.of("{amount} € bis {day}: {stage}", amount=Decimal(5000), day=date(2027, 3, 1),
        ...     stage=ApplicationStage.IDEA))
        '5.000 € bis 01.03.2027: Idee'
        """
        return cls(template, {name: _kept(value) for name, value in values.items()})

    def __str__(self) -> str:
        return self.template.format_map({name: in_german(value) for name, value in self.values.items()})

    def as_json(self) -> dict[str, object]:
        """The form that is stored: `{"template": …, "values": {…}}`, each value that is no text with its type."""
        return {"template": self.template, "values": {name: _as_json(value) for name, value in self.values.items()}}

    @classmethod
    def from_json(cls, stored: dict[str, object]) -> "Message":
        """Read what `as_json` wrote, now or when all values were texts."""
        values = stored.get("values")
        named = values if isinstance(values, dict) else {}
        read = {str(name): _from_json(str(name), value) for name, value in named.items()}
        return cls(str(stored.get("template", "")), read)


def in_german(value: Value) -> str:
    """A value as German texts write it; a fact of a call, which only the screen speaks of, stays as it is stored.

    >>> in_german(Aside(Quote("bis zum 31.10."))), in_german(("a", 2))
    (' („bis zum 31.10.“)', 'a, 2')
    """
    match value:
        case Vocabulary():
            return value.german
        case Decimal():
            return f"{value:,.{places_of(value)}f}".translate(str.maketrans(",.", ".,"))
        case date():
            return f"{value:%d.%m.%Y}"
        case DayOfYear():
            return f"{value.day:02}.{value.month:02}."
        case tuple():
            return ", ".join(map(in_german, value))
        case Quote():
            return f"„{value.text}“"
        case Aside(content):
            return f" ({in_german(content)})" if content else ""
        case FactName(text) | Duration(text):
            return text
        case FactValue():
            return str(value.value)
    return str(value)


def places_of(amount: Decimal) -> int:
    """How many places a sum is written with: two, or none where it has none itself."""
    exponent = amount.as_tuple().exponent
    return 2 if isinstance(exponent, int) and exponent < 0 else 0


def _kept(value: object) -> Value:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (*_TYPED, Message)):
        return value
    if isinstance(value, Sequence):
        return tuple(map(_kept, value))
    said = getattr(value, "sentence", None)  # an error of ours says it in a message
    return said if isinstance(said, Message) else str(value)


def _as_json(value: Value) -> object:
    match value:
        case Vocabulary():
            return {"word": value.value, "of": type(value).__name__}
        case Decimal():
            return {"sum": str(value)}
        case date():
            return {"day": value.isoformat()}
        case DayOfYear():
            return {"month": value.month, "day": value.day}
        case Duration():
            return {"duration": value.iso}
        case tuple():
            return [_as_json(one) for one in value]
        case Message():
            return {"sentence": value.as_json()}
        case Quote():
            return {"quote": value.text}
        case Aside(content):
            return {"aside": _as_json(content) if content else None}
        case FactName():
            return {"fact": value.field}
        case FactValue():
            return {"fact": value.field, "value": value.value}
    return value


def _from_json(place: str, stored: object) -> Value:
    if isinstance(stored, list):
        return tuple(_from_json(place, one) for one in stored)
    if isinstance(stored, dict):
        return _typed(stored)
    if isinstance(stored, str):
        return _word(stored, _OF_OLD.get(place, ()))
    return stored if isinstance(stored, int) else str(stored)


def _typed(stored: dict[str, Any]) -> Value:
    match stored:
        case {"word": str(word), "of": str(name)}:
            return _word(word, (name,))
        case {"sum": str(amount)}:
            return Decimal(amount)
        case {"month": int(month), "day": int(day)}:
            return DayOfYear(month, day)
        case {"duration": str(iso)}:
            return Duration(iso)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"quote": str(quote)}:
            return Quote(quote)
        case {"sentence": dict(said)}:
            return Message.from_json(said)
        case {"aside": aside}:
            inner = _from_json("", aside)
            return Aside(inner if isinstance(inner, Quote | Message) else None)
        case {"fact": str(fact)}:
            return FactValue(fact, stored["value"]) if "value" in stored else FactName(fact)
    return str(stored)


def _word(text: str, names: Sequence[str]) -> Value:
    from grants_db import vocabulary, vocabulary_facets  # with the first stored word; the app's first picture has none

    for name in names:
        known: type[Vocabulary] | None = getattr(vocabulary, name, getattr(vocabulary_facets, name, None))
        if known is not None and text in list(known):
            return known(text)
    return text

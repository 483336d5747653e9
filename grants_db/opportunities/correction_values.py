"""How a value of a fact that an officer corrects (`About.correctable`) is read from what is typed. Pure."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from grants_db.errors import UsageError
from grants_db.models.about import About, ValueKind
from grants_db.models.columns import HUNDREDTH
from grants_db.models.opportunity_facts import FIELDS as FACTS
from grants_db.models.opportunity_facts import no_deadline
from grants_db.office_contact import read_contact
from grants_db.rules.deadline import Deadline
from grants_db.rules.german_numbers import parse_sum
from grants_db.rules.regions import EVERYWHERE, LAENDER
from grants_db.typed_days import read_day, written_day
from grants_db.vocabulary import DeadlineKind, DeadlineStage

#: what is typed for "nobody knows"
UNKNOWN_WORDS = ("unknown", "unbekannt", "-")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.|(\d{2})-(\d{2})")
_DURATION = re.compile(r"P\d+[DWMY]")
_DURATION_IN_WORDS = re.compile(r"(\d{1,3}) (Tag|Woche|Monat|Jahr)e?n?(?: vorher| vor Beginn)?", re.IGNORECASE)
_UNITS = {"tag": "D", "woche": "W", "monat": "M", "jahr": "Y"}


def read_value(field: str, text: str, today: date) -> Any:
    """What was typed as the JSON value of a field; "unbekannt" (or "-") says that nobody knows.

    >>> today = date(2026, 11, 24)
    >>> [read_value("max_amount", "12.000,50", today), read_value("regions", "DE-ST, Harz", today)]
    ['12000.50', ['DE-ST', 'Harz']]
    >>> [read_value("deadline", text, today)["dates"] for text in ("31.3.27", "8 Wochen vorher")]
    [['2027-03-31'], ['P8W']]

    Raises:
        UsageError: no such field, a value that can't be read (it names what is possible), or a day that is asked back.
    """
    if field not in _READERS:
        raise UsageError(
            "Das Feld „{field}“ lässt sich nicht berichtigen; möglich sind {fields}.",
            field=field,
            fields=", ".join(FIELDS),
        )
    return _READERS[field](field, text.strip(), today)


def _amount(field: str, text: str, today: date) -> str | None:  # noqa: ARG001 - the readers are called alike
    if text in UNKNOWN_WORDS:
        return None
    amount = Decimal(text) if re.fullmatch(r"\d+\.\d{2}", text) else parse_sum(text)
    if amount is None or amount < 0:
        raise _unreadable(field, text, "z. B. 12.000 oder 12.000,50, oder „unbekannt“")
    return str(amount.quantize(HUNDREDTH))


def _rate(field: str, text: str, today: date) -> str | None:  # noqa: ARG001 - the readers are called alike
    if text in UNKNOWN_WORDS:
        return None
    plain = text.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain) or Decimal(plain) > 100:
        raise _unreadable(field, text, "Prozent von 0 bis 100, z. B. 80 oder 66,67, oder „unbekannt“")
    return str(Decimal(plain).quantize(HUNDREDTH))


def _regions(field: str, text: str, today: date) -> list[str]:  # noqa: ARG001 - the readers are called alike
    if text in UNKNOWN_WORDS:
        return []
    names = {name.casefold(): code for code, name in LAENDER.items()} | {"bundesweit": "DE", "deutschland": "DE"}
    # places left out of a Land are joined by commas of their own
    parts = [part.strip() for part in (text.split(";") if ";" in text or " ohne " in text else text.split(","))]
    known = [names.get(part.casefold(), part) for part in parts if part]
    for part in known:
        code = part.partition(" ohne ")[0]
        if re.fullmatch(r"[A-Z]{2}(-[A-Z]{2})?", code) and code not in (*EVERYWHERE, *LAENDER):
            raise _unreadable(field, part, "EU, DE, DE-ST … oder der Name eines Ortes")
    if not known:
        raise _unreadable(field, text, "EU, DE, DE-ST … oder der Name eines Ortes")
    return known


def _word(field: str, text: str, today: date) -> str:  # noqa: ARG001 - the readers are called alike
    about = FACTS[field]
    if about.unstated is not None and text in UNKNOWN_WORDS:
        return about.unstated.value
    return _member(field, about, text)


def _words(field: str, text: str, today: date) -> list[str]:  # noqa: ARG001 - the readers are called alike
    if text in UNKNOWN_WORDS:
        return []
    try:
        return sorted({_member(field, FACTS[field], word.strip()) for word in text.split(",")})
    except UsageError:
        raise _unreadable(field, text, ", ".join(FACTS[field].words or ())) from None


def _member(field: str, about: About, text: str) -> str:
    members = list(about.words or ())
    by_name = {name.casefold(): one.value for one in members for name in (one.german, one.english, one.value)}
    if text.casefold() not in by_name:
        raise _unreadable(field, text, ", ".join(one.value for one in members))
    return by_name[text.casefold()]


def _day(field: str, text: str, today: date) -> str | None:
    if text in UNKNOWN_WORDS:
        return None
    kind, day = _date(text, today)
    if kind is not DeadlineKind.FIXED:
        raise _unreadable(field, text, "ein Tag, z. B. 2027-03-31 oder 31.03.2027, oder „unbekannt“")
    return day


def _text(field: str, text: str, today: date) -> str:  # noqa: ARG001 - the readers are called alike
    return "" if text in UNKNOWN_WORDS else text


def _lines(field: str, text: str, today: date) -> list[str]:  # noqa: ARG001 - the readers are called alike
    """What semicolons or ends of lines part."""
    if text in UNKNOWN_WORDS:
        return []
    lines = [" ".join(line.split()) for line in re.split(r"[;\n]", text)]
    if not (said := [line for line in lines if re.search(r"\w", line)]):
        raise _unreadable(field, text, "einzelne Angaben, mit Semikolon getrennt, oder „unbekannt“")
    return said


def _contact(field: str, text: str, today: date) -> dict[str, str]:  # noqa: ARG001 - the readers are called alike
    """Office, telephone, mail and address, parted by semicolons; who they are is told by their form."""
    if text in UNKNOWN_WORDS:
        return {}
    contact = read_contact(text.split(";")) if ";" in text else read_contact(text.split("\n"))
    if not contact.as_json():
        raise _unreadable(field, text, "Stelle; Telefon; E-Mail; Anschrift der Behörde, ohne Namen von Personen")
    return contact.as_json()


def _deadline(field: str, text: str, today: date) -> dict[str, Any]:
    """A day with year (fixed), one without (annual), a duration (relative), several by comma, or a word."""
    if text in UNKNOWN_WORDS:
        return no_deadline()
    by_name = {name.casefold(): member for member in DeadlineKind for name in (member.value, member.german)}
    if (kind := by_name.get(text.casefold())) is not None:
        if kind in (DeadlineKind.FIXED, DeadlineKind.ANNUAL, DeadlineKind.RELATIVE):
            raise _unreadable(field, text, "zu einer solchen Frist gehört der Tag selbst, z. B. 2027-03-31")
        return Deadline(kind).as_json()
    read = [_date(part.strip(), today) for part in text.split(",")]
    kinds = {kind for kind, _ in read}
    if len(kinds) != 1 or None in kinds:
        raise _unreadable(
            field,
            text,
            "2027-03-31 oder 31.03.2027 (fester Tag), 31.10. (jährlich), P8W (8 Wochen vorher), rolling, "
            "before_start, closed, announced, none",
        )
    dates = tuple(day for _, day in read)
    (kind_found,) = (kind for kind in kinds if kind is not None)
    return Deadline(kind_found, dates, ("",) * len(dates), (DeadlineStage.APPLICATION,) * len(dates)).as_json()


def _date(text: str, today: date) -> tuple[DeadlineKind | None, str]:
    if _DURATION.fullmatch(text):
        return DeadlineKind.RELATIVE, text
    if said := _DURATION_IN_WORDS.fullmatch(text):
        return DeadlineKind.RELATIVE, f"P{said[1]}{_UNITS[said[2].lower()]}"
    if written_day(text.removesuffix("!")):
        return DeadlineKind.FIXED, read_day(text, today).isoformat()
    if yearly := _DAY_OF_YEAR.fullmatch(text):
        month, day = (yearly[2], yearly[1]) if yearly[1] else (yearly[3], yearly[4])
        with suppress(ValueError):
            return DeadlineKind.ANNUAL, date(2000, int(month), int(day)).isoformat()[5:]  # a leap year
    return None, text


def _unreadable(field: str, text: str, possible: str) -> UsageError:
    return UsageError(
        "„{value}“ ist kein Wert für {field}; möglich: {possible}.", value=text, field=field, possible=possible
    )


_OF_KIND: dict[ValueKind, Callable[[str, str, date], Any]] = {
    ValueKind.DEADLINE: _deadline,
    ValueKind.SUM: _amount,
    ValueKind.RATE: _rate,
    ValueKind.DAY: _day,
    ValueKind.REGIONS: _regions,
    ValueKind.WORD: _word,
    ValueKind.WORDS: _words,
    ValueKind.TEXT: _text,
    ValueKind.LONG_TEXT: _text,
    ValueKind.LINES: _lines,
    ValueKind.CONTACT: _contact,
}
_READERS = {name: _OF_KIND[about.kind] for name, about in FACTS.items() if about.correctable}
FIELDS = tuple(_READERS)

"""Which facts of a call an officer may correct, and how their values are read from what is typed. Pure."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from grants_db.deadline import Deadline
from grants_db.errors import UsageError
from grants_db.exchange.german import parse_sum
from grants_db.models.columns import HUNDREDTH
from grants_db.models.opportunity import no_deadline
from grants_db.regions import EVERYWHERE, LAENDER
from grants_db.typed_days import read_day, written_day
from grants_db.vocabulary import (
    ApplicantRoute,
    ApplicantType,
    Cumulation,
    DeadlineKind,
    DeadlineStage,
    EarlyStart,
    Instrument,
)

#: what is typed for "nobody knows"
UNKNOWN_WORDS = ("unknown", "unbekannt", "-")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.|(\d{2})-(\d{2})")
_DURATION = re.compile(r"P\d+[DWMY]")


def read_value(field: str, text: str, today: date) -> Any:
    """What was typed as the JSON value of a field; "unbekannt" (or "-") says that nobody knows.

    >>> today = date(2026, 11, 24)
    >>> [read_value("max_amount", "12.000,50", today), read_value("regions", "DE-ST, Harz", today)]
    ['12000.50', ['DE-ST', 'Harz']]
    >>> read_value("deadline", "31.3.27", today)["dates"]
    ['2027-03-31']

    Raises:
        UsageError: no such field, a value that can't be read (it names what is possible), or a day that is asked back.
    """
    if field == "deadline":
        return _deadline(text.strip(), today)
    if field not in _READERS:
        raise UsageError(
            "Das Feld „{field}“ lässt sich nicht berichtigen; möglich sind {fields}.",
            field=field,
            fields=", ".join(FIELDS),
        )
    return _READERS[field](field, text.strip())


def _amount(field: str, text: str) -> str | None:
    if text in UNKNOWN_WORDS:
        return None
    amount = Decimal(text) if re.fullmatch(r"\d+\.\d{2}", text) else parse_sum(text)
    if amount is None or amount < 0:
        raise _unreadable(field, text, "z. B. 12.000 oder 12.000,50, oder „unbekannt“")
    return str(amount.quantize(HUNDREDTH))


def _rate(field: str, text: str) -> str | None:
    if text in UNKNOWN_WORDS:
        return None
    plain = text.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain) or Decimal(plain) > 100:
        raise _unreadable(field, text, "Prozent von 0 bis 100, z. B. 80 oder 66,67, oder „unbekannt“")
    return str(Decimal(plain).quantize(HUNDREDTH))


def _regions(field: str, text: str) -> list[str]:
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


def _word(vocabulary: type[StrEnum], unknown: StrEnum) -> Callable[[str, str], str]:
    def read(field: str, text: str) -> str:
        if text in UNKNOWN_WORDS:
            return unknown.value
        if text not in [member.value for member in vocabulary]:
            raise _unreadable(field, text, ", ".join(vocabulary))
        return text

    return read


def _words(vocabulary: type[StrEnum]) -> Callable[[str, str], list[str]]:
    def read(field: str, text: str) -> list[str]:
        if text in UNKNOWN_WORDS:
            return []
        words = [word.strip() for word in text.split(",")]
        if any(word not in [member.value for member in vocabulary] for word in words):
            raise _unreadable(field, text, ", ".join(vocabulary))
        return sorted(set(words))

    return read


def _deadline(text: str, today: date) -> dict[str, Any]:
    """A day with year (fixed), one without (annual), a duration (relative), several by comma, or a word."""
    if text in UNKNOWN_WORDS:
        return no_deadline()
    if text in [member.value for member in DeadlineKind]:
        kind = DeadlineKind(text)
        if kind in (DeadlineKind.FIXED, DeadlineKind.ANNUAL, DeadlineKind.RELATIVE):
            raise _unreadable("deadline", text, "zu einer solchen Frist gehört der Tag selbst, z. B. 2027-03-31")
        return Deadline(kind).as_json()
    read = [_date(part.strip(), today) for part in text.split(",")]
    kinds = {kind for kind, _ in read}
    if len(kinds) != 1 or None in kinds:
        raise _unreadable(
            "deadline",
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


_READERS: dict[str, Callable[[str, str], Any]] = {
    "max_amount": _amount,
    "min_amount": _amount,
    "max_rate": _rate,
    "applicant_route": _word(ApplicantRoute, ApplicantRoute.UNCLEAR),
    "applicant_types": _words(ApplicantType),
    "instruments": _words(Instrument),
    "regions": _regions,
    "early_start": _word(EarlyStart, EarlyStart.UNSTATED),
    "cumulation": _word(Cumulation, Cumulation.UNSTATED),
}
FIELDS = ("deadline", *_READERS)

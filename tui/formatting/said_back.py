"""Days and periods as they were understood: in words for who typed them, and as they then stand in their line."""

from datetime import date

from grants_db.rules.german_numbers import Period
from grants_db.rules.typed_periods import TypedPeriod
from tui.formatting.format import day_in_words
from tui.formatting.i18n import _


def said_back(value: object) -> str:
    """The value in words; nothing for what is neither a day nor a period with days.

    >>> said_back(TypedPeriod(date(2026, 3, 1), date(2026, 12, 31)))
    'Sonntag, 1. März 2026, bis Donnerstag, 31. Dezember 2026'
    """
    match value:
        case TypedPeriod(first, last) | Period(starts_on=date() as first, ends_on=date() as last):
            return _("{first}, bis {last}").format(first=day_in_words(first), last=day_in_words(last))
        case Period(starts_on=date() as first):
            return _("ab {first}").format(first=day_in_words(first))
        case Period(ends_on=date() as last):
            return _("bis {last}").format(last=day_in_words(last))
        case date():
            return day_in_words(value)
    return ""


def written_out(value: object) -> str:
    """How the line shows what was understood once it is left; nothing where what was typed stays."""
    match value:
        case TypedPeriod(first, last):
            return f"{first:%d.%m.%Y} - {last:%d.%m.%Y}"
        case date():
            return f"{value:%d.%m.%Y}"
    return ""

"""Text for people from plain values: days, sums, shares, bars. Pure functions."""

import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from grants_db.clock import local
from grants_db.messages import DayOfYear, places_of
from grants_db.rules.deadline import (
    GERMAN_MONTHS,
    Deadline,
    days_without_a_year,
    hangs_on_a_missing_year,
    hour_on,
    next_date,
)
from grants_db.vocabulary import ApplicantRoute, DeadlineKind
from tui.formatting.i18n import _, counted, language, written_as
from tui.formatting.labels import label
from tui.formatting.sanitize import harmless as harmless  # noqa: PLC0414 - given on
from tui.formatting.sanitize import one_line as one_line  # noqa: PLC0414 - given on
from tui.formatting.sanitize import shortened as shortened  # noqa: PLC0414 - given on

UNKNOWN = "–"
#: for days in English; the first picture of the app shows one, and loading babel for it would take a tenth of its time
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split()
DURATION = re.compile(r"P(\d+)([DWMY])")


def day(value: date | None) -> str:
    """A day as the language writes it: 24.11.2026, 24 Nov 2026.

    >>> day(date(2026, 11, 24))
    '24.11.2026'
    """
    if value is None:
        return UNKNOWN
    if language() == "de":
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year:04}"


def day_in_words(value: date) -> str:
    """A day with its weekday and the name of its month, to be read back to who typed it.

    >>> day_in_words(date(2026, 12, 1))
    'Dienstag, 1. Dezember 2026'
    """
    from babel.dates import format_date

    return format_date(value, "full", locale=written_as())


def instant(value: datetime | None) -> str:
    """Day and time on the user's clock: 24.11.2026 03:15."""
    if value is None:
        return UNKNOWN
    here = local(value)
    return f"{day(here.date())} {here:%H:%M}"


def money(value: Decimal | None) -> str:
    """A sum in euros to the cent: 1.234,56 €.

    >>> money(Decimal("1234.5"))
    '1.234,50 €'
    """
    if value is None:
        return UNKNOWN
    # a list shows hundreds of sums: written here in a hundredth of the time that babel takes (a test compares them)
    amount = f"{abs(value):,.2f}"
    sign = "-" if value < 0 else ""
    return f"{sign}{_german(amount)} €" if language() == "de" else f"{sign}€{amount}"


def figure(value: Decimal) -> str:
    """A sum without its sign, as the language writes it: 12.500,00; without cents where it has none itself.

    >>> figure(Decimal("12500.00")), figure(Decimal("12500"))
    ('12.500,00', '12.500')
    """
    written = f"{value:,.{places_of(value)}f}"
    return _german(written) if language() == "de" else written


def whole_euros(value: Decimal) -> str:
    """A sum rounded to euros, where there is no room for the cents: 1.235 €.

    >>> whole_euros(Decimal("1234.5"))
    '1.235 €'
    """
    return money(value.quantize(Decimal(1), ROUND_HALF_UP)).replace(f"{',' if language() == 'de' else '.'}00", "")


def number(value: int) -> str:
    """A count with its thousands separated: 12.345."""
    return _german(f"{value:,}") if language() == "de" else f"{value:,}"


def score(value: float) -> str:
    """A score between 0 and 1 with two places: 0,62."""
    return _score(f"{value:.2f}", written_as())


@lru_cache(maxsize=512)
def _score(value: str, locale: str) -> str:
    """Lists show hundreds of scores, of which there are about a hundred different ones."""
    from babel.numbers import format_decimal

    return format_decimal(Decimal(value), "0.00", locale=locale)


def rate(value: Decimal | None) -> str:
    """A share in percent: 80 %, 12,5 %."""
    if value is None:
        return UNKNOWN
    from babel.numbers import format_decimal

    return format_decimal(value.normalize(), locale=written_as()) + " %"


def days_left(count: int | None) -> str:
    """How long there is: heute, morgen, noch 12 Tage."""
    if count is None:
        return ""
    if count in (0, 1):
        return _("heute") if count == 0 else _("morgen")
    return counted("noch {n} Tag", "noch {n} Tage", count)


def ago(days: int) -> str:
    """How long ago a night was: heute, gestern, vor 3 Tagen."""
    if days <= 0:
        return _("heute")
    return _("gestern") if days == 1 else counted("vor {n} Tag", "vor {n} Tagen", days)


def deadline_in_a_column(stated: Deadline, today: date) -> str:
    """A deadline in at most 15 cells; the status stands beside it and says whether a day has passed."""
    if stated.is_proposal:
        return _("bitte prüfen")
    due = next_date(stated, today)
    match stated.kind:
        case DeadlineKind.ANNUAL if due is not None:
            return _("{day} jährl.").format(day=day(due))
        case DeadlineKind.FIXED if hangs_on_a_missing_year(stated, today):
            return _("{day} (Jahr?)").format(day=day_and_month(days_without_a_year(stated)[0]))
        case DeadlineKind.FIXED if stated.dates:
            return day(due) if due is not None else _last_day(stated)
        case DeadlineKind.RELATIVE if stated.dates:
            return _("{duration} vorher").format(duration=duration(stated.dates[0]))
        case DeadlineKind.ROLLING:
            return label(stated.kind)
        case DeadlineKind.BEFORE_START:
            return _("vor Beginn")
        case DeadlineKind.ANNOUNCED:
            return _("steht noch aus")
        case DeadlineKind.CLOSED:
            return _("beendet")
        case _:
            return UNKNOWN


def day_and_hour(stated: Deadline, due: date) -> str:
    """A day of a deadline, and its hour where one is stated: 31.03.2027, 12:00 Uhr."""
    hour = hour_on(stated, due)
    return _("{day}, {hour} Uhr").format(day=day(due), hour=hour) if hour else day(due)


def deadline(stated: Deadline, today: date) -> str:
    """An application deadline in a few words: of several dates the next one, or what is said without a year."""
    if stated.is_proposal:
        said = ", ".join(_stated_day(text) for text in stated.dates) or label(stated.kind)
        return _("{deadline}, bitte prüfen").format(deadline=said)
    due = next_date(stated, today)
    match stated.kind:
        case DeadlineKind.FIXED if hangs_on_a_missing_year(stated, today):
            days = ", ".join(day_and_month(each, in_words=True) for each in days_without_a_year(stated))
            return _("{days}, ohne Jahr, bitte prüfen").format(days=days)
        case DeadlineKind.ANNUAL if due is not None:
            return _("{day} (jährlich)").format(day=day_and_hour(stated, due))
        case DeadlineKind.RELATIVE if stated.dates:
            return _("{duration} vorher").format(duration=duration(stated.dates[0]))
        case DeadlineKind.FIXED if due is not None:
            return day_and_hour(stated, due)
        case DeadlineKind.FIXED if stated.dates:
            return _("{day} (vorbei)").format(day=_last_day(stated))
        case DeadlineKind.ROLLING if due is not None:
            return _("laufend bis {day}").format(day=day(due))
        case _:
            return label(stated.kind)


def deadline_days(stated: Deadline) -> str:
    """All days of a deadline as it states them, or what is said instead of days.

    >>> deadline_days(Deadline(DeadlineKind.FIXED, ("2027-03-31", "2027-09-30")))
    '31.03.2027, 30.09.2027'
    """
    if stated.is_unsure:
        return deadline(stated, date.max)
    return ", ".join(_stated_day(text) for text in stated.dates) or label(stated.kind)


def duration(text: str) -> str:
    """An ISO 8601 duration of one unit in words: 8 Wochen.

    >>> duration("P8W")
    '8 Wochen'
    """
    if not (found := DURATION.fullmatch(text)):
        return one_line(text)
    count = int(found[1])
    match found[2]:
        case "D":
            return counted("{n} Tag", "{n} Tage", count)
        case "W":
            return counted("{n} Woche", "{n} Wochen", count)
        case "M":
            return counted("{n} Monat", "{n} Monate", count)
        case _:
            return counted("{n} Jahr", "{n} Jahre", count)


def amount_range(low: Decimal | None, high: Decimal | None) -> str:
    """What one project can get: bis 50.000,00 €, 5.000,00 € bis 50.000,00 €."""
    if low is not None and high is not None:
        return _("{low} bis {high}").format(low=money(low), high=money(high))
    if high is not None:
        return _("bis {high}").format(high=money(high))
    return _("ab {low}").format(low=money(low)) if low is not None else UNKNOWN


def route_sign(route: ApplicantRoute) -> str:
    """Who may apply, as one sign before its name: works without colour."""
    return {
        ApplicantRoute.DIRECT: "●",
        ApplicantRoute.PARTNER: "◐",
        ApplicantRoute.NONE: "○",
        ApplicantRoute.UNCLEAR: "?",
    }[route]


def bar(share: float, width: int) -> str:
    """A bar of `width` cells, filled to `share` in halves of a cell; anything above nothing shows at least a half.

    >>> bar(0.5, 4), bar(0.01, 4)
    ('━━  ', '╸   ')
    """
    halves = math.ceil(max(0.0, min(1.0, share)) * width * 2 - 0.5)
    halves = max(halves, 1) if share > 0 else 0
    return ("━" * (halves // 2) + "╸" * (halves % 2)).ljust(width)


def _stated_day(text: str) -> str:
    if text.startswith("P"):
        return _("{duration} vorher").format(duration=duration(text))
    if text.count("-") == 2:
        return day(date.fromisoformat(text))
    month, of_month = map(int, text.split("-"))
    return _("{day} (jährlich)").format(day=day_and_month(date(2000, month, of_month)))


def _german(figures: str) -> str:
    """Figures with the separators of German: 1,234.56 becomes 1.234,56."""
    return figures.translate({ord(","): ".", ord("."): ","})


def day_and_month(value: date | DayOfYear, *, in_words: bool = False) -> str:
    """A day without its year: 15.03., 15. März, 15 Mar."""
    if language() != "de":
        return f"{value.day} {MONTHS[value.month - 1]}"
    return f"{value.day}. {GERMAN_MONTHS[value.month - 1]}" if in_words else f"{value.day:02}.{value.month:02}."


def _last_day(stated: Deadline) -> str:
    try:
        return day(max(date.fromisoformat(text) for text in stated.dates))
    except ValueError:
        return one_line(stated.dates[-1])

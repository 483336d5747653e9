"""A stored value of an opportunity's fact as people read it, in the language in use."""

from datetime import date
from decimal import Decimal
from typing import Any

from grants_db.models.about import About, ValueKind
from grants_db.models.opportunity_facts import FIELDS
from grants_db.office_contact import OfficeContact
from grants_db.rules.deadline import Deadline
from grants_db.rules.regions import region_name
from tui.formatting.format import UNKNOWN, day, deadline, deadline_days, money, one_line, rate
from tui.formatting.i18n import _
from tui.formatting.labels import labels


def shown_value(field: str, value: Any, today: date | None = None) -> str:
    """A JSON value of a field (`grants_db.opportunities.store.facts_as_json`) as people read it.

    Of a deadline it is what lies ahead of `today`; without one, all its days.
    """
    if value in (None, "", [], {}):
        return UNKNOWN
    about = FIELDS.get(field, About(german=field, english=field))
    match about.kind:
        case ValueKind.DEADLINE:
            stated = Deadline.from_json(value)
            return deadline_days(stated) if today is None else deadline(stated, today)
        case ValueKind.SUM:
            return money(Decimal(value))
        case ValueKind.RATE:
            return rate(Decimal(value))
        case ValueKind.DAY:
            return day(date.fromisoformat(value))
        case ValueKind.REGIONS:
            return one_line(", ".join(_(region_name(region)) for region in value))
        case ValueKind.LINES:
            return one_line("; ".join(map(str, value)))
        case ValueKind.CONTACT:
            return one_line(str(OfficeContact.from_json(value)))
    words = value if isinstance(value, list) else [value]
    return one_line(labels(about.words, words) if about.words else ", ".join(map(str, words)))

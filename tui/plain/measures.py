"""The measures in plain text: by action field, with cost, secured money, gap and matches."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from tui.formatting.format import money
from tui.formatting.i18n import _, counted
from tui.plain.base import Asked, Json, Part, Some, first, how_many, named, raw, statement

if TYPE_CHECKING:
    from grants_db.dashboard.details import MeasureRow

FILTERS = frozenset({"words", "unit", "field"})


def read(asked: Asked) -> "Some[MeasureRow]":
    """All measures that fit, in the order of field and number."""
    from grants_db.dashboard.details import measure_rows
    from grants_db.storage.database import reading

    with reading(asked.engine) as session:
        rows = [row for row in measure_rows(session) if fits(row, asked)]
    return first(rows, asked.limit)


def fits(row: "MeasureRow", asked: Asked) -> bool:
    """Is it one of those asked for?"""
    measure = row.measure
    return (
        any(asked.is_field(number) for number in measure.action_fields)
        and asked.is_unit(unit_of(row))
        and asked.has_words(measure.number, measure.title, measure.description)
    )


def unit_of(row: "MeasureRow") -> str:
    """The responsible unit's name, or an empty text."""
    return row.measure.unit.name if row.measure.unit else ""


def outline(found: "Some[MeasureRow]", _asked: Asked) -> Iterator[Part]:
    """A heading for each action field, a line for each measure."""
    yield Part(counted("{n} Maßnahme", "{n} Maßnahmen", found.total), [line] if (line := how_many(found)) else [])
    for number, rows in groupby(found.items, key=lambda row: row.measure.action_field_number):
        of_field = list(rows)
        title = _(of_field[0].measure.action_field.title)
        yield Part(
            _("Handlungsfeld {number}: {title}").format(number=number, title=title), [_line(row) for row in of_field]
        )


def data(found: "Some[MeasureRow]", _asked: Asked) -> Json:
    """The same for a script."""
    return {
        "total": found.total,
        "measures": [
            {
                "measure": row.measure.number,
                "title": row.measure.title,
                "action_field": row.measure.action_field_number,
                "further_action_fields": row.measure.action_fields[1:],
                "goal": row.measure.goal.title if row.measure.goal else None,
                "unit": unit_of(row),
                "carrier": row.measure.carrier,
                "carrier_kind": raw(row.measure.carrier_kind),
                "period": row.measure.period,
                "cost": raw(row.cost),
                "secured": raw(row.secured),
                "gap": raw(row.gap),
                "unfunded": row.unfunded,
                "matches": row.matches,
                "waiting": row.waiting,
                "put_off": row.put_off,
                "accepted": row.accepted,
            }
            for row in found.items
        ],
    }


def _line(row: "MeasureRow") -> str:
    measure = row.measure
    return statement(
        _("Maßnahme {number}: {title}").format(number=measure.number, title=measure.title),
        _("Kosten {sum}").format(sum=money(row.cost)) if row.cost is not None else _("Kosten unbekannt"),
        _("gesichert {sum}").format(sum=money(row.secured)) if row.secured is not None else "",
        gap_of(row),
        counted("{n} Treffer offen", "{n} Treffer offen", row.waiting) if row.matches else _("kein Treffer"),
        counted("{n} angenommen", "{n} angenommen", row.accepted) if row.accepted else "",
        named(_("zuständig"), unit_of(row)),
    )


def gap_of(row: "MeasureRow") -> str:
    """What it lacks."""
    if row.gap is None:
        return _("Lücke unbekannt")
    return _("Lücke {sum}").format(sum=money(row.gap)) if row.unfunded else _("gedeckt")

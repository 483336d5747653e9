"""A financing plan beside other details: a year a line, where a table has no room. Pure."""

from typing import TYPE_CHECKING

from tui.formatting.i18n import _
from tui.formatting.messages import sentence
from tui.text.money.financing_plan import lines_by_name, sections, year_lines

if TYPE_CHECKING:
    from grants_db.dashboard.financing_plan import PlanFile
    from grants_db.plans.reading import MeasurePlan


def plan_sections(found: "PlanFile") -> list[tuple[str, list[str]]]:
    """The years of a plan that was entered, and what follows from it; nothing of a derived one."""
    one = found.found
    lines = year_lines(one.plan)
    if not one.is_stored:
        return []
    parts = [
        (_("Finanzierungsplan"), [*lines, *lines_by_name(one.plan)]),
        *((heading, rows) for heading, rows in sections(found)),
    ]
    return [(heading, rows) for heading, rows in parts if rows]


def derived_plan_lines(found: "PlanFile") -> list[str]:
    """A plan nobody entered, in short: its years, what was assumed, what is missing."""
    one = found.found
    if one.is_stored or not one.plan.lines:
        return []
    missing = " ".join(sentence(said) for said in one.missing)
    parts = [sentence(said) for said in one.notes] + ([f"{_('Was fehlt')}: {missing}"] if missing else [])
    return [*year_lines(one.plan), *parts]


def measure_plan_sections(found: "MeasurePlan | None") -> list[tuple[str, list[str]]]:
    """Who pays for a measure in which year, where a plan was entered for it alone."""
    if found is None or found.source is None:
        return []
    lines = year_lines(found.plan)
    return [(_("Finanzierungsplan (Antrag {number})").format(number=found.source), lines)]

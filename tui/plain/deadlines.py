"""The agenda in plain text: what is due when, for whom, and how sure the day is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.formatting.i18n import _, counted
from tui.formatting.labels import label, rule_name
from tui.plain.base import Asked, Json, Part, Some, first, how_many, named, raw, statement
from tui.text.application import entry_day, entry_name, remaining, source_of

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry

FILTERS = frozenset({"words", "unit", "field"})


def read(asked: Asked) -> "Some[AgendaEntry]":
    """The dates that fit, next first."""
    from tui.jobs.agenda_inputs import read_agenda

    entries = read_agenda(asked.engine, asked.settings, asked.today)
    return first([entry for entry in entries if _fits(entry, asked)], asked.limit)


def _fits(entry: "AgendaEntry", asked: Asked) -> bool:
    texts = (entry.measure.number, entry.measure.title, entry.opportunity.title, entry_name(entry))
    ours = not asked.unit or any(map(asked.is_unit, entry.units))
    return ours and asked.is_field(entry.measure.action_field_number) and asked.has_words(*texts)


def outline(found: "Some[AgendaEntry]", asked: Asked) -> Iterator[Part]:
    """A line for each date; those without a day at the end."""
    lines = [line] if (line := how_many(found)) else []
    yield Part(counted("{n} Termin", "{n} Termine", found.total), lines)
    groups = {
        _("Überfällig"): [entry for entry in found.items if entry.due is not None and entry.due < asked.today],
        _("Nächste Termine"): [entry for entry in found.items if entry.due is not None and entry.due >= asked.today],
        _("Ohne Tag"): [entry for entry in found.items if entry.due is None],
    }
    yield from (Part(name, [date_line(entry, asked) for entry in group]) for name, group in groups.items() if group)


def date_line(entry: "AgendaEntry", asked: Asked) -> str:
    """A date: when, what, how sure, for what, for whom, and where it comes from."""
    when = ", ".join(part for part in (entry_day(entry), remaining(entry)) if part)
    return statement(
        f"{when}: {entry_name(entry)}",
        label(entry.certainty),
        _("Maßnahme {number}").format(number=entry.measure.number),
        _("Antrag {number}").format(number=entry.application_id) if entry.application_id else "",
        _("Förderangebot {id}, {title}").format(id=entry.opportunity.id, title=entry.opportunity.title),
        named(_("zuständig"), ", ".join(entry.units)),
        named(_("nach"), " ".join(part for part in (source_of(entry), rule_name(entry.rule)) if part)),
        _("Warnschwelle erreicht") if _warning(entry, asked) is not None else "",
    )


def data(found: "Some[AgendaEntry]", asked: Asked) -> Json:
    """The same for a script."""
    return {"total": found.total, "dates": [date_json(entry, asked) for entry in found.items]}


def date_json(entry: "AgendaEntry", asked: Asked) -> Json:
    """A date for a script."""
    return {
        "due": raw(entry.due),
        "days_left": entry.days_left,
        "kind": raw(entry.kind),
        "status": raw(entry.status),
        "what": raw(entry.what),
        "certainty": raw(entry.certainty),
        "text": str(entry.title),
        "rule": entry.rule,
        "source": entry.source,
        "leads": entry.leads,
        "measure": entry.measure.number,
        "measure_title": entry.measure.title,
        "opportunity": entry.opportunity.id,
        "title": entry.opportunity.title,
        "url": entry.opportunity.url,
        "application": entry.application_id,
        "unit": entry.unit,
        "further_units": [name for name in entry.units if name != entry.unit],
        "warning": _warning(entry, asked),
    }


def _warning(entry: "AgendaEntry", asked: Asked) -> int | None:
    from grants_db.rules.thresholds import reached, thresholds_of

    return reached(entry.days_left, thresholds_of(entry.unit, asked.settings.thresholds))

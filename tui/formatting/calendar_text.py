"""A date of the agenda as calendars say it, in the language in use."""

from grants_db.applications.agenda import AgendaEntry
from grants_db.rules.evidence import as_remark
from grants_db.vocabulary import Certainty
from tui.formatting.i18n import _
from tui.formatting.labels import label, rule_name
from tui.formatting.messages import sentence


def event_in_words(entry: AgendaEntry) -> tuple[str, str]:
    """Summary and description of an event; a date that nobody stated says so first."""
    mark = "" if entry.certainty is Certainty.CONFIRMED else f"{label(entry.certainty)}: "
    lines = [f"{_('Maßnahme')} {entry.measure.number} {entry.measure.title}", entry.opportunity.url]
    if entry.rule:
        lines.append(f"{_('Regel')}: {', '.join(map(rule_name, entry.rule.split(', ')))}")
    if entry.source:
        remark = as_remark(entry.source)
        lines.append(f"{_('Quelle')}: {sentence(remark) if remark else entry.source}")
    return f"{mark}{sentence(entry.title)}: {entry.opportunity.title}", "\n".join(lines)


def calendar_title() -> str:
    """What a calendar of dates is called, before the unit it is for."""
    return _("Fristen")

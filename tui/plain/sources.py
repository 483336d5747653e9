"""The sources in plain text: how the last run of each went, and what is wrong with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.formatting.format import instant
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.plain.base import Asked, Json, Part, Some, first, how_many, named, statement
from tui.text.source_states import urgency

if TYPE_CHECKING:
    from tui.jobs.source_health import SourceRow

FILTERS = frozenset({"words"})


def read(asked: Asked) -> "Some[SourceRow]":
    """The sources that fit, those that need a look first."""
    from tui.jobs.source_health import source_rows

    rows = [row for row in source_rows(asked.engine, asked.now) if asked.has_words(row.name, row.source.title)]
    return first(sorted(rows, key=urgency), asked.limit)


def outline(found: "Some[SourceRow]", _asked: Asked) -> Iterator[Part]:
    """A line for each source, and one for each finding."""
    lines = [line] if (line := how_many(found)) else []
    for row in found.items:
        lines.append(source_line(row))
        lines += [named(_("Befund"), sentence(finding)) for finding in row.findings]
    yield Part(counted("{n} Quelle", "{n} Quellen", found.total), lines)


def data(found: "Some[SourceRow]", _asked: Asked) -> Json:
    """The same for a script."""
    return {"total": found.total, "sources": [row.as_json() for row in found.items]}


def source_line(row: "SourceRow") -> str:
    """A source and its last run."""
    last = row.last
    unverified = "" if row.source.verified else _("ungeprüft")
    if last is None:
        return statement(named(_("Quelle"), row.source.title), _("noch nie abgefragt"), unverified)
    return statement(
        named(_("Quelle"), row.source.title),
        label(last.outcome) if last.outcome else _("läuft"),
        instant(last.started_at),
        counted("{n} Angebot gesehen", "{n} Angebote gesehen", last.opportunities),
        _("{new} neu, {changed} geändert, {retired} nicht mehr da").format(
            new=last.new, changed=last.changed, retired=last.retired
        ),
        unverified,
    )

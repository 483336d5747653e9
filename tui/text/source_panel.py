"""What the details of a source show: what is wrong, how its runs went and what is expected, permission and terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from grants_db.clock import local
from grants_db.messages import Message
from tui.formatting.format import day, instant, number, one_line
from tui.formatting.i18n import _, counted
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import FactTable, bullets, stacked, title_line
from tui.text.facts import source_facts
from tui.text.source_states import OUTCOME_SIGNS

if TYPE_CHECKING:
    from grants_db.models.source import CrawlRun
    from tui.jobs.source_health import SourceRow

BLOCKS = "▁▂▃▄▅▆▇"
MIDDLE = "▄"
#: runs that the line of counts and the table show
MOST_RUNS = 20
TOLD_RUNS = 10
#: the width from which the table of runs has the outcome's name, and the year
WITH_WORDS, WITH_YEARS = 76, 62
#: good runs that bounds are learned from
ENOUGH_RUNS = 3


def source_panel(row: "SourceRow") -> RenderableType:
    """Findings first, then what is expected and how the last runs went, then permission and terms."""
    findings = [sentence(finding) for finding in row.findings]
    errors = _errors(row)
    parts: list[RenderableType] = [title_line(row.source.title)]
    if findings:
        parts.append(bullets(line for line in findings if line not in errors))
    elif row.last is None:
        parts.append(Text(_("Noch nie abgefragt; über diese Quelle ist nichts bekannt.")))
    else:
        parts.append(Text(_("Keine Beanstandung.")))
    if errors:
        parts += [title_line(_("Was fehlschlug")), bullets(f"{said} {url}".rstrip() for said, url in errors.items())]
    if row.unread:
        parts += [title_line(_("Tage oder Summen, die nicht gelesen wurden")), bullets(map(one_line, row.unread))]
    if row.runs:
        counts = [run.opportunities for run in reversed(row.runs[:MOST_RUNS]) if run.outcome is not None]
        parts += [title_line(_("Angebote je Lauf")), Text(f"{counts_line(counts)}\n{expected(row)}")]
        parts += [title_line(_("Letzte Läufe")), RunsTable(row.runs[:TOLD_RUNS])]
    parts += [title_line(_("Erlaubnis und Bedingungen")), FactTable(source_facts(row), evidence=False)]
    return stacked(*parts)


def sparkline(counts: Sequence[int]) -> str:
    """Counts as little bars between their least and their most, which are named beside them; the oldest first.

    >>> sparkline([10, 15, 20]), sparkline([7, 7])
    ('▁▄▇', '▄▄')
    """
    least, most = min(counts, default=0), max(counts, default=0)
    if least == most:
        return MIDDLE * len(counts)
    return "".join(BLOCKS[round((count - least) / (most - least) * (len(BLOCKS) - 1))] for count in counts)


def counts_line(counts: Sequence[int]) -> str:
    """The bars, and their least and most in words."""
    if not counts:
        return _("Noch kein beendeter Lauf.")
    runs = counted("{n} Lauf", "{n} Läufe", len(counts))
    if len(counts) == 1:
        return f"{sparkline(counts)}  {number(counts[0])} ({runs})"
    if min(counts) == max(counts):
        return _("{bars}  immer {count} ({runs})").format(bars=sparkline(counts), count=number(counts[0]), runs=runs)
    return _("{bars}  zwischen {least} und {most} ({runs})").format(
        bars=sparkline(counts), least=number(min(counts)), most=number(max(counts)), runs=runs
    )


def expected(row: "SourceRow") -> str:
    """What a complete run has to see by the source's own history, and where the last one stands."""
    if row.least is None:
        return _("Noch keine Erwartung: dafür braucht es {needed} vollständige Läufe, bisher {n}.").format(
            needed=ENOUGH_RUNS, n=row.learned_from
        )
    said = _("Erwartet: wenigstens {least}, gelernt aus {n} vollständigen Läufen.").format(
        least=number(row.least), n=row.learned_from
    )
    if row.last is None or row.last.outcome is None:
        return said
    seen = number(row.last.opportunities)
    if row.last.opportunities < row.least:
        return said + " " + _("! Der letzte Lauf sah {n}, also zu wenige; es wurde nichts stillgelegt.").format(n=seen)
    return said + " " + _("Der letzte Lauf sah {n}, also genug.").format(n=seen)


@dataclass(frozen=True)
class RunsTable:
    """The runs, the newest first: when, how, seen, new, changed, retired, failed, how long; less where it is narrow."""

    runs: "Sequence[CrawlRun]"

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's way to draw, which knows the width."""
        room = options.max_width
        words, years = room >= WITH_WORDS, room >= WITH_YEARS
        names = [_("gesehen"), _("neu"), _("anders"), _("fehlt"), _("Fehler"), _("Dauer")]
        table = Table.grid(padding=(0, 1))
        for _column in range(2):
            table.add_column(no_wrap=True)
        for _heading in names:
            table.add_column(justify="right", no_wrap=True)
        table.add_row(*(Text(text, style="bold") for text in (_("Lauf"), _("Ergebnis") if words else "", *names)))
        for run in self.runs:
            sign = OUTCOME_SIGNS[run.outcome] if run.outcome else "…"
            word = label(run.outcome) if run.outcome else _("läuft")
            when = local(run.started_at)
            began = instant(when) if years else f"{day(when.date())[:6]} {when:%H:%M}"
            counts = (run.opportunities, run.new, run.changed, run.retired, run.failed)
            cells = (began, f"{sign} {word}" if words else sign, *map(number, counts), how_long(run))
            table.add_row(*(Text(cell) for cell in cells))
        yield table


def how_long(run: "CrawlRun") -> str:
    """How long a run took, in minutes and seconds."""
    if run.finished_at is None:
        return "–"
    seconds = max(0, round((run.finished_at - run.started_at).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"


def _errors(row: "SourceRow") -> dict[str, str]:
    """The errors of the last run, each with the address that failed where its sentence doesn't name it."""
    found: dict[str, str] = {}
    for error in row.errors:
        said, url = Message.from_json(error["sentence"]), str(error.get("url", ""))
        found.setdefault(sentence(said), "" if url in said.values.values() else one_line(url))
    return found

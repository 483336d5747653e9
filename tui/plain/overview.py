"""The overview in plain text: open matches and gaps of each action field, money, next dates, last night."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from grants_db.vocabulary import Level
from tui.formatting.format import day, days_left, instant, money
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.plain.base import Asked, Json, Part, Some, first, how_many, raw, statement
from tui.plain.deadlines import date_json, date_line
from tui.plain.sources import source_line
from tui.state.context import AppContext
from tui.state.user_state import Memory, memory_file
from tui.text.overview import money_in_all
from tui.text.source_states import is_told, urgency

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry
    from grants_db.dashboard.details import Holdings
    from grants_db.dashboard.overview import FieldOverview, News, ProposedDate, Total
    from tui.jobs.source_health import SourceRow

FILTERS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OverviewList:
    """All that the screen shows; sums in EUR."""

    holdings: "Holdings"
    fields: "list[FieldOverview]"
    dates: "Some[AgendaEntry]"
    proposed: "list[ProposedDate]"
    sources: "list[SourceRow]"
    since: datetime | None
    news: "News | None"  # None: nobody has looked before


def read(asked: Asked) -> OverviewList:
    """Counts, sums, dates and sources."""
    from grants_db.dashboard import details
    from grants_db.dashboard.overview import news_since, overview, proposed_dates
    from grants_db.storage.database import reading
    from tui.jobs.agenda_inputs import read_agenda
    from tui.jobs.source_health import source_rows

    with reading(asked.engine) as session:
        holdings, fields = details.holdings(session), overview(session)
        proposed = proposed_dates(session, asked.today, asked.limit)
        since = AppContext(asked.engine, asked.settings, asked.today, memory=_memory(asked)).since
        news = news_since(session, since) if since else None
    dated = [entry for entry in read_agenda(asked.engine, asked.settings, asked.today) if entry.due is not None]
    return OverviewList(
        holdings=holdings,
        fields=fields,
        dates=first(dated, asked.limit),
        proposed=proposed,
        sources=sorted((row for row in source_rows(asked.engine, asked.now) if is_told(row)), key=urgency),
        since=since,
        news=news,
    )


def outline(found: OverviewList, asked: Asked) -> Iterator[Part]:
    """Where we stand, the action fields, the dates, the night."""
    held = found.holdings
    yield Part(
        _("Übersicht, {city}, {day}").format(city=asked.settings.city.name, day=day(asked.today)),
        [
            statement(
                counted("{n} Maßnahme", "{n} Maßnahmen", held.measures),
                counted("{n} Förderangebot", "{n} Förderangebote", held.opportunities),
                counted("{n} Treffer", "{n} Treffer", held.matches),
                counted("{n} Quelle", "{n} Quellen", held.sources),
            ),
            *filter(None, [statement(*_money(found.fields))]),
        ],
    )
    yield Part(_("Förderangebote zu lesen und Lücken"), [*map(_field_line, found.fields), _sum_line(found.fields)])
    if found.news is not None:
        yield Part(_("Neu seit {when}").format(when=instant(found.since)), list(_news(found.news)))
    if found.dates.total or not found.proposed:
        lines = [date_line(entry, asked) for entry in found.dates.items] or [_("Noch nichts angenommen.")]
        yield Part(_("Nächste Fristen"), [*lines, *filter(None, [how_many(found.dates)])])
    if found.proposed:
        yield Part(
            _("Fristen von Vorgeschlagenem, noch zu entscheiden"),
            [f"{day(each.due)}, {days_left(each.days_left)}: {each.title}" for each in found.proposed],
        )
    yield Part(
        _("Letzter Lauf der Quellen"), list(map(source_line, found.sources)) or [_("Noch keine Quelle abgefragt.")]
    )


def data(found: OverviewList, asked: Asked) -> Json:
    """The same for a script."""
    return {
        "holdings": {
            name: getattr(found.holdings, name) for name in ("measures", "opportunities", "matches", "sources", "runs")
        },
        "since": raw(found.since),
        "news": asdict(found.news) if found.news else None,
        "action_fields": [
            {
                "action_field": each.number,
                "title": each.title,
                "to_read": {level.value: len(each.to_read[level]) for level in Level},
                "open_matches": {level.value: each.open_matches[level] for level in Level},
                "measures": each.measures,
                "unfunded": each.unfunded,
                "gap": raw(each.gap),
                "unknown_costs": each.unknown_costs,
                "applied": _sum(each.applied),
                "won": _sum(each.won),
            }
            for each in found.fields
        ],
        "dates": [date_json(entry, asked) for entry in found.dates.items],
        "proposed_dates": [
            {"due": raw(each.due), "days_left": each.days_left, "title": each.title} for each in found.proposed
        ],
        "sources": [row.as_json() for row in found.sources],
    }


def _field_line(each: "FieldOverview") -> str:
    levels = [f"{label(level)} {len(each.to_read[level])}" for level in Level if each.to_read[level]]
    return statement(
        _("Handlungsfeld {number}: {title}").format(number=each.number, title=_(each.short_title)),
        _open(sum(map(len, each.to_read.values())), levels),
        _("weißer Fleck: Geld fehlt, kein Treffer") if each.unfunded and not levels else "",
        *_gap(each.unfunded, each.gap, each.unknown_costs),
        *_money([each]),
    )


def _sum_line(fields: "list[FieldOverview]") -> str:
    from grants_db.dashboard.overview import to_read_in_all  # loads the database toolkit

    sums = {level: to_read_in_all(fields, level) for level in Level}
    return statement(
        _("Summe"),
        _open(sum(sums.values()), [f"{label(level)} {count}" for level, count in sums.items() if count]),
        *_gap(
            sum(each.unfunded for each in fields),
            sum((each.gap for each in fields), Decimal(0)),
            sum(each.unknown_costs for each in fields),
        ),
    )


def _money(fields: "list[FieldOverview]") -> Iterator[str]:
    """What was applied for and what was won; a sum nobody entered is named, not taken for 0."""
    applied, won = money_in_all(fields)
    for template, money_of in ((N_("beantragt {sum}"), applied), (N_("bewilligt {sum}"), won)):
        if money_of.count:
            known = money(money_of.known) if money_of.unknown < money_of.count else _("unbekannt")
            unknown = counted("{n} ohne Summe", "{n} ohne Summe", money_of.unknown) if money_of.unknown else ""
            yield ", ".join(filter(None, [_(template).format(sum=known), unknown]))


def _sum(found: "Total") -> Json:
    return {"applications": found.count, "known": raw(found.known), "unknown": found.unknown}


def _news(news: "News") -> Iterator[str]:
    yield counted("{n} neues Förderangebot", "{n} neue Förderangebote", news.calls)
    yield counted("{n} geändertes Förderangebot", "{n} geänderte Förderangebote", news.changed)
    yield counted("{n} davon zu lesen", "{n} davon zu lesen", news.to_read)
    yield counted("{n} Entscheidung getroffen", "{n} Entscheidungen getroffen", news.decisions)
    yield counted("{n} Entscheidung wieder offen", "{n} Entscheidungen wieder offen", news.reopened)


def _memory(asked: Asked) -> Memory:
    """What the app remembers of whoever runs the command: when they last looked."""
    return Memory(memory_file(asked.settings.database_url))


def _open(count: int, levels: list[str]) -> str:
    said = counted("{n} Förderangebot zu lesen", "{n} Förderangebote zu lesen", count)
    return f"{said} ({', '.join(levels)})" if levels else said


def _gap(unfunded: int, gap: Decimal, unknown: int) -> Iterator[str]:
    yield counted("{n} Maßnahme ungedeckt", "{n} Maßnahmen ungedeckt", unfunded)
    yield _("Lücke {sum}").format(sum=money(gap))
    if unknown:
        yield counted("{n} ohne Kostenangabe", "{n} ohne Kostenangabe", unknown)

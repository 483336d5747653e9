"""What the first screen says, made from plain values: the grid's rows, money, dates, what is new, the last night."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from grants_db.clock import local_day
from grants_db.vocabulary import THIRD_PARTY_LEVELS, Level
from tui.formatting.format import UNKNOWN, ago, bar, day, days_left, instant, money, number, one_line, whole_euros
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.text.source_states import OUTCOME_SIGNS, is_told, urgency
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry
    from grants_db.dashboard.overview import FieldOverview, News, ProposedDate, Total
    from tui.jobs.source_health import Night, SourceRow

#: stands for "money is missing here and no match is waiting"
WHITE_SPOT = "□"
BAR = 10
#: where there is less room than for a sum to the cent and a bar beside it: whole euros behind a short bar
ROOMY, SHORT_BAR, EUROS = 90, 3, 12
#: dates on the first screen; the screen of deadlines has them all
MOST_DATES = 40


def columns() -> list[Column]:
    """The grid's columns; what there is no room for is left out, the least needed first."""
    return [
        Column(N_("Handlungsfeld")),
        *(Column(label(level), width=max(5, len(label(level))), right=True) for level in THIRD_PARTY_LEVELS),
        Column(label(Level.MUNICIPAL), width=len(label(Level.MUNICIPAL)), right=True, from_width=160),
        Column(N_("ungedeckt"), width=9, right=True, from_width=104),
        Column(N_("Lücke"), width=15, right=True, from_width=ROOMY),
        Column("", width=BAR, from_width=ROOMY),
        Column(N_("Lücke"), width=SHORT_BAR + 1 + EUROS, right=True, until_width=ROOMY),
        Column(N_("unklar"), width=7, right=True),
        Column(N_("beantragt"), width=16, right=True, from_width=136),
        Column(N_("bewilligt"), width=16, right=True, from_width=136),
    ]


def grid_rows(fields: "Sequence[FieldOverview]") -> list[Row]:
    """A row for each action field and one for all."""
    largest = max((field.gap for field in fields), default=None)
    rows = [_field_row(field, float(field.gap / largest) if largest else 0.0) for field in fields]
    return [*rows, _sum_row(fields)]


def _field_row(field: "FieldOverview", share: float) -> Row:
    cells = [f"{field.number} {_(field.short_title)}"]
    for level in THIRD_PARTY_LEVELS:
        count = len(field.to_read[level])
        cells.append(number(count) if count else WHITE_SPOT if field.unfunded else "–")
    own = len(field.to_read[Level.MUNICIPAL])
    cells.append(number(own) if own else "–")
    unclear = number(field.unknown_costs) if field.unknown_costs else "–"
    both = f"{bar(share, SHORT_BAR).replace(' ', '─')} {whole_euros(field.gap)}"
    cells += [number(field.unfunded), money(field.gap), bar(share, BAR), both, unclear]
    return Row(str(field.number), (*cells, sum_cell(field.applied), sum_cell(field.won)))


def _sum_row(fields: "Sequence[FieldOverview]") -> Row:
    from grants_db.dashboard.overview import to_read_in_all  # loads the database toolkit, which is there by then

    sums = [to_read_in_all(fields, level) for level in (*THIRD_PARTY_LEVELS, Level.MUNICIPAL)]
    total = sum((field.gap for field in fields), Decimal(0))
    unclear = number(sum(field.unknown_costs for field in fields))
    unfunded = number(sum(field.unfunded for field in fields))
    counts = (number(count) if count else "–" for count in sums)
    applied, won = money_in_all(fields)
    gaps = (money(total), "", whole_euros(total))
    cells = (_("Summe"), *counts, unfunded, *gaps, unclear, sum_cell(applied), sum_cell(won))
    return Row("sum", cells, bold=True)


def money_in_all(fields: "Sequence[FieldOverview]") -> "tuple[Total, Total]":
    """What was applied for and won in all fields together."""
    from grants_db.dashboard.overview import Total  # loads the database toolkit, which is there once something was read

    return sum((field.applied for field in fields), Total()), sum((field.won for field in fields), Total())


def sum_cell(found: "Total") -> str:
    """A sum in a column: none at all, an unknown one, one of which a part is unknown."""
    if not found.count:
        return UNKNOWN
    if found.unknown == found.count:
        return "?"
    return money(found.known) + (" +?" if found.unknown else "")


def money_line(fields: "Sequence[FieldOverview]") -> str:
    """Money applied for and won, in one line; a sum nobody entered is named, not taken for 0."""
    applied, won = money_in_all(fields)
    if not applied.count:
        return _("Noch kein Antrag gestellt.")
    parts = [
        _("Beantragt: {sum} in {applications}").format(sum=_known(applied), applications=_applications(applied.count)),
        _("Bewilligt: {sum} in {applications}").format(sum=_known(won), applications=_applications(won.count)),
    ]
    return "  ·  ".join(part + _unknown(found) for part, found in zip(parts, (applied, won), strict=True))


def _known(found: "Total") -> str:
    return UNKNOWN if found.unknown == found.count else money(found.known)


def _applications(count: int) -> str:
    return counted("{n} Antrag", "{n} Anträgen", count)


def _unknown(found: "Total") -> str:
    if not found.unknown:
        return ""
    return " " + counted("({n} ohne Summe)", "({n} ohne Summe)", found.unknown)


def dates_hint(agenda: "Sequence[AgendaEntry]", proposed: "Sequence[ProposedDate]") -> Content:
    """What stands where no date has a day: whether anything was accepted, and the days of what is proposed."""
    hint = _("Noch ohne festen Tag, was angenommen ist: Taste 5") if agenda else _("Noch nichts angenommen.")
    if not proposed:
        return Content(hint)
    lines = [_date(each.due, days_left(each.days_left), one_line(each.title)) for each in proposed]
    return Content("\n").join([Content(hint), Content(_("Vorgeschlagen, noch zu entscheiden:")), *lines])


def _date(due: date | None, left: str, what: str) -> Content:
    return Content.assemble("  ", (day(due), "bold"), f"  {left}\n", f"  {what}")


def news_title(since: datetime | None) -> str:
    """Since when what is shown is new."""
    return _("Neu seit {when}").format(when=instant(since)) if since else _("Neu seit dem letzten Mal")


def news(found: "News | None", night: "Night") -> Content:
    """What is new since the user last looked, each with the key that leads there."""
    if found is None:
        return Content(
            _("Sie sind zum ersten Mal hier. Beim nächsten Mal steht hier, was seit dem letzten Mal neu ist.")
        )
    lines = [
        (found.calls, counted("neues Förderangebot", "neue Förderangebote", found.calls), "3"),
        (found.changed, counted("wesentlich geändert", "wesentlich geändert", found.changed), "3"),
        (found.to_read, counted("davon zu lesen", "davon zu lesen", found.to_read), "2"),
        (found.decisions, counted("neue Entscheidung", "neue Entscheidungen", found.decisions), "8"),
        (found.reopened, counted("Verworfenes wieder offen", "Verworfene wieder offen", found.reopened), "8"),
    ]
    shown = [_news_line(count, what, key) for count, what, key in lines if count]
    if not shown:
        shown.append(Content(_("Nichts Neues.")))
    if not night.complete:
        shown.append(Content(_("! Nicht alle Quellen haben geantwortet; siehe Letzte Nacht.")))
    return Content("\n").join(shown)


def _news_line(count: int, what: str, key: str) -> Content:
    amount = number(count)
    pad = " " * max(0, 5 - cell_len(amount))
    return Content.assemble(pad, (amount, "bold"), f" {what}  ", ("→ " + key, "bold $accent"))


def night_lines(night: "Night", rows: "Sequence[SourceRow]", today: date) -> Content:
    """When the last night ran, who was asked and answered; then the sources, those that need a look first."""
    if night.started is None:
        return Content(_("Noch keine Quelle abgefragt.\nF6 fragt sie jetzt ab."))
    lines = [Content.styled(line, "bold" if place == 0 else "") for place, line in enumerate(_summary(night, today))]
    told = sorted((row for row in rows if is_told(row)), key=urgency)
    lines += [line for row in told for line in _source(row, today)]
    if others := len(rows) - len(told):
        lines.append(Content(counted("{n} weitere Quelle ohne Ergebnis", "{n} weitere Quellen ohne Ergebnis", others)))
    return Content("\n").join(lines)


def when_it_ran(night: "Night", today: date) -> str:
    """When the last night was, and whether that was this one."""
    return next(_summary(night, today), "")


def _summary(night: "Night", today: date) -> Iterator[str]:
    started = night.started
    if started is None:
        return
    nights = (today - local_day(started)).days
    when = f"{ago(nights)}, {instant(started)}"
    yield when if nights <= 0 else _("! Diese Nacht lief nichts. Zuletzt: {when}").format(when=when)
    outcomes = (
        f"{sign} {night.outcomes[outcome]} {label(outcome)}"
        for outcome, sign in OUTCOME_SIGNS.items()
        if night.outcomes[outcome]
    )
    asked = counted("{n} Quelle gefragt", "{n} Quellen gefragt", night.sources)
    yield " · ".join([asked, *outcomes, *([_("… {n} läuft noch").format(n=night.running)] if night.running else [])])
    yield _("Seiten: {asked} gefragt, {answered} beantwortet, {failed} ohne Antwort").format(
        asked=number(night.asked), answered=number(night.answered), failed=number(night.failed)
    )
    yield _found(night)


def _found(night: "Night") -> str:
    """Nothing new is only said of what was asked in full; of the rest nobody knows."""
    if night.new or night.changed or night.retired:
        return _("{new} neu, {changed} geändert, {retired} nicht mehr geführt").format(
            new=number(night.new), changed=number(night.changed), retired=number(night.retired)
        )
    if night.complete:
        return _("Alles vollständig gefragt, nichts Neues.")
    return _("Nichts Neues bei denen, die geantwortet haben; von den anderen ist es nicht bekannt.")


def _source(row: "SourceRow", today: date) -> list[Content]:
    if row.last is None:
        return [Content.assemble("– ", (one_line(row.source.title), "bold")), Content("  " + _("noch nie abgefragt"))]
    outcome = row.last.outcome
    sign, word = (OUTCOME_SIGNS[outcome], label(outcome)) if outcome else ("…", _("läuft"))
    seen = counted("{n} Angebot", "{n} Angebote", row.last.opportunities)
    when = ago((today - local_day(row.last.started_at)).days)
    unverified = "" if row.source.verified else " · " + _("ungeprüft")
    return [
        Content.assemble(f"{sign} ", (one_line(row.source.title), "bold")),
        Content(f"  {word} · {when} · {seen}{unverified}"),
    ]

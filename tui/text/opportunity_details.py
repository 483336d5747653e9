"""What the details of a call and of a measure show, built from plain values."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from grants_db.clock import local_day
from tui.formatting.format import day, harmless, instant, one_line, score
from tui.formatting.i18n import _
from tui.formatting.labels import RELATIONS, fact_name
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import LONGEST, FactTable, bullets, stacked, title_line
from tui.text.facts import decision_line, lines_to_check, opportunity_facts
from tui.text.version_diff import version_texts

if TYPE_CHECKING:
    from grants_db.applications.agenda import AgendaEntry
    from grants_db.dashboard.details import OpportunityDetails
    from grants_db.models.opportunity import Opportunity, OpportunityVersion
    from grants_db.opportunities.duplicates import Cluster

#: versions whose changes are shown in full
SHOWN_VERSIONS = 5


def opportunity_panel(found: "OpportunityDetails", today: date, *, evidence: bool) -> RenderableType:
    """Title, facts, measures, the source's own text, history and where it comes from."""
    call = found.opportunity
    parts: list[RenderableType] = [title_line(call.title)]
    if call.retired_at is not None:
        parts.append(
            Text(_("Die Quelle führt dieses Angebot seit {day} nicht mehr.").format(day=instant(call.retired_at)))
        )
    elif call.returned_at is not None:
        parts.append(
            Text(_("Wieder da seit {day}; zuvor führte es die Quelle nicht.").format(day=instant(call.returned_at)))
        )
    if open_facts := lines_to_check(call):
        parts += [title_line(_("Bitte prüfen (t)")), bullets(open_facts)]
    parts.append(FactTable(opportunity_facts(call, today), evidence=evidence))
    if found.contradictions:
        parts.append(bullets(sentence(said) for said in found.contradictions))
    if found.programme is not None:
        parts += [title_line(_("Dasselbe Programm in mehreren Quellen")), bullets(_statements(found.programme))]
    if found.measures:
        parts += [title_line(_("Vorgeschlagen für")), bullets(_matched(found))]
    for heading, body in (
        (fact_name("short_description"), call.short_description),
        (_("Text der Quelle"), call.description),
        (fact_name("guideline"), call.guideline),
    ):
        if body.strip():
            parts += [title_line(heading), Text(_capped(body))]
    if evidence:
        parts += [title_line(_("Aufbewahrte Antworten der Quelle")), bullets(_kept(found))]
    parts += [title_line(_("Verlauf")), bullets(_history(found))]
    parts += _changes(found, today)
    return stacked(*parts)


def agenda_panel(entry: "AgendaEntry", call: "Opportunity | None", today: date) -> RenderableType:
    """An accepted call with its evidence, and the measure it is for; the facts follow once they are read."""
    measure = f"{entry.measure.number} {one_line(entry.measure.title)}"
    return stacked(
        title_line(entry.opportunity.title),
        Text(_("angenommen für {measure}").format(measure=measure)),
        FactTable(opportunity_facts(call, today), evidence=True) if call else Text(""),
    )


def _matched(found: "OpportunityDetails") -> list[str]:
    lines = []
    for matched in found.measures:
        decided = f" · {decision_line(matched.decision)}" if matched.decision else ""
        lines.append(
            f"{matched.measure.number} {one_line(matched.measure.title)} ({score(matched.match.score)}){decided}"
        )
    return lines


def _statements(programme: "Cluster") -> list[str]:
    """Each source's statement, the leading one first, and where others contradict it."""
    lines = [
        f"{_(RELATIONS[member.relation.value])}: {one_line(member.source.title)} · {member.opportunity.id} "
        f"{one_line(member.opportunity.title)}"
        for member in programme.members
    ]
    return [*lines, *(sentence(said) for said in programme.contradictions)]


def _history(found: "OpportunityDetails") -> list[str]:
    call = found.opportunity
    source = one_line(found.source.title) if found.source else call.source_name
    return [
        _("Quelle: {source}; zuletzt gesehen {seen}").format(source=source, seen=instant(call.last_seen)),
        *(_version(version) for version in reversed(found.versions)),
    ]


def _kept(found: "OpportunityDetails") -> list[str]:
    said = _("abgerufen {fetched}, zuletzt bestätigt {confirmed}: {url} ({file} ab Byte {offset}, {length} Bytes)")
    return [
        said.format(
            fetched=instant(page.fetched_at),
            confirmed=instant(page.confirmed_at),
            url=one_line(page.url),
            file=page.file,
            offset=page.offset,
            length=page.length,
        )
        for page in found.kept
    ] or [_("Keine; die Aufbewahrungszeit ist um, oder das Angebot wurde von Hand eingetragen.")]


def _changes(found: "OpportunityDetails", today: date) -> Iterator[RenderableType]:
    """What changed from version to version, the newest first."""
    changed = [version for version in reversed(found.versions) if version.changes]
    for version in changed[:SHOWN_VERSIONS]:
        when = day(local_day(version.seen_at))
        title = (
            _("Neu gelesen mit Fassung {number} vom {day}; die Quelle sagt dasselbe wie vorher")
            if version.reread
            else _("Geändert mit Fassung {number} vom {day}")
        )
        yield title_line(title.format(number=version.number, day=when))
        yield from version_texts(version, today)


def _version(version: "OpportunityVersion") -> str:
    when = day(local_day(version.seen_at))
    if not version.changes:
        return _("Fassung {number} vom {day}: zum ersten Mal gesehen").format(number=version.number, day=when)
    changed = ", ".join(fact_name(str(change["field"])) for change in version.changes)
    weight = _("wesentlich") if version.material else _("unwesentlich")
    weight = _("neu gelesen, Quelle unverändert") if version.reread else weight
    return _("Fassung {number} vom {day} ({weight}): {changed}").format(
        number=version.number, day=when, weight=weight, changed=changed
    )


def _capped(text: str) -> str:
    shown = harmless(text).strip()
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "\n\n" + _("… (gekürzt; o öffnet die Quelle)")

"""What the review by call says: lines of its two lists, the head of a call, why a measure is among its measures."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual.content import Content

from grants_db.messages import Message, Quote
from tui.formatting import format as text
from tui.formatting.chance import chance, short_chance
from tui.formatting.i18n import N_, _, counted
from tui.formatting.labels import label
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import FactTable, bullets, stacked, title_line
from tui.formatting.row_markers import MARKED, NEW
from tui.state.call_queue import CallReview
from tui.state.review_queue import Filter
from tui.text.facts import lines_to_check, opportunity_facts
from tui.text.review import (
    CARRIED,
    DECISION_SIGNS,
    ELIGIBILITY_SIGNS,
    call_at_a_glance,
    filter_names,
    no_matches,
    nothing_passes,
    nothing_stored,
)
from tui.widgets.row_table import Column, Row

if TYPE_CHECKING:
    from grants_db.models.opportunity import Opportunity
    from grants_db.review.by_call import CallMeasure, CallToRead

CALL_COLUMNS = [
    Column(N_("offen"), width=5, right=True),
    Column("", width=1),
    Column(N_("Förderangebot")),
]
MEASURE_COLUMNS = [
    Column("", width=3),
    Column(N_("Chance"), width=9),
    Column(N_("Nr."), width=6),
    Column(N_("Maßnahme"), share=2),
    Column(N_("Worauf das Angebot antwortet"), share=3, from_width=70),
]


def nothing_to_read(found: CallReview) -> str:
    """What is missing: measures, calls, a matching, or anything that passes the filter; else empty."""
    if found.calls:
        return ""
    if found.filtered != Filter():
        return nothing_passes(filter_names(found.filtered, found.fields))
    return (nothing_stored(found.holdings) if found.holdings is not None else "") or no_matches()


def call_rows(review: CallReview) -> list[Row]:
    """A line a call: for how many measures it waits, whether it is new, its title."""
    return [
        Row(str(call.id), (_waiting(call), NEW if review.is_new(call) else "", call.title)) for call in review.calls
    ]


def _waiting(call: "CallToRead") -> str:
    if call.undecided:
        return text.number(call.undecided)
    return "↷" if call.waiting else "✓" if call.accepted else "–"


def measure_rows(measures: "Sequence[CallMeasure]", ticks: Collection[int]) -> list[Row]:
    """A line a measure: ticked, decided how, its chance, number, title, and its sentence that the call answers."""
    return [
        Row(
            str(one.measure_id),
            (
                (MARKED if one.measure_id in ticks else " ") + _sign(one),
                short_chance(one.chance),
                one.number,
                one.title,
                answered(one),
            ),
        )
        for one in measures
    ]


def _sign(one: "CallMeasure") -> str:
    """Decided how; or that an umbrella may carry it."""
    return DECISION_SIGNS[one.decision] if one.decision else CARRIED if one.carried else ""


def answered(one: "CallMeasure") -> str:
    """The sentence of the measure that the call answers; where the matcher found none, its first reason."""
    reasons = [Message.from_json(reason) for reason in one.reasons]
    for reason in reasons:
        if isinstance(found := reason.values.get("measure"), Quote):
            return found.text
    if one.carried:
        return _("Das Dachangebot kann auch sie tragen")
    return sentence(reasons[0]) if reasons else ""


def head(review: CallReview, today: date, ticks: Collection[int]) -> Content:
    """The call and what decides at a glance; its place among the others; filter and ticks where there are some."""
    call, found = review.call, review.found
    place = _("Angebot {at} von {count} · Nr. {number} · noch zu lesen: {left}").format(
        at=review.at + 1, count=len(review.calls), number=call.id, left=text.number(review.to_read)
    )
    lines = [Content.styled((f"{NEW} " if review.is_new(call) else "") + text.one_line(call.title), "bold")]
    if found is not None:
        lines.append(Content(call_at_a_glance(found.opportunity, today)))
    lines.append(Content(place))
    if state := _state(review, ticks):
        lines.append(Content.styled(state, "$accent"))
    return Content("\n").join(lines)


def _state(review: CallReview, ticks: Collection[int]) -> str:
    parts = []
    if ticks:
        said = counted(
            "{n} Maßnahme markiert: a, d, l entscheiden sie",
            "{n} Maßnahmen markiert: a, d, l entscheiden alle",
            len(ticks),
        )
        parts.append(f"{MARKED} {said}")
    if review.filtered != Filter():
        names = " · ".join(filter_names(review.filtered, review.fields))
        parts.append(_("Filter: {filters} (x hebt auf)").format(filters=names))
    return " │ ".join(parts)


def measures_title(review: CallReview) -> str:
    """What stands over the measures: how many, and how many of them wait."""
    count, undecided = sum(not one.carried for one in review.measures), len(review.undecided())
    said = counted("Vorgeschlagen für {n} Maßnahme", "Vorgeschlagen für {n} Maßnahmen", count)
    return said + " · " + counted("{n} offen", "{n} offen", undecided)


def why(one: "CallMeasure | None", application: str = "") -> RenderableType:
    """Why the call is proposed for this measure, what it lacks, and what it is about."""
    if one is None:
        return Text("")
    missing = text.money(one.gap) if one.gap is not None else _("unbekannt")
    verdict = f"{ELIGIBILITY_SIGNS[one.eligibility]} {label(one.eligibility)}"
    odds = chance(one.chance) or _("Bewertung {score}").format(score=text.score(one.score))
    said = [sentence(Message.from_json(reason)) for reason in (*one.reasons, *one.eligibility_reasons)]
    head = " · ".join(filter(None, (f"{_('Lücke')} {missing}", verdict, odds, application)))
    parts: list[RenderableType] = [title_line(head), bullets(said)]
    if one.description.strip():
        parts.append(Text(text.harmless(one.description.strip())))
    return stacked(*parts)


def facts(call: "Opportunity", today: date, *, evidence: bool) -> RenderableType:
    """The facts of the call, with what is to be checked of them."""
    table = FactTable(opportunity_facts(call, today), evidence=evidence)
    if open_facts := lines_to_check(call):
        return stacked(table, title_line(_("Bitte prüfen (t)")), bullets(open_facts))
    return table

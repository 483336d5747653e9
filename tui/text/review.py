"""What the review queue says about a match: lines of its lists, head, both texts, reasons, score, other measures."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual.content import Content

from grants_db.messages import Message
from grants_db.vocabulary import DecisionKind, Eligibility
from tui.formatting import format as text
from tui.formatting.chance import chance
from tui.formatting.facets import facet_name, facets_by_kind
from tui.formatting.i18n import _, counted
from tui.formatting.labels import fact_name, label, score_parts
from tui.formatting.messages import sentence
from tui.formatting.rich_blocks import (
    BRIDGE_SIGN,
    FactTable,
    ScoreBars,
    bullets,
    heading,
    marked,
    paragraphs,
    stacked,
    title_line,
)
from tui.formatting.row_markers import MARKED, NEW, OWN
from tui.state.review_queue import Filter, Review
from tui.text.facts import decision_line, lines_to_check, opportunity_facts

if TYPE_CHECKING:
    from grants_db.dashboard.details import Holdings
    from grants_db.models.measure import ActionField
    from grants_db.models.opportunity import Opportunity
    from grants_db.review.queue import MatchInFull, MatchLine, OtherMeasure, QueuedMeasure

ELIGIBILITY_SIGNS = {Eligibility.ELIGIBLE: "✓", Eligibility.UNCLEAR: "?", Eligibility.NOT_ELIGIBLE: "✗"}
#: before a measure that an umbrella call may carry
CARRIED = "+"
DECISION_SIGNS = {DecisionKind.ACCEPTED: "✓", DecisionKind.DISMISSED: "✗", DecisionKind.LATER: "↷"}


def measure_option(review: Review, row: "QueuedMeasure") -> Content:
    """A line of the queue: how many wait, whether it is the unit's own and has something new, number, title."""
    counts = row.counts
    waiting = text.number(counts.waiting) if counts.matches else "–"
    own = (OWN if review.is_own(row) else " ") if review.unit else ""
    new = (NEW if counts.new else " ") if review.since is not None else ""
    return Content.assemble(
        (f"{waiting:>3} {own}{new}{' ' if own or new else ''}", "bold"), text.one_line(f"{row.number} {row.title}")
    )


def proposal_option(review: Review, line: "MatchLine", marks: Collection[int]) -> Content:
    """A line of the measure's matches: marked, decision, score, new, title."""
    mark = MARKED if line.opportunity_id in marks else " "
    decided = DECISION_SIGNS[line.decision] if line.decision else " "
    new = (f"{NEW} " if review.is_new(line) else "  ") if review.since is not None else ""
    return Content.assemble(
        (f"{mark}{decided} {text.score(line.score)} ", "bold"), (new, "bold"), text.one_line(line.title)
    )


def nothing_to_show(found: Review) -> str:
    """What is missing: measures, calls, a matching, a gap, or anything that passes the filter; else empty."""
    if found.holdings is not None and (missing := nothing_stored(found.holdings)):
        return missing
    if not found.rows and found.filtered != Filter():
        return nothing_passes(filter_names(found.filtered, found.fields))
    if not found.rows:
        return _("Keine Maßnahme hat eine Finanzierungslücke; es gibt nichts zuzuordnen.")
    return no_matches() if found.holdings is not None else ""


def nothing_stored(holdings: "Holdings") -> str:
    """Where to begin without measures or calls; empty where there are both."""
    if not holdings.measures:
        return _("Noch keine Maßnahmen. Im Terminal einlesen: akquise measures import DATEI")
    if not holdings.opportunities:
        return _("Noch keine Förderangebote. F6 fragt die Quellen jetzt ab (im Terminal: akquise crawl run).")
    return ""


def no_matches() -> str:
    """What to do where nothing is proposed yet."""
    return _("Noch keine Treffer. F7 ordnet jetzt zu (im Terminal: akquise match run).")


def nothing_passes(names: Sequence[str]) -> str:
    """That these filters hide everything."""
    return _("Hier steht nichts an. Filter: {filters}; x hebt ihn auf.").format(filters=" · ".join(names))


def head(
    review: Review, in_full: "Mapping[int, MatchInFull]", position: int, today: date, marks: Collection[int]
) -> Content:
    """The measure and its gap; the call; what decides at a glance; filter and marks where there are some."""
    row = review.row
    gap = text.money(row.gap) if row.gap is not None else _("unbekannt")
    own = f"{OWN} " if review.is_own(row) else ""
    first = Content.assemble((text.one_line(f"{own}{row.number} {row.title}"), "bold"), f" · {_('Lücke')} {gap}")
    lines = [first]
    if not review.matches:
        lines.append(
            Content(_("Keine Treffer. h zeigt, was knapp nicht passt; 3 sucht selbst; n geht zur nächsten Maßnahme."))
        )
    else:
        line = review.matches[position]
        place = _("Treffer {at} von {count} · Nr. {number}").format(
            at=position + 1, count=len(review.matches), number=line.opportunity_id
        )
        signs = (f"{MARKED} " if line.opportunity_id in marks else "") + (f"{NEW} " if review.is_new(line) else "")
        lines.append(Content.assemble(f"{place} · ", (signs + text.one_line(line.title), "bold")))
        if found := in_full.get(line.match_id):
            lines.append(_at_a_glance(found, today))
    if state := _state(review, marks):
        lines.append(Content.styled(state, "$accent"))
    return Content("\n").join(lines)


def filter_names(filtered: Filter, fields: "Sequence[ActionField]") -> list[str]:
    """The filters that narrow the queue, in words."""
    found = []
    if filtered.action_field is not None:
        titles = {one.number: one.short_title for one in fields}
        name = text.one_line(titles.get(filtered.action_field, ""))
        found.append(f"{_('HF')} {filtered.action_field} {_(name)}".strip())
    if filtered.only_open:
        found.append(_("nur offene"))
    if filtered.facet:
        found.append(facet_name(filtered.facet))
    return found


def _state(review: Review, marks: Collection[int]) -> str:
    """What narrows the queue and what is marked, in one line; empty where nothing is."""
    parts = []
    if marks:
        said = counted(
            "{n} Treffer markiert: a, d, l entscheiden ihn",
            "{n} Treffer markiert: a, d, l entscheiden alle",
            len(marks),
        )
        parts.append(f"{MARKED} {said}")
    if review.filtered != Filter():
        parts.append(
            _("Filter: {filters} (x hebt auf)").format(filters=" · ".join(filter_names(review.filtered, review.fields)))
        )
    return " │ ".join(parts)


def texts(review: Review, found: "MatchInFull | None") -> tuple[Content, Content]:
    """The measure's and the call's text; words that are in both are marked, and those that an idea bridges."""
    measure = review.measure
    terms = found.match.terms if found else []
    shared = [term for term in terms if not term.get("bridge")]
    bridged = [term for term in terms if term.get("bridge")]

    def ours(words: str) -> Content:
        return marked(words, *_sides("measure", shared, bridged))

    if measure is None:
        return Content(""), Content("")
    goal = _("Ziel: {goal}").format(goal=text.one_line(measure.goal.title)) if measure.goal else ""
    above = [
        _("Nr. {number} bei Maßnahme {measure}: {title}").format(
            number=one.opportunity_id, measure=one.number, title=text.one_line(one.title)
        )
        for one in review.umbrellas
    ]
    left = paragraphs(
        ours(measure.title),
        ours(goal),
        ours(measure.description),
        heading(_("Dachangebote des Handlungsfelds")) if above else "",
        *above,
    )
    if found is None:
        return left, Content("")
    return left, call_text(found.opportunity, terms)


def call_text(call: "Opportunity", terms: Sequence[dict[str, object]]) -> Content:
    """All a call says in prose; the words that met a measure's are marked."""
    shared = [term for term in terms if not term.get("bridge")]
    bridged = [term for term in terms if term.get("bridge")]

    def theirs(words: str) -> Content:
        return marked(words, *_sides("opportunity", shared, bridged))

    return paragraphs(
        theirs(call.title),
        theirs(call.short_description),
        theirs(call.description),
        heading(fact_name("guideline")) if call.guideline.strip() else "",
        theirs(call.guideline),
    )


def legend(found: "MatchInFull | None") -> Content:
    """What the marks in the texts mean; empty where nothing is marked."""
    terms = found.match.terms if found else []
    parts = []
    if any(not term.get("bridge") for term in terms):
        parts.append(Content.assemble((_("Wort"), "bold underline"), f" {_('gemeinsam')}"))
    if any(term.get("bridge") for term in terms):
        parts.append(Content.assemble((f"{BRIDGE_SIGN}{_('Wort')}", "bold italic"), f" {_('verwandt')}"))
    return Content(" · ").join(parts)


def reasons(found: "MatchInFull | None", today: date, *, evidence: bool) -> tuple[RenderableType, RenderableType]:
    """Why the carrier may use it or not, and the facts of the call."""
    if found is None:
        return Text(""), Text("")
    verdict = found.match.eligibility
    said = [sentence(Message.from_json(reason)) for reason in found.match.eligibility_reasons]
    parts: list[RenderableType] = [title_line(f"{ELIGIBILITY_SIGNS[verdict]} {label(verdict)}"), bullets(said)]
    if found.application is not None:
        number, stage = found.application
        parts.append(title_line(_("Antrag {number}: {stage}").format(number=number, stage=label(stage))))
    facts: list[RenderableType] = [FactTable(opportunity_facts(found.opportunity, today), evidence=evidence)]
    if open_facts := lines_to_check(found.opportunity):
        facts += [title_line(_("Bitte prüfen (t)")), bullets(open_facts)]
    return stacked(*parts), stacked(*facts) if open_facts else facts[0]


def scores(found: "MatchInFull | None") -> RenderableType:
    """The parts of the score as bars, the matcher's reasons, and the words that met."""
    if found is None:
        return Text("")
    match = found.match
    parts: list[RenderableType] = [ScoreBars(score_parts(match.parts))]
    if carries := umbrella(found):
        parts.append(bullets([carries]))
    if match.reasons:
        parts.append(bullets(sentence(Message.from_json(reason)) for reason in match.reasons))
    read = [
        said.format(facets=facets_by_kind(match.facets[whose]))
        for whose, said in (("call", _("Angebot: {facets}")), ("measure", _("Maßnahme: {facets}")))
        if match.facets.get(whose)
    ]
    if read:
        parts += [title_line(_("Gelesen als")), bullets(read)]
    if match.terms:
        parts += [title_line(_("Tragende Wörter")), bullets(_meeting(term) for term in match.terms)]
    return stacked(*parts)


def umbrella(found: "MatchInFull") -> str:
    """What is said of a call that fits most measures of the field and is shown here only; empty of another."""
    carried = [other.number for other in found.others if other.carried]
    if not carried:
        return ""
    said = _("Dachangebot: passt zu vielen Maßnahmen des Handlungsfelds, steht nur hier; es kann auch {numbers} tragen")
    return said.format(numbers=", ".join(carried))


def score_title(found: "MatchInFull | None") -> str:
    """What stands over the bars: the score they add up to."""
    if found is None:
        return _("Bewertung")
    said = _("Bewertung {score}").format(score=text.score(found.match.score))
    return " · ".join(filter(None, (said, chance(found.match.chance))))


def other_option(other: "OtherMeasure") -> Content:
    """A line of the other measures that the call was proposed for, or may carry: sign, score, number, title."""
    sign = DECISION_SIGNS[other.decision] if other.decision else CARRIED if other.carried else " "
    decided = f" · {label(other.decision)} {text.day(other.decided_on)}" if other.decision else ""
    return Content.assemble(
        (f"{sign} {text.score(other.score)} ", "bold"), text.one_line(f"{other.number} {other.title}") + decided
    )


def _sides(
    side: str, shared: Sequence[dict[str, object]], bridged: Sequence[dict[str, object]]
) -> tuple[list[str], list[str]]:
    return [str(term.get(side, "")) for term in shared], [str(term.get(side, "")) for term in bridged]


def _meeting(term: dict[str, object]) -> str:
    """Two words that met, and the idea that bridges them."""
    ours, theirs = text.one_line(str(term.get("measure", ""))), text.one_line(str(term.get("opportunity", "")))
    bridge = text.one_line(str(term.get("bridge") or ""))
    if not bridge:
        return f"{ours} ↔ {theirs}"
    return _("{ours} {sign} {theirs} (Brücke: {bridge})").format(
        ours=ours, sign=BRIDGE_SIGN, theirs=theirs, bridge=bridge
    )


def call_at_a_glance(call: "Opportunity", today: date) -> str:
    """Deadline, route, level, sum and what is to be checked of a call in one line."""
    from grants_db.opportunities.store import deadline_of
    from grants_db.rules.deadline import next_date

    stated = deadline_of(call)
    due = next_date(stated, today)
    left = f" ({text.days_left((due - today).days)})" if due else ""
    sums = text.amount_range(None, call.max_amount)
    parts = [f"{_('Frist')} {text.deadline(stated, today)}{left}"]
    parts += [f"{text.route_sign(call.applicant_route)} {label(call.applicant_route)}", label(call.level)]
    parts += [sums] if sums != text.UNKNOWN else []
    if open_facts := len(lines_to_check(call)):
        parts.append(counted("{n} Angabe zu prüfen", "{n} Angaben zu prüfen", open_facts))
    return " · ".join(parts)


def _at_a_glance(found: "MatchInFull", today: date) -> Content:
    """Decision, eligibility, deadline, route, level and sum in one line, the weightiest first."""
    verdict = found.match.eligibility
    decided = f"{DECISION_SIGNS[found.decision.kind]} {decision_line(found.decision)} │ " if found.decision else ""
    said = f"{ELIGIBILITY_SIGNS[verdict]} {label(verdict)} · {call_at_a_glance(found.opportunity, today)}"
    return Content.assemble((decided, "bold"), said)

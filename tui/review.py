"""The review queue as plain values and texts: where to begin, what comes next, what is said about a match."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual.content import Content

from grants_db.sentence import Sentence
from grants_db.vocabulary import DecisionKind, Eligibility
from tui import format as text
from tui.desk import ReviewTarget
from tui.facts import decision_line, opportunity_facts
from tui.i18n import _, sentence
from tui.labels import label, score_parts
from tui.widgets.contents import FactTable, ScoreBars, bullets, heading, marked, paragraphs, stacked, title_line

if TYPE_CHECKING:
    from grants_db.matches import MatchView
    from grants_db.views import Holdings, MeasureRow

ELIGIBILITY_SIGNS = {Eligibility.ELIGIBLE: "✓", Eligibility.UNCLEAR: "?", Eligibility.NOT_ELIGIBLE: "✗"}
DECISION_SIGNS = {DecisionKind.ACCEPTED: "✓", DecisionKind.DISMISSED: "✗", DecisionKind.LATER: "↷"}


@dataclass(frozen=True)
class Review:
    """The queue, the measure at hand and its matches; `opportunity` is the match that was asked for."""

    holdings: "Holdings"
    rows: "Sequence[MeasureRow]"
    at: int
    matches: "Sequence[MatchView]"
    opportunity: int | None

    @property
    def row(self) -> "MeasureRow":
        """The measure at hand."""
        return self.rows[self.at]

    def start(self) -> int:
        """The match that was asked for, else the first undecided one, else the first."""
        for number, view in enumerate(self.matches):
            if view.opportunity.id == self.opportunity:
                return number
        return next((number for number, view in enumerate(self.matches) if view.decision is None), 0)


def place_to_start(rows: "Sequence[MeasureRow]", target: ReviewTarget) -> int:
    """The measure that was asked for; else the first with an undecided match, of the field that was asked for."""
    for number, row in enumerate(rows):
        if row.measure.number == target.measure:
            return number
    of_field = [
        (number, row)
        for number, row in enumerate(rows)
        if target.action_field in (None, row.measure.action_field_number)
    ]
    for wanted in (lambda row: row.waiting > row.put_off, lambda row: row.waiting > 0, lambda _row: True):
        for number, row in of_field:
            if wanted(row):
                return number
    return 0


def following(review: Review, position: int) -> ReviewTarget:
    """After a decision: the measure's next undecided match, else the next measure that has one, else stay."""
    number = review.row.measure.number
    ahead = [*review.matches[position + 1 :], *review.matches[:position]]
    for view in ahead:
        if view.decision is None:
            return ReviewTarget(measure=number, opportunity=view.opportunity.id)
    for row in [*review.rows[review.at + 1 :], *review.rows[: review.at]]:
        if row.waiting > row.put_off:
            return ReviewTarget(measure=row.measure.number)
    return ReviewTarget(measure=number, opportunity=review.matches[position].opportunity.id)


def measure_option(row: "MeasureRow") -> Content:
    """A line of the queue: how many wait, number, title."""
    waiting = text.number(row.waiting) if row.matches else "–"
    return Content.assemble((f"{waiting:>3} ", "bold"), text.one_line(f"{row.measure.number} {row.measure.title}"))


def proposal_option(view: "MatchView") -> Content:
    """A line of the measure's matches: decision, score, title."""
    sign = DECISION_SIGNS[view.decision.kind] if view.decision else " "
    return Content.assemble((f"{sign} {text.score(view.match.score)} ", "bold"), text.one_line(view.opportunity.title))


def head(review: Review, position: int, today: date) -> Content:
    """Three lines: the measure and its gap; the call; what decides at a glance."""
    row = review.row
    gap = text.money(row.gap) if row.gap is not None else _("unbekannt")
    first = Content.assemble(
        (text.one_line(f"{row.measure.number} {row.measure.title}"), "bold"), f" · {_('Lücke')} {gap}"
    )
    if not review.matches:
        return Content("\n").join([first, Content(_("Keine Treffer für diese Maßnahme. n geht zur nächsten."))])
    view = review.matches[position]
    place = _("Treffer {at} von {count}").format(at=position + 1, count=len(review.matches))
    second = Content.assemble(f"{place} · ", (text.one_line(view.opportunity.title), "bold"))
    return Content("\n").join([first, second, _at_a_glance(view, today)])


def texts(review: Review, position: int) -> tuple[Content, Content]:
    """The measure's and the call's text with the words that carried the match marked."""
    measure = review.row.measure
    terms = review.matches[position].match.terms if review.matches else []
    ours = [str(term.get("measure", "")) for term in terms]
    theirs = [str(term.get("opportunity", "")) for term in terms]
    goal = _("Ziel: {goal}").format(goal=text.one_line(measure.goal.title)) if measure.goal else ""
    left = paragraphs(marked(measure.title, ours), marked(goal, ours), marked(measure.description, ours))
    if not review.matches:
        return left, Content("")
    call = review.matches[position].opportunity
    right = paragraphs(
        marked(call.title, theirs),
        marked(call.short_description, theirs),
        marked(call.description, theirs),
        heading(_("Richtlinie")) if call.guideline.strip() else "",
        marked(call.guideline, theirs),
    )
    return left, right


def reasons(review: Review, position: int, today: date, *, evidence: bool) -> tuple[RenderableType, RenderableType]:
    """Why the carrier may use it or not, and the facts of the call."""
    if not review.matches:
        return Text(""), Text("")
    view = review.matches[position]
    verdict = view.match.eligibility
    said = [sentence(Sentence.from_json(reason)) for reason in view.match.eligibility_reasons]
    eligibility = stacked(title_line(f"{ELIGIBILITY_SIGNS[verdict]} {label(verdict)}"), bullets(said))
    return eligibility, FactTable(opportunity_facts(view.opportunity, today), evidence=evidence)


def scores(review: Review, position: int) -> RenderableType:
    """The score, its parts as bars, the matcher's reasons, and the words that met."""
    if not review.matches:
        return Text("")
    match = review.matches[position].match
    parts: list[RenderableType] = [title_line(_("Bewertung {score}").format(score=text.score(match.score)))]
    parts.append(ScoreBars(score_parts(match.parts)))
    if match.reasons:
        parts.append(bullets(sentence(Sentence.from_json(reason)) for reason in match.reasons))
    if match.terms:
        parts += [title_line(_("Tragende Wörter")), bullets(_meeting(term) for term in match.terms)]
    return stacked(*parts)


def _meeting(term: dict[str, object]) -> str:
    """Two words that met, and the idea that bridges them."""
    bridge = text.one_line(str(term.get("bridge") or ""))
    pair = f"{text.one_line(str(term.get('measure', '')))} ↔ {text.one_line(str(term.get('opportunity', '')))}"
    return f"{pair} ({bridge})" if bridge else pair


def _at_a_glance(view: "MatchView", today: date) -> Content:
    """Decision, eligibility, deadline, route, level and sum in one line, the weightiest first."""
    from grants_db.deadline import next_date
    from grants_db.opportunities import deadline_of

    call, verdict = view.opportunity, view.match.eligibility
    stated = deadline_of(call)
    due = next_date(stated, today)
    left = f" ({text.days_left((due - today).days)})" if due else ""
    sums = text.amount_range(None, call.max_amount)
    parts = [f"{ELIGIBILITY_SIGNS[verdict]} {label(verdict)}", f"{_('Frist')} {text.deadline(stated, today)}{left}"]
    parts += [f"{text.route_sign(call.applicant_route)} {label(call.applicant_route)}", label(call.level)]
    parts += [sums] if sums != text.UNKNOWN else []
    decided = f"{DECISION_SIGNS[view.decision.kind]} {decision_line(view.decision)} │ " if view.decision else ""
    return Content.assemble((decided, "bold"), " · ".join(parts))

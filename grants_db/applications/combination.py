"""All grants of a measure beside each other: running applications and, if wished, what is open and proposed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from sqlmodel import Session, col, select

from grants_db.financing_plan.combined import check
from grants_db.financing_plan.cumulation import (
    CombinationCheck,
    CombinedGrant,
    MeasureMoney,
    PairVerdict,
    pair_of,
)
from grants_db.financing_plan.double_funding import SharedCost, shared_costs
from grants_db.financing_plan.own_share import OwnShareTerms, own_share_terms
from grants_db.messages import Message, Quote
from grants_db.models.application import Application, ApplicationMeasure
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import corrected, corrections_of
from grants_db.opportunities.status import status_of
from grants_db.plans.basis import stored_lines
from grants_db.review.cumulation_answers import answers_for
from grants_db.review.decisions import current_decisions
from grants_db.rules.evidence import in_files, lies_unread
from grants_db.rules.financing import CENT
from grants_db.rules.stages import ENDED
from grants_db.vocabulary import (
    ApplicationStage,
    Combination,
    DecisionKind,
    Eligibility,
    FinancingKind,
    FinancingState,
    OpportunityStatus,
)

#: an application that has ended, or that nobody goes on with, stands beside nothing
GONE = ENDED | {ApplicationStage.DEFERRED}
OWN_MONEY = (FinancingKind.OWN_BUDGET,)


def combination(session: Session, measure: Measure, today: date, *, matches: bool = False) -> CombinationCheck:
    """Check all grants of a measure.

    Args:
        session: to read from.
        measure: whose grants.
        today: the day on which calls are open.
        matches: with the open calls that are proposed or accepted and not applied for.
    """
    applications = running_applications(session, measure)
    calls = [application.opportunity_id for application in applications]
    proposed = _open_calls(session, measure, today, set(calls)) if matches else []
    known = leading_calls(session, {*calls, *proposed})
    grants = [
        combined_grant(known[one.opportunity_id], f"application:{one.id}", amount_for(measure, one))
        for one in applications
    ]
    grants += [combined_grant(known[call], f"call:{call}", most_of(measure, known[call])) for call in proposed]
    shared = _shared_costs(session, applications)
    return check(grants, _other_money(measure, grants), answers_for(session, measure.id or 0), shared)


def excluded_beside(session: Session, measures: Iterable[Measure], opportunity: Opportunity) -> list[PairVerdict]:
    """Which running applications of these measures this call can't stand beside, each with the sentence."""
    (call,) = leading_calls(session, {opportunity.id or 0}).values()
    new = combined_grant(call, f"call:{call.id}", None)
    found: dict[int, PairVerdict] = {}
    for measure in measures:
        running = [one for one in running_applications(session, measure) if one.opportunity_id != opportunity.id]
        known = leading_calls(session, {one.opportunity_id for one in running})
        answers = answers_for(session, measure.id or 0)
        for one in running:
            pair = pair_of(new, combined_grant(known[one.opportunity_id], f"application:{one.id}", None), answers)
            if pair.verdict is Combination.EXCLUDED:
                found[one.id or 0] = pair
    return list(found.values())


def barred_beside(session: Session, measures: Iterable[Measure], opportunity: Opportunity) -> Message | None:
    """Does a running application of these measures rule the call out, or the call it? With its sentence."""
    found = excluded_beside(session, measures, opportunity)
    if not found:
        return None
    one, other = found[0].sides
    said = one if one.verdict is Combination.EXCLUDED else other
    return Message.of(
        "„{title}“ läuft schon für diese Maßnahme, und die beiden schließen sich aus: {quote}",
        title=other.grant.title,
        quote=Quote(said.quote) if said.quote else said.why,
    )


def running_applications(session: Session, measure: Measure) -> Sequence[Application]:
    """The applications of a measure that have not ended, the oldest first."""
    statement = (
        select(Application)
        .join(ApplicationMeasure, col(ApplicationMeasure.application_id) == col(Application.id))
        .where(ApplicationMeasure.measure_id == measure.id, col(Application.stage).not_in(GONE))
    )
    return session.exec(statement.order_by(col(Application.id))).all()


def leading_calls(session: Session, ids: set[int]) -> dict[int, Opportunity]:
    """Calls by number, with officers' corrections."""
    corrections = corrections_of(session, ids)
    rows = session.exec(select(Opportunity).where(col(Opportunity.id).in_(ids))).all()
    return {row.id or 0: corrected(row, corrections.get(row.id or 0, {})) for row in rows}


def combined_grant(call: Opportunity, key: str, amount: Decimal | None, *, own: bool = True) -> CombinedGrant:
    """A call as a grant beside others; without `own` what it says of the own share is left unread."""
    waits = "cumulation" in call.proposed or lies_unread(call.evidence.get("cumulation", ""))
    said = call.proposed.get("cumulation", {}).get("evidence") if "cumulation" in call.proposed else None
    quote = in_files(str(said if said is not None else call.evidence.get("cumulation", "")))
    terms = OwnShareTerms()
    if own:
        text = f"{call.guideline}\n{call.description}\n{call.short_description}"
        terms = own_share_terms(call.own_share_min, in_files(call.evidence.get("own_share_min", "")), text)
    return CombinedGrant(
        key=key,
        call=call.id or 0,
        title=call.title,
        level=call.level,
        authority=call.authority or call.funder,
        amount=amount,
        cumulation=call.cumulation,
        quote=quote,
        sure=not waits,
        rate=call.municipal_rate or call.max_rate,
        own=terms,
    )


def most_of(measure: Measure, opportunity: Opportunity) -> Decimal | None:
    """The most a call pays of the gap: its cap, its rate of the cost; None where it says neither."""
    known = [] if opportunity.max_amount is None else [opportunity.max_amount]
    rate = opportunity.municipal_rate or opportunity.max_rate
    if rate is not None and measure.cost is not None:
        known.append((measure.cost * rate / 100).quantize(CENT, ROUND_DOWN))
    return min([*known, measure.gap or Decimal(0)]) if known else None


def amount_for(measure: Measure, application: Application) -> Decimal | None:
    """What an application brings a measure, or is to bring it; None: no sum is known."""
    item = next((item for item in measure.financing if item.application_id == application.id), None)
    return item.amount if item is not None else None


def _shared_costs(session: Session, applications: Sequence[Application]) -> list[SharedCost]:
    """Costs that the stored plans of several of them name; what is derived names none."""
    lines = stored_lines(session, [application.id or 0 for application in applications])
    return shared_costs({f"application:{number}": lines[number] for number in sorted(lines)})


def _open_calls(session: Session, measure: Measure, today: date, applied: set[int]) -> list[int]:
    """Open calls that are proposed for a measure, not dismissed and not applied for, the best first."""
    dismissed = {
        call
        for (_measure, call), decision in current_decisions(session, measure_id=measure.id).items()
        if decision.kind is DecisionKind.DISMISSED
    }
    statement = select(Match.opportunity_id).where(
        Match.measure_id == measure.id, col(Match.eligibility) != Eligibility.NOT_ELIGIBLE
    )
    ids = [call for call in session.exec(statement.order_by(col(Match.rank))) if call not in dismissed | applied]
    known = leading_calls(session, set(ids))
    return [call for call in ids if status_of(known[call], today) is OpportunityStatus.OPEN]


def _other_money(measure: Measure, grants: Sequence[CombinedGrant]) -> MeasureMoney:
    """What pays for a measure besides the grants at hand."""
    here = {int(grant.key.partition(":")[2]) for grant in grants if grant.key.startswith("application:")}
    others = [item for item in measure.financing if item.application_id not in here]
    secured = [item for item in others if item.state is FinancingState.SECURED]
    return MeasureMoney(
        cost=measure.cost,
        own_cash=sum((item.amount for item in others if item.kind in OWN_MONEY), Decimal(0)),
        public=sum((item.amount for item in secured if item.kind is FinancingKind.GRANT), Decimal(0)),
        private=sum(
            (item.amount for item in secured if item.kind in (FinancingKind.FOUNDATION, FinancingKind.DONATION)),
            Decimal(0),
        ),
    )

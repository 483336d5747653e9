"""Everything that matching needs, read once and fitted once: measures, calls, who may apply, and what was learned.

`match run`, `explain` and `near` all start here, so that they see the same scores.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine
from sqlmodel import Session

from grants_db.applications.early_start import contract_days
from grants_db.measures.concept import concept_in_use
from grants_db.measures.store import list_measures
from grants_db.messages import Message
from grants_db.models.funder_facts import FACET_FIELDS
from grants_db.models.match import Decision
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.status import status_of
from grants_db.opportunities.store import deadline_of, list_opportunities
from grants_db.review.decisions import current_decisions
from grants_db.rules.deadline import next_date
from grants_db.rules.financing import is_unfunded
from grants_db.rules.regions import region_ok
from grants_db.settings import City, Settings
from grants_db.storage.database import reading
from grants_db.user_folders import user_folder
from grants_db.vocabulary import DecisionKind
from matching.eligibility import Carrier, EligibilityFacts, Verdict, judge
from matching.encoder import ENCODER_NAME, Encoder, installed_encoder
from matching.feedback import TopicDecision, teaches
from matching.incremental.encoded_texts import RememberingEncoder
from matching.index.profiles import ConceptField, profiles_of, shipped_profiles
from matching.matcher import Matcher
from matching.text.documents import MeasureText, OpportunityText, StatedFacets

if TYPE_CHECKING:
    from matching.evaluation.feedback_check import LessonCheck

Decisions = dict[tuple[int, int], Decision]
#: carrier → call id → may it use the call?
Verdicts = dict[Carrier, dict[str, Verdict]]


@dataclass(frozen=True)
class Stock:
    """What is stored: all measures, the listed calls and those decided on, as they hold, and standing decisions."""

    measures: Sequence[Measure]
    calls: Sequence[Opportunity]
    decisions: Decisions
    contracts: Mapping[int, date]  # by measure id: the first contract, which counts as the beginning
    concept: tuple[ConceptField, ...] = ()  # the city's own action fields; none: those that the program ships

    def unfunded(self) -> list[Measure]:
        """The measures that need money."""
        return [measure for measure in self.measures if is_unfunded(measure.cost, measure.secured, measure.state)]

    def carrier_of(self, measure: Measure) -> Carrier:
        """Who carries a stored measure, and when it began."""
        return Carrier(measure.carrier_kind, measure.starts_on, self.contracts.get(measure.id or 0))


@dataclass(frozen=True)
class Fitted:
    """The stock, the matcher that has read it, and what the decisions taught.

    Attributes:
        stock: what is stored.
        matcher: fitted on all calls and measures; lessons that do harm are left out.
        verdicts: carrier → call id → may it use the call?
        examined: the figures of each field's lesson.
    """

    stock: Stock
    matcher: Matcher
    verdicts: Verdicts
    examined: Sequence["LessonCheck"]

    def verdicts_of(self, measure: Measure) -> dict[str, Verdict]:
        """For each call: may this measure's carrier use it?"""
        return self.verdicts[self.stock.carrier_of(measure)]

    def refusals(self) -> list[Message]:
        """Why some lessons are not used."""
        return [each.refused for each in self.examined if each.refused is not None]

    def unfunded(self) -> list[Measure]:
        """The measures that need money."""
        return self.stock.unfunded()


def read_measures(engine: Engine) -> Stock:
    """Read what is stored without the calls."""
    with reading(engine) as session:
        return Stock(
            list_measures(session), (), current_decisions(session), contract_days(session), _own_concept(session)
        )


def read_stock(engine: Engine) -> Stock:
    """Read what is stored; a retired call is read only where it was decided on."""
    with reading(engine) as session:
        decisions = current_decisions(session)
        decided = {opportunity_id for _, opportunity_id in decisions}
        calls = list_opportunities(session, retired=True)
        return Stock(
            measures=list_measures(session),
            calls=[call for call in calls if call.retired_at is None or call.id in decided],
            decisions=decisions,
            contracts=contract_days(session),
            concept=_own_concept(session),
        )


def _own_concept(session: Session) -> tuple[ConceptField, ...]:
    """The action fields that are in use, where they are others than those that the program ships."""
    found = tuple(ConceptField(*astuple(each)) for each in concept_in_use(session))
    return () if profiles_of(found) is shipped_profiles() else found


def judged(stock: Stock, city: City, today: date) -> Verdicts:
    """For each carrier and call id: may it use the call?"""
    facts = {str(call.id): call_facts(call, city, today) for call in stock.calls}
    carriers = {stock.carrier_of(measure) for measure in stock.measures}
    return {carrier: {key: judge(call, carrier, today) for key, call in facts.items()} for carrier in carriers}


def taught_pairs(decisions: Decisions) -> list[tuple[int, int]]:
    """The decided pairs (measure and call id) that teach something, in order."""
    return sorted(pair for pair, each in decisions.items() if teaches(each.kind, each.reason))


def taught_by(decisions: Decisions, fields: Mapping[int, int]) -> list[TopicDecision]:
    """What was decided on the topic of calls, in order.

    Args:
        decisions: those that stand.
        fields: measure id → its action field.
    """
    return [
        TopicDecision(fields[measure_id], str(call_id), decisions[measure_id, call_id].kind is DecisionKind.ACCEPTED)
        for measure_id, call_id in taught_pairs(decisions)
    ]


def lessons(stock: Stock) -> list[TopicDecision]:
    """What was decided on the topic of calls, in order."""
    return taught_by(stock.decisions, {measure.id or 0: measure.action_field_number for measure in stock.measures})


def ranking_file(url: URL) -> Path | None:
    """Where the last ranking is kept: beside the SQLite file, else in the user's data folder; None in memory."""
    if url.get_backend_name() != "sqlite":
        return user_folder("data") / "ranking"
    return Path(f"{url.database}.ranking") if url.database and url.database != ":memory:" else None


def fit(
    stock: Stock, city: City, today: date, verdicts: Verdicts | None = None, encoder: Encoder | None = None
) -> Fitted:
    """Judge eligibility if it isn't yet, fit the matcher, learn from the decisions and check what was learned."""
    texts = {measure.id: measure_text(measure) for measure in stock.measures}
    decided = lessons(stock)
    matcher = Matcher(encoder=encoder, concept=profiles_of(stock.concept)).fit(
        [opportunity_text(call, today) for call in stock.calls], list(texts.values())
    )
    keep_encoded(encoder)
    examined: list[LessonCheck] = []
    if decided:
        from matching.evaluation.feedback_check import check_lessons  # its libraries take longer than explaining a pair

        base = _base_scores(
            matcher, [(texts[measure_id], str(call_id)) for measure_id, call_id in taught_pairs(stock.decisions)]
        )
        examined = check_lessons(matcher.index_, decided, base)
        refused = {each.action_field for each in examined if each.refused is not None}
        matcher = matcher.with_decisions([each for each in decided if each.action_field not in refused])
    return Fitted(stock, matcher, judged(stock, city, today) if verdicts is None else verdicts, examined)


def encoder_of(settings: Settings, url: URL) -> Encoder | None:
    """The matcher's optional encoder, where the settings ask for it; what it gave is kept beside the ranking.

    Raises:
        InputError: it is not installed.
    """
    if not settings.encoder:
        return None
    encoder, path = installed_encoder(), ranking_file(url)
    return (
        encoder if path is None else RememberingEncoder(encoder, path.with_name(f"{path.name}.encoded"), ENCODER_NAME)
    )


def keep_encoded(encoder: Encoder | None) -> None:
    """Keep what an encoder gave for the next run."""
    if isinstance(encoder, RememberingEncoder):
        encoder.keep()


def call_facts(call: Opportunity, city: City, today: date) -> EligibilityFacts:
    """What eligibility needs to know of a stored call."""
    return EligibilityFacts(
        route=call.applicant_route,
        applicant_types=frozenset(call.applicant_types),
        region_ok=region_ok(call.regions, state=city.state, city=city.name),
        regions=tuple(call.regions),
        status=status_of(call, today),
        instruments=frozenset(call.instruments),
        early_start=call.early_start,
        evidence=call.evidence,
        level=call.level,
    )


def opportunity_text(call: Opportunity, today: date) -> OpportunityText:
    """A stored call in the form the matcher reads."""
    due = next_date(deadline_of(call), today)
    return OpportunityText(
        id=str(call.id),
        title=call.title,
        short_description=call.short_description,
        description=call.description or call.guideline,
        language=call.language,
        level=call.level.value,
        funder=call.funder,
        min_amount=call.min_amount,
        max_amount=call.max_amount,
        days_left=(due - today).days if due else None,
        facets=tuple((kind, tuple(getattr(call, name))) for name, kind in FACET_FIELDS.items() if getattr(call, name)),
    )


def measure_text(measure: Measure) -> MeasureText:
    """A stored measure in the form the matcher reads."""
    return MeasureText(
        id=str(measure.id),
        title=measure.title,
        text=measure.description,
        action_field=measure.action_field_number,
        gap=measure.gap,
        goal=measure.goal.title if measure.goal else "",
        facets=_stated(measure.facets),
    )


def _stated(codes: Sequence[str]) -> StatedFacets:
    """Facets by their codes, kind by kind."""
    pairs = sorted(tuple(code.split(":", 1)) for code in codes if ":" in code)
    kinds = dict.fromkeys(kind for kind, _word in pairs)
    return tuple((kind, tuple(word for each, word in pairs if each == kind)) for kind in kinds)


def _base_scores(matcher: Matcher, pairs: Sequence[tuple[MeasureText, str]]) -> dict[tuple[int, str], float]:
    """(field, call) → how far the call lies under the best of the measure that decided on it, a mean over these."""
    measures = {measure.id: measure for measure, _ in pairs}
    found: dict[tuple[int, str], list[float]] = {}
    for key, measure in measures.items():
        plain = matcher.total_scores([measure])[0]
        for asked, call_id in pairs:
            if asked.id == key:
                distance = float(plain[matcher.index_.rows_[call_id]] - plain.max())
                found.setdefault((measure.action_field, call_id), []).append(distance)
    return {pair: sum(each) / len(each) for pair, each in found.items()}

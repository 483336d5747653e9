"""All facts of one call in one step, for every spider: from its categories, its summary and its guideline.

Categories lead over prose for region and instrument; the summary leads over the guideline, whose rules are read only
for what the summary leaves open. Every fact read from prose brings its sentence. Deadlines are left to `deadline`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Protocol, TypeVar

from crawler.extract.applicants.route import RouteReading, route_from_prose
from crawler.extract.code_lists import LabelKind, Translated, translate
from crawler.extract.conditions.instruments import instruments
from crawler.extract.conditions.reading import (
    ConditionReading,
    cumulation,
    cumulation_from_prose,
    early_start,
    early_start_from_prose,
)
from crawler.extract.eligibility import applicant_route, applicant_types
from crawler.extract.money.amounts import max_amount, min_amount
from crawler.extract.money.rates import max_rate, municipal_rate, own_share_min
from crawler.extract.money.roles import FigureReading, figures_from_prose, stated
from crawler.extract.procedure.reading import procedure_facts
from crawler.extract.regions import NO_REGION, RegionReading, narrowed, places_left_out, regions_from_text
from crawler.text.sentences import NOTHING, Fact, Prose
from grants_db.models.columns import HUNDREDTH
from grants_db.vocabulary import ApplicantRoute, ApplicantType, Cumulation, EarlyStart, Instrument, PaymentMode

GUIDELINE = "guideline"  #: the name of a section that holds a guideline's own text

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Facts:
    """What a call says, in our words; the fields are named as in `grants_db.models.opportunity_facts.OpportunityFacts`.

    Attributes:
        evidence: for each fact read from prose its words: a part of `sentences.plain` of the source, up to white space.
        proposed: the same for facts that the words leave open: {"value": as a JSON value, "evidence": the sentence}.
        unknown_labels: (kind, label) of categories that are not in `code_lists.yml`.
    """

    regions: tuple[str, ...] = ()
    applicant_types: tuple[ApplicantType, ...] = ()
    applicant_route: ApplicantRoute = ApplicantRoute.UNCLEAR
    instruments: tuple[Instrument, ...] = ()
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    max_rate: Decimal | None = None
    municipal_rate: Decimal | None = None
    own_share_min: Decimal | None = None
    early_start: EarlyStart = EarlyStart.UNSTATED
    cumulation: Cumulation = Cumulation.UNSTATED
    payment: tuple[PaymentMode, ...] = ()
    required_documents: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    proposed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    unknown_labels: tuple[tuple[str, str], ...] = ()


def extract_facts(
    *,
    title: str = "",
    short_text: Prose = NOTHING,
    sections: Sequence[tuple[str, Prose]] = (),
    codes: Mapping[str, Sequence[str]] | None = None,
) -> Facts:
    """The facts of one call.

    Args:
        title: its title; read for the region only.
        short_text: the Kurztext.
        sections: (name, text) in the order of the page; a section named `GUIDELINE` is read last and apart.
        codes: labels or codes by kind: "applicant", "region", "instrument" (see `code_lists.LabelKind`).
    """
    labels = {kind: translate(kind, (codes or {}).get(kind.value, ())) for kind in LabelKind}
    reading = _Reading(
        summary=Prose.joined((short_text, *(text for name, text in sections if name != GUIDELINE))),
        guideline=Prose.joined(text for name, text in sections if name == GUIDELINE),
    )
    listed = [ApplicantType(word) for word in labels[LabelKind.APPLICANT].words]
    likely_route = RouteReading() if listed else route_from_prose(reading.summary)
    read_route = partial(applicant_route, types=listed) if listed else _stated_route(reading.summary, likely_route)
    route = reading.stated("applicant_route", read_route, ApplicantRoute.UNCLEAR)
    figures = {} if codes else figures_from_prose(reading.summary)
    readers = _BY_PHRASES.items() if codes else _by_evidence(figures).items()
    money = {
        name: reading.read(name, reader)
        for name, reader in (*readers, ("municipal_rate", partial(municipal_rate, route=route)))
    }
    money = _consistent(money, reading.evidence)
    early = reading.stated("early_start", early_start, EarlyStart.UNSTATED)
    other_money = reading.stated("cumulation", cumulation, Cumulation.UNSTATED)
    proposed = _proposed(likely_route, figures, {"applicant_route": route, **money})
    if not codes:
        rules: dict[str, ConditionReading[EarlyStart] | ConditionReading[Cumulation]] = {
            "early_start": early_start_from_prose(reading.summary),
            "cumulation": cumulation_from_prose(reading.summary),
        }
        proposed |= _proposed_rules(rules, {"early_start": early, "cumulation": other_money})
    headed = ((Prose(name), text) for name, text in sections if name != GUIDELINE)
    procedure = procedure_facts(
        Prose.joined((short_text, *(part for pair in headed for part in pair))), reading.guideline
    )
    regions = _regions(labels[LabelKind.REGION], title, reading, likely_route)
    if regions.check:
        proposed["regions"] = {"value": list(regions.value), "evidence": regions.quote}
    kinds = [Instrument(word) for word in labels[LabelKind.INSTRUMENT].words]
    return Facts(
        regions=() if regions.check else regions.value,
        applicant_types=tuple(listed) or reading.stated("applicant_types", applicant_types, ()),
        applicant_route=route,
        instruments=reading.stated("instruments", lambda text: instruments(text, kinds), ()),
        min_amount=money["min_amount"],
        max_amount=money["max_amount"],
        max_rate=money["max_rate"],
        municipal_rate=money["municipal_rate"],
        own_share_min=money["own_share_min"],
        early_start=early,
        cumulation=other_money,
        **procedure.stated,
        evidence=reading.evidence | procedure.evidence,
        proposed=proposed | procedure.proposed,
        unknown_labels=tuple((kind.value, label) for kind in LabelKind for label in labels[kind].unknown),
    )


class _Reader(Protocol):
    """Reads a figure from a summary, or more strictly from a guideline."""

    def __call__(self, text: Prose, *, guideline: bool = False) -> Fact[Decimal] | None: ...


#: a catalogue's prose names its figures by a few phrases
_BY_PHRASES: dict[str, _Reader] = {
    "min_amount": min_amount,
    "max_amount": max_amount,
    "max_rate": max_rate,
    "own_share_min": own_share_min,
}


def _stated_route(summary: Prose, likely: RouteReading) -> Callable[[Prose], Fact[ApplicantRoute]]:
    """Reads the route a text states outright; a proposal is none, since it must not exclude anything."""

    def read(text: Prose) -> Fact[ApplicantRoute]:
        found = likely if text is summary else route_from_prose(text)
        return Fact(ApplicantRoute.UNCLEAR, "") if found.check else Fact(found.route, found.quote)

    return read


def _proposed(
    route: RouteReading, figures: Mapping[str, FigureReading], stated_facts: Mapping[str, object]
) -> dict[str, Mapping[str, Any]]:
    """What the words leave open of the facts that nothing states."""
    found: dict[str, Mapping[str, Any]] = {
        name: {"value": str(figure.value.quantize(HUNDREDTH)), "evidence": figure.quote}
        for name, figure in figures.items()
        if figure.check and stated_facts[name] is None
    }
    if route.check and stated_facts["applicant_route"] == ApplicantRoute.UNCLEAR:
        found["applicant_route"] = {"value": route.route.value, "evidence": route.quote}
    return found


def _proposed_rules(
    rules: Mapping[str, ConditionReading[EarlyStart] | ConditionReading[Cumulation]],
    stated_facts: Mapping[str, EarlyStart | Cumulation],
) -> dict[str, Mapping[str, Any]]:
    """The same of early start and other money."""
    return {
        name: {"value": rule.value.value, "evidence": rule.quote}
        for name, rule in rules.items()
        if rule.check and stated_facts[name].value == EarlyStart.UNSTATED.value
    }


def _by_evidence(figures: Mapping[str, FigureReading]) -> dict[str, _Reader]:
    """Readers for any page: its figures by what stands around them, its guideline's by phrases."""

    def reader(name: str) -> _Reader:
        def read(text: Prose, *, guideline: bool = False) -> Fact[Decimal] | None:
            return _BY_PHRASES[name](text, guideline=True) if guideline else stated(figures, name)

        return read

    return {name: reader(name) for name in _BY_PHRASES}


class _Reading:
    """The two texts of a call, and the evidence collected while reading them."""

    def __init__(self, summary: Prose, guideline: Prose) -> None:
        self.summary, self.guideline = summary, guideline
        self.evidence: dict[str, str] = {}

    def read(self, name: str, reader: _Reader) -> Decimal | None:
        """The value the summary states, else what the guideline states outright, else None."""
        fact = reader(self.summary) or (reader(self.guideline, guideline=True) if self.guideline else None)
        if fact is None:
            return None
        self.evidence[name] = fact.quote
        return fact.value

    def stated(self, name: str, reader: Callable[[Prose], Fact[_Value]], unstated: _Value) -> _Value:
        """The same for a fact that has a word for "not stated"."""
        fact = reader(self.summary)
        if fact.value == unstated and self.guideline and (later := reader(self.guideline)).quote:
            fact = later
        if fact.quote:
            self.evidence[name] = fact.quote
        return fact.value


def _regions(listed: Translated, title: str, reading: _Reading, route: RouteReading) -> RegionReading:
    regions = (*listed.words, *listed.unknown)  # a name nobody knows stays: it may or may not cover the city
    proposal = NO_REGION
    if not regions:
        texts = ((reading.summary, route.lists), (Prose(title), ()), (reading.guideline, ()))
        for found in (regions_from_text(text, lists) for text, lists in texts):
            if found is not None and not found.check:
                reading.evidence["regions"] = found.quote
                regions = found.value
                break
            proposal = proposal if found is None or proposal.value else found
    if not regions and proposal.value:
        return proposal
    left_out = places_left_out(reading.summary)
    if left_out is None or narrowed(regions, left_out.value) == tuple(regions):
        return RegionReading(tuple(regions), "")
    reading.evidence["regions"] = left_out.quote
    return RegionReading(narrowed(regions, left_out.value), "")


def _consistent(money: dict[str, Decimal | None], evidence: dict[str, str]) -> dict[str, Decimal | None]:
    """A least that lies above the most was read from different cases: then neither is certain, and the least goes."""
    least, most = money["min_amount"], money["max_amount"]
    if least is not None and most is not None and least > most:
        evidence.pop("min_amount", None)
        return {**money, "min_amount": None}
    return money

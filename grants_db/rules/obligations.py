"""Obligations: the dates that follow from an award, each with the rule it comes from. Pure; the rules are data.

Precedence: what the award states leads, then the guideline (Richtlinie), then the general conditions (ANBest).
A stated date is never overwritten; where both exist and differ, both are given and one of them leads. Where a text can
be read in two ways, both days are given: the later one, and the one until which it is safe.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from grants_db.errors import UsageError
from grants_db.messages import Duration, Message
from grants_db.rules.durations import last_day, later, month_end, parse_duration
from grants_db.rules.obligation_rules import ANY_REGIME, OTHERWISE, Count, Rule
from grants_db.rules.working_days import HOME, next_working_day
from grants_db.vocabulary import ObligationKind, RemedyInstruction, Trigger

#: events that end a period: what counts from them begins with the next day (§§ 187 II, 188 II BGB)
PERIOD_ENDS = {
    Trigger.PERIOD_END,
    Trigger.BUDGET_YEAR_END,
    Trigger.FIRST_PROJECT_YEAR_END,
    Trigger.PROJECT_HALF_YEAR_END,
    Trigger.LAST_PAYMENT_YEAR_END,
}
#: a letter counts as known on the fourth day after it was posted (§ 41 II VwVfG), before 2025 on the third; whether
#: that moves on a weekend is disputed, so the earlier one counts
KNOWN_AFTER = "P4D"
KNOWN_AFTER_BEFORE_2025 = "P3D"
FOUR_DAYS_SINCE = date(2025, 1, 1)
#: kinds that fall due several times in one award; of the others, one day done is all of them done
REPEATED = {ObligationKind.INTERIM_REPORT, ObligationKind.SPEND_BY, ObligationKind.PAYMENT_REQUEST}
#: kinds that every award has: while their event hasn't happened, a line without a day says what they wait for
AWAITED = {ObligationKind.OBJECTION, ObligationKind.KEEP_RECEIPTS}
#: of these the later day is the safe one
LASTING = {ObligationKind.KEEP_RECEIPTS, ObligationKind.PURPOSE_BINDING}
#: of these the handing in counts, so that a weekend may move them
HANDED_IN = {ObligationKind.INTERIM_REPORT, ObligationKind.FINAL_REPORT, ObligationKind.OBJECTION}


@dataclass(frozen=True)
class StatedDate:
    """A date that the award or the guideline itself states."""

    obligation: ObligationKind
    due: date
    origin: str  # "award" or "guideline"
    provision: str = ""  # where in the document


@dataclass(frozen=True)
class AwardFacts:
    """What the rules count from; a date that hasn't happened yet, or that nobody knows, is None."""

    regimes: frozenset[str]
    notified_on: date | None
    period_start: date
    period_end: date
    purpose_fulfilled_on: date | None = None
    final_report_on: date | None = None
    posted_on: date | None = None  # where nobody knows when the letter arrived
    instruction: RemedyInstruction = RemedyInstruction.GIVEN
    payments: tuple[date, ...] = ()
    stated: tuple[StatedDate, ...] = ()
    place: str = HOME  # the Land of the authority's seat, whose holidays count, as ISO 3166-2

    @property
    def known_on(self) -> date | None:
        """When the award counts as known: as noted, else as presumed from the day it was posted."""
        if self.notified_on is None and self.posted_on is not None:
            return presumed_known(self.posted_on)
        return self.notified_on


def presumed_known(posted_on: date) -> date:
    """The day on which a letter that was posted then counts as known.

    >>> presumed_known(date(2026, 4, 30))
    datetime.date(2026, 5, 4)
    """
    return later(posted_on, KNOWN_AFTER if posted_on >= FOUR_DAYS_SINCE else KNOWN_AFTER_BEFORE_2025)


def noticed(notified_on: date | None, posted_on: date | None) -> date:
    """When an award counts as known: as noted, else as presumed from the day it was posted.

    Raises:
        UsageError: nobody says either.
    """
    if notified_on is not None:
        return notified_on
    if posted_on is None:
        raise UsageError("Bitte sagen, wann der Bescheid bekannt gegeben oder zur Post gegeben wurde.")
    return presumed_known(posted_on)


@dataclass(frozen=True)
class Obligation:
    """One date, or the lack of one, and where it comes from.

    Attributes:
        kind: what is to be done.
        occurrence: tells the dates of one kind apart (the budget year, the payment).
        due: the day; None where only the award can say it.
        origin: "award", "guideline" or "general".
        rule: the rule's id, or where the document states it.
        provision: where it stands.
        confirmed: is the day certain by the provision's own text?
        leads: False where a stated date goes before this one.
        formula: how the day was worked out.
        source: where the rule was read, as its file says; empty for a stated date.
        moved_from: the day before a weekend or holiday moved it.
        safe_until: an earlier day to which a strict reading leads.
        moves_to: the next working day, where the document states a weekend or holiday and doesn't insist on it.
        own: does the rule stand in the city's own file?
        waits: has it no day because it waits for an event, or arises with each occasion? Nothing is to be done yet.
    """

    kind: ObligationKind
    occurrence: str
    due: date | None
    origin: str
    rule: str
    provision: str
    confirmed: bool
    leads: bool
    formula: Message
    source: str = ""
    moved_from: date | None = None
    safe_until: date | None = None
    moves_to: date | None = None
    own: bool = False
    waits: bool = False


@dataclass(frozen=True)
class _Day:
    """A day that was counted, the one of the strictest reading, and how it was counted."""

    due: date
    strict: date
    formula: Message


def check_period(award: AwardFacts) -> None:
    """Is the period one?

    Raises:
        UsageError: it ends before it begins.
    """
    if award.period_end < award.period_start:
        raise UsageError(
            "Der Bewilligungszeitraum endet am {end}, vor seinem Beginn am {start}; bitte die Tage prüfen.",
            end=award.period_end,
            start=award.period_start,
        )


def derive(award: AwardFacts, rules: Sequence[Rule]) -> list[Obligation]:
    """All obligations of an award, stated and derived, in the order of their dates (those without one last)."""
    stated = _all_stated(award.stated, award.place)
    fitting = [rule for rule in rules if not rule.instruction or award.instruction in rule.instruction]
    named = [rule for rule in fitting if rule.regime == ANY_REGIME or rule.regime in award.regimes]
    said = {rule.obligation for rule in named}
    rest = [rule for rule in fitting if rule.regime == OTHERWISE and rule.obligation not in said]
    derived = [obligation for rule in (*named, *rest) for obligation in _derived(rule, award)]
    found = _by_precedence(stated, derived)
    return sorted(found, key=lambda item: (item.due or date.max, item.kind, item.occurrence, not item.leads, item.rule))


def _by_precedence(stated: list[Obligation], derived: list[Obligation]) -> list[Obligation]:
    by_award = {item.kind for item in stated if item.origin == "award"}
    by_document = {item.kind for item in stated}
    leading = [
        item if item.origin == "award" or item.kind not in by_award else replace(item, leads=False) for item in stated
    ]
    dates = {(item.kind, item.due) for item in stated}
    for item in derived:
        if item.kind not in by_document:
            leading.append(item)
        elif item.due is not None and (item.kind, item.due) not in dates:
            leading.append(replace(item, leads=False))
    return leading


def _all_stated(items: Sequence[StatedDate], place: str) -> list[Obligation]:
    """The stated dates; several of one origin for one kind are numbered, so that each keeps its identity."""
    counts: Counter[tuple[str, ObligationKind]] = Counter()
    found = []
    for item in items:
        counts[item.origin, item.obligation] += 1
        found.append(_stated(item, counts[item.origin, item.obligation], place))
    return found


def _stated(item: StatedDate, number: int, place: str) -> Obligation:
    working = next_working_day(item.due, place)
    return Obligation(
        kind=item.obligation,
        occurrence=item.due.isoformat() if item.obligation in REPEATED else "",
        due=item.due,
        origin=item.origin,
        rule=f"{item.origin}:{item.obligation.value}" + (f":{number}" if number > 1 else ""),
        provision=item.provision,
        confirmed=True,
        leads=True,
        formula=Message.of("Im Bescheid genannt.")
        if item.origin == "award"
        else Message.of("In der Richtlinie genannt."),
        moves_to=working if working != item.due and item.obligation in HANDED_IN else None,
    )


def _derived(rule: Rule, award: AwardFacts) -> list[Obligation]:
    """What a rule says: from its event on, not beyond its outer bound; by the bound alone while the event is open."""
    if rule.trigger is Trigger.OCCASION:
        occasions = Message.of("ohne Tag, bei jedem Anlass: {occasions}", occasions="; ".join(rule.occasions))
        return [_waiting(rule, award.place, occasions)]
    if rule.offset is None:
        return [_obligation(rule, occurrence, None, award.place) for occurrence in _events(rule.trigger, award)]
    bounds = {} if rule.latest is None else _counted(rule.latest, award, bound=True)
    count = Count(trigger=rule.trigger, offset=rule.offset, to_month_end=rule.to_month_end)
    earliest = {
        occurrence: min((day, *bounds.values()), key=lambda each: each.due)
        for occurrence, day in (_counted(count, award) or bounds).items()
    }
    if not earliest and rule.obligation in AWAITED:
        return [_waiting(rule, award.place, _awaited(count))]
    return [_obligation(rule, occurrence, day, award.place) for occurrence, day in earliest.items()]


def _awaited(count: Count) -> Message:
    return Message.of(
        "{event} plus {offset}; noch kein Tag bekannt", event=count.trigger, offset=Duration(count.offset)
    )


def _waiting(rule: Rule, place: str, formula: Message) -> Obligation:
    return replace(_obligation(rule, "", None, place), formula=formula, waits=True)


def _counted(count: Count, award: AwardFacts, *, bound: bool = False) -> dict[str, _Day]:
    """The days that are counted from each event, by the name of the occurrence."""
    found = {}
    for occurrence, event in _events(count.trigger, award).items():
        strict = due = later(event, count.offset)
        if count.to_month_end:
            strict = due = month_end(due)
        elif count.trigger in PERIOD_ENDS:
            due = last_day(event + timedelta(days=1), count.offset)
        found[occurrence] = _Day(due, strict, _formula(event, count, bound))
    return found


def _formula(event: date, count: Count, bound: bool) -> Message:
    values: dict[str, object] = {"day": event, "offset": Duration(count.offset)}
    if parse_duration(count.offset) == (0, 0):
        return Message.of("{event}: {day}", event=count.trigger, day=event)
    if count.to_month_end:
        if bound:
            return Message.of("spätestens {day} plus {offset}, bis zum Monatsende", **values)
        return Message.of("{day} plus {offset}, bis zum Monatsende", **values)
    return (
        Message.of("spätestens {day} plus {offset}", **values) if bound else Message.of("{day} plus {offset}", **values)
    )


def _obligation(rule: Rule, occurrence: str, day: _Day | None, place: str) -> Obligation:
    """The obligation with the day moved where it may be; None: only the award can say it."""
    due = day.due if day else None
    if day is not None and rule.moves != "never":
        due = next_working_day(day.due, place)
    moved = day is not None and due != day.due
    strictly = day is not None and day.strict < day.due and rule.obligation not in LASTING
    unsure = strictly or (moved and rule.moves == "unsure")
    return Obligation(
        kind=rule.obligation,
        occurrence=occurrence,
        due=due,
        origin="general",
        rule=rule.id,
        provision=rule.provision,
        confirmed=rule.confirmed and not unsure,
        leads=True,
        formula=day.formula if day else Message.of("Laut Bescheid, kein Tag bekannt; bitte eintragen."),
        source=rule.source,
        moved_from=day.due if day and moved else None,
        safe_until=day.strict if day and unsure else None,
        own=rule.own,
    )


def _events(trigger: Trigger, award: AwardFacts) -> Mapping[str, date]:
    """The days an event falls on, by the name of the occurrence; empty where it hasn't happened."""
    match trigger:
        case Trigger.NOTIFIED:
            return {"": award.known_on} if award.known_on else {}
        case Trigger.PERIOD_END:
            return {"": award.period_end}
        case Trigger.PURPOSE_FULFILLED:
            return {"": award.purpose_fulfilled_on} if award.purpose_fulfilled_on else {}
        case Trigger.FINAL_REPORT:
            return {"": award.final_report_on} if award.final_report_on else {}
        case Trigger.PAYMENT:
            return {f"{day.isoformat()} ({number})": day for number, day in enumerate(sorted(award.payments), start=1)}
        case Trigger.BUDGET_YEAR_END:
            # the final report takes the place of the last year's interim report, and of those after the purpose's
            ends = [date(year, 12, 31) for year in range(award.period_start.year, award.period_end.year)]
            fulfilled = award.purpose_fulfilled_on or date.max
            return {str(end.year): end for end in ends if end < fulfilled}
        case Trigger.FIRST_PROJECT_YEAR_END:
            end = last_day(award.period_start, "P1Y")
            return {"1": end} if end < award.period_end else {}
        case Trigger.LAST_PAYMENT_YEAR_END:
            return {"": date(max(award.payments).year, 12, 31)} if award.payments else {}
        case Trigger.PROJECT_HALF_YEAR_END:
            return _half_years(award)
        case Trigger.OCCASION:
            return {}


def _half_years(award: AwardFacts) -> dict[str, date]:
    """The end of each half-year of the project that lies in the period."""
    found: dict[str, date] = {}
    while (end := last_day(award.period_start, f"P{6 * (len(found) + 1)}M")) <= award.period_end:
        found[str(len(found) + 1)] = end
    return found

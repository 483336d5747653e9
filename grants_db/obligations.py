"""Obligations: the dates that follow from an award, each with the rule it comes from. Pure; the rules are data.

Precedence: what the award states leads, then the guideline (Richtlinie), then the general conditions (ANBest).
A stated date is never overwritten; where both exist and differ, both are given and one of them leads.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from grants_db.durations import later, parse_duration
from grants_db.errors import InputError
from grants_db.sentence import Sentence
from grants_db.vocabulary import ObligationKind, Trigger
from grants_db.working_days import next_working_day

RULES_FILE = Path(__file__).parent / "data" / "obligations.yml"
ANY_REGIME = "any"
#: kinds that fall due several times in one award; of the others, one day done is all of them done
REPEATED = {ObligationKind.INTERIM_REPORT, ObligationKind.SPEND_BY}


class Latest(BaseModel):
    """An outer bound of a rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trigger: Trigger
    offset: str

    @field_validator("offset")
    @classmethod
    def _is_a_duration(cls, value: str) -> str:
        parse_duration(value)
        return value


class Rule(BaseModel):
    """One rule of `data/obligations.yml`; the fields are explained there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    regime: str = Field(min_length=1)
    obligation: ObligationKind
    provision: str = Field(min_length=1)
    version: str
    trigger: Trigger
    offset: str | None
    latest: Latest | None = None
    moves: bool
    confirmed: bool
    source: str = Field(min_length=1)
    note: str = ""

    @field_validator("offset")
    @classmethod
    def _is_a_duration(cls, value: str | None) -> str | None:
        if value is not None:
            parse_duration(value)
        return value


@dataclass(frozen=True)
class StatedDate:
    """A date that the award or the guideline itself states."""

    obligation: ObligationKind
    due: date
    origin: str  # "award" or "guideline"
    provision: str = ""  # where in the document


@dataclass(frozen=True)
class AwardFacts:
    """What the rules count from; a date that hasn't happened yet is None."""

    regimes: frozenset[str]
    notified_on: date
    period_start: date
    period_end: date
    purpose_fulfilled_on: date | None = None
    final_report_on: date | None = None
    payments: tuple[date, ...] = ()
    stated: tuple[StatedDate, ...] = ()


@dataclass(frozen=True)
class Obligation:
    """One date, or the lack of one, and where it comes from.

    `occurrence` tells the dates of one kind apart (the budget year, the payment); `leads` is False where a stated date
    goes before this one; `moved_from` is the day before a weekend or holiday moved it.
    """

    kind: ObligationKind
    occurrence: str
    due: date | None
    origin: str  # "award", "guideline" or "general"
    rule: str  # the rule's id, or where the document states it
    provision: str
    confirmed: bool
    leads: bool
    formula: Sentence
    moved_from: date | None = None


def load_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """Read rules; InputError names the line and the field of the first mistake."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as mishap:  # ValueError: 30 February
        line = mishap.problem_mark.line + 1 if isinstance(mishap, yaml.MarkedYAMLError) and mishap.problem_mark else "?"
        raise InputError("Die Regeldatei {path} ist nicht lesbar (Zeile {line}).", path=path, line=line) from mishap
    if not isinstance(root, yaml.SequenceNode) or not isinstance(rows, list):
        raise InputError("Die Regeldatei {path} muss eine Liste von Regeln sein.", path=path)
    rules: dict[str, Rule] = {}
    for node, row in zip(root.value, rows, strict=True):
        rule = _rule(path, node, row)
        if rule.id in rules:
            raise _mistake(path, _line(node, "id"), "id", f"„{rule.id}“ steht zweimal da")
        rules[rule.id] = rule
    return tuple(rules.values())


def derive(award: AwardFacts, rules: Sequence[Rule]) -> list[Obligation]:
    """All obligations of an award, stated and derived, in the order of their dates (those without one last)."""
    stated = _all_stated(award.stated)
    derived = [
        obligation
        for rule in rules
        if rule.regime == ANY_REGIME or rule.regime in award.regimes
        for obligation in _derived(rule, award)
    ]
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


def _all_stated(items: Sequence[StatedDate]) -> list[Obligation]:
    """The stated dates; several of one origin for one kind are numbered, so that each keeps its identity."""
    counts: Counter[tuple[str, ObligationKind]] = Counter()
    found = []
    for item in items:
        counts[item.origin, item.obligation] += 1
        found.append(_stated(item, counts[item.origin, item.obligation]))
    return found


def _stated(item: StatedDate, number: int) -> Obligation:
    return Obligation(
        kind=item.obligation,
        occurrence=item.due.isoformat() if item.obligation in REPEATED else "",
        due=item.due,
        origin=item.origin,
        rule=f"{item.origin}:{item.obligation.value}" + (f":{number}" if number > 1 else ""),
        provision=item.provision,
        confirmed=True,
        leads=True,
        formula=Sentence.of("Im Bescheid genannt.")
        if item.origin == "award"
        else Sentence.of("In der Richtlinie genannt."),
    )


def _derived(rule: Rule, award: AwardFacts) -> list[Obligation]:
    if rule.offset is None:
        return [_obligation(rule, "", None, Sentence.of("Das Datum steht im Bescheid; bitte eintragen."))]
    found = []
    for occurrence, day in _events(rule.trigger, award).items():
        due = later(day, rule.offset)
        formula = Sentence.of("{day} plus {offset}", day=day, offset=rule.offset)
        found.append(_bounded(rule, occurrence, due, formula, award))
    if not found and rule.latest is not None:
        found = [
            _obligation(rule, occurrence, later(day, rule.latest.offset), _at_latest(day, rule.latest))
            for occurrence, day in _events(rule.latest.trigger, award).items()
        ]
    return found


def _bounded(rule: Rule, occurrence: str, due: date, formula: Sentence, award: AwardFacts) -> Obligation:
    """The earlier of the rule's date and its outer bound."""
    if rule.latest is not None:
        for day in _events(rule.latest.trigger, award).values():
            if (bound := later(day, rule.latest.offset)) < due:
                due, formula = bound, _at_latest(day, rule.latest)
    return _obligation(rule, occurrence, due, formula)


def _obligation(rule: Rule, occurrence: str, due: date | None, formula: Sentence) -> Obligation:
    moved = next_working_day(due) if rule.moves and due is not None else due
    return Obligation(
        kind=rule.obligation,
        occurrence=occurrence,
        due=moved,
        origin="general",
        rule=rule.id,
        provision=rule.provision,
        confirmed=rule.confirmed and moved == due,  # that a date moves to a working day is itself unconfirmed
        leads=True,
        formula=formula,
        moved_from=due if moved != due else None,
    )


def _events(trigger: Trigger, award: AwardFacts) -> Mapping[str, date]:
    """The days an event falls on, by the name of the occurrence; empty where it hasn't happened."""
    match trigger:
        case Trigger.NOTIFIED:
            return {"": award.notified_on}
        case Trigger.PERIOD_END:
            return {"": award.period_end}
        case Trigger.PURPOSE_FULFILLED:
            return {"": award.purpose_fulfilled_on} if award.purpose_fulfilled_on else {}
        case Trigger.FINAL_REPORT:
            return {"": award.final_report_on} if award.final_report_on else {}
        case Trigger.PAYMENT:
            return {f"{day.isoformat()} ({number})": day for number, day in enumerate(sorted(award.payments), start=1)}
        case Trigger.BUDGET_YEAR_END:
            # the final report takes the place of the last year's interim report
            years = range(award.period_start.year, award.period_end.year)
            return {str(year): date(year, 12, 31) for year in years}


def _at_latest(day: date, latest: Latest) -> Sentence:
    return Sentence.of("spätestens {day} plus {offset}", day=day, offset=latest.offset)


def _rule(path: Path, node: yaml.Node, row: object) -> Rule:
    try:
        return Rule.model_validate(row)
    except ValidationError as mishap:
        first = mishap.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        raise _mistake(path, _line(node, name), name, first["msg"]) from mishap


def _mistake(path: Path, line: int, name: str, why: str) -> InputError:
    return InputError(
        "Regeldatei {path}, Zeile {line}, Feld „{field}“: {why}. Die Regel wurde nicht übernommen.",
        path=path.name,
        line=line,
        field=name,
        why=why,
    )


def _line(node: yaml.Node, name: str) -> int:
    """The line of a rule's field, or of the rule where the field is missing."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name:
                return int(value.start_mark.line) + 1
    return int(node.start_mark.line) + 1

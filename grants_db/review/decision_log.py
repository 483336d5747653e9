"""Reads of the ledger: every decision with what it was about, by pages and filters in SQL, and what became of it.

The answer to "why did we (not) apply?"; what is decided and taken back is written in `grants_db.review.decisions`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.errors import InputError
from grants_db.measures.units import ids_of_units_named
from grants_db.models.application import Application, ApplicationMeasure
from grants_db.models.match import Decision
from grants_db.models.measure import Measure, Unit
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.vocabulary import DecisionKind, ReasonCode

IDS_AT_ONCE = 500  # in one statement; databases limit how many values it may carry


@dataclass(frozen=True)
class LedgerFilter:
    """Which decisions; empty means all. Every word must occur in a title, the measure's number, the note or who.

    `named` says for a word which reasons people call so: their names are not in the database.
    """

    words: str = ""
    kind: DecisionKind | None = None
    reason: ReasonCode | None = None
    action_field: int | None = None
    unit: str = ""
    opportunity: int | None = None
    named: Mapping[str, Sequence[ReasonCode]] = field(default_factory=dict)


@dataclass(frozen=True)
class LedgerLine:
    """A decision with the measure and the call it is about."""

    id: int
    decided_at: datetime
    kind: DecisionKind
    reason: ReasonCode | None
    note: str
    decided_by: str
    version: int
    undone_at: datetime | None
    reopened_because: dict[str, Any] | None
    number: str
    measure: str
    unit: str
    opportunity: int
    title: str


@dataclass(frozen=True)
class LedgerPage:
    """A page of the ledger in its order, and how many decisions there are in all."""

    lines: list[LedgerLine]
    total: int
    offset: int


@dataclass(frozen=True)
class LedgerEntry:
    """A decision in full: how the call has changed since, what was decided after it, and the application made of it."""

    decision: Decision
    measure: Measure
    opportunity: Opportunity
    changed: Sequence[str]  # fields of the call that have changed since
    later: Sequence[Decision]  # decisions on the same match after it, the oldest first
    application: Application | None


def ledger_page(
    session: Session, wanted: LedgerFilter, *, limit: int | None = None, offset: int = 0, first: str = ""
) -> LedgerPage:
    """The decisions that fit, the newest first; before them those about the measures of the unit `first`."""
    run = session.connection().execute
    # the ids alone first: only the page's rows are put together, and the words are looked for once
    ids = list(run(_fitting(session, wanted).order_by(col(Decision.id).desc())).scalars())
    if first:
        units = ids_of_units_named(session, first)
        theirs = select(Decision.id).join(Measure, col(Decision.measure_id) == col(Measure.id))
        own = set(session.exec(theirs.where(col(Measure.unit_id).in_(units))))
        ids.sort(key=lambda number: number not in own)
    shown = ids[offset:] if limit is None else ids[offset : offset + limit]
    statement = (
        select_columns(
            col(Decision.id),
            col(Decision.decided_at),
            col(Decision.kind),
            col(Decision.reason),
            col(Decision.note),
            col(Decision.decided_by),
            col(Decision.opportunity_version),
            col(Decision.undone_at),
            col(Decision.reopened_because),
            col(Measure.number),
            col(Measure.title),
            func.coalesce(Unit.name, ""),
            col(Decision.opportunity_id),
            col(Opportunity.title),
        )
        .join(Measure, col(Decision.measure_id) == col(Measure.id))
        .join(Opportunity, col(Decision.opportunity_id) == col(Opportunity.id))
        .outerjoin(Unit, col(Measure.unit_id) == col(Unit.id))
    )
    lines: dict[int, LedgerLine] = {}
    for start in range(0, len(shown), IDS_AT_ONCE):
        part = shown[start : start + IDS_AT_ONCE]
        lines |= {row.id: LedgerLine(*row) for row in run(statement.where(col(Decision.id).in_(part)))}
    return LedgerPage([lines[number] for number in shown], len(ids), offset)


def ledger_entry(session: Session, decision_id: int) -> LedgerEntry:
    """A decision in full; InputError if there is none."""
    if (decision := session.get(Decision, decision_id)) is None:
        raise InputError("Eine Entscheidung mit der Nummer {id} gibt es nicht.", id=decision_id)
    versions = select(OpportunityVersion).where(
        OpportunityVersion.opportunity_id == decision.opportunity_id,
        col(OpportunityVersion.number) > decision.opportunity_version,
    )
    later = select(Decision).where(
        Decision.measure_id == decision.measure_id,
        Decision.opportunity_id == decision.opportunity_id,
        col(Decision.id) > decision_id,
    )
    made = (
        select(Application)
        .join(ApplicationMeasure, col(ApplicationMeasure.application_id) == col(Application.id))
        .where(
            Application.opportunity_id == decision.opportunity_id, ApplicationMeasure.measure_id == decision.measure_id
        )
    )
    changes = (change for version in session.exec(versions) for change in version.changes)
    return LedgerEntry(
        decision=decision,
        measure=session.get_one(Measure, decision.measure_id),
        opportunity=session.get_one(Opportunity, decision.opportunity_id),
        changed=list(dict.fromkeys(str(change["field"]) for change in changes)),
        later=session.exec(later.order_by(col(Decision.id))).all(),
        application=session.exec(made.order_by(col(Application.id).desc())).first(),
    )


def _fitting(session: Session, wanted: LedgerFilter) -> Any:
    """The ids of the decisions that fit; tables that no filter asks for stay out of it."""
    statement: Any = select_columns(col(Decision.id))
    if wanted.words.strip() or wanted.action_field is not None or wanted.unit:
        statement = statement.join(Measure, col(Decision.measure_id) == col(Measure.id))
    if wanted.words.strip():
        statement = statement.join(Opportunity, col(Decision.opportunity_id) == col(Opportunity.id))
    if wanted.unit:
        statement = statement.where(col(Measure.unit_id).in_(ids_of_units_named(session, wanted.unit)))
    if wanted.kind is not None:
        statement = statement.where(col(Decision.kind) == wanted.kind)
    if wanted.reason is not None:
        statement = statement.where(col(Decision.reason) == wanted.reason)
    if wanted.action_field is not None:
        statement = statement.where(col(Measure.action_field_number) == wanted.action_field)
    if wanted.opportunity is not None:
        statement = statement.where(col(Decision.opportunity_id) == wanted.opportunity)
    folds = session.get_bind().dialect.name == "postgresql"
    for word in wanted.words.split():
        reasons = col(Decision.reason).in_(wanted.named.get(word, ()))
        statement = statement.where(or_(_contains(word, folds=folds), reasons))
    return statement


def _contains(word: str, *, folds: bool) -> ColumnElement[bool]:
    """The word in what people wrote or read, whatever its case.

    SQLite folds only ASCII letters: there a word with umlauts is asked for in every spelling people use.
    """
    texts = (Opportunity.title, Measure.title, Measure.number, Decision.note, Decision.decided_by)
    if folds:
        return or_(*(col(text).icontains(word, autoescape=True) for text in texts))
    spelled = [word] if word.isascii() else sorted({word.lower(), word.upper(), word.capitalize()})
    return or_(*(col(text).contains(one, autoescape=True) for text in texts for one in spelled))

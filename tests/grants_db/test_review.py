"""The reads of the review queue and of the ledger give what the decisions say, without loading what nobody sees."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from grants_db.dashboard.overview import overview, waiting_by_field
from grants_db.errors import InputError
from grants_db.models.match import Decision, Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.corrections import correct
from grants_db.review.decision_log import LedgerFilter, ledger_entry, ledger_page
from grants_db.review.decisions import current_decisions, decide, decide_all, undo, undo_all
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.queue import MatchCounts, match_counts, match_lines, matches_in_full, queue
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode

Propose = Callable[..., None]
Measures = Callable[..., Measure]
Calls = Callable[..., Opportunity]


@pytest.fixture
def propose(session: Session, now: datetime) -> Propose:
    """Stores proposals: each call for each of its measures, all in one matching."""

    def store(*pairs: tuple[Measure, Opportunity]) -> None:
        proposals: dict[int, list[Proposal]] = {}
        for rank, (measure, call) in enumerate(pairs):
            proposal = Proposal(call.id or 0, 0.9 - rank / 10, {}, Eligibility.ELIGIBLE, [], [], [])
            proposals.setdefault(measure.id or 0, []).append(proposal)
        replace_undecided(session, proposals, now)

    return store


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The SQL that is run inside."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def test_counts_follow_the_standing_decisions(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measure, calls = a_measure(), [an_opportunity(name) for name in "abcd"]
    propose(*((measure, call) for call in calls))
    decide(session, measure, calls[0], DecisionKind.LATER, now=now)
    accepted = decide(session, measure, calls[0], DecisionKind.ACCEPTED, now=now)
    decide(session, measure, calls[1], DecisionKind.DISMISSED, now=now, reason=ReasonCode.CUMULATION)
    decide(session, measure, calls[2], DecisionKind.LATER, now=now)
    assert match_counts(session) == {measure.id: MatchCounts(4, 2, 1, 1, 0)}
    undo(session, accepted.id or 0, now)  # "later" stands again
    assert match_counts(session) == {measure.id: MatchCounts(4, 3, 2, 0, 0)}


def test_new_is_what_waits_and_whose_call_changed_since(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measure, calls = a_measure(), [an_opportunity(name) for name in "abcd"]
    propose(*((measure, call) for call in calls))
    calls[0].content_changed_at = now - timedelta(days=9)
    session.flush()
    decide(session, measure, calls[1], DecisionKind.ACCEPTED, now=now)
    decide(session, measure, calls[2], DecisionKind.LATER, now=now)
    assert match_counts(session, now - timedelta(days=2))[measure.id or 0].new == 2
    assert match_counts(session)[measure.id or 0].new == 0


def test_review_and_overview_count_the_same_matches_and_none_of_a_call_that_is_no_longer_listed(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measure, calls = a_measure(), [an_opportunity(name) for name in "abcd"]
    propose(*((measure, call) for call in calls))
    decide(session, measure, calls[0], DecisionKind.ACCEPTED, now=now)
    for gone in calls[:2]:
        gone.retired_at = now
        session.add(gone)
    session.flush()
    assert match_counts(session) == {measure.id: MatchCounts(4, 2, 0, 1, 0)}
    assert match_counts(session, now - timedelta(days=2))[measure.id or 0].new == 2
    assert waiting_by_field(session) == {measure.action_field_number: 2}
    assert sum(sum(field.open_matches.values()) for field in overview(session)) == 2


def test_a_decision_on_a_match_that_is_gone_counts_nowhere(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measure, call = a_measure(), an_opportunity()
    propose((measure, call))
    decide(session, measure, call, DecisionKind.ACCEPTED, now=now)
    session.delete(session.exec(select(Match)).one())
    session.flush()
    assert match_counts(session) == {}


def test_the_queue_holds_sums_and_units_and_leaves_out_what_is_funded(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose
) -> None:
    a_measure("1.10", cost=Decimal("1000.10"), secured=Decimal("0.05"))
    a_measure("1.9", cost=None, secured=None)
    a_measure("1.2", cost=Decimal(10), secured=Decimal(10))
    since_funded = a_measure("1.3", cost=Decimal(10), secured=Decimal(10))
    propose((since_funded, an_opportunity()))
    assert [(row.number, row.gap) for row in queue(session)] == [
        ("1.3", Decimal(0)),
        ("1.9", None),
        ("1.10", Decimal("1000.05")),
    ]


def test_lines_load_no_texts_and_ask_once(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose
) -> None:
    measure = a_measure()
    propose(*((measure, an_opportunity(f"c{number}", description="lang" * 500)) for number in range(9)))
    measure_id = measure.id or 0
    session.expire_all()
    with statements(session) as heard:
        lines = match_lines(session, measure_id)
    assert [line.score for line in lines] == sorted((line.score for line in lines), reverse=True)
    assert len(lines) == 9
    [asked] = heard
    assert "description" not in asked


def test_a_match_in_full_has_corrections_and_the_other_measures(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    first, second, call = a_measure("1.1"), a_measure("1.2"), an_opportunity()
    propose((first, call), (second, call))
    correct(session, call.id or 0, "max_amount", "5000.00", now=now)
    decide(session, second, call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.DUPLICATE)
    [line] = match_lines(session, first.id or 0)
    found = matches_in_full(session, [line.match_id, 4711])[line.match_id]
    assert found.opportunity.max_amount == Decimal(5000)
    assert found.decision is None
    assert [(other.number, other.decision) for other in found.others] == [("1.2", DecisionKind.DISMISSED)]


def test_several_are_decided_and_taken_back_all_or_none(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measure, calls = a_measure(), [an_opportunity(name) for name in "abc"]
    propose((measure, calls[0]), (measure, calls[1]))
    ids = [call.id or 0 for call in calls]
    session.commit()
    with pytest.raises(InputError), session.begin_nested():
        decide_all(session, measure.id or 0, ids, DecisionKind.ACCEPTED, now=now)
    assert session.exec(select(Decision)).all() == []
    made = decide_all(session, measure.id or 0, ids[:2], DecisionKind.ACCEPTED, now=now)
    assert len(current_decisions(session)) == 2
    undo_all(session, made, now)
    assert current_decisions(session) == {}


def test_the_ledger_pages_and_filters(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measures = [a_measure("1.1"), a_measure("2.1", action_field=2, unit="Sozialamt")]
    call = an_opportunity("a", title="Förderung ÜBERALL 100 %")
    other = an_opportunity("b", title="Anderes")
    propose((measures[0], call), (measures[1], call), (measures[1], other))
    decide(session, measures[0], call, DecisionKind.ACCEPTED, now=now)
    decide(session, measures[1], call, DecisionKind.DISMISSED, now=now, reason=ReasonCode.DUPLICATE, note="wie Öffnung")
    decide(session, measures[1], other, DecisionKind.LATER, now=now)

    def numbers(wanted: LedgerFilter) -> list[int]:
        return [line.id for line in ledger_page(session, wanted).lines]

    assert numbers(LedgerFilter()) == [3, 2, 1]
    assert numbers(LedgerFilter(words="überall förderung")) == [2, 1]
    assert numbers(LedgerFilter(words="100 %")) == [2, 1]
    assert numbers(LedgerFilter(words="öffnung")) == [2]
    assert numbers(LedgerFilter(words="dublette", named={"dublette": (ReasonCode.DUPLICATE,)})) == [2]
    assert numbers(LedgerFilter(words="_")) == []
    assert numbers(LedgerFilter(kind=DecisionKind.LATER)) == [3]
    assert numbers(LedgerFilter(reason=ReasonCode.DUPLICATE)) == [2]
    assert numbers(LedgerFilter(action_field=1)) == [1]
    assert numbers(LedgerFilter(unit="Sozialamt")) == [3, 2]
    assert numbers(LedgerFilter(opportunity=call.id)) == [2, 1]
    page = ledger_page(session, LedgerFilter(), limit=2, offset=2)
    assert ([line.id for line in page.lines], page.total) == ([1], 3)
    with statements(session) as heard:
        ledger_page(session, LedgerFilter())
    assert len(heard) == 2


def test_an_entry_tells_what_was_decided_later(
    session: Session, a_measure: Measures, an_opportunity: Calls, propose: Propose, now: datetime
) -> None:
    measure, call = a_measure(), an_opportunity()
    propose((measure, call))
    first = decide(session, measure, call, DecisionKind.LATER, now=now)
    second = decide(session, measure, call, DecisionKind.ACCEPTED, now=now)
    entry = ledger_entry(session, first.id or 0)
    assert [later.id for later in entry.later] == [second.id]
    assert (entry.application, list(entry.changed)) == (None, [])
    with pytest.raises(InputError):
        ledger_entry(session, 4711)

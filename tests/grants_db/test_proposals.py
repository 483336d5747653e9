"""Calls proposed by letters: each once, listed while one can apply, never an opportunity by itself."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from grants_db.errors import InputError, UsageError
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.opportunities.manual_entry import enter_by_hand
from grants_db.opportunities.proposals import (
    LetterWithCalls,
    decide_proposal,
    keep_letters,
    known_by_link,
    letters_read,
    open_proposals,
    record_run,
    register_letters,
)
from grants_db.opportunities.runs import last_runs
from grants_db.opportunities.store import list_opportunities
from grants_db.vocabulary import ProposalState, RunOutcome

CALLS = (
    {"title": "Fonds Nachbarschaft", "funder": "Stiftung", "deadline": "2027-03-31", "link": "https://fonds.example"},
    {"title": "Preis der Vielfalt", "funder": None, "deadline": None, "link": None, "rolling": True},
    {"title": "Schon vorbei", "funder": None, "deadline": "2026-01-31", "link": None},
)
LETTER = LetterWithCalls("sha256:1", CALLS, message_id="<brief-1@stiftung.example>", subject="Rundbrief")


@pytest.fixture
def mailbox(session: Session, now: datetime) -> str:
    return register_letters(session, "mailbox", "Postfach", "imap://mail.example/INBOX", now).name


def test_what_one_can_apply_for_waits_for_a_person_and_is_no_opportunity(
    session: Session, mailbox: str, now: datetime, today: date
) -> None:
    keep_letters(session, mailbox, [LETTER], now)

    assert [one.title for one in open_proposals(session, today)] == ["Fonds Nachbarschaft", "Preis der Vielfalt"]
    assert not list_opportunities(session)


def test_the_same_letter_from_another_place_proposes_nothing_twice(
    session: Session, mailbox: str, now: datetime, today: date
) -> None:
    keep_letters(session, mailbox, [LETTER], now)
    again = LetterWithCalls("sha256:2", CALLS[:1], message_id=LETTER.message_id)

    assert keep_letters(session, mailbox, [LETTER, again], now) == []
    assert letters_read(session, mailbox) == {"sha256:1", "sha256:2"}
    assert len(open_proposals(session, today)) == 2


def test_what_was_decided_waits_no_more_and_a_discarded_one_can_be_taken_back(
    session: Session, mailbox: str, facts: Callable[..., OpportunityFacts], now: datetime, today: date
) -> None:
    keep_letters(session, mailbox, [LETTER], now)
    fund, prize = (one.id or 0 for one in open_proposals(session, today))
    call = enter_by_hand(session, facts("brief-1", url="https://fonds.example/"), now)

    assert known_by_link(session, open_proposals(session, today)) == {fund: call.id}
    decide_proposal(session, fund, ProposalState.ACCEPTED, now, opportunity=call.id)
    decide_proposal(session, prize, ProposalState.DISCARDED, now)
    assert not open_proposals(session, today)

    decide_proposal(session, prize, ProposalState.OPEN, now)
    assert [one.id for one in open_proposals(session, today)] == [prize]
    with pytest.raises(UsageError, match="schon eingetragen"):
        decide_proposal(session, fund, ProposalState.DISCARDED, now)
    with pytest.raises(InputError, match="gibt es nicht"):
        decide_proposal(session, 4711, ProposalState.DISCARDED, now)


def test_a_run_says_how_many_letters_were_read_and_what_was_not(session: Session, mailbox: str, now: datetime) -> None:
    refused = InputError("{file} ließ sich nicht lesen.", file="brief.msg").sentence

    record_run(session, mailbox, now, asked=3, new=2, errors=[refused], failed=False)
    record_run(session, mailbox, now + timedelta(days=1), asked=0, new=0, errors=[refused], failed=True)

    failed, partial = last_runs(session, mailbox)
    assert (partial.outcome, partial.asked, partial.new) == (RunOutcome.PARTIAL, 3, 2)
    assert failed.outcome is RunOutcome.FAILED

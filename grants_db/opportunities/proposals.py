"""Calls proposed by letters: stored once each, listed until a person enters or discards them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.letter import CallProposal, ReadLetter
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import CrawlRun, Source
from grants_db.opportunities.manual_entry import enter_by_hand, next_key
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.rules.evidence import TYPED
from grants_db.rules.folding import words_of
from grants_db.vocabulary import ProposalState, RunOutcome

#: the platform of a source whose calls come by letter
LETTERS = "letters"
_LONGEST_KEY, _LONGEST_ID = 300, 200


@dataclass(frozen=True)
class LetterWithCalls:
    """A letter as it was read.

    Attributes:
        key: how the place it came from knows it again: its Message-ID, or a sign of its content.
        message_id: as the letter has it; the same letter from two places is one.
        calls: as `crawler.letters` reads them: title, funder, deadline, link, and what else it found; `facts` are
            those of its text in the form of `facts_as_json`, `level` what the funder's name hints at.
    """

    key: str
    calls: Sequence[dict[str, Any]]
    message_id: str = ""
    subject: str = ""
    sender: str = ""
    sent: date | None = None

    @property
    def identity(self) -> str:
        """What its proposals are known by."""
        return self.message_id[:_LONGEST_ID] or self.key


def register_letters(session: Session, name: str, title: str, address: str, now: datetime) -> Source:
    """The source that a mailbox or a folder of letters is."""
    source = Source(
        name=name,
        title=title,
        url=address,
        platform=LETTERS,
        permission="Eigene Post; sie wird nur gelesen und bleibt, wie sie ist.",
        verified=True,
        added_at=now,
    )
    return register_source(session, source)


def letters_read(session: Session, source_name: str) -> set[str]:
    """The keys of the letters that were read from there."""
    return set(session.exec(select(ReadLetter.key).where(ReadLetter.source_name == source_name)).all())


def keep_letters(
    session: Session, source_name: str, letters: Iterable[LetterWithCalls], now: datetime
) -> list[CallProposal]:
    """Remember the letters as read and their calls as proposals; gives those that are new."""
    new = []
    for letter in letters:
        if session.get(ReadLetter, letter.key) is None:
            session.add(ReadLetter(key=letter.key, source_name=source_name, read_at=now))
        for call in letter.calls:
            folded = " ".join(words_of(call["title"]))[:_LONGEST_KEY]
            known = select(CallProposal.id).where(
                CallProposal.letter_key == letter.identity, CallProposal.folded_title == folded
            )
            if not folded or session.exec(known).first() is not None:
                continue
            proposal = CallProposal(
                letter_key=letter.identity,
                folded_title=folded,
                source_name=source_name,
                title=call["title"],
                funder=call.get("funder") or "",
                deadline=date.fromisoformat(call["deadline"]) if call.get("deadline") else None,
                further_deadlines=list(call.get("further_deadlines", ())),
                rolling=bool(call.get("rolling")),
                link=call.get("link") or "",
                text=call.get("text", ""),
                level=call.get("level"),
                facts=call.get("facts", {}),
                letter_subject=letter.subject,
                letter_sender=letter.sender,
                letter_sent=letter.sent,
                found_at=now,
            )
            session.add(proposal)
            session.flush()
            new.append(proposal)
    return new


def record_run(
    session: Session,
    source_name: str,
    now: datetime,
    *,
    asked: int,
    new: int,
    errors: Collection[Message],
    failed: bool,
) -> CrawlRun:
    """A run of such a source: letters looked at, proposals that are new, and what could not be read."""
    run = open_run(session, source_name, now)
    run.outcome = RunOutcome.FAILED if failed else RunOutcome.PARTIAL if errors else RunOutcome.OK
    run.asked, run.answered, run.failed = asked, max(0, asked - len(errors)), len(errors)
    run.opportunities = run.new = new
    run.errors = [{"url": "", "sentence": error.as_json()} for error in errors]
    run.finished_at = now
    session.add(run)
    session.flush()
    return run


def open_proposals(session: Session, today: date) -> Sequence[CallProposal]:
    """What waits for a person: those one can still apply for, the next deadline first."""
    statement = select(CallProposal).where(*_waiting(today))
    in_order = statement.order_by(
        col(CallProposal.deadline).is_(None), col(CallProposal.deadline), col(CallProposal.id)
    )
    return session.exec(in_order).all()


def any_open_proposal(session: Session, today: date) -> bool:
    """Does anything wait?"""
    return session.exec(select(CallProposal.id).where(*_waiting(today)).limit(1)).first() is not None


def _waiting(today: date) -> tuple[ColumnElement[bool], ...]:
    ends = col(CallProposal.deadline)
    return col(CallProposal.state) == ProposalState.OPEN, or_(ends.is_(None), ends >= today)


def known_by_link(session: Session, proposals: Iterable[CallProposal]) -> dict[int, int]:
    """The opportunity that has a proposal's address already, by the proposal's number."""
    links = {proposal.link.rstrip("/"): proposal.id or 0 for proposal in proposals if proposal.link}
    if not links:
        return {}
    both = {form for link in links for form in (link, f"{link}/")}
    found = session.exec(select(Opportunity.id, Opportunity.url).where(col(Opportunity.url).in_(both))).all()
    by_link = {url.rstrip("/"): number or 0 for number, url in found}
    return {
        proposal.id or 0: by_link[link]
        for proposal in proposals
        if (link := proposal.link.rstrip("/")) and link in by_link
    }


def get_proposal(session: Session, number: int) -> CallProposal:
    """The proposal of this number; InputError if there is none."""
    if (proposal := session.get(CallProposal, number)) is None:
        raise InputError(
            "Einen Vorschlag {number} gibt es nicht; „akquise letters proposals“ zeigt alle.", number=number
        )
    return proposal


def enter_proposal(
    session: Session, number: int, typed: Mapping[str, Any], now: datetime, *, by: str = ""
) -> Opportunity:
    """Enter a proposal as an opportunity, as a person confirmed it; facts of its text keep their sentences.

    `typed` has `title`, `level`, `funder`, `url`, and `deadline` as `correction_values.read_value` gives it.

    Raises:
        InputError: no such proposal.
        UsageError: no title, or it was entered already.
    """
    proposal = get_proposal(session, number)
    values = {**proposal.facts, **typed, "external_id": next_key(session, now), "description": proposal.text}
    evidence = dict(proposal.facts.get("evidence", {}))
    if typed.get("deadline") and typed["deadline"]["dates"] != proposal.facts.get("deadline", {}).get("dates"):
        values["deadline"] = {**typed["deadline"], "evidence": TYPED}
        evidence["deadline"] = TYPED
    elif proposal.facts.get("deadline"):
        values["deadline"] = proposal.facts["deadline"]
    facts = OpportunityFacts.model_validate({**values, "evidence": evidence, "attribution": TYPED})
    stored = enter_by_hand(session, facts, now)
    decide_proposal(session, number, ProposalState.ACCEPTED, now, by=by, opportunity=stored.id)
    return stored


def decide_proposal(
    session: Session, number: int, state: ProposalState, now: datetime, *, by: str = "", opportunity: int | None = None
) -> CallProposal:
    """A person entered the proposal as this opportunity, discarded it, or takes that back (`open`).

    Raises:
        InputError: no such proposal.
        UsageError: it was entered already.
    """
    proposal = get_proposal(session, number)
    if proposal.state is ProposalState.ACCEPTED:
        raise UsageError(
            "Der Vorschlag {number} ist schon eingetragen: Förderangebot {opportunity}.",
            number=number,
            opportunity=proposal.opportunity_id or 0,
        )
    proposal.state, proposal.decided_at, proposal.decided_by = state, now, by
    proposal.opportunity_id = opportunity
    session.add(proposal)
    return proposal

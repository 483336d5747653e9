"""Two people do the same at the same moment: one is first, the other is told, nothing is overwritten or doubled."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from grants_db.applications import create_application
from grants_db.database import open_database, reading, writing
from grants_db.decisions import current_decisions, decide_all, undo_all
from grants_db.errors import AkquiseError, InputError
from grants_db.matches import Proposal, replace_undecided
from grants_db.measures import MeasureRecord, get_measure, seed_action_fields, upsert_measures
from grants_db.models.application import Application
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities import SeenOpportunity, list_opportunities, upsert
from grants_db.sources import open_run, register_source
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(
    params=["sqlite_url", pytest.param("postgresql_url", marks=[pytest.mark.slow, pytest.mark.xdist_group("server")])]
)
def shared(
    request: pytest.FixtureRequest, record: Callable[..., MeasureRecord], facts: Callable[..., OpportunityFacts]
) -> Iterator[Engine]:
    """A database that many share: a measure with two calls proposed for it."""
    engine = open_database(request.getfixturevalue(request.param))
    with writing(engine) as session:
        seed_action_fields(session)
        upsert_measures(session, [record("1.1")])
        register_source(session, Source(name="p", title="P", url="https://p.example/", platform="x", added_at=NOW))
        run = open_run(session, "p", NOW)
        seen = [facts(name, title=f"Aufruf {name}") for name in "ab"]
        upsert(session, run, [SeenOpportunity(one, one.url) for one in seen], NOW)
        proposals = [
            Proposal(call.id or 0, 0.5, {"text": 0.5}, Eligibility.ELIGIBLE, [], [], [])
            for call in list_opportunities(session)
        ]
        replace_undecided(session, {get_measure(session, "1.1").id or 0: proposals}, NOW)
    yield engine
    engine.dispose()


def pair(session: Session) -> tuple[int, list[int]]:
    """The measure and its calls."""
    return get_measure(session, "1.1").id or 0, [call.id or 0 for call in list_opportunities(session)]


def both(engine: Engine, *works: Callable[[Session], object]) -> list[str]:
    """Do these in a session each, all beginning at once; gives what those were told that were refused."""
    start = Barrier(len(works))

    def one(work: Callable[[Session], object]) -> str:
        start.wait(timeout=120)
        try:
            with writing(engine) as session:
                work(session)
        except AkquiseError as told:
            return str(told)
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return [told for told in pool.map(one, works) if told]


def test_of_two_who_decide_at_once_the_second_is_told(shared: Engine) -> None:
    with reading(shared) as session:
        measure, (call, _other) = pair(session)

    def accept(session: Session) -> None:
        decide_all(session, measure, [call], DecisionKind.ACCEPTED, now=NOW, decided_by="Amt A", seen={call: None})

    def dismiss(session: Session) -> None:
        reason = ReasonCode.OUTSIDE_PURPOSE
        decide_all(
            *(session, measure, [call], DecisionKind.DISMISSED),
            now=NOW,
            reason=reason,
            decided_by="Amt B",
            seen={call: None},
        )

    [told] = both(shared, accept, dismiss)
    with reading(shared) as session:
        [stands] = current_decisions(session).values()
    at = f"{NOW.astimezone():%d.%m.%Y, %H:%M} Uhr"
    first = f"„Aufruf a“ ist inzwischen anders entschieden worden ({stands.decided_by}): {stands.kind.german}, {at}. "
    assert first in told


def test_of_two_who_apply_at_once_one_has_the_application(shared: Engine) -> None:
    with writing(shared) as session:
        measure, (call, _other) = pair(session)
        decide_all(session, measure, [call], DecisionKind.ACCEPTED, now=NOW)

    def apply(session: Session) -> None:
        create_application(session, [get_measure(session, "1.1")], session.get_one(Opportunity, call), now=NOW)

    [told] = both(shared, apply, apply)
    assert told == "Für Maßnahme 1.1 gibt es zu diesem Förderangebot schon Antrag 1; bitte dort weiterarbeiten."
    with reading(shared) as session:
        assert len(session.exec(select(Application)).all()) == 1


def test_several_are_left_alone_when_one_of_them_was_decided_on(shared: Engine) -> None:
    with writing(shared) as session:
        measure, calls = pair(session)
        decide_all(session, measure, calls[:1], DecisionKind.LATER, now=NOW)
    unseen = dict.fromkeys(calls)
    with pytest.raises(InputError, match="Über 1 der 2 markierten"), writing(shared) as session:
        decide_all(session, measure, calls, DecisionKind.ACCEPTED, now=NOW, seen=unseen)
    with reading(shared) as session:
        assert [one.kind for one in current_decisions(session).values()] == [DecisionKind.LATER]


def test_what_was_taken_back_meanwhile_is_told_too(shared: Engine) -> None:
    with writing(shared) as session:
        measure, (call, _other) = pair(session)
        [made] = decide_all(session, measure, [call], DecisionKind.ACCEPTED, now=NOW)
    with writing(shared) as session:
        undo_all(session, [made], NOW)
    with pytest.raises(InputError, match="inzwischen zurückgenommen worden"), writing(shared) as session:
        decide_all(session, measure, [call], DecisionKind.LATER, now=NOW, seen={call: made})


def test_a_decision_that_another_has_replaced_is_not_taken_back(shared: Engine) -> None:
    with writing(shared) as session:
        measure, (call, _other) = pair(session)
        [ours] = decide_all(session, measure, [call], DecisionKind.ACCEPTED, now=NOW, decided_by="Amt A")
    with writing(shared) as session:
        [theirs] = decide_all(session, measure, [call], DecisionKind.LATER, now=NOW, decided_by="Amt B")
    with pytest.raises(InputError, match=r"danach noch einmal entschieden worden \(Amt B\): zurückgestellt"):
        taking_back(shared, ours)
    with reading(shared) as session:
        assert [one.id for one in current_decisions(session).values()] == [theirs]


def test_both_decisions_on_a_match_can_be_taken_back_together(shared: Engine) -> None:
    with writing(shared) as session:
        measure, (call, _other) = pair(session)
        made = [
            *decide_all(session, measure, [call], DecisionKind.LATER, now=NOW),
            *decide_all(session, measure, [call], DecisionKind.ACCEPTED, now=NOW),
        ]
    taking_back(shared, *made)
    with reading(shared) as session:
        assert current_decisions(session) == {}


def test_of_one_who_decides_and_one_who_takes_back_at_once_the_second_is_told(shared: Engine) -> None:
    with writing(shared) as session:
        measure, (call, _other) = pair(session)
        [made] = decide_all(session, measure, [call], DecisionKind.ACCEPTED, now=NOW)

    def put_off(session: Session) -> None:
        decide_all(session, measure, [call], DecisionKind.LATER, now=NOW, seen={call: made})

    [told] = both(shared, put_off, lambda session: undo_all(session, [made], NOW))
    with reading(shared) as session:
        stands = [one.kind for one in current_decisions(session).values()]
    if stands:
        assert "danach noch einmal entschieden worden: zurückgestellt" in told
    else:
        assert "inzwischen zurückgenommen worden" in told


def taking_back(engine: Engine, *decisions: int) -> None:
    with writing(engine) as session:
        undo_all(session, decisions, NOW)

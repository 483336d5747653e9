"""Two people do the same at the same moment: one is first, the other is told, nothing is overwritten or doubled."""

import ast
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

import grants_db
from grants_db.applications.award_money import paid
from grants_db.applications.awards import AwardTerms, record_award
from grants_db.applications.early_start import record_consent, record_contract
from grants_db.applications.history import history
from grants_db.applications.notes_documents_tasks import add_task, finish_task
from grants_db.applications.payments import record_payment
from grants_db.applications.store import change_stage, create_application, get_application
from grants_db.clock import local
from grants_db.errors import AkquiseError, InputError
from grants_db.measures.bulk_upsert import upsert_measures
from grants_db.measures.records import MeasureRecord
from grants_db.measures.store import get_measure, seed_action_fields
from grants_db.models.application import Application, Award, HistoryEntry
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, list_opportunities, upsert
from grants_db.review.decisions import current_decisions, decide_all, undo_all
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.storage.database import open_database, reading, writing
from grants_db.vocabulary import ApplicationStage, DecisionKind, Eligibility, FinancingType, ReasonCode

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
TERMS = AwardTerms(
    notified_on=date(2026, 11, 24),
    amount=Decimal(8000),
    financing_type=FinancingType.SHARE,
    period_start=date(2026, 12, 1),
    period_end=date(2027, 6, 30),
)


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
    at = f"{local(NOW):%d.%m.%Y, %H:%M} Uhr"
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


@pytest.fixture
def applied(shared: Engine) -> Engine:
    """The shared database with an application that was handed in, and another that is an idea."""
    with writing(shared) as session:
        measure, calls = pair(session)
        decide_all(session, measure, calls, DecisionKind.ACCEPTED, now=NOW)
        for call in calls:
            create_application(session, [get_measure(session, "1.1")], session.get_one(Opportunity, call), now=NOW)
        change_stage(session, get_application(session, 1), ApplicationStage.SUBMITTED, now=NOW, override="lag vor")
    return shared


def seen_by_two(engine: Engine, number: int) -> tuple[Application, Application]:
    """The application as two people have it before them."""

    def looked() -> Application:
        with reading(engine) as session:
            return get_application(session, number)

    return looked(), looked()


def test_of_two_who_move_an_application_at_once_the_second_is_told(applied: Engine) -> None:
    before = len(lines(applied, 2))
    ours, theirs = seen_by_two(applied, 2)
    to = {"Amt A": ApplicationStage.REVIEW, "Amt B": ApplicationStage.DEFERRED}
    [told] = both(
        applied,
        lambda session: change_stage(session, ours, to["Amt A"], now=LATER, by="Amt A"),
        lambda session: change_stage(session, theirs, to["Amt B"], now=LATER, by="Amt B"),
    )
    [first] = lines(applied, 2)[before:]
    at = f"{local(LATER):%d.%m.%Y, %H:%M} Uhr"
    change = f"Stand: Idee → {to[first.by].german}"
    assert told.startswith(f"An Antrag 2 hat inzwischen jemand gearbeitet ({first.by}): „{change}“, {at}. Es wurde")
    with reading(applied) as session:
        assert get_application(session, 2).stage is to[first.by]


def test_of_two_who_enter_an_award_at_once_the_second_is_told(applied: Engine) -> None:
    ours, theirs = seen_by_two(applied, 1)
    [told] = both(
        applied,
        lambda session: record_award(session, ours, TERMS, now=LATER, by="Amt A", insist=True),
        lambda session: record_award(session, theirs, TERMS, now=LATER, by="Amt B", insist=True),
    )
    with reading(applied) as session:
        assert len(session.exec(select(Award)).all()) == 1
    assert "„Bescheid über 8.000 €.“" in told


def test_what_two_pay_at_once_is_counted_together(applied: Engine) -> None:
    with writing(applied) as session:
        record_award(session, get_application(session, 1), TERMS, now=NOW, insist=True)

    def pay(session: Session) -> None:
        record_payment(session, get_application(session, 1), LATER.date(), Decimal(5000), now=LATER)

    [told] = both(applied, pay, pay)
    assert told.startswith("Ausgezahlt wären dann 10.000,00 €, bewilligt sind 8.000,00 €.")
    with reading(applied) as session:
        assert paid(session, get_application(session, 1)) == Decimal(5000)


def test_a_task_that_two_finish_at_once_is_finished_once(applied: Engine) -> None:
    with writing(applied) as session:
        task = add_task(session, get_application(session, 2), "Kostenplan", LATER.date(), now=NOW).id or 0
    before = len(lines(applied, 2))
    done = both(applied, *[lambda session: finish_task(session, task, LATER.date(), now=LATER)] * 2)
    assert done == []
    assert len(lines(applied, 2)) == before + 1


def test_contract_and_consent_that_two_enter_at_once_do_not_pass_each_other_by(applied: Engine) -> None:
    ours, theirs = seen_by_two(applied, 2)
    [told] = both(
        applied,
        lambda session: record_contract(session, ours, LATER.date(), now=LATER, by="Amt A"),
        lambda session: record_consent(session, theirs, LATER.date(), now=LATER, by="Amt B"),
    )
    assert "An Antrag 2 hat inzwischen jemand gearbeitet" in told
    with reading(applied) as session:
        stands = get_application(session, 2)
        assert [stands.contract_on, stands.consent_on].count(None) == 1


#: a new row that nobody else can have, what stands beside others' work, and the second half of writes that hold it
NEED_NO_HOLD = {"create_application", "create", "add_note", "add_document", "go_to", "go_back_from_award"}


def test_whoever_writes_on_an_application_holds_it_first() -> None:
    forgotten = [
        f"{file.name}: {function.name}"
        for file in sorted(Path(grants_db.__path__[0]).rglob("*.py"))
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if "remember" in (called := calls(function)) and "hold" not in called and function.name not in NEED_NO_HOLD
    ]
    assert forgotten == []


def calls(function: ast.FunctionDef) -> set[str]:
    inner = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {name.id for name in inner if isinstance(name, ast.Name)}


def lines(engine: Engine, number: int) -> Sequence[HistoryEntry]:
    with reading(engine) as session:
        return history(session, get_application(session, number))


def taking_back(engine: Engine, *decisions: int) -> None:
    with writing(engine) as session:
        undo_all(session, decisions, NOW)

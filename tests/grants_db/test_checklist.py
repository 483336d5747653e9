"""The checklist of an application: the documents of its call and one's own, ticked off, taken back, kept."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import Session, select

from grants_db.applications.acts import take_back
from grants_db.applications.checklist import (
    ItemOrigin,
    add_item,
    checklist_of,
    edit_item,
    remove_item,
    reopen,
    tick,
)
from grants_db.applications.history import history
from grants_db.errors import InputError, UsageError
from grants_db.messages import Message
from grants_db.models.application import Application, ChecklistItem
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, store_statement

Said = Callable[..., None]


@pytest.fixture
def says(
    session: Session, a_source: Callable[..., Source], facts: Callable[..., OpportunityFacts], now: datetime
) -> Said:
    """What the call says from now on."""
    register_source(session, a_source())

    def say(*documents: str, **more: object) -> None:
        seen = SeenOpportunity(facts(required_documents=list(documents), **more), "https://portal.example/1")
        store_statement(session, "portal", seen, now)

    return say


@pytest.fixture
def application(session: Session, says: Said, now: datetime) -> Application:
    says("Satzung", "Finanzierungsplan")
    made = Application(opportunity_id=1, created_at=now)
    session.add(made)
    session.flush()
    return made


def listed(session: Session, application: Application) -> list[tuple[str, str, bool]]:
    return [(one.words, one.asked.value, one.is_done) for one in checklist_of(session, application)]


def test_the_documents_of_the_call_are_the_list(session: Session, application: Application) -> None:
    assert listed(session, application) == [("Satzung", "call", False), ("Finanzierungsplan", "call", False)]
    assert session.exec(select(ChecklistItem)).all() == []


def test_a_tick_says_who_and_when_and_stands_in_the_history(
    session: Session, application: Application, now: datetime
) -> None:
    tick(session, application, ["Satzung"], now=now, by="Amt 50")

    done = checklist_of(session, application)[0]
    assert (done.done_at, done.done_by) == (now, "Amt 50")
    assert listed(session, application)[1] == ("Finanzierungsplan", "call", False)
    assert str(Message.from_json(history(session, application)[-1].sentence)) == "Unterlage da: Satzung"


def test_a_tick_is_taken_back_as_one(session: Session, application: Application, now: datetime) -> None:
    tick(session, application, ["Satzung", "Finanzierungsplan"], now=now)
    take_back(session, application, now=now)
    assert [done for _, _, done in listed(session, application)] == [False, False]
    assert session.exec(select(ChecklistItem)).all() == []


def test_a_second_tick_changes_nothing(session: Session, application: Application, now: datetime) -> None:
    tick(session, application, ["Satzung"], now=now, by="Amt 50")
    tick(session, application, ["Satzung"], now=now, by="Amt 51")
    assert checklist_of(session, application)[0].done_by == "Amt 50"


def test_what_is_not_there_after_all_is_open_again(session: Session, application: Application, now: datetime) -> None:
    tick(session, application, ["Satzung"], now=now)
    reopen(session, application, ["Satzung"], now=now)
    assert not checklist_of(session, application)[0].is_done
    take_back(session, application, now=now)
    assert checklist_of(session, application)[0].is_done


def test_people_add_change_and_remove_items_of_their_own(
    session: Session, application: Application, now: datetime
) -> None:
    added = add_item(session, application, "Beschluss des  Stadtrats", now=now)
    assert listed(session, application)[-1] == ("Beschluss des Stadtrats", "own", False)
    edit_item(session, application, added.id or 0, "Beschluss des Ausschusses", now=now)
    tick(session, application, ["Beschluss des Ausschusses"], now=now)
    assert listed(session, application)[-1] == ("Beschluss des Ausschusses", "own", True)
    remove_item(session, application, added.id or 0, now=now)
    assert [words for words, _, _ in listed(session, application)] == ["Satzung", "Finanzierungsplan"]
    take_back(session, application, now=now)
    assert listed(session, application)[-1] == ("Beschluss des Ausschusses", "own", True)


@pytest.mark.parametrize("words", [" ", "Satzung", "satzung", "x" * 301])
def test_an_item_that_says_nothing_new_is_refused(
    session: Session, application: Application, now: datetime, words: str
) -> None:
    with pytest.raises(UsageError):
        add_item(session, application, words, now=now)


def test_an_item_of_the_call_is_not_changed_by_us(session: Session, application: Application, now: datetime) -> None:
    tick(session, application, ["Satzung"], now=now)
    row = session.exec(select(ChecklistItem)).first()
    with pytest.raises(InputError):
        remove_item(session, application, row.id or 0 if row else 0, now=now)
    with pytest.raises(InputError):
        tick(session, application, ["Lageplan"], now=now)


def test_what_the_call_changes_later_is_said_and_nothing_ticked_is_lost(
    session: Session, application: Application, says: Said, now: datetime
) -> None:
    tick(session, application, ["Satzung"], now=now, by="Amt 50")
    says("Finanzierungsplan", "Registerauszug")

    assert listed(session, application) == [
        ("Finanzierungsplan", "call", False),
        ("Registerauszug", "new", False),
        ("Satzung", "no_more", True),
    ]
    tick(session, application, ["Registerauszug"], now=now)
    assert listed(session, application)[1] == ("Registerauszug", "call", True)


def test_a_change_before_the_first_tick_is_just_the_list(
    session: Session, application: Application, says: Said
) -> None:
    says("Registerauszug")
    assert listed(session, application) == [("Registerauszug", "call", False)]


def test_a_correction_leads_over_the_call(session: Session, application: Application, now: datetime) -> None:
    correct(session, 1, "required_documents", read_value("required_documents", "Lageplan", now.date()), now=now)
    assert listed(session, application) == [("Lageplan", "call", False)]


def test_what_the_text_leaves_open_is_listed_as_to_be_checked(
    session: Session, application: Application, says: Said, now: datetime
) -> None:
    says(proposed={"required_documents": {"value": ["Konzept"], "evidence": "Ein Konzept ist denkbar."}})
    assert [(one.words, one.asked) for one in checklist_of(session, application)] == [("Konzept", ItemOrigin.PROPOSED)]
    tick(session, application, ["Konzept"], now=now)
    says()
    assert listed(session, application) == [("Konzept", "no_more", True)]

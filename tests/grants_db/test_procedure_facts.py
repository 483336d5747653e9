"""Documents asked for, criteria, contact and payment of a call: stored, corrected, settled, exported, migrated."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from alembic import command
from sqlmodel import Session

from grants_db.errors import UsageError
from grants_db.import_export.commongrants import commongrants
from grants_db.import_export.opportunity_record import HEADINGS, record_of, table_row
from grants_db.migrations.run import configuration
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.checks import facts_to_check, settle
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct
from grants_db.opportunities.runs import open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, get_opportunity, store_statement, upsert, versions
from grants_db.storage.database import open_database, reading, writing
from grants_db.storage.schema import Migrate

TODAY = date(2026, 11, 24)
CONTACT = {"office": "Amt für Beispiele", "phone": "0391 555-0", "address": "Markt 1, 39104 Magdeburg"}
SAID = {
    "payment": ["instalments", "reimbursement"],
    "required_documents": ["Satzung", "Finanzierungsplan"],
    "criteria": ["Wirkung"],
    "contact": CONTACT,
}


@pytest.fixture
def call(
    session: Session, a_source: Callable[..., Source], facts: Callable[..., OpportunityFacts], now: datetime
) -> int:
    register_source(session, a_source())
    return store_statement(session, "portal", SeenOpportunity(facts(**SAID), "https://portal.example/1"), now).id or 0


def test_an_export_holds_them_in_each_format(session: Session, call: int) -> None:
    record = record_of(get_opportunity(session, call), today=TODAY, state="DE-ST", city="Magdeburg")
    assert {name: record[name] for name in SAID} == SAID
    row = dict(zip(HEADINGS.values(), table_row(record), strict=True))
    assert row["Auszahlung"] == "Teilbeträge, Erstattung nach Nachweis"
    assert row["Erforderliche Unterlagen"] == "Satzung; Finanzierungsplan"
    assert row["Kontakt"] == "Amt für Beispiele; 0391 555-0; Markt 1, 39104 Magdeburg"
    custom = commongrants(record, TODAY)["customFields"]
    assert custom["requiredDocuments"]["value"] == ["Satzung", "Finanzierungsplan"]
    assert (custom["contact"]["fieldType"], custom["contact"]["value"]) == ("object", CONTACT)


def test_they_are_corrected_as_people_type_them(session: Session, call: int, now: datetime) -> None:
    typed = {
        "payment": "Abruf, in einer Summe",
        "required_documents": "Satzung; Lageplan ;",
        "criteria": "unbekannt",
        "contact": "Stiftung Brücke; 030 1234-5; info@bruecke.example",
    }
    for field, text in typed.items():
        correct(session, call, field, read_value(field, text, TODAY), now=now)
    held = get_opportunity(session, call)
    assert (held.payment, held.required_documents, held.criteria) == (
        ["draw_down", "lump_sum"],
        ["Satzung", "Lageplan"],
        [],
    )
    assert held.contact == {"office": "Stiftung Brücke", "phone": "030 1234-5", "mail": "info@bruecke.example"}


@pytest.mark.parametrize(
    ("field", "text"), [("required_documents", " ; "), ("contact", "Erika Muster"), ("payment", "bar")]
)
def test_what_says_nothing_is_refused(field: str, text: str) -> None:
    with pytest.raises(UsageError):
        read_value(field, text, TODAY)


def test_a_proposed_list_is_settled_like_any_fact(
    session: Session, a_source: Callable[..., Source], facts: Callable[..., OpportunityFacts], now: datetime
) -> None:
    register_source(session, a_source())
    said = {"required_documents": {"value": ["Satzung"], "evidence": "Es könnte eine Satzung nötig sein."}}
    number = store_statement(session, "portal", SeenOpportunity(facts(proposed=said), "https://x.example"), now).id or 0
    (fact,) = facts_to_check(get_opportunity(session, number))
    settle(session, number, {fact.field: fact.value}, now)
    held = get_opportunity(session, number)
    assert (held.required_documents, facts_to_check(held)) == (["Satzung"], [])


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["sqlite_url", pytest.param("postgresql_url", marks=pytest.mark.xdist_group("server"))]
)
def test_calls_of_an_older_database_state_nothing_and_are_no_change(
    address: str,
    request: pytest.FixtureRequest,
    a_source: Callable[..., Source],
    facts: Callable[..., OpportunityFacts],
    now: datetime,
) -> None:
    url = request.getfixturevalue(address)
    older = open_database(url)
    with writing(older) as session:
        register_source(session, a_source())
        upsert(
            session, open_run(session, "portal", now), [SeenOpportunity(facts(**SAID), "https://portal.example/1")], now
        )
    with older.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "a3f5c1d07e92")
    older.dispose()

    engine = open_database(url, migrate=Migrate.ALWAYS)

    with reading(engine) as session:
        held = get_opportunity(session, 1)
        assert (held.payment, held.required_documents, held.criteria, held.contact) == ([], [], [], {})
    with writing(engine) as session:
        # the digest of the day it was written knows other facts; the call says the same
        held = get_opportunity(session, 1)
        held.content_hash = "of another day"
        upsert(session, open_run(session, "portal", now), [SeenOpportunity(facts(), "https://portal.example/1")], now)
        assert len(versions(session, 1)) == 1
    engine.dispose()

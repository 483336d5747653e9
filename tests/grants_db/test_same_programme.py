"""The same programme in several sources: stored clusters, the leading statement, and where others contradict it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from grants_db.dashboard.details import opportunity_details
from grants_db.errors import InputError
from grants_db.models.cluster import ClusterMember
from grants_db.models.opportunity import Opportunity
from grants_db.models.source import Source
from grants_db.opportunities.duplicates import cluster_of, leading_calls, refresh_clusters
from grants_db.rules.duplicates import Relation
from grants_db.vocabulary import ApplicantRoute, Level
from tui.formatting.messages import sentence

Store = Callable[..., Opportunity]
TODAY = date(2026, 11, 24)
TITLE = "Werkstatt der Nachbarschaften"


def fixed(day: str) -> dict[str, Any]:
    return {"kind": "fixed", "dates": [day], "times": [], "stages": ["application"], "two_stage": False, "evidence": ""}


@pytest.fixture
def stored(session: Session, an_opportunity: Store) -> Store:
    """Stores a statement of a source of a platform."""

    def store(source: str, platform: str, external_id: str = "a", **values: Any) -> Opportunity:
        plain: dict[str, Any] = {
            "title": TITLE,
            "level": Level.FEDERAL,
            "regions": ["DE"],
            "funder": "Bundesamt für Nachbarschaft",
        }
        url = f"https://{source}.example/{external_id}"
        call = an_opportunity(external_id, source=source, **plain | {"url": url} | values)
        row = session.get_one(Source, source)
        row.platform, row.title = platform, source.title()
        session.add(row)
        return call

    return store


def test_the_official_portal_leads_over_the_page_and_the_database_of_others(session: Session, stored: Store) -> None:
    database = stored("stiftungsnetz", "labelled_page", level=Level.FOUNDATION)
    page = stored("amt", "watched_page")
    portal = stored("bundesportal", "xml_export")
    refresh_clusters(session)

    found = cluster_of(session, database.id or 0, TODAY)

    assert [member.opportunity.id for member in found.members] == [portal.id, page.id, database.id]
    assert [member.relation for member in found.members] == [Relation.LEADS, Relation.SAME, Relation.SAME]


def test_a_contradiction_names_both_sources_and_who_leads(session: Session, stored: Store) -> None:
    portal = stored("bundesportal", "xml_export", deadline=fixed("2027-03-31"), max_amount=Decimal("50000.00"))
    stored("stiftungsnetz", "labelled_page", deadline=fixed("2027-04-30"), max_amount=Decimal("50000.00"))
    refresh_clusters(session)

    found = cluster_of(session, portal.id or 0, TODAY)

    assert [sentence(said) for said in found.contradictions] == [
        "Antragsfrist: Stiftungsnetz nennt 30.04.2027, Bundesportal nennt 31.03.2027. Es führt Bundesportal."
    ]


def test_what_one_source_does_not_state_is_no_contradiction(session: Session, stored: Store) -> None:
    portal = stored("bundesportal", "xml_export", applicant_route=ApplicantRoute.DIRECT)
    stored("amt", "watched_page", max_amount=Decimal("10.00"), deadline=fixed("2027-04-30"))
    refresh_clusters(session)

    assert cluster_of(session, portal.id or 0, TODAY).contradictions == ()


def test_the_route_to_the_money_can_contradict(session: Session, stored: Store) -> None:
    portal = stored("bundesportal", "xml_export", applicant_route=ApplicantRoute.DIRECT)
    stored("amt", "watched_page", applicant_route=ApplicantRoute.PARTNER)
    refresh_clusters(session)

    (said,) = cluster_of(session, portal.id or 0, TODAY).contradictions
    assert sentence(said).startswith("Antragsberechtigung: Amt nennt über Partner")


def test_an_old_edition_contradicts_nobody_and_leads_nothing(session: Session, stored: Store) -> None:
    old = stored("bundesportal", "xml_export", "alt", title=f"{TITLE} 2025", deadline=fixed("2025-03-31"))
    new = stored("amt", "watched_page", "neu", title=f"{TITLE} 2027", deadline=fixed("2027-03-31"))
    refresh_clusters(session)

    found = cluster_of(session, old.id or 0, TODAY)

    assert found.leading.id == new.id
    assert found.members[1].relation is Relation.EDITION
    assert found.contradictions == ()


def test_editions_stand_for_themselves_and_copies_are_led(session: Session, stored: Store) -> None:
    portal = stored("bundesportal", "xml_export", title=f"{TITLE} 2027")
    copy = stored("stiftungsnetz", "labelled_page", title=f"{TITLE} 2027")
    stored("bundesportal", "xml_export", "alt", title=f"{TITLE} 2025")
    refresh_clusters(session)

    assert leading_calls(session, TODAY) == {copy.id: portal.id}


def test_each_statement_is_kept_as_its_source_makes_it(session: Session, stored: Store) -> None:
    portal = stored("bundesportal", "xml_export", description="Wortlaut des Bundes")
    page = stored("amt", "watched_page", description="Wortlaut des Amts")
    refresh_clusters(session)

    said = {member.opportunity.id: member.opportunity.description for member in cluster_of(session, 1, TODAY).members}

    assert said == {portal.id: "Wortlaut des Bundes", page.id: "Wortlaut des Amts"}


def test_a_call_that_stands_alone_has_no_cluster(session: Session, stored: Store) -> None:
    alone = stored("bundesportal", "xml_export")
    refresh_clusters(session)

    found = cluster_of(session, alone.id or 0, TODAY)

    assert found.id is None
    assert [member.opportunity.id for member in found.members] == [alone.id]


def test_a_retired_statement_never_leads_while_another_is_listed(session: Session, stored: Store) -> None:
    portal, page = stored("bundesportal", "xml_export"), stored("amt", "watched_page")
    portal.retired_at = portal.last_seen + timedelta(days=1)
    session.add(portal)
    refresh_clusters(session)

    assert cluster_of(session, portal.id or 0, TODAY).leading.id == page.id


def test_nothing_is_looked_for_until_a_call_changes_and_a_new_title_leaves_the_cluster(
    session: Session, stored: Store
) -> None:
    portal, page = stored("bundesportal", "xml_export"), stored("amt", "watched_page")
    assert (refresh_clusters(session), refresh_clusters(session)) == (True, False)
    members = [ClusterMember(opportunity_id=each.id or 0, cluster_id=portal.id or 0) for each in (portal, page)]
    assert session.exec(select(ClusterMember)).all() == members

    stored("amt", "watched_page", title="Etwas ganz anderes jetzt")

    assert (refresh_clusters(session), refresh_clusters(session)) == (True, False)
    assert session.exec(select(ClusterMember)).all() == []


def test_other_rules_form_the_clusters_anew(session: Session, stored: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored("bundesportal", "xml_export")
    refresh_clusters(session)
    monkeypatch.setattr("grants_db.opportunities.duplicates.rules_sign", lambda: "another program")
    assert (refresh_clusters(session), refresh_clusters(session)) == (True, False)


def test_a_number_nobody_has_is_said(session: Session) -> None:
    with pytest.raises(InputError, match="99"):
        cluster_of(session, 99, TODAY)


def test_the_details_of_a_call_show_what_others_say_of_it(session: Session, stored: Store) -> None:
    portal = stored("bundesportal", "xml_export")
    alone = stored("bundesportal", "xml_export", "b", title="Etwas anderes")
    page = stored("amt", "watched_page")
    refresh_clusters(session)

    found = opportunity_details(session, page.id or 0, TODAY).programme

    assert found is not None
    assert found.leading.id == portal.id
    assert opportunity_details(session, alone.id or 0, TODAY).programme is None

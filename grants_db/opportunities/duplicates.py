"""The same programme in several places: stored clusters, what each source says of it, and where they contradict."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.messages import FactName, FactValue, Message
from grants_db.models.cluster import ClusterMember, ClusterState
from grants_db.models.columns import table_of
from grants_db.models.opportunity import Opportunity, OpportunityVersion
from grants_db.models.opportunity_facts import FIELDS
from grants_db.models.source import Source
from grants_db.opportunities.corrections import IDS_AT_ONCE
from grants_db.opportunities.status import status_of
from grants_db.opportunities.store import facts_as_json, get_opportunity
from grants_db.rules.deadline import Deadline
from grants_db.rules.duplicates import ComparedOpportunity, Relation, cluster, relation, rules_sign
from grants_db.vocabulary import DeadlineKind, OpportunityStatus

#: how official a text is, by the platform it comes from: an interface of the state or the EU, the page of an
#: authority or a funder (or its letter), a database of others' programmes
_OFFICIAL = {"xml_export": 0, "json_api": 0, "xflb": 0, "labelled_page": 2}
_FUNDERS_OWN = 1
#: fields in which two statements can contradict each other
_STATED_IN = tuple(name for name, about in FIELDS.items() if about.compared)
#: the columns that are compared, and those that a status follows from
_COMPARED: tuple[Any, ...] = (
    *(Opportunity.id, Opportunity.source_name, Opportunity.external_id, Opportunity.title, Opportunity.level),
    *(Opportunity.funder, Opportunity.regions, Opportunity.url, Opportunity.language),
)
_DATED: tuple[Any, ...] = (
    *(Opportunity.deadline, Opportunity.status_note, Opportunity.opens_on, Opportunity.retired_at),
)
#: which edition one looks at first
_STATES = (
    OpportunityStatus.OPEN,
    OpportunityStatus.FORECASTED,
    OpportunityStatus.UNKNOWN,
    OpportunityStatus.CLOSED,
)


@dataclass(frozen=True)
class Member:
    """One source's statement of the programme, as the source makes it."""

    opportunity: Opportunity
    source: Source
    relation: Relation


@dataclass(frozen=True)
class Cluster:
    """All statements of one programme, the leading one first, and where others contradict it."""

    id: int | None  # None: the call stands alone
    members: tuple[Member, ...]
    contradictions: tuple[Message, ...]

    @property
    def leading(self) -> Opportunity:
        """The most official statement of the edition one can apply for, or of the newest."""
        return self.members[0].opportunity


def refresh_clusters(session: Session) -> bool:
    """Find the clusters among all calls, retired ones included, and store what has changed.

    Where no call has been added, changed or removed since they were found, nothing is looked for; gives whether it was.
    """
    formed_of = _formed_of(session)
    state = session.get(ClusterState, 1)
    if state is not None and state.formed_of == formed_of:
        return False
    groups = cluster(_compared(stored) for stored in _columns(session))
    wanted = {member: group[0] for group in groups for member in group}
    members, connection = table_of(ClusterMember), session.connection()
    stored = {row.opportunity_id: row.cluster_id for row in connection.execute(select_columns(members))}
    moved = [identity for identity, number in stored.items() if wanted.get(identity) != number]
    for start in range(0, len(moved), IDS_AT_ONCE):
        some = moved[start : start + IDS_AT_ONCE]
        connection.execute(delete(members).where(members.c.opportunity_id.in_(some)))
    if new := [
        {"opportunity_id": identity, "cluster_id": number}
        for identity, number in wanted.items()
        if stored.get(identity) != number
    ]:
        connection.execute(insert(members), new)
    session.merge(ClusterState(formed_of=formed_of))
    session.flush()
    return True


def cluster_of(session: Session, opportunity_id: int, today: date) -> Cluster:
    """The programme a call belongs to: every source's own statement, the one that leads on `today` first.

    Raises:
        InputError: no such call.
    """
    get_opportunity(session, opportunity_id)
    row = session.get(ClusterMember, opportunity_id)
    ids = [opportunity_id]
    if row is not None:
        same = select(ClusterMember.opportunity_id).where(ClusterMember.cluster_id == row.cluster_id)
        ids = list(session.exec(same))
    statement = select(Opportunity, Source).join(Source, col(Opportunity.source_name) == col(Source.name))
    found = session.exec(statement.where(col(Opportunity.id).in_(ids)).order_by(col(Opportunity.id))).all()
    sources = {source.name: source for _call, source in found}
    ordered = _by_weight([_Statement(call, source.platform) for call, source in found], today)
    members = tuple(
        Member(each.call, sources[each.call.source_name], relation(ordered[0].compared, each.compared))
        for each in ordered
    )
    return Cluster(row.cluster_id if row else None, members, tuple(_contradictions(members)))


def leading_calls(session: Session, today: date) -> dict[int, int]:
    """For each call that another one states more officially, the id of that one; editions each stand for themselves."""
    statement = (
        select_columns(*_COMPARED, *_DATED, col(Source.platform), col(ClusterMember.cluster_id))
        .join(Source, col(Opportunity.source_name) == col(Source.name))
        .join(ClusterMember, col(ClusterMember.opportunity_id) == col(Opportunity.id))
        .order_by(col(Opportunity.id))
    )
    clusters: dict[int, list[_Statement]] = defaultdict(list)
    for row in session.execute(statement):
        clusters[row.cluster_id].append(_Statement(row, row.platform))
    led: dict[int, int] = {}
    for members in clusters.values():
        for edition in _editions(_by_weight(members, today)):
            led |= {call.compared.id: edition[0].compared.id for call in edition[1:]}
    return led


def _editions(ordered: Sequence["_Statement"]) -> list[list["_Statement"]]:
    """The calls by edition, each edition's leading one first."""
    found: list[list[_Statement]] = []
    for call in ordered:
        for edition in found:
            if relation(edition[0].compared, call.compared) is not Relation.EDITION:
                edition.append(call)
                break
        else:
            found.append([call])
    return found


class _Statement:
    """A call, whole or its columns that count here, and the platform of its source."""

    def __init__(self, call: Any, platform: str) -> None:
        self.call, self.platform, self.compared = call, platform, _compared(call)


def _by_weight(found: Sequence[_Statement], today: date) -> list[_Statement]:
    """Listed before retired; the edition one can apply for, then the newest; official before others."""
    can_apply: dict[int, int] = {}
    for each in found:
        rank, edition = _STATES.index(status_of(each.call, today)), each.compared.edition
        can_apply[edition] = min(rank, can_apply.get(edition, rank))

    def weight(each: _Statement) -> tuple[Any, ...]:
        edition = each.compared.edition
        official = _OFFICIAL.get(each.platform, _FUNDERS_OWN)
        return each.call.retired_at is not None, can_apply[edition], -edition, official, each.compared.id

    return sorted(found, key=weight)


def _contradictions(members: Sequence[Member]) -> list[Message]:
    """Where a statement of the same edition says something else than the one that leads."""
    first = members[0]
    leading = facts_as_json(first.opportunity)
    found = []
    for member in members[1:]:
        if member.relation is Relation.EDITION or member.opportunity.retired_at is not None:
            continue
        said = facts_as_json(member.opportunity)
        found += [
            Message.of(
                "{field}: {source} nennt {value}, {leading_source} nennt {leading_value}. Es führt {leading_source}.",
                field=FactName(name),
                source=member.source.title,
                value=FactValue(name, said[name]),
                leading_source=first.source.title,
                leading_value=FactValue(name, leading[name]),
            )
            for name in _STATED_IN
            if _stated(name, leading[name]) and _stated(name, said[name]) and _differ(name, leading[name], said[name])
        ]
    return found


def _stated(name: str, value: Any) -> bool:
    if name == "deadline":
        return Deadline.from_json(value).kind is not DeadlineKind.NONE
    return value not in (None, "", [], FIELDS[name].unstated)


def _differ(name: str, one: Any, other: Any) -> bool:
    if name == "deadline":
        first, second = Deadline.from_json(one), Deadline.from_json(other)
        return (first.kind, first.dates) != (second.kind, second.dates)
    return bool(one != other)


def _formed_of(session: Session) -> str:
    """Another text whenever a call is added, removed or says something else, or the rules are others."""
    calls = select_columns(func.count(), func.max(col(Opportunity.id))).select_from(Opportunity)
    versions = select_columns(func.max(col(OpportunityVersion.id)), func.max(col(OpportunityVersion.seen_at)))
    return " ".join(
        str(part) for part in (*session.execute(calls).one(), *session.execute(versions).one(), rules_sign())
    )


def _columns(session: Session) -> Sequence[Any]:
    """All calls without their texts."""
    return session.execute(select_columns(*_COMPARED)).all()


def _compared(stored: Any) -> ComparedOpportunity:
    return ComparedOpportunity(
        id=stored.id or 0,
        source=stored.source_name,
        key=stored.external_id,
        title=stored.title,
        level=stored.level,
        funder=stored.funder,
        regions=tuple(sorted(stored.regions)),
        url=stored.url,
        language=stored.language,
    )

"""The same programme in several places: stored clusters, what each source says of it, and where they contradict."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from grants_db.messages import FactName, FactValue, Message
from grants_db.models.cluster import ClusterMember
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import FIELDS
from grants_db.models.source import Source
from grants_db.opportunities.status import status_of
from grants_db.opportunities.store import facts_as_json, get_opportunity
from grants_db.rules.deadline import Deadline
from grants_db.rules.duplicates import ComparedOpportunity, Relation, cluster, relation
from grants_db.vocabulary import DeadlineKind, OpportunityStatus

#: how official a text is, by the platform it comes from: an interface of the state or the EU, the page of an
#: authority or a funder (or its letter), a database of others' programmes
_OFFICIAL = {"xml_export": 0, "json_api": 0, "xflb": 0, "labelled_page": 2}
_FUNDERS_OWN = 1
#: fields in which two statements can contradict each other
_STATED_IN = tuple(name for name, about in FIELDS.items() if about.compared)
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


def refresh_clusters(session: Session) -> int:
    """Find the clusters among all calls, retired ones included, and store what has changed; gives their number."""
    groups = cluster(_call(stored) for stored in _columns(session))
    wanted = {member: group[0] for group in groups for member in group}
    stored = {row.opportunity_id: row for row in session.exec(select(ClusterMember))}
    for identity, row in stored.items():
        if identity not in wanted:
            session.delete(row)
        elif row.cluster_id != wanted[identity]:
            row.cluster_id = wanted[identity]
            session.add(row)
    for identity, cluster_id in wanted.items():
        if identity not in stored:
            session.add(ClusterMember(opportunity_id=identity, cluster_id=cluster_id))
    session.flush()
    return len(groups)


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
    ordered = _by_weight(found, today)
    first = _call(ordered[0][0])
    members = tuple(Member(call, source, relation(first, _call(call))) for call, source in ordered)
    return Cluster(row.cluster_id if row else None, members, tuple(_contradictions(members)))


def leading_calls(session: Session, today: date) -> dict[int, int]:
    """For each call that another one states more officially, the id of that one; editions each stand for themselves."""
    statement = (
        select(Opportunity, Source, ClusterMember.cluster_id)
        .join(Source, col(Opportunity.source_name) == col(Source.name))
        .join(ClusterMember, col(ClusterMember.opportunity_id) == col(Opportunity.id))
        .order_by(col(Opportunity.id))
    )
    clusters: dict[int, list[tuple[Opportunity, Source]]] = defaultdict(list)
    for call, source, cluster_id in session.exec(statement):
        clusters[cluster_id].append((call, source))
    led: dict[int, int] = {}
    for members in clusters.values():
        for edition in _editions(_by_weight(members, today)):
            led |= {_id(call): _id(edition[0]) for call in edition[1:]}
    return led


def _editions(ordered: Sequence[tuple[Opportunity, Source]]) -> list[list[Opportunity]]:
    """The calls by edition, each edition's leading one first."""
    found: list[list[Opportunity]] = []
    for call, _ in ordered:
        for edition in found:
            if relation(_call(edition[0]), _call(call)) is not Relation.EDITION:
                edition.append(call)
                break
        else:
            found.append([call])
    return found


def _by_weight(found: Sequence[tuple[Opportunity, Source]], today: date) -> list[tuple[Opportunity, Source]]:
    """Listed before retired; the edition one can apply for, then the newest; official before others."""
    can_apply: dict[int, int] = {}
    for call, _ in found:
        rank, edition = _STATES.index(status_of(call, today)), _call(call).edition
        can_apply[edition] = min(rank, can_apply.get(edition, rank))

    def weight(pair: tuple[Opportunity, Source]) -> tuple[Any, ...]:
        call, source = pair
        edition = _call(call).edition
        official = _OFFICIAL.get(source.platform, _FUNDERS_OWN)
        return call.retired_at is not None, can_apply[edition], -edition, official, call.id

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


def _columns(session: Session) -> Sequence[Any]:
    """All calls without their texts."""
    return session.exec(
        select(
            Opportunity.id,
            Opportunity.source_name,
            Opportunity.external_id,
            Opportunity.title,
            Opportunity.level,
            Opportunity.funder,
            Opportunity.regions,
            Opportunity.url,
            Opportunity.language,
        )  # type: ignore[call-overload]  # SQLModel types at most four columns
    ).all()


def _call(stored: Any) -> ComparedOpportunity:
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


def _id(call: Opportunity) -> int:
    if call.id is None:
        raise ValueError("only stored calls belong to clusters")
    return call.id

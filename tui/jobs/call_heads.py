"""What matching needs of calls beside their texts, read once for each statement and kept beside the ranking.

A head follows from what a call says (its version, what officers corrected) and from its status on the day: where both
are as they were, nothing of the call is read again. Texts are read only of calls that are scored or explained.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.atomic_write import replaced_whole
from grants_db.models.columns import table_of
from grants_db.models.correction import Correction
from grants_db.models.funder_facts import FACET_FIELDS
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_listing import LISTING
from grants_db.opportunities.corrections import IDS_AT_ONCE, corrected, corrections_of
from grants_db.opportunities.status import status_of, status_on
from grants_db.opportunities.store import deadline_of
from grants_db.rules.deadline import next_date
from grants_db.rules.regions import region_ok
from grants_db.settings import City
from grants_db.storage.database import reading
from grants_db.vocabulary import ApplicantRoute, CarrierKind, EarlyStart, Eligibility, Level, OpportunityStatus
from matching.eligibility import Carrier, EligibilityFacts, judge
from matching.incremental.ranking import program_digest
from matching.text.documents import OpportunityText
from tui.jobs.matching_input import opportunity_text

_CALL = table_of(Opportunity).c
#: all that a head is made of, and what a verdict or a text is made of besides; without what nobody asks for here
_OF_HEADS = tuple(
    _CALL[name]
    for name in """id level funder min_amount max_amount deadline status_note opens_on retired_at applicant_route
    applicant_types regions instruments early_start""".split()
)
_COLUMNS = (
    *_OF_HEADS,
    *(_CALL[name] for name in "title short_description description guideline language evidence".split()),
    *(_CALL[name] for name in FACET_FIELDS),
)


class MatchedCall(NamedTuple):
    """A call without its texts.

    Attributes:
        sign: another text whenever the call says something else, or an officer does.
        status: on the day it was read.
        due: the next day to apply, as it was then; None if there is none.
        carriers: the kinds of carriers that may use it, if they have not begun.
        before_start: must one apply before the work begins?
    """

    id: int
    sign: str
    status: str
    level: str
    funder: str
    min_amount: str | None
    max_amount: str | None
    due: str | None
    carriers: Sequence[str]
    before_start: bool

    def may_be_used(self, carrier: Carrier, today: date) -> bool:
        """May the carrier use it, or might it?"""
        begun = carrier.contract_on is not None and carrier.contract_on <= today
        return carrier.kind.value in self.carriers and not (self.before_start and begun)

    def without_text(self, today: date) -> OpportunityText:
        """In the form the matcher reads."""
        return OpportunityText(
            id=str(self.id),
            title="",
            short_description="",
            description="",
            language="",
            level=self.level,
            funder=self.funder,
            min_amount=None if self.min_amount is None else Decimal(self.min_amount),
            max_amount=None if self.max_amount is None else Decimal(self.max_amount),
            days_left=None if self.due is None else (date.fromisoformat(self.due) - today).days,
        )


def read_heads(
    engine: Engine, city: City, today: date, decided: Collection[int], file: Path | None
) -> list[MatchedCall]:
    """The heads of all listed calls and of those decided on, by id; those that `file` keeps are read from there."""
    made_with = f"{program_digest()} {city.model_dump_json()}"
    kept = _kept(file, made_with)
    with reading(engine) as session:
        now = _signs(session, today, decided)
        day = today.isoformat()
        stale = [
            number
            for number, (sign, status) in now.items()
            if (head := kept.get(number)) is None
            or (head.sign, head.status) != (sign, status)
            or (head.due is not None and head.due < day)
        ]
        found = {call.id: _head(call, *now[call.id], city, today) for call in _calls(session, stale, _OF_HEADS)}
    heads = [found[number] if number in found else kept[number] for number in sorted(now)]
    if file is not None and (stale or kept.keys() != now.keys()):
        with suppress(OSError):  # without the file all are read again
            file.parent.mkdir(parents=True, exist_ok=True)
            said = {"made_with": made_with, "heads": heads}
            with replaced_whole(file, 0o600) as part:
                part.write_text(json.dumps(said), encoding="utf-8")
    return heads


def read_texts(engine: Engine, ids: Sequence[int], today: date) -> list[OpportunityText]:
    """These calls in the form the matcher reads, corrections leading, in the order asked for."""
    with reading(engine) as session:
        found = {call.id: opportunity_text(call, today) for call in _calls(session, ids)}
    return [found[number] for number in ids]


def read_calls(engine: Engine, ids: Iterable[int]) -> dict[int, Any]:
    """These calls by id as they hold: what verdicts are made of."""
    with reading(engine) as session:
        return {call.id: call for call in _calls(session, list(ids))}


def _signs(session: Session, today: date, decided: Collection[int]) -> dict[int, tuple[str, str]]:
    """Call id → the sign of what it says, and its status today."""
    corrections: dict[int, int] = {}
    standing = select(Correction.opportunity_id, Correction.id).where(col(Correction.undone_at).is_(None))
    for number, correction in session.exec(standing):
        corrections[number] = corrections.get(number, 0) * 31 + (correction or 0)
    versions = select_columns(_CALL.id, _CALL.version).where(_CALL.retired_at.is_(None))
    known = {row.id: row.version for row in session.execute(versions)}
    for some in portions(sorted(set(decided) - known.keys())):
        others = select_columns(_CALL.id, _CALL.version).where(_CALL.id.in_(some))
        known |= {row.id: row.version for row in session.execute(others)}
    listed = select_columns(LISTING.c.opportunity_id, status_on(today).label("status"))
    statuses = {row.opportunity_id: row.status for row in session.execute(listed)}
    return {
        number: (f"{version}.{corrections.get(number, 0)}", statuses.get(number, ""))
        for number, version in known.items()
    }


def _calls(session: Session, ids: Sequence[int], columns: Sequence[Any] = _COLUMNS) -> Iterator[Any]:
    """The calls by id, as far as they matter here; corrected ones as copies in which the corrections lead."""
    corrections = corrections_of(session)
    for some in portions(sorted(ids)):
        plain = [number for number in some if number not in corrections]
        rows = list(session.execute(select_columns(*columns).where(_CALL.id.in_(plain))))
        others = [number for number in some if number in corrections]
        whole = session.exec(select(Opportunity).where(col(Opportunity.id).in_(others))).all() if others else []
        yield from rows
        yield from (corrected(call, corrections[call.id or 0]) for call in whole)


def _head(call: Any, sign: str, status: str, city: City, today: date) -> MatchedCall:
    due = next_date(deadline_of(call), today)
    return MatchedCall(
        id=call.id,
        sign=sign,
        status=status,
        level=call.level.value,
        funder=call.funder,
        min_amount=None if call.min_amount is None else str(call.min_amount),
        max_amount=None if call.max_amount is None else str(call.max_amount),
        due=None if due is None else due.isoformat(),
        carriers=_carriers(
            call.applicant_route,
            frozenset(call.applicant_types),
            region_ok(call.regions, state=city.state, city=city.name),
            status_of(call, today),
            frozenset(call.instruments),
            call.level,
        ),
        before_start=call.early_start is EarlyStart.FORBIDDEN,
    )


@lru_cache(maxsize=10_000)
def _carriers(
    route: ApplicantRoute,
    applicant_types: frozenset[str],
    in_region: bool | None,
    status: OpportunityStatus,
    instruments: frozenset[str],
    level: Level,
) -> tuple[str, ...]:
    """The kinds of carriers that may use such calls, or might, if they have not begun; quotations decide nothing."""
    facts = EligibilityFacts(route, applicant_types, in_region, (), status, instruments, EarlyStart.UNSTATED, {}, level)
    verdicts = {kind: judge(facts, Carrier(kind), date.min).value for kind in CarrierKind}
    return tuple(kind.value for kind, verdict in verdicts.items() if verdict is not Eligibility.NOT_ELIGIBLE)


def _kept(file: Path | None, made_with: str) -> Mapping[int, MatchedCall]:
    try:
        said = json.loads(file.read_text(encoding="utf-8")) if file is not None else {}
        if said.get("made_with") != made_with:
            return {}
        return {values[0]: MatchedCall(*values) for values in said["heads"]}
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids in portions that a statement may name."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))

"""Corrections: an officer's word about a call, kept beside the source's statement; it leads and outlives crawls.

The row of a call always holds what its source states. Whoever asks what holds gets a copy with the corrections in it
(`leading`): the copy belongs to no session, so that no corrected value can be written into the row.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from grants_db.errors import InputError, UsageError
from grants_db.models.about import ValueKind
from grants_db.models.columns import HUNDREDTH
from grants_db.models.correction import Correction
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import FIELDS as FACTS
from grants_db.rules.evidence import CORRECTED
from grants_db.vocabulary import StatusNote

#: so many calls are named in a question; for more, all corrections are read
IDS_AT_ONCE = 500
#: for each call the correction that leads in each corrected field
Corrections = Mapping[int, Mapping[str, Correction]]


def correct(
    session: Session,
    opportunity_id: int,
    field: str,
    value: Any,
    *,
    now: datetime,
    note: str = "",
    decided_by: str = "",
) -> Correction:
    """Record what holds in a field, as `correction_values.read_value` gives it; an earlier correction stays on record.

    Raises:
        InputError: no such call.
        UsageError: no such field, or a least sum above the largest.
    """
    from grants_db.opportunities.correction_values import FIELDS  # how a value is typed is loaded where one is

    stated = session.get(Opportunity, opportunity_id)
    if stated is None:
        raise InputError("Ein Förderangebot mit der Nummer {id} gibt es nicht.", id=opportunity_id)
    if field not in FIELDS:
        raise UsageError(
            "Das Feld „{field}“ lässt sich nicht berichtigen; möglich sind {fields}.",
            field=field,
            fields=", ".join(FIELDS),
        )
    correction = Correction(
        opportunity_id=opportunity_id,
        field=field,
        value=value,
        source_value=stated_value(stated, field),
        note=note.strip(),
        decided_by=decided_by,
        decided_at=now,
    )
    standing = corrections_of(session, [opportunity_id]).get(opportunity_id, {})
    then = corrected(stated, {**standing, field: correction})
    least, most = then.min_amount, then.max_amount
    if least is not None and most is not None and least > most:
        raise UsageError(
            "Der Mindestbetrag {least} EUR läge über dem Höchstbetrag {most} EUR; bitte zuerst diesen berichtigen.",
            least=least,
            most=most,
        )
    session.add(correction)
    session.flush()
    return correction


def undo_correction(session: Session, opportunity_id: int, field: str, now: datetime) -> Correction:
    """Take the leading correction of a field back; the one before it, or else the source, leads again."""
    standing = corrections_of(session, [opportunity_id]).get(opportunity_id, {}).get(field)
    if standing is None:
        raise InputError(
            "Am Förderangebot {id} ist „{field}“ nicht berichtigt.",
            id=opportunity_id,
            field=field,
        )
    standing.undone_at = now
    session.add(standing)
    session.flush()
    return standing


def corrections_of(
    session: Session, opportunity_ids: Iterable[int] | None = None, *, at: datetime | None = None
) -> dict[int, dict[str, Correction]]:
    """For each corrected call its leading correction by field; those of an earlier instant with `at`."""
    statement = select(Correction).order_by(col(Correction.id))
    ids = None if opportunity_ids is None else list(opportunity_ids)
    if ids is not None and len(ids) <= IDS_AT_ONCE:
        statement = statement.where(col(Correction.opportunity_id).in_(ids))
    found: dict[int, dict[str, Correction]] = {}
    for correction in session.exec(statement):
        if at is None and correction.undone_at is not None:
            continue
        if at is not None and not _stood(correction, at):
            continue
        found.setdefault(correction.opportunity_id, {})[correction.field] = correction
    return found if ids is None else {key: found[key] for key in ids if key in found}


def leading(session: Session, opportunities: Iterable[Opportunity]) -> list[Opportunity]:
    """The calls with what holds in them: corrected ones as copies outside any session, the others as they are."""
    known = corrections_of(session)
    return [corrected(call, known.get(call.id or 0, {})) for call in opportunities]


def corrected(opportunity: Opportunity, corrections: Mapping[str, Correction]) -> Opportunity:
    """A copy of the call in which the corrections lead, with the correction as its evidence; itself without any.

    The copy is in no session. Adding it to one would insert a second row of the same key, which the database refuses.
    """
    if not corrections:
        return opportunity
    values = {name: getattr(opportunity, name) for name in Opportunity.model_fields}
    said = {field: correction.value for field, correction in corrections.items()}
    values |= leading_values(opportunity.status_note, said)
    quotes = {field: _quote(correction) for field, correction in corrections.items()}
    if "deadline" in quotes:
        values["deadline"] = {**values["deadline"], "evidence": quotes["deadline"]}
    values["proposed"] = without(opportunity.proposed, corrections)
    return Opportunity(**{**values, "evidence": {**opportunity.evidence, **quotes}})


def leading_values(note: StatusNote | None, corrections: Mapping[str, Any]) -> dict[str, Any]:
    """What leads over a call's own values where officers say these JSON values; `note` is its source's."""
    values = {field: _typed(field, value) for field, value in corrections.items()}
    if "deadline" in values and note is StatusNote.CLOSED:  # who says until when one can apply also says that one can
        values["status_note"] = None
    return values


def without(by_field: Mapping[str, Any], corrections: Iterable[str]) -> dict[str, Any]:
    """What is kept by field, without the fields an officer has settled."""
    settled = set(corrections)
    return {field: kept for field, kept in by_field.items() if field not in settled}


def stated_value(opportunity: Opportunity, field: str) -> Any:
    """What the row states in a field, as a JSON value."""
    value = getattr(opportunity, field)
    if isinstance(value, date):
        return value.isoformat()
    return str(value.quantize(HUNDREDTH)) if isinstance(value, Decimal) else value


def _stood(correction: Correction, at: datetime) -> bool:
    return correction.decided_at <= at and (correction.undone_at is None or correction.undone_at > at)


def _quote(correction: Correction) -> str:
    whose = f" ({correction.decided_by})" if correction.decided_by else ""
    note = f": {correction.note}" if correction.note else ""
    return CORRECTED.format(day=correction.decided_at.date().isoformat(), more=whose + note)


def _typed(field: str, value: Any) -> Any:
    """A JSON value as the row's column gives it."""
    about = FACTS[field]
    if value is None:
        return None
    if about.is_number:
        return Decimal(value)
    if about.kind is ValueKind.DAY:
        return date.fromisoformat(value)
    return about.words(value) if about.kind is ValueKind.WORD and about.words else value

"""What an optional reader said of pairs: kept by a sign of both texts, so that no pair is read twice."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from grants_db.messages import Message, Quote
from grants_db.models.match import StoredReading
from grants_db.models.opportunity import Opportunity

IDS_AT_ONCE = 500


def readings_by_key(session: Session, keys: Collection[str]) -> dict[str, StoredReading]:
    """The readings with these signs."""
    listed, found = sorted(set(keys)), dict[str, StoredReading]()
    for start in range(0, len(listed), IDS_AT_ONCE):
        some = listed[start : start + IDS_AT_ONCE]
        found |= {one.key: one for one in session.exec(select(StoredReading).where(col(StoredReading.key).in_(some)))}
    return found


def store_reading(session: Session, reading: StoredReading) -> None:
    """Keep a reading; what was said of the pair before gives way."""
    before = session.exec(
        select(StoredReading).where(
            StoredReading.measure_id == reading.measure_id, StoredReading.opportunity_id == reading.opportunity_id
        )
    ).first()
    if before is not None:
        session.delete(before)
        session.flush()
    session.add(reading)
    session.flush()


def standing_readings(session: Session, measure_signs: Mapping[int, str]) -> dict[tuple[int, int], StoredReading]:
    """The readings that can be used and whose texts say what they said, by measure and call id.

    Args:
        session: of the database.
        measure_signs: measure id → the sign of its text.
    """
    columns: list[Any] = [StoredReading, col(Opportunity.version)]
    statement = (
        select_columns(*columns)
        .join(Opportunity, col(StoredReading.opportunity_id) == col(Opportunity.id))
        .where(col(StoredReading.grade).is_not(None))
    )
    return {
        (reading.measure_id, reading.opportunity_id): reading
        for reading, version in session.execute(statement)
        if reading.opportunity_version == version and measure_signs.get(reading.measure_id) == reading.measure_sign
    }


def mean_seconds(session: Session) -> float | None:
    """How long an answer took in the mean, in seconds; None where nothing was read yet."""
    seconds = session.exec(select(StoredReading.seconds)).all()
    return sum(seconds) / len(seconds) if seconds else None


def reading_sentence(reading: StoredReading) -> Message:
    """What a reader said, as a reason."""
    if not reading.quotation:
        return Message.of(
            "Leser {reader}: Note {grade} von 3, {said}",
            reader=reading.reader,
            grade=reading.grade or 0,
            said=Quote(reading.sentence),
        )
    return Message.of(
        "Leser {reader}: Note {grade} von 3, {said}; im Angebot: {call}",
        reader=reading.reader,
        grade=reading.grade or 0,
        said=Quote(reading.sentence),
        call=Quote(reading.quotation),
    )

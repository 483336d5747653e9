"""What headings meant in earlier files, remembered for the next one of the same shape."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select as sql_select
from sqlmodel import Session, select

from grants_db.import_export.layout.heading_mapping import Remembered, as_text, from_text, shapes_of
from grants_db.import_export.layout.sheet import Sheet
from grants_db.models.columns import table_of
from grants_db.models.heading_mapping import HeadingMapping


def remembered(session: Session) -> list[Remembered]:
    """All that is remembered."""
    kept = table_of(HeadingMapping).c
    rows = session.connection().execute(sql_select(kept.shape, kept.mapping).order_by(kept.id))
    return [from_text(shape, mapping) for shape, mapping in rows]


def keep_mapping(session: Session, sheets: Sequence[Sheet], mapping: Mapping[str, str]) -> None:
    """Keep the mapping for each row of these sheets that has all its headings."""
    for shape in {shape for sheet in sheets for shape in shapes_of(sheet) if mapping.keys() <= shape}:
        stored, said = as_text(shape, mapping)
        known = session.exec(select(HeadingMapping).where(HeadingMapping.shape == stored)).first()
        known = known or HeadingMapping(shape=stored, mapping=said)
        known.mapping = said
        session.add(known)

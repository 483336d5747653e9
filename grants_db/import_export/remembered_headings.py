"""What headings meant in earlier files, remembered for the next one of the same shape."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from grants_db.import_export.layout.heading_mapping import Remembered, as_text, from_text, shapes_of
from grants_db.import_export.layout.sheet import Sheet
from grants_db.models.heading_mapping import HeadingMapping


def remembered(session: Session) -> list[Remembered]:
    """All that is remembered."""
    return [from_text(each.shape, each.mapping) for each in session.exec(select(HeadingMapping))]


def keep_mapping(session: Session, sheets: Sequence[Sheet], mapping: Mapping[str, str]) -> None:
    """Keep the mapping for each row of these sheets that has all its headings."""
    for shape in {shape for sheet in sheets for shape in shapes_of(sheet) if mapping.keys() <= shape}:
        stored, said = as_text(shape, mapping)
        known = session.exec(select(HeadingMapping).where(HeadingMapping.shape == stored)).first()
        known = known or HeadingMapping(shape=stored, mapping=said)
        known.mapping = said
        session.add(known)

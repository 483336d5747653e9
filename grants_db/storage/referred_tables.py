"""Sees to it that a write knows the tables its rows refer to; reading does without, so a command starts sooner."""

from sqlalchemy.orm import Mapper, Session, object_mapper
from sqlmodel import SQLModel


def know_referred_tables(session: Session, _context: object, _objects: object) -> None:
    """Before a flush: where a row to be written, or one beside it, refers to a table nobody has loaded, load them all.

    A flush sorts the tables it writes by what they refer to; one that is not known would end it.
    """
    written = {object_mapper(each) for each in (*session.new, *session.dirty, *session.deleted)}
    beside = {relation.mapper for mapper in written for relation in mapper.relationships}
    if not all(_knows_what_it_refers_to(mapper) for mapper in written | beside):
        import grants_db.models.all_tables  # noqa: F401 - registers them


def _knows_what_it_refers_to(mapper: "Mapper[object]") -> bool:
    return all(
        key.target_fullname.partition(".")[0] in SQLModel.metadata.tables for key in mapper.local_table.foreign_keys
    )

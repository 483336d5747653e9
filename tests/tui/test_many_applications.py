"""A list of a few of many applications reads those alone, and says the same of them as if it had read all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlmodel import select

from grants_db.applications.agenda import agenda
from grants_db.dashboard.application_heads import application_heads, read_files
from grants_db.models.application import Application
from grants_db.storage.database import reading
from tests.tui.city import TODAY


@contextmanager
def applications_loaded() -> Iterator[list[int | None]]:
    """The numbers of the applications that are read meanwhile."""
    found: list[int | None] = []

    def loaded(target: Application, _context: object) -> None:
        found.append(target.id)

    event.listen(Application, "load", loaded)
    try:
        yield found
    finally:
        event.remove(Application, "load", loaded)


def test_only_what_is_shown_is_read(applied_city: Engine) -> None:
    with reading(applied_city) as session:
        first, *_others = [head.number for head in application_heads(session)]
    with reading(applied_city) as session, applications_loaded() as loaded:
        files = read_files(session, TODAY, (), (), [first])

    assert [file.application.id for file in files] == [first]
    assert set(loaded) == {first}


def test_some_dates_are_those_among_all(applied_city: Engine) -> None:
    with reading(applied_city) as session:
        numbers = list(session.exec(select(Application.id)))
        every = agenda(session, TODAY)
        for number in numbers:
            alone = agenda(session, TODAY, only=[number or 0])
            assert [entry.uid for entry in alone] == [each.uid for each in every if each.application_id == number]
        assert len(numbers) > 1


def test_a_head_tells_what_an_application_is_found_by(applied_city: Engine) -> None:
    with reading(applied_city) as session:
        heads = application_heads(session)
        files = read_files(session, TODAY, (), (), [head.number for head in heads])

    assert [(head.title, head.unit) for head in heads] == [(file.opportunity.title, file.unit) for file in files]
    told = [[(each.number, each.title, each.action_field_number) for each in file.measures] for file in files]
    assert [head.measures for head in heads] == told

"""Papers written to files: read from the database, put into words, written as the ending of the file's name says."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from grants_db.applications.store import get_application
from grants_db.dashboard.application import read_file
from grants_db.errors import InputError, UsageError
from grants_db.import_export.atomic_write import whole_file
from grants_db.measures.store import list_action_fields
from grants_db.messages import Message
from grants_db.opportunities.checks import facts_to_check
from grants_db.reports.council.cases import read_council
from grants_db.reports.council.figures import TimeSpan, count
from grants_db.reports.pictures.money_by_year import field_gaps
from grants_db.reports.pictures.timeline import timeline
from grants_db.settings import Settings
from grants_db.storage.database import reading
from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.jobs.agenda_inputs import meetings_of, rules_of
from tui.papers.application_note import application_note
from tui.papers.council import council_paper
from tui.papers.council_pictures import CouncilPictures
from tui.papers.page import as_page

if TYPE_CHECKING:
    from tui.papers.outline import Paper


def write_council_paper(
    engine: Engine, settings: Settings, today: date, span: TimeSpan, path: Path, template: Path | None = None
) -> None:
    """Write the council paper about the days of a span.

    Raises:
        UsageError: the span ends before it begins, or the file's ending is none of these.
        InputError: there is nothing to report, or the file can't be written.
    """
    writer = _writer(path, COUNCIL_FILES, template)
    if span.start and span.end and span.end < span.start:
        raise UsageError("Der Zeitraum endet am {end}, vor seinem Beginn am {start}.", start=span.start, end=span.end)
    with reading(engine) as session:
        basis = read_council(session, today, rules_of(settings))
        figures = count(basis, span)
        pictures = CouncilPictures(field_gaps(session), timeline(session, basis.dates))
        fields = {one.number: f"{one.number} {_(one_line(one.short_title))}" for one in list_action_fields(session)}
    if figures.is_empty:
        raise InputError(
            "Für diesen Zeitraum gibt es nichts zu berichten: kein Antrag ist gestellt oder entschieden, kein Treffer "
            "verworfen. Die Datei {path} wurde nicht geschrieben.",
            path=path,
        )
    with whole_file(path) as part:
        writer(council_paper(figures, pictures, fields, settings.city.name), part, template)


def write_application_note(
    engine: Engine, settings: Settings, today: date, number: int, path: Path, template: Path | None = None
) -> None:
    """Write the note about one application.

    Raises:
        UsageError: the file's ending is none of these.
        InputError: there is no such application, or the file can't be written.
    """
    writer = _writer(path, NOTE_FILES, template)
    with reading(engine) as session:
        application = get_application(session, number)
        found = read_file(session, application, today, rules_of(settings), meetings_of(settings))
        unsure = sorted(fact.field for fact in facts_to_check(found.opportunity))
        with whole_file(path) as part:
            writer(application_note(found, unsure, settings.city.name, today), part, template)


def _as_html(paper: "Paper", path: Path, _template: Path | None) -> None:
    path.write_text(as_page(paper), encoding="utf-8", newline="\n")


def _as_word(paper: "Paper", path: Path, template: Path | None) -> None:
    from tui.papers.word import write_word

    write_word(paper, path, template)


def _as_workbook(paper: "Paper", path: Path, _template: Path | None) -> None:
    from tui.papers.workbook import write_workbook

    write_workbook(paper, path)


Writer = Callable[["Paper", Path, Path | None], None]
#: how a paper is written, by the ending of the file's name
COUNCIL_FILES: dict[str, Writer] = {".docx": _as_word, ".xlsx": _as_workbook, ".html": _as_html}
#: a note is a page to sign, no table
NOTE_FILES = {ending: writer for ending, writer in COUNCIL_FILES.items() if ending != ".xlsx"}


def _writer(path: Path, known: Mapping[str, Writer], template: Path | None) -> Writer:
    ending = path.suffix.lower()
    if ending not in known:
        raise UsageError(
            "Dateien der Art „{ending}“ werden nicht geschrieben ({path}). Möglich sind {endings}.",
            ending=ending or Message.of("ohne Endung"),
            path=path,
            endings=", ".join(known),
        )
    if template is not None and ending != ".docx":
        raise UsageError("Eine Vorlage gilt für .docx, nicht für „{ending}“ ({path}).", ending=ending, path=path)
    return known[ending]

"""A list of running applications from a file: `write_template`, `import_applications`.

A row is taken over whole or refused whole; the caller's transaction holds for the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session, select

from grants_db.applications.history import known_id
from grants_db.clock import local_day
from grants_db.errors import AkquiseError, InputError
from grants_db.import_export.application_list.calls import call_for
from grants_db.import_export.application_list.columns import COLUMNS, NEEDED, fitness, header_of
from grants_db.import_export.application_list.record import ListedApplication
from grants_db.import_export.application_list.rows import read_row
from grants_db.import_export.application_list.take_over import TakeOver
from grants_db.import_export.layout.sheet import TableRow, written_names
from grants_db.import_export.table_reader import read_sheets
from grants_db.import_export.table_writer import write_table
from grants_db.messages import Message, Quote
from grants_db.models.measure import Measure
from grants_db.rules.cell import as_text
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.rules.working_days import HOME

#: with what a row of the template begins that is no application
NO_APPLICATION = ("erklärung", "beispiel")
TOTALS = ("summe", "gesamt", "insgesamt", "zwischensumme")


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class TakenRow:
    """A row that came in."""

    row: int
    outcome: Outcome
    application: int
    record: ListedApplication


@dataclass
class ApplicationsReport:
    """What an import of applications did, for people."""

    taken: list[TakenRow] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)
    refused_rows: int = 0
    unknown: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """How many rows became that."""
        return sum(row.outcome is outcome for row in self.taken)

    def summary(self) -> Message:
        """One sentence with the counts."""
        return Message.of(
            "{new} Anträge neu, {changed} geändert, {unchanged} unverändert, {refused} Zeilen abgewiesen, {unknown} "
            "Angaben bleiben unbekannt.",
            new=self.count(Outcome.NEW),
            changed=self.count(Outcome.CHANGED),
            unchanged=self.count(Outcome.UNCHANGED),
            refused=self.refused_rows,
            unknown=len(self.unknown),
        )


def write_template(path: Path) -> None:
    """Write a file with the headings, a row that explains them and an example; an import passes over both rows."""
    headings, explained, example = (list(texts) for texts in zip(*COLUMNS.values(), strict=True))
    write_table(path, headings, [explained, example], sheet="Anträge")


def import_applications(
    session: Session, path: Path, *, now: datetime, place: str = HOME, by: str = ""
) -> ApplicationsReport:
    """Read a .csv, .xlsx, .ods or .xls and take its applications over; the same file again changes nothing.

    Args:
        session: of the transaction that the whole file is.
        path: the file.
        now: this instant; what the file says happened stands at its day.
        place: the Land whose holidays count for the dates of an award.
        by: who does it, for the history.

    Raises:
        InputError: not a readable table, or no row of headings with measure, programme and state.
    """
    sheets = [sheet for sheet in read_sheets(path, fitness) if not sheet.hidden]
    report, take_over = ApplicationsReport(), TakeOver(session, now, place, by)
    with_header = [(sheet, header) for sheet in sheets if (header := header_of(sheet.rows)) is not None]
    if not with_header:
        raise InputError(
            "In {path} ist keine Zeile mit Überschriften, die mindestens {needed} nennt. „akquise applications "
            "template DATEI“ schreibt eine Vorlage.",
            path=path,
            needed=tuple(Quote(COLUMNS[name][0]) for name in NEEDED),
        )
    regimes = regimes_of(load_rules())
    for sheet, (head, columns) in with_header:
        file = f"{path.name} ({sheet.name})" if sheet.name and len(with_header) > 1 else path.name
        headings = written_names(sheet.rows[head])
        for index in headings.keys() - columns.keys():
            report.notes.append(
                Message.of("{file}, Spalte „{column}“: wird nicht gelesen.", file=file, column=headings[index])
            )
        for row in sheet.rows[head + 1 :]:
            if _is_passed_over(row, columns):
                continue
            reading = read_row(file, row, columns, headings, local_day(now), regimes)
            report.unknown += [finding.reason for finding in reading.unknown]
            report.refused += [finding.reason for finding in reading.refused]
            if reading.record is None:
                report.refused_rows += 1
            else:
                _take(take_over, report, row.number, reading.record, file)
    return report


def _is_passed_over(row: TableRow, columns: Mapping[int, str]) -> bool:
    """No application: nothing in any column we know, an explanation of the template, or a row of totals."""
    texts = [text for index in columns if (text := as_text(row.at(index)))]
    first = next((as_text(cell).lower() for cell in row.cells if as_text(cell)), "").rstrip(" :")
    return not texts or first.startswith(NO_APPLICATION) or first in TOTALS


def _take(take_over: TakeOver, report: ApplicationsReport, row: int, record: ListedApplication, file: str) -> None:
    """Take a record over, or refuse its row and leave nothing of it."""
    session = take_over.session
    try:
        with session.begin_nested():
            measures = _measures(session, record)
            application = take_over.listed(record)
            if application is None:
                call = call_for(session, record, take_over.now)
                application = take_over.made_here(record, call)
            known = application is not None
            if application is not None and any(taken.application == application.id for taken in report.taken):
                raise InputError(
                    "Derselbe Antrag (Fördergeber, Förderprogramm, Maßnahme oder Aktenzeichen) steht in der Datei "
                    "schon weiter oben. Sind es zwei, bitte jedem sein Aktenzeichen geben."
                )
            if application is None:
                application = take_over.create(measures, call, record)
            changed = take_over.bring(application, record)
    except AkquiseError as error:
        report.refused_rows += 1
        report.refused.append(Message.of("{file}, Zeile {row}: {why}", file=file, row=row, why=error.sentence))
        return
    outcome = Outcome.NEW if not known else Outcome.CHANGED if changed else Outcome.UNCHANGED
    report.taken.append(TakenRow(row, outcome, known_id(application.id), record))


def _measures(session: Session, record: ListedApplication) -> list[Measure]:
    found = []
    for number in record.measures:
        measure = session.exec(select(Measure).where(Measure.number == number)).first()
        if measure is None:
            raise InputError("Eine Maßnahme „{number}“ gibt es nicht; bitte ihre Nummer eintragen.", number=number)
        found.append(measure)
    return found

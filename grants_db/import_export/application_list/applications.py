"""A list of running applications from a file: `write_template`, `open_applications`, `import_applications`.

A row is taken over whole or refused whole; the caller's transaction holds for the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from grants_db.applications.history import known_id
from grants_db.clock import local_day
from grants_db.errors import AkquiseError, InputError
from grants_db.import_export.application_list.calls import call_for
from grants_db.import_export.application_list.columns import COLUMNS, LIST
from grants_db.import_export.application_list.record import ListedApplication
from grants_db.import_export.application_list.rows import read_row
from grants_db.import_export.application_list.take_over import TakeOver, measures_named
from grants_db.import_export.import_log.case_changes import application_snapshot, calls_since, newest_call
from grants_db.import_export.import_log.row_snapshots import Rows
from grants_db.import_export.import_log.runs import LoggedChange, Origin, keep_run
from grants_db.import_export.layout.heading_mapping import mapping_for, read_mapping
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.layout.table_found import TableFound
from grants_db.import_export.remembered_headings import keep_mapping, remembered
from grants_db.import_export.table_reader import read_sheets
from grants_db.import_export.table_writer import write_table
from grants_db.messages import Message, Quote
from grants_db.rules.obligation_rules import load_rules, regimes_of
from grants_db.rules.working_days import HOME
from grants_db.vocabulary import ImportedThing, ImportKind


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
    before: Rows | None  # as it was; None: it is new


@dataclass
class ApplicationsReport:
    """What an import of applications did, for people."""

    taken: list[TakenRow] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)
    refused_rows: int = 0
    unknown: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
    number: int | None = None  # of the import, by which it is taken back; None where nothing changed

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


@dataclass(frozen=True)
class OpenedApplications:
    """A file as it was read once."""

    path: Path
    sheets: list[Sheet]
    mapping: dict[str, str]

    def store(
        self, session: Session, *, now: datetime, place: str = HOME, by: str = "", own_rules: Path | None = None
    ) -> ApplicationsReport:
        """Take the applications over; the same file again changes nothing.

        Args:
            session: of the transaction that the whole file is; rolled back, it shows what would happen.
            now: this instant; what the file says happened stands at its day.
            place: the Land whose holidays count for the dates of an award.
            by: who does it, for the history.
            own_rules: the city's own file of rules, whose conditions an award may name.

        Raises:
            InputError: no row of headings with measure, programme and state.
        """
        mapping = mapping_for(self.sheets, self.mapping, remembered(session))
        tables = list(LIST.tables_of(self.path, self.sheets, mapping))
        if not tables:
            raise InputError(
                "In {path} ist keine Zeile mit Überschriften, die mindestens {needed} nennt. „akquise applications "
                "template DATEI“ schreibt eine Vorlage.",
                path=self.path,
                needed=tuple(Quote(COLUMNS[name][0]) for name in LIST.needed),
            )
        report, take_over = ApplicationsReport(), TakeOver(session, now, place, by)
        newest = newest_call(session)
        regimes = regimes_of(load_rules(own_rules))
        for table in tables:
            report.tables.append(table.found())
            report.notes += table.notes()
            for row in table.rows:
                reading = read_row(RowCells.of(table, row, local_day(now)), regimes)
                report.unknown += [finding.reason for finding in reading.unknown]
                report.refused += [finding.reason for finding in reading.refused]
                if reading.record is None:
                    report.refused_rows += 1
                else:
                    _take(take_over, report, row.number, reading.record, table.place)
        if self.mapping:
            keep_mapping(session, self.sheets, self.mapping)
        changes = [
            *calls_since(session, newest),
            *(
                LoggedChange(
                    ImportedThing.APPLICATION,
                    row.application,
                    f"{', '.join(row.record.measures)} {row.record.programme}",
                    row.before,
                    application_snapshot(session, row.application),
                )
                for row in report.taken
                if row.outcome is not Outcome.UNCHANGED
            ),
        ]
        report.number = keep_run(session, ImportKind.APPLICATIONS, Origin(self.path.name, now, by), changes)
        return report


def open_applications(path: Path, mapping: Sequence[str] = ()) -> OpenedApplications:
    """Read a .csv, .xlsx, .ods or .xls as a whole.

    Args:
        path: the file.
        mapping: what headings mean, each as "heading=field".

    Raises:
        InputError: not a readable table.
        UsageError: a mapping names no field.
    """
    sheets = [sheet for sheet in read_sheets(path, LIST.fitness) if not sheet.hidden]
    return OpenedApplications(path, sheets, read_mapping(mapping, LIST.german, tuple(COLUMNS)))


def import_applications(
    session: Session, path: Path, *, now: datetime, place: str = HOME, by: str = "", mapping: Sequence[str] = ()
) -> ApplicationsReport:
    """Read a file and take its applications over: `open_applications` and its `store`."""
    return open_applications(path, mapping).store(session, now=now, place=place, by=by)


def _take(take_over: TakeOver, report: ApplicationsReport, row: int, record: ListedApplication, file: str) -> None:
    """Take a record over, or refuse its row and leave nothing of it."""
    session = take_over.session
    try:
        with session.begin_nested():
            measures = measures_named(session, record)
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
            before = application_snapshot(session, known_id(application.id)) if application is not None else None
            if application is None:
                application = take_over.create(measures, call, record)
            changed = take_over.bring(application, record)
    except AkquiseError as error:
        report.refused_rows += 1
        report.refused.append(Message.of("{file}, Zeile {row}: {why}", file=file, row=row, why=error.sentence))
        return
    outcome = Outcome.NEW if not known else Outcome.CHANGED if changed else Outcome.UNCHANGED
    report.taken.append(TakenRow(row, outcome, known_id(application.id), record, before))

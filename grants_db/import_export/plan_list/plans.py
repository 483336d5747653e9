"""Financing plans from a file: `write_template`, `open_plans`, `import_plans`.

The plan of an application is taken over whole, in the place of what stands, or refused whole; the caller's transaction
holds for the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from grants_db.applications.plan.entry import replace_plan
from grants_db.applications.store import get_application
from grants_db.clock import local_day
from grants_db.errors import AkquiseError, DoubtError, InputError
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.import_export.import_log.case_changes import application_snapshot
from grants_db.import_export.import_log.runs import LoggedChange, Origin, keep_run
from grants_db.import_export.layout.heading_mapping import mapping_for, read_mapping
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.layout.table_found import TableFound
from grants_db.import_export.plan_list.columns import COLUMNS, LIST
from grants_db.import_export.plan_list.rows import application_of, read_row
from grants_db.import_export.plan_list.year_columns import by_rows
from grants_db.import_export.remembered_headings import keep_mapping, remembered
from grants_db.import_export.table_reader import read_sheets
from grants_db.import_export.table_writer import write_table
from grants_db.messages import Message, Quote
from grants_db.vocabulary import ImportedThing, ImportKind


@dataclass(frozen=True)
class TakenPlan:
    """The plan of an application that came in; `changed`: it is another one than stood there."""

    application: int
    lines: int
    changed: bool


@dataclass
class PlansReport:
    """What an import of plans did, for people."""

    taken: list[TakenPlan] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)
    doubtful: int = 0  # of what is refused, so many plans are taken over if somebody insists
    unknown: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
    number: int | None = None  # of the import, by which it is taken back; None where nothing changed

    def summary(self) -> Message:
        """One sentence with the counts."""
        return Message.of(
            "{changed} Finanzierungspläne eingetragen, {unchanged} unverändert, {refused} Angaben abgewiesen.",
            changed=sum(plan.changed for plan in self.taken),
            unchanged=sum(not plan.changed for plan in self.taken),
            refused=len(self.refused),
        )


@dataclass(frozen=True)
class OpenedPlans:
    """A file as it was read once; `application` is meant where the rows name none."""

    path: Path
    sheets: list[Sheet]
    mapping: dict[str, str]
    application: int | None = None

    def store(self, session: Session, *, now: datetime, by: str = "", insist: bool = False) -> PlansReport:
        """Take the plans over; the same file again changes nothing.

        Args:
            session: of the transaction that the whole file is; rolled back, it shows what would happen.
            now: this instant.
            by: who does it.
            insist: take over what is merely doubtful.

        Raises:
            InputError: no row of headings with kind, name, year and sum.
        """
        mapping = mapping_for(self.sheets, self.mapping, remembered(session))
        tables = list(LIST.tables_of(self.path, self.sheets, mapping))
        if not tables:
            raise InputError(
                "In {path} ist keine Zeile mit Überschriften, die mindestens {needed} nennt. „akquise financing plan "
                "template DATEI“ schreibt eine Vorlage.",
                path=self.path,
                needed=tuple(Quote(COLUMNS[name][0]) for name in LIST.needed),
            )
        report, plans, spoilt = PlansReport(), dict[int, list[PlanLine]](), set[int]()
        for table in tables:
            report.tables.append(table.found())
            report.notes += table.notes()
            for row in table.rows:
                cells = RowCells.of(table, row, local_day(now))
                number = application_of(cells) or (self.application if not cells.text("application") else None)
                line = read_row(cells)
                if number is None:
                    cells.refuse("application", Message.of("Für welchen Antrag? Bitte seine Nummer nennen."))
                report.refused += [finding.reason for finding in cells.refused]
                if not cells.refused:
                    report.unknown += [finding.reason for finding in cells.unknown]
                if number is not None and line is not None:
                    plans.setdefault(number, []).append(line)
                elif number is not None:
                    spoilt.add(number)
        if self.mapping:
            keep_mapping(session, self.sheets, self.mapping)
        changes = [
            change
            for number, lines in plans.items()
            if number not in spoilt
            if (change := self._take(session, report, number, lines, now, by, insist=insist))
        ]
        report.refused += [
            Message.of("Antrag {number}: Der Plan bleibt, wie er war, bis alle Zeilen lesbar sind.", number=number)
            for number in sorted(spoilt)
        ]
        report.number = keep_run(session, ImportKind.PLANS, Origin(self.path.name, now, by), changes)
        return report

    def _take(
        self,
        session: Session,
        report: PlansReport,
        number: int,
        lines: list[PlanLine],
        now: datetime,
        by: str,
        *,
        insist: bool,
    ) -> LoggedChange | None:
        """Take one plan over, or refuse it and leave nothing of it; None where nothing changed."""
        try:
            with session.begin_nested():
                application = get_application(session, number)
                before = application_snapshot(session, number)
                changed = replace_plan(session, application, lines, now=now, by=by, insist=insist)
        except AkquiseError as error:
            said = Message.of("{file}, Antrag {number}: {why}", file=self.path.name, number=number, why=error.sentence)
            report.refused.append(said)
            report.doubtful += isinstance(error, DoubtError)
            return None
        report.taken.append(TakenPlan(number, len(lines), changed))
        if not changed:
            return None
        after = application_snapshot(session, number)
        return LoggedChange(ImportedThing.APPLICATION, number, f"Antrag {number}", before, after)


def write_template(path: Path) -> None:
    """Write a file with the headings, a row that explains them and an example; an import passes over both rows."""
    headings, explained, example = (list(texts) for texts in zip(*COLUMNS.values(), strict=True))
    write_table(path, headings, [explained, example], sheet="Finanzierungsplan")


def open_plans(path: Path, mapping: Sequence[str] = (), application: int | None = None) -> OpenedPlans:
    """Read a .csv, .xlsx, .ods or .xls as a whole.

    Args:
        path: the file.
        mapping: what headings mean, each as "heading=field".
        application: whose plan it is, where the rows name none.

    Raises:
        InputError: not a readable table.
        UsageError: a mapping names no field.
    """
    sheets = [by_rows(sheet) for sheet in read_sheets(path, LIST.fitness) if not sheet.hidden]
    return OpenedPlans(path, sheets, read_mapping(mapping, LIST.german, tuple(COLUMNS)), application)

"""A list of donations from a file: `write_template`, `open_donations`, `import_donations`.

A row is taken over whole or refused whole; the caller's transaction holds for the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from grants_db.applications.donations import advance_donation, list_donations, offer_donation
from grants_db.applications.history import known_id
from grants_db.clock import local_day
from grants_db.errors import AkquiseError, InputError
from grants_db.import_export.donation_list.columns import COLUMNS, LIST
from grants_db.import_export.donation_list.rows import DAYS, ListedDonation, read_row
from grants_db.import_export.import_log.case_changes import donation_snapshot
from grants_db.import_export.import_log.row_snapshots import Rows
from grants_db.import_export.import_log.runs import LoggedChange, Origin, keep_run
from grants_db.import_export.layout.heading_mapping import mapping_for, read_mapping
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.layout.table_found import TableFound
from grants_db.import_export.remembered_headings import keep_mapping, remembered
from grants_db.import_export.table_reader import read_sheets
from grants_db.import_export.table_writer import write_table
from grants_db.measures.store import get_measure
from grants_db.messages import Message, Quote
from grants_db.models.application import Donation
from grants_db.models.measure import FinancingItem, Measure
from grants_db.rules.folding import words_of
from grants_db.vocabulary import DonationStage as Stage
from grants_db.vocabulary import ImportedThing, ImportKind


class DonationOutcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class TakenDonation:
    """A row that came in."""

    row: int
    outcome: DonationOutcome
    donation: int
    record: ListedDonation
    before: Rows | None  # as it was; None: it is new


@dataclass
class DonationsReport:
    """What an import of donations did, for people."""

    taken: list[TakenDonation] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)
    refused_rows: int = 0
    unknown: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
    number: int | None = None  # of the import, by which it is taken back; None where nothing changed

    def count(self, outcome: DonationOutcome) -> int:
        """How many rows became that."""
        return sum(row.outcome is outcome for row in self.taken)

    def summary(self) -> Message:
        """One sentence with the counts."""
        return Message.of(
            "{new} Spenden neu, {changed} geändert, {unchanged} unverändert, {refused} Zeilen abgewiesen, {unknown} "
            "Angaben bitte prüfen.",
            new=self.count(DonationOutcome.NEW),
            changed=self.count(DonationOutcome.CHANGED),
            unchanged=self.count(DonationOutcome.UNCHANGED),
            refused=self.refused_rows,
            unknown=len(self.unknown),
        )


@dataclass(frozen=True)
class OpenedDonations:
    """A file as it was read once."""

    path: Path
    sheets: list[Sheet]
    mapping: dict[str, str]

    def store(self, session: Session, *, now: datetime, by: str = "") -> DonationsReport:
        """Take the donations over; the same file again changes nothing.

        A donation is known again by its measure, its donor and the day it was offered.

        Args:
            session: of the transaction that the whole file is; rolled back, it shows what would happen.
            now: this instant.
            by: who does it, for the list of imports.

        Raises:
            InputError: no row of headings with measure, donor and amount.
        """
        mapping = mapping_for(self.sheets, self.mapping, remembered(session))
        tables = list(LIST.tables_of(self.path, self.sheets, mapping))
        if not tables:
            raise InputError(
                "In {path} ist keine Zeile mit Überschriften, die mindestens {needed} nennt. „akquise donations "
                "template DATEI“ schreibt eine Vorlage.",
                path=self.path,
                needed=tuple(Quote(COLUMNS[name][0]) for name in LIST.needed),
            )
        report = DonationsReport()
        for table in tables:
            report.tables.append(table.found())
            report.notes += table.notes()
            for row in table.rows:
                cells = RowCells.of(table, row, local_day(now))
                record = read_row(cells)
                report.unknown += [finding.reason for finding in cells.unknown]
                report.refused += [finding.reason for finding in cells.refused]
                if record is None:
                    report.refused_rows += 1
                else:
                    _take(session, report, row.number, record, table.place)
        if self.mapping:
            keep_mapping(session, self.sheets, self.mapping)
        changes = [
            LoggedChange(
                ImportedThing.DONATION,
                row.donation,
                f"{row.record.measure} {row.record.donor}",
                row.before,
                donation_snapshot(session, row.donation),
            )
            for row in report.taken
            if row.outcome is not DonationOutcome.UNCHANGED
        ]
        report.number = keep_run(session, ImportKind.DONATIONS, Origin(self.path.name, now, by), changes)
        return report


def write_template(path: Path) -> None:
    """Write a file with the headings, a row that explains them and an example; an import passes over both rows."""
    headings, explained, example = (list(texts) for texts in zip(*COLUMNS.values(), strict=True))
    write_table(path, headings, [explained, example], sheet="Spenden")


def open_donations(path: Path, mapping: Sequence[str] = ()) -> OpenedDonations:
    """Read a .csv, .xlsx, .ods or .xls as a whole.

    Args:
        path: the file.
        mapping: what headings mean, each as "heading=field".

    Raises:
        InputError: not a readable table.
        UsageError: a mapping names no field.
    """
    sheets = [sheet for sheet in read_sheets(path, LIST.fitness) if not sheet.hidden]
    return OpenedDonations(path, sheets, read_mapping(mapping, LIST.german, tuple(COLUMNS)))


def import_donations(
    session: Session, path: Path, *, now: datetime, by: str = "", mapping: Sequence[str] = ()
) -> DonationsReport:
    """Read a file and take its donations over: `open_donations` and its `store`."""
    return open_donations(path, mapping).store(session, now=now, by=by)


def _take(session: Session, report: DonationsReport, row: int, record: ListedDonation, file: str) -> None:
    """Take a record over, or refuse its row and leave nothing of it."""
    try:
        with session.begin_nested():
            measure = get_measure(session, record.measure)
            donation = _known(session, measure, record)
            before = donation_snapshot(session, known_id(donation.id)) if donation is not None else None
            if donation is None:
                donation = offer_donation(session, measure, record.donor, record.amount, record.days[Stage.OFFERED])
            if any(taken.donation == donation.id for taken in report.taken):
                raise InputError(
                    "Dieselbe Spende (Maßnahme, Spender und Tag des Angebots) steht in der Datei schon weiter oben."
                )
            _bring(session, donation, record)
            after = donation_snapshot(session, known_id(donation.id))
    except AkquiseError as error:
        report.refused_rows += 1
        report.refused.append(Message.of("{file}, Zeile {row}: {why}", file=file, row=row, why=error.sentence))
        return
    outcome = (
        DonationOutcome.NEW
        if before is None
        else DonationOutcome.UNCHANGED
        if before == after
        else DonationOutcome.CHANGED
    )
    report.taken.append(TakenDonation(row, outcome, known_id(donation.id), record, before))


def _known(session: Session, measure: Measure, record: ListedDonation) -> Donation | None:
    """The donation that the row means."""
    return next(
        (
            each
            for each in list_donations(session)
            if each.measure_id == measure.id
            and words_of(each.donor) == words_of(record.donor)
            and each.offered_on == record.days[Stage.OFFERED]
        ),
        None,
    )


def _bring(session: Session, donation: Donation, record: ListedDonation) -> None:
    """Correct the sum and the days of the steps it has taken, then take those that are new.

    Raises:
        InputError: it stands here where the list would take it back from.
    """
    if donation.stage not in record.days:
        raise InputError(
            "Spende {id} steht hier schon auf „{gift_stage}“, in der Liste auf „{gift_step}“. Was gilt, bitte dort "
            "eintragen oder in der Liste berichtigen.",
            id=donation.id,
            gift_stage=donation.stage,
            gift_step=record.stage,
        )
    if donation.amount != record.amount:
        donation.amount = record.amount
        measure = session.get_one(Measure, donation.measure_id)
        for item in _items(measure, donation):
            item.amount = record.amount
    taken = list(record.days)[: list(record.days).index(donation.stage) + 1]
    for step in taken:
        name = "decided_on" if step is Stage.DECLINED else DAYS[step]
        if getattr(donation, name) != record.days[step]:
            setattr(donation, name, record.days[step])
    if record.paper_number and donation.stage is not Stage.OFFERED:
        donation.paper_number = record.paper_number
    session.add(donation)
    for step in list(record.days)[len(taken) :]:
        advance_donation(session, donation, step, record.days[step], paper_number=record.paper_number)


def _items(measure: Measure, donation: Donation) -> list[FinancingItem]:
    return [item for item in measure.financing if item.note == f"Spende Nr. {donation.id}"]

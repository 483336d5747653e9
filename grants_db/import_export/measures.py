"""Measures from files: `open_measures`, `read_measures`, `import_measures`.

A file is read as an office keeps it (`table_reader`, `measure_list`); storing is left to `grants_db.measures`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

import grants_db.models.all_tables  # noqa: F401 - what finances a measure refers to applications, and these to more
from grants_db.clock import this_instant
from grants_db.import_export.garbage_collection import held_collection
from grants_db.import_export.import_log.measure_changes import measure_changes
from grants_db.import_export.import_log.runs import Origin, keep_run
from grants_db.import_export.layout.heading_mapping import mapping_for, meanings, read_mapping
from grants_db.import_export.layout.import_findings import Finding
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.measure_list.known_here import (
    link_further_units,
    with_changes_by_hand,
    with_known_units,
)
from grants_db.import_export.measure_list.list_numbers import Answers, MeasureLists, proposed_name
from grants_db.import_export.measure_list.measure_columns import HEADINGS, fitness
from grants_db.import_export.measure_list.measure_file import ReadMeasures, understood
from grants_db.import_export.measure_list.measure_preview import Plan, missing_lines, plan
from grants_db.import_export.remembered_headings import keep_mapping, remembered
from grants_db.import_export.table_reader import BegunFile, begin_file, read_sheets
from grants_db.measures.bulk_upsert import ImportCounts, upsert_measures
from grants_db.measures.concept import ConceptChanges, FieldTitles, field_titles, store_concept
from grants_db.measures.store import list_measures, shipped_action_fields
from grants_db.measures.stored_measures import StoredMeasure, read_stored
from grants_db.messages import Message
from grants_db.vocabulary import ImportKind

SAMPLES = Path(__file__).parents[1] / "samples" / "measures.csv"


@dataclass(frozen=True)
class ImportReport:
    """What an import did, for people."""

    file: ReadMeasures
    counts: ImportCounts
    number: int | None = None  # of the import, by which it is taken back; None where nothing changed

    @property
    def refused(self) -> list[Finding]:
        """Why rows were refused, in the order of the file."""
        return self.file.refused

    @property
    def unknown(self) -> list[Finding]:
        """What stays unknown in rows that came in."""
        return self.file.unknown

    def findings(self) -> list[Message]:
        """Everything a person should look at: what the file says of itself, and how recorded money was understood."""
        return [*self.file.findings(), *self.counts.notes]

    def summary(self) -> Message:
        """One sentence with the counts."""
        return Message.of(
            "{new} Maßnahmen neu, {changed} geändert, {unchanged} unverändert, {refused} Zeilen abgewiesen, {unknown} "
            "Angaben bleiben unbekannt.",
            new=self.counts.new,
            changed=self.counts.changed,
            unchanged=self.counts.unchanged,
            refused=len({(finding.file, finding.row) for finding in self.refused}),
            unknown=len(self.unknown) + self._without_column(),
        )

    def _without_column(self) -> int:
        """How many sums of new measures are unknown because the file has no column for them."""
        new = {change.id for change in self.counts.changes if change.before is None}
        numbers = {change.number for change in self.counts.changes if change.id in new}
        missing = 0
        for record in self.file.records:
            if record.number in numbers and record.stated is not None:
                missing += "secured" not in record.stated
                missing += "cost" not in record.stated and record.cost is None
        return missing


def read_measures(path: Path, *, city: str = "Magdeburg", today: date | None = None) -> ReadMeasures:
    """Read a .csv, .xlsx, .ods or .xls; stores nothing.

    Args:
        path: the file.
        city: the city that carries what binds the administration.
        today: a day far ahead of it is not taken; None: no day is too far.

    Raises:
        InputError: not a readable table, or no row of headings with number and title.
    """
    fields = {each.number: (each.title, each.short_title) for each in shipped_action_fields()}
    return understood(path, read_sheets(path, fitness), city, MeasureLists((), "", Answers()), today, {}, fields)


@dataclass(frozen=True)
class OpenedMeasures:
    """A file as it was read once: what is shown of it before is what is stored of it."""

    path: Path
    sheets: list[Sheet]
    mapping: dict[str, str]
    answers: Answers = field(default_factory=Answers)

    @held_collection()
    def preview(
        self, session: Session, *, city: str = "Magdeburg", today: date | None = None
    ) -> tuple[ReadMeasures, Plan]:
        """What the file says and what storing it would do; stores nothing.

        Raises:
            OtherListError: it can't be told which list the file is.
        """
        stored = read_stored(session)
        reading = self._understood(session, stored, city, today)
        records = {each.record.number: each.record for each in stored.values()}
        return reading, plan(reading.records, records, reading.missing)

    @held_collection()
    def store(
        self,
        session: Session,
        *,
        city: str = "Magdeburg",
        today: date | None = None,
        now: datetime | None = None,
        by: str = "",
    ) -> ImportReport:
        """Store the file's measures by their numbers; the same file again changes nothing.

        A row whose number belongs to another measure of the list is refused; what the file has no column for stays as
        it is stored. `now` and `by` say when and by whom, for the list of imports.

        Raises:
            OtherListError: it can't be told which list the file is.
        """
        session.flush()
        stored = read_stored(session)
        reading = self._understood(session, stored, city, today)
        reading.notes.extend(missing_lines(reading.missing))
        if self.mapping:
            keep_mapping(session, self.sheets, self.mapping)
        concept = _stored_concept(session, reading)
        counts = upsert_measures(session, reading.records, list_name=reading.list_name, stored=stored)
        counts.new_units += link_further_units(session, reading.further_units)
        origin = Origin(self.path.name, now or this_instant(), by)
        changes = measure_changes(counts, concept)
        run = keep_run(session, ImportKind.MEASURES, origin, changes, list_name=reading.list_name)
        return ImportReport(reading, counts, run)

    def _understood(
        self, session: Session, stored: dict[int, StoredMeasure], city: str, today: date | None
    ) -> ReadMeasures:
        lists = MeasureLists(stored.values(), proposed_name(self.path, self.sheets), self.answers)
        mapping = mapping_for(self.sheets, self.mapping, remembered(session))
        named = _action_fields(session)
        reading = understood(self.path, self.sheets, city, lists, today, meanings(mapping), named)
        reading.fields_before = {number: titles[0] for number, titles in named.items()}
        records, reading.further_units, of_units = with_known_units(session, reading.records)
        by_number = {each.record.number: each.record for each in stored.values()}
        reading.records[:], by_hand = with_changes_by_hand(session, records, by_number)
        reading.notes.extend([*of_units, *by_hand])
        return reading


def _action_fields(session: Session) -> dict[int, tuple[str, ...]]:
    """The titles by which rows name action fields: those that are stored, before that the shipped ones."""
    return {**field_titles(session)} or {
        each.number: (each.title, each.short_title) for each in shipped_action_fields()
    }


def _stored_concept(session: Session, reading: ReadMeasures) -> ConceptChanges:
    """Store the action fields and goals that the file lists."""
    if not reading.fields:
        return ConceptChanges()
    titles = {each.number: FieldTitles(each.title, each.short) for each in reading.fields}
    goals = [(each.number, goal) for each in reading.fields for goal in each.goals]
    return store_concept(session, titles, goals)


@held_collection()
def open_measures(
    path: Path | BegunFile, mapping: Sequence[str] = (), answers: Answers | None = None
) -> OpenedMeasures:
    """Read a file as a whole, before the first statement: nobody waits until a large one is read.

    Args:
        path: the file, or what `begin_file` made of it.
        mapping: what headings mean, each as "heading=field".
        answers: which list it is, and what numbers in doubt mean.

    Raises:
        InputError: not a readable table.
        UsageError: a mapping names no field.
    """
    begun = path if isinstance(path, BegunFile) else begin_file(path)
    said = read_mapping(mapping, HEADINGS)
    return OpenedMeasures(begun.path, begun.sheets(fitness), said, answers or Answers())


def import_measures(
    session: Session,
    path: Path,
    *,
    city: str = "Magdeburg",
    today: date | None = None,
    mapping: Sequence[str] = (),
    list_name: str = "",
) -> ImportReport:
    """Read a file and store its measures: `open_measures` and its `store`."""
    return open_measures(path, mapping, Answers(list_name)).store(session, city=city, today=today)


def import_samples(session: Session) -> ImportCounts:
    """Store the shipped, invented measures, marked as samples; a real measure of the same number stays as it is."""
    real = {measure.number for measure in list_measures(session) if not measure.sample}
    reading = read_measures(SAMPLES)
    if reading.refused:
        raise ValueError(f"the shipped sample measures have a bad row: {reading.refused[0].reason}")
    return upsert_measures(
        session, [replace(record, sample=True) for record in reading.records if record.number not in real]
    )

"""Measures from and to files: `read_measures`, `import_measures`, `export_measures`, `write_template`.

A file is read as an office keeps it (`table_reader`, `measure_columns`, `measure_rows`); storing is left to
`grants_db.measures.store`. What is exported comes back in unchanged.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

import grants_db.models.all_tables  # noqa: F401 - what finances a measure refers to applications, and these to more
from grants_db.import_export.atomic_write import whole_file
from grants_db.import_export.import_findings import Finding, Known
from grants_db.import_export.layout.heading_mapping import mapping_for, meanings, read_mapping
from grants_db.import_export.layout.measure_words import BINDING_LETTERS
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.measure_columns import HEADINGS, fitness
from grants_db.import_export.measure_file import ReadMeasures, understood
from grants_db.import_export.measure_preview import Plan, missing_lines, plan
from grants_db.import_export.remembered_headings import keep_mapping, remembered
from grants_db.import_export.table_reader import read_sheets
from grants_db.import_export.table_writer import Value, write_table
from grants_db.measures.store import (
    ImportCounts,
    MeasureRecord,
    list_measures,
    natural,
    record_of,
    upsert_measures,
)
from grants_db.messages import Message
from grants_db.models.measure import Measure
from grants_db.rules.financing import gap

SAMPLES = Path(__file__).parents[1] / "samples" / "measures.csv"
HEAD_ROWS = 200  # in which headings are looked for that make a file another kind of list
TEMPLATE_YEARS = (2026, 2027, 2028)
EXPLANATIONS = {
    "number": "Erklärung: eigene Nummer, jede nur einmal",
    "action_field": "1 bis 6",
    "goal": "Ziel des Handlungsfelds (freiwillig)",
    "title": "kurzer Titel",
    "description": "worum es geht; je mehr hier steht, desto besser die Vorschläge",
    "kind": "a Vorhandenes, b Fortführung, c Herausforderung, d Lösungsvorschlag, e weitere Empfehlung",
    "binding": "V verbindlich für die Verwaltung, H Empfehlung an Dritte",
    "state": "offen, abgeschlossen, entfallen oder zurückgestellt; leer: offen",
    "unit": "Amt, Fachbereich oder Stabsstelle",
    "carrier": "wer die Maßnahme trägt; leer: die Stadt (V) oder die zuständige Stelle (H)",
    "carrier_kind": "Stadt, Verein, Kirche, Schule, Hochschule, Unternehmen …",
    "period": "z. B. 2026–2028, ab 2026, laufend",
    "starts_on": "freiwillig, TT.MM.JJJJ",
    "ends_on": "freiwillig, TT.MM.JJJJ",
    "cost": "geschätzte Kosten in €; leer, wenn unbekannt",
    "secured": "alles zusammen, was davon gesichert ist, in €, auch Bescheide und Spenden; 0, wenn nichts",
    "gap": "wird berechnet",
    "sample": "leer lassen",
}
EXAMPLE = {
    "number": "Beispiel",
    "action_field": "2",
    "goal": "Sprache im Alltag",
    "title": "Sprachcafé im Stadtteil",
    "description": "Wöchentliches Treffen mit Ehrenamtlichen (diese Zeile wird beim Einlesen übergangen)",
    "kind": "d",
    "binding": "V",
    "state": "offen",
    "unit": "Amt 50",
    "carrier_kind": "Stadt",
    "period": "2026–2028",
    "cost": "24.000,00",
    "secured": "6.000,00",
}


@dataclass(frozen=True)
class ImportReport:
    """What an import did, for people."""

    file: ReadMeasures
    counts: ImportCounts

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
            unknown=len(self.unknown),
        )


def read_measures(path: Path, *, city: str = "Magdeburg", today: date | None = None) -> ReadMeasures:
    """Read a .csv, .xlsx, .ods or .xls; stores nothing.

    Args:
        path: the file.
        city: the city that carries what binds the administration.
        today: a day far ahead of it is not taken; None: no day is too far.

    Raises:
        InputError: not a readable table, or no row of headings with number and title.
    """
    return understood(path, read_sheets(path, fitness), city, {}, today, {})


@dataclass(frozen=True)
class OpenedMeasures:
    """A file as it was read once: what is shown of it before is what is stored of it."""

    path: Path
    sheets: list[Sheet]
    mapping: dict[str, str]

    def preview(
        self, session: Session, *, city: str = "Magdeburg", today: date | None = None
    ) -> tuple[ReadMeasures, Plan]:
        """What the file says and what storing it would do; stores nothing."""
        stored = {measure.number: record_of(measure) for measure in list_measures(session)}
        reading = self._understood(session, city, today)
        return reading, plan(reading.records, stored)

    def store(self, session: Session, *, city: str = "Magdeburg", today: date | None = None) -> ImportReport:
        """Store the file's measures by their numbers; the same file again changes nothing.

        A row whose number belongs to another measure is refused; what the file has no column for stays as it is stored.
        """
        reading = self._understood(session, city, today)
        numbers = {record.number for record in reading.records}
        stored = session.exec(select(Measure.number, Measure.title).where(col(Measure.sample).is_(False))).all()
        missing = [(number, title) for number, title in stored if number not in numbers]
        if len(missing) < len(stored):  # else it is another office's list
            reading.notes.extend(missing_lines(sorted(missing, key=lambda one: natural(one[0]))))
        if self.mapping:
            keep_mapping(session, self.sheets, self.mapping)
        return ImportReport(reading, upsert_measures(session, reading.records))

    def _understood(self, session: Session, city: str, today: date | None) -> ReadMeasures:
        columns = (Measure.number, Measure.title, Measure.action_field_number, Measure.sample)
        known = {number: Known(title, field, sample) for number, title, field, sample in session.exec(select(*columns))}
        mapping = mapping_for(self.sheets, self.mapping, remembered(session))
        return understood(self.path, self.sheets, city, known, today, meanings(mapping))


def open_measures(path: Path, mapping: Sequence[str] = ()) -> OpenedMeasures:
    """Read a file as a whole, before the first statement: nobody waits until a large one is read.

    Args:
        path: the file.
        mapping: what headings mean, each as "heading=field".

    Raises:
        InputError: not a readable table.
        UsageError: a mapping names no field.
    """
    return OpenedMeasures(path, read_sheets(path, fitness), read_mapping(mapping, HEADINGS))


def import_measures(
    session: Session, path: Path, *, city: str = "Magdeburg", today: date | None = None, mapping: Sequence[str] = ()
) -> ImportReport:
    """Read a file and store its measures: `open_measures` and its `store`."""
    return open_measures(path, mapping).store(session, city=city, today=today)


def import_samples(session: Session) -> ImportCounts:
    """Store the shipped, invented measures, marked as samples; a real measure of the same number stays as it is."""
    real = {measure.number for measure in list_measures(session) if not measure.sample}
    reading = read_measures(SAMPLES)
    if reading.refused:
        raise ValueError(f"the shipped sample measures have a bad row: {reading.refused[0].reason}")
    return upsert_measures(
        session, [replace(record, sample=True) for record in reading.records if record.number not in real]
    )


def export_measures(session: Session, path: Path) -> int:
    """Write all measures to .csv, .xlsx or .jsonl; gives their number."""
    records = [record_of(measure) for measure in list_measures(session)]
    if path.suffix.lower() == ".jsonl":
        return _write_jsonl(path, records)
    years = sorted({year for record in records for year in record.year_costs})
    rows = (_row(record, years) for record in records)
    return write_table(path, _headings(years), rows, sheet="Maßnahmen", also=".jsonl, ")


def write_template(path: Path) -> None:
    """Write a file with the headings, a row that explains them and an example; an import passes over both rows."""
    rows = [[_template_cell(row, name) for name in _columns(TEMPLATE_YEARS)] for row in (EXPLANATIONS, EXAMPLE)]
    write_table(path, _headings(TEMPLATE_YEARS), rows, sheet="Maßnahmen")


def _template_cell(row: dict[str, str], name: str | int) -> str:
    if isinstance(name, int):
        return "Kosten dieses Jahres (freiwillig)" if row is EXPLANATIONS else "8.000,00"
    return row.get(name, "")


def _columns(years: Sequence[int]) -> list[str | int]:
    """Fields in the order of the file, the years after the total."""
    names: list[str | int] = list(HEADINGS)
    after_cost = names.index("cost") + 1
    return [*names[:after_cost], *years, *names[after_cost:]]


def _headings(years: Sequence[int]) -> list[str]:
    return [f"{HEADINGS['cost']} {name}" if isinstance(name, int) else HEADINGS[name] for name in _columns(years)]


def _row(record: MeasureRecord, years: Sequence[int]) -> list[Value]:
    cells: dict[str, Value] = {
        "number": record.number,
        "action_field": str(record.action_field),
        "goal": record.goal,
        "title": record.title,
        "description": record.description,
        "kind": record.kind.value if record.kind else "",
        "binding": BINDING_LETTERS[record.binding] if record.binding else "",
        "state": record.state.german,
        "unit": record.unit,
        "carrier": record.carrier or "nicht angegeben",
        "carrier_kind": record.carrier_kind.german,
        "period": record.period,
        "starts_on": record.starts_on,
        "ends_on": record.ends_on,
        "cost": record.cost if record.cost is not None else record.cost_note or "unbekannt",
        "secured": record.secured,
        "gap": gap(record.cost, record.secured, record.state),
        "sample": "ja" if record.sample else "",
    }
    return [record.year_costs.get(name) if isinstance(name, int) else cells[name] for name in _columns(years)]


def _write_jsonl(path: Path, records: Sequence[MeasureRecord]) -> int:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(_as_json(record), ensure_ascii=False) + "\n")
    return len(records)


def _as_json(record: MeasureRecord) -> dict[str, object]:
    """The promised record: sums as decimal texts, unknown null."""
    missing = gap(record.cost, record.secured, record.state)
    return {
        "number": record.number,
        "action_field": record.action_field,
        "goal": record.goal,
        "title": record.title,
        "description": record.description,
        "kind": record.kind,
        "binding": record.binding,
        "state": record.state,
        "unit": record.unit or None,
        "carrier": record.carrier or None,
        "carrier_kind": record.carrier_kind,
        "period": record.period or None,
        "starts_on": record.starts_on.isoformat() if record.starts_on else None,
        "ends_on": record.ends_on.isoformat() if record.ends_on else None,
        "cost": None if record.cost is None else f"{record.cost:.2f}",
        "cost_note": record.cost_note,
        "year_costs": {str(year): f"{amount:.2f}" for year, amount in record.year_costs.items()},
        "secured": None if record.secured is None else f"{record.secured:.2f}",
        "gap": None if missing is None else f"{missing:.2f}",
        "sample": record.sample,
    }

"""Measures to files: `export_measures`, `write_template`. What is exported comes back in unchanged."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from grants_db.import_export.atomic_write import whole_file
from grants_db.import_export.layout.measure_words import BINDING_LETTERS
from grants_db.import_export.measure_list.measure_columns import HEADINGS, OF_LISTS
from grants_db.import_export.table_writer import Value, write_table
from grants_db.measures.records import MeasureRecord, record_of
from grants_db.measures.store import list_measures
from grants_db.models.measure import Measure
from grants_db.rules.financing import gap

TEMPLATE_YEARS = (2026, 2027, 2028)
EXPLANATIONS = {
    "number": "Erklärung: eigene Nummer, jede nur einmal",
    "action_field": "Nummer oder Name des Handlungsfelds",
    "goal": "Ziel des Handlungsfelds (freiwillig)",
    "title": "kurzer Titel",
    "description": "worum es geht; je mehr hier steht, desto besser die Vorschläge",
    "kind": "a Vorhandenes, b Fortführung, c Herausforderung, d Lösungsvorschlag, e weitere Empfehlung",
    "binding": "V verbindlich für die Verwaltung, H Empfehlung an Dritte",
    "state": "offen, abgeschlossen, entfallen oder zurückgestellt; leer: offen",
    "unit": "Amt, Fachbereich oder Stabsstelle",
    "further_units": "weitere Einheiten, jede in einer Zeile der Zelle (freiwillig)",
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


def export_measures(session: Session, path: Path) -> int:
    """Write all measures to .csv, .xlsx or .jsonl; gives their number."""
    records = [_record(measure) for measure in list_measures(session)]
    if path.suffix.lower() == ".jsonl":
        return _write_jsonl(path, records)
    years = sorted({year for record in records for year in record.year_costs})
    names = _columns(years)
    rows = (_row(record, names) for record in records)
    return write_table(path, _headings(names), rows, sheet="Maßnahmen", also=".jsonl, ")


def write_template(path: Path) -> None:
    """Write a file with the headings, a row that explains them and an example; an import passes over both rows."""
    names = [name for name in _columns(TEMPLATE_YEARS) if name not in OF_LISTS]
    rows = [[_template_cell(row, name) for name in names] for row in (EXPLANATIONS, EXAMPLE)]
    write_table(path, _headings(names), rows, sheet="Maßnahmen")


def _record(measure: Measure) -> MeasureRecord:
    """The measure with its list and the units beside the leading one."""
    return replace(
        record_of(measure),
        in_list=measure.list_name,
        listed_as=measure.list_number or (measure.number if measure.list_name else ""),
        further_units=tuple(unit.name for unit in measure.further_units),
    )


def _template_cell(row: dict[str, str], name: str | int) -> str:
    if isinstance(name, int):
        return "Kosten dieses Jahres (freiwillig)" if row is EXPLANATIONS else "8.000,00"
    return row.get(name, "")


def _columns(years: Sequence[int]) -> list[str | int]:
    """Fields in the order of the file, the years after the total."""
    names: list[str | int] = list(HEADINGS)
    after_cost = names.index("cost") + 1
    return [*names[:after_cost], *years, *names[after_cost:]]


def _headings(names: Sequence[str | int]) -> list[str]:
    return [f"{HEADINGS['cost']} {name}" if isinstance(name, int) else HEADINGS[name] for name in names]


def _row(record: MeasureRecord, names: Sequence[str | int]) -> list[Value]:
    cells: dict[str, Value] = {
        "number": record.number,
        "action_field": " / ".join(filter(None, [str(record.action_field), *record.further_fields.split(", ")])),
        "goal": record.goal,
        "title": record.title,
        "description": record.description,
        "kind": record.kind.value if record.kind else "",
        "binding": BINDING_LETTERS[record.binding] if record.binding else "",
        "state": record.state.german,
        "unit": record.unit,
        "further_units": "\n".join(record.further_units),
        "carrier": record.carrier or "nicht angegeben",
        "carrier_kind": record.carrier_kind.german,
        "period": record.period,
        "starts_on": record.starts_on,
        "ends_on": record.ends_on,
        "cost": record.cost if record.cost is not None else record.cost_note or "unbekannt",
        "secured": record.secured,
        "gap": gap(record.cost, record.secured, record.state),
        "sample": "ja" if record.sample else "",
        "list_name": record.in_list or "",
        "list_number": record.listed_as,
    }
    return [record.year_costs.get(name) if isinstance(name, int) else cells[name] for name in names]


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
        "further_action_fields": [int(number) for number in record.further_fields.split(", ") if number],
        "goal": record.goal,
        "title": record.title,
        "description": record.description,
        "kind": record.kind,
        "binding": record.binding,
        "state": record.state,
        "unit": record.unit or None,
        "further_units": list(record.further_units),
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
        "list": record.in_list or None,
        "list_number": record.listed_as or None,
    }

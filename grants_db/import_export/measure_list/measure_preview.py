"""What an import would do, before it does: which columns are read as what, what is new, what changes, what is gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from grants_db.import_export.layout.header import Header
from grants_db.import_export.layout.known_headings import MoneySource
from grants_db.import_export.layout.table_found import TableFound
from grants_db.import_export.measure_list.measure_columns import HEADINGS
from grants_db.measures.records import MeasureRecord, completed
from grants_db.messages import Message

SHOWN = 10  # of a long list of measures
COMPARED = [
    each.name
    for each in fields(MeasureRecord)
    if each.name not in ("number", "stated", "parts", "cost_note", "listed_as", "in_list", "further_units")
]
NAMES = {**HEADINGS, "year_costs": "Kosten je Jahr"}


@dataclass(frozen=True)
class Plan:
    """What storing the measures of a file would do."""

    new: list[MeasureRecord]
    changed: list[tuple[MeasureRecord, tuple[str, ...]]]  # with the names of what changes
    unchanged: int
    missing: list[tuple[str, str]]  # number and title of what is stored and no longer in the file

    def lines(self) -> Iterator[Message]:
        """What would happen, for people."""
        yield Message.of(
            "{new} Maßnahmen kommen dazu, {changed} ändern sich, {unchanged} bleiben.",
            new=len(self.new),
            changed=len(self.changed),
            unchanged=self.unchanged,
        )
        for record in self.new[:SHOWN]:
            yield Message.of("neu: {number} {title}", number=record.number, title=record.title)
        for record, names in self.changed[:SHOWN]:
            yield Message.of(
                "geändert: {number} {title} ({fields})",
                number=record.number,
                title=record.title,
                fields=", ".join(NAMES.get(name, name) for name in names),
            )
        if len(self.new) > SHOWN or len(self.changed) > SHOWN:
            yield Message.of("Gezeigt sind je die ersten {count}.", count=SHOWN)
        yield from missing_lines(self.missing)


def missing_lines(missing: Sequence[tuple[str, str]]) -> Iterator[Message]:
    """What is no longer in the file."""
    if missing:
        names = ", ".join(f"{number} „{title}“" for number, title in missing[:SHOWN])
        yield Message.of(
            "Nicht mehr in der Datei ({count}): {names}{more}; sie bleiben gespeichert.",
            count=len(missing),
            names=names,
            more=" …" if len(missing) > SHOWN else "",
        )


def table_found(place: str, header: Header) -> TableFound:
    """What the columns of a table are read as."""
    read: dict[int, str] = {index: HEADINGS[name] for name, index in header.columns.items()}
    read |= {index: f"{HEADINGS['cost']} {year}" for year, index in header.year_costs.items()}
    read |= {index: f"{HEADINGS['secured']}: {_of(source)}" for source, at in header.sources.items() for index in at}
    read |= dict.fromkeys(header.parts, HEADINGS["cost"])
    read |= dict.fromkeys(header.secured_years, HEADINGS["secured"])
    read |= dict.fromkeys(header.field_marks, HEADINGS["action_field"])
    read |= dict.fromkeys(header.state_marks, HEADINGS["state"])
    columns = [(name, read.get(index, "")) for index, name in sorted(header.names.items())]
    return TableFound(place, header.row, columns, tuple(header.names[index] for index in header.proposed))


def _of(source: MoneySource) -> str:
    return source.kind.german


def plan(records: Sequence[MeasureRecord], stored: dict[str, MeasureRecord], missing: list[tuple[str, str]]) -> Plan:
    """Compare what a file says with what is stored, by number."""
    new, changed, unchanged = [], [], 0
    for given in records:
        before = stored.get(given.number)
        if before is None:
            new.append(given)
            continue
        after = completed(given, before)
        names = tuple(name for name in COMPARED if getattr(after, name) != getattr(before, name))
        if names:
            changed.append((given, names))
        else:
            unchanged += 1
    return Plan(new, changed, unchanged, missing)

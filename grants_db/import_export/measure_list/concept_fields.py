"""The action fields and goals of a city's own concept, as a sheet or a file lists them beside its measures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grants_db.import_export.layout.import_findings import shown
from grants_db.import_export.layout.sheet import Sheet, TableRow
from grants_db.messages import Message

HEAD_ROWS = 15
LONGEST_SHORT_TITLE = 60
#: what the headings mean; a sheet with any other heading is none of fields
HEADINGS = {
    "number": re.compile(r"(lfd )?(nr|nummer)|hf|(nr|nummer) (des )?handlungsfeld(e?s)?|handlungsfeld ?nr"),
    "title": re.compile(r"handlungsfeld(er)?|name (des )?handlungsfeld(e?s)|titel (des )?handlungsfeld(e?s)"),
    "short_title": re.compile(r"kurz(name|titel|bezeichnung|form)?"),
    "goals": re.compile(r"(strategische )?ziele?|leitziele?|oberziele?"),
}
NUMBER = re.compile(r"(?:HF|Handlungsfeld)?\s*(\d{1,2})\.?", re.I)
NO_NUMBER = Message.of(
    "{file}, Zeile {row}: „{written}“ ist keine Nummer eines Handlungsfelds (1 bis 99); nicht gelesen."
)
NO_TITLE = Message.of("{file}, Zeile {row}: Das Handlungsfeld {number} hat keinen Namen; nicht gelesen.")
TWO_TITLES = Message.of(
    "{file}, Zeile {row}: Das Handlungsfeld {number} heißt oben „{title}“, hier „{other}“; nicht gelesen."
)


@dataclass(frozen=True)
class ConceptFieldRow:
    """An action field of a city's own concept, with its goals."""

    number: int
    title: str
    short_title: str = ""  # "": the title, as far as there is room
    goals: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name for narrow columns."""
        found = self.short_title or self.title
        return found if len(found) <= LONGEST_SHORT_TITLE else found[: LONGEST_SHORT_TITLE - 1].rstrip() + "…"


def fields_told(fields: Sequence[ConceptFieldRow], before: Mapping[int, str]) -> Iterator[Message]:
    """What a list of fields says and would change, given what the stored ones are called."""
    for each in fields:
        goals = f" ({len(each.goals)})" if each.goals else ""
        values = {"number": each.number, "title": each.title, "goals": goals}
        if before.get(each.number, each.title) == each.title:
            yield Message.of("Handlungsfeld {number}: {title}{goals}", **values)
        else:
            was = shown(before[each.number])
            yield Message.of("Handlungsfeld {number}: {title}{goals}, bisher „{before}“", **values, before=was)
    if fields:
        for number in sorted(before.keys() - {each.number for each in fields}):
            title = shown(before[number])
            yield Message.of(
                "Handlungsfeld {number} „{title}“ fällt weg, wenn nichts darin ist.", number=number, title=title
            )


def fields_of_sheet(sheet: Sheet, file: str, notes: list[Message]) -> list[ConceptFieldRow] | None:
    """The action fields that a sheet lists; None where it is another kind of sheet. What isn't read is noted.

    A field may stand in several rows, one for each of its goals; a cell may hold several goals, one a line.
    """
    for place, row in enumerate(sheet.rows[:HEAD_ROWS]):
        columns = _columns(row)
        if columns is not None:
            return _read(sheet.rows[place + 1 :], columns, file, notes)
    return None


def _columns(row: TableRow) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for index, text in row.names.items():
        said = re.sub(r"[^\w]+", " ", text.casefold()).strip()
        meaning = next((name for name, words in HEADINGS.items() if words.fullmatch(said)), None)
        if meaning is None or meaning in found:
            return None
        found[meaning] = index
    return found if {"number", "title"} <= found.keys() else None


def _read(rows: Sequence[TableRow], columns: dict[str, int], file: str, notes: list[Message]) -> list[ConceptFieldRow]:
    found: dict[int, ConceptFieldRow] = {}
    number = 0
    for row in rows:
        said = {name: row.texts[index] if index < len(row.texts) else "" for name, index in columns.items()}
        if not any(said.values()):
            continue
        if said["number"]:
            named = NUMBER.fullmatch(said["number"])
            number = int(named[1]) if named else 0
        if not number:
            notes.append(Message.of(NO_NUMBER.template, file=file, row=row.number, written=shown(said["number"])))
            continue
        title, before = " ".join(said["title"].split()), found.get(number)
        if before is None and not title:
            notes.append(Message.of(NO_TITLE.template, file=file, row=row.number, number=number))
            number = 0
        elif before is not None and title and title != before.title:
            values = {"number": number, "title": shown(before.title), "other": shown(title)}
            notes.append(Message.of(TWO_TITLES.template, file=file, row=row.number, **values))
        else:
            known = before or ConceptFieldRow(number, title)
            goals = [" ".join(line.strip(" •–-\t").split()) for line in said.get("goals", "").split("\n")]
            short = known.short_title or " ".join(said.get("short_title", "").split())
            found[number] = ConceptFieldRow(
                number, known.title, short, tuple(dict.fromkeys((*known.goals, *filter(None, goals))))
            )
    return list(found.values())

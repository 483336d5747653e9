"""Which number a measure has, and which rows are one measure: said by the file as a whole, not by a row alone."""

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from grants_db.import_export.layout import reasons
from grants_db.import_export.layout.import_findings import Known
from grants_db.import_export.layout.plain_titles import plain
from grants_db.import_export.measure_list.measure_row import MOST_SIGNS, RowReader
from grants_db.messages import Message
from grants_db.rules.cell import Cell, as_text

#: what Excel makes of a number like 1.2 when the column isn't text
DATED_NUMBER = re.compile(
    r"\d{1,2}\. ?[A-Za-zä]{3,4}\.?( \d{2,4})?|[A-Za-zä]{3,4}\.? \d{2,4}|\d{1,2}\.\d{1,2}\.\d{4}", re.I
)
POINT_BEHIND = re.compile(r"(?<=\d)[.)]$")
COUNTED = re.compile(r"\d{1,3}")


@dataclass
class MeasureEntry:
    """A measure as its first row gives it, with further rows that belong to it."""

    reader: RowReader
    section: str
    number: str
    title: str
    action_field: int | None
    listed_as: str = ""  # its number in its list, where it has another one here
    further: list[RowReader] = field(default_factory=list)

    @property
    def cell(self) -> Cell:
        """The number's own cell."""
        return self.reader.cell("number")


def entry(reader: RowReader, section: str) -> MeasureEntry:
    """The measure that a row begins."""
    cell = reader.cell("number")
    number = f"{cell:f}" if isinstance(cell, Decimal) else " ".join(as_text(cell).split())
    number = POINT_BEHIND.sub("", number)
    title = " ".join(reader.text("title").split())
    return MeasureEntry(reader, section, number, title, reader.written_field(section))


def numbers_in_order(entries: Sequence[MeasureEntry]) -> None:
    """A number kept as the number 1.1 is 1.10 where it stands between 1.9 and 1.11, or after 1.9."""
    for place, each in enumerate(entries):
        if not isinstance(each.cell, Decimal):
            continue
        whole, _, part = each.number.partition(".")
        if not re.fullmatch(r"[1-9]", part):
            continue
        before = entries[place - 1].number if place else ""
        after = entries[place + 1].number if place + 1 < len(entries) else ""
        if before == f"{whole}.{int(part) * 10 - 1}" or (
            after == f"{whole}.{part}1" and before.startswith(f"{whole}.")
        ):
            value, each.number = each.number, f"{whole}.{part}0"
            each.reader.say(reasons.NUMBER_SHOWN, value=value, number=each.number)


def one_measure_each(entries: Sequence[MeasureEntry]) -> list[MeasureEntry]:
    """Rows that repeat number and title of a measure and say something else besides are rows of that measure."""
    first: dict[tuple[str, str, int | None], MeasureEntry] = {}
    other_field: dict[tuple[str, str], MeasureEntry] = {}
    measures = []
    for each in entries:
        key = (each.number, plain(each.title))
        known = first.get((*key, each.action_field))
        elsewhere = other_field.get(key)
        if (
            each.title
            and known is not None
            and (each.number or not each.reader.header.numbered)
            and _says_more(known, each)
        ):
            known.further.append(each.reader)
            known.further.extend(each.further)
        elif each.number and each.title and known is None and elsewhere is not None and _same_sums(elsewhere, each):
            elsewhere.reader.say(reasons.ALSO_IN, number=each.number, field=each.action_field)
        else:
            measures.append(each)
            first.setdefault((*key, each.action_field), each)
            other_field.setdefault(key, each)
    return measures


def _says_more(first: MeasureEntry, other: MeasureEntry) -> bool:
    """Do the rows differ in a column that isn't a sum, as rows of several items of cost do?"""
    sums = {
        *first.reader.header.sums,
        *(first.reader.header.columns.get(name, -1) for name in ("number", "title", "gap")),
    }
    width = max(len(first.reader.row.cells), len(other.reader.row.cells))
    rows = [first.reader, *first.further]
    return all(
        any(as_text(row.row.at(at)) != as_text(other.reader.row.at(at)) for at in range(width) if at not in sums)
        for row in rows
    )


def _same_sums(one: MeasureEntry, other: MeasureEntry) -> bool:
    """Does the second row name no sum, or the same ones?"""
    if one.action_field is None or other.action_field is None or one.action_field == other.action_field:
        return False
    said = other.reader.sums().sums
    return not said or said == one.reader.sums().sums


def numbers_of_their_own(entries: Sequence[MeasureEntry], file: str) -> Iterator[Message]:
    """Each field that counts from 1 makes its numbers its own: 2 in field 3 becomes 3.2."""
    counted = [each for each in entries if COUNTED.fullmatch(each.number)]
    fields: dict[str, set[int | None]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for each in counted:
        fields[each.number].add(each.action_field)
        times[each.number] += 1
    repeated = [number for number, found in fields.items() if len(found) > 1 and None not in found]
    if not repeated or any(times[number] > len(fields[number]) for number in repeated):
        return
    if len(counted) < len(entries) or any(None in found for found in fields.values()):
        return
    for each in counted:
        each.number = f"{each.action_field}.{each.number}"
    yield Message.of(
        "{file}: Die Nummern beginnen in jedem Handlungsfeld von vorn; eingetragen sind sie mit dem Handlungsfeld "
        "davor ({first} bis {last}).",
        file=file,
        first=entries[0].number,
        last=entries[-1].number,
    )


def fields_by_numbers(entries: Sequence[MeasureEntry], fields: Container[int], file: str) -> Iterator[Message]:
    """The action fields of a list that names none: its numbers begin with them, 2.3 is of field 2, if all do."""
    if not entries or any(each.action_field is not None or each.section for each in entries):
        return
    if any("action_field" in each.reader.header.columns for each in entries):
        return
    begun = [re.fullmatch(r"(?:[A-Z]{1,2} ?)?([1-9])[.\-/]\d{1,3}[a-z]?", each.number) for each in entries]
    found = [int(each[1]) for each in begun if each is not None]
    if len(found) < len(entries) or len(set(found)) < 2 or not all(number in fields for number in found):
        return
    for each, number in zip(entries, found, strict=True):
        each.action_field, each.section = number, f"HF {number}"
    yield Message.of(
        "{file}: Die Liste nennt keine Handlungsfelder; eingetragen ist die erste Ziffer der Nummer ({number}: "
        "Handlungsfeld {field}), bitte prüfen.",
        file=file,
        number=entries[0].number,
        field=found[0],
    )


def given_numbers(
    entries: Sequence[MeasureEntry], known: Mapping[str, Known], taken: Collection[str], file: str
) -> Iterator[Message]:
    """Numbers for a list that has none: what is stored keeps its own, a new measure gets the next of its field."""
    without = [each for each in entries if not each.reader.header.numbered and not each.number]
    stored = {(plain(one.title), one.action_field): number for number, one in known.items()}
    by_title: dict[str, list[str]] = defaultdict(list)
    for number, one in known.items():
        by_title[plain(one.title)].append(number)
    used = {*known, *taken, *(each.number for each in entries)}
    given = []
    for each in without:
        title = plain(each.title)
        if each.action_field is None:
            same = by_title[title]
            each.number = same[0] if len(same) == 1 else ""
        else:
            each.number = stored.get((title, each.action_field), "")
        if not each.number or each.number in given:
            begin = f"{each.action_field}." if each.action_field is not None else ""
            each.number = next(name for count in range(1, len(used) + 2) if (name := f"{begin}{count}") not in used)
            used.add(each.number)
        given.append(each.number)
    if given:
        yield Message.of(
            "{file}: Die Liste hat keine Nummern; vergeben sind {first} bis {last}.",
            file=file,
            first=given[0],
            last=given[-1],
        )


def check_numbers(entries: Iterable[MeasureEntry]) -> None:
    """Refuse measures without a number, with one that became a day, or with one that was there before."""
    seen: set[str] = set()
    for each in entries:
        reader, number = each.reader, each.number
        if len(number) > MOST_SIGNS["number"]:
            reader.refuse("number", reasons.TOO_LONG, most=MOST_SIGNS["number"])
        if not number:
            reader.refuse("number", reasons.NUMBER_MISSING)
        elif isinstance(each.cell, date) or DATED_NUMBER.fullmatch(number):
            reader.refuse("number", reasons.NUMBER_DATED)
        elif number in seen:
            parted = isinstance(each.cell, Decimal) and each.cell % 1 != 0
            reader.refuse("number", reasons.NUMBER_TWICE_AS_NUMBER if parted else reasons.NUMBER_TWICE, number)
        seen.add(number)

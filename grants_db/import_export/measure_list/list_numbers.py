"""Which list a file is, and which stored measure a number of it means: two offices may both number from 1.

A measure's number here is one of the whole house. A list whose numbers another list has already gets its name before
them: "VHS 1.1". What the list itself calls it stays known, so that the list finds its measures again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grants_db.errors import InputError
from grants_db.import_export.layout.import_findings import Known, shown
from grants_db.import_export.layout.plain_titles import plain
from grants_db.import_export.layout.sheet import Sheet
from grants_db.import_export.measure_list.measure_numbers import MeasureEntry
from grants_db.import_export.measure_list.measure_row import MOST_SIGNS
from grants_db.measures.stored_measures import StoredMeasure
from grants_db.messages import Message

WITHOUT_LIST = "ohne Liste"  # how measures are called that no list has brought
LONGEST_NAME = 100
LONGEST_PREFIX = 24
ALIKE = 70  # of 100: a title that was corrected is still like the one before
#: what a sheet is called when nobody named it
NO_NAME = re.compile(r"(tabelle|sheet|blatt|table|feuille|worksheet)[ _]?\d*", re.I)
#: what changes from one version of a file to the next
VERSION = re.compile(
    r"(?<![^\W_])(\d{4}[-_.]?\d{0,2}[-_.]?\d{0,2}|\d{1,2}[-_.]\d{1,2}[-_.]\d{2,4}|v(ersion)?[ ._-]?\d+([._]\d+)*"
    r"|final|neu|kopie|copy|entwurf|stand|export|\(\d+\))(?![^\W_])",
    re.I,
)


class OtherListError(InputError):
    """The file's numbers stand in a list already, under other titles: somebody has to say which list this is."""

    def __init__(self, template: str, proposal: str, **values: object) -> None:
        """Say it; `proposal` is what the list may be called if it is another one."""
        super().__init__(template, proposal=proposal, **values)
        self.proposal = proposal


@dataclass(frozen=True)
class Answers:
    """What somebody said of a file's list and of numbers that were in doubt."""

    list_name: str = ""  # "": not said
    same: frozenset[str] = frozenset()  # numbers whose measure is the stored one, with a new title and field
    other: frozenset[str] = frozenset()  # numbers whose measure is another one than the stored
    fields: tuple[tuple[str, int], ...] = ()  # which action field a text means


@dataclass(frozen=True)
class ListNumbers:
    """A list: its name, its measures by our number, and what its own numbers mean here."""

    name: str
    known: dict[str, Known] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)  # the list's number → ours
    by_title: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()  # numbers of other lists
    other: frozenset[str] = frozenset()

    def place(self, entries: Sequence[MeasureEntry], file: str) -> list[Message]:
        """Give each entry our number instead of its list's; says which numbers are others here."""
        prefix = not self.handles and any(each.number in self.taken for each in entries)
        renamed = []
        for each in entries:
            number = each.number
            if not number or len(number) > MOST_SIGNS["number"]:
                continue
            handle = self.by_title.get((number, plain(each.title)))
            if handle is None and number not in self.other:
                handle = self.handles.get(number)
            if handle is None:
                new = prefix or number in self.taken or number in self.other
                handle = self._new_number(number) if new else number
                if handle != number:
                    renamed.append((number, handle))
            if handle != number:
                each.number, each.listed_as = handle, number
        if not renamed:
            return []
        number, handle = renamed[0]
        if len(renamed) == 1:
            return [
                Message.of(
                    "{file}: Die Nummer {number} hat schon eine andere Maßnahme; hier heißt sie „{handle}“.",
                    file=file,
                    number=number,
                    handle=handle,
                )
            ]
        return [
            Message.of(
                "{file}: Nummern dieser Liste haben schon andere Maßnahmen; hier steht der Name der Liste davor: aus "
                "{number} wird „{handle}“ und so fort ({count}).",
                file=file,
                number=number,
                handle=handle,
                count=len(renamed),
            )
        ]

    def _new_number(self, number: str) -> str:
        short = " ".join(self.name[:LONGEST_PREFIX].split())
        room = MOST_SIGNS["number"] - len(number) - 1
        names = [f"{short[:room].strip()} {number}".strip(), *(f"{number} ({count})" for count in range(2, 1000))]
        return next(name for name in names if name not in self.taken and name not in self.known)

    def missing(self, numbers: Iterable[str]) -> list[tuple[str, str]]:
        """Number and title of the list's measures that are not among these."""
        gone = self.known.keys() - set(numbers)
        return [(number, self.known[number].title) for number in gone if not self.known[number].sample]


class MeasureLists:
    """The lists there are, and which of them a file is."""

    def __init__(self, stored: Iterable[StoredMeasure], proposal: str, answers: Answers) -> None:
        """Sort the stored measures by their lists.

        Args:
            stored: all measures.
            proposal: what a new list is called where nobody names it.
            answers: what somebody said.
        """
        self.proposal, self.answers = proposal[:LONGEST_NAME], answers
        self.by_list: dict[str, list[StoredMeasure]] = {}
        self.samples: list[StoredMeasure] = []
        for each in stored:
            if each.record.sample:
                self.samples.append(each)
            else:
                self.by_list.setdefault(each.list_name, []).append(each)

    def numbers_for(self, entries: Sequence[MeasureEntry], path: Path) -> ListNumbers:
        """The list that these entries are.

        Raises:
            OtherListError: their numbers stand in a list under other titles, and nobody said which list it is.
        """
        if self.answers.list_name:
            return self._named(self.answers.list_name, entries)
        if names_lists(entries):
            return self._of("", [each for found in self.by_list.values() for each in found], by_handle=True)
        likeness = {name: _likeness(entries, found) for name, found in self.by_list.items()}
        everything = [each for found in self.by_list.values() for each in found]
        all_alike = _likeness(entries, everything, by_handle=True)[0] if len(self.by_list) > 1 else 0
        best = max(likeness, key=lambda name: likeness[name][0] - likeness[name][1], default=None)
        if best is not None:
            alike, unlike = likeness[best]
            if all_alike > alike:
                return self._of(self._known_as(self.proposal), everything, by_handle=True)
            if (alike and alike >= unlike) or (unlike == 1 and not alike):
                return self._of(best or self._known_as(self.proposal), self.by_list[best])
        in_doubt = [name for name, (_, unlike) in likeness.items() if unlike]
        if in_doubt:
            raise self._doubt(entries, in_doubt, path)
        return self._named(self.proposal, entries)

    def _known_as(self, name: str) -> str:
        """The name of a list as it is known already; letters' case makes no other list."""
        return next((known for known in self.by_list if known and plain(known) == plain(name)), name)

    def _named(self, name: str, entries: Sequence[MeasureEntry]) -> ListNumbers:
        """The list of this name; measures without a list that it has too become its own."""
        loose = self.by_list.get("", [])
        if plain(name) == plain(WITHOUT_LIST):
            return self._of(self._known_as(self.proposal), loose)
        name = self._known_as(name)
        said = {(each.number, plain(each.title)) for each in entries}
        adopted = [each for each in loose if (each.list_number, plain(each.record.title)) in said]
        return self._of(name, [*self.by_list.get(name, []), *adopted])

    def _of(self, name: str, own: Sequence[StoredMeasure], *, by_handle: bool = False) -> ListNumbers:
        numbers = ListNumbers(
            name,
            taken=frozenset(each.record.number for found in self.by_list.values() for each in found)
            - {each.record.number for each in own},
            other=self.answers.other,
        )
        for each in self.samples:
            if each.record.number not in numbers.taken:
                numbers.known[each.record.number] = _known(each)
        for each in own:
            handle = each.record.number
            number = handle if by_handle else each.list_number
            numbers.known[handle] = _known(each)
            numbers.handles.setdefault(number, handle)
            numbers.by_title[(number, plain(each.record.title))] = handle
        return numbers

    def _doubt(self, entries: Sequence[MeasureEntry], lists: Sequence[str], path: Path) -> OtherListError:
        name = lists[0]
        stored = {each.list_number: each.record.title for each in self.by_list[name]}
        clashing = [each for each in entries if each.number in stored and not _alike(stored[each.number], each.title)]
        return OtherListError(
            "{path}: {count} Nummern stehen schon in der Liste „{known}“, dort mit anderen Titeln ({number} ist "
            "„{stored}“, hier „{title}“). Ist es die Liste einer anderen Stelle, bitte mit --list „{proposal}“ "
            "einlesen; ist es dieselbe mit neuen Titeln, mit --list „{known}“. Eingelesen wurde nichts.",
            path=path.name,
            count=len(clashing),
            known=name or WITHOUT_LIST,
            number=clashing[0].number,
            stored=shown(stored[clashing[0].number]),
            title=shown(clashing[0].title),
            proposal=self._free_name(),
        )

    def _free_name(self) -> str:
        names = [self.proposal, *(f"{self.proposal} ({count})" for count in range(2, len(self.by_list) + 3))]
        return next(name for name in names if self._known_as(name) not in self.by_list)


def proposed_name(path: Path, sheets: Sequence[Sheet]) -> str:
    """What a list is called after its file, or its only sheet: without a day, "final" and the like.

    >>> proposed_name(Path("Maßnahmenplan_Amt-50_2026-11-30_final.xlsx"), []), proposed_name(Path("v2.csv"), [])
    ('Maßnahmenplan Amt-50', 'v2')
    """
    read = [sheet.name for sheet in sheets if not sheet.hidden and sheet.rows]
    named = [name for name in read if name and not NO_NAME.fullmatch(name.strip())]
    candidates = [path.stem, *(named if len(read) == 1 else [])]
    for candidate in candidates:
        text = " ".join(VERSION.sub(" ", candidate).replace("_", " ").split()).strip(" -–.,")
        if len(plain(text)) > 2 and not NO_NAME.fullmatch(text):
            return text[:LONGEST_NAME]
    return (path.stem or WITHOUT_LIST)[:LONGEST_NAME]


def names_lists(entries: Sequence[MeasureEntry]) -> bool:
    """Does each row say itself which list its measure is of, as in our own files?"""
    return bool(entries) and all("list_name" in each.reader.header.columns for each in entries)


def _known(stored: StoredMeasure) -> Known:
    return Known(stored.record.title, stored.record.action_field, stored.record.sample)


def _likeness(
    entries: Sequence[MeasureEntry], stored: Sequence[StoredMeasure], *, by_handle: bool = False
) -> tuple[int, int]:
    """How many entries have a number of these measures, with a title like theirs, and with another."""
    numbered: dict[str, list[str]] = {}
    for known in stored:
        numbered.setdefault(known.record.number if by_handle else known.list_number, []).append(known.record.title)
    named = {plain(known.record.title) for known in stored}
    alike = unlike = 0
    for each in entries:
        if not each.number:
            alike += plain(each.title) in named
        elif each.number in numbered:
            same = any(_alike(title, each.title) for title in numbered[each.number])
            alike, unlike = alike + same, unlike + (not same)
    return alike, unlike


def _alike(one: str, other: str) -> bool:
    if plain(one) == plain(other):
        return True
    from rapidfuzz.fuzz import ratio, token_set_ratio  # only where titles differ: it loads slowly

    first, second = one.casefold(), other.casefold()
    return max(ratio(first, second), token_set_ratio(first, second)) >= ALIKE

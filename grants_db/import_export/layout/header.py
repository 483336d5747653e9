"""Where the columns of a table stand, and which column means what once the rows below are looked at."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grants_db.import_export.layout.column_content import (
    filled,
    holds_letters,
    holds_marks,
    holds_numbers_of_measures,
    holds_states,
    holds_sums,
)
from grants_db.import_export.layout.heading_form import SCALES, normal
from grants_db.import_export.layout.known_headings import Meaning, MoneySource, Role, meaning_of
from grants_db.import_export.layout.proposed_columns import proposed_field
from grants_db.import_export.layout.sheet import TableRow
from grants_db.rules.cell import Cell

#: words that are also something else: a source only beside another one
AMBIGUOUS = re.compile(
    r"(davon )?(stadt|land|bund|eu|dritte|kommune|haushalt|stiftung(en)?|sponsor(en)?|landeshauptstadt)"
)
#: what names measures themselves; "Titel" alone is the budget's, "Angebot" may stand beside a measure
OWN_TITLE = re.compile(r"(?i)ma(ß|ss)nahme|projekt|vorhaben")
BESIDE_MONEY = (None, Role.OTHER)  # "Finanzierung" over "gesichert" says nothing of its own
LOOKED_AT = 300  # rows below the headings that show what a column holds


@dataclass(frozen=True)
class Header:
    """Where the columns stand: field, year of cost or source of money → index; others are kept by name."""

    row: int  # the last one with headings
    top: int = 0  # the first one
    columns: dict[str, int] = field(default_factory=dict)
    year_costs: dict[int, int] = field(default_factory=dict)
    sources: dict[MoneySource, list[int]] = field(default_factory=dict)
    parts: list[int] = field(default_factory=list)  # parts of the cost where no column has the whole
    names: dict[int, str] = field(default_factory=dict)  # index → heading as written
    scales: dict[int, int] = field(default_factory=dict)  # index → 1000 for a column of thousands of euros
    unknown: list[str] = field(default_factory=list)  # headings that mean nothing to us
    without_place: list[str] = field(default_factory=list)  # headings that are known but fill no field
    not_secured: list[str] = field(default_factory=list)  # money that is only hoped for
    past: list[str] = field(default_factory=list)  # sums spent, or bound for later years
    proposed: dict[int, str] = field(default_factory=dict)  # index → field that likeness proposes
    doubted: list[str] = field(default_factory=list)  # unknown sums among those of sources: these say not all
    numbered: bool = True  # False: the list has no numbers of its own

    @property
    def is_for_measures(self) -> bool:
        """Are the two columns there without which there is no measure?"""
        return {"number", "title"} <= self.columns.keys()

    @cached_property
    def places(self) -> dict[str | int, int]:
        """The index of every column that is read, by its field, its year or "source index"."""
        places: dict[str | int, int] = dict(self.columns.items())
        places |= {f"{source.code} {index}": index for source, found in self.sources.items() for index in found}
        places |= {f"part {index}": index for index in self.parts}
        return places | dict(self.year_costs.items())

    @cached_property
    def stated(self) -> frozenset[str | int]:
        """What of a measure the file has a column for: fields and years; money by source or part says its sum too."""
        stated: frozenset[str | int] = frozenset(self.places)
        return (
            stated | ({"secured"} if self.sources and not self.doubted else set()) | ({"cost"} if self.parts else set())
        )

    @cached_property
    def costs(self) -> set[int]:
        """The columns of what the measure costs: the total, years, parts."""
        return {self.columns.get("cost", -1), *self.year_costs.values(), *self.parts}

    @cached_property
    def sums(self) -> list[int]:
        """The columns that hold sums."""
        named = [self.columns[name] for name in ("cost", "secured") if name in self.columns]
        return [
            *named,
            *self.year_costs.values(),
            *(at for found in self.sources.values() for at in found),
            *self.parts,
        ]


@dataclass(frozen=True)
class Heading:
    """A heading and the one that stands over it for a group of columns."""

    own: str
    groups: tuple[str, ...] = ()  # from the widest to the nearest

    @property
    def written(self) -> str:
        """All of them, as a person names the column."""
        return " ".join([*self.groups, self.own])

    def meaning(self, given: Mapping[str, Meaning]) -> Meaning | None:
        """What both say together; `given` leads, by the normal form of the whole."""
        for text in (self.written, self.own):
            if normal(text) in given:
                return given[normal(text)]
        own = meaning_of(self.own)
        if not self.groups:
            return own
        together = meaning_of(f"{self.groups[-1]} {self.own}")
        group = next((found for text in reversed(self.groups) if (found := meaning_of(text)) not in BESIDE_MONEY), None)
        if isinstance(own, int) or own is Role.TOTAL:
            return self._sum_under(own, together, group)
        if isinstance(own, MoneySource) and group is Role.HOPED:
            return Role.HOPED
        if isinstance(together, MoneySource):
            return together
        return own if own is not None else together

    def _sum_under(self, own: Meaning, together: Meaning | None, group: Meaning | None) -> Meaning | None:
        """A year or a total under a group: of cost, unless the group is something else's."""
        if group in ("secured", "gap") or isinstance(group, MoneySource):
            return group if own is Role.TOTAL else None
        if group in (Role.PAST, Role.HOPED) or together is Role.PAST:
            return Role.PAST
        if group == "cost" or isinstance(own, int):
            return "cost" if own is Role.TOTAL else own
        return together if isinstance(together, str) else own


def assigned(
    headings: Mapping[int, Heading], row: int, below: Sequence[TableRow], given: Mapping[str, Meaning]
) -> Header:
    """The header these headings make over the rows below them; `given` says what headings mean to whoever asked."""
    header = Header(row, names={index: heading.written for index, heading in headings.items()})
    meanings: dict[int, Meaning | None] = {}
    looked_at = below[:LOOKED_AT]
    cells = {index: [row.at(index) for row in looked_at] for index in headings}
    for index, heading in headings.items():
        for scale, words in SCALES.items():
            if words.search(heading.written):
                header.scales[index] = scale
        asked = normal(heading.written) in given
        found = heading.meaning(given)
        meanings[index] = found if asked else _by_content(found, cells[index])
    titles = [index for index, found in meanings.items() if found == "title"]
    named = next((index for index in titles if OWN_TITLE.search(header.names[index])), None)
    if named is not None and named != titles[0]:
        meanings = {named: meanings[named]} | meanings  # a measure's own name leads
    lonely = sum(isinstance(found, MoneySource) for found in meanings.values()) < 2
    for index, found in meanings.items():
        in_doubt = isinstance(found, MoneySource) and lonely and AMBIGUOUS.fullmatch(normal(headings[index].own))
        _place(header, index, None if in_doubt else found)
    _place_totals(header, meanings)
    _swap_titles(header, meanings, cells)
    _propose(header, cells)
    _doubt_sources(header, cells)
    _leave_lone_list(header)
    return header


def _propose(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """Fields for headings that nobody knows, where likeness or content leave no doubt."""
    for index, heading in header.names.items():
        if heading in header.unknown:
            first = index == min(header.names)
            field = proposed_field(heading, cells[index], header.columns.keys(), first=first)
            if field is not None:
                header.columns[field] = index
                header.proposed[index] = field
                header.unknown.remove(heading)


def _doubt_sources(header: Header, cells: Mapping[int, Sequence[Cell]]) -> None:
    """Name unknown columns of sums that stand among the sources of secured money, where nothing says their total."""
    if not header.sources or "secured" in header.columns:
        return
    at = [index for found in header.sources.values() for index in found]
    for index, heading in header.names.items():
        among = min(at) < index <= max(at) + 1
        if among and heading in header.unknown and filled(cells[index]) and holds_sums(cells[index]):
            header.doubted.append(heading)


def _leave_lone_list(header: Header) -> None:
    """A column "Liste" names lists of ours only beside the numbers in them, as in our own files."""
    of_lists = [name for name in ("list_name", "list_number") if name in header.columns]
    if len(of_lists) == 1:
        header.unknown.append(header.names[header.columns.pop(of_lists[0])])


def _by_content(found: Meaning | None, cells: Sequence[Cell]) -> Meaning | None:
    """The meaning, unless what stands in the column contradicts it."""
    if found == "state":
        return found if holds_states(cells) else Role.OTHER
    if isinstance(found, int) and holds_marks(cells):
        return Role.OTHER  # a timeline
    if isinstance(found, MoneySource) and not holds_sums(cells):
        return Role.OTHER
    return found


def _place(header: Header, index: int, found: Meaning | None) -> None:
    written = header.names[index]
    if isinstance(found, MoneySource):
        header.sources.setdefault(found, []).append(index)
    elif isinstance(found, int) and found not in header.year_costs:
        header.year_costs[found] = index
    elif isinstance(found, str) and found not in header.columns:
        header.columns[found] = index
    elif found is Role.HOPED:
        header.not_secured.append(written)
    elif found is Role.PAST:
        header.past.append(written)
    elif found is Role.OTHER:
        header.without_place.append(written)
    elif found not in (Role.TOTAL, Role.PART):
        header.unknown.append(written)


def _place_totals(header: Header, meanings: Mapping[int, Meaning | None]) -> None:
    """A total belongs to the sums beside it: to the years of cost or its parts, or to the sources."""
    parts = [index for index, found in meanings.items() if found is Role.PART]
    for index in (index for index, found in meanings.items() if found is Role.TOTAL):
        before = next((meanings[other] for other in range(index - 1, -1, -1) if other in meanings), None)
        of_cost = isinstance(before, int) or before is Role.PART or header.year_costs
        if isinstance(before, MoneySource) and "secured" not in header.columns and not _years_from(meanings, index):
            header.columns["secured"] = index
        elif of_cost and "cost" not in header.columns:
            header.columns["cost"] = index
        else:
            header.unknown.append(header.names[index])
    if len(parts) > 1 and "cost" not in header.columns and not header.year_costs:
        header.parts.extend(parts)
    else:
        header.without_place.extend(header.names[index] for index in parts)


def _years_from(meanings: Mapping[int, Meaning | None], index: int) -> bool:
    """Do years of cost follow? Then a total between them and the sources may be of either."""
    return any(isinstance(found, int) and other > index for other, found in meanings.items())


def _swap_titles(header: Header, meanings: Mapping[int, Meaning | None], cells: Mapping[int, Sequence[Cell]]) -> None:
    """Another column for titles where the one found holds numbers only: of measures, or of the budget."""
    first = header.columns.get("title")
    if first is None or holds_letters(cells[first]):
        return
    other = next((at for at, found in meanings.items() if found == "title" and holds_letters(cells[at])), None)
    if other is None:
        return
    header.columns["title"] = other
    header.unknown.remove(header.names[other])
    if "number" not in header.columns and holds_numbers_of_measures(cells[first]):
        header.columns["number"] = first
    else:
        header.unknown.insert(0, header.names[first])

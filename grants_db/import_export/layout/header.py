"""Where the columns of a table stand, and what a heading means together with the ones over it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from grants_db.import_export.layout.heading_form import normal
from grants_db.import_export.layout.known_headings import Meaning, MoneySource, Role, meaning_of

#: what names measures themselves; "Titel" alone is the budget's, "Angebot" may stand beside a measure
OWN_TITLE = re.compile(r"(?i)ma(ß|ss)nahme|projekt|vorhaben")
BESIDE_MONEY = (None, Role.OTHER)  # "Finanzierung" over "gesichert" says nothing of its own
#: of a state that holds no more
FORMERLY = re.compile(
    r"\((alt|bisher|vorjahr)\)|\b(bisherige[rns]?|alte[rns]?|ursprüngliche[rns]?|frühere[rns]?)\b", re.I
)
GIVEN_UP = re.compile(r"entfällt|entfallen|gestrichen|fällt weg|weggefallen", re.I)
#: under a heading for who is responsible: who leads
LEADS = re.compile(r"leit|feder|haupt|verantw|zust|amt\b|fachbereich", re.I)


@dataclass
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
    field_marks: dict[int, str] = field(default_factory=dict)  # index → action field that a mark there means
    in_hand: list[int] = field(default_factory=list)  # secured only where a cell says so: "(bewilligt)"
    superseded: list[str] = field(default_factory=list)  # of an older state beside a newer one
    state_marks: dict[int, str] = field(default_factory=dict)  # index → state that a mark there means
    secured_years: list[int] = field(default_factory=list)  # what is secured for each of several years
    secured_if: int | None = None  # the column that says of each row's money whether it is there
    row_kinds: int | None = None  # the column that says whether a row is a measure, or a goal, a milestone …
    numbered: bool = True  # False: the list has no numbers of its own

    @property
    def is_for_measures(self) -> bool:
        """Are the two columns there without which there is no measure?"""
        return {"number", "title"} <= self.columns.keys()

    def marks_of(self, name: str) -> dict[int, str]:
        """Columns of crosses, each for one value of a field, by index."""
        return {"action_field": self.field_marks, "state": self.state_marks}.get(name, {})

    def gives_up(self, cost: str) -> bool:
        """Does it say instead of a new sum, beside the former one, that there is no measure any more?

        Where there is no former one, "entfällt" may as well mean that the measure costs nothing.
        """
        return bool(self.superseded) and GIVEN_UP.fullmatch(cost.strip()) is not None

    @cached_property
    def places(self) -> dict[str | int, int]:
        """The index of every column that is read, by its field, its year or "source index"."""
        places: dict[str | int, int] = dict(self.columns.items())
        places |= {f"{source.code} {index}": index for source, found in self.sources.items() for index in found}
        places |= {f"part {index}": index for index in self.parts}
        places |= {f"secured {index}": index for index in self.secured_years}
        return places | dict(self.year_costs.items())

    @cached_property
    def stated(self) -> frozenset[str | int]:
        """What of a measure the file has a column for: fields and years; money by source or part says its sum too."""
        stated: frozenset[str | int] = frozenset(self.places)
        of_sources = bool(self.sources and not self.doubted) or bool(self.secured_years)
        further = [
            ("action_field", self.field_marks),
            ("state", self.state_marks),
            ("secured", of_sources),
            ("cost", self.parts),
        ]
        return stated | {name for name, there in further if there}

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
            *self.secured_years,
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
        if FORMERLY.search(self.own) and (isinstance(own, int) or own in ("cost", "secured")):
            return Role.PAST
        if not self.groups:
            return own
        over = meaning_of(self.groups[-1])
        if isinstance(over, int):  # a year over "Kosten" and "gesichert"
            return over if own == "cost" else Role.SECURED_YEAR if own == "secured" else own
        if over == "unit" and own in BESIDE_MONEY and LEADS.search(self.own):
            return "unit"
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
        if group == "secured" and isinstance(own, int):
            return Role.SECURED_YEAR
        if group in ("secured", "gap") or isinstance(group, MoneySource):
            return group if own is Role.TOTAL else None
        if group in (Role.PAST, Role.HOPED) or together is Role.PAST:
            return Role.PAST
        if group == "cost" or isinstance(own, int):
            return "cost" if own is Role.TOTAL else own
        return together if isinstance(together, str) else own

"""A page to print, as HTML that loads nothing: what stands on it, and how it is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from grants_db.rules.web_address import is_web_address
from grants_db.settings import Settings
from tui.formatting.format import day, shortened
from tui.formatting.i18n import _, counted, language
from tui.formatting.rich_blocks import FactLine

#: a page holds so much: signs of an evidence, of a value, of a text; lines of a list
LONGEST_EVIDENCE, LONGEST_VALUE, LONGEST_TEXT, MOST_LINES = 150, 220, 620, 9


@dataclass(frozen=True)
class Bar:
    """Two parts of a sum side by side, in percent of the whole, with what they are."""

    full: int
    text: str


@dataclass(frozen=True)
class Table:
    """A list that is printed whole, on as many pages as it takes: headings, and rows of as many cells."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class PrintedSection:
    """A part of the sheet: facts, or lines, or a text, or a table."""

    heading: str
    facts: Sequence[FactLine] = ()
    lines: Sequence[str] = ()
    text: str = ""
    bar: Bar | None = None
    table: Table | None = None

    @property
    def holds_something(self) -> bool:
        """Is there anything below the heading?"""
        return bool(self.facts or self.lines or self.text or self.bar or self.table)


@dataclass(frozen=True)
class PrintedSheet:
    """What stands on the page; `name` is the file's, without its ending."""

    name: str
    kind: str
    title: str
    sections: Sequence[PrintedSection]
    warning: str = ""
    address: str = ""
    source: Sequence[FactLine] = ()

    @property
    def is_list(self) -> bool:
        """Is it a list, which takes the page's long side?"""
        return any(section.table for section in self.sections)


def html(sheet: PrintedSheet, settings: Settings, today: date) -> str:
    """The page; whatever comes from outside is escaped, and nothing on it is fetched."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("sheet.html.j2").render(
        sheet=sheet,
        sections=[trimmed(section) for section in sheet.sections if section.holds_something],
        language=language(),
        place=settings.city.name,
        printed=_("Gedruckt am {day} mit akquise").format(day=day(today)),
        address=sheet.address if is_web_address(sheet.address) else "",
        source_heading=_("Quelle"),
    )


def trimmed(section: PrintedSection) -> PrintedSection:
    """The section in as much room as a page has for it; what is left out is counted."""
    lines = [shortened(line, LONGEST_VALUE) for line in section.lines[:MOST_LINES]]
    if (more := len(section.lines) - MOST_LINES) > 0:
        lines.append(counted("… und {n} weitere Zeile in akquise", "… und {n} weitere Zeilen in akquise", more))
    facts = [
        FactLine(
            fact.name,
            shortened(fact.value, LONGEST_VALUE),
            shortened(fact.evidence, LONGEST_EVIDENCE) if fact.evidence else fact.evidence,
        )
        for fact in section.facts
    ]
    table = section.table
    if table is not None:
        table = Table(table.headings, [[shortened(cell, LONGEST_VALUE) for cell in row] for row in table.rows])
    return PrintedSection(section.heading, facts, lines, shortened(section.text, LONGEST_TEXT), section.bar, table)


def bar_of(secured: Decimal, gap: Decimal, text: str) -> Bar | None:
    """The bar of two sums; none where both are nothing."""
    cost = secured + gap
    return Bar(round(secured / cost * 100), text) if cost else None

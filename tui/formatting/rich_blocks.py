"""Builds what panels show from plain values; text from outside goes in as data, so markup in it stays text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text
from textual.content import Content

from tui.formatting.format import bar, harmless, score, shortened
from tui.formatting.i18n import _

#: signs of a source's text that one panel shows; the rest is a key away, at the source
LONGEST = 20_000
WORD = re.compile(r"\w+(?:-\w+)*")
#: words shorter than this mark only themselves, not words that contain them
SHORTEST_PART = 5
#: how words are marked that both texts share, and those that only an idea links
SHARED_STYLE = "bold underline $accent"
BRIDGED_STYLE = "bold italic $primary"
#: stands before a word that met another one through an idea: a mark without colour
BRIDGE_SIGN = "⇄"
#: names and values stand side by side from this width on
TWO_COLUMNS_FROM = 46
NAME_WIDTH = 21


@dataclass(frozen=True)
class FactLine:
    """A name, its value, and what that rests on, in words; None where nothing was derived, the source says it so."""

    name: str
    value: str
    evidence: str | None = None


def marked(text: str, terms: Iterable[str], bridged: Iterable[str] = ()) -> Content:
    """The text with the words of `terms` in bold and underlined, also inside compounds.

    The words of `bridged` are in bold italics after a sign of their own: told apart in any terminal.
    """
    shown = harmless(text).strip()
    if len(shown) > LONGEST:
        shown = shown[:LONGEST] + "\n\n" + _("… (gekürzt; o öffnet die Quelle)")
    shared, linked = _Words.of(terms), _Words.of(bridged)
    pieces: list[str | tuple[str, str]] = []
    written = 0
    for found in WORD.finditer(shown):
        word = found[0].casefold()
        if word in shared:
            piece = (found[0], SHARED_STYLE)
        elif word in linked:
            piece = (BRIDGE_SIGN + found[0], BRIDGED_STYLE)
        else:
            continue
        pieces += [shown[written : found.start()], piece]
        written = found.end()
    return Content.assemble(*pieces, shown[written:])


@dataclass(frozen=True)
class _Words:
    """Words to be found in a text, whole or as a part of a compound."""

    whole: frozenset[str]
    parts: tuple[str, ...]

    @classmethod
    def of(cls, terms: Iterable[str]) -> "_Words":
        whole = frozenset(word.casefold() for term in terms for word in WORD.findall(term))
        return cls(whole, tuple(word for word in whole if len(word) >= SHORTEST_PART))

    def __contains__(self, word: str) -> bool:
        return word in self.whole or any(part in word for part in self.parts)


def paragraphs(*parts: Content | str) -> Content:
    """Parts with an empty line between them; empty ones are left out."""
    return Content("\n\n").join(_content(part) for part in parts if str(part).strip())


def heading(text: str) -> Content:
    """A heading within a panel."""
    return Content.styled(harmless(text), "bold")


@dataclass(frozen=True)
class FactTable:
    """Names and values: in two columns where there is room, else each name before its value.

    With `evidence`, the quoted sentence stands under each value.
    """

    facts: Sequence[FactLine]
    evidence: bool = False

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's way to draw, which knows the width."""
        if options.max_width < TWO_COLUMNS_FROM:
            for fact in self.facts:
                yield Text.assemble((f"{fact.name}: ", "bold"), self._value(fact))
            return
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(width=NAME_WIDTH, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        for fact in self.facts:
            table.add_row(Text(fact.name, style="bold"), self._value(fact))
        yield table

    def _value(self, fact: FactLine) -> Text:
        value = Text(fact.value)
        if self.evidence and fact.evidence is not None:
            value.append(f"\n{fact.evidence or _('(ohne Beleg)')}", style="italic")
        return value


@dataclass(frozen=True)
class ScoreBars:
    """The parts of a score as bars on one scale, each with its name and value."""

    parts: Sequence[tuple[str, float]]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich's way to draw: names as long as they are, bars in what is left."""
        names = min(max((cell_len(name) for name, _value in self.parts), default=0), options.max_width - 12)
        width = max(3, min(24, options.max_width - names - 7))
        longest = max((abs(value) for _name, value in self.parts), default=0.0) or 1.0
        for name, value in self.parts:
            sign = "−" if value < 0 else " "
            filled = bar(abs(value) / longest, width)
            padded = shortened(name, names).ljust(names)
            yield Text(f"{padded} {filled} {sign}{score(abs(value))}", no_wrap=True, overflow="ellipsis")


def bullets(lines: Iterable[str]) -> RenderableType:
    """A list with hanging indents."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(ratio=1)
    for line in lines:
        table.add_row("•", Text(harmless(line)))
    return table


def stacked(*parts: RenderableType) -> Group:
    """Parts with an empty line between them."""
    spaced: list[RenderableType] = []
    for part in parts:
        spaced += [part, Text("")]
    return Group(*spaced[:-1])


def title_line(text: str) -> Text:
    """A heading among tables and bars."""
    return Text(harmless(text), style="bold")


def _content(part: Content | str) -> Content:
    return part if isinstance(part, Content) else Content(harmless(part))

"""Builds what panels show from plain values; text from outside goes in as data, so markup in it stays text."""

import re
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.content import Content

from tui.facts import Fact
from tui.format import bar, harmless, score
from tui.i18n import _

#: signs of a source's text that one panel shows; the rest is a key away, at the source
LONGEST = 20_000
WORD = re.compile(r"\w+(?:-\w+)*")
#: words shorter than this mark only themselves, not words that contain them
SHORTEST_PART = 5


def marked(text: str, terms: Iterable[str]) -> Content:
    """The text with the words of `terms` in bold and underlined, also inside compounds."""
    shown = harmless(text).strip()
    if len(shown) > LONGEST:
        shown = shown[:LONGEST] + "\n\n" + _("… (gekürzt; o öffnet die Quelle)")
    wanted = {word.casefold() for term in terms for word in WORD.findall(term)}
    parts = tuple(word for word in wanted if len(word) >= SHORTEST_PART)
    content = Content(shown)
    for found in WORD.finditer(shown):
        word = found[0].casefold()
        if word in wanted or any(part in word for part in parts):
            content = content.stylize("bold underline $accent", *found.span())
    return content


def paragraphs(*parts: Content | str) -> Content:
    """Parts with an empty line between them; empty ones are left out."""
    return Content("\n\n").join(_content(part) for part in parts if str(part).strip())


def heading(text: str) -> Content:
    """A heading within a panel."""
    return Content.styled(harmless(text), "bold")


def fact_table(facts: Sequence[Fact], *, evidence: bool) -> RenderableType:
    """Names on the left, values on the right; with `evidence`, the quoted sentence under each value."""
    table = _two_columns()
    for fact in facts:
        value = Text(fact.value)
        if evidence and fact.evidence:
            value.append(f"\n„{fact.evidence}“", style="italic")
        elif evidence:
            value.append("\n" + _("(ohne Beleg)"), style="italic")
        table.add_row(Text(fact.name), value)
    return table


def score_bars(parts: Sequence[tuple[str, float]], width: int = 12) -> RenderableType:
    """The parts of a score as bars on one scale, each with its name and value."""
    longest = max((abs(value) for _name, value in parts), default=0.0) or 1.0
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="ellipsis", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for name, value in parts:
        sign = "−" if value < 0 else ""
        table.add_row(Text(name), Text(bar(abs(value) / longest, width)), Text(sign + score(abs(value))))
    return table


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


def _two_columns() -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(ratio=2, max_width=22, overflow="fold")
    table.add_column(ratio=5, overflow="fold")
    return table

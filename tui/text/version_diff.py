"""What changed from one version of a call to the next, for people: old and new value, in texts only what differs. Pure.

What is gone stands in [- -], what is new in {+ +}: signs that also tell without colour, in a copy, and read aloud.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from rich.text import Text

from grants_db.models.about import ValueKind
from grants_db.models.opportunity_facts import FIELDS
from tui.formatting.fact_values import shown_value
from tui.formatting.format import harmless
from tui.formatting.i18n import _
from tui.formatting.labels import fact_name

if TYPE_CHECKING:
    from grants_db.models.opportunity import OpportunityVersion

_SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+|\n+")  # not within "31. März"
#: changed sentences of one text that are shown, and signs of each
MOST, LONGEST = 12, 600
GONE, NEW = ("[-", "-]", "strike"), ("{+", "+}", "bold underline")


def version_texts(version: "OpportunityVersion", today: date) -> list[Text]:
    """A paragraph for each changed field: its name, then what was said and what is said now."""
    return [_changed(str(change["field"]), change["old"], change["new"], today) for change in version.changes]


def text_changes(old: str, new: str) -> Iterator[Text]:
    """The sentences of a text that changed, each with the words that did."""
    before, after = _sentences(old), _sentences(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[start:end], after[begin:stop]
        for one, other in zip(gone, come, strict=False):
            yield _words(one, other)
        for sentence in gone[len(come) :]:
            yield _marked(sentence, GONE)
        for sentence in come[len(gone) :]:
            yield _marked(sentence, NEW)


def _changed(field: str, old: Any, new: Any, today: date) -> Text:
    shown = Text(f"{fact_name(field)}: ", style="bold")
    about = FIELDS.get(field)
    if about is not None and about.kind in (ValueKind.TEXT, ValueKind.LONG_TEXT) and old and new:
        changes = list(text_changes(str(old), str(new)))
        for number, change in enumerate(changes[:MOST]):
            shown.append("\n" if number or len(changes) > 1 else "").append_text(change)
        if len(changes) > MOST:
            shown.append("\n" + _("… und {n} weitere Stellen").format(n=len(changes) - MOST), style="not bold")
        return shown
    return shown.append_text(_pair(shown_value(field, old, today), shown_value(field, new, today)))


def _pair(old: str, new: str) -> Text:
    return Text("").append_text(_marked(old, GONE)).append(" → ").append_text(_marked(new, NEW))


def _words(old: str, new: str) -> Text:
    """A sentence word by word."""
    before, after = old.split(), new.split()
    shown = Text("", style="not bold")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.5:  # another sentence, not the same one changed
        return _pair(old, new)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            shown.append(f"{' '.join(before[start:end])} ")
            continue
        if end > start:
            shown.append_text(_marked(" ".join(before[start:end]), GONE)).append(" ")
        if stop > begin:
            shown.append_text(_marked(" ".join(after[begin:stop]), NEW)).append(" ")
    shown.rstrip()
    return shown


def _marked(text: str, signs: tuple[str, str, str]) -> Text:
    opening, closing, style = signs
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return Text(f"{opening}{cut}{closing}", style=f"not bold {style}" if "bold" not in style else style)


def _sentences(text: str) -> Sequence[str]:
    return [part.strip() for part in _SENTENCE.split(harmless(text)) if part.strip()]

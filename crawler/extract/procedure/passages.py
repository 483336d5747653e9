"""The lists and sentences of a text, each with the words that lead it in and the heading it stands below.

A list is an item after the other below one lead-in, or short lines below a heading; "Label: a, b and c" is a list of
one line. Only what holds one of the wanted letters is looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.extract.procedure.outline import outline, unnumbered
from crawler.extract.roles.passage import classes_in
from crawler.extract.roles.words import word_classes
from crawler.text.sentences import Prose

SUBJECT = "procedure"
_FAR = 8  # sentences below a heading that it still speaks for
_MOST_ITEMS = 60
_LONGEST_LINE = 160
_LABEL = re.compile(r"(?P<label>[^:.;?!]{3,90}):\s+(?P<value>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListPassage:
    """A list, or a sentence alone.

    Attributes:
        lead: the words that lead a list in: a sentence, a label or a heading; empty for a sentence.
        before: the sentence before the lead-in, or before the sentence.
        heading: the heading above; empty where it is far.
        items: the items of a list; the sentence itself otherwise.
        loose: are the items lines without bullets, so that what follows the list may be among them?
    """

    lead: str
    before: str
    heading: str
    items: tuple[str, ...]
    loose: bool = False

    @property
    def is_list(self) -> bool:
        """Are there words that lead it in?"""
        return bool(self.lead)

    @property
    def quote(self) -> str:
        """The words it is known by: what leads it in, or the sentence."""
        return f"{self.lead}: {self.items[0]}" if self.is_label else self.lead or self.items[0]

    @property
    def is_label(self) -> bool:
        """Is it one line, "Label: a, b and c"?"""
        return self.is_list and len(self.items) == 1 and not self.loose and not self.lead.endswith(":")


@dataclass(slots=True)
class _Growing:
    """A list under way; `loose` as in `ListPassage`."""

    lead: str
    before: str
    heading: str
    loose: bool
    items: list[str] = field(default_factory=list)

    def done(self) -> Iterator[ListPassage]:
        if self.items:
            yield ListPassage(self.lead, self.before, self.heading, tuple(self.items[:_MOST_ITEMS]), self.loose)


def passages_in(text: Prose, sign: int, alone: int) -> Iterator[ListPassage]:
    """The passages of a text in their order: lists whose lead-in or heading bears a sign, sentences that do alone."""
    heading, headed_at, headed = "", -_FAR, False  # headed: does the heading bear it?
    growing: _Growing | None = None
    led, before_last = False, ""  # led: does the last sentence that is no item?
    for number, (sentence, signs, headline) in enumerate(outline(text)):
        words, near, speaks = sentence.text, number - headed_at <= _FAR, bool(signs & sign)
        above, below = (heading, headed) if near else ("", False)
        if sentence.intro:
            if growing is None or growing.loose or growing.lead != sentence.intro:
                yield from growing.done() if growing else ()
                growing = _Growing(sentence.intro, before_last, above, loose=False) if below or led else None
            if growing is not None and sentence.begins:
                growing.items.append(words)
            elif growing is None and signs & alone:
                yield ListPassage("", sentence.before, above, (words,))
            continue
        if growing is not None and growing.loose and not (speaks and headline) and _is_line(words):
            growing.items.append(words)
            continue
        yield from growing.done() if growing else ()
        growing = None
        if headline:
            heading, headed_at, headed = unnumbered(words), number, speaks
        if speaks and (headline or words.endswith(":")):
            growing = _Growing(unnumbered(words), sentence.before, "" if headline else above, loose=True)
        elif not headline and speaks and (labelled := _labelled(words, sentence.before, above)):
            yield labelled
        elif not headline and signs & alone:
            yield ListPassage("", sentence.before, above, (words,))
        led, before_last = speaks, sentence.before
    yield from growing.done() if growing else ()


def _labelled(words: str, before: str, heading: str) -> ListPassage | None:
    """The list on one line that follows a label."""
    found = _LABEL.fullmatch(words)
    if found is None or found["value"].startswith("//") or found["label"].endswith(("http", "https")):
        return None
    return ListPassage(unnumbered(found["label"]), before, heading, (found["value"],))


def classes_of(words: str) -> frozenset[str]:
    """The classes of the words of a passage."""
    return word_classes(SUBJECT).classes_of(words)


def classes_of_line(words: str) -> frozenset[str]:
    """The same for a line that many passages share."""
    return frozenset(classes_in(words, SUBJECT))


def _is_line(words: str) -> bool:
    """May it be an item of a list that has no bullets?"""
    return len(words) <= _LONGEST_LINE and not words.endswith((".", "!", "?", ":"))

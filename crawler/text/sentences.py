"""Running text into sentences and items of lists, and a fact with the sentence it was read from.

An item of a list counts as a sentence and knows the words that lead its list in, so that "- bis zu 60
Prozent" still says of what. What the sentences mean is left to
`crawler.extract`. Everything here is linear in the length of the text.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from crawler.text.word_signs import SIGNS

Value_co = TypeVar("Value_co", covariant=True)

LONGEST_SENTENCE = 1200  # characters; longer ones are cut, so that a pattern's bounded window stays bounded
LONGEST_QUOTE = 500
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>")
_INLINE_TAGS = {"a", "abbr", "acronym", "b", "em", "i", "small", "span", "strong", "sub", "sup", "u", "wbr"}
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\s]{1,2000}(?:\s+\"[^\"\n]{0,2000}\")?\)")
_BULLET = re.compile(r"\s*(?:[-–—•*·▪■●◦►]|o(?=\s+[A-ZÄÖÜ])|\d{1,2}\)|[a-z]{1,2}\))\s+")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BLANKS = r"\t\r\f\v\u00a0\u2000-\u200a\u202f\u3000"
_SPACES = re.compile(rf"[{_BLANKS}][ {_BLANKS}]*| [ {_BLANKS}]+")  # a single blank may stay
_SENTENCE_END = re.compile(r"[.!?][)\"“”’»]?\s+(?=[A-ZÄÖÜ(„“\"»§\d])")
# an ordinal ("zum 30. September", "im 1. Schritt"), a section number or an abbreviation doesn't end a sentence
_NO_END = re.compile(
    r"(?:(?<![\d.])\d{1,2}\s?|\d\.\d{1,2}|\b(?:Abs|Abschn|Art|Nr|Nrn|Ziff|Buchst|bzw|ca|evtl|gem|ggf|inkl|insb|[Mm]ax|[Mm]in|"
    r"Mio|Mrd|Tsd|[Mm]ind|rd|sog|St|Str|Tel|usw|vgl|zzgl|z|B|d|h|u|a|i|R|v|H|S|Dr|Prof|e|g|approx|incl|No|Az|AZ|Kap|Tit|Tz|Rn|lit|exkl|jew))$"
)

# "5 p.m. Brussels time"
_ZONE_FOLLOWS = re.compile(r"(?:Brussels|Central European|Berlin|CES?T|GMT|UTC|BST|UK|Washington)\b[^.]{0,12}\btime\b")


@dataclass(frozen=True, slots=True)
class Fact(Generic[Value_co]):
    """A value and the words of the source it was read from."""

    value: Value_co
    quote: str


@dataclass(frozen=True, slots=True)
class ProseSentence:
    """A sentence or list item.

    Attributes:
        text: its words, white space normalised.
        intro: for a list item, the words that lead the list in; otherwise empty.
        before: the sentence just before it, for "Diese dürfen höchstens …".
        begins: does its paragraph or item begin with it?
    """

    text: str
    intro: str = ""
    before: str = ""
    begins: bool = True

    @property
    def context(self) -> str:
        """The list's lead-in and the words themselves."""
        return f"{self.intro} {self.text}" if self.intro else self.text


class Prose:
    r"""A text that is read by many: what it says is split into sentences once, when first asked for.

    >>> [(s.intro, s.text) for s in Prose("Antragsberechtigt sind:\n- Vereine,\n- Kommunen.").sentences]
    [('', 'Antragsberechtigt sind:'), ('Antragsberechtigt sind:', 'Vereine,'), ('Antragsberechtigt sind:', 'Kommunen.')]
    >>> Prose.joined([Prose("Gefördert wird viel."), Prose("Anträge: bis 1.3.2027")]).sentences[1].before
    'Gefördert wird viel.'
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts: tuple[Prose, ...] = ()
        self._signs: tuple[int, tuple[int, ...]] = (0, ())  # for how many signs they were looked up, and they

    @classmethod
    def joined(cls, parts: Iterable["Prose"]) -> "Prose":
        """The texts one after the other as paragraphs; what is split already is not split again."""
        there = tuple(part for part in parts if part.text)
        if len(there) == 1:
            return there[0]
        whole = cls("\n\n".join(part.text for part in there))
        whole._parts = there
        return whole

    def __bool__(self) -> bool:
        return bool(self.text)

    @cached_property
    def plain(self) -> str:
        """The text without markup, see `plain`."""
        return "\n\n".join(part.plain for part in self._parts) if self._parts else plain(self.text)

    @cached_property
    def line(self) -> str:
        """The plain text, every run of white space one blank: what evidence is quoted from."""
        return " ".join(self.plain.split())

    @cached_property
    def sentences(self) -> tuple[ProseSentence, ...]:
        """Its sentences and items, in their order."""
        return tuple(self._after_each_other()) if self._parts else _sentences(self.plain)

    @property
    def signs(self) -> tuple[int, ...]:
        """What each sentence may be about, see `crawler.text.word_signs`."""
        if self._signs[0] != SIGNS.count:
            parts = (sign for part in self._parts for sign in part.signs)
            found = parts if self._parts else (SIGNS.of(sentence.text) for sentence in self.sentences)
            self._signs = SIGNS.count, tuple(found)
        return self._signs[1]

    def with_sign(self, sign: int) -> Iterator[ProseSentence]:
        """The sentences that bear one of these signs."""
        return (sentence for sentence, signs in zip(self.sentences, self.signs, strict=True) if signs & sign)

    def _after_each_other(self) -> Iterator[ProseSentence]:
        before = ""
        for part in self._parts:
            for number, sentence in enumerate(part.sentences):
                yield (
                    sentence
                    if number or not before
                    else ProseSentence(sentence.text, sentence.intro, before, sentence.begins)
                )
            before = part.sentences[-1].text if part.sentences else before


#: a text that says nothing
NOTHING = Prose("")


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for several ways to say a thing, each beginning at a word.

    >>> bool(any_of("Antrag", "Skizze").search("eine Skizze")), bool(any_of("Antrag").search("Beantragung"))
    (True, False)
    """
    return re.compile(rf"\b(?:{'|'.join(patterns)})")


def holds(text: str, stems: tuple[str, ...]) -> bool:
    """Does a text hold one of these pieces of words?"""
    for stem in stems:  # noqa: SIM110 - a plain loop is twice as fast, and this runs for every sentence of a guideline
        if stem in text:
            return True
    return False


def plain(text: str) -> str:
    """Text without markup: tags and entities left over in a portal's prose, soft hyphens, links in square brackets.

    >>> plain('maximal <abbr title="Euro">EUR</abbr>&nbsp;600,00 pro Person')
    'maximal EUR 600,00 pro Person'
    """
    if "<" in text:
        text = _TAG.sub(_tag_as_space, text)
    if "&" in text:
        text = html.unescape(text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    return _SPACES.sub(" ", text)


def _tag_as_space(tag: re.Match[str]) -> str:
    name = tag.group(2).lower()
    if name in _INLINE_TAGS:
        return ""
    return "\n- " if name == "li" and not tag.group(1) else "\n"


def _sentences(text: str) -> tuple[ProseSentence, ...]:
    """The sentences of a plain text. Lists are known by bullets, or by a lead-in that ends with a colon."""
    found: list[ProseSentence] = []
    intro, in_list, before = "", False, ""
    lines = _lines(text)
    for number, (bulleted, line) in enumerate(lines):
        leads_in = not bulleted and (line.endswith(":") or (number + 1 < len(lines) and lines[number + 1][0]))
        item = bulleted or (in_list and not leads_in and _goes_on(before))
        begins = True
        for sentence in _split(line):
            found.append(ProseSentence(sentence, intro if item else "", before, begins))
            before, begins = sentence, False
        if not item:
            intro = before if leads_in and not before.endswith((".", "!")) else ""
            in_list = bool(intro)
    return tuple(found)


def quote(sentence: str, start: int = 0, end: int | None = None) -> str:
    """The sentence's words as evidence; of a very long one the part around `start` to `end`."""
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    middle = (start + (len(sentence) if end is None else end)) // 2
    left = max(0, min(middle - LONGEST_QUOTE // 2, len(sentence) - LONGEST_QUOTE))
    left = 0 if left == 0 else (sentence.find(" ", left) + 1 or left)
    return sentence[left : left + LONGEST_QUOTE].rsplit(" ", 1)[0]


def _goes_on(before: str) -> bool:
    """Does a list without bullets go on after this item (or lead-in)?"""
    return before.endswith((":", ",", ";", " und", " sowie", " oder", " and", " or"))


def _lines(text: str) -> list[tuple[bool, str]]:
    """(is it an item?, its words) for each paragraph or item; wrapped lines are joined."""
    lines: list[tuple[bool, list[str]]] = []
    for raw in text.split("\n"):
        bullet = _BULLET.match(raw)
        words = (raw[bullet.end() :] if bullet else raw).strip()
        if not words:
            continue
        if not bullet and lines and _wraps(lines[-1][1][-1], words):
            lines[-1][1].append(words)
        else:
            lines.append((bullet is not None, [words]))
    return [(bulleted, " ".join(parts)) for bulleted, parts in lines]


def _wraps(line: str, following: str) -> bool:
    """Is `following` the rest of a sentence that was broken at the end of a (long) line?"""
    return len(line) > 50 and following[0].islower() and line[-1] not in ".:;!?"


def _split(line: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(line):
        if _NO_END.search(line, max(start, end.start() - 12), end.start()) or _ZONE_FOLLOWS.match(line, end.end()):
            continue
        sentences.extend(_pieces(line[start : end.end()].strip()))
        start = end.end()
    sentences.extend(_pieces(line[start:].strip()))
    return sentences


def _pieces(sentence: str) -> list[str]:
    """The sentence, cut where it is too long to be one."""
    pieces = []
    while len(sentence) > LONGEST_SENTENCE:
        cut = sentence.rfind(" ", LONGEST_SENTENCE // 2, LONGEST_SENTENCE)
        cut = LONGEST_SENTENCE if cut < 0 else cut
        pieces.append(sentence[:cut].strip())
        sentence = sentence[cut:].strip()
    return [*pieces, sentence] if sentence else pieces

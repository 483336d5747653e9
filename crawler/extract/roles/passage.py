"""A text as sentences that know what stands above them: the heading, the words that lead a list in, the columns.

Layout is evidence as words are: "07.04." in a column headed "Antragsfrist" is a deadline without any word beside it.
Everything is looked up once for each sentence, and only for sentences that hold a candidate.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from crawler.extract.roles.words import RELATIONS, Classes, Word, word_classes
from crawler.text.sentences import Prose, ProseSentence
from crawler.text.word_signs import SIGNS

LONGEST_HEADING = 80  # characters
LONGEST_ENTRY = 250  # of a text that may be the entry of a form
_MOST_WORDS_OF_HEADING = 10
_FAR_FROM_HEADING = 6  # sentences below a heading that it still speaks for
_CELL = " | "
_MOST_WORDS_OF_ENTRY = 16  # in each of its parts
#: verbs of a written-out sentence
_VERBS = frozenset(
    "ist sind wird werden wurde wurden kann können konnte konnten soll sollen sollte muss müssen dürfen darf hat haben "
    "gilt gelten beträgt betragen erfolgt erfolgen findet finden endet endete tritt besteht reichen bekommen erhalten "
    "führt plant läuft beginnt startet fördern fördert unterstützt bietet richtet nimmt nehmen gibt geht liegt steht "
    "entscheidet vergibt stellt stellen umfasst sucht bewerben tagt endete is are was were has have must can will "
    "should shall may opens closes runs meets decides".split()
)


@dataclass(frozen=True)
class Sentence:
    """A sentence, list item or table row of a text.

    Attributes:
        number: its place in the text, from 0.
        text, intro, before: as `crawler.text.sentences.ProseSentence` has them.
        heading: the last line above it that looks like one; empty where it is far.
        columns: for a row, the texts of the row of headings; otherwise empty.
        lead_in: for an item, the sentence before the words that lead its list in.
        subject: what is read, and so whose classes its words have (see `words.TABLES`).
        entry: is the whole text no more than this, the entry of a form?
    """

    number: int
    text: str
    intro: str = ""
    before: str = ""
    heading: str = ""
    columns: tuple[str, ...] = ()
    lead_in: str = ""
    entry: bool = False
    subject: str = "deadline"

    @cached_property
    def words(self) -> list[Word]:
        """Its words with their classes."""
        return word_classes(self.subject).words_of(self.text)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of all its words."""
        return word_classes(self.subject).classes_of(self.text)

    @cached_property
    def signs(self) -> int:
        """What its words may be about, see `crawler.text.word_signs`."""
        return SIGNS.of(self.text)

    @property
    def above(self) -> str:
        """The line right above it where that is a heading or a label."""
        return self.before if is_heading(self.before) else ""

    def column_of(self, place: int) -> str:
        """The heading of the column in which a place of this row lies; empty where there is none."""
        column = self.text.count("|", 0, place)
        if self.columns and self.text.count("|") == len(self.columns):
            column -= 1  # the first column, of the rows' names, has no heading
        return self.columns[column] if 0 <= column < len(self.columns) else ""


def sentences_of(
    text: Prose, subject: str = "deadline", wanted: Callable[[ProseSentence, int], bool] | None = None
) -> Iterator[Sentence]:
    """The sentences of a text, or those that are wanted, one after the other, each with its heading and columns.

    Args:
        text: what is read.
        subject: whose classes the words have.
        wanted: asked of each sentence and its signs (see `crawler.text.word_signs`).
    """
    entry = is_entry(text.line)
    for (number, sentence, heading, columns, lead_in), signs in zip(_placed(text), text.signs, strict=True):
        if wanted is None or wanted(sentence, signs):
            yield Sentence(
                number,
                sentence.text,
                sentence.intro,
                sentence.before,
                heading,
                columns,
                lead_in,
                entry,
                subject,
            )


@lru_cache(maxsize=8)
def _placed(text: Prose) -> list[tuple[int, ProseSentence, str, tuple[str, ...], str]]:
    """The sentences of a text with their number, heading, columns and lead-in: the same for all readers."""
    found: list[tuple[int, ProseSentence, str, tuple[str, ...], str]] = []
    heading, headed_at, lead_in, intro = "", 0, "", ""
    columns: tuple[str, ...] = ()
    before_last = ""
    for number, sentence in enumerate(text.sentences):
        words = sentence.text
        if _CELL in words:
            if not columns and not any(sign.isdigit() for sign in words):
                columns = tuple(cell.strip() for cell in words.split("|"))
        elif columns and "|" not in words:
            columns = ()
        if sentence.intro != intro:
            intro, lead_in = sentence.intro, before_last if sentence.intro else ""
        near = number - headed_at <= _FAR_FROM_HEADING
        found.append((number, sentence, heading if near else "", columns if "|" in words else (), lead_in))
        before_last = sentence.before
        if len(words) <= LONGEST_HEADING and not sentence.intro and is_heading(words):
            heading, headed_at = words, number
    return found


def is_entry(text: str) -> bool:
    """Is this short text the entry of a form, and not running text? It has no verb.

    >>> is_entry("15.04. - 15.06.2026 (für 2027)"), is_entry("Der Antrag ist bis 15.6. zu stellen.")
    (True, False)
    """
    if len(text) > LONGEST_ENTRY:
        return False
    words = re.findall(r"[^\W\d_]+", text.lower())
    return len(words) <= _MOST_WORDS_OF_ENTRY * (text.count("|") + 1) and _VERBS.isdisjoint(words)


@lru_cache(maxsize=512)
def is_heading(line: str) -> bool:
    """Does a line look like a heading or a label: short, without the end of a sentence, without figures?

    >>> is_heading("Antragsfrist"), is_heading("Wer kann sich bewerben?"), is_heading("Der Antrag ist formlos.")
    (True, True, False)
    """
    return (
        0 < len(line) <= LONGEST_HEADING
        and line[-1] not in ".,;!"
        and "|" not in line
        and len(line.split()) <= _MOST_WORDS_OF_HEADING
        and not any(sign.isdigit() for sign in _NUMBERED.sub("", line))
    )


#: a year or a round may stand in a heading
_NUMBERED = re.compile(r"\b(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?\b|\b(?<![\d.,])\d(?![\d.,:])\b")


@lru_cache(maxsize=1024)
def classes_in(words: str, subject: str = "deadline") -> Classes:
    """The classes of all words of a line, each once."""
    return tuple(sorted(word_classes(subject).classes_of(words)))


@lru_cache(maxsize=1024)
def first_thing(words: str, subject: str = "deadline") -> Classes:
    """The classes of the first word of a line that names a thing or deed: "Date of assessment of applications"."""
    for word in word_classes(subject).words_of(words):
        if not RELATIONS.issuperset(word.classes):
            return word.classes
    return ()

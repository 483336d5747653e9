"""What an opportunity pays for, in its own sentence, beside the sentence of the measure that it answers.

Of all pairs of a sentence of the one and a sentence of the other, the pair that shares the most:

    shared(a, b) = Σ over the parts and ideas in both: idf / (LENGTH + words of the opportunity's sentence) ** 0.5

and a sentence that says what is paid for counts more, one that says how to apply counts less. As retrieval by passage
does (Callan, Passage-level evidence in document retrieval, 1994), so that a guideline's one fitting sentence is found
among pages of procedure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from grants_db.messages import Message, Quote
from matching.index.vector_index import OpportunityIndex
from matching.text.documents import MeasureText, OpportunityText
from matching.text.german import normalise, words

#: sentences of one opportunity that are looked at: the first ones, and later ones that say what is paid for
FIRST, MOST = 25, 40
#: letters of an opportunity that are looked through
LONGEST = 20_000
#: words that even a short sentence is thought to have
LENGTH = 8
#: what a sentence counts that says what is paid for, and one that says how to apply
PURPOSE, PROCEDURE = 1.5, 0.4
#: letters of a quotation
QUOTED = 220
#: what two sentences share at least, against the rarest word: a chance meeting is no reason
LEAST = 0.45
#: opportunities whose sentences are remembered at once
_REMEMBERED = 2000

_PAID = re.compile(
    r"\b(?:ge|be)?förder(?:t|n|fähig|ung (?:von|der|des))\b|\bförderschwerpunkt|\bbezuschusst|\bzuschüsse?\b"
    r"|\bunterstütz(?:t|en|ung)\b|\bgegenstand der|\bzuwendungsfähig|\bzweck\b|\bziel(?:e|en)?\b"
    r"|\bfinanzier(?:t|en)\b|\bprojekte\b"
    r"|\b(?:funds?|funding for|supports?|grants? for|aims? (?:to|at)|objectives?|activities|eligible costs)\b",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"\bantrag(?:s|stell|sformular|en)?\w*|\beinzureichen|\beingereicht|\bverwendungsnachweis|\bbewilligungs|\bfrist\b"
    r"|\b(?:rechts)?anspruch|\bermessen|\bmerkblatt|\bformular|\bhaushaltsmittel|\bportal\b|\be-mail\b|\btelefon"
    r"|\b(?:applicants?|submission|deadline|proposals? (?:must|should)|eligible applicants)\b",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\bnicht (?:gefördert|förder|zuwendungs|bezuschusst)|\bausgeschlossen|\bausgenommen|\bkeine? förderung"
    r"|\bkeine zuwendung"
    r"|\bnot (?:eligible|funded|supported)|\bexcluded\b",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÄÖÜ„\"(•–-])|\s*\n\s*|\s+[•▪]\s+")
#: a stop after one of these ends no sentence
_SHORTENED = re.compile(
    r"\b(?:[A-Za-z]|bzw|ca|Nr|Abs|Art|inkl|ggf|evtl|usw|vgl|Mio|Mrd|Dr|St|Ziff|einschl|zzgl|max|mind|\d{1,3})\.$"
)


@dataclass(frozen=True)
class Passage:
    """A sentence as written, what its words stand for, and how much it counts."""

    text: str
    parts: frozenset[int]
    ideas: frozenset[int]
    length: int
    counts: float


class PassageFinder:
    """Finds the pair of sentences in which an opportunity answers a measure; sentences last asked for are kept."""

    def __init__(self, index: OpportunityIndex) -> None:
        self._index = index
        self._parts, self._ideas = index.idf_["compounds"].tolist(), index.idf_["ideas"].tolist()
        self._rarest = float(np.max(index.idf_["compounds"], initial=1e-9))
        self._known: dict[int, tuple[Passage, ...]] = {}

    def of_measure(self, measure: MeasureText) -> tuple[Passage, ...]:
        """The title and the sentences of a measure."""
        listed = (measure.title, *sentences(measure.text), measure.goal)
        return tuple(self._passage(text, "de", 1.0) for text in listed if text)

    def of_opportunity(self, row: int) -> tuple[Passage, ...]:
        """The sentences of a fitted opportunity that can be quoted."""
        if row not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            language = "en" if self._index.english_[row] else "de"
            listed = _quotable(self._index.opportunities_[row])
            self._known[row] = tuple(self._passage(text, language, counts) for text, counts in listed)
        return self._known[row]

    def sentence(self, measure: Sequence[Passage], row: int) -> Message | None:
        """What is paid for beside what it answers, alone where no two sentences share enough; None if not said."""
        best, pair = 0.0, None
        for theirs in self.of_opportunity(row):
            for own in measure:
                shared = self._shared(own, theirs)
                if shared > best:
                    best, pair = shared, (own, theirs)
        if pair is None or best < LEAST * self._rarest / LENGTH**0.5:
            paid = next((each for each in self.of_opportunity(row) if each.counts >= PURPOSE and each.parts), None)
            if paid is None:
                return None
            return Message.of("Gefördert wird laut Angebot: {call}", call=Quote(quoted(paid.text)))
        own, theirs = pair
        call, answered = Quote(quoted(theirs.text)), Quote(quoted(own.text))
        if theirs.counts >= PURPOSE:
            return Message.of(
                "Gefördert wird laut Angebot: {call} – die Maßnahme: {measure}", call=call, measure=answered
            )
        return Message.of("Im Angebot steht: {call} – in der Maßnahme: {measure}", call=call, measure=answered)

    def _shared(self, own: Passage, theirs: Passage) -> float:
        total = sum(self._parts[part] for part in own.parts & theirs.parts)
        total += sum(self._ideas[idea] for idea in own.ideas & theirs.ideas)
        return float(theirs.counts * total / (LENGTH + theirs.length) ** 0.5)

    def _passage(self, text: str, language: str, counts: float) -> Passage:
        table = self._index.vectorizer_.words_
        listed = words(text)
        parts: set[int] = set()
        ideas: set[int] = set()
        numbers = table.numbers(listed, language).tolist()
        for number in numbers:
            of_word, named = table.stands_for(number)
            parts.update(of_word)
            ideas.update(named)
        ideas.update(idea for _, idea, _ in table.runs_in(numbers))
        return Passage(text, frozenset(parts), frozenset(ideas), len(listed), counts)


def sentences(text: str) -> Iterator[str]:
    """The sentences and list items of a text, as written.

    >>> list(sentences("Gefördert werden z. B. Sprachkurse. Der Antrag ist zu stellen."))
    ['Gefördert werden z. B. Sprachkurse.', 'Der Antrag ist zu stellen.']
    """
    waiting = ""
    for piece in _END.split(text[:LONGEST]):
        waiting = f"{waiting} {piece}".strip()
        if waiting and not _SHORTENED.search(waiting):
            yield _plain(waiting)
            waiting = ""
    if waiting:
        yield _plain(waiting)


def _plain(piece: str) -> str:
    """On one line, without the mark of a list item."""
    return " ".join(piece.split()).lstrip("*•▪–- ")


def quoted(text: str) -> str:
    """A sentence short enough to be read at a glance, cut between two words.

    >>> quoted("Sprachkurse " * 40)[-14:]
    ' Sprachkurse …'
    """
    if len(text) <= QUOTED:
        return text
    return f"{text[: QUOTED - 1].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


def _quotable(opportunity: OpportunityText) -> list[tuple[str, float]]:
    """The sentences that may say what is paid for, and how much each counts; the title only where there are none."""
    listed = []
    for place, text in enumerate(sentences(f"{opportunity.short_description}\n{opportunity.description}")):
        if _EXCLUDED.search(text):
            continue  # what is not paid for is no reason
        paid, applying = bool(_PAID.search(text)), bool(_APPLYING.search(text))
        if (place < FIRST or (paid and not applying)) and len(words(text)) > 1:
            listed.append((text, PROCEDURE if applying else PURPOSE if paid else 1.0))
        if len(listed) >= MOST:
            break
    return listed or [(normalise(opportunity.title), 1.0)]

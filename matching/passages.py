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

# these are looked for in small letters, each only where one of its pieces of words is there
_PAID = re.compile(
    r"\b(?:(?:ge|be)?förder(?:t|n|fähig|ung (?:von|der|des))\b|förderschwerpunkt|bezuschusst|zuschüsse?\b"
    r"|unterstütz(?:t|en|ung)\b|gegenstand der|zuwendungsfähig|zweck\b|ziel(?:e|en)?\b|finanzier(?:t|en)\b|projekte\b"
    r"|(?:funds?|funding for|supports?|grants? for|aims? (?:to|at)|objectives?|activities|eligible costs)\b)"
)
_APPLYING = re.compile(
    r"\b(?:antrag|einzureichen|eingereicht|verwendungsnachweis|bewilligungs|frist\b|(?:rechts)?anspruch|ermessen"
    r"|merkblatt|formular|haushaltsmittel|portal\b|e-mail\b|telefon"
    r"|(?:applicants?|submission|deadline|proposals? (?:must|should)|eligible applicants)\b)"
)
_EXCLUDED = re.compile(
    r"\b(?:nicht (?:gefördert|förder|zuwendungs|bezuschusst)|ausgeschlossen|ausgenommen|keine? förderung"
    r"|keine zuwendung|not (?:eligible|funded|supported)\b|excluded\b)"
)
_PIECES = {
    _PAID: (
        *("förder", "zusch", "unterst", "gegenstand", "zuwendung", "zweck", "ziel", "finanz", "projekte"),
        *("fund", "support", "grant", "aim", "objective", "activit", "costs"),
    ),
    _APPLYING: (
        *("antrag", "ureich", "gereich", "nachweis", "bewillig", "frist", "anspruch", "ermess", "merkbl", "formul"),
        *("haushalts", "portal", "mail", "telefon", "applicant", "submiss", "deadline", "proposal"),
    ),
    _EXCLUDED: ("nicht ", "ausge", "kein", "not ", "exclude"),
}
#: each way begins with a blank, so that a search looks at blanks only
_END = re.compile(r"\s(?:(?<=[.!?;]\s)\s*(?=[A-ZÄÖÜ„\"(•–-])|(?:(?<=\n)|\s*\n)\s*|\s*[•▪]\s+)")
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
        return tuple(self._passage(text, words(text), 1.0, "de") for text in listed if text)

    def of_opportunity(self, row: int) -> tuple[Passage, ...]:
        """The sentences of a fitted opportunity that can be quoted."""
        if row not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            language = "en" if self._index.english_[row] else "de"
            listed = _quotable(self._index.opportunities_[row])
            self._known[row] = tuple(self._passage(*each, language) for each in listed)
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

    def _passage(self, text: str, listed: Sequence[str], counts: float, language: str) -> Passage:
        table = self._index.vectorizer_.words_
        parts: set[int] = set()
        ideas: set[int] = set()
        numbers = table.numbers(listed, language).tolist()
        for number in set(numbers):
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


def _quotable(opportunity: OpportunityText) -> list[tuple[str, list[str], float]]:
    """The sentences that may say what is paid for, their words, and how much each counts; else the title."""
    listed = []
    for place, text in enumerate(sentences(f"{opportunity.short_description}\n{opportunity.description}")):
        small = text.lower()
        if _says(small, _EXCLUDED):
            continue  # what is not paid for is no reason
        paid, applying = _says(small, _PAID), _says(small, _APPLYING)
        if (place < FIRST or (paid and not applying)) and len(said := words(text)) > 1:
            listed.append((text, said, PROCEDURE if applying else PURPOSE if paid else 1.0))
        if len(listed) >= MOST:
            break
    title = normalise(opportunity.title)
    return listed or [(title, words(title), 1.0)]


def _says(small: str, saying: re.Pattern[str]) -> bool:
    for piece in _PIECES[saying]:  # a plain loop over pieces is a tenth of a search for the whole pattern
        if piece in small:
            return saying.search(small) is not None
    return False

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
#: the same of the title, which answers only where no sentence does
TITLE = 0.7
#: letters before the first shared word of a sentence that is cut, and of the longest list of who may apply
BEFORE, LONGEST_LIST = 60, 160
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
#: names of bodies and what stands before them
_BODIES = re.compile(
    r"(?:(?:auch|andere|freie|gemeinnützige|rechtsfähige|natürliche|juristische|öffentliche|kommunale)\s+)*"
    r"\w*(?:verbände?n?|vereine?n?|organisationen?|träger[ns]?|kommunen?|städte|gemeinden|kreise|personen|stiftungen"
    r"|initiativen|kirchen|schulen|unternehmen|einrichtungen|gebietskörperschaften|municipalities|associations|ngos)"
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
#: the end of an item of a list
_LEADING_ON = re.compile(r"[,;]?\s*(?:\b(?:und|oder|sowie|beziehungsweise|bzw\.|and|or)\s*)?[,;]?\s*$")
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
    language: str


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
        least = LEAST * self._rarest / LENGTH**0.5
        if pair is not None and pair[1].counts == TITLE:  # one word of a title is a chance meeting
            least *= TITLE if len(list(self._shared_words(pair[1], pair[0]))) > 1 else np.inf
        if pair is None or best < least:
            paid = next((each for each in self.of_opportunity(row) if each.counts >= PURPOSE and each.parts), None)
            if paid is None:
                return None
            return Message.of("Gefördert wird laut Angebot: {call}", call=Quote(quoted(paid.text)))
        own, theirs = pair
        call, answered = self._quoted(theirs, own), self._quoted(own, theirs)
        if theirs.counts >= PURPOSE:
            return Message.of(
                "Gefördert wird laut Angebot: {call} – die Maßnahme: {measure}", call=call, measure=answered
            )
        return Message.of("Im Angebot steht: {call} – in der Maßnahme: {measure}", call=call, measure=answered)

    def _shared(self, own: Passage, theirs: Passage) -> float:
        total = sum(self._parts[part] for part in own.parts & theirs.parts)
        total += sum(self._ideas[idea] for idea in own.ideas & theirs.ideas)
        return float(theirs.counts * total / (LENGTH + theirs.length) ** 0.5)

    def _quoted(self, passage: Passage, other: Passage) -> Quote:
        """A sentence as it is quoted; a long one from where it shares its first word with the other."""
        long = len(passage.text) > QUOTED
        return Quote(quoted(passage.text, next(self._shared_words(passage, other), 0) if long else 0))

    def _shared_words(self, passage: Passage, other: Passage) -> Iterator[int]:
        """Where the words begin that the other sentence shares, in letters."""
        for word in re.finditer(r"[^\W\d_][\w-]*", passage.text):
            said = self._passage(word[0], words(word[0]), 1.0, passage.language)
            if said.parts & other.parts or said.ideas & other.ideas:
                yield word.start()

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
        return Passage(text, frozenset(parts), frozenset(ideas), len(listed), counts, language)


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
    return " ".join(piece.split()).lstrip("*•▪–-+ ")


def quoted(text: str, telling: int = 0) -> str:
    """A sentence short enough to be read at a glance, cut between two words so that what tells is in it.

    Args:
        text: the sentence; of an item of a list what leads on to the next one is left out.
        telling: where the word begins that matters, in letters.

    >>> quoted("Sprachkurse " * 40)[-14:], quoted("Räume und "), quoted("Räume " * 50 + "Miete " * 20, 300)[:14]
    (' Sprachkurse …', 'Räume', '… Räume Räume ')
    """
    text = text[:-20] + _LEADING_ON.sub("", text[-20:])
    if telling > QUOTED // 2 and len(text) > QUOTED:
        text = f"… {text[text.find(' ', telling - BEFORE) + 1 :]}"
    if len(text) <= QUOTED:
        return text
    return f"{text[: QUOTED - 1].rsplit(' ', 1)[0].rstrip(' ,;:')} …"


def _quotable(opportunity: OpportunityText) -> list[tuple[str, list[str], float]]:
    """The sentences that may say what is paid for, their words, and how much each counts, and the title."""
    listed = []
    for place, text in enumerate(sentences(f"{opportunity.short_description}\n{opportunity.description}")):
        small = text.lower()
        if _says(small, _EXCLUDED):
            continue  # what is not paid for is no reason
        paid, applying = _says(small, _PAID), _says(small, _APPLYING) or names_bodies_only(small)
        if (place < FIRST or (paid and not applying)) and len(said := words(text)) > 1:
            listed.append((text, said, PROCEDURE if applying else PURPOSE if paid else 1.0))
        if len(listed) >= MOST:
            break
    title = normalise(opportunity.title)
    return [*listed, (title, words(title), TITLE if listed else 1.0)]


def names_bodies_only(small: str) -> bool:
    """Is a sentence, in small letters, no more than a list of those who may apply?

    >>> [names_bodies_only(text) for text in ("verbände, freie träger und vereine.", "vereine beraten vereine.")]
    [True, False]
    """
    if len(small) > LONGEST_LIST:
        return False
    return all(_BODIES.fullmatch(each.strip()) for each in re.split(r"[,;/.]|\bund\b|\boder\b", small) if each.strip())


def _says(small: str, saying: re.Pattern[str]) -> bool:
    for piece in _PIECES[saying]:  # a plain loop over pieces is a tenth of a search for the whole pattern
        if piece in small:
            return saying.search(small) is not None
    return False

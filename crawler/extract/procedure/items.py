"""The items of a list or of an enumeration in a sentence, without what stands around them."""

import re
from collections.abc import Iterable, Iterator

from crawler.extract.procedure.passages import SUBJECT, classes_of_line
from crawler.extract.roles.words import Word, word_classes

LONGEST_ITEM = 220  # characters
MOST_ITEMS = 40
_BREAK = re.compile(r";\s|,\s(?:sowie\s|und\s|and\s|or\s)?|\s(?:sowie|und|and|as well as|plus)\s")
_ARTICLE = re.compile(
    r"^(?:(?:eine?[nrms]?|(?:de[rnms]|die|das)(?=\s[A-ZÄÖÜ])|ihre?[nrms]?|sein(?:e[nrms]?)?|folgende[nrms]?|jeweils|auch|außerdem|ebenso|zudem|bitte|"
    r"sowie|und|and|an?|the|your|also|please|any|insbesondere|vor allem|unter anderem|in particular|especially)\s+)+",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:[\s,;:.–-]|\b(?:und|sowie|oder|and|or|bei|ein|an|vor|zu|mit|inklusive|including|dem Antrag|der Bewerbung|"
    r"zum Antrag)\b(?=[\s,;:.–-]*$))+$"
)
#: what follows the thing and tells of it: "aus der hervorgeht …"
_TOLD = re.compile(
    r",\s(?:aus|in|mit)\s(?:der|dem|denen)\b|,\s(?:die|der|das|welche[rs]?|sofern|wenn|falls|which|that|if)\b"
)
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z]{1,2}\))\s+")
_LETTER = re.compile(r"\w")
#: a deed is told: the thing ends before
_VERBS = frozenset(
    "ist sind hat haben wird werden muss müssen soll sollen kann können steht stehen erfolgt dient dienen is "
    "are must should will "
    "can may has have sowie".split()
)
#: the thing is what one writes on, or where one sends it
_MEANS = re.compile(
    r"\b(?:auf|über|unter|mittels|durch|per|on|via|through|using)\s(?:de[mnr]\s|das\s|die\s|the\s|an?\s|eine[mnr]?\s)?(?:[a-zäöüß]+\s)?$",
    re.IGNORECASE,
)
#: a whole sentence, which keeps its first words
_SAYS = re.compile(
    r"^[A-ZÄÖÜ].*\b(?:ist|sind|wird|werden|hat|haben|muss|müssen|soll|sollen|kann|können|darf|is|are|must|should|can|will|has|have)\b"
)
#: what is left of a verb: "reichen Sie … ein"
_PARTED = frozenset("ein bei vor ab".split())
#: how and by when it comes
_HOW = frozenset("schriftlich formlos elektronisch online fristgerecht spätestens bis per".split())
_THAT = re.compile(r"[^,]{1,40}(?P<rest>, (?:dass|wonach|ob)\b.+)")
#: alone they name nothing one could hand in
_SAYS_LITTLE = frozenset(
    "nachweis nachweise bescheinigung bescheinigungen formular formulare formblatt erklärung erklärungen "
    "kopie kopien liste "
    "unterschrift beschreibung übersicht copy copies evidence proof statement statements description plan "
    "letter".split()
)
_DEEDS, _STATES = frozenset(("attach", "hand_in")), frozenset(("needed", "belong"))
#: "… ist vorzulegen" behind the thing
_TO_DO = re.compile(
    r"\s(?:ist|sind|muss|müssen|soll|sollen)\s[^,;]{0,40}(?:zu \w+en|\w+zu\w+en|\w+legt|\w+fügt|vorliegen|enthalten)$"
)


def listed(lines: Iterable[str]) -> tuple[str, ...]:
    """The items of a list, each once.

    >>> listed(["eine Projektbeschreibung,", "b) Kosten- und Finanzierungsplan;", "und Satzung."])
    ('Projektbeschreibung', 'Kosten- und Finanzierungsplan', 'Satzung')
    """
    return once(_trimmed(line) for line in lines)


def enumerated(sentence: str, wanted: frozenset[str] = frozenset(("paper",))) -> tuple[str, ...]:
    """The things of these classes that a sentence names one after the other.

    >>> enumerated("Dem Antrag sind ein Kosten- und Finanzierungsplan sowie die Satzung des Vereins beizufügen.")
    ('Kosten- und Finanzierungsplan', 'Satzung des Vereins')
    """
    pieces: list[str] = []
    for glue, piece in _pieces(sentence):
        if not wanted.isdisjoint(classes_of_line(piece)) or not pieces:
            pieces.append(piece)
        else:
            pieces[-1] += f"{glue}{piece}"
    return once(thing for piece in pieces for thing in _things(piece, wanted))


def parts(enumeration: str) -> tuple[str, ...]:
    """All parts of an enumeration, whatever they are.

    >>> parts("Wirkung vor Ort, Beteiligung der Zielgruppe sowie Kosten")
    ('Wirkung vor Ort', 'Beteiligung der Zielgruppe', 'Kosten')
    """
    return once(_trimmed(piece) for _, piece in _pieces(enumeration))


def once(items: Iterable[str]) -> tuple[str, ...]:
    """Items that say something, each once, in their order."""
    found: dict[str, str] = {}
    for item in items:
        if len(item) > 2 and _LETTER.search(item):
            found.setdefault(" ".join(item.casefold().split()), item)
    return tuple(list(found.values())[:MOST_ITEMS])


def _pieces(sentence: str) -> Iterator[tuple[str, str]]:
    """(what parts it from the one before, piece); brackets and "Kosten- und Finanzierungsplan" stay whole."""
    start, glue = 0, ""
    for found in _BREAK.finditer(sentence):
        before = sentence[start : found.start()]
        if before.endswith("-") or sentence.count("(", 0, found.start()) > sentence.count(")", 0, found.start()):
            continue
        yield glue, before
        start, glue = found.end(), found.group()
    yield glue, sentence[start:]


def _things(piece: str, wanted: frozenset[str]) -> Iterator[str]:
    """The things a piece names: each from its describing words to where the next deed is told."""
    if (told := _TOLD.search(piece)) is not None:
        piece = piece[: told.start()]
    words = word_classes(SUBJECT).words_of(piece)
    at = 0
    while at < len(words):
        if wanted.isdisjoint(words[at].classes):
            at += 1
            continue
        first, last = at, at
        english = piece[words[at].start].islower()  # a German thing has a capital letter
        while first and _describes(piece, words[first - 1].start, words[first - 1].end, english=english):
            first -= 1
        while last + 1 < len(words) and not (
            _tells(words[last + 1], piece[words[last + 1].end :]) and wanted.isdisjoint(words[last + 1].classes)
        ):
            last += 1
        if _MEANS.search(piece[: words[first].start]) is None:
            that = _THAT.match(piece, words[last].end)  # "eine Erklärung beizufügen, dass …"
            named = _trimmed(piece[words[first].start : words[last].end] + (that["rest"] if that else ""))
            if named.casefold() not in _SAYS_LITTLE:
                yield named
        at = last + 1


def _tells(word: Word, rest: str) -> bool:
    """Does it tell what is done with the thing, and is no adjective: "die für das Projekt notwendigen Ausgaben"?"""
    parted = word.text in _PARTED and rest.strip(" .;:")[:1] in ("", ",")
    if word.text in _VERBS or word.text in _HOW or parted or not _DEEDS.isdisjoint(word.classes):
        return True
    adjective = word.text.endswith(("e", "en", "er", "es", "em")) and word.text not in _NO_ADJECTIVES
    return not _STATES.isdisjoint(word.classes) and not adjective


def _describes(piece: str, start: int, end: int, *, english: bool) -> bool:
    """Is it an adjective or the first half of a compound: "detaillierter", "Kosten- und", "project"?"""
    word = piece[start:end]
    if word in ("und", "and") and piece[:start].rstrip().endswith("-"):
        return True
    if piece[end : end + 1] == "-" or word == "-":
        return True
    if not word.isalpha() or not word[0].islower():
        return False
    if english:
        return word not in _NO_PART
    return (
        word.endswith(("e", "er", "es", "en", "ed", "ive", "al", "ete", "eten", "eter", "ing", "full"))
        and word not in _NO_ADJECTIVES
    )


_NO_PART = frozenset(
    "a an the of and or with for from in on at to by as is are be been was were has have will must should "
    "may can please your our their its this that "
    "these those all any including include includes minimum submit provide attach enclose send supply least "
    "two three both also need needs us".split()
)
_NO_ADJECTIVES = frozenset(
    "eine einer eines einen werden müssen sollen wurden können der die sie ihre ihrer ihren seine seiner "
    "hierfür bitte neben einreichen "
    "folgende folgender folgenden dieser diese diesen jeder jede weitere weiteren sowie haben reichen fügen "
    "legen senden provide "
    "include the following bei mindestens gegen wegen the be welche welcher sein unter über hinter oder aber "
    "per enthalten gehören umfassen beinhalten bestehen benötigen brauchen".split()
)


def _trimmed(item: str) -> str:
    item = _NUMBER.sub("", " ".join(item.replace(";", ",").split()))  # a semicolon parts them where they are typed
    item = _ARTICLE.sub("", item) if _SAYS.search(item) is None else item
    item = _TO_DO.sub("", _ENDS.sub("", item))
    if item.count("(") > item.count(")"):
        item = f"{item})" if len(item) < LONGEST_ITEM else item
    if len(item) > LONGEST_ITEM:
        item = f"{item[:LONGEST_ITEM].rsplit(' ', 1)[0]} …"
    return item

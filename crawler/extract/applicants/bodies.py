"""Every body a sentence names, as the lists in which they stand: "Vereine, Kirchen und öffentliche Träger" is one.

A body is a noun with the adjectives before it and the law after it: an "Einrichtung" is public, free or neither. Bodies
that commas and "und" join share what is said of them; one that hangs on another ("Fördervereine von Schulen",
"Vereine aus den Gemeinden") is no part of the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from crawler.extract.roles.passage import Sentence
from crawler.extract.roles.words import Word

CITY, ASSOCIATION, CHURCH, SCHOOL = "city", "association", "church", "school"
UNIVERSITY, BODY, PERSON, COMPANY, STATE = "university", "body", "person", "company", "state"
NOUNS = frozenset((CITY, ASSOCIATION, CHURCH, SCHOOL, UNIVERSITY, BODY, PERSON, COMPANY, STATE))
#: the classes of which a sentence that names bodies holds one
MARKS_OF_BODIES = NOUNS | {"recipient"}
_PUBLIC, _NONPROFIT, _LAW = "public", "nonprofit", "law"
_KINDS_OF = frozenset((_PUBLIC, _NONPROFIT))  # adjectives that make a body one of a kind
_SMALL = frozenset(("article", "joint", "only", "foreign", "here", *_KINDS_OF))
#: words that end a list: a verb, or what is said of it
ENDS_LIST = frozenset(
    "eligible recipient apply get application able addressed opened fund doing exclude decide require offered who "
    "project verb".split()
)
_JOINING = frozenset((",", "/", "(", "&", "-", "*", ":", "„", "“"))
_STOPS = frozenset((";", "|", "?", "!", "partner", "partnern", "partners"))
_MOST_BEFORE = 8  # words before a noun that may belong to it
_MOST_AFTER = 8  # words after it in which its law stands
_MOST_BETWEEN = 9  # words between two of a list
_MOST_TO_HANG = 6  # words between a body and one that hangs on it
INFLECTED = ("e", "en", "er", "es", "em")
_BY_NAME = frozenset("körperschaft körperschaften anstalt anstalten".split())
_NOT_CITIES = frozenset((SCHOOL, UNIVERSITY, ASSOCIATION, CHURCH, PERSON))
#: words of another kind where they are written small
_ONLY_AS_NOUNS = frozenset(
    "stellen dienste werke privaten betriebe ehrenamtliche ehrenamtlichen initiative initiatives council".split()
)
_COUNCILS = frozenset(("council", "councils"))
_PER, _FOR = frozenset(("pro", "je", "per")), frozenset(("für", "for"))
_EACH = _PER | frozenset("jede jeder jedem jedes jeden".split())
#: what joins bodies into one of their kind: "Zusammenschlüsse von Kommunen"
_OF = frozenset("von of der des".split())
_OF_CHURCHES = frozenset("bezirke bezirken kreise kreisen".split())
_OF_ONE_KIND = frozenset((SCHOOL, UNIVERSITY, COMPANY))
_OF_KINDS = (ASSOCIATION, SCHOOL, UNIVERSITY)
CARRIED_BY = ("trägerschaft", "trägerschaften")


@dataclass(frozen=True, slots=True)
class Body:
    """A named body: what kinds it may be of, and its words, from `first` to `last` counted in the sentence."""

    kinds: frozenset[str]
    first: int
    last: int
    hangs: bool = False  # on the body before it


@dataclass(frozen=True, slots=True)
class BodyList:
    """Bodies of a sentence that share what is said of them."""

    sentence: Sentence
    bodies: tuple[Body, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Of all its bodies."""
        return frozenset(kind for body in self.bodies for kind in body.kinds)

    @property
    def words(self) -> str:
        """As they stand in the sentence."""
        words = self.sentence.words
        return self.sentence.text[words[self.first].start : words[self.last].end]

    @property
    def first(self) -> int:
        """The number of its first word."""
        return self.bodies[0].first

    @property
    def last(self) -> int:
        """The number of its last word."""
        return self.bodies[-1].last


def body_lists(sentence: Sentence) -> Iterator[BodyList]:
    """The lists of bodies in a sentence, in their order."""
    listed: list[Body] = []
    hanging: frozenset[str] = frozenset()
    before: Body | None = None
    words = sentence.words
    for body in _bodies(sentence):
        hangs = joined = False
        if before is not None:
            joined, hangs = _relation(sentence, before, body)
            hangs = hangs or (joined and before.hangs and bool(body.kinds & hanging & {CITY, SCHOOL, PERSON}))
        if hangs and before is not None and not before.hangs and listed and _is_of_its_kind(words, before, body):
            listed[-1] = Body(listed[-1].kinds | body.kinds, listed[-1].first, listed[-1].last)
        if hangs:
            hanging = hanging | body.kinds if before is not None and before.hangs else body.kinds
        elif joined and listed:
            of_church = words[body.last].text in _OF_CHURCHES and CHURCH in listed[-1].kinds
            # "Kirchengemeinden und Bezirke"
            listed.append(Body(frozenset((CHURCH,)), body.first, body.last) if of_church else body)
        else:
            if listed:
                yield BodyList(sentence, tuple(listed))
            listed, hanging = [body], frozenset()
        before = Body(body.kinds, body.first, body.last, hangs)
    if listed:
        yield BodyList(sentence, tuple(listed))


def _is_of_its_kind(words: list[Word], before: Body, body: Body) -> bool:
    """ "Netzwerke von Vereinen", "Einrichtungen der Kommunen", "Institutionen in kommunaler Trägerschaft"."""
    if BODY not in before.kinds or body.kinds.isdisjoint((CITY, ASSOCIATION)):
        return False
    between = {word.text for word in words[before.last + 1 : body.first]}
    return words[body.last].text.endswith(CARRIED_BY) or ("mit" not in between and not between.isdisjoint(_OF))


def _bodies(sentence: Sentence) -> Iterator[Body]:
    words = sentence.words
    found: Body | None = None
    for place, word in enumerate(words):
        if not word.classes:
            continue
        kinds = NOUNS.intersection(word.classes)
        recipient = not kinds and "recipient" in word.classes
        if not (kinds or recipient) or not _is_noun(words, place, sentence) or _is_shortened(words, place):
            continue
        first = _adjectives_from(sentence, place, found.last if found else -1)
        body = _body(sentence, kinds or frozenset((BODY,)), first, place)
        if recipient and body.kinds == {BODY}:  # "Antragsteller" names nobody, "öffentliche Antragsteller" does
            continue
        if found is not None and found.last + 1 >= body.first:  # "charity organisations", "local authorities"
            together = found.kinds | body.kinds  # "research institution" is no body of any kind
            found = Body(together - {BODY} if together & _OF_ONE_KIND else together, found.first, body.last)
            continue
        if found is not None:
            yield found
        found = body
    if found is not None:
        yield found


def _is_noun(words: list[Word], place: int, sentence: Sentence) -> bool:
    word = words[place]
    if place and words[place - 1].text in (_EACH if place > 1 and words[place - 2].text in _FOR else _PER):
        return False  # "20 Euro je Einrichtung"
    if word.text.endswith(("initiative", "initiativen")) and _is_beside_projects(words, place):
        # "Projekte und Initiativen" are both something done, unless they may take part
        return sentence.classes.issuperset(_MAY_APPLY)
    if place and words[place - 1].text[0].isdigit() and PERSON in word.classes:
        return False  # "Orte bis 35.000 Einwohner"
    if word.text in _FUNDS_OF and place + 1 < len(words) and words[place + 1].text in _OWNED:
        return False  # "our charity fund"
    if word.text in _COUNCILS and _is_a_name(words, place, sentence):
        return False
    return word.text not in _ONLY_AS_NOUNS or sentence.text[word.start].isupper()


_MAY_APPLY = frozenset(("apply", "able"))
_FUNDS_OF = frozenset(("charity", "society", "association", "parish", "church"))
_OWNED = frozenset("fund funds law laws number reserves shop shops work commission hall halls sector".split())
_COUNCIL_OF_A_PLACE = frozenset("government district county borough parish community municipal".split())
_NO_COUNCIL_OF_A_PLACE = frozenset("youth student students pupils works research arts".split())


def _is_a_name(words: list[Word], place: int, sentence: Sentence) -> bool:
    """ "Council of Europe", "Heritage Council", "youth council", and not "town council"."""
    if place + 1 < len(words) and words[place + 1].text == "of":
        return True
    before = words[place - 1] if place else None
    if before is not None and before.text in _NO_COUNCIL_OF_A_PLACE:
        return True
    if before is None or before.text in _COUNCIL_OF_A_PLACE:
        return False
    return sentence.text[before.start].isupper() and CITY not in before.classes


def _is_beside_projects(words: list[Word], place: int) -> bool:
    before = place > 1 and "joint" in words[place - 1].classes and "project" in words[place - 2].classes
    after = place + 2 < len(words) and "joint" in words[place + 1].classes and "project" in words[place + 2].classes
    return before or after


def _is_shortened(words: list[Word], place: int) -> bool:
    """ "Kirchenregionen und -gemeinden", "Kinder- und Jugendhilfe": what it is of, or what it is, stands elsewhere."""
    if place > 1 and words[place - 1].text == "-" and "joint" in words[place - 2].classes:
        return True
    return (
        place + 2 < len(words)
        and words[place + 1].text == "-"
        and bool(words[place + 2].text == "," or "joint" in words[place + 2].classes)
    )


_PASSED_OVER = frozenset((",", "-", "/", "law"))  # "public law bodies"


def _adjectives_from(sentence: Sentence, place: int, after: int) -> int:
    """Where the adjectives before a noun begin: "freie, kirchliche und öffentliche Träger"."""
    words, first = sentence.words, place
    for at in range(place - 1, max(after, place - 1 - _MOST_BEFORE), -1):
        word = words[at]
        if NOUNS.intersection(word.classes) and not _KINDS_OF.intersection(word.classes):
            if _is_shortened(words, at):
                continue
            break
        if _KINDS_OF.intersection(word.classes):
            first = at
        elif not (word.text in _PASSED_OVER or _SMALL.intersection(word.classes) or _is_adjective(sentence, word)):
            break
    return first


def _is_adjective(sentence: Sentence, word: Word) -> bool:
    return (
        word.text.endswith(INFLECTED)
        and sentence.text[word.start].islower()
        and ENDS_LIST.isdisjoint(word.classes)
        and "governor" not in word.classes
    )


def _body(sentence: Sentence, kinds: frozenset[str], first: int, place: int) -> Body:
    """The body a noun names, with its adjectives from `first` and its law after it."""
    words = sentence.words
    told, last = _kind_told(sentence, first, place)
    as_what = place - 1 if first == place else first - 1
    if as_what >= 0 and "standing" in words[as_what].classes and words[place].text in _BY_NAME:
        return Body(frozenset((CHURCH,)), first, last)
    found = set(kinds)
    if CITY in found and any("of_faith" in word.classes for word in words[first:place]):
        return Body(frozenset((CHURCH,)), first, last)  # "kirchliche Gemeinden"
    if BODY in found:
        found.discard(PERSON)  # "juristische Personen"
        found |= {kind for kind in _OF_KINDS if f"of_{kind}" in words[place].classes}  # "Forschungseinrichtung"
    if BODY in found or COMPANY in found:
        if _PUBLIC in told and not found & _NOT_CITIES:
            found.add(CITY)
        if _NONPROFIT in told:
            found.add(ASSOCIATION)
            found.discard(COMPANY)
        if found & {SCHOOL, UNIVERSITY}:
            found.discard(BODY)  # "Forschungseinrichtungen"
    return Body(frozenset(found), first, last)


def _kind_told(sentence: Sentence, first: int, place: int) -> tuple[set[str], int]:
    """What adjectives, law and relative clause say of a noun, and the number of the last word that belongs to it."""
    words, last = sentence.words, place
    told = {name for word in words[first:place] for name in _KINDS_OF.intersection(word.classes)}
    if _is_nonprofit_by_clause(words, place):
        told.add(_NONPROFIT)
    law = _law_after(words, place)
    if law is not None:
        told |= {name for word in words[place + 1 : law] for name in _KINDS_OF.intersection(word.classes)}
        if words[law].text == "privatrechts":
            told.add(_NONPROFIT)
        last = law
    elif not told and "any_legal" in words[place].classes and not _opens_bracket(words, place):
        # "legal entities established in a Member State" are public ones, too
        told.add(_NONPROFIT if _NONPROFIT in sentence.classes else _PUBLIC)
    return told, last


def _opens_bracket(words: list[Word], place: int) -> bool:
    """ "juristische Personen (Kirchengemeinden, Verbände)": which ones stands in the bracket."""
    return place + 1 < len(words) and words[place + 1].text == "("


def _is_nonprofit_by_clause(words: list[Word], place: int) -> bool:
    """ "Träger, die als gemeinnützig anerkannt sind", "organisations must be not-for-profit"."""
    clause = words[place + 1 : place + 1 + _MOST_AFTER]
    if clause and "require" in clause[0].classes:
        own = takewhile(lambda word: word.text not in {",", "."} and NOUNS.isdisjoint(word.classes), clause)
        return any(_NONPROFIT in word.classes for word in own)
    if len(clause) < 2 or clause[0].text != "," or "opens" not in clause[1].classes:
        return False
    ends = next((at for at, word in enumerate(clause[1:], start=1) if word.text in {",", "."}), len(clause))
    return any(_NONPROFIT in word.classes for word in clause[1:ends])


def _law_after(words: list[Word], place: int) -> int | None:
    """The number of the word "Rechts" or "Jugendhilfe" that a body has: "Träger der freien Jugendhilfe"."""
    told = False
    for at in range(place + 1, min(len(words), place + 1 + _MOST_AFTER)):
        word = words[at]
        if _LAW in word.classes:
            return at if told or word.text == "privatrechts" else None
        if _KINDS_OF.intersection(word.classes):
            told = True
        elif not ({"article", "joint"} & set(word.classes) or word.text in {",", "-", "/"}) or NOUNS.intersection(
            word.classes
        ):
            return None
    return None


def _relation(sentence: Sentence, before: Body, body: Body) -> tuple[bool, bool]:
    """Does a body stand in one list with the one before it? Does it hang on it?"""
    words = sentence.words
    between = words[before.last + 1 : body.first]
    if len(between) > _MOST_BETWEEN or any(
        word.text in _STOPS
        or (word.text == "." and len(words[max(0, before.last + at)].text) > 3)
        or not ENDS_LIST.isdisjoint(word.classes)
        for at, word in enumerate(between)
    ):
        return False, False
    bracket = takewhile(lambda word: word.text != ")", words[before.last + 1 : before.last + 1 + _MOST_BETWEEN])
    if between and between[0].text == "(" and any("exclude" in word.classes for word in bracket):
        return False, False  # "associations (local governments excluded)"
    joins = [at for at, word in enumerate(between) if word.text in _JOINING or "joint" in word.classes]
    since = between[joins[-1] + 1 :] if joins else between
    governed = [word for word in since if "governor" in word.classes]
    if not joins:
        hangs = bool(governed) or any(word.text in {"der", "des"} for word in since)
        return False, hangs and len(between) <= _MOST_TO_HANG
    return not governed, False

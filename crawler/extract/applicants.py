"""Who may apply, from prose alone: groups that are named, and the role each has in its sentence.

A group (a municipality, an association, some body, a person, a company) is a candidate wherever it is named. Its role
follows from the words around it and from the heading above: it may apply, may not, is whom the project is for, a
partner, or merely mentioned. The city's route is put together from those that may.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from crawler.extract.roles.passage import Sentence, classes_in, sentences_of
from crawler.extract.roles.words import Word
from crawler.text.sentences import Fact, Prose, quote
from grants_db.vocabulary import ApplicantRoute

MUNICIPALITY, ASSOCIATION, BODY, PERSON, COMPANY = "municipality", "association", "body", "person", "company"
_GROUPS = (MUNICIPALITY, ASSOCIATION, BODY, PERSON, COMPANY)
_NOT_BEFORE = 3  # words between "keine" and the group
_NOT_AFTER = 4  # words between the group and "nicht antragsberechtigt"
_FOR_BEFORE = 3  # words between "für" and the group
_PUBLIC_BEFORE = 4  # words between "öffentliche" and "Träger": "öffentliche oder gemeinnützige Träger"
_ENDS = frozenset(";:|")  # a full stop inside a sentence is that of an abbreviation
_FUNDED_WITHIN = 5  # words between "unterstützt" and the group


class GroupRole(StrEnum):
    """What a group is to a call."""

    MAY_APPLY = "may_apply"
    MAY_NOT = "may_not"
    FUNDED = "funded"  # "unterstützt Vereine": likely they may apply
    TARGET = "target"  # whom the projects are for
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group, its role, and where it is named."""

    group: str
    role: GroupRole
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class RouteReading:
    """The route a text states, with its sentence; `check` where it is a proposal."""

    route: ApplicantRoute = ApplicantRoute.UNCLEAR
    quote: str = ""
    check: bool = False


def route_from_prose(text: Prose) -> RouteReading:
    r"""Who may apply, according to a text without a catalogue's categories.

    >>> route_from_prose(Prose("Um Mittel können sich Vereine und Initiativen bewerben.")).route.value
    'partner'
    >>> route_from_prose(Prose("Wer kann gefördert werden?\nStädte und gemeinnützige Träger")).route.value
    'direct'
    """
    found = list(groups_in(text))
    may, may_not = _by_group(found, GroupRole.MAY_APPLY), _by_group(found, GroupRole.MAY_NOT)
    stated = _stated(text, may, may_not)
    if stated.route is not ApplicantRoute.UNCLEAR or may:
        return stated
    likely = _stated(text, _by_group(found, GroupRole.FUNDED), may_not)
    return replace(likely, check=likely.route is not ApplicantRoute.UNCLEAR)


def _by_group(found: Iterable[NamedGroup], role: GroupRole) -> dict[str, Sentence]:
    """The groups that have a role, each with the first sentence that says so."""
    first: dict[str, Sentence] = {}
    for one in found:
        if one.role is role:
            first.setdefault(one.group, one.sentence)
    return first


def _stated(text: Prose, may: dict[str, Sentence], may_not: dict[str, Sentence]) -> RouteReading:
    if MUNICIPALITY in may:
        left_out = may_not.get(MUNICIPALITY)
        if left_out is may[MUNICIPALITY]:  # "Körperschaften …, sofern sie keine Gebietskörperschaften sind"
            return _reading(ApplicantRoute.PARTNER, left_out)
        return _reading(ApplicantRoute.DIRECT, may[MUNICIPALITY], check=left_out is not None)
    if ASSOCIATION in may:
        foreign = "foreign" in may[ASSOCIATION].classes or "£" in text.text
        route = ApplicantRoute.NONE if foreign else ApplicantRoute.PARTNER
        return _reading(route, may[ASSOCIATION], check=foreign or _leaves_the_country_open(text))
    if MUNICIPALITY in may_not and (BODY in may or not may):
        return _reading(ApplicantRoute.PARTNER, may_not[MUNICIPALITY])
    for group in (PERSON, COMPANY):
        if group in may and BODY not in may:
            return _reading(ApplicantRoute.NONE, may[group])
    return RouteReading()


def stated_route(text: Prose) -> Fact[ApplicantRoute]:
    """The route a text states outright; a proposal is none, since it must not exclude anything."""
    reading = route_from_prose(text)
    return Fact(ApplicantRoute.UNCLEAR, "") if reading.check else Fact(reading.route, reading.quote)


def groups_in(text: Prose) -> Iterator[NamedGroup]:
    """Every group a text names, with its role there."""
    for sentence in sentences_of(text, "applicants"):
        if not sentence.classes.isdisjoint(_GROUPS):
            yield from _groups_of(sentence)


def _leaves_the_country_open(text: Prose) -> bool:
    """An English text that names no country whose bodies may apply may well mean those of another one."""
    return len(_ENGLISH.findall(text.text)) >= _ENGLISH_WORDS and not _HERE.search(text.text)


_ENGLISH = re.compile(r"\b(?:the|and|of|to|for|are|is|with|must|will)\b")
_ENGLISH_WORDS = 4
_HERE = re.compile(r"\bGerman|\bEurope|\bEU\b|\bmember states?\b", re.IGNORECASE)


def _reading(route: ApplicantRoute, sentence: Sentence, *, check: bool = False) -> RouteReading:
    return RouteReading(route, quote(sentence.text), check)


def _groups_of(sentence: Sentence) -> Iterator[NamedGroup]:
    words = sentence.words
    heading = () if sentence.intro else classes_in(sentence.above or sentence.heading, "applicants")
    intro = classes_in(sentence.intro[-_FAR:], "applicants")
    above = {*heading, *intro}
    listed = (
        "may_apply" in above
        or ("who_asked" in above and not _APPLYING.isdisjoint(above))
        or ("apply_verb" in intro and not _ABLE.isdisjoint(intro))
    )
    for place, word in enumerate(words):
        for group in _groups_named(words, place, word):
            role = _role(words, place, listed=listed)
            if role is GroupRole.MAY_APPLY and "leave_out" in intro:
                role = GroupRole.MAY_NOT
            yield NamedGroup(group, role, sentence)


_FAR = 200  # characters of a list's lead-in


def _groups_named(words: list[Word], place: int, word: Word) -> Iterator[str]:
    if place and words[place - 1].text == "-" and word.text != word.text.upper():
        return  # "Kirchenregionen und -gemeinden"
    for group in _GROUPS:
        if group in word.classes:
            yield group
    around = words[max(0, place - _PUBLIC_BEFORE) : place + _PUBLIC_BEFORE]
    if BODY in word.classes and any("public" in other.classes for other in around):
        yield MUNICIPALITY


def _role(words: list[Word], place: int, *, listed: bool) -> GroupRole:
    clause = _clause(words, place)
    told = {name for word in clause for name in word.classes}
    before, after = words[max(0, place - _NOT_BEFORE) : place], words[place + 1 : place + 1 + _NOT_AFTER]
    claims = listed or "may_apply" in told or ("apply_verb" in told and not told.isdisjoint(_ABLE))
    label = words[0].classes if words and any(word.text in _LABEL_ENDS for word in words[:place]) else ()
    claims = claims or "may_apply" in label or _is_given_money(words, place) or _is_whose_application(words, place)
    funded = any("funds" in word.classes for word in words[max(0, place - _FUNDED_WITHIN) : place])
    if any("leave_out" in word.classes for word in before) or any("leave_out" in word.classes for word in after):
        return GroupRole.MAY_NOT if claims or "funds" in told else GroupRole.NAMED
    if any("for" in word.classes for word in words[max(0, place - _FOR_BEFORE) : place]) and not (
        listed or _is_whose_application(words, place)
    ):
        return GroupRole.TARGET
    if place and "place" in words[place - 1].classes and not listed:
        return GroupRole.NAMED  # "Menschen aus Gemeinden"
    if claims:
        return GroupRole.MAY_APPLY
    return GroupRole.FUNDED if funded else GroupRole.NAMED


def _is_given_money(words: list[Word], place: int) -> bool:
    """ "Zuwendungen an Vereine", "grants to charities"."""
    before = words[max(0, place - _GIVEN_WITHIN) : place]
    given = next((at for at, word in enumerate(before) if word.text in {"an", "to"}), None)
    return given is not None and any("money_to" in word.classes for word in before[:given])


def _is_whose_application(words: list[Word], place: int) -> bool:
    """ "Anträge einzelner Kommunen", "Anträge von Vereinen"."""
    before = words[max(0, place - _NOT_BEFORE) : place]
    named = next((at for at, word in enumerate(before) if "application" in word.classes), None)
    return named is not None and all(word.text not in _APART for word in before[named + 1 :])


_GIVEN_WITHIN = 6  # words from the money to the group
_APART = frozenset(("an", "bei", "beim", "im", "in", "to", "at", "für", "for", ",", ".", "und", "and"))
_ABLE = frozenset(("may", "must", "applicant"))
_APPLYING = frozenset(("may", "apply_verb", "application", "funds"))
_LABEL_ENDS = frozenset(":|")


def _clause(words: list[Word], place: int) -> list[Word]:
    """The words around a place between two ends of a clause; commas of an enumeration end none."""
    first = next((at + 1 for at in range(place - 1, -1, -1) if words[at].text in _ENDS), 0)
    last = next((at for at in range(place + 1, len(words)) if words[at].text in _ENDS), len(words))
    if first and words[first - 1].text in _LABEL_ENDS:  # "Antragsberechtigt: Vereine" is one clause with its label
        first = next((at + 1 for at in range(first - 2, -1, -1) if words[at].text in _ENDS), 0)
    return words[first:last]

"""What part bodies have in a call when they don't apply: they give the money, are partners, are asked, are elsewhere.

Weights let words outweigh each other; these don't: "Mittel der Kreise" are no applicants, however much else speaks of
applying. Whoever has another part neither may apply nor is barred.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from crawler.extract.applicants.bodies import CITY, NOUNS, BodyList
from crawler.extract.roles.words import Word

#: evidence of a sentence that is about nothing but who may apply: where there is one, it leads over all others
OUTRIGHT = frozenset(
    "near=eligible above=eligible near=recipient above=recipient above=who+apply "
    "above=who+able above=who+fund above=who+get above=who+application".split()
)
_FEDERATION = frozenset(("bund", "bundes", "land", "landes", "eu", "freistaat", "freistaats"))
_AS_PARTNER = re.compile(
    r"(?: (?:können|dürfen|sind|kommen|werden|may|can)\b[^.;,]{0,30})? (?:nur|lediglich|ausschließlich|allein|only) "
    r"(?:als|as) (?:\w{1,20}[ -])?\w{0,20}partners?\b",
    re.IGNORECASE,
)
_LONGEST_WORDS_BEFORE = 100  # characters
_ASKED_FOR_ITS_VIEW = re.compile(
    r"\b(?:Absprache|Abstimmung|Rücksprache|Einvernehmen|Benehmen|Zustimmung|Stellungnahme|Befürwortung|Bestätigung|"
    r"Einverständnis|Genehmigung|consent|agreement|approval|permission|consultation)\s"
    r"(?:mit|der|des|durch|von|vom|seitens|of|with|from|by)\s(?:(?!und\b|oder\b)[\w-]+\s){0,2}$"
)
_MAY_BE_PARTNER = re.compile(
    r" als \w{0,20}partner\w{0,5}\b| (?:können|dürfen|sollen|may|can) (?:\w+ ){0,2}?(?:als |as |be |act as )?"
    r"\w{0,20}partner\w{0,5}(?: (?:sein|mitwirken|teilnehmen|beteiligt|einbezogen)|[.;,]|$)",
    re.IGNORECASE,
)
_NAMED_AS_PARTNERS = re.compile(
    r"\b\w{0,20}partner(?:n|s|innen)?\b,? ?\(?(?:z\. ?B\.|zum Beispiel|beispielsweise|etwa|wie|e\.g\.|such as|"
    r"for example|for instance|including|like),? (?:d(?:ie|er|em|en) |eine[rnm]? |a |an |the )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class JudgedList:
    """A list of bodies with its evidence."""

    bodies: BodyList
    evidence: frozenset[str]


def only_as_a_partner(one: JudgedList) -> bool:
    """ "Kommunen nur als Partner": they take part, and can't apply themselves."""
    sentence = one.bodies.sentence
    return _AS_PARTNER.match(sentence.text, sentence.words[one.bodies.last].end) is not None


def has_another_part(one: JudgedList) -> bool:
    """Is it told of these bodies that they give, help, are asked or only stand in the place?"""
    return (
        _gives_the_money(one)
        or _is_an_example_of_partners(one)
        or _is_asked_for_its_view(one)
        or _is_the_one(one.evidence)
        or _tells_where(one)
    )


def _is_the_one(told: AbstractSet[str]) -> bool:
    """ "Den größten Zuschuss erhält der Musikverein", "der Landkreis erhält 231.500 Euro": one that has got something.

    Where such a one may apply, a word says so: "der Verein kann einen Antrag stellen".
    """
    return "is=the_one" in told and _MAY.isdisjoint(told) and OUTRIGHT.isdisjoint(told)


_MAY = frozenset(
    f"near={word}" for word in ("able", "eligible", "recipient", "addressed", "opened", "apply+able", "get+able",
                                "money+able", "fund+able", "application+able", "recipient+able")
)  # fmt: skip


def _tells_where(one: JudgedList) -> bool:
    """ "Vereine, die im Vereinsregister der Stadt stehen": a municipality behind others, in a clause of theirs."""
    if one.bodies.kinds != {CITY} or "gov=noun" not in one.evidence:
        return False
    words = one.bodies.sentence.words[: one.bodies.first]
    opened = next((at for at in range(len(words) - 1, 0, -1) if words[at].text == ","), None)
    if opened is None or opened + 1 >= len(words) or "opens" not in words[opened + 1].classes:
        return False
    return any(not NOUNS.isdisjoint(word.classes) for word in words[:opened])


def _words_before(one: JudgedList) -> str:
    begin = one.bodies.sentence.words[one.bodies.first].start
    return one.bodies.sentence.text[max(0, begin - _LONGEST_WORDS_BEFORE) : begin]


def _is_asked_for_its_view(one: JudgedList) -> bool:
    """ "in Absprache mit dem Jugendamt", "mit Zustimmung der Gemeinde": an office that is asked, and doesn't apply."""
    return _ASKED_FOR_ITS_VIEW.search(_words_before(one)) is not None


def _is_an_example_of_partners(one: JudgedList) -> bool:
    """ "mit zwei Partnern, z. B. Schule, Jugendamt", "Schulen können Partner sein": who else takes part."""
    sentence = one.bodies.sentence
    if _MAY_BE_PARTNER.match(sentence.text, sentence.words[one.bodies.last].end):
        return True
    return _NAMED_AS_PARTNERS.search(_words_before(one)) is not None


def _gives_the_money(one: JudgedList) -> bool:
    """ "Bund, Land und Gemeinde stellen … zur Verfügung": the federation never applies."""
    if not one.evidence.isdisjoint(_MONEY_OF) and one.evidence.isdisjoint(_SUPPORT_OF):
        return True  # "Mittel der Kreise", "money from your council"
    if CITY not in one.bodies.kinds:
        return False
    words = one.bodies.sentence.words
    first, last = one.bodies.first, one.bodies.last
    if any(words[body.last].text in _FEDERATION for body in one.bodies.bodies):
        return True
    before, after = words[max(0, first - 2) : first], words[last + 1 : last + 3]
    return _joins_funder(before[::-1]) or _joins_funder(after)


_MONEY_OF = frozenset(("of=money+von", "of=money+vom", "of=money+from", "of=support+from", "gov=noun+of=money"))
_SUPPORT_OF = frozenset(("of=support+von", "of=support+vom", "gov=noun+of=support"))  # "die Förderung von Vereinen"


def _joins_funder(beside: Sequence[Word]) -> bool:
    return len(beside) > 1 and ("joint" in beside[0].classes or beside[0].text == ",") and beside[1].text in _FEDERATION

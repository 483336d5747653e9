"""Of which country those who may apply are, where the text doesn't say it: an English text may mean any.

Money, councils and registers that only another country has tell that a German city is not meant; a word of Germany or
of the Member States tells that it may be.
"""

import re
from functools import lru_cache

from crawler.extract.applicants.bodies import BodyList
from crawler.text.sentences import Prose

POUNDS = re.compile(r"£\s?\d")
_ENGLISH_WORDS = 3
_WITHIN, _WITHIN_IN_GERMAN = 12, 4  # words after the bodies in which a country is theirs
_ENGLISH = tuple(f" {word} " for word in "the and of to for are is be by we your with must can or".split())
_BRITISH = re.compile(
    r"\b(?:charity|charities|trustees|CICs?)\b|\b(?:parish|borough|county|community) councils?\b|\bcommunity interest",
    re.IGNORECASE,
)
_HERE = ("German", "Deutsch", "deutsch", "Member State", "member state", "Member state")
_EUROS = re.compile(r"€|\bEUR\b|\b[Ee]uros?\b")
_MONEY_SIGNS = ("£", "GBP", "PLN", "CHF", "NOK", "SEK", "DKK", "CZK", "ound")
_FOREIGN_MONEY = re.compile(r"£|\b(?:GBP|PLN|CHF|NOK|SEK|DKK|CZK)\b|\b[Pp]ounds?\b")
_DOLLARS = re.compile(r"\$\s?\d")  # may be anybody's
#: names of another country, its councils, its register of charities
_ABROAD = re.compile(
    r"\b(?:United Kingdom|England|Wales|Scotland|Ireland|Irish|New Zealand|Australian?|Canad(?:a|ian))\b|"
    r"\bU\.K\.|\b(?i:parish councils?|charity commission|community interest compan(?:y|ies))\b|"
    r"\b(?i:local government councils?)\b"
)
_UK = re.compile(r"\bUK\b")
_IN_REACH = re.compile(r"\bEU\b|\bEurop|€|\bEUR|\b[Ee]uros?\b|[äöüß]")
_IN_EUROPE = re.compile(r"\bEU\b")


def is_of_another_country(text: Prose) -> bool:
    """Does the text name money, councils or a register that only another country has, and neither Germany nor euros?

    >>> is_of_another_country(Prose("Grants of up to £500 are available to clubs."))
    True
    """
    return _is_of_another_country(text.text)


@lru_cache(maxsize=16)
def _is_of_another_country(text: str) -> bool:
    if _is_here(text):
        return False
    if _has_foreign_money(text) and _EUROS.search(text) is None:
        return True
    named = ("UK" in text and _UK.search(text)) or (_is_english(text) and _ABROAD.search(text))
    return bool(named) and not _is_in_europe(text)


def is_abroad(text: Prose, bodies: BodyList | None) -> bool:
    """Are those who may apply of another country? The text tells it, or a country's name right beside them."""
    if is_of_another_country(text):
        return True
    if bodies is None or _is_here(text.text) or _is_in_europe(text.text):
        return False
    within = _WITHIN if _is_english(text.text) else _WITHIN_IN_GERMAN
    words = bodies.sentence.words[max(0, bodies.first - 2) : bodies.last + 1 + within]
    return any("foreign" in word.classes for word in words) and not any("partner" in word.classes for word in words)


def leaves_the_country_open(text: Prose) -> bool:
    """An English text without a word of Germany, Europe or its money may well mean the bodies of another country."""
    if _is_here(text.text):
        return False
    if _has_foreign_money(text.text) or _DOLLARS.search(text.text) is not None:
        return True
    return _is_english(text.text) and _IN_REACH.search(text.text) is None


def sounds_british(text: Prose) -> bool:
    """Does it speak as British texts do, of charities, trustees or borough councils?"""
    return _BRITISH.search(text.text) is not None


def _is_here(text: str) -> bool:
    return any(word in text for word in _HERE)


def _is_in_europe(text: str) -> bool:
    return "European Union" in text or ("EU" in text and _IN_EUROPE.search(text) is not None)


def _has_foreign_money(text: str) -> bool:
    return any(sign in text for sign in _MONEY_SIGNS) and _FOREIGN_MONEY.search(text) is not None


def _is_english(text: str) -> bool:
    return sum(text.count(word) for word in _ENGLISH) >= _ENGLISH_WORDS

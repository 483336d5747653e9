r"""Does a sentence say that its day returns every year? A day without a year counts as yearly only where it does.

To teach the parser a way of saying so, add a line: a regular expression in which a blank is a blank. What returns every
two or three years does not return every year, and "für das kommende Jahr" looks at one year only. All patterns are
bounded.
"""

import re
from functools import lru_cache

from crawler.extract.deadline.dates import MONTHS
from crawler.extract.roles.passage import classes_in

_MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = (
    rf"\d{{1,2}}\. ?(?:\d{{1,2}}\b(?!\d|,\d| ?(?:€|euro|eur|mio|mrd|prozent|%))|{_MONTH}|,|/|und\b|oder\b|bis\b|[–-])"
)
_SUM = r"(?:\w+ ){0,3}?\d[\d.,]* ?(?:€|euro\b|eur\b|mio|mrd|tsd|t€|prozent|%)"
_DUE = r"\w*(?:frist|stichtag|termin|schluss|ausschreibung|aufruf|wettbewerb|bewerbung|antrag|runde|phase|verfahren)"
_WAYS = (
    rf"(?<!euro )(?<!€ )(?<!eur )(?:all|halb|viertel)?jährlich\b(?! {_SUM})",
    rf"(?:all|halb|viertel)?jährliche[nrms]? (?:\w+ ){{0,2}}?(?:{_DUE}|turnus|rhythmus)",
    r"(?:quartalsweise|turnusmäßig)\b",
    r"jede[nsm]? (?:\w+ )?\w*jahr(?:es)?\b",
    r"(?:\d-?|ein|zwei|drei|vier|mehr)mal (?:im|pro|je|in jedem|jedes) (?:\w+ )?\w*jahr",
    r"jeweilige[nrs]? (?:\w+ ){0,2}?\w*jahr",
    # "31.10. des Vorjahres", "zum 30.9. eines Jahres", "1.11. des dem Beginn vorausgehenden Jahres"
    rf"(?:\d{{1,2}}|{_MONTH})\.? (?:des|eines) (?!kommenden|nächsten)(?:[\w-]+ ){{0,6}}?\w*jahr(?:es|s)\b(?! \d{{4}})",
    # the year after the day's own, not after this one
    r"im folgejahr\b",
    r"(?:für|in) (?:das|den|die|ein) (?:\w+ ){0,2}?(?:folgejahr\w*|(?:darauf)?folgende[ns]? (?:\w+ )?\w*jahre?n?)\b",
    rf"(?:jeweils|immer|stets|in der regel|normalerweise|üblicherweise|gewöhnlich) (?:[^\W\d]\w*,? ){{0,5}}{_DAY}",
    r"ab (?:dem )?(?:jahre? )?20\d\d (?:gilt|gelten)\b",
    r"(?:each|every|any) (?:\w+ )?year\b",
    r"(?:once|twice|(?:two|three|four|several) times) (?:a|per|each|every|in a) year\b",
    r"(?:annually|yearly)\b",
    r"annual (?:\w+ ){0,2}?(?:deadline|call|closing|cut-off|competition|application|round|submission)",
    r"(?:of|in|for) the (?:previous|preceding|following) (?:\w+ )?year\b",
)
_APPLYING = frozenset(("application", "sketch", "term", "call", "round", "of_application", "of_sketch"))
_ANOTHER_PAPER = frozenset(("report", "claim", "payment"))
_REPEATED = re.compile(rf"(?<!\w)(?:{'|'.join(_WAYS)})", re.IGNORECASE)


@lru_cache(maxsize=64)  # asked for each day of a sentence
def returns_every_year(sentence: str, before: str = "") -> bool:
    """Is there a word of repetition in the sentence, or in the one before it where that speaks of applying?

    >>> returns_every_year("bis zum 31.10. eines jeden Jahres"), returns_every_year("noch bis zum 31. Oktober")
    (True, False)
    >>> returns_every_year("Bewerbungen bis 31. März.", before="Die Ausschreibung erfolgt jährlich.")
    True
    """
    if _REPEATED.search(sentence):
        return True
    if not before or not _REPEATED.search(before):
        return False
    named = classes_in(before)
    return not _APPLYING.isdisjoint(named) and _ANOTHER_PAPER.isdisjoint(named)

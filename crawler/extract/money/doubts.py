"""Whether the words about a sum tell that it bounds something else than what one application is granted.

Weights let words outweigh each other; these don't: "je Teilnehmer" makes every sum a price, however much else speaks of
a grant. A sum of which one of them holds is at most proposed. The kinds of words: `not_the_grant.yml`.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from crawler.extract.money.candidates import HIGHEST_RATE, MAXIMUM

DOUBTED = (MAXIMUM, HIGHEST_RATE)  #: the roles that are doubted
#: kinds of words that tell it wherever they stand in the clause of a figure, or head it
_BESIDE = {
    MAXIMUM: ("passed_on", "example", "part", "former", "threshold", "earned", "costs", "law", "whole"),
    HIGHEST_RATE: ("passed_on", "example", "part", "former"),
}
_ABOVE = {MAXIMUM: ("passed_on", "example", "part", "earned"), HIGHEST_RATE: ("example",)}
_EACH = ("counted", "unit", "time", "place")
_PHRASE_COST = "is=phrase_cost"
_NO_GRANT = frozenset(("noun=cost", "noun=kind_of_cost", "noun=income", "noun=payment", "noun=own"))
COST = frozenset(("noun=cost", _PHRASE_COST))  #: a sum is said to be of costs
_BEYOND = frozenset(("beside=exceeds", "bound=above", "bound=below"))
_FOR_ALL = "is=phrase_programme_total"
_FOR_EACH = "each=project"


def doubts(told: AbstractSet[str], role: str = MAXIMUM) -> Iterator[str]:
    """What of a figure's evidence speaks against its being the most per application, or the rate of all its costs.

    "Grants of up to EUR 5,000 are available" names the grant, "stehen jährlich bis zu 50.000 Euro bereit" the money.

    >>> list(doubts(frozenset(("noun=grant", "bound=most", "each=counted"))))
    ['each=counted']
    >>> list(doubts(frozenset(("noun=grant", "bound=most", "each=project"))))
    []
    """
    yield from (f"beside={name}" for name in _BESIDE[role] if f"beside={name}" in told)
    yield from (f"above={name}" for name in _ABOVE[role] if f"above={name}" in told)
    if "also=not" not in told:  # "more than EUR 6,000 can't be given" is a cap
        yield from told & _BEYOND
    if role == MAXIMUM:
        yield from _of_sums(told)


def _of_sums(told: AbstractSet[str]) -> Iterator[str]:
    yield from told & _NO_GRANT
    if _PHRASE_COST in told and "all=grant" not in told:
        yield _PHRASE_COST
    yield from (f"each={name}" for name in _EACH if f"each={name}" in told)
    if _FOR_EACH in told or "is=range_high" in told:
        return
    if "beside=shared" in told:
        yield "beside=shared"
    if _FOR_ALL in told and ("noun=grant" not in told or "also=yearly" in told):
        yield _FOR_ALL
    if "is=large" in told and told & _GIVEN_OUT and not told & _NAMED:
        yield "is=large"


_NAMED = frozenset(("label=most", "label=grant", "is=range_high"))
_GIVEN_OUT = frozenset(("bound=none", "verb=provide", "also=funder", "all=pot", "noun=pot"))
_BOUND_OF_GRANT = frozenset(("noun=grant", "bound=most"))


def is_plainly_granted(told: AbstractSet[str]) -> bool:
    """Do the words name the grant and its upper end, so that weights need not be sure?

    >>> is_plainly_granted(frozenset(("is=range_high", "range_high=grant"))), is_plainly_granted(frozenset())
    (True, False)
    """
    if "is=range_high" in told:
        return not told.isdisjoint(_GRANTED)
    if "each=project" in told and not told.isdisjoint(_BOUND):
        return True
    return told >= _BOUND_OF_GRANT or "label=most" in told or told >= _FIXED_GRANT


_GRANTED = frozenset(
    ("noun=grant", "all=grant", "all=funded", "all=get", "label=grant", "label=how_much", "heading=how_much",
     "heading=grant", "lead_in=grant", "lead_in=get", "lead_in=funded", "before=grant")
)  # fmt: skip
_BOUND = frozenset(("bound=most", "bound=most_after", "bound=most_far"))
_FIXED_GRANT = frozenset(("label=grant", "lead=colon"))

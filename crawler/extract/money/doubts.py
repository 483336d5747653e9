"""Whether the words about a sum tell that it bounds something else than what one application is granted.

Weights let words outweigh each other; these don't: "je Teilnehmer" makes every sum a price, however much else speaks of
a grant. A sum of which one of them holds is at most proposed. The kinds of words: `not_the_grant.yml`.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from crawler.extract.money.candidates import HIGHEST_RATE, MAXIMUM, OWN_SHARE

DOUBTED = (MAXIMUM, HIGHEST_RATE, OWN_SHARE)  #: the roles that are doubted
#: kinds of words that tell it wherever they stand in the clause of a figure, or head it
_BESIDE = {
    MAXIMUM: ("passed_on", "example", "former", "earned", "law", "whole"),
    HIGHEST_RATE: ("passed_on", "example", "part", "former", "extra", "together", "withheld", "deficit"),
    OWN_SHARE: ("example",),
}
_ABOVE = {MAXIMUM: ("passed_on", "example", "part", "earned"), HIGHEST_RATE: ("example",), OWN_SHARE: ("example",)}
#: what a sum may be of unless it is named the grant, unless it is each project's, unless it is the only one
_UNLESS_NAMED, _UNLESS_EACH, _UNLESS_ALONE = ("part", "costs"), ("threshold", "shared"), ("extra",)
_EACH = ("counted", "unit", "time", "place")
_NO_GRANT = frozenset(("noun=kind_of_cost", "noun=income", "noun=payment", "noun=own"))
COST = frozenset(("noun=cost", "is=phrase_cost"))  #: a sum is said to be of costs
_SAID_OF_COSTS = frozenset(("noun=cost", "all=cost", "all=kind_of_cost"))
_BEYOND = frozenset(("beside=exceeds", "bound=above", "bound=below"))
_LIES_READY = frozenset(("all=provide", "also=total", "all=pot", "noun=pot"))  # in the sum's own clause
_FOR_ALL = "is=phrase_programme_total"


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
    if role == MAXIMUM and "also=average" in told:
        yield "also=average"
    if role != OWN_SHARE and "also=not" not in told:  # "more than EUR 6,000 can't be given" is a cap
        yield from told & _BEYOND
    if role == MAXIMUM:
        yield from _of_sums(told)
        if "beside=record" in told and ("all=given" in told or told >= _BARE or told >= _SAID_BY_NAME):
            yield "beside=record"  # "das teuerste mit 2.750 Euro"
    if role == OWN_SHARE and "beside=cofinanced" in told and "beside=named_own" not in told:
        yield "beside=cofinanced"  # "match funding of 20 %" may come from anybody


def _of_sums(told: AbstractSet[str]) -> Iterator[str]:
    yield from told & _NO_GRANT
    if "after=share" not in told and told.isdisjoint(_BORNE) and not told.isdisjoint(_SAID_OF_COSTS):
        yield from told & COST  # of "80 % der Kosten, höchstens 5.000 Euro" the costs are those of the share
    if not told >= _FIXED_GRANT:
        yield from (f"beside={name}" for name in _UNLESS_NAMED if f"beside={name}" in told)
    if "is=only_sum" not in told:
        yield from (f"beside={name}" for name in _UNLESS_ALONE if f"beside={name}" in told)
    if "per=project" not in told:
        yield from (f"each={name}" for name in _EACH if f"each={name}" in told)
    if "each=project" in told or "is=range_high" in told:
        return
    yield from (f"beside={name}" for name in _UNLESS_EACH if f"beside={name}" in told)
    of_all = _FOR_ALL in told and "is=below_a_pot" not in told and not told.isdisjoint(_LIES_READY)
    if of_all and ("noun=grant" not in told or "also=yearly" in told):
        yield _FOR_ALL
    if "noun=pot" in told and ("also=yearly" in told or "bound=none" in told):
        yield "noun=pot"
    if "is=large" in told and told & _GIVEN_OUT and not told & _NAMED:
        yield "is=large"


_BARE, _SAID_BY_NAME = frozenset(("bound=none", "lead=word")), frozenset(("bound=none", "lead=nothing"))
_NAMED = frozenset(("label=most", "is=range_high"))
_GIVEN_OUT = frozenset(("bound=none", "verb=provide", "also=funder", "all=pot", "noun=pot"))


#: beside the costs of a share, or costs that the funder bears, or a "budget" of the grant itself
_BORNE = frozenset(("beside=budget", "beside=borne"))


def is_plainly_own(told: AbstractSet[str]) -> bool:
    """Does the clause call a share the applicant's own, without bounding it from above?"""
    return "beside=named_own" in told and told.isdisjoint(_BOUND)


def is_plainly_granted(told: AbstractSet[str]) -> bool:
    """Do the words name the grant and its upper end, so that weights need not be sure?

    >>> is_plainly_granted(frozenset(("is=range_high", "noun=grant"))), is_plainly_granted(frozenset())
    (True, False)
    >>> is_plainly_granted(frozenset(("noun=grant", "left=most")))
    True
    """
    if "is=range_high" in told:
        return not told.isdisjoint(_GRANTED)
    if ("each=project" in told or "beside=borne" in told) and not told.isdisjoint(_BOUND):
        return True
    if "noun=grant" in told and ("left=most" in told or ("all=get" in told and told.isdisjoint(_NO_END))):
        return True
    return "label=most" in told or told >= _FIXED_GRANT


_GRANTED = frozenset(
    ("noun=grant", "all=grant", "all=funded", "all=get", "near=funded", "near=get", "label=grant", "label=how_much",
     "heading=how_much", "heading=grant", "lead_in=grant", "lead_in=get", "lead_in=funded", "before=grant")
)  # fmt: skip
_BOUND = frozenset(("bound=most", "bound=most_after", "bound=most_far"))
_NO_END = frozenset(("bound=least", "bound=least_after", "bound=least_far", "bound=from", "also=total", "is=range_low"))
_FIXED_GRANT = frozenset(("label=grant", "lead=colon"))

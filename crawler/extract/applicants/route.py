"""The city's route to a call, from prose alone: what each list of bodies is to it, judged by learned weights.

A list may apply, is barred from applying, or is something else: a target group, a partner, a funder, a place. The route
is put together from those that may and those that are barred; where the words leave it open it stays unclear, and what
is only likely is a proposal.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from crawler.extract.applicants.bodies import (
    ASSOCIATION,
    BODY,
    CHURCH,
    CITY,
    COMPANY,
    MARKS_OF_BODIES,
    PERSON,
    SCHOOL,
    STATE,
    UNIVERSITY,
    BodyList,
    body_lists,
)
from crawler.extract.applicants.country import (
    POUNDS,
    is_abroad,
    is_of_another_country,
    leaves_the_country_open,
    sounds_british,
)
from crawler.extract.applicants.evidence import evidence_of
from crawler.extract.applicants.other_parts import OUTRIGHT, JudgedList, has_another_part, only_as_a_partner
from crawler.extract.roles.class_signs import class_signs
from crawler.extract.roles.passage import sentences_of
from crawler.extract.roles.weights import EvidenceWeights, Judgement, read_weights
from crawler.extract.roles.words import word_classes
from crawler.text.sentences import Fact, Prose, ProseSentence, quote
from grants_db.vocabulary import ApplicantRoute

APPLICANT = "applicant"  #: the candidate's name in the table of weights
APPLIES, BARRED = "applies", "barred"  #: what a list of bodies may be
WEIGHTS = Path(__file__).parent / "weights.csv"
#: from which probability on it is stated that bodies may apply, are barred, and from which on it is proposed
SURE, PROPOSED, SURELY_BARRED, SURELY_BARRED_BY_NAME = 0.4, 0.3, 0.5, 0.8
SURE_AMONG = ((4, 0.4), (8, 0.7), (1_000, 0.9))  # by how many lists of bodies there are
SURE_OF_NONE = 0.75  # a call that is for persons or companies only is left out altogether
#: evidence that bodies have wherever they are named
_SAYS_NOTHING = ("gov=", "is=", "kind=", "near=nothing")
_LONGEST_LABEL = 4  # words, with its colon
MAY_BE_MEANT = 0.2  # from when on other bodies that are named make that a proposal
_PARTNERS = frozenset((ASSOCIATION, CHURCH, SCHOOL))
_BODIES = _PARTNERS | {CITY, BODY}
#: classes of words that speak of applying and getting, not only of helping
_TURNS_TO = frozenset("eligible apply recipient addressed opened who get application".split())


@dataclass(frozen=True, slots=True)
class RouteReading:
    """The route a text states, with its sentence; `check` where it is a proposal, `lists` those that may apply."""

    route: ApplicantRoute = ApplicantRoute.UNCLEAR
    quote: str = ""
    check: bool = False
    lists: tuple[BodyList, ...] = ()


@lru_cache(maxsize=1)
def applicant_weights() -> EvidenceWeights:
    """The weights that the program ships."""
    return read_weights(WEIGHTS)


def lists_in(text: Prose) -> Iterator[JudgedList]:
    """Every list of bodies a text names, with its evidence."""
    likely = class_signs("applicants").of(MARKS_OF_BODIES)

    def may_name_bodies(sentence: ProseSentence, signs: int) -> bool:
        """Spares most sentences that their words are looked at in turn."""
        if not signs & likely:
            return False
        return not MARKS_OF_BODIES.isdisjoint(word_classes("applicants").classes_of(sentence.text))

    for sentence in sentences_of(text, "applicants", may_name_bodies):
        if lists := list(body_lists(sentence)):
            begins = frozenset(bodies.first for bodies in lists)
            for bodies in lists:
                yield JudgedList(bodies, evidence_of(bodies, begins - {bodies.first}))


def reasons(one: JudgedList, weights: EvidenceWeights | None = None) -> Judgement:
    """How likely the bodies of a list may apply, with the parts of the score."""
    return (weights or applicant_weights()).judge(APPLICANT, APPLIES, one.evidence)


def route_from_prose(text: Prose, weights: EvidenceWeights | None = None) -> RouteReading:
    r"""Who may apply, according to a text without a catalogue's categories.

    >>> route_from_prose(Prose("Um Mittel können sich Vereine und Initiativen bewerben.")).route.value
    'partner'
    >>> route_from_prose(Prose("Wer kann gefördert werden?\nStädte und gemeinnützige Träger")).route.value
    'direct'
    """
    table = weights or applicant_weights()
    judged = [(one, table.probability(APPLICANT, APPLIES, one.evidence)) for one in lists_in(text)]
    may: list[tuple[float, BodyList]] = []
    outright: list[tuple[float, BodyList]] = []
    barred: list[tuple[float, BodyList]] = []
    others = False
    for one, applies in judged:
        if not _is_told_of(one.evidence) or has_another_part(one):
            continue
        shut_out = table.probability(APPLICANT, BARRED, one.evidence)
        if only_as_a_partner(one):
            barred.append((1.0, one.bodies))
        elif shut_out >= SURELY_BARRED and shut_out > applies:
            barred.append((shut_out, one.bodies))
        elif applies >= PROPOSED and not _is_spoken_of_otherwise(one):
            may.append((applies, one.bodies))
            if applies >= SURE and not OUTRIGHT.isdisjoint(one.evidence):
                outright.append((applies, one.bodies))
        else:
            others |= applies >= MAY_BE_MEANT and not one.bodies.kinds.isdisjoint(_BODIES)
    sure = [pair for pair in may if pair[0] >= _sure_among(len(judged))]
    for stated in (outright, sure) if outright or not sure else (sure,):
        if (found := _route(text, stated, barred, others=others)).route is not ApplicantRoute.UNCLEAR:
            reading = replace(found, lists=tuple(bodies for _, bodies in stated))
            doubtful = stated is not outright or sounds_british(text)
            if doubtful and reading.route is not ApplicantRoute.NONE and leaves_the_country_open(text):
                return replace(reading, check=True)
            return reading
    likely = _route(text, may, barred, others=others)
    if likely.route is ApplicantRoute.UNCLEAR and judged and is_of_another_country(text):
        return _reading(ApplicantRoute.NONE, max(judged, key=lambda pair: pair[1])[0].bodies)
    barely = likely.route is not ApplicantRoute.UNCLEAR
    if likely.route is ApplicantRoute.NONE and is_of_another_country(text):
        barely = False
    return RouteReading(likely.route, likely.quote, check=barely, lists=tuple(bodies for _, bodies in may))


def _is_told_of(evidence: AbstractSet[str]) -> bool:
    """Does a word beside the bodies, above them or before them tell what they are, or are they only named?"""
    if "is=alone" in evidence and "is=single" not in evidence:
        return True  # "Kommunen, Vereine" in a line of their own
    return any("+" in name or not name.startswith(_SAYS_NOTHING) for name in evidence)


def _is_spoken_of_otherwise(one: JudgedList) -> bool:
    """What stands below "nicht gefördert werden:", or who is only helped: "Kinder werden gefördert"."""
    if "not:above=exclude" in one.evidence:
        return True
    words = one.bodies.sentence.words
    return all("helped" in words[body.last].classes for body in one.bodies.bodies) and not any(
        _TURNS_TO.intersection(name.rpartition("=")[2].split("+"))
        for name in one.evidence
        if not name.startswith("not:")
    )


def _sure_among(lists: int) -> float:
    """From when on bodies that are named by the way may apply: the more are named, the likelier one is misread."""
    return next((sure for most, sure in SURE_AMONG if lists <= most), SURE_AMONG[-1][1])


def stated_route(text: Prose) -> Fact[ApplicantRoute]:
    """The route a text states outright; a proposal is none, since it must not exclude anything."""
    reading = route_from_prose(text)
    return Fact(ApplicantRoute.UNCLEAR, "") if reading.check else Fact(reading.route, reading.quote)


def route_of_doers(text: Prose) -> RouteReading:
    """Whom a teaser names as those who will act, or for whom it is, always a proposal: bodies that begin a sentence
    or stand behind its label.

    >>> route_of_doers(Prose("Gemeinden bauen neue Treffpunkte.")).route.value
    'direct'
    """
    doers = [(1.0, one.bodies) for one in lists_in(text) if _begins(one.bodies)]
    city, partner = _first(doers, CITY), _first(doers, *_PARTNERS)
    if (one := city or partner) is None:
        return RouteReading()
    return _reading(ApplicantRoute.DIRECT if city else ApplicantRoute.PARTNER, one, check=True)


def _begins(bodies: BodyList) -> bool:
    before = bodies.sentence.words[: bodies.first]
    return not before or (len(before) <= _LONGEST_LABEL and before[-1].text == ":")


def _first(lists: Sequence[tuple[float, BodyList]], *kinds: str) -> BodyList | None:
    """The likeliest list that holds one of some kinds."""
    fitting = [(p, one) for p, one in lists if not one.kinds.isdisjoint(kinds)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _route(
    text: Prose, may: Sequence[tuple[float, BodyList]], barred: Sequence[tuple[float, BodyList]], *, others: bool
) -> RouteReading:
    """The route by those that may apply and those that are barred; `others`: may more bodies be meant?"""
    city, left_out = _first(may, CITY), _first(barred, CITY)
    partner = _first(may, *_PARTNERS)
    abroad = is_abroad(text, city or partner or left_out)
    if city is not None and not abroad:
        if left_out is not None and (left_out.sentence is city.sentence or _more_exact(barred, may)):
            return _reading(ApplicantRoute.PARTNER, left_out)
        return _reading(ApplicantRoute.DIRECT, city)
    if abroad and (one := city or partner or left_out or _first(may, BODY)) is not None:
        return _reading(ApplicantRoute.NONE, one)
    if partner is not None:
        return _reading(ApplicantRoute.PARTNER, partner)
    if left_out is not None and (not may or _first(may, BODY) or "partner" in left_out.sentence.classes):
        return _reading(ApplicantRoute.PARTNER, left_out)
    if _first(may, BODY, STATE) is None and (one := _first(may, PERSON, COMPANY, UNIVERSITY)) is not None:
        return _reading(ApplicantRoute.NONE, one, check=others or max(likely for likely, _ in may) < SURE_OF_NONE)
    if abroad and (sum_of_money := POUNDS.search(text.line)) is not None:
        return RouteReading(ApplicantRoute.NONE, quote(text.line, sum_of_money.start(), sum_of_money.end()))
    return RouteReading()


def _more_exact(barred: Sequence[tuple[float, BodyList]], may: Sequence[tuple[float, BodyList]]) -> bool:
    """Are municipalities barred by name, and those who may apply public by their law or owner only?"""
    by_name = any(likely >= SURELY_BARRED_BY_NAME and _by_name(one) for likely, one in barred)
    return by_name and not any(_by_name(one) for _, one in may)


def _by_name(bodies: BodyList) -> bool:
    return any(CITY in body.kinds and BODY not in body.kinds for body in bodies.bodies)


def _reading(route: ApplicantRoute, bodies: BodyList, *, check: bool = False) -> RouteReading:
    words = bodies.sentence.words
    return RouteReading(route, quote(bodies.sentence.text, words[bodies.first].start, words[bodies.last].end), check)

"""May these grants stand together (Kumulierung)? Each pair by what both calls say, the whole by sums and own shares.

The sentence of a call decides: what it bars, allows or limits, and for whose money. What an authority answered leads.
What no sentence decides is unclear and becomes a question; nothing is guessed. Pure: no session, sums in EUR.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from grants_db.financing_plan.double_funding import SharedCost
from grants_db.financing_plan.own_share import OwnShareTerms
from grants_db.messages import Message
from grants_db.rules.financing import CENT
from grants_db.vocabulary import Combination, Cumulation, Level

NOTHING = Decimal(0)
PUBLIC = frozenset((Level.LAND, Level.FEDERAL, Level.EU))
#: from the best to the worst
ORDER = (Combination.ALLOWED, Combination.LIMITED, Combination.UNCLEAR, Combination.EXCLUDED)
OF_ANSWER = {
    Cumulation.ALLOWED: Combination.ALLOWED,
    Cumulation.LIMITED: Combination.LIMITED,
    Cumulation.PROHIBITED: Combination.EXCLUDED,
}
#: whose money a sentence speaks of; of "Drittmittel" and of money that is not named any more closely it is everybody's
WHOSE = {
    PUBLIC: re.compile(r"öffentlich|staatlich|\bpublic", re.IGNORECASE),
    frozenset((Level.LAND,)): re.compile(
        r"\bLandes(?:mittel|förder|zuwend|zuschü|programm)|(?:Mitteln?|Förderung\w*|Zuwendung\w*) des \w*\s?Landes\b"
    ),
    frozenset((Level.FEDERAL,)): re.compile(
        r"\bBundes(?:mittel|förder|zuwend|zuschü|programm)|(?:Mitteln?|Förderung\w*|Zuwendung\w*) des Bundes\b"
    ),
    frozenset((Level.EU,)): re.compile(
        r"\bEU[- ]?(?:Mittel|Förder|Fonds|Programm|fund)|europäisch|Europäischen Union|\bESF|\bEFRE|Union fund",
        re.IGNORECASE,
    ),
    frozenset((Level.FOUNDATION,)): re.compile(r"privat|Stiftung|Spende|Sponsor", re.IGNORECASE),
}
EVERYBODY = re.compile(r"Drittmittel|Mitteln? Dritter|third[- ]party", re.IGNORECASE)
#: a sentence that bars one thing and allows another; what of it holds for whom a machine can't tell
ALSO_ALLOWS = re.compile(
    r"(?<!nicht )(?<!un)\b(?:zulässig|möglich|erlaubt|gestattet|allowed|possible)\b", re.IGNORECASE
)
PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:%|Prozent|v\.\s?H\.|vom Hundert|percent|per cent)", re.IGNORECASE)
ALL_COSTS = re.compile(r"Überfinanzierung|Überkompensation|Gesamt(?:kosten|ausgaben)|total costs", re.IGNORECASE)


@dataclass(frozen=True)
class CombinedGrant:
    """A grant of a measure, as its call states it.

    Attributes:
        key: names it: "application:3", "call:17".
        call: the call's number.
        title: the call's.
        level: whose money it is.
        authority: who can be asked.
        amount: awarded, asked for, or the most it pays; None: unknown.
        cumulation: what the call says of other money.
        quote: the sentence it says it in.
        sure: False where somebody has yet to look at it.
        rate: its highest intensity, in percent.
        own: what it says of the own share.
    """

    key: str
    call: int
    title: str
    level: Level
    authority: str = ""
    amount: Decimal | None = None
    cumulation: Cumulation = Cumulation.UNSTATED
    quote: str = ""
    sure: bool = True
    rate: Decimal | None = None
    own: OwnShareTerms = field(default_factory=OwnShareTerms)


@dataclass(frozen=True)
class AuthorityAnswer:
    """What an authority answered about its own grant beside another; `ceiling` is in percent of the cost."""

    says: Cumulation
    quote: str
    answered_on: date
    by: str
    ceiling: Decimal | None = None


#: by the calls: whose authority answered, about which other
Answers = Mapping[tuple[int, int], AuthorityAnswer]


@dataclass(frozen=True)
class SideVerdict:
    """What one grant's call, or its authority, says of the other grant."""

    grant: CombinedGrant
    verdict: Combination
    why: Message
    quote: str = ""
    answer: AuthorityAnswer | None = None


@dataclass(frozen=True)
class PairVerdict:
    """Two grants: what either side says, and what follows, the stricter of both."""

    sides: tuple[SideVerdict, SideVerdict]

    @property
    def verdict(self) -> Combination:
        """The stricter of both."""
        return max((side.verdict for side in self.sides), key=ORDER.index)


@dataclass(frozen=True)
class MeasureMoney:
    """What a measure costs and what pays for it besides the grants at hand; None: unknown."""

    cost: Decimal | None = None
    own_cash: Decimal = NOTHING  # own budget, secured or planned
    public: Decimal = NOTHING  # other public grants
    private: Decimal = NOTHING  # donations, foundations


@dataclass(frozen=True)
class PublicTotal:
    """All public money over the cost; `ceiling` in percent with what it rests on, `over` in EUR."""

    public: Decimal
    cost: Decimal | None
    ceiling: Decimal | None = None
    rests_on: str = ""
    unknown: int = 0  # grants of which nobody knows the sum

    @property
    def rate(self) -> Decimal | None:
        """What share of the cost public money pays, in percent."""
        return (self.public * 100 / self.cost).quantize(CENT) if self.cost else None

    @property
    def over(self) -> Decimal:
        """By how much the highest intensity is passed; without one, the cost itself: no more than it can be funded."""
        if self.cost is None:
            return NOTHING
        most = Decimal(100) if self.ceiling is None else self.ceiling
        return max(self.public - (self.cost * most / 100).quantize(CENT, ROUND_DOWN), NOTHING)


@dataclass(frozen=True)
class CombinationFinding:
    """What else speaks against the whole, with the call's sentence; `grant` says whose."""

    grant: CombinedGrant
    said: Message
    quote: str


@dataclass(frozen=True)
class CombinationCheck:
    """All grants of a measure: each pair, the sum of public money, own shares, costs that several plans name."""

    grants: tuple[CombinedGrant, ...]
    pairs: tuple[PairVerdict, ...]
    total: PublicTotal
    findings: tuple[CombinationFinding, ...] = field(default=())
    shared_costs: tuple[SharedCost, ...] = field(default=())

    @property
    def verdict(self) -> Combination:
        """The strictest of the pairs, and unclear where a cost may be paid twice; a single grant stands alone."""
        doubtful = [Combination.UNCLEAR for each in self.shared_costs if each.over]
        return max((*doubtful, *(pair.verdict for pair in self.pairs)), key=ORDER.index, default=Combination.ALLOWED)

    @property
    def questions(self) -> list[tuple[CombinedGrant, CombinedGrant, SideVerdict]]:
        """Whom to ask, about which other grant, and why."""
        return [
            (side.grant, pair.sides[1 - place].grant, side)
            for pair in self.pairs
            if pair.verdict is Combination.UNCLEAR
            for place, side in enumerate(pair.sides)
            if side.verdict is Combination.UNCLEAR
        ]


def pair_of(first: CombinedGrant, second: CombinedGrant, answers: Answers) -> PairVerdict:
    """What two grants say of each other."""
    return PairVerdict((_side(first, second, answers), _side(second, first, answers)))


def bars(grant: CombinedGrant, other: CombinedGrant, answers: Answers) -> bool:
    """Does this grant's call, or what its authority answered, rule the other one out?"""
    if (answer := answers.get((grant.call, other.call))) is not None:
        return answer.says is Cumulation.PROHIBITED
    return other.level in barred_levels(grant)


def barred_levels(grant: CombinedGrant) -> frozenset[Level]:
    """Whose money its call rules out, answers left aside."""
    if not grant.sure or grant.cumulation is not Cumulation.PROHIBITED or _says_both(grant):
        return frozenset()
    whose = whose_money(grant.quote)
    return frozenset(Level) if whose is None else whose


def _says_both(grant: CombinedGrant) -> bool:
    """Does the sentence bar money of some and allow that of others?"""
    return len(whose_money(grant.quote) or ()) > 1 and ALSO_ALLOWS.search(grant.quote) is not None


@lru_cache(maxsize=10_000)
def whose_money(sentence: str) -> frozenset[Level] | None:
    """Whose money a sentence speaks of; None: everybody's.

    >>> sorted(whose_money("Eine Kumulierung mit anderen Landesmitteln ist ausgeschlossen."))
    [<Level.LAND: 'land'>]
    >>> whose_money("Eine Doppelförderung ist ausgeschlossen.")
    """
    if EVERYBODY.search(sentence):
        return None
    named = [levels for levels, words in WHOSE.items() if words.search(sentence)]
    return frozenset().union(*named) if named else None


def _side(grant: CombinedGrant, other: CombinedGrant, answers: Answers) -> SideVerdict:
    answer = answers.get((grant.call, other.call))
    if answer is not None and answer.says in OF_ANSWER:
        why = Message.of("Antwort vom {day}, {by}", day=answer.answered_on, by=answer.by)
        return SideVerdict(grant, OF_ANSWER[answer.says], why, answer.quote, answer)
    if not grant.sure:
        return SideVerdict(grant, Combination.UNCLEAR, Message.of("Der Satz ist noch zu prüfen"), grant.quote)
    if grant.cumulation is Cumulation.UNSTATED:
        return SideVerdict(grant, Combination.UNCLEAR, Message.of("Der Aufruf sagt nichts zu anderen Mitteln"))
    if bars(grant, other, answers):
        return SideVerdict(grant, Combination.EXCLUDED, Message.of("Der Aufruf schließt es aus"), grant.quote)
    if grant.cumulation is Cumulation.PROHIBITED and _says_both(grant):
        said = Message.of("Der Satz schließt das eine aus und lässt anderes zu")
        return SideVerdict(grant, Combination.UNCLEAR, said, grant.quote)
    whose = whose_money(grant.quote)
    concerned = whose is None or other.level in whose
    if grant.cumulation is Cumulation.LIMITED:
        if concerned:
            return SideVerdict(grant, Combination.LIMITED, Message.of("Der Aufruf setzt eine Grenze"), grant.quote)
        return SideVerdict(
            grant, Combination.ALLOWED, Message.of("Die Grenze des Aufrufs zählt diese Mittel nicht mit"), grant.quote
        )
    if not concerned:
        return SideVerdict(
            grant, Combination.UNCLEAR, Message.of("Der Satz spricht nur von anderen Mitteln"), grant.quote
        )
    return SideVerdict(grant, Combination.ALLOWED, Message.of("Der Aufruf lässt es zu"), grant.quote)


def ceiling_in(sentence: str) -> Decimal | None:
    """The ceiling that a sentence names, in percent; None where it names none, or several.

    >>> ceiling_in("Öffentliche Mittel dürfen insgesamt 90 Prozent der Ausgaben nicht übersteigen.")
    Decimal('90')
    >>> ceiling_in("Die Summe darf die Gesamtausgaben nicht übersteigen.")
    Decimal('100')
    """
    named = {Decimal(found.replace(",", ".")) for found in PERCENT.findall(sentence)}
    if len(named) == 1:
        (percent,) = named
        return percent if NOTHING < percent <= 100 else None  # of the whole
    return Decimal(100) if not named and ALL_COSTS.search(sentence) else None


def public_total(grants: Sequence[CombinedGrant], pairs: Sequence[PairVerdict], money: MeasureMoney) -> PublicTotal:
    """Public money against the strictest ceiling that is named; without one, against the highest intensity."""
    public = [grant for grant in grants if grant.level in PUBLIC]
    known = [grant.amount for grant in public if grant.amount is not None]
    named: list[tuple[Decimal, str]] = []
    for side in (side for pair in pairs for side in pair.sides if side.verdict is Combination.LIMITED):
        ceiling = side.answer.ceiling if side.answer else None
        found = ceiling_in(side.quote) if ceiling is None else ceiling
        if found is not None:
            named.append((found, side.quote))
    rates = [(grant.rate, grant.title) for grant in public if grant.rate is not None]
    if not named and len(public) > 1 and len(rates) == len(public):
        named = [max(rates)]
    ceiling, rests_on = min(named, default=(None, ""))
    return PublicTotal(sum(known, money.public), money.cost, ceiling, rests_on, len(public) - len(known))

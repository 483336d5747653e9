"""Cells that say a sum in several parts: items of cost with their total, or sources with what is known of each.

A part that can't be read leaves the whole unread: a sum of some parts would be a wrong one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants_db.rules.german_numbers import parse_sum

#: between two parts; a comma only before a word, else it is in a number
BETWEEN = re.compile(r"\s*(?:\n|;|\||·|•|\s\+\s|,\s+(?=[^\W\d_]{3})|\s/\s(?=[^\W\d_]{3}))\s*")
MOST_SIGNS = 1_000  # a longer cell is a description: looking for parts in it takes time and tells nothing
MOST_WORDS = 60  # of a cell that only says whether money is there
AMOUNT = re.compile(
    r"(?:(?:ca|rd|rund|etwa)\.?\s*)?(?:(?:€|EUR|Euro)\s*)?\d[\d.,' \u2009\u202f]*(?:,[-–—]{1,2})?"
    r"\s*(?:T€|TEUR|T EUR|k€|Tsd\.?|Mio\.?)?\s*(?:€|EUR\b|Euro\b)?",
    re.I,
)
TOTAL = re.compile(r"\b(ins)?gesamt(kosten|summe|betrag|bedarf|volumen)?\b|\bsumme\b|\btotal\b|[Σ∑]", re.I)
PART_OF = re.compile(r"^(davon|darunter|hiervon|inkl|einschl|incl)\b", re.I)
IN_HAND = re.compile(
    r"(?<!nicht )(?<!un)(gesichert|bewilligt|zugesagt|vorhanden|eingestellt|veranschlagt|genehmigt|verfügbar|erhalten"
    r"|ausgezahlt|eingeplant|beschlossen|eingegangen|finanziert|gedeckt)"
    r"|liegt vor|zusage|bescheid\b(?! (offen|ausstehend))",
    re.I,
)
HOPED = re.compile(
    r"beantrag|geplant|erwart|angefragt|offen|aussicht|möglich|unsicher|vorbehalt|ungesichert|nicht|angestrebt|noch"
    r"|fehlt|fehlend|lücke|ausstehend|in prüfung|voraussichtlich|eingereicht",
    re.I,
)
#: a remark in brackets on what of the sum is what; the sum before it is the whole
REMARK = re.compile(r"\s*[(\[]\s*(davon|darunter|hiervon|inkl|einschl|incl|zzgl)\b[^)\]]*[)\]]", re.I)
#: sums that are not to be added: one that comes again, an end of a range, one of two alternatives or states, income
NOT_ADDED = re.compile(
    r"\b(pro|je|jährlich|monatlich|wöchentlich|p\. ?a|bis|mindestens|maximal|zwischen)\b"
    r"|\b(oder|bzw|alt|neu|ist|plan)\b|\b(variante|alternativ|option|szenario|bisher|statt|urspr|tatsächlich|verausgabt)"
    r"|abzüglich"
    r"|einnahme|erlös|erstattung|/ ?(jahr|monat|woche|tag|stunde|person|kopf|a\b)|\bim (jahr|monat)\b",
    re.I,
)
FREE = re.compile(
    r"kosten(neutral|frei|los)|(es entstehen )?keine( zusätzlichen| weiteren| gesonderten)? kosten"
    r"|ohne( zusätzliche| weitere)? kosten|nichts|gratis",
    re.I,
)


@dataclass(frozen=True)
class ItemisedSum:
    """One part of a cell: its sum, the words beside it."""

    amount: Decimal
    words: str

    @property
    def is_total(self) -> bool:
        """Is it the sum of the others?"""
        return TOTAL.search(self.words) is not None

    @property
    def in_hand(self) -> bool | None:
        """Is the money there? None: that isn't said."""
        if HOPED.search(self.words):
            return False
        return True if IN_HAND.search(self.words) else None


def parts_of(text: str, counted_in: int = 1) -> list[ItemisedSum]:
    r"""The parts of a cell that has some; none where one of them can't be read.

    >>> [(str(part.amount), part.words) for part in parts_of("Personal: 52.000 €\nMiete: 6.000 €\nGesamt: 58.000 €")]
    [('52000', 'Personal'), ('6000', 'Miete'), ('58000', 'Gesamt')]
    >>> parts_of("Personal 5.000 €; Miete nach Bedarf"), parts_of("siehe Anlage 3")
    ([], [])
    """
    if len(text) > MOST_SIGNS:
        return []
    parts = []
    for written in (part for part in BETWEEN.split(text.strip()) if part.strip()):
        found = [each for each in AMOUNT.finditer(written) if _is_money(each[0], written, counted_in)]
        if len(found) != 1:
            return []
        amount = parse_sum(found[0][0].strip(), counted_in)
        words = " ".join(
            re.sub(r"[:()\[\]=–]", " ", written[: found[0].start()] + " " + written[found[0].end() :]).split()
        )
        if amount is None or amount < 0:
            return []
        parts.append(ItemisedSum(amount, words))
    return parts


def whole_cost(text: str, counted_in: int = 1) -> Decimal | None:
    r"""What a cell for the cost says in all; None where that can't be told.

    >>> whole_cost("Druck: 900 €\nBusse: 1.300 €\nGesamt: 2.200 €"), whole_cost("Fahrtkosten: 1.480 €")
    (Decimal('2200'), Decimal('1480'))
    >>> whole_cost("Druck 900 €, Busse 1.300 €"), whole_cost("15.000 € (davon 3.000 € Miete)"), whole_cost("gratis")
    (Decimal('2200'), Decimal('15000'), Decimal('0'))
    >>> whole_cost("5.000 € bis 8.000 €"), whole_cost("5.000 € je Jahr"), whole_cost("2.000 € Eigenmittel, Rest offen")
    (None, None, None)
    >>> whole_cost("Variante A: 5.000 €; Variante B: 8.000 €"), whole_cost("Ausgaben 900 €; Einnahmen 200 €")
    (None, None)
    """
    if len(text) > MOST_SIGNS:
        return None
    if FREE.fullmatch(text.strip(" .!")):
        return Decimal(0)
    if (bare := REMARK.sub("", text)) != text and (amount := parse_sum(bare.strip(), counted_in)) is not None:
        return amount
    parts = [part for part in parts_of(text, counted_in) if not PART_OF.match(part.words)]
    if any(_is_apart(part.words) for part in parts):
        return None
    totals = [part.amount for part in parts if part.is_total]
    if len(totals) == 1:
        return totals[0]
    return sum((part.amount for part in parts), Decimal(0)) if parts and not totals else None


def secured_of(text: str, counted_in: int = 1, *, stated: bool) -> Decimal | None:
    r"""What of the money named in a cell is there; `stated`: its heading says that it is, where a part says nothing.

    >>> secured_of("Haushalt: 8.000 € (gesichert)\nLand: 50.000 € (beantragt)", stated=False)
    Decimal('8000')
    >>> secured_of("Haushalt 8.000 €, Spende 500 €", stated=True), secured_of("Haushalt 8.000 €", stated=False)
    (Decimal('8500'), None)
    """
    parts = [part for part in parts_of(text, counted_in) if not part.is_total]
    there = [part.in_hand if part.in_hand is not None else (True if stated else None) for part in parts]
    if not parts or None in there or any(_is_apart(part.words) for part in parts):
        return None
    return sum((part.amount for part, is_there in zip(parts, there, strict=True) if is_there), Decimal(0))


def holds_money_in_hand(texts: Sequence[str]) -> bool:
    """Do most cells of a column name sums and whether they are there?"""
    said = [parts_of(text) for text in texts]
    telling = sum(bool(parts) and all(part.in_hand is not None for part in parts) for parts in said)
    return telling > 1 and 2 * telling >= len(texts)


def is_in_hand(text: str) -> bool | None:
    """Does a word say of money that it is there? None: it says nothing of that.

    >>> is_in_hand("bewilligt"), is_in_hand("beantragt"), is_in_hand("grün")
    (True, False, None)
    """
    return ItemisedSum(Decimal(0), text).in_hand


def says_in_hand(texts: Sequence[str]) -> bool:
    """Do all cells of a column say whether money is there, and not all the same?"""
    said = [is_in_hand(text) if len(text) < MOST_WORDS else None for text in texts]
    return len(said) > 1 and None not in said and True in said


def _is_money(found: str, written: str, counted_in: int) -> bool:
    """A number that is a sum: with its unit, in thousands with points, or the only one in a column of thousands."""
    if re.search(r"€|EUR|Euro|,[-–—]|\d\.\d{3}\b", found, re.I):
        return True
    return counted_in > 1 and len(re.findall(r"\d+", written)) == 1


def _is_apart(words: str) -> bool:
    return NOT_ADDED.search(words) is not None

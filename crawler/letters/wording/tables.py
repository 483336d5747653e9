"""Tables of a letter: a label, its sums, and what stands over each: year beside year, old beside new."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crawler.letters.files.document import LetterDocument, TextCell, TextLine

_AMOUNT = re.compile(
    r"(?:EUR|€)?\s?(?P<n>[-–+]?\s?\d{1,3}(?:[. ]\d{3})+(?:,(?:\d{2}|-{1,2}|–))?|[-–+]?\s?\d{1,9},(?:\d{2}|-{1,2}|–))"
    r"\s?(?:€|EUR|Euro)?|(?P<w>\d{1,9})\s?(?:€|EUR|Euro)"
)
_LABEL_AND_AMOUNT = re.compile(
    rf"(?P<label>.*[^\d\s,.].*?)\s+(?P<amount>{_AMOUNT.pattern})$".replace("(?P<n>", "(?:").replace("(?P<w>", "(?:")
)
_HEADER = re.compile(
    r"\b20\d\d\b|\b[Gg]esamt|\b[Ss]umme|\b[Ii]nsgesamt|\b[Bb]etrag|\b[Bb]isher|\b[Nn]eu\b|\bEUR\b|\bEuro\b|€|"
    r"\b[Aa]ntrag|\b[Bb]eantragt|\b[Bb]ewillig|\b[Aa]nerkannt|fähig\w*\b|"
    r"\b[Aa]lt\b|\bÄnderung|\bDifferenz|\b[Gg]eändert"
)
_TOTAL = re.compile(r"\b(?:[Gg]esamt\w*|[Ss]umme|[Ii]nsgesamt)\b")
OLD = re.compile(r"\b(?:[Bb]isher\w*|[Aa]lt\w{0,2}|[Uu]rsprünglich\w*|[Bb]islang)\b")
NOW = re.compile(r"\b(?:[Nn]eu\w{0,2}|[Nn]unmehr|[Jj]etzt|[Aa]b sofort|[Gg]eändert\w*|[Kk]ünftig)\b")
APPLIED = re.compile(r"\b(?:Antrag\w*|[Bb]eantragt\w*|[Ee]rbeten\w*|[Aa]ngesetzt\w*|lt\. Antrag)\b")
GRANTED = re.compile(
    r"\b(?:[Bb]ewillig\w+|[Aa]nerkannt\w*|(?:[Zz]uwendungs|[Ff]örder)fähig\w*|[Zz]usage|[Zz]ugesagt\w*|[Gg]ewährt\w*|"
    r"Bescheid|[Ff]estgesetzt\w*)\b"
)
YEAR = re.compile(r"\b(20\d\d)\b")
_LONGEST_LABEL = 90


@dataclass(frozen=True, slots=True)
class SumRow:
    """A row of a table: its label, its sums each under what stands over it, and the row's words."""

    label: str
    sums: tuple[tuple[str, Decimal], ...]
    quote: str

    @property
    def total(self) -> Decimal | None:
        """The sum for all: the only one, the one under "gesamt", or the last that adds the others up."""
        values = [value for _, value in self.sums]
        if len(values) == 1:
            return values[0]
        under = [value for head, value in self.sums if _TOTAL.search(head)]
        if len(under) == 1:
            return under[0]
        return values[-1] if sum(values[:-1]) == values[-1] else None

    def under(self, head: re.Pattern[str]) -> Decimal | None:
        """The one sum under such a heading."""
        found = [value for over, value in self.sums if head.search(over)]
        return found[0] if len(found) == 1 else None

    @property
    def decided(self) -> Decimal | None:
        """The sum that is granted where the row has what was applied for beside it."""
        return self.under(GRANTED) if self.under(APPLIED) is not None else None

    @property
    def by_year(self) -> dict[str, Decimal]:
        """The sums that stand under a year."""
        found = ((YEAR.search(over), value) for over, value in self.sums if not _TOTAL.search(over))
        return {year[1]: value for year, value in found if year}


def rows_of(document: LetterDocument) -> Iterator[SumRow]:
    """Every row with a label and at least one sum."""
    header: TextLine | None = None
    for line in document.lines:
        label, sums = _split(line.cells)
        if label and sums:
            yield SumRow(label, tuple(_headed(sums, line, header)), f"{label} {' '.join(c.text for c, _ in sums)}")
        elif len(line.cells) > 1 and _HEADER.search(line.text):
            header = line
        elif len(line.cells) == 1 and len(line.text) > _LONGEST_LABEL:
            header = None


def changes_in(document: LetterDocument) -> Iterator[tuple[str, str, str]]:
    """(label, as it was, as it is now) of each row under a heading that sets old beside new, whatever is in it."""
    old = new = None
    for line in document.lines:
        heads = [cell for cell in line.cells if OLD.search(cell.text) or NOW.search(cell.text)]
        if len(heads) == 2 and not any(sign.isdigit() for cell in heads for sign in cell.text):
            first_is_old = OLD.search(heads[0].text) is not None
            old, new = (heads[0], heads[1]) if first_is_old else (heads[1], heads[0])
        elif old and new and len(line.cells) == 3:
            first, second = line.cells[1:]
            turned = old.left > new.left
            yield line.cells[0].text, (second if turned else first).text, (first if turned else second).text
        elif len(line.cells) == 1 and len(line.text) > _LONGEST_LABEL:
            old = new = None


def amount_of(text: str) -> Decimal | None:
    """The sum that a cell is.

    >>> [amount_of(text) for text in ("75.600,00", "1 200,– €", "2027", "800 EUR", "k. A.")]
    [Decimal('75600.00'), Decimal('1200'), None, Decimal('800'), None]
    """
    found = _AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    digits = (found["n"] or found["w"]).replace("–", "-").replace(" ", "").replace(".", "")
    sign = "-" if digits.startswith("-") else ""
    whole, _, cents = digits.lstrip("+-").partition(",")
    return Decimal(f"{sign}{whole}.{cents}") if cents.isdigit() else Decimal(sign + whole)


def _split(cells: Sequence[TextCell]) -> tuple[str, list[tuple[TextCell, Decimal]]]:
    if len(cells) < 2:
        return "", []
    label, rest = cells[0].text, list(cells[1:])
    if amount_of(label) is not None and len(cells) == 2 and amount_of(cells[1].text) is None:
        label, rest = cells[1].text, [cells[0]]  # the sum stands before what it is
    merged = _LABEL_AND_AMOUNT.fullmatch(label)
    if merged and amount_of(merged["amount"]) is not None:
        label = merged["label"]
        rest.insert(0, TextCell(merged["amount"], cells[0].left, cells[0].right))
    sums = [(cell, value) for cell in rest if (value := amount_of(cell.text)) is not None]
    texts = [cell.text for cell in rest if amount_of(cell.text) is None]
    if any(
        text.strip(" –-—") and not re.fullmatch(r"(?:EUR|€|Euro|k\. ?A\.|[\d,]+ ?%)", text.strip()) for text in texts
    ):
        return "", []
    return (label if amount_of(label) is None else ""), sums


def _headed(
    sums: list[tuple[TextCell, Decimal]], line: TextLine, header: TextLine | None
) -> Iterator[tuple[str, Decimal]]:
    if header is None:
        yield from (("", value) for _, value in sums)
        return
    heads = list(header.cells)
    if len(heads) >= len(sums):
        by_place = heads[len(heads) - len(sums) :]
        exact = len(heads) in {len(sums), len(line.cells)}
        for number, (cell, value) in enumerate(sums):
            over = by_place[number] if exact else min(heads, key=lambda head: _apart(head, cell))
            yield over.text, value
    else:
        yield from (("", value) for _, value in sums)


def _apart(head: TextCell, cell: TextCell) -> float:
    return min(abs(head.right - cell.right), abs(head.left - cell.left))

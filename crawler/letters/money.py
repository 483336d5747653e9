"""The sums of a letter: what is awarded, what it is part of, what the city pays itself, and what was before.

A sum is named by the nearest words before it in its sentence, else by those after it; in a table by its row. What no
words name is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from crawler.extract.money.figures import FoundSum, find_sums
from crawler.letters.files.document import LetterDocument
from crawler.letters.findings import FieldReading, Findings
from crawler.letters.wording import money_cues as words
from crawler.letters.wording.decisions import may_give
from crawler.letters.wording.kind_words import LetterKind
from crawler.letters.wording.money_cues import SumRole, Turn
from crawler.letters.wording.sums_in_words import sums_in_words
from crawler.letters.wording.tables import NOW, OLD, SumRow, amount_of, rows_of
from crawler.text.sentences import ProseSentence

_PRONOUN = re.compile(r"(?:Sie|Er|Diese[rs]?) (?:beträgt|beläuft|betragen|wird|ist)\b")
_ASKED = re.compile(r"\b(?:Antrag|Antrags|Anfrage|[Bb]eantragt\w*|erbeten\w*|Bewerbung)\b")
#: what the giver has got itself and hands on: "hat dem Erstempfänger 300.000 Euro bewilligt"
_TO_THE_GIVER = re.compile(
    r"\b(?:hat|haben|wurden?|has|have)\b[^.;]{0,60}\b(?:dem Erstempfänger|der Erstempfängerin|uns|us|the lead partner)"
    r"\b"
)
_SPOKEN_OF = 3  # a sum that is less sure is only spoken of as a grant: a person looks
_IN_WORDS = re.compile(r"\(in Worten:?[^)]{0,200}\)")
_FIELDS = {
    SumRole.ELIGIBLE: "eligible_costs",
    SumRole.TOTAL: "total_costs",
    SumRole.OWN: "own_contribution",
    SumRole.THIRD: "third_party",
}
_YEARS_OF_ROW = re.compile(r"\b(20\d\d)\b")
_YEAR_SUM = re.compile(r"\b(20\d\d)\b[^.;\d€]{0,40}$")


@dataclass(frozen=True, slots=True)
class NamedSum:
    """A sum with what it is, what becomes of it, how sure that is, and whether it is the most there can be."""

    value: Decimal
    role: SumRole
    turn: Turn | None
    sure: int
    capped: bool
    quote: str


def read_money(document: LetterDocument, kind: LetterKind, findings: Findings) -> None:
    """Settle the fields that are sums."""
    rows = list(rows_of(document))
    said = [*_said(document), *_in_rows(rows)]
    now = [found for found in said if found.turn in {None, Turn.NEW}]
    decided = kind in {LetterKind.AWARD, LetterKind.CHANGE}
    if kind is LetterKind.CHANGE:
        now = _changed(now)
    if not decided:  # what a grant is spoken of as, is what was asked for
        now = [replace(found, sure=3) if _ASKED.search(found.quote) else found for found in now]
    applied = [found for found in now if found.role is SumRole.APPLIED or (not decided and found.role is SumRole.AWARD)]
    findings.settle("sum_applied", _candidates(applied))
    if not decided:
        return
    awarded = [found for found in now if found.role is SumRole.AWARD]
    findings.settle("sum", _candidates(awarded) or _spoken_of(document, {found.value for found in now}))
    for role, name in _FIELDS.items():
        found_here = _candidates(found for found in now if found.role is role)
        findings.settle(name, found_here or (_no_own(document) if role is SumRole.OWN else []))
    if "own_contribution" not in findings.fields and _speaks_of_own(document):
        findings.check.add("own_contribution")
    _read_cap(document, awarded, findings)
    if kind is LetterKind.CHANGE:
        before = [found for found in said if found.turn is Turn.BEFORE]
        findings.settle("sum_before", _candidates(found for found in before if found.role is SumRole.AWARD))
        findings.settle(
            "eligible_costs_before", _candidates(found for found in before if found.role is SumRole.ELIGIBLE)
        )
    _read_years(document, rows, findings)
    _compare(findings)


def as_text(value: Decimal) -> str:
    """A sum as the contract has it: EUR with two decimals."""
    return f"{value:.2f}"


def _spoken_of(document: LetterDocument, taken: set[Decimal]) -> list[FieldReading]:
    """The first sum of each sentence in which the funder speaks of one, where no words name it: a person looks.

    Sums that are named as something else are `taken`.
    """
    flow = (sentence.text for sentence in document.flow.sentences)
    texts = (text for text in flow if may_give(text) and not _TO_THE_GIVER.search(text))
    free = ((text, [one for one in _sums_in(text) if one.value not in taken]) for text in texts)
    return [FieldReading(as_text(sums[0].value), text, 1, check=True) for text, sums in free if sums]


def _no_own(document: LetterDocument) -> list[FieldReading]:
    said = (sentence.text for sentence in document.flow.sentences if words.NO_OWN.search(sentence.text))
    return [FieldReading(as_text(Decimal(0)), text) for text in said]


def _speaks_of_own(document: LetterDocument) -> bool:
    """Is the city to pay a part, though no sum says how much?"""
    return any(words.OWN_WITHOUT_SUM.search(sentence.text) for sentence in document.flow.sentences)


def _candidates(found: Iterable[NamedSum]) -> list[FieldReading]:
    return [FieldReading(as_text(one.value), one.quote, one.sure, check=one.sure < _SPOKEN_OF) for one in found]


def _changed(now: list[NamedSum]) -> list[NamedSum]:
    """Of a change notice, what is said to be new goes before what is only mentioned."""
    new = {found.role for found in now if found.turn is Turn.NEW}
    return [found for found in now if found.turn is Turn.NEW or found.role not in new]


def _said(document: LetterDocument) -> Iterator[NamedSum]:
    for sentence in document.flow.sentences:
        text = _IN_WORDS.sub("", sentence.text)
        yield from _named(ProseSentence(text, sentence.intro, sentence.before), _sums_in(text))
    for line in document.lines:
        if len(line.cells) == 2 and amount_of(line.cells[1].text) is None:  # a label, and a value with words in it
            text = f"{line.cells[0].text.rstrip(':')}: {line.cells[1].text}"
            yield from _named(ProseSentence(text), find_sums(text))


def _sums_in(text: str) -> list[FoundSum]:
    """The sums in figures, and those that are only said in words."""
    figures = find_sums(text)
    written = (one for one in sums_in_words(text) if all(one.value != known.value for known in figures))
    return sorted([*figures, *written], key=lambda found: found.start)


def _named(sentence: ProseSentence, sums: list[FoundSum]) -> Iterator[NamedSum]:
    text = sentence.text
    begin, role = 0, None
    subject = _subject(sentence)
    for number, found in enumerate(sums):
        stop = sums[number + 1].start if number + 1 < len(sums) else len(text)
        left, right = text[begin : found.start], text[found.end : stop]
        begin = found.end
        turn = _turn(left, text[found.end : stop] if number + 1 < len(sums) else "")
        named = _role(f"{sentence.intro} {subject} {left}" if number == 0 else left, right, alone=len(sums) == 1)
        role = named or (role if turn or role in {SumRole.PART, SumRole.YEAR} else None)
        if role is None or role is SumRole.OTHER or (role is SumRole.AWARD and _TO_THE_GIVER.search(text)):
            continue
        if role is SumRole.APPLIED and turn is Turn.DIFFERENCE:
            turn = None  # "um 500 Euro gebeten" says how much was asked for, not by how much it changes
        yield NamedSum(found.value, role, turn, _sure(role, left, text), _is_capped(left, right), text)


def _subject(sentence: ProseSentence) -> str:
    """What "Sie", "Dieser" at the beginning stands for: the first words of the sentence before."""
    if not _PRONOUN.match(sentence.text):
        return ""
    return " ".join(sentence.before.split(" ")[:3])


def _role(left: str, right: str, *, alone: bool = False) -> SumRole | None:
    """What the sum between these words is; `alone`: no other sum is in the sentence, so a year in it parts nothing."""
    if words.EACH.match(right) or words.WITHHELD.search(right) or words.SHARE_OF.search(left):
        return SumRole.OTHER
    if words.BASE_OF_RATE.search(left):
        return SumRole.TOTAL
    if words.AFTER_APPLIED.search(right) and not words.OPERATIVE.search(right[:60]):
        return SumRole.APPLIED
    best: tuple[int, int] | None = None
    role: SumRole | None = None
    for place, (candidate, cue) in enumerate(words.CUES):
        if alone and candidate is SumRole.YEAR:
            continue
        ends = [found.end() for found in cue.finditer(left)]
        if ends and (best is None or (ends[-1], -place) > best):
            best, role = (ends[-1], -place), candidate
    if role is None or role is SumRole.OTHER:
        role = next((candidate for candidate, cue in words.AFTER if cue.search(right)), role)
    return role


def _turn(left: str, right: str) -> Turn | None:
    if words.DIFFERENCE.search(left):
        return Turn.DIFFERENCE
    if words.FROM.search(left) and re.search(r"\b(?:auf|um)\s(?:\w+\s){0,3}$", right):
        return Turn.BEFORE
    near = left[-60:]
    before, new = words.BEFORE.search(near), words.NEW.search(near)
    if new and (not before or new.start() > before.start()):
        return Turn.NEW
    return Turn.BEFORE if before else None


def _sure(role: SumRole, left: str, text: str) -> int:
    if words.AWARD_LABEL.match(left.strip()):
        return 5
    if role is SumRole.TOTAL and words.SAID_TO_COST.search(left):
        return 2
    if role is not SumRole.AWARD:
        return 3
    return 5 if words.OPERATIVE.search(text) else 2


def _is_capped(left: str, right: str) -> bool:
    return bool(words.CAPPED.search(left) or words.CAPPED_AFTER.search(right))


def _in_rows(rows: list[SumRow]) -> Iterator[NamedSum]:
    for row in rows:
        role = _role(row.label, "")
        if role is None or role in {SumRole.OTHER, SumRole.PART, SumRole.YEAR}:
            continue
        sure = 4 if role is SumRole.AWARD and words.AWARD_LABEL.match(row.label) else 3
        old, new = row.under(OLD), row.under(NOW)
        if old is not None and new is not None:
            yield NamedSum(old, role, Turn.BEFORE, sure, False, row.quote)
            yield NamedSum(new, role, Turn.NEW, sure, False, row.quote)
        elif row.decided is not None:
            yield NamedSum(row.decided, role, None, sure, bool(words.CAPPED.search(row.label)), row.quote)
        elif row.total is not None:
            yield NamedSum(row.total, role, None, sure, bool(words.CAPPED.search(row.label)), row.quote)


def _read_cap(document: LetterDocument, awarded: list[NamedSum], findings: Findings) -> None:
    if "sum" not in findings.fields:
        return
    value = findings.fields["sum"]
    capped = [found for found in awarded if found.capped and as_text(found.value) == value]
    said = next((text.text for text in document.flow.sentences if words.IS_CAP.search(text.text)), "")
    if capped or said:
        findings.set("cap", value, said or capped[0].quote, check="sum" in findings.check)


def _read_years(document: LetterDocument, rows: list[SumRow], findings: Findings) -> None:
    """The award by year: of its own row, of the rows of those who pay it together, or said in a sentence."""
    total = Decimal(findings.fields.get("sum", 0))
    own = [row for row in rows if row.by_year and _role(row.label, "") is SumRole.AWARD]
    parts = [row for row in rows if row.by_year and _role(row.label, "") is SumRole.PART]
    for chosen in (own, parts):
        years: dict[str, Decimal] = {}
        for row in chosen:
            for year, value in row.by_year.items():
                years[year] = years.get(year, Decimal(0)) + value
        if total and len(years) > 1 and sum(years.values()) == total:
            findings.set("yearly", {year: as_text(value) for year, value in sorted(years.items())}, chosen[0].quote)
            return
    if _read_year_rows(rows, total, findings) or _read_year_columns(document, total, findings):
        return
    for sentence in document.flow.sentences:
        said = {}
        for found in find_sums(sentence.text):
            under = _YEAR_SUM.search(sentence.text, 0, found.start)
            if under:
                said[under[1]] = found.value
        if total and len(said) > 1 and sum(said.values()) == total:
            findings.set("yearly", {year: as_text(value) for year, value in sorted(said.items())}, sentence.text)
            return


def _read_year_rows(rows: list[SumRow], total: Decimal, findings: Findings) -> bool:
    """The award by year where each year has a row of its own: rows in a line that add up to the award."""
    group: dict[str, SumRow] = {}
    for row in [*rows, None]:
        years = _YEARS_OF_ROW.findall(row.label) if row else []
        if row and len(years) == 1 and _now(row) is not None and years[0] not in group:
            group[years[0]] = row
            continue
        sums = {year: value for year, one in group.items() if (value := _now(one)) is not None}
        if total and len(sums) > 1 and sum(sums.values()) == total:
            words = "; ".join(one.quote for one in group.values())
            findings.set("yearly", {year: as_text(value) for year, value in sorted(sums.items())}, words)
            return True
        group = {years[0]: row} if row and len(years) == 1 and _now(row) is not None else {}
    return False


def _now(row: SumRow) -> Decimal | None:
    """The sum that holds: the new one where the row has the old one beside it."""
    return row.under(NOW) if row.under(OLD) is not None else row.total


def _read_year_columns(document: LetterDocument, total: Decimal, findings: Findings) -> bool:
    """The award by year where years stand side by side and a row below adds up to the award."""
    years: list[str] = []
    for line in document.lines:
        found = [cell.text for cell in line.cells if _YEARS_OF_ROW.fullmatch(cell.text)]
        amounts = [value for cell in line.cells if (value := amount_of(cell.text)) is not None]
        if len(found) > 1:
            years = found
        elif years and len(amounts) == len(years) and total and sum(amounts) == total:
            sums = {year: as_text(value) for year, value in zip(years, amounts, strict=True)}
            findings.set("yearly", sums, f"{' '.join(years)} {' '.join(cell.text for cell in line.cells)}")
            return True
    return False


def _compare(findings: Findings) -> None:
    """What can't be is to be checked: a grant above the eligible costs, or these above the total."""
    value = {name: Decimal(findings.fields[name]) for name in ("sum", *_FIELDS.values()) if name in findings.fields}
    if "sum" in value and "eligible_costs" in value and value["sum"] > value["eligible_costs"]:
        findings.check |= {"sum", "eligible_costs"}
    if "eligible_costs" in value and "total_costs" in value and value["eligible_costs"] > value["total_costs"]:
        findings.check |= {"eligible_costs", "total_costs"}
    if "own_contribution" in value and "total_costs" in value and value["own_contribution"] > value["total_costs"]:
        findings.check.add("own_contribution")

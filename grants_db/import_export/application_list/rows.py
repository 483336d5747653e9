"""Rows of a list of applications: what each says, and what in it can't be read, with its row and column."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from grants_db.errors import UsageError
from grants_db.import_export.application_list.columns import COLUMNS
from grants_db.import_export.application_list.record import ListedApplication, ListedPayment
from grants_db.import_export.import_findings import Finding, shown
from grants_db.import_export.layout.sheet import TableRow
from grants_db.messages import Aside, Message, Quote
from grants_db.rules.cell import Cell, as_text
from grants_db.rules.folding import spelt_out
from grants_db.rules.german_numbers import parse_period, parse_sum, says_unknown
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.typed_days import believed, read_day
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, Level, ReasonCode, Vocabulary

#: what offices write for a stage besides its name
STATES = {
    "eingereicht": Stage.SUBMITTED,
    "gestellt": Stage.SUBMITTED,
    "beantragt": Stage.SUBMITTED,
    "antrag eingereicht": Stage.SUBMITTED,
    "genehmigt": Stage.AWARDED,
    "bescheid liegt vor": Stage.AWARDED,
    "laufend": Stage.RUNNING,
    "laeuft": Stage.RUNNING,
    "in durchfuehrung": Stage.RUNNING,
    "absage": Stage.REJECTED,
    "in pruefung": Stage.REVIEW,
    "skizze": Stage.SKETCH,
}
LONGEST = {"file_number": 100, "funder": 300, "programme": 500, "remarks": 2000}
PAYMENT = re.compile(r"(?P<sum>.+?)\s+(?:am|vom)\s+(?P<day>.+)", re.I)
YES = {"ja": True, "j": True, "x": True, "yes": True, "nein": False, "n": False, "no": False}
MOST_EUROS = Decimal(10) ** 12
Word = TypeVar("Word", bound=Vocabulary)


@dataclass
class RowReading:
    """What a row gave: an application, or why not; and what in it stays unknown."""

    row: int
    record: ListedApplication | None = None
    refused: list[Finding] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)


@dataclass
class _Row:
    """One row while it is read."""

    file: str
    row: TableRow
    places: Mapping[str, int]
    names: Mapping[str, str]
    today: date
    reading: RowReading

    def cell(self, name: str) -> Cell:
        cell = self.row.at(self.places.get(name))
        return "" if says_unknown(as_text(cell)) else cell

    def text(self, name: str) -> str:
        return " ".join(as_text(self.cell(name)).split())

    def finding(self, name: str, reason: Message) -> Finding:
        column, value = self.names.get(name, COLUMNS[name][0]), shown(self.text(name))
        said = Message.of(
            "{file}, Zeile {row}, Spalte „{column}“{value}: {why}",
            file=self.file,
            row=self.row.number,
            column=column,
            value=Aside(Quote(value) if value else None),
            why=reason,
        )
        return Finding(self.file, self.row.number, column, value, said)

    def unclear(self, name: str, reason: Message) -> None:
        self.reading.unknown.append(self.finding(name, reason))

    def refuse(self, name: str, reason: Message) -> None:
        self.reading.refused.append(self.finding(name, reason))


def read_row(
    file: str,
    row: TableRow,
    columns: Mapping[int, str],
    headings: Mapping[int, str],
    today: date,
    regimes: Iterable[str],
) -> RowReading:
    """Read one row; a record only where nothing in it that it can't do without is missing or unclear."""
    reading = RowReading(row.number)
    places = {name: index for index, name in sorted(columns.items(), reverse=True)}
    at = _Row(file, row, places, {name: headings[index] for name, index in places.items()}, today, reading)
    values: dict[str, Any] = {name: _text(at, name, most) for name, most in LONGEST.items()}
    values["measures"] = _measures(at.cell("measures"))
    values["state"] = _word(at, "state", Stage, STATES)
    values["level"] = _word(at, "level", Level)
    values["reason"] = _word(at, "reason", ReasonCode)
    values["financing"] = _word(at, "financing", FinancingType)
    values["in_file"] = _yes(at)
    for name in ("applied_on", "since", "notified_on"):
        values[name] = _past(at, name, at.cell(name))
    values["final_report"] = _day(at, "final_report", at.cell("final_report"))
    for name in ("requested", "awarded"):
        values[name] = _sum(at, name, at.cell(name))
    values["period_start"], values["period_end"] = _period(at)
    values["regimes"] = _regimes(at, regimes)
    values["interim_reports"] = _several(at, "interim_reports", lambda part: _day(at, "interim_reports", part))
    values["payments"] = _payments(at)
    _check(at, values)
    if not reading.refused:
        reading.record = ListedApplication.model_validate(values)
    return reading


def _check(at: _Row, values: Mapping[str, Any]) -> None:
    """Refuse what makes no application: what it is for is missing, or what its stage can't be without."""
    state = values["state"]
    for name in ("measures", "programme", "state"):
        if not values[name]:
            at.refuse(name, Message.of("Das fehlt oder ist nicht lesbar; ohne diese Angabe ist es kein Antrag."))
    if state in HOLDS_MONEY:
        needed = {"awarded": "awarded", "notified_on": "notified_on", "period": "period_start"}
        for column, name in (needed | {"period": "period_end" if values["period_start"] else "period_start"}).items():
            if values[name] is None:
                at.refuse(column, Message.of("Das fehlt oder ist nicht lesbar; zum Stand „{to}“ gehört es.", to=state))
    elif values["payments"]:
        at.refuse("paid", Message.of("Ausgezahlt wird nur, was bewilligt ist; der Stand ist „{to}“.", to=state))
    if state is Stage.NOT_PURSUED and values["reason"] is None:
        at.refuse("reason", Message.of("Wer einen Antrag nicht verfolgt, nennt einen Grund."))
    if state in (Stage.SUBMITTED, *HOLDS_MONEY, Stage.REJECTED) and values["applied_on"] is None:
        at.unclear("applied_on", Message.of("Wann der Antrag gestellt wurde, bleibt unbekannt."))
    if values["applied_on"] and values["notified_on"] and values["notified_on"] < values["applied_on"]:
        at.refuse("notified_on", Message.of("Der Bescheid liegt vor dem Antrag."))


def _text(at: _Row, name: str, most: int) -> str | None:
    text = at.text(name)
    if len(text) > most:
        at.refuse(name, Message.of("Der Text ist länger als {most} Zeichen.", most=most))
    return text or None


def _measures(cell: Cell) -> tuple[str, ...]:
    text = f"{cell:f}" if isinstance(cell, Decimal) else as_text(cell)
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,\n]|\bund\b", text) if part.strip()))


def _word(at: _Row, name: str, words: type[Word], others: Mapping[str, Word] | None = None) -> Word | None:
    text = spelt_out(at.text(name)).strip(" .")
    if not text:
        return None
    known = dict(others or {})
    for word in words:
        known |= {spelt_out(word.german): word, spelt_out(word.english): word, word.value: word}
    if text not in known:
        names = tuple(word.german for word in words)
        at.unclear(name, Message.of("Dieses Wort ist hier nicht bekannt; möglich sind {known}.", known=names))
    return known.get(text)


def _yes(at: _Row) -> bool | None:
    text = at.text("in_file").lower()
    if text and text not in YES:
        at.unclear("in_file", Message.of("Hier steht ja oder nein."))
    return YES.get(text)


def _day(at: _Row, name: str, cell: Cell) -> date | None:
    if cell == "":
        return None
    try:
        return believed(cell, at.today) if isinstance(cell, date) else read_day(_with_year(as_text(cell)), at.today)
    except UsageError as error:
        at.unclear(name, error.sentence)
        return None


def _with_year(text: str) -> str:
    """A day of a list is never the next one: without a year it is none."""
    if re.search(r"\d{4}|\.\s*\d{2}\s*$", text):
        return text
    raise UsageError("„{text}“ ist kein Tag; bitte als TT.MM.JJJJ schreiben.", text=text)


def _past(at: _Row, name: str, cell: Cell) -> date | None:
    day = _day(at, name, cell)
    if day is not None and day > at.today:
        at.refuse(name, Message.of("Was schon geschehen ist, liegt nicht in der Zukunft."))
        return None
    return day


def _sum(at: _Row, name: str, cell: Cell) -> Decimal | None:
    if as_text(cell) == "" and cell == "":
        return None
    amount = parse_sum(cell)
    if amount is None or not 0 <= amount < MOST_EUROS:
        at.unclear(name, Message.of("Das ist keine eindeutige Summe in €."))
        return None
    return amount.quantize(Decimal("0.01"))


def _period(at: _Row) -> tuple[date | None, date | None]:
    if at.text("period") == "":
        return None, None
    period = parse_period(at.cell("period"), at.today)
    if period.starts_on is None or period.ends_on is None or period.ends_on < period.starts_on:
        at.unclear("period", Message.of("Das ist kein Zeitraum mit Anfang und Ende."))
        return None, None
    return period.starts_on, period.ends_on


def _regimes(at: _Row, known: Iterable[str]) -> tuple[str, ...] | None:
    by_letters = {code.replace("_", ""): code for code in known}
    found = []
    for part in re.split(r"[;,\n]", at.text("regimes")):
        letters = re.sub(r"[^a-z0-9]", "", re.sub(r"sachsen-?anhalt|lsa", "st", spelt_out(part)))
        if letters in by_letters:
            found.append(by_letters[letters])
        elif letters:
            at.unclear(
                "regimes",
                Message.of(
                    "„{part}“ ist hier nicht bekannt; möglich sind {known}.",
                    part=part,
                    known=tuple(by_letters.values()),
                ),
            )
    return tuple(found) or None


def _several(at: _Row, name: str, read: Callable[[Cell], Any]) -> tuple[Any, ...] | None:
    cell = at.cell(name)
    parts: list[Cell] = (
        [cell] if isinstance(cell, date) else [part.strip() for part in re.split(r"[;\n]", as_text(cell))]
    )
    found = [value for part in parts if part != "" and (value := read(part)) is not None]
    return tuple(found) or None


def _payments(at: _Row) -> tuple[ListedPayment, ...] | None:
    cell = at.cell("paid")
    if not isinstance(cell, str) or not PAYMENT.search(cell):
        amount = _sum(at, "paid", cell)
        if not amount:
            return None
        day = _past(at, "paid_on", at.cell("paid_on"))
        if day is None:
            at.unclear("paid", Message.of("Wann es kam, fehlt; die Auszahlung wird nicht eingetragen."))
            return None
        return (ListedPayment(received_on=day, amount=amount),)
    return _several(at, "paid", lambda part: _payment(at, as_text(part)))


def _payment(at: _Row, part: str) -> ListedPayment | None:
    if not (found := PAYMENT.fullmatch(part)):
        at.unclear("paid", Message.of("Wann es kam, fehlt; die Auszahlung wird nicht eingetragen."))
        return None
    amount, day = _sum(at, "paid", found["sum"]), _past(at, "paid", found["day"])
    return ListedPayment(received_on=day, amount=amount) if amount and day else None

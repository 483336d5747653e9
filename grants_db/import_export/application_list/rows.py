"""Rows of a list of applications: what each says, and what in it can't be read, with its row and column."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants_db.import_export.application_list.record import ListedApplication, ListedPayment
from grants_db.import_export.layout.import_findings import Finding
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.messages import Message
from grants_db.rules.cell import Cell, as_text
from grants_db.rules.folding import spelt_out
from grants_db.rules.german_numbers import parse_period
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.vocabulary import ApplicationStage as Stage
from grants_db.vocabulary import FinancingType, Level, ReasonCode

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
#: without these there is no award
OF_AN_AWARD = ("awarded", "notified_on", "period_end")
LONGEST = {"file_number": 100, "funder": 300, "programme": 500, "remarks": 2000}
PAYMENT = re.compile(r"(?P<sum>.+?)\s+(?:am|vom)\s+(?P<day>.+)", re.I)
YES = {"ja": True, "j": True, "x": True, "yes": True, "nein": False, "n": False, "no": False}


@dataclass(frozen=True)
class RowReading:
    """What a row gave: an application, or why not; and what in it stays unknown."""

    row: int
    record: ListedApplication | None
    refused: list[Finding]
    unknown: list[Finding]


def read_row(at: RowCells, regimes: Iterable[str]) -> RowReading:
    """Read one row; a record only where nothing in it that it can't do without is missing or unclear."""
    values: dict[str, Any] = {name: at.short(name, most) for name, most in LONGEST.items()}
    values["measures"] = at.numbers("measures")
    values["state"] = at.word("state", Stage, STATES)
    values["level"] = at.word("level", Level)
    values["reason"] = at.word("reason", ReasonCode)
    values["financing"] = at.word("financing", FinancingType)
    values["in_file"] = _yes(at)
    for name in ("applied_on", "since", "notified_on"):
        values[name] = at.past(name)
    values["final_report"] = at.day("final_report", at.cell("final_report"))
    for name in ("requested", "awarded"):
        values[name] = at.sum(name, at.cell(name))
    values["period_start"], values["period_end"] = _period(at)
    values["regimes"] = _regimes(at, regimes)
    values["interim_reports"] = _several(at, "interim_reports", lambda part: at.day("interim_reports", part))
    values["payments"] = _payments(at)
    _check(at, values)
    record = None if at.refused else ListedApplication.model_validate(values)
    return RowReading(at.row.number, record, at.refused, at.unknown)


def _check(at: RowCells, values: Mapping[str, Any]) -> None:
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
    elif values["payments"] and (state is not Stage.LAPSED or None in [values[name] for name in OF_AN_AWARD]):
        at.refuse("paid", Message.of("Ausgezahlt wird nur, was bewilligt ist; der Stand ist „{to}“.", to=state))
    if state is Stage.NOT_PURSUED and values["reason"] is None:
        at.refuse("reason", Message.of("Wer einen Antrag nicht verfolgt, nennt einen Grund."))
    if state in (Stage.SUBMITTED, *HOLDS_MONEY, Stage.REJECTED) and values["applied_on"] is None:
        at.unclear("applied_on", Message.of("Wann der Antrag gestellt wurde, bleibt unbekannt."))
    if values["applied_on"] and values["notified_on"] and values["notified_on"] < values["applied_on"]:
        at.refuse("notified_on", Message.of("Der Bescheid liegt vor dem Antrag."))


def _yes(at: RowCells) -> bool | None:
    text = at.text("in_file").lower()
    if text and text not in YES:
        at.unclear("in_file", Message.of("Hier steht ja oder nein."))
    return YES.get(text)


def _period(at: RowCells) -> tuple[date | None, date | None]:
    if at.text("period") == "":
        return None, None
    period = parse_period(at.cell("period"), at.today)
    if period.starts_on is None or period.ends_on is None or period.ends_on < period.starts_on:
        at.unclear("period", Message.of("Das ist kein Zeitraum mit Anfang und Ende."))
        return None, None
    return period.starts_on, period.ends_on


def _regimes(at: RowCells, known: Iterable[str]) -> tuple[str, ...] | None:
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


def _several(at: RowCells, name: str, read: Callable[[Cell], Any]) -> tuple[Any, ...] | None:
    cell = at.cell(name)
    parts: list[Cell] = (
        [cell] if isinstance(cell, date) else [part.strip() for part in re.split(r"[;\n]", as_text(cell))]
    )
    found = [value for part in parts if part != "" and (value := read(part)) is not None]
    return tuple(found) or None


def _payments(at: RowCells) -> tuple[ListedPayment, ...] | None:
    cell = at.cell("paid")
    if not isinstance(cell, str) or not PAYMENT.search(cell):
        amount = at.sum("paid", cell)
        if not amount:
            return None
        day = at.past("paid_on")
        if day is None:
            at.unclear("paid", Message.of("Wann es kam, fehlt; die Auszahlung wird nicht eingetragen."))
            return None
        return (ListedPayment(received_on=day, amount=amount),)
    return _several(at, "paid", lambda part: _payment(at, as_text(part)))


def _payment(at: RowCells, part: str) -> ListedPayment | None:
    if not (found := PAYMENT.fullmatch(part)):
        at.unclear("paid", Message.of("Wann es kam, fehlt; die Auszahlung wird nicht eingetragen."))
        return None
    amount, day = at.sum("paid", found["sum"]), at.past_day("paid", found["day"])
    return ListedPayment(received_on=day, amount=amount) if amount and day else None

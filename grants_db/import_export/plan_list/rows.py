"""Rows of a list of financing plans: what each says, and why one isn't taken."""

import re
from decimal import Decimal, InvalidOperation

from grants_db.financing_plan.checks import FIRST_YEAR, LAST_YEAR, LONGEST_NAME
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.messages import Message
from grants_db.rules.cell import as_text
from grants_db.rules.german_numbers import parse_sum
from grants_db.vocabulary import FinancingType, PlanKind

#: what offices write for a kind of line, besides its name
KINDS = {
    **dict.fromkeys(("ausgaben", "kosten", "kostenposition", "aufwand", "auszahlung"), PlanKind.COST),
    **dict.fromkeys(("zuwendung", "foerderung", "foerdermittel", "zuschuss", "grant"), PlanKind.GRANT),
    **dict.fromkeys(("weitere zuwendung", "zuwendung dritter", "weitere foerdermittel"), PlanKind.OTHER_GRANT),
    **dict.fromkeys(("eigenanteil", "eigenmittel der stadt", "haushalt", "kommune", "stadt"), PlanKind.OWN),
    **dict.fromkeys(("mittel dritter", "drittmittel", "sonstige drittmittel"), PlanKind.THIRD_PARTY),
    **dict.fromkeys(("spenden", "sponsoring"), PlanKind.DONATION),
    **dict.fromkeys(("einnahmen", "erloese", "teilnahmebeitraege", "eintritt"), PlanKind.REVENUE),
    **dict.fromkeys(("sachleistungen", "eigenleistung", "eigenleistungen", "ehrenamt"), PlanKind.IN_KIND),
}
TYPES = {
    **dict.fromkeys(("anteil", "anteilsfinanzierung"), FinancingType.SHARE),
    **dict.fromkeys(("fehlbedarf", "fehlbetrag", "fehlbetragsfinanzierung"), FinancingType.GAP),
    **dict.fromkeys(("festbetrag", "festbetragfinanzierung"), FinancingType.FIXED),
    **dict.fromkeys(("voll",), FinancingType.FULL),
}


def read_row(at: RowCells) -> PlanLine | None:
    """Read one row; None where something is missing or unclear that it can't do without."""
    kind = at.word("kind", PlanKind, KINDS)
    name = at.short("name", LONGEST_NAME)
    year = _year(at)
    of = at.short("flat_rate_of", LONGEST_NAME)
    amount, actual, cap = (at.sum(column, at.cell(column)) for column in ("amount", "actual", "cap"))
    paying = at.word("type", FinancingType, TYPES)
    rate = _rate(at)
    for column, value in (("kind", kind), ("name", name), ("year", year)):
        if value is None:
            at.refuse(column, Message.of("Das fehlt oder ist nicht lesbar; ohne diese Angabe ist es keine Zeile."))
    if amount is None and not of:
        at.refuse("amount", Message.of("Die geplante Summe fehlt oder ist nicht lesbar."))
    for column, read in (("actual", actual), ("cap", cap), ("type", paying)):
        if read is None and at.text(column):
            at.refuse(column, Message.of("Das ist nicht lesbar; leer zu lassen geht."))
    if at.refused or kind is None or name is None:
        return None
    return PlanLine(kind, name, year, amount or Decimal(0), None if of else actual, paying, rate, cap, of or "")


def application_of(at: RowCells) -> int | None:
    """The number of the application; None where the row names none, or nothing that is one."""
    text = re.sub(r"^(?:Antrag|Nr\.?)\s*", "", at.text("application"), flags=re.IGNORECASE).removesuffix(",00")
    text = text.removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _year(at: RowCells) -> int | None:
    found = re.fullmatch(r"(?:HHJ |Jahr )?(\d{4})(?:[.,]0+)?", at.text("year"))
    year = int(found[1]) if found else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _rate(at: RowCells) -> Decimal | None:
    """A rate in percent; a number up to 1 may be a share of the whole or a percent, and is refused."""
    text = as_text(at.cell("rate")).replace("%", "").strip()
    if not text:
        return None
    try:
        rate = parse_sum(text) if "," in text else Decimal(text)
    except InvalidOperation:
        rate = None
    if rate is None or not 0 <= rate <= 100 or rate != rate.quantize(Decimal("0.01")):
        at.refuse("rate", Message.of("Das ist kein Satz zwischen 0 und 100 Prozent."))
    elif 0 < rate <= 1 and "%" not in as_text(at.cell("rate")):
        at.refuse("rate", Message.of("Sind das Prozent oder ein Anteil? Bitte z. B. als 90 % schreiben."))
    return rate

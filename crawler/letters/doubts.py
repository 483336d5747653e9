"""What can't be together, or isn't said as a change notice says what is new, is to be checked by a person."""

import re
from decimal import Decimal

from crawler.letters.findings import Findings
from crawler.letters.wording.kind_words import LetterKind

#: how a change notice tells that a sum holds now
_HOLDS_NOW = re.compile(
    r"\b(?:auf|nunmehr|nun|neu\w*|jetzt|künftig\w*|noch|verbleib\w*|bleib\w*|statt|unverändert|nicht|insgesamt|festgesetzt|"
    r"setze|erhöht\w*|verringer\w*|reduzier\w*|ermäßig\w*|geändert\w*|Änderung\w*|"
    r"bewillige|bewilligen|gewähre|gewähren|beträgt|to|now)\b",
    re.IGNORECASE,
)
_PAYS_BACK = re.compile(
    r"\b(?:erstatt\w*|Erstattung\w*|zurück\w*|überweisen|einzuzahlen|zahlen|Zinsen|verzins\w*|Abruf|abgerufen|abrufen)\b"
)
_CLOSE = Decimal(1)  # EUR: what rounding may do


def doubt(kind: LetterKind, findings: Findings) -> None:
    """Name the fields to check that don't fit the others."""
    _doubt_sums(findings)
    _doubt_days(findings)
    if kind is LetterKind.CHANGE and not _HOLDS_NOW.search(findings.evidence.get("sum", "auf")):
        _check(findings, "sum", "cap")
    for name in ("interim_reports", "final_report"):
        if _PAYS_BACK.search(findings.evidence.get(name, "")):
            _check(findings, name)


def _doubt_sums(findings: Findings) -> None:
    sums = {
        name: Decimal(findings.fields[name])
        for name in ("sum", "cap", "own_contribution", "eligible_costs", "total_costs", "third_party")
        if name in findings.fields
    }
    awarded, costs = sums.get("sum"), sums.get("eligible_costs", sums.get("total_costs"))
    if awarded is None:
        return
    if sums.get("cap", awarded) < awarded:
        _check(findings, "sum", "cap")
    if costs is None:
        return
    if "rate_percent" in findings.fields and "eligible_costs" in sums:
        worked_out = costs * Decimal(findings.fields["rate_percent"]) / 100
        if abs(worked_out - awarded) > max(_CLOSE, costs / 100):
            _check(findings, "sum", "rate_percent", "eligible_costs")
    own = sums.get("own_contribution")
    if own and all(
        abs(sums[name] - awarded - own - sums.get("third_party", Decimal(0))) > _CLOSE
        for name in ("eligible_costs", "total_costs")
        if name in sums
    ):
        _check(findings, "own_contribution")


def _doubt_days(findings: Findings) -> None:
    day = {
        name: str(findings.fields[name])
        for name in ("period_start", "period_end", "notice_date", "final_report")
        if name in findings.fields
    }
    start, end, final = day.get("period_start"), day.get("period_end"), day.get("final_report")
    if start and end and end <= start:
        _check(findings, "period_start", "period_end")
    if final and final < max(end or "", day.get("notice_date", "")):
        _check(findings, "final_report")
    interim = findings.fields.get("interim_reports", [])
    if any(one < (start or day.get("notice_date", "")) for one in interim):
        _check(findings, "interim_reports")


def _check(findings: Findings, *names: str) -> None:
    findings.check |= set(names) & set(findings.fields)

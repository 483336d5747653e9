"""`akquise deadlines derive` over many awards: month ends, leap years, holidays of the Länder; each worked out by hand.

A line of the tables: the award, then each day as due, or due<safe where an earlier day is the safe one; ? is to be
checked, - is a line without a day. Where a weekend or a holiday moves a day, the comment says which.
"""

import json
import sys
from collections.abc import Callable

import pytest

from tui.cli import main

Days = Callable[[str, str], str]


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Days:
    """The days of one obligation, as the command says them, in the tables' short form."""

    def run(obligation: str, award: str) -> str:
        arguments = ["akquise", "--today", "2026-11-30", "deadlines", "derive", *award.split(), "--json"]
        monkeypatch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        assert not ended.value.code, err
        return " ".join(_short(row) for row in json.loads(out) if row["obligation"] == obligation)

    return run


def _short(row: dict[str, str | None]) -> str:
    safe = f"<{row['safe_until']}" if row["safe_until"] else ""
    return f"{row['due'] or '-'}{safe}{'' if row['certainty'] == 'confirmed' else '?'}"


@pytest.mark.parametrize(
    ("award", "right"),
    [
        ("anbest_p_bund --start 1.1.2026 --end 15.5.2026", "2026-11-30"),
        ("anbest_p_bund --start 1.1.2026 --end 31.8.2027", "2028-02-29"),
        ("nkbf_2017 --start 1.1.2026 --end 31.8.2026", "2027-03-01<2027-02-28?"),  # a Sunday
        ("nabf --start 1.1.2026 --end 30.4.2027", "2027-11-01<2027-10-31?"),  # a Sunday
        ("nabf --start 1.1.2026 --end 30.4.2027 --place DE-BY", "2027-11-02<2027-10-31?"),  # and All Saints
        ("anbest_p_bund --start 1.1.2026 --end 31.12.2026 --purpose 31.8.2026", "2027-03-01<2027-02-28?"),
        ("anbest_p_bund --start 1.1.2026 --end 31.12.2026 --purpose 1.2.2027", "2027-06-30"),  # the bound is earlier
        ("anbest_gk_bund --start 1.1.2026 --end 29.2.2028", "2029-02-28?"),
        ("anbest_gk_bund --start 1.1.2026 --end 31.12.2028 --purpose 29.2.2028", "2029-02-28?"),
        ("anbest_gk_bund --start 1.1.2026 --end 31.12.2027", "2029-01-02<2028-12-31?"),  # a Sunday, then New Year
        ("anbest_p_st --start 1.1.2026 --end 31.12.2026", "2027-06-30"),
        ("anbest_p_st --start 1.1.2026 --end 30.6.2026", "2026-12-31<2026-12-30?"),
        ("anbest_p_st --start 1.1.2026 --end 30.8.2026", "2027-03-01<2027-02-28?"),  # February has no 30th; a Sunday
        ("anbest_gk_st --start 1.1.2026 --end 31.12.2026", "-?"),
        ("by --start 1.1.2026 --end 28.2.2027", "2028-02-29<2028-02-28?"),
        ("sh --start 1.1.2026 --end 28.2.2027", "-?"),
        ("be --start 1.1.2026 --end 28.2.2027", "-?"),
        ("amif_2021 --start 1.1.2026 --end 31.12.2028", "2029-07-02<2029-06-30?"),  # a Saturday
        ("eu_mga --start 1.1.2026 --end 31.12.2026", "2027-03-01"),
        ("eu_mga --start 1.1.2026 --end 30.6.2027", "2027-08-30<2027-08-29?"),  # a Sunday
        ("bingo_ni --start 1.1.2026 --end 31.3.2027", "2027-06-30"),
        ("bingo_ni --start 1.1.2026 --end 30.11.2026", "2027-03-01<2027-02-28?"),
    ],
)
def test_the_final_report_s_day(days: Days, award: str, right: str) -> None:
    assert days("final_report", f"--regime {award}") == right


@pytest.mark.parametrize(
    ("award", "right"),
    [
        ("anbest_p_bund --start 1.1.2026 --end 31.12.2026", ""),
        ("anbest_p_bund --start 1.10.2026 --end 31.3.2027", "2027-04-30"),
        ("anbest_p_bund --start 1.7.2025 --end 31.12.2028 --purpose 15.3.2027", "2026-04-30 2027-04-30"),
        ("nkbf_2017 --start 1.1.2026 --end 31.12.2027 --purpose 31.12.2026", ""),  # fulfilled in that very year
        ("nabf --start 1.1.2027 --end 30.6.2028", "2028-05-02<2028-04-30?"),  # a Sunday, then Labour Day
        ("amif_2021 --start 15.9.2026 --end 14.9.2029", "2027-12-14"),
        ("amif_2021 --start 1.12.2026 --end 30.11.2029", "2028-02-29"),
        ("amif_2021 --start 29.2.2028 --end 31.12.2029", "2029-05-31<2029-05-28?"),  # the year ends on 28 February
        ("amif_2021 --start 1.4.2026 --end 1.4.2027", "2027-06-30"),
        ("eu_mga --start 1.1.2026 --end 31.12.2028", "-"),
    ],
)
def test_the_interim_reports_days(days: Days, award: str, right: str) -> None:
    assert days("interim_report", f"--regime {award}") == right


@pytest.mark.parametrize(
    ("award", "right"),
    [
        ("anbest_p_bund --paid 15.1.2026", "2026-02-26"),
        ("anbest_p_bund --paid 20.1.2026 --paid 31.12.2025", "2026-02-11 2026-03-03"),
        ("anbest_p_st --paid 31.12.2026", "2027-02-28"),  # a Sunday: money isn't handed in
        ("anbest_gk_st --paid 30.12.2027", "2028-02-29"),
        ("by --paid 29.2.2028", "2028-04-29"),
        ("be --paid 31.7.2026", "2026-09-30"),
        ("anbest_gk_bund --paid 15.3.2026", "2026-05-15?"),
        ("bingo_ni --paid 30.11.2026", "2027-02-28"),
        ("nkbf_2017 --paid 15.3.2026", "-?"),
        ("anbest_p_bund", ""),
    ],
)
def test_the_days_by_which_money_is_spent(days: Days, award: str, right: str) -> None:
    assert days("spend_by", f"--start 1.1.2026 --end 31.12.2026 --regime {award}") == right


@pytest.mark.parametrize(
    ("known", "right"),
    [
        ("--notified 30.9.2026", "2026-10-30"),
        ("--notified 31.3.2026", "2026-04-30"),
        ("--notified 31.1.2028", "2028-02-29"),
        ("--notified 24.11.2026", "2026-12-24"),  # Christmas Eve is a working day
        ("--notified 25.11.2026", "2026-12-28"),  # Christmas, a Saturday, a Sunday
        ("--notified 6.12.2026", "2027-01-07"),  # Epiphany
        ("--notified 6.12.2026 --place DE-BE", "2027-01-06"),
        ("--notified 8.2.2027 --place Berlin", "2027-03-09"),  # Women's Day
        ("--notified 18.10.2026 --place DE-SN", "2026-11-19"),  # Repentance Day
        ("--notified 18.10.2026", "2026-11-18"),
        ("--notified 26.2.2027", "2027-03-30"),  # Good Friday to Easter Monday
        ("--notified 27.4.2027 --place DE-NW", "2027-05-28"),  # Corpus Christi
        ("--notified 27.4.2027 --place DE-ST", "2027-05-27"),
        ("--posted 27.1.2026", "2026-03-02"),  # known on 31 January; the 28th is a Saturday
        ("--posted 2.4.2027", "2027-05-07"),  # known on the 6th; Ascension Day
        ("--posted 27.2.2026", "2026-04-07"),  # known on 3 March; Good Friday
        ("--posted 31.12.2026", "2027-02-04"),
        ("--posted 25.2.2028", "2028-03-29"),  # known on the leap day
        ("--posted 20.12.2024", "2025-01-23"),  # the third day counted before 2025
        ("--posted 1.12.2026 --notified 3.12.2026", "2027-01-04"),  # as noted; the 3rd is a Sunday
        ("--notified 29.2.2028 --instruction missing", "2029-02-28"),
        ("--posted 22.12.2026 --instruction wrong", "2027-12-27"),  # known on the 26th; a Sunday
        ("", "-"),
    ],
)
def test_the_last_day_to_contest_an_award(days: Days, known: str, right: str) -> None:
    assert days("objection", f"--start 1.1.2026 --end 31.12.2026 {known}") == right


@pytest.mark.parametrize(
    ("award", "right"),
    [
        ("anbest_p_st --end 31.12.2026", "2031-12-31"),
        ("anbest_gk_st --end 28.2.2027", "2032-02-29"),  # receipts are safe with the later day
        ("anbest_p_bund --end 31.12.2026 --report 15.7.2027", "2032-07-15"),
        ("anbest_p_bund --end 31.12.2026", "-"),
        ("nkbf_2017 --end 31.12.2026 --report 29.2.2028", "2033-02-28?"),
        ("amif_2021 --end 31.12.2028 --paid 3.3.2027 --paid 1.2.2029", "2034-12-31?"),  # from the last payment's year
        ("amif_2021 --end 31.12.2028", "-?"),
    ],
)
def test_how_long_receipts_are_kept(days: Days, award: str, right: str) -> None:
    assert days("keep_receipts", f"--start 1.1.2026 --regime {award}") == right


@pytest.mark.parametrize(
    ("obligation", "regime", "right"),
    [
        ("notify", "anbest_p_bund", "-"),
        ("notify", "anbest_gk_st", "-"),
        ("notify", "sh", "-"),
        ("notify", "nkbf_2017", "-?"),
        ("inventory", "anbest_p_bund", "-"),
        ("inventory", "anbest_gk_st", ""),
        ("payment_request", "anbest_p_bund", ""),
        ("payment_request", "amif_2021", "2026-06-30? 2026-12-31? 2027-06-30?"),
        ("purpose_binding", "anbest_p_bund", "-?"),
    ],
)
def test_what_comes_with_an_occasion_or_with_each_half_year(
    days: Days, obligation: str, regime: str, right: str
) -> None:
    assert days(obligation, f"--start 1.1.2026 --end 30.6.2027 --regime {regime}") == right


def test_half_years_that_begin_at_a_month_s_end_stop_at_a_month_s_end(days: Days) -> None:
    award = "--start 31.8.2026 --end 30.8.2027 --regime amif_2021"

    assert days("payment_request", award) == "2027-02-28? 2027-08-30?"

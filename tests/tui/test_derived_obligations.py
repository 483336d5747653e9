"""`akquise deadlines derive`: days worked out by hand from the rules' texts, as the command says them."""

import json
import sys
from collections.abc import Callable

import pytest

from tui.cli import main

YEARS = ("--start", "2026-01-01", "--end", "2027-12-31")
Days = Callable[..., list[tuple[str | None, str | None, str]]]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in this process; gives exit status, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--today", "2026-11-30", "deadlines", "derive", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


@pytest.fixture
def days(said: Callable[..., tuple[int, str, str]]) -> Days:
    """The days of one obligation, each with the day until which it is safe, and how certain it is."""

    def run(obligation: str, *arguments: str) -> list[tuple[str | None, str | None, str]]:
        status, out, _err = said(*arguments, "--json")
        assert status == 0
        rows = [row for row in json.loads(out) if row["obligation"] == obligation]
        assert all(set(row) >= {"provision", "source", "formula"} for row in rows)
        return [(row["due"], row["safe_until"], row["certainty"]) for row in rows]

    return run


@pytest.mark.parametrize(
    ("obligation", "award", "right"),
    [
        (
            "final_report",
            "--regime anbest_p_bund --start 1.3.2026 --end 31.12.2026 --purpose 31.3.2026",
            [("2026-09-30", None, "confirmed")],
        ),
        (
            "interim_report",
            "--regime anbest_p_bund --start 6.12.2025 --end 31.12.2027",
            [("2026-04-30", None, "confirmed"), ("2027-04-30", None, "confirmed")],
        ),
        (
            "final_report",
            "--regime anbest_p_bund --start 1.1.2026 --end 30.6.2027",
            [("2027-12-31", None, "confirmed")],
        ),
        (
            "final_report",
            "--regime nabf --start 1.1.2026 --end 28.2.2027",
            [("2027-08-31", None, "confirmed")],
        ),
        (
            "final_report",
            "--regime anbest_gk_bund --start 1.1.2026 --end 28.2.2027",
            [("2028-02-29", "2028-02-28", "check")],
        ),
        (
            "final_report",
            "--regime anbest_gk_bund --start 1.1.2026 --end 31.12.2027 --purpose 6.1.2027 --place Berlin",
            [("2028-01-06", None, "check")],
        ),
        (
            "final_report",
            "--regime anbest_gk_bund --start 1.1.2026 --end 31.12.2027 --purpose 6.1.2027 --place DE-ST",
            [("2028-01-07", "2028-01-06", "check")],
        ),
        (
            "interim_report",
            "--regime amif_2021 --start 1.4.2026 --end 31.12.2028",
            [("2027-06-30", None, "confirmed")],
        ),
        (
            "spend_by",
            "--regime anbest_p_bund --start 1.1.2026 --end 31.12.2027 --paid 31.12.2025",
            [("2026-02-11", None, "confirmed")],
        ),
        (
            "spend_by",
            "--regime anbest_p_st --start 1.1.2026 --end 31.12.2027 --paid 31.12.2025",
            [("2026-02-28", None, "confirmed")],
        ),
        (
            "final_report",
            "--regime eu_mga --start 1.1.2026 --end 31.12.2027",
            [("2028-02-29", None, "confirmed")],
        ),
        (
            "keep_receipts",
            "--regime anbest_gk_st --start 1.1.2026 --end 31.12.2027",
            [("2032-12-31", None, "confirmed")],
        ),
    ],
)
def test_days_follow_from_the_regime_as_its_text_says(days: Days, obligation: str, award: str, right: object) -> None:
    assert days(obligation, *award.split()) == right


@pytest.mark.parametrize(
    ("known", "last"),
    [
        ("--notified 31.1.2026", "2026-03-02"),  # the 28th of February is a Saturday
        ("--posted 30.4.2026 --place DE-ST", "2026-06-04"),
        ("--posted 30.4.2026 --place DE-BY", "2026-06-05"),  # Corpus Christi is a holiday there
        ("--posted 22.12.2026", "2027-01-26"),  # the presumption stays on the Saturday
        ("--notified 31.1.2026 --instruction missing", "2027-02-01"),  # a year; the 31st is a Sunday
        ("--notified 30.1.2026 --instruction wrong", "2027-02-01"),
    ],
)
def test_an_award_can_be_contested_from_the_day_it_counts_as_known(days: Days, known: str, last: str) -> None:
    assert days("objection", *YEARS, *known.split()) == [(last, None, "confirmed")]


def test_a_project_of_a_year_has_no_interim_report_of_its_first_year(days: Days) -> None:
    assert days("interim_report", "--regime", "amif_2021", "--start", "2026-04-01", "--end", "2027-03-31") == []


def test_an_award_without_a_known_rule_shows_the_line_without_a_day(
    days: Days, said: Callable[..., tuple[int, str, str]]
) -> None:
    unknown = ("--regime", "Satzung der Stiftung", *YEARS)

    assert days("final_report", *unknown) == [(None, None, "check")]
    assert "„Satzung der Stiftung“ kennt keine Regel" in said(*unknown)[2]


def test_a_person_reads_lines(said: Callable[..., tuple[int, str, str]]) -> None:
    _status, out, _err = said("--regime", "ANBest-P-Bund", *YEARS, "--paid", "15.1.2027")

    assert "26.02.2027  Mittel verwenden" in out
    assert "ANBest-P (Bund) Nr. 1.4, 8.5 · 15.01.2027 plus 6 Wochen · bestätigt" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--start", "1.1.2027", "--end", "1.1.2026"), "endet am 01.01.2026, vor seinem Beginn am 01.01.2027"),
        ((*YEARS, "--place", "Atlantis"), "„Atlantis“ ist kein Land"),
        ((*YEARS, "--paid", "gestern abend"), "gestern abend"),
        ((*YEARS, "--instruction", "perhaps"), "perhaps"),
    ],
)
def test_what_can_t_be_is_one_sentence(
    said: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], sentence: str
) -> None:
    status, out, err = said(*arguments)

    assert (status, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["ANBest-P", "anbest gk"])
def test_conditions_that_leave_out_whose_they_are_are_the_federation_s_and_that_is_said(
    said: Callable[..., tuple[int, str, str]], name: str
) -> None:
    key = name.lower().replace("-", "_").replace(" ", "_")
    status, out, err = said("--regime", name, *YEARS, "--json")
    assert (status, out) == (0, said("--regime", f"{key}_bund", *YEARS, "--json")[1])
    assert f"„{name}“ sagt nicht, wessen: Genommen ist" in err
    assert f"bitte {key}_st schreiben" in err


def test_conditions_named_in_full_or_of_one_giver_only_are_not_asked_about(
    said: Callable[..., tuple[int, str, str]],
) -> None:
    for name in ("anbest_p_st", "anbest_p_bund", "nabf", "amif_2021"):
        assert "sagt nicht, wessen" not in said("--regime", name, *YEARS, "--json")[2]


def test_a_day_that_the_award_sets_on_a_sunday_is_shown_with_the_monday(
    said: Callable[..., tuple[int, str, str]],
) -> None:
    status, out, _err = said(*YEARS, "--stated", "final_report=28.2.2027", "--json")
    (row,) = [row for row in json.loads(out) if row["obligation"] == "final_report"]
    assert (status, row["due"], row["moves_to"]) == (0, "2027-02-28", "2027-03-01")


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        (("--purpose", "1.1.2020"), "Der Zweck war am 01.01.2020 erfüllt, vor dem Beginn des Zeitraums"),
        (("--notified", "1.5.2026", "--posted", "10.5.2026"), "aber erst am 10.05.2026 zur Post gegeben"),
        (("--regime", "anbest_p_bnd"), "Bekannt sind amif_2021, anbest_gk_bund"),
    ],
)
def test_days_that_contradict_and_conditions_nobody_knows_are_told(
    said: Callable[..., tuple[int, str, str]], words: tuple[str, ...], doubt: str
) -> None:
    status, out, err = said(*YEARS, *words, "--json")
    assert (status, doubt in err) == (0, True)
    assert json.loads(out)


def test_a_period_beyond_the_limits_of_its_conditions_is_told(said: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = said("--regime", "amif_2021", "--start", "1.3.2027", "--end", "31.12.2030", "--json")
    assert (status, bool(json.loads(out))) == (0, True)
    assert "hat 46 Monate, die Nebenbestimmungen nennen höchstens 36" in err
    assert "endet am 31.12.2030, nach den Nebenbestimmungen endet er spätestens am 31.12.2029" in err
    assert said("--regime", "amif_2021", "--start", "1.1.2027", "--end", "31.12.2029", "--json")[2] == ""


def test_a_stated_day_without_its_obligation_is_one_sentence(said: Callable[..., tuple[int, str, str]]) -> None:
    for text, why in (("28.2.2027", "nennt keine Pflicht mit ihrem Tag"), ("bericht=28.2.2027", "möglich sind")):
        status, out, err = said(*YEARS, "--stated", text)
        assert (status, out, why in err) == (2, "", True)

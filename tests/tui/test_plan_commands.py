"""`akquise financing plan` as people and scripts use it."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from grants_db.applications.plan.entry import enter_line
from grants_db.applications.store import get_application
from grants_db.financing_plan.plan_lines import PlanLine
from grants_db.storage.database import open_database, writing
from grants_db.vocabulary import FinancingType, PlanKind
from tests.years_of_work import at_ten, years_of_work
from tui.cli import main

Run = Callable[..., tuple[int, str, str]]
SHARE = ("--type", "share", "--rate", "60")


def share(year: int, amount: int) -> PlanLine:
    return PlanLine(PlanKind.GRANT, "Land", year, Decimal(amount), type=FinancingType.SHARE, rate=Decimal(60))


TWO_YEARS = [
    PlanLine(PlanKind.COST, "Personal", 2025, Decimal(60_000)),
    PlanLine(PlanKind.COST, "Personal", 2026, Decimal(60_000)),
    PlanLine(PlanKind.COST, "Verwaltung", 2025, Decimal(0), rate=Decimal(10), of="Personal"),
    share(2025, 45_600),
    share(2026, 30_000),
    PlanLine(PlanKind.DONATION, "Sparkasse", 2026, Decimal(5_000)),
]


def office(folder: Path, lines: Sequence[PlanLine]) -> Path:
    """Three years of an office's work, with a plan for its first application."""
    file = folder / "office.db"
    engine = open_database(f"sqlite:///{file}")
    years_of_work(engine)
    with writing(engine) as session:
        for line in lines:
            enter_line(session, get_application(session, 1), line, now=at_ten("2026-11-30"))
    engine.dispose()
    return file


@pytest.fixture(scope="module")
def office_without_a_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office(tmp_path_factory.mktemp("office"), [])


@pytest.fixture(scope="module")
def office_with_a_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return office(tmp_path_factory.mktemp("planned"), TWO_YEARS)


@pytest.fixture
def run_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Run]:
    """Runs commands on a copy of an office's database; gives exit status, stdout and stderr."""

    def on(office: Path) -> Run:
        url = f"sqlite:///{shutil.copy(office, tmp_path / 'akquise.db')}"

        def call(*arguments: str) -> tuple[int, str, str]:
            monkeypatch.setattr(sys, "argv", ["akquise", "--database", url, "--today", "2026-12-01", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
            out, err = capsys.readouterr()
            return int(ended.value.code or 0), out, err

        return call

    return on


@pytest.fixture
def run(run_on: Callable[..., Run], office_without_a_plan: Path) -> Run:
    return run_on(office_without_a_plan)


@pytest.fixture
def planned(run_on: Callable[..., Run], office_with_a_plan: Path) -> Run:
    return run_on(office_with_a_plan)


def test_a_plan_is_shown_by_year_and_taken_back_by_steps(planned: Run) -> None:
    status, out, _err = planned("financing", "plan", "1")
    rows = {line[:30].strip(): line.split()[-6:] for line in out.splitlines()[:12]}
    assert status == 0
    assert out.splitlines()[1] == "Eingetragener Finanzierungsplan"
    assert rows["Summe"] == ["66.000,00", "€", "60.000,00", "€", "126.000,00", "€"]
    assert rows["Eigenmittel (der Rest)"] == ["20.400,00", "€", "25.000,00", "€", "45.400,00", "€"]
    assert "2026: Ansatz 60.000,00 €, Einnahmen 35.000,00 €, Eigenmittel 25.000,00 €" in out
    assert planned("applications", "undo", "1")[0] == 0
    assert "Sparkasse" not in planned("financing", "plan", "1")[1]


def test_a_line_is_entered_and_what_does_not_add_up_is_said(run: Run) -> None:
    status, out, err = run("financing", "plan", "enter", "1", "grant", "Land", "2025", "45600", *SHARE)
    assert (status, out) == (0, "1: diese Zuwendung Land 2025 · 45.600,00 € · Anteilfinanzierung · 60 %\n")
    assert "Die Ausgaben ergeben 0,00 €, die Einnahmen und Eigenmittel 45.600,00 €; sie sollten gleich sein." in err


def test_when_costs_change_it_says_who_gains(planned: Run) -> None:
    out = planned("financing", "plan", "enter", "1", "cost", "Personal", "2026", "60000", "--actual", "50000")[1]
    assert "Land: 69.600,00 € statt 75.600,00 €, 6.000,00 € weniger" in out
    assert "Stadt (Eigenmittel): 41.400,00 € statt 45.400,00 €, 4.000,00 € weniger" in out


def test_the_json_holds_every_sum_with_the_lines_it_is_made_of(planned: Run) -> None:
    found = json.loads(planned("financing", "plan", "1", "--json")[1])
    costs = [line for line in found["lines"] if line["kind"] == "cost"]
    assert found["stored"]
    assert found["cost"] == {"planned": "126000.00", "expected": "126000.00"}
    assert sum(float(line["planned"]) for line in costs) == 126_000
    assert [year["expected"]["own"] for year in found["years"]] == ["20400.00", "25000.00"]
    assert [(each["year"], each["lapses"]) for each in found["lapsing"]] == [(2025, "15600.00"), (2026, "10000.00")]
    assert [each["amount"] for each in found["draw_down"]["draws"]] == ["10000.00"]


def test_a_plan_nobody_entered_is_derived_and_says_so(run: Run) -> None:
    status, out, _err = run("financing", "plan", "1")
    assert status == 0
    assert "Abgeleitet aus dem, was bekannt ist; eingetragen hat den Plan niemand." in out
    assert "Die Kosten der Maßnahme 2.1 nach Jahren." in out


def test_a_measure_shows_who_pays_for_it_and_its_applications(planned: Run) -> None:
    assert "Plan des Antrags 1." in planned("financing", "plan", "2.1")[1]
    found = json.loads(planned("financing", "plan", "3.1", "--json")[1])
    assert (found["measure"], found["of_application"], found["own"]["expected"]) == ("3.1", None, "90000.00")


def test_a_year_s_unused_money_is_moved_to_the_next(planned: Run) -> None:
    assert planned("financing", "plan", "move", "1", "2025", "2026", "15600")[0] == 0
    found = json.loads(planned("financing", "plan", "1", "--json")[1])
    assert [(each["year"], each["lapses"]) for each in found["lapsing"]] == [(2026, "25600.00")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "cost", "Miete", "2026", "--", "-5"), "„-5“ ist kleiner als 0"),
        (("1", "cost", "Miete", "2031", "5"), "„Miete“: 2031 liegt außerhalb des Bewilligungszeitraums, 20.05.2025"),
        (("1", "grant", "Land", "2026", "5", "--type", "share", "--rate", "101"), "kein Satz zwischen 0 und 100"),
        (("1", "grant", "Land", "2026", "90000", *SHARE), "stehen dann 90.000,00 € im Plan, bewilligt sind 80.000,00"),
        (("1", "cost", "Miete", "2026"), "Welche Summe ist geplant?"),
        (("1", "fee", "Miete", "2026", "5"), "„fee“ ist hier nicht möglich; möglich sind cost,"),
        (("99", "cost", "Miete", "2026", "5"), "99"),
    ],
)
def test_what_cannot_be_entered_is_said_in_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    status, out, err = run("financing", "plan", "enter", *words)
    assert (status, out) == (1 if "99" in words else 2, "")
    assert said in err
    assert not json.loads(run("financing", "plan", "1", "--json")[1])["stored"]


@pytest.mark.parametrize("typed", ["5.000", "5000", "5.000,00", "5000.00", "5 000 €"])
def test_a_sum_is_read_as_it_is_written_here(run: Run, typed: str) -> None:
    """Before, 5.000 was five euros to commands and five thousand to forms."""
    assert run("financing", "plan", "enter", "1", "cost", "Miete", "2026", typed)[0] == 0
    found = json.loads(run("financing", "plan", "1", "--json")[1])
    assert found["cost"]["planned"] == "5000.00"


def test_a_line_that_is_not_there_is_not_removed(planned: Run) -> None:
    status, _out, err = planned("financing", "plan", "remove", "1", "Miete", "2026")
    assert (status, "gibt es „Miete“ 2026 nicht" in err) == (1, True)
    assert planned("financing", "plan", "remove", "1", "Sparkasse", "2026")[0] == 0


def test_interest_on_late_money_runs_from_its_payment(run: Run) -> None:
    """Row 14 of the rules worked by hand: 20,000 of 30,000 spent too late, from 15 January to 16 March."""
    paid = ("--paid", "15.1.2026=30000", "--spent", "10.2.2026=10000", "--spent", "16.3.2026=20000")
    found = json.loads(
        run("financing", "interest", *paid, "--regime", "anbest_p_bund", "--base-rate", "1.27", "--json")[1]
    )
    assert found["rows"] == [
        {"amount": "20000.00", "from": "2026-01-15", "until": "2026-03-16", "interest": "206.14"},
    ]


def test_interest_on_a_refund_runs_from_the_application_s_newest_payment(run: Run) -> None:
    words = ("--application", "1", "--amount", "6000", "--until", "1.12.2026")
    status, out, _err = run("financing", "interest", *words, "--base-rate", "1.27")
    assert (status, out.splitlines()) == (
        0,
        ["6.000,00 € vom 01.02.2026 bis 01.12.2026: 312,30 € Zinsen", "Zinsen zusammen: 312,30 €"],
    )


def test_interest_takes_the_table_s_rate_says_so_and_waives_what_the_conditions_waive(run: Run) -> None:
    """At 6.27 %, one day after six weeks, or two months: 4.43, which ANBest-P (Bund) Nr. 8 does not ask for; 5.17."""
    found = []
    for regime, amount, until in (
        ("anbest_p_bund", 600, "16.3.2026"),
        ("anbest_p_bund", 700, "16.3.2026"),
        ("anbest_p_st", 450, "2.4.2026"),
    ):
        words = ("--paid", f"1.2.2026={amount}", "--regime", regime, "--until", until, "--json")
        each = json.loads(run("financing", "interest", *words)[1])
        found.append((each["interest"], each["waived"]))
        assert each["base_rates"] == [{"since": "2026-01-01", "percent": "1.27", "check": True}]
    assert found == [("0.00", "4.43"), ("5.17", "0.00"), ("4.64", "0.00")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--application", "1", "--until", "1.3.2027"), "Welcher Basiszinssatz (§ 247 BGB) galt am 01.01.2027?"),
        ((), "Bitte entweder --application nennen oder mit --paid, was wann ausgezahlt wurde."),
        (("--paid", "30000"), "„30000“ nennt keinen Tag und seine Summe"),
        (("--paid", "1.2.2026=5", "--within", "6 Wochen"), "„6 Wochen“ ist keine Dauer"),
        (("--paid", "1.2.2026=5", "--amount", "6", "--base-rate", "1"), "nur 5,00 € ausgezahlt, 6,00 € können nicht"),
    ],
)
def test_interest_that_cannot_be_worked_out_is_asked_in_one_sentence(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    status, out, err = run("financing", "interest", *words)
    assert (status, out, said in err) == (2, "", True)


def test_plans_come_in_from_a_table_and_are_taken_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    assert run("financing", "plan", "template", str(file))[0] == 0
    rows = ("1;Ausgabe;Personal;2026;60.000,00", "1;diese Zuwendung;Land;2026;50.000,00")
    file.write_text("\n".join([file.read_text(encoding="utf-8-sig").splitlines()[0], *rows]), encoding="utf-8")
    status, out, err = run("financing", "plan", "import", str(file), "--yes")
    assert (status, out.splitlines()[-1]) == (
        1,
        "0 Finanzierungspläne eingetragen, 0 unverändert, 1 Angaben abgewiesen.",
    )
    assert "Von den bewilligten 80.000,00 € stehen 50.000,00 € im Plan." in out
    assert "Stimmt es doch, trägt derselbe Befehl mit --insist es ein." in err
    status, out, err = run("financing", "plan", "import", str(file), "--yes", "--insist")
    assert (status, "Antrag 1: Plan mit 2 Zeilen" in out) == (0, True)
    assert "„akquise financing plan take-back 1“" in err
    assert "plan.csv" in run("financing", "plan", "imports")[1]
    assert run("financing", "plan", "take-back", "1")[0] == 0
    assert not json.loads(run("financing", "plan", "1", "--json")[1])["stored"]


def test_a_plan_says_what_the_award_s_conditions_allow_and_what_nobody_has_read_of_them(planned: Run) -> None:
    out = planned("financing", "plan", "show", "1")[1]
    (said,) = re.findall(r"Aus den Nebenbestimmungen\n((?:  .*\n)+)", out)
    assert "nicht bekannt: um wie viel eine Ausgabe über ihrem Ansatz liegen darf, eine Bagatellgrenze" in said
    conditions = json.loads(planned("financing", "plan", "show", "1", "--json")[1])["conditions"]
    assert (conditions["threshold"], conditions["line_tolerance"]) == (None, None)


def test_a_cost_over_its_plan_is_asked_about_where_it_is_entered(planned: Run) -> None:
    words = ("financing", "plan", "enter", "1", "cost")
    planned(*words, "Personal", "2025", "60000", "--actual", "50000")
    status, out, _err = planned(*words, "Miete", "2025", "1000", "--actual", "5000", "--insist")
    assert status == 0
    assert "? „Miete“ liegt mit 5.000,00 € über den geplanten 1.000,00 €: Um wie viel Prozent darf" in out
    assert "Land: offen, geplant 75.600,00 €" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--paid", "1.2.2026=9", "--spent", "3.2.2026=9"), "--spent braucht --within oder --regime"),
        (("--paid", "1.2.2026=9", "--amount", "-5"), "„-5“ ist kleiner als 0"),
        (("--paid", "1.2.2026=9", "--amount", "0"), "ist nichts, was zurückgeht"),
        (("--paid", "1.2.2026=9", "--base-rate", "200"), "„200“ ist kein Basiszinssatz"),
        (("--paid", "1.2.2026=1e9999999"), "„1e9999999“ ist keine Summe"),
    ],
)
def test_interest_on_what_can_t_be_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    status, out, err = run("financing", "interest", *words)
    assert (status, out, said in err) == (2, "", True)


@pytest.mark.parametrize("words", [("plan", "enter", "1", "cost", "Miete", "2026", "-5"), ("plan", "move", "1", "-70")])
def test_a_sum_below_nothing_is_told_as_such_and_not_as_an_option(run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run("financing", *words)
    assert (status, out, "Eine Zahl unter 0 gibt es hier nicht" in err) == (2, "", True)


def test_conditions_are_taken_by_their_short_name_unless_it_may_mean_several(run: Run) -> None:
    words = ("financing", "interest", "--paid", "1.2.2026=1000", "--within", "P1M", "--regime")
    status, _out, err = run(*words, "ANBest-P")
    assert (status, "bitte eines davon nennen: anbest_p_bund, anbest_p_st" in err) == (2, True)
    assert "gibt es nicht; bekannt sind" in run(*words, "anbest_q")[2]
    assert "nabf" in run(*words, "NABF")[2].lower()  # known, but how long money may lie is not

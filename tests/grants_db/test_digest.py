"""The digest of a night: only material news, grouped, once; and what a changed call reopens."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.dashboard.worklist import worklist
from grants_db.models.match import Match
from grants_db.models.measure import Measure, Unit
from grants_db.models.notice import Digest
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import OpportunityFacts
from grants_db.models.source import Source
from grants_db.opportunities.runs import RunReport, close_run, open_run
from grants_db.opportunities.sources import register_source
from grants_db.opportunities.store import SeenOpportunity, restate, versions
from grants_db.reports.digest import last_digest
from grants_db.reports.night_news import OFFICE, read_news
from grants_db.review.decisions import current_decisions, decide, ledger
from grants_db.review.matches import Proposal, replace_undecided
from grants_db.review.reopening import reopen_answered
from grants_db.vocabulary import DecisionKind, Eligibility, ReasonCode, RunOutcome
from tui.formatting import i18n
from tui.jobs.digest import make_digest
from tui.jobs.source_health import Night
from tui.text.work.worklist import Today, WorkRole, lines_of

TUESDAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NEXT_NIGHT = TUESDAY + timedelta(days=1)


def fixed(day: str) -> dict[str, object]:
    return {"kind": "fixed", "dates": [day], "times": [], "stages": ["application"], "two_stage": False, "evidence": ""}


@pytest.fixture
def matched(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> Callable[..., tuple[Measure, Opportunity]]:
    """A call that was proposed for a measure a week ago."""

    def store(**facts: object) -> tuple[Measure, Opportunity]:
        measure = a_measure("2.1", action_field=2, unit="Amt 40")
        values = {"deadline": fixed("2027-03-31"), "title": "Sprache <b>verbindet</b>"} | facts
        call = an_opportunity("calls/2", at=TUESDAY - timedelta(days=7), **values)
        session.add(
            Match(
                measure_id=measure.id or 0,
                opportunity_id=call.id or 0,
                rank=1,
                score=0.5,
                eligibility=Eligibility.ELIGIBLE,
                computed_at=TUESDAY,
            )
        )
        session.flush()
        return measure, call

    return store


def digest(session: Session, unit: str = "Amt 40", at: datetime = NEXT_NIGHT) -> Digest | None:
    dates = agenda(session, at.date())
    return made(session, unit, at - timedelta(days=1), at, dates)


def made(
    session: Session,
    unit: str,
    since: datetime,
    at: datetime,
    dates: Sequence[AgendaEntry] = (),
    *,
    complete: bool = True,
) -> Digest | None:
    news = read_news(session, since, at.date())
    return make_digest(session, news, unit, since, at, dates, complete=complete)


def test_nothing_new_is_no_digest(session: Session, matched: Callable[..., object]) -> None:
    matched()
    assert digest(session) is None


def test_a_moved_deadline_is_news_and_a_reworded_text_is_not(
    session: Session, matched: Callable[..., object], an_opportunity: Callable[..., Opportunity]
) -> None:
    matched()
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-03-31"), title="Sprache verbindet")
    assert digest(session) is None
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), title="Sprache verbindet")
    told = digest(session)
    assert told is not None
    assert "Frist verschoben" in told.text
    assert "Antragsfrist: 31.03.2027 → 31.05.2027" in told.text
    assert "HF 2" in told.text


def test_the_same_night_again_gives_the_digest_that_is_kept(
    session: Session, matched: Callable[..., object], an_opportunity: Callable[..., Opportunity]
) -> None:
    matched()
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), title="Sprache verbindet")
    first = digest(session)
    again = digest(session, at=NEXT_NIGHT + timedelta(hours=1))
    assert first is not None
    assert again is not None
    assert first.id == again.id


def test_what_a_night_could_not_match_is_told_by_the_next(
    session: Session, matched: Callable[..., tuple[Measure, Opportunity]]
) -> None:
    _, call = matched()
    call.first_seen = NEXT_NIGHT
    proposed = session.exec(select(Match)).one()
    session.delete(proposed)
    day = timedelta(days=1)
    register_source(session, Source(name="leer", title="L", url="https://l.example/", platform="x", added_at=TUESDAY))
    for night in (TUESDAY, NEXT_NIGHT):  # something to tell each night
        close_run(session, open_run(session, "leer", night), RunReport(RunOutcome.FAILED), night)
        made(session, OFFICE, night - day, night, complete=night is TUESDAY)
    session.add(Match(**proposed.model_dump()))
    since = last_digest(session, OFFICE)
    assert since == TUESDAY
    told = made(session, OFFICE, since, NEXT_NIGHT + day)
    assert told is not None
    assert f"Neu\n    - {call.title}" in told.text


def test_a_unit_does_not_get_what_concerns_another_and_the_office_gets_all(
    session: Session, matched: Callable[..., object], an_opportunity: Callable[..., Opportunity]
) -> None:
    matched()
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), max_amount=Decimal(5000))
    assert digest(session, "Amt 66") is None
    office = digest(session, OFFICE)
    assert office is not None
    assert "Höchstbetrag: – → 5.000,00 €" in office.text


def test_a_unit_that_answers_too_reads_the_news_and_the_dates_of_the_measure(
    session: Session,
    matched: Callable[..., tuple[Measure, Opportunity]],
    an_opportunity: Callable[..., Opportunity],
) -> None:
    measure, call = matched(deadline=fixed("2026-12-02"))
    measure.further_units = [Unit(name="Amt 51")]
    decide(session, measure, call, DecisionKind.ACCEPTED, now=TUESDAY)
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2026-12-02"), max_amount=Decimal(5000))

    told = digest(session, "Amt 51")

    assert told is not None
    assert ("Summe oder Förderquote geändert" in told.text, "Bald fällig" in told.text) == (True, True)
    assert {entry.units for entry in agenda(session, NEXT_NIGHT.date())} == {("Amt 40", "Amt 51")}


def test_text_from_a_page_is_text_in_the_html(
    session: Session, matched: Callable[..., object], an_opportunity: Callable[..., Opportunity]
) -> None:
    matched()
    hostile = {"title": "Sprache <script>alert(1)</script>", "url": "javascript:alert(1)"}
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), **hostile)
    told = digest(session)
    assert told is not None
    assert "<script>" not in told.html
    assert "&lt;script&gt;" in told.html
    assert 'href="javascript' not in told.html


def test_a_call_that_runs_out_is_said_to_be_closed(session: Session, matched: Callable[..., object]) -> None:
    matched(deadline=fixed("2026-11-24"))
    told = digest(session)
    assert told is not None
    assert "Geschlossen" in told.text


def test_a_threshold_is_said_once(session: Session, matched: Callable[..., tuple[Measure, Opportunity]]) -> None:
    measure, call = matched(deadline=fixed("2026-12-02"))
    decide(session, measure, call, DecisionKind.ACCEPTED, now=TUESDAY)
    told = digest(session)  # seven days before
    assert told is not None
    assert "Bald fällig" in told.text
    assert digest(session, at=NEXT_NIGHT + timedelta(days=1)) is None


def test_a_failed_source_and_mondays_coverage_are_told(
    session: Session, a_source: Callable[..., Source], matched: Callable[..., object]
) -> None:
    matched()
    register_source(session, a_source("kaputt", title="Kaputtes Portal"))
    run = open_run(session, "kaputt", NEXT_NIGHT)
    close_run(session, run, RunReport(RunOutcome.FAILED, asked=3, failed=3), NEXT_NIGHT)
    told = digest(session)
    assert told is not None
    assert "Kaputtes Portal: fehlgeschlagen" in told.text
    monday = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    weekly = digest(session, at=monday)
    assert weekly is not None
    assert "Abdeckung der Woche" in weekly.text


@pytest.mark.parametrize(
    ("reason", "statement", "reopens"),
    [
        (ReasonCode.DEADLINE_TOO_SHORT, {"deadline": fixed("2027-06-30")}, True),
        (ReasonCode.OUTSIDE_PURPOSE, {"deadline": fixed("2027-06-30")}, False),
        (ReasonCode.DEADLINE_TOO_SHORT, {"max_amount": Decimal(9000)}, False),
        (ReasonCode.OWN_CONTRIBUTION, {"max_rate": Decimal(100)}, True),
        (ReasonCode.NOT_ELIGIBLE, {"applicant_route": "direct"}, True),
        (ReasonCode.DEADLINE_TOO_SHORT, {"title": "Anders geschrieben"}, False),
    ],
)
def test_a_change_reopens_exactly_what_was_dismissed_for_it(
    session: Session,
    matched: Callable[..., tuple[Measure, Opportunity]],
    an_opportunity: Callable[..., Opportunity],
    reason: ReasonCode,
    statement: dict[str, object],
    reopens: bool,
) -> None:
    measure, call = matched()
    decide(session, measure, call, DecisionKind.DISMISSED, reason=reason, now=TUESDAY)
    an_opportunity(
        "calls/2", at=NEXT_NIGHT, **{"deadline": fixed("2027-03-31"), "title": "Sprache <b>verbindet</b>"} | statement
    )
    assert bool(reopen_answered(session, NEXT_NIGHT)) is reopens
    assert ((measure.id, call.id) in current_decisions(session)) is not reopens
    assert reopen_answered(session, NEXT_NIGHT) == []  # only once
    assert len(ledger(session)) == 1  # the ledger forgets nothing


def test_what_a_mended_reader_finds_is_no_news_and_leaves_decisions_alone(
    session: Session, matched: Callable[..., tuple[Measure, Opportunity]]
) -> None:
    measure, call = matched()
    decide(session, measure, call, DecisionKind.DISMISSED, reason=ReasonCode.DEADLINE_TOO_SHORT, now=TUESDAY)
    changed_at = call.content_changed_at
    read_anew = OpportunityFacts.model_validate(call.model_dump() | {"deadline": fixed("2027-09-30")})

    _, changed = restate(session, call.source_name, [SeenOpportunity(read_anew, call.page_url)], NEXT_NIGHT)

    assert list(changed) == [call.external_id]
    assert call.deadline["dates"] == ["2027-09-30"]
    assert [version.reread for version in versions(session, call.id or 0)] == [False, True]
    assert call.content_changed_at == changed_at
    assert reopen_answered(session, NEXT_NIGHT) == []
    assert digest(session) is None


def test_the_digest_is_in_the_language_of_the_office(
    session: Session,
    matched: Callable[..., tuple[Measure, Opportunity]],
    an_opportunity: Callable[..., Opportunity],
    a_source: Callable[..., Source],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    measure, call = matched(title="Call")
    decide(session, measure, call, DecisionKind.ACCEPTED, now=TUESDAY)
    an_opportunity(
        "calls/2",
        at=NEXT_NIGHT,
        deadline=fixed("2026-12-02"),
        title="Call",
        max_amount=Decimal(5000),
        url="https://a.b",
    )
    register_source(session, a_source("broken", title="Broken portal"))
    close_run(session, open_run(session, "broken", NEXT_NIGHT), RunReport(RunOutcome.FAILED, asked=3), NEXT_NIGHT)
    told = digest(session, OFFICE)
    assert told is not None
    assert told.subject == "Grants 25 Nov 2026: 2 news items"
    assert told.text == (
        "Grants, 25 Nov 2026\n\nToday\n  1 date in the next two weeks\n\nAF 2 Language\n"
        "  Deadline moved\n"
        "    - Call (2.1) · Deadline: 31 Mar 2027 → 2 Dec 2026; Largest amount: – → €5,000.00 · https://a.b\n"
        "  Due soon\n    - Call (2.1) · Submit the application: 2 Dec 2026 · https://a.b\n\n"
        "Sources with findings\n"
        "  - Broken portal: failed, 3 asked, 0 answered, 0 unchanged, 0 failed; last complete never\n"
    )
    assert '<html lang="en">' in told.html
    assert "<h3>Due soon</h3>" in told.html


def test_a_call_that_was_retired_long_ago_is_said_to_be_closed_once(
    session: Session, matched: Callable[..., tuple[Measure, Opportunity]]
) -> None:
    measure, call = matched()
    decide(session, measure, call, DecisionKind.ACCEPTED, now=TUESDAY)
    call.retired_at = NEXT_NIGHT
    session.add(call)
    session.flush()
    told = digest(session, at=NEXT_NIGHT + timedelta(hours=1))
    assert told is not None
    assert "Geschlossen" in told.text
    assert digest(session, at=NEXT_NIGHT + timedelta(days=2)) is None


def test_a_call_of_two_fields_has_one_line_with_all_that_changed(
    session: Session,
    matched: Callable[..., tuple[Measure, Opportunity]],
    a_measure: Callable[..., Measure],
    an_opportunity: Callable[..., Opportunity],
) -> None:
    measure, call = matched()
    other = a_measure("4.3", action_field=4, unit="Amt 66")
    shown = Proposal(call.id or 0, 0.5, {}, Eligibility.ELIGIBLE, [], [], [])
    replace_undecided(session, {measure.id or 0: [shown], other.id or 0: [shown]}, TUESDAY)
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), max_amount=Decimal(5000), title="Aufruf")
    told = digest(session, OFFICE)
    assert told is not None
    [line] = [line for line in told.text.splitlines() if "31.03.2027 → 31.05.2027" in line]
    assert line.startswith("    - Aufruf (2.1, 4.3) · ")
    assert "5.000,00" in line
    assert "HF 4" not in told.text


def test_the_head_says_what_the_start_page_says_to_the_same_people(
    session: Session,
    matched: Callable[..., tuple[Measure, Opportunity]],
    an_opportunity: Callable[..., Opportunity],
) -> None:
    matched()
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), title="Aufruf")
    told = digest(session, OFFICE)
    assert told is not None
    work = worklist(session, NEXT_NIGHT.date(), NEXT_NIGHT - timedelta(days=1))
    night = Night()
    page = lines_of(WorkRole.OFFICE, Today(NEXT_NIGHT.date(), "", [], work, None, night, []))
    for row in page:
        assert " ".join(filter(None, (row.cells[0], row.cells[1]))) in told.text
    assert "zu prüfen" not in told.text  # nothing to do of that kind


def test_the_digests_of_all_units_are_one_reading_of_the_calls_that_changed(
    session: Session, matched: Callable[..., object], an_opportunity: Callable[..., Opportunity]
) -> None:
    matched()
    an_opportunity("calls/3", at=TUESDAY - timedelta(days=7))
    an_opportunity("calls/2", at=NEXT_NIGHT, deadline=fixed("2027-05-31"), title="Sprache verbindet")
    news = read_news(session, TUESDAY, NEXT_NIGHT.date())
    assert [call.external_id for call in news.calls.values()] == ["calls/2"]
    session.close()  # nothing more is read
    told = {unit: list(news.of_unit(unit, TUESDAY)) for unit in (OFFICE, "Amt 40", "Amt 66")}
    assert [len(lines) for lines in told.values()] == [1, 1, 0]

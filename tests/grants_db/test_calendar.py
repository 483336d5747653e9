"""The calendar file, read back by a parser of its own making, and the planning that fills it."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from grants_db.applications.agenda import AgendaEntry, agenda
from grants_db.errors import InputError
from grants_db.import_export.icalendar import refresh_events, write_calendar
from grants_db.models.match import Match
from grants_db.models.measure import Measure
from grants_db.models.opportunity import Opportunity
from grants_db.review.decisions import decide, undo
from grants_db.rules.planning import load_meetings, plan_backwards
from grants_db.rules.working_days import holiday_name, next_working_day, working_days_before
from grants_db.vocabulary import DecisionKind, Eligibility
from tui.formatting import i18n
from tui.formatting.calendar_text import event_in_words

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = NOW.date()


def fixed(*days: str) -> dict[str, object]:
    return {
        "kind": "fixed",
        "dates": list(days),
        "times": [],
        "stages": ["application"] * len(days),
        "two_stage": False,
        "evidence": "Frist; mit Semikolon, Komma\nund Umlaut ä",
    }


@pytest.fixture
def accepted(
    session: Session, a_measure: Callable[..., Measure], an_opportunity: Callable[..., Opportunity]
) -> Callable[..., int]:
    """Accepts a call with this deadline; gives the decision's id."""

    def accept(*days: str, at: datetime = NOW, hours: Sequence[str] = ()) -> int:
        measure = a_measure("5.1", action_field=5, unit="Amt 40, Schule")
        stated = fixed(*days) | {"times": list(hours)}
        call = an_opportunity("calls/5", at=at, title="Fest; der Kulturen", deadline=stated)
        session.add(
            Match(
                measure_id=measure.id or 0,
                opportunity_id=call.id or 0,
                rank=1,
                score=0.5,
                eligibility=Eligibility.ELIGIBLE,
                computed_at=NOW,
            )
        )
        session.flush()
        return decide(session, measure, call, DecisionKind.ACCEPTED, now=NOW).id or 0

    return accept


def events(file: Path) -> list[dict[str, str]]:
    """A small reader of RFC 5545, independent of the library that writes: unfold, split, collect each VEVENT."""
    text = re.sub(r"\r\n[ \t]", "", file.read_bytes().decode("utf-8"))
    found: list[dict[str, str]] = []
    depth = ""
    for line in text.split("\r\n"):
        name, _, value = line.partition(":")
        key = name.partition(";")[0]
        if key == "BEGIN":
            depth = value
            if value == "VEVENT":
                found.append({})
        elif key == "END":
            depth = "VEVENT" if value == "VALARM" else ""
        elif depth == "VEVENT":
            found[-1][key] = value.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",")
    return found


def test_a_day_without_a_year_gives_a_line_to_check_and_no_date(
    session: Session, accepted: Callable[..., int], tmp_path: Path
) -> None:
    accepted("--03-15")
    (entry,) = agenda(session, TODAY)
    refresh_events(session, [entry], NOW, event_in_words)

    assert (entry.due, str(entry.title)) == (None, "Antrag einreichen bis 15.03., ohne Jahr, bitte prüfen")
    assert write_calendar(session, tmp_path / "a.ics", TODAY, "Fristen") == 0


def written(session: Session, folder: Path, entries: list[AgendaEntry], now: datetime = NOW) -> list[dict[str, str]]:
    refresh_events(session, entries, now, event_in_words)
    file = folder / "fristen.ics"
    write_calendar(session, file, now.date(), "Fristen")
    return events(file)


def test_a_deadline_is_a_whole_day_with_reminders(
    session: Session, accepted: Callable[..., int], tmp_path: Path
) -> None:
    accepted("2027-03-28")  # the day the clocks change
    (event,) = written(session, tmp_path, agenda(session, TODAY))
    assert (event["DTSTART"], event["DTEND"]) == ("20270328", "20270329")
    assert event["SUMMARY"].endswith("Fest; der Kulturen")
    assert "Frist; mit Semikolon, Komma\nund Umlaut ä" in event["DESCRIPTION"]
    assert (tmp_path / "fristen.ics").read_text(encoding="utf-8").count("BEGIN:VALARM") == 3


def test_the_hour_of_a_deadline_stands_in_the_text_of_its_day(
    session: Session, accepted: Callable[..., int], tmp_path: Path
) -> None:
    accepted("2027-03-31", hours=["12:00"])
    (event,) = written(session, tmp_path, agenda(session, TODAY))
    assert event["SUMMARY"].startswith("Antrag einreichen bis 12:00 Uhr")
    assert event["DTSTART"] == "20270331"


def test_the_same_again_is_no_change(session: Session, accepted: Callable[..., int], tmp_path: Path) -> None:
    accepted("2027-02-28")
    first = written(session, tmp_path, agenda(session, TODAY))
    assert written(session, tmp_path, agenda(session, TODAY), NOW + timedelta(days=1)) == first


def test_a_moved_deadline_keeps_its_uid_and_gets_the_next_sequence(
    session: Session, accepted: Callable[..., int], an_opportunity: Callable[..., Opportunity], tmp_path: Path
) -> None:
    accepted("2027-02-28")
    (before,) = written(session, tmp_path, agenda(session, TODAY))
    an_opportunity("calls/5", at=NOW + timedelta(days=1), title="Fest; der Kulturen", deadline=fixed("2027-04-30"))
    (after,) = written(session, tmp_path, agenda(session, TODAY), NOW + timedelta(days=1))
    assert after["UID"] == before["UID"]
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"])) == (0, 1)
    assert after["DTSTART"] == "20270430"


def test_what_is_no_longer_wanted_is_cancelled_and_stays_so(
    session: Session, accepted: Callable[..., int], tmp_path: Path
) -> None:
    decision = accepted("2027-02-28")
    written(session, tmp_path, agenda(session, TODAY))
    undo(session, decision, NOW)
    (event,) = written(session, tmp_path, agenda(session, TODAY))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "1")
    (again,) = written(session, tmp_path, agenda(session, TODAY), NOW + timedelta(days=1))
    assert (again["STATUS"], again["SEQUENCE"]) == ("CANCELLED", "1")


def test_a_unit_gets_its_own_dates(session: Session, accepted: Callable[..., int], tmp_path: Path) -> None:
    accepted("2027-02-28")
    refresh_events(session, agenda(session, TODAY), NOW, event_in_words)
    assert write_calendar(session, tmp_path / "ours.ics", TODAY, "Fristen", "Amt 40, Schule") == 1
    assert write_calendar(session, tmp_path / "theirs.ics", TODAY, "Fristen", "Amt 66") == 0


def test_a_cut_off_on_a_holiday_does_not_move(session: Session, accepted: Callable[..., int]) -> None:
    accepted("2027-01-06")  # Heilige Drei Könige, a holiday in Saxony-Anhalt
    assert holiday_name(date(2027, 1, 6))
    (entry,) = agenda(session, TODAY)
    assert entry.due == date(2027, 1, 6)


def test_working_days_know_the_holidays_of_the_land() -> None:
    assert next_working_day(date(2027, 10, 31)) == date(2027, 11, 1)  # Reformationstag, then a Monday
    assert working_days_before(date(2027, 1, 4), 1) == date(2026, 12, 31)


def test_planning_finds_the_last_meeting_that_still_allows_a_signed_application(tmp_path: Path) -> None:
    file = tmp_path / "sitzungen.yml"
    file.write_text(
        "- {day: 2027-02-18, body: Stadtrat, kind: council}\n"
        "- {day: 2027-03-18, body: Stadtrat, kind: council}\n"
        "- {day: 2027-03-03, body: Finanzausschuss, kind: committee}\n",
        encoding="utf-8",
    )
    planned = plan_backwards(date(2027, 3, 22), load_meetings(file))
    assert [(item.step, item.day) for item in planned] == [
        ("paper", date(2027, 1, 21)),
        ("paper", date(2027, 2, 3)),
        ("meeting", date(2027, 2, 18)),
        ("meeting", date(2027, 3, 3)),
        ("sign_off", date(2027, 3, 15)),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {day: 2027-02-30, body: Stadtrat, kind: council}", "Eintrag 1, Feld „day“"),
        ("- {day: 2027-02-18, body: Stadtrat}", "Feld „kind“"),
        (
            "- {day: 2027-02-18, body: Stadtrat, kind: council}\n- {day: 2027-02-18, body: Stadtrat, kind: council}",
            "tagt am 18.02.2027 schon einmal",
        ),
        ("day: 2027", "Liste"),
        ("- {", "nicht lesbar"),
    ],
)
def test_a_calendar_file_with_a_mistake_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "sitzungen.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(words)):
        load_meetings(file)


def test_a_calendar_is_in_the_language_of_the_office(
    session: Session, accepted: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    accepted("2027-03-31")
    (event,) = written(session, tmp_path, agenda(session, TODAY))
    assert event["SUMMARY"] == "Submit the application: Fest; der Kulturen"
    assert event["DESCRIPTION"].startswith("Measure 5.1 ")

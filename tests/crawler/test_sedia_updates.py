"""EU deadlines that were moved in prose only."""

import json
from datetime import date

import pytest

from crawler.platforms.sedia import SediaRecord, deadline
from crawler.platforms.sedia_updates import extension

STATED = [date(2027, 4, 27)]
TOPIC = "CARE-2027-TOWN-01"


@pytest.mark.parametrize(
    "sentence",
    [
        "The submission deadline has been extended to 11 May 2027, 17:00 CET.",
        "Please note: the deadline is extended from 27 April 2027 until Tuesday 11 May 2027.",
        "The deadline for this topic was postponed to 11 May, 17.00 Brussels time.",
        "Due to maintenance the closing date is moved to 17:00 CET on 11 May 2027.",
        "New deadline: 11/05/2027 17:00",
        "The new deadline is May 11th, 2027.",
        "Extension of the deadline to 2027-05-11.",
        f"The deadline of {TOPIC} has been extended to 11th of May.",
    ],
)
def test_a_day_a_deadline_is_moved_to_is_read(sentence: str) -> None:
    found = extension([f"Dear applicants, welcome.\n{sentence}\nSee you there."], TOPIC, STATED)

    assert found is not None
    assert (found.old, found.new) == (STATED[0], date(2027, 5, 11))
    assert found.quote in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The deadline will not be extended to 11 May 2027.",
        "The deadline of CARE-2027-FARM-02 has been extended to 11 May 2027.",
        "The info day has been postponed to 11 May 2027.",
        "The deadline has been extended.",
        "The deadline was extended to 11 May 2029.",
        "The deadline was extended to 3 March 2027.",
        "The deadline was extended to 31 February 2027.",
        "A total of 14 proposals were received by the deadline of 27 April 2027.",
        "The new platform is open until 11 May 2027; the deadline stays as it is.",
    ],
)
def test_what_moves_no_deadline_of_ours_is_left_alone(sentence: str) -> None:
    assert extension([sentence], TOPIC, STATED) is None


def test_without_a_year_the_day_is_the_next_after_the_old_one() -> None:
    found = extension(["The deadline has been extended to 12 January."], TOPIC, [date(2026, 12, 15)])

    assert found is not None
    assert found.new == date(2027, 1, 12)


def test_the_latest_of_several_extensions_holds() -> None:
    updates = ["The deadline has been extended to 4 May 2027.", "The deadline has been extended to 11 May 2027."]

    found = extension(updates, TOPIC, STATED)

    assert found is not None
    assert found.new == date(2027, 5, 11)


def test_with_two_stages_that_could_both_be_meant_nothing_is_moved() -> None:
    days = [date(2027, 4, 1), date(2027, 4, 27)]

    assert extension(["The deadline has been extended to 11 May 2027."], TOPIC, days) is None


def a_record(update: str) -> SediaRecord:
    infos = [{"approvalDate": "", "lastChangeDate": "2027-04-20T00:00:00.000", "content": f"<p>{update}</p>"}]
    return SediaRecord(
        {"metadata": {"deadlineDate": ["2027-04-27T15:00:00.000+0000"], "latestInfos": [json.dumps(infos)]}}
    )


def test_the_deadline_of_a_record_follows_its_updates_and_quotes_both() -> None:
    found = deadline(a_record("The deadline has been <b>extended</b> to 11 May 2027."), TOPIC)

    assert found.dates == ("2027-05-11",)
    assert "Feld „deadlineDate“ der Quelle: 2027-04-27" in found.evidence
    assert "extended to 11 May 2027" in found.evidence


def test_a_record_whose_fields_already_say_the_new_day_stays_as_it_is() -> None:
    found = deadline(a_record("The deadline has been extended to 27 April 2027."), TOPIC)

    assert found.dates == ("2027-04-27",)
    assert "latestInfos" not in found.evidence

from urllib.parse import urlsplit

import pytest

from crawler.demo_portal.content import (
    PRACTICE_TODAY,
    DemoRecord,
    FoundationProgramme,
    NightChange,
    Page,
    Programme,
    load,
    night_changes,
)
from grants_db.vocabulary import THIRD_PARTY_LEVELS, DeadlineKind


def level_of(record: DemoRecord) -> str:
    if isinstance(record, Programme):
        return {"Land": "land", "Bund": "federal", "EU": "eu"}[record.folder.partition("/")[0]]
    if isinstance(record, Page):
        return record.level
    return "foundation" if isinstance(record, FoundationProgramme) else "eu"


def test_it_holds_seventy_opportunities_or_more_and_fifteen_of_every_level() -> None:
    opportunities = load().opportunities
    levels = [level_of(record) for record in opportunities]
    assert len(opportunities) >= 70
    assert {level: levels.count(level) >= 15 for level in THIRD_PARTY_LEVELS} == dict.fromkeys(THIRD_PARTY_LEVELS, True)


def test_every_kind_of_deadline_occurs_twice_or_more() -> None:
    kinds = [record.kind for record in load().opportunities]
    assert {kind: kinds.count(kind) >= 2 for kind in DeadlineKind} == dict.fromkeys(DeadlineKind, True)


def test_most_are_off_topic_and_every_action_field_has_three_or_more() -> None:
    opportunities = load().opportunities
    off_topic = [record for record in opportunities if not record.fits]
    assert 0.5 <= len(off_topic) / len(opportunities) <= 0.65
    assert all(sum(number in record.fits for record in opportunities) >= 3 for number in range(1, 7))


@pytest.mark.parametrize("night", [1, 2])
def test_keys_are_unique_and_funders_known(night: int) -> None:
    content = load(night)
    keys = [record.key for record in content.opportunities]
    funders = {programme.funder for programme in content.programmes}
    funders |= {programme.funder for programme in content.foundation_programmes}
    assert len(keys) == len(set(keys))
    assert funders <= content.contacts.keys()


def test_invented_hosts_cannot_be_reached_by_anyone() -> None:
    content = load()
    addresses = [contact.website for contact in content.contacts.values()] + [page.url for page in content.pages]
    assert {(urlsplit(address).hostname or "").rpartition(".")[2] for address in addresses} == {"example"}


def test_an_unknown_night_is_refused() -> None:
    with pytest.raises(ValueError, match="nights"):
        load(3)


def test_the_practice_day_lies_before_the_dates_written_for_it() -> None:
    upcoming = [
        day for call in load().calls if call.status != "closed" for day in call.deadlines if day > PRACTICE_TODAY
    ]
    assert len(upcoming) >= 15


def opportunity(night: int, key: str) -> DemoRecord:
    return next(record for record in load(night).opportunities if record.key == key)


def test_the_second_night_differs_in_what_is_declared_and_in_nothing_else() -> None:
    first, second = load(1), load(2)
    declared = {(change.key, change.change) for change in night_changes()}
    before = {record.key: record for record in first.opportunities}
    after = {record.key: record for record in second.opportunities}
    new = {(key, "new") for key in after.keys() - before.keys()}
    gone = {(key, "gone") for key in before.keys() - after.keys()}
    changed = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    assert new | gone == {entry for entry in declared if entry[1] in ("new", "gone")}
    assert changed == {key for key, kind in declared if kind not in ("new", "gone")}
    assert {"deadline", "amount", "cosmetic", "new", "gone"} == {kind for _, kind in declared}


@pytest.mark.parametrize("change", [change for change in night_changes() if change.part], ids=lambda change: change.key)
def test_a_declared_change_touches_only_its_part(change: NightChange) -> None:
    before, after = vars(opportunity(1, change.key)), vars(opportunity(2, change.key))
    assert before | {change.part: None} == after | {change.part: None}
    assert before[change.part] != after[change.part]

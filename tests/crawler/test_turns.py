"""What a night that was cut short left out begins the next one, so that no source is the last for ever."""

from datetime import UTC, datetime, timedelta

from crawler.runs.turns import longest_unasked_first
from grants_db.models.source import CrawlRun, Source

NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def source(name: str) -> Source:
    return Source(name=name, title=name, url=f"https://{name}.example", platform="watched_page", added_at=NIGHT)


def runs(name: str, *days_ago: int) -> list[CrawlRun]:
    return [CrawlRun(source_name=name, started_at=NIGHT - timedelta(days=ago)) for ago in days_ago]


def test_the_one_asked_longest_ago_begins_and_one_never_asked_goes_before() -> None:
    past = {"a": runs("a", 0, 1), "b": runs("b", 1), "z": runs("z", 2)}

    found = longest_unasked_first([source(name) for name in ("a", "b", "neu", "z")], past)

    assert [each.name for each in found] == ["neu", "z", "b", "a"]


def test_over_nights_that_are_cut_every_source_has_its_turn() -> None:
    past: dict[str, list[CrawlRun]] = {}
    sources = [source(name) for name in "abcde"]
    for night in range(3):  # each is cut after two
        for each in longest_unasked_first(sources, past)[:2]:
            past[each.name] = [CrawlRun(source_name=each.name, started_at=NIGHT + timedelta(days=night))]

    assert set(past) == set("abcde")

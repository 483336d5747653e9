"""A crawl is measured by the memory it takes, not by the most that was ever taken before it."""

import resource
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from crawler.middlewares.memory_limit import MemoryTakenNow

BEFORE = 400 * 1024 * 1024  # bytes


@pytest.fixture
def limit() -> MemoryTakenNow:
    """The extension, in what it asks of a crawl."""
    crawl = SimpleNamespace(settings=Settings({"MEMUSAGE_ENABLED": True}), stats=None, signals=SignalManager())
    return MemoryTakenNow(cast("Crawler", crawl))


def test_what_was_taken_before_and_given_back_is_not_counted(limit: MemoryTakenNow) -> None:
    """Before, a night started from a large app was cut ahead of its first page."""
    taken = bytearray(BEFORE)
    taken[::4096] = b"x" * len(taken[::4096])
    assert limit.get_virtual_size() > BEFORE
    del taken
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    assert most - limit.get_virtual_size() > BEFORE / 2

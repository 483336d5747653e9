"""What is forked has what a crawl imports, and no reactor, which would be one for all."""

import sys

from tests import forked


def say_what_is_loaded() -> None:
    print(*sys.modules)


def test_a_forked_process_has_loaded_what_it_needs_and_no_reactor() -> None:
    loaded = set(forked.run(say_what_is_loaded).stdout.split())
    assert set(forked.LOADED) - loaded == set()
    assert "twisted.internet.reactor" not in loaded

"""Every source that is shipped keeps the contract, whatever it reads."""

import inspect
from datetime import UTC, datetime

import pytest

from crawler.middlewares.ssrf_guard import refuse_inside
from crawler.platforms.base import PortalSpider, as_source
from crawler.spiders.registry import PORTALS, spider_for
from grants_db.models.source import Source
from grants_db.vocabulary import Level

pytestmark = pytest.mark.parametrize("spider", PORTALS, ids=lambda spider: str(spider.name))


def test_a_source_states_its_facts(spider: type[PortalSpider]) -> None:
    assert str(spider.name).isidentifier()
    assert len(str(spider.name)) <= 60
    assert spider.title
    assert spider.attribution
    assert spider.permission
    assert spider.__doc__


def test_its_entry_is_a_public_address(spider: type[PortalSpider]) -> None:
    assert spider.url.startswith("https://")
    refuse_inside(spider.url)


def test_it_is_found_by_its_row_in_the_database(spider: type[PortalSpider]) -> None:
    row = as_source(spider, datetime.now(UTC))
    assert spider_for(row) is spider
    assert isinstance(row, Source)
    assert row.level is None or row.level in Level


def test_its_answers_have_a_limit(spider: type[PortalSpider]) -> None:
    assert 0 < spider.largest_answer <= 64 * 1024 * 1024


def test_it_lives_in_a_file_of_its_own_with_the_work_on_a_platform(spider: type[PortalSpider]) -> None:
    module = inspect.getmodule(spider)
    assert module is not None
    assert module.__name__ == f"crawler.spiders.{spider.name}"
    assert spider.start_pages is not PortalSpider.start_pages

"""robots.txt (RFC 9309), read once a night for each host before its first page, and the pauses between pages.

Scrapy's own middleware lets requests pass that wait while robots.txt is loading, ignores Crawl-delay, and takes an
unreachable robots.txt for "allowed". Here one lock for each host makes the others wait for the rules.
"""

import asyncio
from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.context import context_of
from crawler.errors import AddressRefusedError, RobotsForbiddenError, RobotsUnreachableError, WayOutError
from crawler.robots_rules import RobotsRules, parse_rules

_MISHAPS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
#: what RFC 9309 (2.5) makes a crawler read at least; more is cut off
LONGEST_FILE = 512 * 1024


class PolitenessMiddleware:
    """Lets a request pass when its host's rules allow it, and when it is its turn."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._limits = context_of(crawler).limits

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Ask the rules, then wait for the turn."""
        if request.meta.get("robots_txt"):
            return
        parts = urlparse_cached(request)
        host = f"{parts.scheme}://{parts.netloc}"
        rules = await self.rules(host)
        if not rules.reachable:
            raise RobotsUnreachableError(rules.why)
        if not rules.allow(request.url):
            raise RobotsForbiddenError
        if not self._limits.unthrottled:
            await self._turn(parts.netloc, rules.delay)

    async def rules(self, host: str) -> RobotsRules:
        """The rules of a host (`https://name`), fetched at most once in a night."""
        async with self._limits.locks[host]:
            if host not in self._limits.rules:
                self._limits.rules[host] = await self._fetch(host)
        return self._limits.rules[host]

    async def _fetch(self, host: str) -> RobotsRules:
        request = Request(f"{host}/robots.txt", meta={"robots_txt": True}, callback=NO_CALLBACK, dont_filter=True)
        try:
            response = await self.crawler.engine.download_async(request)
        except (WayOutError, AddressRefusedError) as error:
            return RobotsRules(reachable=False, why=error.sentence)
        except (IgnoreRequest, OSError, TunnelError, *_MISHAPS):
            return RobotsRules(reachable=False)
        if response.status >= 500 or response.status == 429:
            return RobotsRules(reachable=False)
        if response.status != 200:
            return RobotsRules(reachable=True)
        return parse_rules(response.body[:LONGEST_FILE])

    async def _turn(self, name: str, delay: float) -> None:
        now = asyncio.get_running_loop().time()
        turn = max(now, self._limits.next_turn.get(name, now))
        self._limits.next_turn[name] = turn + delay
        await asyncio.sleep(turn - now)

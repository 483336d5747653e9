"""Patience with faults that pass: waits before asking again, as long as the server asks for."""

import asyncio
import random
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.context import context_of
from crawler.middlewares.ssrf_guard import refuse_led_inside
from grants_db.clock import this_instant

#: the longest a server may make us wait, in seconds; beyond that the page counts as missing tonight
LONGEST_WAIT = 600.0
LONGEST_WAIT_HURRIED = 2.0
#: the first pause; doubled at each try
FIRST_PAUSE = 2.0
FIRST_PAUSE_UNTHROTTLED = 0.02
LONGEST_PAUSE_UNTHROTTLED = 0.2


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retries with pauses and Retry-After (RFC 9110, 10.2.3)."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one."""
        made: Self = super().from_crawler(crawler)
        made.unthrottled = context_of(crawler).limits.unthrottled
        return made

    unthrottled = False

    async def process_response(  # type: ignore[override]  # Scrapy takes coroutines here
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - the interface has it
    ) -> Request | Response:
        """Ask again after a pause, or hand the answer on."""
        if response.status not in self.retry_http_codes or self._is_last(request):
            return response
        if not await self._pause(request, _retry_after(response)):
            return response
        return self._retry(request, f"HTTP {response.status}") or response

    async def process_exception(  # type: ignore[override]  # as above
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002 - as above
    ) -> Request | Response | None:
        """Ask again after a pause, or let the error go on; a name that leads into a network is refused at once."""
        refuse_led_inside(request.url)
        if not isinstance(exception, self.exceptions_to_retry) or self._is_last(request):
            return None
        await self._pause(request, 0.0)
        return self._retry(request, exception)

    def _is_last(self, request: Request) -> bool:
        return int(request.meta.get("retry_times", 0)) >= self.max_retry_times

    async def _pause(self, request: Request, asked_for: float) -> bool:
        """Wait; False where the server asks for more than a night has."""
        turn = int(request.meta.get("retry_times", 0))
        if self.unthrottled:
            pause = min(FIRST_PAUSE_UNTHROTTLED * 2**turn, LONGEST_PAUSE_UNTHROTTLED)
            await asyncio.sleep(max(pause, min(asked_for, LONGEST_WAIT_HURRIED)))
            return True
        if asked_for > LONGEST_WAIT:
            return False
        pause = FIRST_PAUSE * 2**turn * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
        await asyncio.sleep(max(pause, asked_for))
        return True


def _retry_after(response: Response) -> float:
    """Seconds the server asks us to wait; 0 where it asks for nothing that can be read."""
    header = response.headers.get("Retry-After")
    if header is None:
        return 0.0
    text = header.decode("latin-1").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - this_instant()).total_seconds())

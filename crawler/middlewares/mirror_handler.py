"""The last step to the net: fetches from the mirror where there is one, and hands back the original address."""

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.context import context_of
from crawler.middlewares.house_trust import TrustOfTheHouse, way_out_errors


class MirroredDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, by way of the mirror; counts what the servers answer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._context = context_of(crawler)
        if (ca_file := self._context.limits.outgoing.ca_file) is not None:
            self._contextFactory: Any = TrustOfTheHouse(ca_file)

    async def download_request(self, request: Request) -> Response:
        """Fetch one request."""
        mirror = self._context.limits.mirror
        sent = request if mirror is None else request.replace(url=mirror.address_of(request.url))
        with way_out_errors(self._context.limits.outgoing.shown_proxy):
            response = await super().download_request(sent)
        self._context.stats.http_statuses[str(response.status)] += 1
        return response if mirror is None else response.replace(url=request.url)

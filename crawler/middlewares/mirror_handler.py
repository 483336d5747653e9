"""The last step to the net: fetches from the mirror where there is one, and hands back the original address."""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.context import context_of


class MirroredDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler, by way of the mirror; counts what the servers answer."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._context = context_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Fetch one request."""
        mirror = self._context.limits.mirror
        sent = request if mirror is None else request.replace(url=mirror.address_of(request.url))
        response = await super().download_request(sent)
        self._context.stats.http_statuses[str(response.status)] += 1
        return response if mirror is None else response.replace(url=request.url)

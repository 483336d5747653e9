"""The house's proxy before every request, robots.txt too; where none is set, that of the environment, as ever."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import NotConfigured

from crawler.context import context_of


class HouseProxyMiddleware(HttpProxyMiddleware):
    """Scrapy's own, which reads the environment, with the proxy of the settings over it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of making one; a mirror is asked directly."""
        if not crawler.settings.getbool("HTTPPROXY_ENABLED"):
            raise NotConfigured
        made = cls()
        if proxy := context_of(crawler).limits.outgoing.proxy:
            made.proxies = {scheme: made._get_proxy(proxy, scheme) for scheme in ("http", "https")}
        return made

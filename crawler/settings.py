"""How we crawl: politeness first, then safety, then the order of the parts.

The parts are named here and nowhere else. What differs between a mirror on this machine and the live web is what is
said about haste; the rest holds everywhere.
"""

from importlib.metadata import version
from typing import Any

from crawler.context import HostLimits

MEGABYTE = 1024 * 1024
#: at most so many bytes for an ordinary page; a source may allow itself more
PAGE_SIZE = 8 * MEGABYTE
#: tries after the first, for faults that pass
RETRIES = 5


def user_agent(contact: str) -> str:
    """Who we are and where to complain."""
    return f"akquise/{version('akquise')} (+{contact or 'loopback'})"


def crawl_settings(limits: HostLimits) -> dict[str, Any]:
    """Scrapy's settings for a night."""
    unthrottled = limits.unthrottled
    return {
        # politeness
        "USER_AGENT": limits.user_agent,
        "ROBOTSTXT_OBEY": False,  # crawler.middlewares.politeness does, without the core's race
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8 if unthrottled else 1,
        "DOWNLOAD_DELAY": 0,  # crawler.middlewares.politeness keeps the pauses, also from one source to the next
        "RETRY_TIMES": RETRIES,
        "RETRY_HTTP_CODES": [408, 425, 429, 500, 502, 503, 504, 522, 524],
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": "de,en;q=0.5"},
        # safety
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "REDIRECT_MAX_TIMES": 5,
        "HTTPPROXY_ENABLED": limits.mirror is None,
        "DOWNLOAD_TIMEOUT": 40 if unthrottled else 90,
        "DOWNLOAD_MAXSIZE": PAGE_SIZE,
        "DOWNLOAD_WARNSIZE": 0,
        "CLOSESPIDER_TIMEOUT": 30 * 60 if unthrottled else 6 * 60 * 60,
        "MEMUSAGE_ENABLED": True,
        "EXTENSIONS": {
            "scrapy.extensions.memusage.MemoryUsage": None,
            "crawler.middlewares.memory_limit.MemoryTakenNow": 0,
        },
        "MEMUSAGE_LIMIT_MB": 850,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 2.0,
        # these may lie inside: a person named them
        "AKQUISE_NAMED_HOSTS": [limits.mirror.host if limits.mirror else "", limits.outgoing.proxy_host],
        "TWISTED_DNS_RESOLVER": "crawler.middlewares.ssrf_guard.GuardedResolver",
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.middlewares.mirror_handler.MirroredDownloadHandler",
            "https": "crawler.middlewares.mirror_handler.MirroredDownloadHandler",
            "ftp": None,
            "file": None,
            "s3": None,
            "data": None,
        },
        # the order of the parts, from the spider to the net
        "SPIDER_MIDDLEWARES": {"scrapy.spidermiddlewares.referer.RefererMiddleware": None},
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.middlewares.archive.ArchiveMiddleware": 40,
            "crawler.middlewares.ssrf_guard.AddressMiddleware": 50,
            "crawler.middlewares.politeness.PolitenessMiddleware": 100,
            "crawler.middlewares.retry.PatientRetryMiddleware": 550,
            "crawler.middlewares.decompression.UnpackingMiddleware": 590,
            "crawler.middlewares.redirect.GuardedRedirectMiddleware": 600,
            "crawler.middlewares.proxy.HouseProxyMiddleware": 750,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
        },
        "ITEM_PIPELINES": {"crawler.pipelines.BorderPipeline": 100, "crawler.pipelines.StorePipeline": 200},
        "CONCURRENT_ITEMS": 1,  # a page's records in their order, its state after them
        "HTTPERROR_ALLOW_ALL": True,  # each platform judges its answers itself
        # quiet: what a person should know is said by the run
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOGSTATS_INTERVAL": 0,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # a check for beginners that reads each callback's source
        "STATS_DUMP": False,
    }

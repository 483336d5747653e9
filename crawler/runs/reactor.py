"""The only place that starts Scrapy: its reactor runs once in a process, until the work is done."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler.context import HostLimits
from crawler.settings import crawl_settings


def start_scrapy(limits: HostLimits, work: Callable[[AsyncCrawlerProcess], Coroutine[Any, Any, None]]) -> None:
    """Run the reactor until the work is done; once in a process.

    Raises:
        UsageError: the house's file of certificates can't be used; nobody has been asked.
    """
    limits.outgoing.tls_context()
    process = AsyncCrawlerProcess(crawl_settings(limits))
    # what goes wrong is told by the run, in sentences: no library's log reaches a person's screen; and only now, since
    # the process sets its loggers anew
    for name in ("scrapy", "twisted", "asyncio", "trafilatura", "htmldate", "protego", "charset_normalizer"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    loop = asyncio.get_event_loop()
    task = loop.create_task(work(process))
    task.add_done_callback(lambda _: loop.call_soon(_stop_reactor))
    process.start(
        stop_after_crawl=False,
        install_signal_handlers=threading.current_thread() is threading.main_thread(),
    )
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error


def _stop_reactor() -> None:
    from twisted.internet import reactor  # importing it at the top would install another reactor

    reactor.stop()  # type: ignore[misc]  # the module stands for the installed reactor

"""The only place that starts Scrapy: its reactor runs once in a process, until the work is done."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler.context import HostLimits
from crawler.settings import crawl_settings

#: the signals by which a process is asked to end, and those of them that a crawl was ended by
ENDING = (signal.SIGINT, signal.SIGTERM)
_SIGNALLED: list[signal.Signals] = []


class _CrawlerProcess(AsyncCrawlerProcess):
    """Remembers by which signal it was asked to end."""

    def _signal_shutdown(self, signum: int, _frame: Any) -> None:
        _SIGNALLED.append(signal.Signals(signum))
        super()._signal_shutdown(signum, _frame)


def start_scrapy(limits: HostLimits, work: Callable[[AsyncCrawlerProcess], Coroutine[Any, Any, None]]) -> None:
    """Run the reactor until the work is done; once in a process.

    Raises:
        UsageError: the house's file of certificates can't be used; nobody has been asked.
    """
    limits.outgoing.tls_context()
    process = _CrawlerProcess(crawl_settings(limits))
    # what goes wrong is told by the run, in sentences: no library's log reaches a person's screen; and only now, since
    # the process sets its loggers anew
    for name in ("scrapy", "twisted", "asyncio", "trafilatura", "htmldate", "protego", "charset_normalizer"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    loop = asyncio.get_event_loop()
    task = loop.create_task(work(process))
    task.add_done_callback(lambda _: loop.call_soon(_stop_reactor))
    main = threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in ENDING}
    process.start(stop_after_crawl=False, install_signal_handlers=main)
    if main:  # Scrapy's handlers stay: they would stop a reactor that no longer runs, and nothing else
        for number, handler in before.items():
            signal.signal(number, handler)
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error


def ended_by() -> signal.Signals | None:
    """The signal (TERM, Ctrl+C) that ended the crawl; None where its work did."""
    return _SIGNALLED[0] if _SIGNALLED else None


def _stop_reactor() -> None:
    from twisted.internet import reactor  # importing it at the top would install another reactor

    reactor.stop()  # type: ignore[misc]  # the module stands for the installed reactor

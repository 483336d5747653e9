"""Which spiders there are: one for each module of this folder, named like its source."""

import pkgutil
from importlib import import_module

import crawler.spiders
from crawler.context import HostLimits
from crawler.platforms.base import PortalSpider
from crawler.platforms.watched_page import WatchedPageSpider
from grants_db.messages import Message
from grants_db.models.source import Source


def _shipped() -> tuple[type[PortalSpider], ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(crawler.spiders.__path__))
    modules = [import_module(f"crawler.spiders.{name}") for name in names if f"crawler.spiders.{name}" != __name__]
    return tuple(
        found
        for module in modules
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, PortalSpider) and found.__module__ == module.__name__
    )


#: the portals, by name
PORTALS = _shipped()


def spider_for(source: Source) -> type[PortalSpider] | None:
    """The spider that reads a source; None for one that no spider of this version knows."""
    if source.platform == WatchedPageSpider.platform:
        return WatchedPageSpider
    return next((spider for spider in PORTALS if spider.name == source.name), None)


def obstacle(source: Source, limits: HostLimits) -> Message | None:
    """Why a source may not be asked; None where it may."""
    if spider_for(source) is None:
        return Message.of("Diese Programmversion kann die Quelle nicht lesen.")
    if source.permission_needed and source.allowed_at is None and limits.mirror is None:
        return Message.of(
            "Ohne Erlaubnis des Betreibers wird nicht live abgefragt. "
            "Liegt sie vor: akquise source allow {name} --note „…“.",
            name=source.name,
        )
    return None

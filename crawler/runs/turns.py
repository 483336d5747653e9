"""In which order sources are asked: a night that was cut short, by memory or TERM, leaves none out twice."""

from collections.abc import Iterable, Mapping, Sequence

from grants_db.models.source import CrawlRun, Source


def longest_unasked_first(sources: Iterable[Source], past: Mapping[str, Sequence[CrawlRun]]) -> list[Source]:
    """Those never asked first, then by their last run: what a night that was cut short left out begins the next one."""

    def asked_at(source: Source) -> tuple[bool, float, str]:
        runs = past.get(source.name, ())
        newest = max((run.started_at.timestamp() for run in runs), default=0.0)
        return bool(runs), newest, source.name

    return sorted(sources, key=asked_at)

"""What a host's robots.txt (RFC 9309) allows, and how long it wants to be left alone between two requests."""

from dataclasses import dataclass

from scrapy.robotstxt import ProtegoRobotParser

#: pause between two requests to one host, in seconds, where its robots.txt asks for none
LIVE_DELAY = 1.0
#: our name in robots.txt
ROBOT = "akquise"
#: a longer Crawl-delay is kept as this: more would take no page in a night
LONGEST_DELAY = 300.0


@dataclass(frozen=True)
class RobotsRules:
    """What a host allows: `parser` None where it has no robots.txt."""

    reachable: bool
    parser: ProtegoRobotParser | None = None
    has_file: bool = False

    def allow(self, url: str) -> bool:
        """May we fetch this?"""
        return self.parser is None or self.parser.allowed(url, ROBOT)

    @property
    def delay(self) -> float:
        """Seconds between two requests."""
        asked_for = self.parser.crawl_delay(ROBOT) if self.parser is not None else None
        return max(LIVE_DELAY, min(float(asked_for or 0), LONGEST_DELAY))

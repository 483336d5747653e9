"""What a host's robots.txt (RFC 9309) allows, and how long it wants to be left alone between two requests.

The library underneath matches addresses well, but lets a Crawl-delay end a group, takes "akquise/0.1" for a stranger
and "2,5" for no number. So the groups are sorted out here, and it is handed the lines that are meant for us.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapy.robotstxt import ProtegoRobotParser

from grants_db.messages import Message

#: pause between two requests to one host, in seconds, where its robots.txt asks for none
LIVE_DELAY = 1.0
#: our name in robots.txt
ROBOT = "akquise"
#: a longer Crawl-delay is kept as this: more would take no page in a night
LONGEST_DELAY = 300.0

_ANYBODY = "*"
#: a field and its value; forms and misspellings that other crawlers read too
_LINE = re.compile(
    r"(?:(?P<agent>user[- ]?agent)|(?P<rule>allow|dis+al+ow|disallaw)|(?P<delay>crawl[- ]delay))"
    r"(?:\s*:\s*|\s+|$)(?P<value>.*)",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"[a-z_-]+", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)")


@dataclass(frozen=True)
class RobotsRules:
    """What a host allows: `parser` None where it has no robots.txt; `asked_for` is its Crawl-delay in seconds.

    `why` says of one that is not reachable what the house itself can mend.
    """

    reachable: bool
    parser: ProtegoRobotParser | None = None
    has_file: bool = False
    asked_for: float = 0.0
    why: Message | None = None

    def allow(self, url: str) -> bool:
        """May we fetch this?"""
        return self.parser is None or self.parser.allowed(url, ROBOT)

    @property
    def delay(self) -> float:
        """Seconds between two requests."""
        return max(LIVE_DELAY, min(self.asked_for, LONGEST_DELAY))


def parse_rules(body: bytes) -> RobotsRules:
    r"""The rules of a robots.txt for us.

    The groups that name us lead over those for anybody (RFC 9309, 2.2.1). Lines that are no part of the protocol end no
    group (2.2.4). A group that asks for nothing but a delay opens nothing: what is closed to anybody stays closed.

    >>> rules = parse_rules(b"User-agent: akquise/0.1\nCrawl-delay: 2,5\n\nUser-agent: *\nDisallow: /intern")
    >>> rules.allow("https://stadt.example/intern"), rules.delay
    (False, 2.5)
    """
    groups = list(_groups(body.decode("utf-8-sig", errors="ignore")))
    ours = [group for group in groups if ROBOT in group.agents]
    if not any(group.rules for group in ours):
        ours += [group for group in groups if _ANYBODY in group.agents]
    rules = [rule for group in ours for rule in group.rules]
    lines = "\n".join([f"User-agent: {ROBOT}", *rules]) if rules else ""
    delay = max((group.delay for group in ours), default=0.0)
    return RobotsRules(True, ProtegoRobotParser(lines.encode(), None), has_file=True, asked_for=delay)


@dataclass
class _Group:
    """Robots by product token, and what they are told."""

    agents: set[str] = field(default_factory=set)
    rules: list[str] = field(default_factory=list)
    delay: float = 0.0


def _groups(text: str) -> Iterator[_Group]:
    group = _Group()
    for raw in text.splitlines():
        line = _LINE.match(raw.partition("#")[0].strip())
        if line is None:
            continue
        value = line["value"].strip()
        if line["agent"]:
            if group.rules:
                yield group
                group = _Group()
            product = _PRODUCT.match(value)
            group.agents.add(product[0].lower() if product else value[:1])
        elif line["rule"]:
            group.rules.append(f"{'Allow' if line['rule'].lower() == 'allow' else 'Disallow'}: {value}")
        else:
            group.delay = max(group.delay, _seconds(value))
    yield group


def _seconds(value: str) -> float:
    number = _SECONDS.match(value)
    seconds = float(number[1].replace(",", ".")) if number else 0.0
    return seconds if math.isfinite(seconds) else 0.0

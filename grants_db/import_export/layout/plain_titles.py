"""When two titles of measures are the same one."""

import re
from functools import lru_cache

IN_PASSING = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def plain(title: str) -> str:
    """A title without what a person changes in passing: capitals, blanks, punctuation."""
    return IN_PASSING.sub("", title).casefold()

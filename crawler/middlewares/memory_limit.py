"""How much memory a crawl takes now: Scrapy's own limit takes the most it ever took for it.

On Linux that most is inherited from the process that started the crawl, also through the start of another program: from
an app, or a shared server, that is larger than the limit every crawl would end before its first page.
"""

import resource
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATM = Path("/proc/self/statm")  # pages; the second number is what is resident


class MemoryTakenNow(MemoryUsage):
    """Scrapy's limit, asked about what is taken now where the system tells it."""

    def get_virtual_size(self) -> int:
        """Bytes resident now; the most ever where the system does not tell."""
        try:
            return int(_STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
        except OSError:
            return int(super().get_virtual_size())

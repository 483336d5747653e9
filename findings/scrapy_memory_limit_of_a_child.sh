#!/usr/bin/env bash
# Scrapy 2.19.0: a crawl that a large program starts is ended by its memory limit before its first page.
# MEMUSAGE_LIMIT_MB asks for the most memory that the process ever took (ru_maxrss). Linux hands that figure on to what a
# process starts, also through the start of another program: a service that once took 700 MB gives them to each night it
# starts, however small that is. No call is read, and the reason given is the crawl's own memory.
# Expected: the same crawl ends alike from a small and from a large parent.   Seen: "finished" and "memusage_exceeded".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder" && "$folder/bin/pip" install --quiet Scrapy==2.19.0 || exit 2

cat > "$folder/crawl.py" <<'PYTHON'
from scrapy.spiders import Spider


class Calls(Spider):
    name = "calls"
    custom_settings = {"MEMUSAGE_LIMIT_MB": 400, "TELNETCONSOLE_ENABLED": False}

    async def start(self):
        yield {"title": "Begegnung im Quartier"}

    def closed(self, reason):
        print(reason)
PYTHON

"$folder/bin/python" - "$folder/crawl.py" <<'PYTHON'
import subprocess
import sys
from importlib.metadata import version


def crawl() -> str:
    words = [sys.executable, "-m", "scrapy", "runspider", "--nolog", sys.argv[1]]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return done.stdout.strip()


from_small = crawl()
taken = bytearray(700 * 1024 * 1024)
taken[::4096] = b"x" * len(taken[::4096])
del taken  # given back: only the record of it is left
from_large = crawl()
print("Scrapy", version("Scrapy"))
print("expected:", from_small, "from both")
print("seen:    ", from_small, "from a small parent,", from_large, "from one that once was large")
sys.exit(0 if (from_small, from_large) == ("finished", "memusage_exceeded") else 1)
PYTHON

"""What a whole night costs after one decision, one new measure, one edited gap: beside nights in which nothing changed.

    python3 ../shared/portal/serve.py --port 8099 &
    python -m benchmarks.nights http://127.0.0.1:8099 MEASURES [ROUNDS]

`URL` is a mirror on loopback, `MEASURES` a list of measures. The first two nights bring everything in and aren't
measured. Then each change is made by its command, and the night after it (`akquise nightly`, a process with its start)
stands beside the mean of the unchanged nights before and after: seconds of processor time and of the clock.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.screens import ROOT
from benchmarks.start import Cost, spent

TODAY = "2026-11-24"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Nights after a single change.")
    parser.add_argument("url")
    parser.add_argument("measures", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {f"XDG_{what}_HOME": folder for what in ("STATE", "CONFIG", "DATA", "CACHE")}
        city = _City(Path(folder) / "city.db", asked.url)
        city.say("db", "upgrade")
        city.say(
            "measures", "import", str(asked.measures.resolve()), "--yes", strict=False
        )  # some rows may be rejected
        city.night()
        city.night()
        changes: dict[str, Callable[[int], None]] = {
            "one decision": city.decide,
            "one measure new": city.add_measure,
            "one gap edited": city.edit_gap,
        }
        for name, change in changes.items():
            report(name, city, change, asked.rounds)


def report(name: str, city: "_City", change: Callable[[int], None], rounds: int) -> None:
    """Nights with and without a change in turn."""
    ratios: dict[str, list[float]] = {"clock": [], "processor": []}
    plain = city.night()
    for number in range(rounds):
        change(number)
        changed, after = city.night(), city.night()
        for at, kind in enumerate(ratios):
            ratios[kind].append(2 * changed[at] / (plain[at] + after[at]))
        plain = after
    told = ", ".join(f"{kind} {statistics.median(each):.2f} times" for kind, each in ratios.items())
    print(f"{name:<18}{told} an unchanged night of {plain[0]:.2f} s and {plain[1]:.2f} s", flush=True)


class _City:
    """A database that is written by commands alone."""

    def __init__(self, file: Path, via: str) -> None:
        self._base = [sys.executable, "-m", "tui", "--database", f"sqlite:///{file}", "--today", TODAY]
        self._via = via

    def night(self) -> Cost:
        """One night, and what it took."""
        return spent([*self._base, "nightly", "--quiet", "--via", self._via], ROOT)

    def decide(self, number: int) -> None:
        """Accept the best proposal of a measure of which none was decided on."""
        waiting = [each["measure"] for each in self._measures() if each["matches"] and not each["accepted"]]
        shown = json.loads(self.say("match", "show", waiting[number % len(waiting)], "--json"))
        self.say("decide", shown["measure"], str(shown["matches"][0]["opportunity"]), "accept")

    def add_measure(self, number: int) -> None:
        """One more."""
        self.say("measures", "add", f"Sprachkurse für Frauen im Quartier {number}", "--field", "2")

    def edit_gap(self, number: int) -> None:
        """Other costs of a measure."""
        self.say("measures", "edit", self._measures()[number]["measure"], "--cost", str(50_000 + 1_000 * number))

    def say(self, *words: str, strict: bool = True) -> str:
        """What a command prints."""
        return subprocess.run([*self._base, *words], cwd=ROOT, capture_output=True, text=True, check=strict).stdout

    def _measures(self) -> list[dict[str, Any]]:
        listed: dict[str, list[dict[str, Any]]] = json.loads(self.say("list", "measures", "--json"))
        return listed["measures"]


if __name__ == "__main__":
    main()

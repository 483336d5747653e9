"""How long one waits for `akquise --help` and for the app's first picture, beside another commit; in turn, in one run.

    git worktree add ../before COMMIT
    python -m benchmarks.start ../before [ROUNDS]        prints medians and paired ratios (20 rounds)

Both are run with this interpreter and its packages, each from its own files, compiled before. The picture is what
arrives at a pseudo-terminal of 140 x 40, and the app is ended there. A ratio over 1 means that this checkout is slower.
"""

import compileall
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.screens import FIRST, ROOT, until_painted

#: (seconds by the clock, seconds of the processor)
Cost = tuple[float, float]


def main() -> None:
    """Measure both checkouts in turn, print side by side."""
    before, rounds = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    compiled(before, ROOT)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {f"XDG_{what}_HOME": folder for what in ("STATE", "CONFIG", "DATA", "CACHE")}
        for name, measured in (("--help", until_helped), ("first picture", until_pictured)):
            costs: dict[Path, list[Cost]] = {before: [], ROOT: []}
            for number in range(rounds + 1):
                for checkout in (before, ROOT) if number % 2 else (ROOT, before):
                    cost = measured(checkout, folder)
                    if number:  # the first one of each fills the caches of the disk
                        costs[checkout].append(cost)
            print_costs(name, costs[before], costs[ROOT])


def compiled(*checkouts: Path) -> None:
    """Compile their modules, as those of installed programs are."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for checkout in checkouts:
        for package in ("crawler", "matching", "grants_db", "tui"):
            compileall.compile_dir(checkout / package, quiet=1)


def until_helped(checkout: Path, _folder: str) -> Cost:
    """What `--help` takes."""
    return spent([sys.executable, "-m", "tui", "--help"], checkout)


def spent(command: list[str], folder: Path) -> Cost:
    """What a command takes that ends well."""
    used, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    clock, now = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def until_pictured(checkout: Path, folder: str) -> Cost:
    """What the first picture takes, before the database is open."""
    words = [sys.executable, "-m", "tui", "--database", f"sqlite:///{folder}/{checkout.name}.db"]
    return until_painted(words, FIRST, checkout)


def print_costs(name: str, before: list[Cost], ours: list[Cost]) -> None:
    """Medians in milliseconds and the median of the paired ratios."""
    for what, at in (("clock", 0), ("processor", 1)):
        ratio = median(one[at] / other[at] for one, other in zip(ours, before, strict=True))
        middle = [1000 * median(cost[at] for cost in costs) for costs in (before, ours)]
        print(f"{name:<14} {what:<10} before {middle[0]:6.0f} ms   here {middle[1]:6.0f} ms   ratio {ratio:.3f}")


if __name__ == "__main__":
    main()

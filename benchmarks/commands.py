"""What one command costs beside the same command of another commit; in turn, in one run, and an empty typer command.

    git worktree add ../before COMMIT
    python -m benchmarks.commands ../before [ROUNDS]        prints medians and paired ratios (20 rounds)

Both are run with this interpreter and its packages, each from its own files, compiled before, on a small invented city
that each wrote itself. A decision is made and taken back. A ratio over 1 means that this checkout is slower.
"""

import os
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path

from benchmarks.screens import ROOT
from benchmarks.start import Cost, compiled, print_costs, spent

CALLS, TODAY = 500, "2026-11-24"
EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef nothing(): pass\napp()"
#: what is run, each time with the next of its sayings
ASKED = {
    "match show": [["match", "show", "1.1"]],
    "decide": [["decide", "1.1", "{call}", "later"], ["decide", "1.1", "{call}", "undo"]],
}


def main() -> None:
    """Measure both checkouts in turn, print side by side."""
    before, rounds = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    compiled(before, ROOT)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {f"XDG_{what}_HOME": folder for what in ("STATE", "CONFIG", "DATA", "CACHE")}
        empty = [spent([sys.executable, "-c", EMPTY], ROOT) for _ in range(rounds)]
        made = {checkout: _city(checkout, Path(folder) / f"{checkout.name}.db") for checkout in (before, ROOT)}
        for name, asked in ASKED.items():
            costs: dict[Path, list[Cost]] = {before: [], ROOT: []}
            said = {checkout: cycle(asked) for checkout in costs}
            for number in range(rounds + 1):
                for checkout in (before, ROOT) if number % 2 else (ROOT, before):
                    url, call = made[checkout]
                    words = [word.format(call=call) for word in next(said[checkout])]
                    cost = spent([sys.executable, "-m", "tui", "--database", url, "--today", TODAY, *words], checkout)
                    if number:  # the first one of each fills the caches of the disk
                        costs[checkout].append(cost)
            print_costs(name, costs[before], costs[ROOT])
            print_costs("  typer alone", empty, costs[ROOT])


def _city(checkout: Path, file: Path) -> tuple[str, str]:
    """The address of a city that the checkout wrote, and a call of its first measure that nobody decided on."""
    words = ["-m", "benchmarks.large_city", str(file), "--opportunities", str(CALLS), "--today", TODAY]
    subprocess.run([sys.executable, *words], cwd=checkout, check=True)
    url = f"sqlite:///{file}"
    shown = [sys.executable, "-m", "tui", "--database", url, "--today", TODAY, "match", "show", "1.1"]
    lines = subprocess.run(shown, cwd=checkout, capture_output=True, text=True, check=True).stdout.splitlines()
    return url, next(line.split()[1] for line in lines if "[" not in line)


if __name__ == "__main__":
    main()

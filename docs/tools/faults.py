"""The table of faults: every fault that was found, played for real, with how it came out.

    python -m docs.tools.faults [WORD …]     plays those whose line contains all the words (none: all), prints the table

Each is played by a test that makes it happen: a kill, a full disk, a cut connection. "gehalten" means that it came out
right; "offen" that it did not; "hier nicht zu spielen" that this machine lacks what it takes. Ends with 1 where one is
open.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree as ET

import yaml

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("faults.yml")


@dataclass(frozen=True)
class Fault:
    """What went wrong once, and the tests (file, function) that play it."""

    what: str
    file: str
    tests: tuple[str, ...]


class Outcome(StrEnum):
    """How it came out."""

    HELD = "gehalten"
    OPEN = "offen"
    NOT_HERE = "hier nicht zu spielen"


def read_faults() -> list[Fault]:
    """The table as it is kept, in `faults.yml`."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [Fault(row["what"], row["file"], tuple(row["tests"])) for row in rows]


def play(faults: Sequence[Fault]) -> Mapping[str, Outcome]:
    """Play them in one run of the tests; gives each outcome by what the fault is."""
    asked = sorted({f"{fault.file}::{test}" for fault in faults for test in fault.tests})
    with tempfile.TemporaryDirectory(prefix="akquise-") as folder:
        report = Path(folder) / "report.xml"
        call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", *asked]
        subprocess.run(call, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - the tests of this house
        cases = list(ET.parse(report).iter("testcase")) if report.is_file() else []
    return {fault.what: outcome(fault, cases) for fault in faults}


def outcome(fault: Fault, cases: Iterable[ET.Element]) -> Outcome:
    """How a fault came out by the report of its tests; a test that didn't run shows nothing, and counts as open."""
    module = fault.file.removesuffix(".py").replace("/", ".")
    ours = [case for case in cases if case.get("classname", "") == module]
    found = {
        test: [case for case in ours if re.split(r"[\[@]", case.get("name", ""))[0] == test] for test in fault.tests
    }
    if not all(found.values()):
        return Outcome.OPEN
    played = [case for each in found.values() for case in each]
    if any(case.find("failure") is not None or case.find("error") is not None for case in played):
        return Outcome.OPEN
    return Outcome.NOT_HERE if any(case.find("skipped") is not None for case in played) else Outcome.HELD


def main(words: Sequence[str]) -> int:
    """Print the table; gives the exit status."""
    faults = [fault for fault in read_faults() if all(word.casefold() in fault.what.casefold() for word in words)]
    outcomes = play(faults) if faults else {}
    for what, how in outcomes.items():
        print(f"{what:<60} {how}")
    held = sum(how is Outcome.HELD for how in outcomes.values())
    print(f"{held} von {len(outcomes)} gehalten")
    return 1 if Outcome.OPEN in outcomes.values() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Damaged answers through every platform's reader: the short, repeatable form of `benchmarks/fuzz_parsers.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_no_reader_crashes_or_hangs_on_a_damaged_answer() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz_parsers", "--inputs", "25", "--seed", "7"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("seed 7\n")
    assert done.stdout.endswith("0 findings\n")

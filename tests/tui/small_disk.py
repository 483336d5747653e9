"""A disk that is really full: made in a world of one's own, without root, which nobody else sees and ends by itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WORLD = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
#: makes a disk with these options, copies the database there, leaves so much room (0: what there is), perhaps makes it
#: one that can only be read, and runs the rest
ON_A_SMALL_DISK = """
mount -t tmpfs -o "$1" tmpfs "$2" && cp "$3" "$2/akquise.db"
[ "$5" = writable ] || mount -o remount,ro "$2"
[ "$4" = 0 ] || { dd if=/dev/zero of="$2/full" bs=64k 2>/dev/null; truncate -s -"$4" "$2/full"; }
shift 5
exec "$@"
"""


def akquise_on_a_small_disk(
    folder: Path, database: Path, *arguments: str, disk: str = "size=3m", room: int = 0, writable: bool = True
) -> subprocess.CompletedProcess[str]:
    """Runs the command where `folder` is a disk with a copy of the database, `akquise.db`, and `room` bytes left.

    The settings are looked for there too, and what the program remembers elsewhere.
    """
    if shutil.which("unshare") is None:
        pytest.skip("a disk of one's own needs unshare (Linux)")
    tried = [*WORLD, 'mount -t tmpfs tmpfs "$0"', str(folder)]
    if why := subprocess.run(tried, capture_output=True, text=True, check=False).stderr:
        pytest.skip(f"no disk of one's own can be made here: {why}")
    world = [
        *WORLD,
        ON_A_SMALL_DISK,
        "sh",
        disk,
        str(folder),
        str(database),
        str(room),
        "writable" if writable else "read-only",
    ]
    call = [sys.executable, "-m", "tui", *arguments]
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder)}
    return subprocess.run([*world, *call], capture_output=True, text=True, check=False, env=environment)

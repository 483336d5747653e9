"""A process for a stranger's file: it may end as it likes, here that is an exception."""

import sys
from pathlib import Path

import pytest

from grants_db.child_process import ChildFailedError, ChildTooSlowError, begin_apart, read_apart

CHILDREN = {
    "backwards": "lambda content: content[::-1]",
    "breaking_off": "lambda content: os.abort()",
    "hungry": "lambda content: bytes(4_000_000_000)",
    "endless": "lambda content: time.sleep(60)",
    "mistaken": "lambda content: content.missing",
}


@pytest.fixture(autouse=True)
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules that are such processes, where Python finds them."""
    for name, read in CHILDREN.items():
        (tmp_path / f"{name}.py").write_text(
            f"import os, time\nfrom grants_db.child_process import serve\nserve({read})\n", encoding="utf-8"
        )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_what_the_process_makes_of_the_content_comes_back() -> None:
    assert read_apart("backwards", b"Umlaut \xfc\n", seconds=30) == b"\n\xfc tualmU"


@pytest.mark.parametrize("name", ["breaking_off", "mistaken", "missing"])
def test_a_process_that_ends_without_a_result_is_told(name: str) -> None:
    with pytest.raises(ChildFailedError):
        read_apart(name, b"", seconds=30)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of memory for a process")
def test_a_process_gets_only_so_much_memory() -> None:
    with pytest.raises(ChildFailedError, match="MemoryError"):
        read_apart("hungry", b"", seconds=30)


def test_a_process_that_was_begun_gives_its_answer_or_its_fault_when_it_is_asked() -> None:
    well, badly = (begin_apart(name, b"ab", seconds=30) for name in ("backwards", "mistaken"))

    assert well() == b"ba"
    with pytest.raises(ChildFailedError):
        badly()


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ChildTooSlowError):
        read_apart("endless", b"", seconds=0.5)

"""The table of faults names tests that are there, and counts nothing as held that was not played."""

import ast
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from docs.tools.faults import ROOT, Fault, Outcome, outcome, read_faults

FAULTS = read_faults()
FAULT = Fault("Beispiel", "tests/a/test_b.py", ("test_one", "test_two"))


def functions(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_each_fault_is_played_by_tests_that_are_there(fault: Fault) -> None:
    assert set(fault.tests) <= set(functions(ROOT / fault.file))


def test_each_fault_stands_once() -> None:
    assert len({fault.what for fault in FAULTS}) == len(FAULTS)


def case(name: str, mishap: str = "") -> ET.Element:
    made = ET.Element("testcase", {"classname": "tests.a.test_b", "name": name})
    if mishap:
        ET.SubElement(made, mishap)
    return made


@pytest.mark.parametrize(
    ("cases", "how"),
    [
        ([case("test_one"), case("test_two[x]")], Outcome.HELD),
        ([case("test_one")], Outcome.OPEN),
        ([case("test_one"), case("test_two[x]"), case("test_two[y]", "failure")], Outcome.OPEN),
        ([case("test_one", "error"), case("test_two")], Outcome.OPEN),
        ([case("test_one"), case("test_two", "skipped")], Outcome.NOT_HERE),
    ],
)
def test_only_what_was_played_and_passed_is_held(cases: list[ET.Element], how: Outcome) -> None:
    assert outcome(FAULT, cases) is how

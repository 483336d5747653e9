"""Text that a spreadsheet would run as a formula: guarded when written, the guard taken off when read.

A cell of a .csv that begins with = + - @ is evaluated on opening; an apostrophe before it makes it text
(OWASP, "CSV Injection"). What already looks guarded gets one apostrophe more, so that nothing is lost on the way back.
"""

import re

RUNS = re.compile(r"[=+\-@\t\r\n|%]")
GUARDED = re.compile(r"'+[=+\-@\t\r\n|%]")


def guarded(text: str) -> str:
    """The text as a .csv may carry it.

    >>> guarded("=SUMME(A1:A9)"), guarded("Amt 50")
    ("'=SUMME(A1:A9)", 'Amt 50')
    """
    return f"'{text}" if RUNS.match(text) or GUARDED.match(text) else text


def guarded_in_workbook(text: str) -> str:
    """The text as a workbook may carry it, whose text cells are never run: only what looks guarded needs a mark."""
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text that was meant.

    >>> unguarded("'=SUMME(A1:A9)")
    '=SUMME(A1:A9)'
    """
    return text[1:] if text.startswith("'") and GUARDED.match(text) else text

"""Stretches of a page: what stands below a heading, and what is said of one of several calls."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSection:
    """The text below a heading; `level` 1 to 6, 0 for what stands before the first one."""

    heading: str
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CallPart:
    """One of several calls of a page: what is said of it alone."""

    title: str
    text: str
    anchor: str = ""

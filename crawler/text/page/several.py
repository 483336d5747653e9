"""The calls of a page that holds several: told apart by headings, by rows and columns of tables, by entries of a list.

Each has a name that is no name of a fact ("Antragsfrist", "Wer wird gefördert?", "2. Runde", "Vereine") and a deadline
of its own. Several that share one deadline are lines of one call.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.text.page.call_words import (
    APPLYING,
    CALL_NAME,
    FACET,
    LEAST_CALLS,
    MONEY,
    OF_ALL,
    UNTIL,
    WHEN,
    may_name_a_call,
    says_when,
)
from crawler.text.page.reader import WebPage
from crawler.text.page.sections import CallPart, PageSection

#: columns of a table whose rows are calls
_CALL_COLUMN = re.compile(
    r"(?:förder)?(?:programm|fonds|aufruf|ausschreibung|angebot|projektaufruf|wettbewerb|preis|topf|linie)(?:name)?|call|"
    r"programme|fund",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[^:?\n]{2,60}[:?]) (?P<value>\S.*)")
_BY_COLUMN = re.compile(r"(?P<label>[^:\n()]{2,60}) \((?P<name>[^()\n]{3,90})\): (?P<value>\S.*)")
_ENTRY = re.compile(r"(?:- )?(?P<name>[^:\n(–]{3,90}?)(?:: | \(| [–-] )(?P<rest>\S.*)")
#: of a name that is a step of one call
_STEP = re.compile(
    r"skizze|antrag|bewerbung|stufe|phase|runde|schritt|jury|sitzung|\bstage|\bround|proposal|outline|concept|bescheid|"
    r"nachweis|projektbeginn|start",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:ausschreibung|aufruf|neue runde|planung|call for)\b.{0,60}\b(?:folgt|geplant|erscheint|startet|beginnt|"
    r"in planung|will|planned)\b|\bin planung\b",
    re.IGNORECASE,
)
#: before the one that names the call
_FIRST_COLUMNS = 2
#: lines that say until when, by their label
_DEADLINE = re.compile(r"frist|schluss|stichtag|einreich|einsend|bewerb|deadline|bis wann|antrag.*bis", re.IGNORECASE)


def call_parts(page: WebPage) -> tuple[tuple[CallPart, ...], str]:
    """The calls of a page and what is said of all of them; nothing where it holds one."""
    for find in (_by_heading, _by_row, _by_column, _by_entry):
        parts, common = find(page)
        if parts:
            return parts, common
    return (), ""


def _by_heading(page: WebPage) -> tuple[tuple[CallPart, ...], str]:
    for level in sorted({section.level for section in page.sections if section.level}):
        calls: list[CallPart] = []
        common: list[str] = []
        for head, text in _groups(page.sections, level):
            if head is not None and _names_a_part(head) and _offers(head, text):
                calls.append(CallPart(head.heading, text, head.anchor))
            elif head is None or not head.heading or FACET.fullmatch(head.heading) or OF_ALL.search(head.heading):
                common.append(text)
        own = sum(says_when(call.text) for call in calls)
        if own >= LEAST_CALLS and own * 2 >= len(calls):
            return tuple(calls), "\n\n".join(filter(None, common))
    return (), ""


def _names_a_part(head: PageSection) -> bool:
    return may_name_a_call(head.heading) and OF_ALL.search(head.heading) is None


def _offers(head: PageSection, text: str) -> bool:
    """Does it speak of applying or of money, or announce that one will be able to?"""
    if APPLYING.search(text) or MONEY.search(text):
        return True
    return CALL_NAME.search(head.heading) is not None and _ANNOUNCED.search(text) is not None


def _groups(sections: Sequence[PageSection], level: int) -> Iterator[tuple[PageSection | None, str]]:
    """The sections below each heading of a level; those above its headings without one."""
    head: PageSection | None = None
    parts: list[str] = []
    for section in sections:
        if section.level and section.level <= level:
            if parts:
                yield head, "\n\n".join(parts)
            head, parts = (section if section.level == level else None), []
            if section.text:
                parts.append(section.text)
        else:
            parts += [text for text in (section.heading, section.text) if text]
    if parts:
        yield head, "\n\n".join(parts)


def _by_row(page: WebPage) -> tuple[tuple[CallPart, ...], str]:
    """Rows of a table, written as paragraphs whose first line names the programme, with or without a label."""
    parts: list[CallPart] = []
    common: list[str] = []
    first_column = _first_column(page)
    for paragraph in page.text.split("\n\n"):
        first, *others = paragraph.split("\n")
        name = _name_of_row(first, others, first_column)
        if name and says_when("\n".join(others)):
            parts.append(CallPart(name, paragraph))
        else:
            common.append(paragraph)
    return _if_several(parts, common)


def _first_column(page: WebPage) -> str:
    """What a table calls its first column, where each row has a name of its own there and says until when."""
    rows: dict[str, list[str]] = {}
    for paragraph in page.text.split("\n\n"):
        first, *others = paragraph.split("\n")
        found = _LABELLED.fullmatch(first)
        if found is None or sum(_LABELLED.fullmatch(line) is not None for line in others) < LEAST_CALLS:
            continue
        if says_when("\n".join(others)):
            rows.setdefault(found["label"], []).append(found["value"])
    return next((label for label, names in rows.items() if _are_calls(names)), "")


def _are_calls(names: Sequence[str]) -> bool:
    if len(names) < LEAST_CALLS or len(set(names)) < len(names):
        return False
    return all(may_name_a_call(name) and _STEP.search(name) is None for name in names)


def _name_of_row(first: str, others: Sequence[str], first_column: str = "") -> str:
    labels = [found for line in (first, *others[:_FIRST_COLUMNS]) if (found := _LABELLED.fullmatch(line))]
    named = next((found for found in labels if _CALL_COLUMN.fullmatch(found["label"].strip(" :"))), None)
    leading = _LABELLED.fullmatch(first)
    if leading is not None and others and leading["label"] == first_column:
        return leading["value"]
    if leading is not None:
        return named["value"] if named is not None and others else ""
    labelled = [found for line in others if (found := _LABELLED.fullmatch(line))]
    if len(labelled) < max(LEAST_CALLS, len(others)) or not any(_DEADLINE.search(found["label"]) for found in labelled):
        return ""
    return first if may_name_a_call(first) and not first.startswith("- ") else ""


def _by_column(page: WebPage) -> tuple[tuple[CallPart, ...], str]:
    """Columns of a table, written as lines "label (name of the column): value"."""
    of_call: dict[str, list[str]] = {}
    last_days: dict[str, str] = {}
    common: list[str] = []
    names = _column_names(page)
    question = ""
    for line in page.text.split("\n"):
        found = _BY_COLUMN.fullmatch(line)
        if found is None or not may_name_a_call(found["name"]):
            of_column = _LABELLED.fullmatch(line)
            if question and of_column is not None and (name := of_column["label"].rstrip(":")) in names:
                of_call.setdefault(name, []).append(f"{question} {of_column['value']}")
                if _DEADLINE.search(question):
                    last_days[name] = of_column["value"]
                continue
            question = line if line.endswith("?") else ""
            common.append(line)
            continue
        of_call.setdefault(found["name"], []).append(f"{found['label']}: {found['value']}")
        if _DEADLINE.search(found["label"]):
            last_days[found["name"]] = found["value"]
    if len(set(last_days.values())) < LEAST_CALLS or len(last_days) < len(of_call):
        return (), ""
    parts = [CallPart(name, "\n".join(lines)) for name, lines in of_call.items()]
    return _if_several(parts, ["\n".join(common)])


def _column_names(page: WebPage) -> set[str]:
    """The columns of a table, from its rows with a label or a question each."""
    lines = page.text.split("\n")
    labelled = (found["name"] for line in lines if (found := _BY_COLUMN.fullmatch(line)))
    below = Counter(found["label"].rstrip(":") for line in lines if (found := _LABELLED.fullmatch(line)))
    return {
        name for name in (*labelled, *(name for name, times in below.items() if times > 1)) if may_name_a_call(name)
    }


def _by_entry(page: WebPage) -> tuple[tuple[CallPart, ...], str]:
    """Entries of a list that begin with the name of a fund or a call and state until when."""
    parts: list[CallPart] = []
    common: list[str] = []
    for line in page.text.split("\n"):
        found = _ENTRY.fullmatch(line)
        if found is not None and _is_call_entry(found["name"], found["rest"]):
            parts.append(CallPart(found["name"].strip(), line.removeprefix("- ")))
        else:
            common.append(line)
    return _if_several(parts, ["\n".join(common)])


def _is_call_entry(name: str, rest: str) -> bool:
    """A name like "Gartenfonds" only: "Kurse: 500 Euro, bis 1. März" may be a line of one call as well."""
    if not may_name_a_call(name.strip()) or CALL_NAME.search(name) is None or APPLYING.search(name) is not None:
        return False
    return WHEN.search(rest) is not None and bool(APPLYING.search(rest) or UNTIL.search(rest))


def _if_several(parts: Sequence[CallPart], common: Sequence[str]) -> tuple[tuple[CallPart, ...], str]:
    if len({part.title for part in parts}) < max(LEAST_CALLS, len(parts)):
        return (), ""
    return tuple(parts), re.sub(r"\n{3,}", "\n\n", "\n\n".join(common)).strip()

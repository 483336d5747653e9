"""Labels and titles that only the look of a page tells: parts built alike, each led by a short line of its own kind.

`<li><span class="l">Frist</span><span class="v">31.1.2027</span></li>` three times over is a list of labels and values,
however its classes are called; boxes that begin with such a line and go on with more text are sections with a heading.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import html

from grants_db.html.lines import html_lines

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_RECORDS = frozenset(("div", "li", "section", "article", "p", "span"))
_LEADING = frozenset(("div", "span", "p", "strong", "b", "em", "dt", "label"))
_WITH_OWN_STRUCTURE = ("table", "dl", "dt", "ul", "ol", "details", "form", "a", *_HEADINGS)
_LONGEST_LABEL, _LONGEST_VALUE = 70, 90
MOST_PARTS = 400
_BOXES = frozenset(("div", "li", "section", "article"))
#: set on a box whose heading says nothing of what stands behind the box
BOX = "data-box"
_DAY_ALONE = re.compile(
    r"(?:\w{2,10}, )?\d{1,2}\.\s?(?:\d{1,2}\.|[A-Zä-ü][a-zä]{2,8}\.?)\s?(?:\d{4})?|\d{1,2} [A-Z][a-z]{2,8} \d{4}|"
    r"[A-Z][a-z]{2,8} \d{1,2},? \d{4}|\d{4}-\d\d-\d\d"
)
#: no label: a day, a figure, the end of a sentence
_NO_LABEL = re.compile(r"\d{1,2}\.\s?(?:\d|[A-Z])|\d{4}|[€%]|[.,;!]$|^\W*$")
_SAYS_TITLE = re.compile(
    r"(?:^|[\s_-])(?:title|titel|headline|heading|ueberschrift|überschrift)(?=$|[\s_-])", re.IGNORECASE
)


def name_records(root: html.HtmlElement) -> None:
    """Rewrite a tree in place: a label with its value becomes a line, a title a heading."""
    level = 1
    for parent in list(root.iter()):
        if not isinstance(parent.tag, str):
            continue
        if parent.tag in _HEADINGS:
            level = int(parent.tag[1])
        elif len(parent) > 1 and parent.tag not in ("p", "span", "table", "tr"):
            _bound_boxes(parent)
            for alike in _alike(parent):
                _name(alike, min(level + 1, 6))
        if parent.tag in ("div", "p", "span") and _SAYS_TITLE.search(parent.get("class", "")):
            _name_title(parent, min(level + 1, 6))


def _alike(parent: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    """The runs of children that are built alike; a column around each is looked through."""
    run: list[html.HtmlElement] = []
    kind: object = None
    for child in parent:
        found = _look(child) if child.tag in _RECORDS else None
        if found is None or found != kind:
            if len(run) > 1:
                yield run
            run, kind = [], found
        if found is not None:
            run.append(_inner(child))
    if len(run) > 1:
        yield run


def _look(record: html.HtmlElement) -> tuple[object, ...] | None:
    """What makes records alike: their own kind, and that of their first two parts that say something."""
    parts = _parts(_inner(record))
    if len(parts) < 2 or (_inner(record).text or "").strip():
        return None
    first, second = parts[:2]
    if first.tag not in _LEADING or _kind(first) == _kind(second):
        return None
    return record.tag, _kind(first), _kind(second)


def _kind(element: html.HtmlElement) -> tuple[object, str]:
    return element.tag, re.sub(r"\d+", "", element.get("class", "") or element.get("role", ""))


def _inner(record: html.HtmlElement) -> html.HtmlElement:
    """The box itself, where it is alone in a column."""
    for _ in range(3):
        if len(record) != 1 or (record.text or "").strip() or record[0].tag not in _RECORDS:
            break
        record = record[0]
    return record


def _parts(record: html.HtmlElement) -> list[html.HtmlElement]:
    """The children that say something; pictures and rules don't."""
    return [part for part in record[:MOST_PARTS] if isinstance(part.tag, str) and _says_something(part)]


def _says_something(element: html.HtmlElement) -> bool:
    return any(words.strip() for words in element.itertext())


def _name(records: Sequence[html.HtmlElement], level: int) -> None:
    for record in records:
        if next(record.iter(*_WITH_OWN_STRUCTURE), None) is not None:
            continue
        first, *others = _parts(record)
        label = _text(first).rstrip(" :")
        if len(others) == 1 and _DAY_ALONE.fullmatch(label):
            _name_event(record, first, others[0])
            continue
        if not label or len(label) > _LONGEST_LABEL or _NO_LABEL.search(label) or (first.tail or "").strip():
            continue
        values = html_lines(others[0])
        is_short = len(others) == 1 and len(values) == 1 and len(values[0].text) <= _LONGEST_VALUE
        if is_short and not label.endswith("?"):
            first.clear()
            first.text, first.tag = f"{label}: {values[0].text}", "p"
            record.remove(others[0])
        elif record.tag not in ("p", "span"):
            first.tag = f"h{level}"


def _name_event(record: html.HtmlElement, day: html.HtmlElement, event: html.HtmlElement) -> None:
    """A day of a schedule, with what happens on it behind: the event is the label."""
    lines = html_lines(event)
    if len(lines) == 1 and len(lines[0].text) <= _LONGEST_LABEL and not lines[0].text.endswith((".", "?", "!", ":")):
        text = f"{lines[0].text}: {_text(day)}"
        day.clear()
        day.text, day.tag = text, "p"
        record.remove(event)


def _bound_boxes(parent: html.HtmlElement) -> None:
    """Boxes side by side, each with a heading of its own kind: it reigns to the box's end, and short lines above it
    (a badge, a kind, a day) are the box's as well."""
    boxes = [child for child in parent if child.tag in _BOXES]
    headed = [(box, heads[0]) for box in boxes if len(heads := [*islice(box.iter(*_HEADINGS), 2)]) == 1]
    if len(headed) < 2 or len({heading.tag for _, heading in headed}) > 1:
        return
    for box, heading in headed:
        box.set(BOX, "")
        top: html.HtmlElement = heading
        while (above := top.getparent()) is not None and above is not box:
            top = above
        before = list(top.itersiblings(preceding=True))
        words = sum(len(_text(element)) for element in before)
        if before and 0 < words <= _LONGEST_LABEL and not _says_words(box.text, heading.tail):
            box.insert(0, heading)


def _says_words(*texts: str | None) -> bool:
    return any(text and text.strip() for text in texts)


def _name_title(element: html.HtmlElement, level: int) -> None:
    """A line that its class calls a title, with something below it."""
    if any(above.tag in _HEADINGS or above.tag in ("a", "button") for above in element.iterancestors()):
        return
    text = _text(element)
    if not text or len(text) > 2 * _LONGEST_LABEL or _NO_LABEL.search(text):
        return
    if next(element.iter(*_WITH_OWN_STRUCTURE), None) is None and element.getnext() is not None:
        element.tag = f"h{level}"


def _text(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())

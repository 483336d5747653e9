"""Makes of a parsed page one whose plain text says as much as the page: the step that all of HTML goes through.

Struck-out words and marks of footnotes go; days in `<time>`, tables and lists of terms become words in lines.
"""

import re

from lxml import html

from grants_db.html.tables import label_lines, table_lines

#: stands in the place of what was taken out, with the words that follow it
_GONE = "gone"
_STRUCK = ("del", "s", "strike")
#: the mark of a footnote: a figure, a star, a letter, and what stands around them
_NOTE_MARK = re.compile(r"[\s\[(]*(?:\d{1,3}|[*†‡§]{1,4}|[a-z])(?:\s?[,;]\s?\d{1,3})*[\s\])]*")
#: figures set high in the text itself
_HIGH_FIGURES = re.compile(r"(?<=[\w.,%€)\]])(?<!\b[mM])(?<!\b[cdkCK][mM])[¹²³⁰⁴-⁹]+")
_HIGH = re.compile("[¹²³⁴]")
_UNIT = re.compile(r"(?:^|[\s\d])[cdk]?m$", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def simplify(root: html.HtmlElement) -> None:
    """Rewrite a tree in place."""
    _take_out_struck(root)
    for element in list(root.iter("sup")):
        _take_out_note(element)
    for element in list(root.iter("time")):
        _say_day(element)
    _take_out_gone(root)
    if _HIGH.search("".join(root.itertext())):
        _take_out_high_figures(root)
    for table in reversed(list(root.iter("table"))):  # inner ones first
        replace(table, table_lines(table))
    for terms in reversed(list(root.iter("dl"))):
        replace(terms, _term_lines(terms))


def remove(element: html.HtmlElement) -> None:
    """Take an element out, and leave what follows it.

    Where words follow, an empty element holds them until `simplify` ends: to put them behind those before, once for
    each of thousands of marks in a paragraph, would take time that grows with the square of their number.
    """
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and not element.tail.isspace():
        element.clear(keep_tail=True)
        element.tag = _GONE
        return
    if element.tail and not _words_before(element)[-1:].isspace():
        _put_before(element, " ")
    element.tail = None
    parent.remove(element)


def replace(element: html.HtmlElement, others: list[html.HtmlElement]) -> None:
    """Put a block with other elements in the place of one."""
    parent = element.getparent()
    if parent is None:
        return
    block = html.Element("section")
    block.extend(others)
    block.tail = element.tail
    element.tail = None
    parent.replace(element, block)


def _words_before(element: html.HtmlElement) -> str:
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        return before.tail or ""
    return "" if parent is None else parent.text or ""


def _put_before(element: html.HtmlElement, text: str) -> None:
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def _take_out_gone(root: html.HtmlElement) -> None:
    """The words behind elements that were taken out, each row of them put behind the words before it at once."""
    row: list[html.HtmlElement] = []
    for element in list(root.iter(_GONE)):
        if row and element.getprevious() is not row[-1]:
            _join_before(row)
            row = []
        row.append(element)
    if row:
        _join_before(row)


def _join_before(row: list[html.HtmlElement]) -> None:
    parent = row[0].getparent()
    if parent is None:
        return
    _put_before(row[0], "".join(element.tail or "" for element in row))
    for element in row:
        element.tail = None
        parent.remove(element)


def _take_out_struck(root: html.HtmlElement) -> None:
    for element in list(root.iter(*_STRUCK)):
        remove(element)


def _take_out_note(element: html.HtmlElement) -> None:
    text = "".join(element.itertext())
    if _NOTE_MARK.fullmatch(text) is None or element.getparent() is None:
        return
    if text.strip() in "23" and _UNIT.search(_words_before(element)[-20:]):
        _put_before(element, "²" if text.strip() == "2" else "³")
    remove(element)


def _say_day(element: html.HtmlElement) -> None:
    """A day that stands in the attribute alone, or whose year does, is said in words."""
    day = _DAY.match(element.get("datetime", ""))
    if day is None:
        return
    said = " ".join("".join(element.itertext()).split())
    if not said:
        element.text = f"{int(day[3])}.{int(day[2])}.{day[1]}"
    elif not re.search(r"\d{4}|\d\d?\.\s?\d\d?\.\s?\d\d", said) and re.search(rf"\b0?{int(day[3])}\b", said):
        last = element[-1] if len(element) else None
        if last is not None:
            last.tail = f"{(last.tail or '').rstrip()} {day[1]}"
        else:
            element.text = f"{said} {day[1]}" if not said.endswith(".,") else said


def _take_out_high_figures(root: html.HtmlElement) -> None:
    for element in root.iter():
        if element.text and isinstance(element.tag, str):
            element.text = _HIGH_FIGURES.sub("", element.text)
        if element.tail:
            element.tail = _HIGH_FIGURES.sub("", element.tail)


def _term_lines(terms: html.HtmlElement) -> list[html.HtmlElement]:
    """`<dl>`: a term with its descriptions as "term: description"; a question as a heading."""
    found: list[html.HtmlElement] = []
    names: list[html.HtmlElement] = []
    said: list[html.HtmlElement] = []

    def close() -> None:
        if names or said:
            found.extend(label_lines(names, said))
        names.clear()
        said.clear()

    for element in terms.iter("dt", "dd"):
        if element.tag == "dt":
            if said:
                close()
            names.append(element)
        else:
            said.append(element)
    close()
    return found

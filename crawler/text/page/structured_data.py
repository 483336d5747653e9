"""Questions and answers that a page holds as data for search engines and shows by a script: they become its text."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from grants_db.html.text import html_text

_LONGEST = 200_000
MOST_QUESTIONS = 100


def add_answers(root: html.HtmlElement) -> None:
    """Put the questions of `schema.org/FAQPage` that the page doesn't show into a tree, in place."""
    scripts = [script for script in root.iter("script") if script.get("type", "").strip() == "application/ld+json"]
    found = [pair for script in scripts for pair in _questions(script.text or "")][:MOST_QUESTIONS]
    body = root.find(".//main") if root.find(".//main") is not None else root.find(".//body")
    if not found or body is None:
        return
    for script in scripts:
        script.text = ""
    shown = _squeezed("".join(body.itertext()))
    for question, answer in found:
        if _squeezed(question) not in shown:
            body.append(_element("h3", question))
            body.extend(_element("p", line) for line in answer.split("\n") if line)


def _questions(script: str) -> Iterator[tuple[str, str]]:
    if "Question" not in script or len(script) > _LONGEST:
        return
    try:
        data = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [data]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            answer = part.get("acceptedAnswer")
            if part.get("@type") == "Question" and isinstance(answer, dict):
                texts = (part.get("name"), answer.get("text"))
                if all(isinstance(text, str) and text.strip() for text in texts):
                    yield html_text(str(texts[0])), html_text(str(texts[1]))
            else:
                waiting += [value for value in part.values() if isinstance(value, (list, dict))]


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _element(tag: str, text: str) -> html.HtmlElement:
    element = html.Element(tag)
    element.text = text
    return element

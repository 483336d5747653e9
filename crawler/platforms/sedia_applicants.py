"""Who may take part in a call of the EU portal: by its type of action, narrowed by words of its title.

A topic says nothing of this itself but where its general conditions stand; these hang on programme and type of action.
The table `eu_applicants.yml` is what they say for a city in a Member State. Its prose speaks of whom a project shall
reach, so it is no statement of who may apply.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from crawler.platforms import sedia
from crawler.text.sentences import Fact
from grants_db.rules.evidence import of_field
from grants_db.vocabulary import ApplicantRoute

_Table = Mapping[str, ApplicantRoute]


def stated_by_type(call: sedia.SediaRecord) -> Fact[ApplicantRoute] | None:
    """The route that a topic's type of action gives, or the title of a call that hands money on; None: not known."""
    types, topics, cascades = _tables()
    if call.first("type") == sedia.CASCADE:
        return _by_title("callTitle", call.first("callTitle"), cascades)
    for field in ("title", "callTitle"):
        if (told := _by_title(field, call.first(field), topics)) is not None:
            return told
    action = " ".join(call.first("typesOfAction").split())
    route = types.get(action)
    return None if route is None else Fact(route, of_field("typesOfAction", [action]))


@cache
def _said(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)


def _by_title(field: str, title: str, table: _Table) -> Fact[ApplicantRoute] | None:
    title = " ".join(title.split())
    for words, route in table.items():
        if _said(words).search(title):
            return Fact(route, of_field(field, [title]))
    return None


@cache
def _tables() -> tuple[_Table, _Table, _Table]:
    read: dict[str, Any] = yaml.safe_load((files("crawler.data") / "eu_applicants.yml").read_text(encoding="utf-8"))
    types, topics, cascades = (
        {str(name): ApplicantRoute(route) for name, route in read[part].items()}
        for part in ("types", "topics", "cascades")
    )
    return types, topics, cascades

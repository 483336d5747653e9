"""The practice calls as the EU's SEDIA search answers them, and the search's rules.

As the real one: metadata values are lists of strings, language copies and things that are no grants lie in the same
index, a page holds at most 100 results, nothing comes after the 10,000th, and without a sort neighbours swap places
from one answer to the next.
"""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from crawler.demo_portal.content import SediaCall
from crawler.demo_portal.markup import to_html

FICTIONAL = {
    "en": "Practice portal: this call is fictional; nobody can apply.",
    "de": "Übungsportal: Dieser Aufruf ist frei erfunden; niemand kann sich bewerben.",
}
STATUS_CODES = {"forthcoming": "31094501", "open": "31094502", "closed": "31094503"}
LARGEST_PAGE = 100
LAST_RESULT = 10_000

_PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/"
_BRUSSELS = ZoneInfo("Europe/Brussels")

Result = dict[str, Any]  # one result as JSON


def results(calls: list[SediaCall]) -> list[Result]:
    """Every record of the index: the calls and their German copies."""
    english = [_result(call, "en", call.title, call.text) for call in calls]
    german = [_result(call, "de", call.german_title, call.german_text) for call in calls if call.german_text]
    return english + german


def search(
    index: list[Result],
    *,
    query: dict[str, Any],
    languages: list[str] | None,
    text: str,
    size: int,
    number: int,
    is_sorted: bool,
    swap: int,
) -> dict[str, Any]:
    """One answer of the search; `swap` says which neighbours change places where nothing is sorted."""
    found = index if languages is None else [result for result in index if result["language"] in languages]
    for clause in query.get("bool", {}).get("must", []):
        for name, values in clause.get("terms", {}).items():
            wanted = {str(value) for value in values}
            found = [result for result in found if wanted & set(result["metadata"].get(name, []))]
    word = text.strip('"').lower()
    if word not in ("***", "*", ""):
        found = [result for result in found if word in json.dumps(result, ensure_ascii=False).lower()]
    if is_sorted:
        found = sorted(found, key=lambda result: (result["metadata"]["es_SortDate"][0], result["reference"]))
    else:
        found = _swapped(found, swap)
    size = max(1, min(size, LARGEST_PAGE))
    start = (max(number, 1) - 1) * size
    return {
        "apiVersion": "2.155",
        "terms": text,
        "totalResults": len(found),
        "pageNumber": number,
        "pageSize": size,
        "results": [] if start >= LAST_RESULT else found[start : start + size],
    }


def _swapped(found: list[Result], swap: int) -> list[Result]:
    found = list(found)
    for first in range(swap % 5, len(found) - 1, 5):
        if swap % 3 == 0:
            found[first], found[first + 1] = found[first + 1], found[first]
    return found


def _result(call: SediaCall, language: str, title: str, text: str) -> Result:
    if call.form == "COMPETITIVE_CALL":
        url = f"{_PORTAL}competitive-calls-cs/{call.id}"
    else:
        url = f"{_PORTAL}topic-details/{call.identifier}"
    return {
        "apiVersion": "2.155",
        "reference": f"{call.id}{call.form}{language}",
        "url": url,
        "contentType": "text/plain",
        "language": language,
        "databaseLabel": "SEDIA",
        "database": "SEDIA",
        "summary": title,
        "content": title,
        "metadata": _metadata(call, language, title, text),
    }


def _metadata(call: SediaCall, language: str, title: str, text: str) -> dict[str, list[str]]:
    described = f'<p><span class="topicdescriptionkind">Scope:</span></p>{to_html(text)}<p>{FICTIONAL[language]}</p>'
    metadata = {
        "identifier": [call.identifier],
        "title": [title],
        "type": [call.type],
        "status": [STATUS_CODES[call.status]],
        "DATASOURCE": ["SEDIA"],
        "programmePeriod": ["2021 - 2027"],
        "frameworkProgramme": [call.programme],
        "programmeDivision": [],
        "es_SortDate": [_instant(call.opens)],
        "startDate": [_instant(call.opens)],
        "deadlineDate": [_instant(day, call.midnight_in_brussels) for day in call.deadlines],
        "callIdentifier": [call.identifier.rpartition("-")[0]],
        "callTitle": [call.call],
        "typesOfAction": [call.action],
        "deadlineModel": [call.model],
        "description" if call.type == "8" else "descriptionByte": [described],
        "topicConditions": [to_html(call.conditions)] if call.conditions else [],
        "budgetOverview": [_budget(call)] if call.budget else [],
    }
    return {name: values for name, values in metadata.items() if values and values != [""]}


def _instant(day: date, midnight_in_brussels: bool = False) -> str:
    instant = datetime.combine(day, time(), _BRUSSELS if midnight_in_brussels else UTC).astimezone(UTC)
    return f"{instant:%Y-%m-%dT%H:%M:%S}.000+0000"


def _budget(call: SediaCall) -> str:
    own = {
        "action": f"{call.identifier} - {call.action}",
        "budgetYearMap": {str(call.opens.year): str(call.budget)},
        "plannedOpeningDate": call.opens.isoformat(),
        "deadlineModel": call.model,
        "deadlineDates": [day.isoformat() for day in call.deadlines],
        "expectedGrants": call.grants,
        "minContribution": call.minimum,
        "maxContribution": call.maximum,
    }
    # the real overview lists all topics of a call: a reader must pick its own
    other = {"action": f"{call.identifier}-NEIGHBOUR - {call.action}", "minContribution": 1, "maxContribution": 99}
    return json.dumps({"budgetTopicActionMap": {str(call.id): [own], "1": [other]}}, ensure_ascii=False)

"""What a guideline or an overview says beyond a call's own page: a proposal with its place; one unread leaves open.

It may be of another round or another programme, so what stands there alone opens, closes and excludes nothing.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crawler.text.page.call_words import OF_ALL
from grants_db.models.columns import HUNDREDTH
from grants_db.models.opportunity_facts import FIELDS
from grants_db.rules.deadline import Deadline
from grants_db.rules.evidence import in_document, in_unread
from grants_db.vocabulary import DeadlineKind

#: what an overview may say of all its calls
_RULES_OF_ALL = ("applicant_route", "early_start", "cumulation", "own_share_min", "max_rate")
#: facts that follow from others, or that a page says of itself
_NOT_ASKED = ("applicant_types", "regions", "instruments")


def propose_what_only_documents_say(facts: dict[str, Any], page: str, documents: Sequence[tuple[str, str]]) -> None:
    """Turn facts whose words stand in a document (name, text) and not on the page into proposals."""
    there, texts = _line(page), [(name, _line(text)) for name, text in documents]
    evidence = dict(facts["evidence"])
    proposed = {name: dict(said) for name, said in facts["proposed"].items()}
    for name, words in [*evidence.items(), *((name, said["evidence"]) for name, said in proposed.items())]:
        line = _line(words)
        if name not in FIELDS or not FIELDS[name].correctable or not line or line in there:
            continue
        place = next((document for document, text in texts if line in text), None)
        if place is None:
            continue
        said = in_document(place, words)
        if name == "deadline":
            facts["deadline"] = facts["deadline"] | {"check": True, "evidence": said}
            evidence["deadline"] = said
        elif name in proposed:
            proposed[name]["evidence"] = said
        else:
            proposed[name] = {"value": _as_json(facts[name]), "evidence": said}
            facts[name] = _unstated(name, facts[name])
            del evidence[name]
    facts["evidence"], facts["proposed"] = evidence, proposed


def propose_what_is_said_of_all(facts: dict[str, Any], overview: dict[str, Any], place: str) -> None:
    """Propose the rules that an overview states for its calls, where a call's own page says nothing of them.

    Sums and days of an overview are of all its calls together, or of the page: a day is one of each call only in a
    sentence about all of them.
    """
    proposed = dict(facts["proposed"])
    deadline = overview["deadline"]
    if _is_open("deadline", facts["deadline"]) and OF_ALL.search(deadline["evidence"]):
        said_of_all = in_document(place, deadline["evidence"])
        facts["deadline"] = deadline | {"check": True, "evidence": said_of_all}
        facts["evidence"] = {**facts["evidence"], "deadline": said_of_all}
    for name in _RULES_OF_ALL:
        if name in proposed or not _is_open(name, facts[name]):
            continue
        if not _is_open(name, overview[name]):
            said = {"value": _as_json(overview[name]), "evidence": overview["evidence"].get(name, "")}
        else:
            said = dict(overview["proposed"].get(name, {}))
        if said.get("evidence"):
            proposed[name] = said | {"evidence": in_document(place, said["evidence"])}
    facts["proposed"] = proposed


def leave_open(facts: dict[str, Any], name: str) -> None:
    """Say of every fact that nothing states that it may stand in a document nobody could read."""
    open_facts = [
        fact
        for fact, about in FIELDS.items()
        if about.read
        and about.correctable
        and fact not in _NOT_ASKED
        and fact not in facts["proposed"]
        and _is_open(fact, facts[fact])
    ]
    facts["evidence"] = dict.fromkeys(open_facts, in_unread(name)) | facts["evidence"]


def _is_open(name: str, value: Any) -> bool:
    if name == "deadline":
        return Deadline.from_json(value).kind is DeadlineKind.NONE
    return value in (None, [], {}) or value == FIELDS[name].unstated


def _unstated(name: str, value: Any) -> Any:
    unstated = FIELDS[name].unstated
    return unstated if unstated is not None else type(value)() if isinstance(value, list | dict) else None


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.quantize(HUNDREDTH))
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return getattr(value, "value", value)


def _line(text: str) -> str:
    return " ".join(text.split())

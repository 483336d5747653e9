"""How one applies and is paid, as facts: what the summary states, else the guideline; the rest is proposed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.extract.procedure.contact import office_contact
from crawler.extract.procedure.lists import criteria, required_documents
from crawler.extract.procedure.payment import payment_modes
from crawler.text.sentences import Prose


@dataclass(frozen=True, slots=True)
class _Found:
    """A value, as the facts have it and as JSON, its words, and whether it is a proposal."""

    value: Any
    as_json: Any
    quote: str
    check: bool


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """The facts by the names of `grants_db.models.opportunity_facts.OpportunityFacts`; what isn't said is left out.

    Attributes:
        stated: values; `evidence` holds their words.
        proposed: {"value": as JSON, "evidence": the words} of what the words leave open.
    """

    stated: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    proposed: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def procedure_facts(summary: Prose, guideline: Prose) -> ProcedureFacts:
    """What the two texts of a call say of how one applies and is paid."""
    facts = ProcedureFacts()
    for name, read in _READERS.items():
        found = read(summary)
        if (found is None or found.check) and guideline:
            later = read(guideline)
            found = later if later is not None and (found is None or not later.check) else found
        if found is None:
            continue
        if found.check:
            facts.proposed[name] = {"value": found.as_json, "evidence": found.quote}
        else:
            facts.stated[name], facts.evidence[name] = found.value, found.quote
    return facts


def _documents(text: Prose) -> _Found | None:
    found = required_documents(text)
    return _Found(found.items, list(found.items), found.quote, found.check) if found.items else None


def _criteria(text: Prose) -> _Found | None:
    found = criteria(text)
    return _Found(found.items, list(found.items), found.quote, found.check) if found.items else None


def _contact(text: Prose) -> _Found | None:
    found = office_contact(text)
    parts = found.contact.as_json()
    return _Found(parts, parts, found.quote, found.check) if found.contact.is_reachable else None


def _payment(text: Prose) -> _Found | None:
    found = payment_modes(text)
    return _Found(found.modes, [mode.value for mode in found.modes], found.quote, found.check) if found.modes else None


_READERS: dict[str, Callable[[Prose], _Found | None]] = {
    "payment": _payment,
    "required_documents": _documents,
    "criteria": _criteria,
    "contact": _contact,
}

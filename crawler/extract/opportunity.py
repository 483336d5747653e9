"""From a page's texts to the values of an opportunity: the one place where the readers of prose are called."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from crawler.errors import ReaderFaultError
from crawler.extract.code_lists import LabelKind
from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.facts import GUIDELINE, extract_facts
from crawler.text.sentences import Prose
from grants_db.models.opportunity_facts import FIELDS
from grants_db.rules.deadline import Deadline
from grants_db.rules.evidence import of_field
from grants_db.vocabulary import DeadlineKind, DeadlineStage

#: what the Förderdatenbank calls its categories, and the facts that follow from them
CATEGORIES = {
    LabelKind.APPLICANT: ("Förderberechtigte", ("applicant_types", "applicant_route")),
    LabelKind.REGION: ("Fördergebiet", ("regions",)),
    LabelKind.INSTRUMENT: ("Förderart", ("instruments",)),
}
#: what a reader of prose may stumble over in a text nobody thought of; it costs this record, not its page
_ODD_TEXT = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


def read_facts(
    *,
    title: str,
    short_text: str = "",
    sections: Sequence[tuple[str, str]] = (),
    codes: Mapping[str, Sequence[str]] | None = None,
    fields: Mapping[LabelKind, str] = MappingProxyType({}),
    deadline_sections: Sequence[str] = (),
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Facts by the names of `OpportunityFacts`, and the labels nobody knows.

    Args:
        title: of the call.
        short_text: its Kurztext.
        sections: (name, text) in the order of the page; one named `crawler.extract.facts.GUIDELINE` is read last.
        codes: labels of the source by kind, see `crawler.extract.code_lists.LabelKind`.
        fields: what the source calls the categories of `codes`, where not as in `CATEGORIES`.
        deadline_sections: names of sections that speak of nothing but the deadline; they lead.

    Raises:
        ReaderFaultError: a text the readers can't cope with.
    """
    summary, texts = Prose(short_text), [(name, Prose(text)) for name, text in sections]
    try:
        facts = extract_facts(title=title, short_text=summary, sections=texts, codes=codes)
        deadline = read_deadline(summary, texts, deadline_sections)
    except _ODD_TEXT as error:
        raise ReaderFaultError.of(error) from error
    values: dict[str, Any] = {
        name: list(value) if isinstance(value := getattr(facts, name), tuple) else value
        for name in FIELDS
        if hasattr(facts, name)
    }
    values["deadline"] = deadline.as_json()
    values["evidence"] = _entries(codes or {}, fields) | dict(facts.evidence)
    if deadline.evidence:
        values["evidence"]["deadline"] = deadline.evidence
    return values, tuple(f"{kind}: {label}" for kind, label in facts.unknown_labels)


def read_deadline(short_text: Prose, sections: Sequence[tuple[str, Prose]], leading: Sequence[str] = ()) -> Deadline:
    """The deadline the leading sections state; else the page's other texts; else the guideline's.

    "Before the start" is said beside nearly every deadline, so it yields to what a later text says more exactly, as a
    day without a year does to the same day with one. That the procedure has two stages may stand in any of the texts.
    """
    first = Prose.joined(text for name, text in sections if name in leading)
    rest = Prose.joined((short_text, *(text for name, text in sections if name not in (*leading, GUIDELINE))))
    guideline = Prose.joined(text for name, text in sections if name == GUIDELINE)
    chosen = Deadline()
    two_stage = False
    for text in (first, rest, guideline):
        if not text or (text is guideline and chosen.kind is not DeadlineKind.NONE and not chosen.lacks_a_year):
            continue
        deadline = parse_deadline(text)
        two_stage = two_stage or deadline.two_stage
        if _exactness(deadline) > _exactness(chosen) or _names_the_year(deadline, chosen):
            chosen = deadline
    # a day for sketches is the first of two: nobody is funded for a sketch
    return replace(chosen, two_stage=two_stage or DeadlineStage.SKETCH in chosen.stages)


def _entries(codes: Mapping[str, Sequence[str]], fields: Mapping[LabelKind, str]) -> dict[str, str]:
    """The categories as evidence of what follows from them; a sentence that says more takes their place."""
    return {
        fact: of_field(fields.get(kind, name), codes[kind])
        for kind, (name, facts) in CATEGORIES.items()
        if codes.get(kind)
        for fact in facts
    }


def _names_the_year(deadline: Deadline, chosen: Deadline) -> bool:
    """Does it say of a day that stands without a year in the one chosen, in which year it is, or that it returns?"""
    month_days = {day.removeprefix("--") for day in chosen.dates if day.startswith("--")}
    return not deadline.lacks_a_year and any(day[-len("MM-DD") :] in month_days for day in deadline.dates)


def _exactness(deadline: Deadline) -> float:
    """How much a text says about when to apply, from nothing at all (0) over a proposal to a rule of its own (3)."""
    if deadline.kind is DeadlineKind.NONE:
        return int(deadline.two_stage)
    if deadline.is_proposal:
        return 1.5
    return 2 if deadline.kind is DeadlineKind.BEFORE_START else 3

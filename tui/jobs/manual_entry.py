"""A call that came by letter, mail or PDF: what can be read from its text is read, what was typed leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crawler.extract.deadline.parse import parse_deadline
from crawler.extract.facts import GUIDELINE, extract_facts
from crawler.text.sentences import NOTHING, Prose
from grants_db.models.opportunity_facts import FIELDS, OpportunityFacts
from grants_db.rules.evidence import TYPED
from grants_db.vocabulary import Level

#: longer texts are read as guidelines: only rules that are stated as such count
LONGEST_LETTER = 12_000


@dataclass(frozen=True)
class Entry:
    """What a person typed; `facts` are JSON values by field, as `correction_values.read_value` gives them."""

    key: str
    title: str
    level: Level
    text: str = ""
    funder: str = ""
    url: str = ""
    facts: Mapping[str, Any] | None = None


def facts_of(entry: Entry) -> OpportunityFacts:
    """The statement of an entered call; facts read from the text keep their evidence, typed ones say so."""
    is_letter = len(entry.text) <= LONGEST_LETTER
    text = Prose(entry.text)
    read = extract_facts(
        title=entry.title,
        short_text=text if is_letter else NOTHING,
        sections=() if is_letter else ((GUIDELINE, text),),
    )
    values: dict[str, Any] = {
        name: list(value) if isinstance(value := getattr(read, name), tuple) else value
        for name in FIELDS
        if name != "evidence" and hasattr(read, name)
    }
    values["deadline"] = parse_deadline(text).as_json()
    evidence = dict(read.evidence)
    for field, value in (entry.facts or {}).items():
        values[field] = Decimal(value) if FIELDS[field].is_number and value is not None else value
        evidence[field] = TYPED
        if field == "deadline":
            values[field] = {**value, "evidence": TYPED}
    return OpportunityFacts.model_validate(
        {
            "external_id": entry.key,
            "url": entry.url,
            "title": entry.title.strip(),
            "description": entry.text,
            "level": entry.level,
            "funder": entry.funder,
            "evidence": evidence,
            "attribution": TYPED,
            **values,
        }
    )

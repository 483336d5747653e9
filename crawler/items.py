"""The border: what a spider says it saw, cleaned and checked before anything else in the house sees it.

Control characters, terminal escapes and marks that turn text around end here; so do addresses that are no web
addresses, texts without end, and sums that can't be. A record that doesn't pass is counted and reported.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from pydantic import ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from grants_db.messages import Message
from grants_db.models.about import ValueKind
from grants_db.models.columns import HUNDREDTH
from grants_db.models.opportunity_facts import FIELDS, OpportunityFacts, fields_of
from grants_db.models.source import PageState
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, DeadlineStage, Level

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?", re.DOTALL)
#: soft hyphen, zero-width signs and byte order marks; marks that override the direction of writing
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_LIMITS = {"title": 1_000, "url": 2_000, "funder": 1_000, "authority": 2_000, "short_description": 50_000}
_LONGEST = 1_000_000
_WHY = {
    "missing": Message("die Angabe fehlt"),
    "enum": Message("kein bekanntes Wort"),
    "string_type": Message("kein Text"),
    "no_web_address": Message("keine Webadresse"),
}
_LARGEST_SUM = Decimal(10) ** 12


@dataclass(frozen=True)
class ScrapedRecord:
    """One opportunity as a platform read it from a page: raw values by the names of `OpportunityFacts`."""

    page_url: str
    values: dict[str, Any]
    reread: bool = False  # the page is as it was when other parsers read it
    is_prose: bool = False  # of a page without fields of its own: what is not read in the text is known from nowhere


#: a record, and its labels that are not in our vocabulary
RecordAndLabels: TypeAlias = tuple[ScrapedRecord, tuple[str, ...]]


@dataclass(frozen=True)
class Unreadable:
    """One record of a page that could not be read."""

    page_url: str
    url: str
    sentence: Message
    external_id: str = ""
    ours: bool = False  # a fault of our reader, none of the source's


@dataclass(frozen=True)
class PageRead:
    """A page was read to its end."""

    state: PageState


@dataclass(frozen=True)
class PageUnchanged:
    """A page says what it said last time."""

    page_url: str


@dataclass(frozen=True)
class UnknownLabels:
    """Labels of a source that are not in our vocabulary."""

    labels: tuple[str, ...] = field(default=())


class OpportunityItem(OpportunityFacts):
    """`OpportunityFacts` that passed the border."""

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {
            name: _capped(clean(value), _LIMITS.get(name, _LONGEST)) if name != "external_id" else clean(value)
            for name, value in values.items()
        }

    @field_validator("title", "external_id")
    @classmethod
    def _not_empty(cls, text: str) -> str:
        if not (text := " ".join(text.split())):
            raise PydanticCustomError("missing", "is missing")
        return text

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        if not is_web_address(url):
            raise PydanticCustomError("no_web_address", "is no web address")
        return url

    @field_validator(*fields_of(ValueKind.SUM))
    @classmethod
    def _possible_sum(cls, value: Decimal | None) -> Decimal | None:
        return _within(value, _LARGEST_SUM)

    @field_validator(*fields_of(ValueKind.RATE))
    @classmethod
    def _possible_rate(cls, value: Decimal | None) -> Decimal | None:
        return _within(value, Decimal(100))

    @field_validator(*fields_of(ValueKind.WORDS))
    @classmethod
    def _known_words(cls, words: list[str], field: ValidationInfo) -> list[str]:
        vocabulary = FIELDS[field.field_name or ""].words
        return [vocabulary(word).value if vocabulary else word for word in words]

    @field_validator("deadline")
    @classmethod
    def _deadline(cls, deadline: dict[str, Any]) -> dict[str, Any]:
        DeadlineKind(deadline["kind"])
        for stage in deadline["stages"]:
            DeadlineStage(stage)
        return deadline

    @model_validator(mode="after")
    def _own_money_is_for_others(self) -> "OpportunityItem":
        """What a city gives on is not for the city, also where the text says that public bodies may apply."""
        if self.level is Level.MUNICIPAL and self.applicant_route is ApplicantRoute.DIRECT:
            self.applicant_route = ApplicantRoute.PARTNER
        return self

    @model_validator(mode="after")
    def _propose_what_is_open(self) -> "OpportunityItem":
        """A proposal is for a fact that nothing states, whoever stated it."""
        self.proposed = {name: said for name, said in self.proposed.items() if _is_open(name, getattr(self, name, ""))}
        return self


def checked(found: ScrapedRecord) -> OpportunityItem | Unreadable:
    """The record as it may go on, or why it may not."""
    try:
        return OpportunityItem.model_validate(found.values)
    except ValidationError as error:
        first = error.errors()[0]
        return Unreadable(
            page_url=found.page_url,
            url=clean(str(found.values.get("url", ""))) or found.page_url,
            sentence=Message.of(
                "Ein Eintrag ist nicht brauchbar: {field}: {why}.",
                field=".".join(str(part) for part in first["loc"]) or Message.of("Eintrag"),
                why=_WHY.get(first["type"]) or Message.of("passt nicht"),
            ),
            external_id=clean(str(found.values.get("external_id", ""))),
        )


def clean(value: Any) -> Any:
    r"""Text without what can act on a screen; looks into lists and dictionaries.

    >>> clean("Förder\xadung\x1b[31m rot\x07\u202e")
    'Förderung rot'
    """
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, dict):
        return {clean(key): clean(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [clean(entry) for entry in value]
    return value


def _clean_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", _ESCAPES.sub("", text)).replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    # what is left of control characters and halves of surrogate pairs, which no database takes
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))


def _capped(value: Any, limit: int) -> Any:
    return f"{value[: limit - 1]}…" if isinstance(value, str) and len(value) > limit else value


def _is_open(name: str, value: Any) -> bool:
    return name in FIELDS and (value in (None, [], {}) or value == FIELDS[name].unstated)


def _within(value: Decimal | None, most: Decimal) -> Decimal | None:
    """The value in hundredths; None where it can't be: no wrong figure goes on."""
    if value is None or not value.is_finite() or not 0 <= value <= most:
        return None
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)

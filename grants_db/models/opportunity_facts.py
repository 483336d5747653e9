"""What a source states of a call, field by field, and what the house knows of each field (`FIELDS`).

The first fields, who gives and who may have it, and what it pays for in closed words, stand in
`funder_facts`.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from grants_db.models.about import About, ValueKind
from grants_db.models.columns import Hundredths, word
from grants_db.models.funder_facts import FacetFacts
from grants_db.vocabulary import Cumulation, DigestSection, EarlyStart, PaymentMode, ReasonCode, StatusNote

CONTACT, DAY, DEADLINE, LINES = ValueKind.CONTACT, ValueKind.DAY, ValueKind.DEADLINE, ValueKind.LINES
LONG_TEXT, QUOTES, RATE, SUM = ValueKind.LONG_TEXT, ValueKind.QUOTES, ValueKind.RATE, ValueKind.SUM
WORD, WORDS = ValueKind.WORD, ValueKind.WORDS


def no_deadline() -> dict[str, Any]:
    """The deadline of a call that states none, in the form of `grants_db.rules.deadline.Deadline.as_json`."""
    return {"kind": "none", "dates": [], "times": [], "stages": [], "two_stage": False, "evidence": ""}


class OpportunityFacts(FacetFacts):
    """One source's statement of one call: the source's own text, and the facts derived from it.

    Sums in EUR, rates in percent; None or an empty list means the source does not say. `evidence` holds, for each
    derived fact (by field name), the sentence of the source it was read from, or a remark (`grants_db.rules.evidence`).
    `proposed` holds what the words leave open, by field name: {"value": as JSON, "evidence": the sentence}; the field
    itself states nothing then (`grants_db.opportunities.checks`). What else is known of a field stands beside it
    (`About`); the order is that of the exported table.
    """

    min_amount: Annotated[
        Decimal | None,
        About(
            german="Mindestbetrag",
            english="Smallest amount",
            kind=SUM,
            material=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.OWN_CONTRIBUTION,
            section=DigestSection.AMOUNT,
        ),
    ] = Field(default=None, sa_type=Hundredths)
    max_amount: Annotated[
        Decimal | None,
        About(
            german="Höchstbetrag",
            english="Largest amount",
            kind=SUM,
            material=True,
            read=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.OWN_CONTRIBUTION,
            section=DigestSection.AMOUNT,
            shown=5,
        ),
    ] = Field(default=None, sa_type=Hundredths)
    max_rate: Annotated[
        Decimal | None,  # the highest stated for anyone
        About(
            german="Förderquote",
            english="Funding rate",
            kind=RATE,
            material=True,
            read=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.OWN_CONTRIBUTION,
            section=DigestSection.AMOUNT,
            commongrants=("maxRate", "Highest funding rate stated, in percent"),
            shown=6,
        ),
    ] = Field(default=None, sa_type=Hundredths)
    municipal_rate: Annotated[
        Decimal | None,
        About(
            german="Quote für Kommunen",
            english="Rate for municipalities",
            kind=RATE,
            material=True,
            read=True,
            answers=ReasonCode.OWN_CONTRIBUTION,
            section=DigestSection.AMOUNT,
            commongrants=("municipalRate", "Funding rate for municipalities, in percent"),
            shown=7,
        ),
    ] = Field(default=None, sa_type=Hundredths)
    own_share_min: Annotated[
        Decimal | None,
        About(
            german="Eigenanteil mindestens",
            english="Own contribution at least",
            kind=RATE,
            material=True,
            read=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.OWN_CONTRIBUTION,
            section=DigestSection.AMOUNT,
            commongrants=("ownShareMin", "Least own share stated, in percent"),
            shown=8,
        ),
    ] = Field(default=None, sa_type=Hundredths)
    opens_on: Annotated[
        date | None,
        About(
            german="Antrag ab",
            english="Opens on",
            kind=DAY,
            material=True,
            answers=ReasonCode.DEADLINE_TOO_SHORT,
            section=DigestSection.DEADLINE,
            shown=2,
        ),
    ] = None
    deadline: Annotated[
        dict[str, Any],
        About(
            german="Antragsfrist",
            english="Deadline",
            kind=DEADLINE,
            material=True,
            read=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.DEADLINE_TOO_SHORT,
            section=DigestSection.DEADLINE,
            commongrants=("deadline", "The deadline as stated, with its evidence"),
            shown=1,
        ),
    ] = Field(default_factory=no_deadline, sa_type=JSON)
    status_note: Annotated[
        StatusNote | None,
        About(
            german="Stand laut Quelle",
            english="Status according to the source",
            kind=WORD,
            words=StatusNote,
            material=True,
            answers=ReasonCode.DEADLINE_TOO_SHORT,
            in_table=False,
        ),
    ] = Field(default=None, sa_type=word(StatusNote))
    early_start: Annotated[
        EarlyStart,
        About(
            german="Vorzeitiger Beginn",
            english="Early start",
            kind=WORD,
            words=EarlyStart,
            unstated=EarlyStart.UNSTATED,
            material=True,
            read=True,
            correctable=True,
            section=DigestSection.ELIGIBILITY,
            commongrants=("earlyStart", "May the project begin before the award?"),
            shown=14,
        ),
    ] = Field(default=EarlyStart.UNSTATED, sa_type=word(EarlyStart))
    cumulation: Annotated[
        Cumulation,
        About(
            german="Kumulierung",
            english="Cumulation",
            kind=WORD,
            words=Cumulation,
            unstated=Cumulation.UNSTATED,
            material=True,
            read=True,
            correctable=True,
            answers=ReasonCode.CUMULATION,
            section=DigestSection.ELIGIBILITY,
            commongrants=("cumulation", "Combination with other public money"),
            shown=15,
        ),
    ] = Field(default=Cumulation.UNSTATED, sa_type=word(Cumulation))
    payment: Annotated[
        list[str],
        About(
            german="Auszahlung",
            english="Payment",
            kind=WORDS,
            words=PaymentMode,
            read=True,
            correctable=True,
            commongrants=("payment", "How granted money is paid; several may hold"),
            shown=16,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    required_documents: Annotated[
        list[str],
        About(
            german="Erforderliche Unterlagen",
            english="Required documents",
            kind=LINES,
            read=True,
            correctable=True,
            commongrants=("requiredDocuments", "What is to be handed in with the application"),
            shown=17,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    criteria: Annotated[
        list[str],
        About(
            german="Auswahlkriterien",
            english="Criteria",
            kind=LINES,
            read=True,
            correctable=True,
            commongrants=("criteria", "By what applications are chosen"),
            shown=18,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    contact: Annotated[
        dict[str, str],
        About(
            german="Kontakt",
            english="Contact",
            kind=CONTACT,
            read=True,
            correctable=True,
            commongrants=("contact", "The public contact of the office: office, phone, mail, address"),
            shown=19,
        ),
    ] = Field(default_factory=dict, sa_type=JSON)
    short_description: Annotated[str, About(german="Kurztext", english="Summary", kind=LONG_TEXT)] = Field(
        default="", sa_type=Text
    )
    description: Annotated[str, About(german="Volltext", english="Full text", kind=LONG_TEXT)] = Field(
        default="", sa_type=Text
    )
    guideline: Annotated[str, About(german="Richtlinie", english="Guideline", kind=LONG_TEXT, in_table=False)] = Field(
        default="", sa_type=Text
    )
    language: Annotated[
        str, About(german="Sprache", english="Language", commongrants=("language", "Language of the source's text"))
    ] = Field(default="de", max_length=8)
    url: Annotated[str, About(german="Adresse", english="Address", shown=20)] = Field(sa_type=Text)
    external_id: Annotated[
        str,  # the source's stable key
        About(
            german="Kennung der Quelle",
            english="Key of the source",
            bookkeeping=True,
            commongrants=("externalId", "The portal's own key"),
        ),
    ] = Field(max_length=500)
    evidence: Annotated[
        dict[str, str],
        About(german="Belege", english="Evidence", kind=QUOTES, bookkeeping=True, in_table=False),
    ] = Field(default_factory=dict, sa_type=JSON)
    proposed: Annotated[
        dict[str, dict[str, Any]],
        About(german="Zu prüfen", english="To be checked", kind=QUOTES, bookkeeping=True, in_table=False),
    ] = Field(default_factory=dict, sa_type=JSON)
    attribution: Annotated[
        str,
        About(
            german="Nutzungshinweis",
            english="Terms of use",
            bookkeeping=True,
            commongrants=("attribution", "How the source wants to be named"),
            shown=21,
        ),
    ] = Field(default="", sa_type=Text)


#: the table of an opportunity's facts: every field of `OpportunityFacts` with what is known of it
FIELDS: dict[str, About] = {
    name: next(note for note in field.metadata if isinstance(note, About))
    for name, field in OpportunityFacts.model_fields.items()
}


def fields_of(*kinds: ValueKind) -> tuple[str, ...]:
    """The names of the fields whose values are of these kinds."""
    return tuple(name for name, about in FIELDS.items() if about.kind in kinds)

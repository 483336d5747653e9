"""The first fields of `opportunity_facts.OpportunityFacts`: what is offered, who gives it, who may have it, where."""

from typing import Annotated

from sqlalchemy import JSON, Text
from sqlmodel import Field

from grants_db.models.about import About, ValueKind
from grants_db.models.columns import StoredModel, word
from grants_db.vocabulary import ApplicantRoute, ApplicantType, DigestSection, Instrument, Level, ReasonCode
from grants_db.vocabulary_facets import FundedActivity, FundedGroup, FundedPlace, FundedSubject

REGIONS, WORD, WORDS = ValueKind.REGIONS, ValueKind.WORD, ValueKind.WORDS


class FunderFacts(StoredModel):
    """What a call is called, who gives the money, and who may have it."""

    title: Annotated[str, About(german="Titel", english="Title")] = Field(sa_type=Text)
    level: Annotated[
        Level,
        About(
            german="Ebene",
            english="Level",
            kind=WORD,
            words=Level,
            commongrants=("level", "Who pays: land, federal, eu, foundation, municipal"),
            shown=10,
        ),
    ] = Field(sa_type=word(Level), index=True)
    funder: Annotated[
        str,
        About(
            german="Fördergeber",
            english="Funder",
            commongrants=("funder", "Who gives the money (Zuwendungsgeber)"),
            shown=11,
        ),
    ] = Field(default="", sa_type=Text)
    authority: Annotated[
        str,  # public contact
        About(
            german="Bewilligungsbehörde",
            english="Granting authority",
            commongrants=("authority", "Who decides (Bewilligungsbehörde)"),
            shown=12,
        ),
    ] = Field(default="", sa_type=Text)
    applicant_route: Annotated[
        ApplicantRoute,
        About(
            german="Antragsberechtigung",
            english="Applicant route",
            kind=WORD,
            words=ApplicantRoute,
            unstated=ApplicantRoute.UNCLEAR,
            material=True,
            read=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.NOT_ELIGIBLE,
            section=DigestSection.ELIGIBILITY,
            commongrants=("applicantRoute", "How a municipality gets at it: direct, partner, none, unclear"),
            shown=3,
        ),
    ] = Field(default=ApplicantRoute.UNCLEAR, sa_type=word(ApplicantRoute))
    applicant_types: Annotated[
        list[str],
        About(
            german="Förderberechtigte",
            english="Who may apply",
            kind=WORDS,
            words=ApplicantType,
            material=True,
            read=True,
            correctable=True,
            answers=ReasonCode.NOT_ELIGIBLE,
            section=DigestSection.ELIGIBILITY,
            shown=4,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    regions: Annotated[
        list[str],
        About(
            german="Fördergebiet",
            english="Funding area",
            kind=REGIONS,
            material=True,
            correctable=True,
            answers=ReasonCode.NOT_ELIGIBLE,
            section=DigestSection.ELIGIBILITY,
            commongrants=("regions", "Where it applies; ISO 3166-2 or as written"),
            shown=13,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    instruments: Annotated[
        list[str],
        About(
            german="Förderart",
            english="Instrument",
            kind=WORDS,
            words=Instrument,
            correctable=True,
            commongrants=("instruments", "grant, loan, guarantee, equity, prize, other"),
            shown=9,
        ),
    ] = Field(default_factory=list, sa_type=JSON)


#: field → the kind of facet (`grants_db.vocabulary_facets.FACETS`)
FACET_FIELDS = {"subjects": "subject", "activities": "activity", "groups": "group", "places": "place"}


class FacetFacts(FunderFacts):
    """What a call pays for in closed words, as a person states it: no source does, and the matcher reads it itself.

    What stands here leads over what was read, for every measure; an empty list leaves it to the reading
    (`matching.facets`).
    """

    subjects: Annotated[
        list[str],
        About(
            german="Thema",
            english="Subject",
            kind=WORDS,
            words=FundedSubject,
            correctable=True,
            in_table=False,
            shown=22,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    activities: Annotated[
        list[str],
        About(
            german="Art der Arbeit",
            english="Kind of work",
            kind=WORDS,
            words=FundedActivity,
            correctable=True,
            in_table=False,
            shown=23,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    groups: Annotated[
        list[str],
        About(
            german="Zielgruppe",
            english="For whom",
            kind=WORDS,
            words=FundedGroup,
            correctable=True,
            in_table=False,
            shown=24,
        ),
    ] = Field(default_factory=list, sa_type=JSON)
    places: Annotated[
        list[str],
        About(
            german="Ort der Arbeit",
            english="Kind of place",
            kind=WORDS,
            words=FundedPlace,
            correctable=True,
            in_table=False,
            shown=25,
        ),
    ] = Field(default_factory=list, sa_type=JSON)

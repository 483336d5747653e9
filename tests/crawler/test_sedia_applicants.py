"""Who may take part in a call of the EU portal: by its type of action, narrowed by its title."""

from typing import Any

import pytest

from crawler.platforms.sedia import CASCADE, GRANT, SediaRecord
from crawler.platforms.sedia_applicants import stated_by_type
from grants_db.vocabulary import ApplicantRoute

DIRECT, PARTNER, NONE = ApplicantRoute.DIRECT, ApplicantRoute.PARTNER, ApplicantRoute.NONE


def a_call(kind: str = GRANT, **metadata: str) -> SediaRecord:
    named: dict[str, Any] = {name: [value] for name, value in metadata.items()}
    return SediaRecord({"reference": "1TOPICSen", "metadata": {"type": [kind]} | named})


@pytest.mark.parametrize(
    ("metadata", "route"),
    [
        ({"typesOfAction": "HORIZON  Research and Innovation Actions", "title": "Invented topic"}, DIRECT),
        ({"typesOfAction": "LIFE Operating Grants", "title": "Invented topic"}, PARTNER),
        ({"typesOfAction": "HORIZON EIC Accelerator", "title": "Invented topic"}, NONE),
        (
            {"typesOfAction": "CERV Lump Sum Grants", "title": "Handing money on to civil society  organisations"},
            PARTNER,
        ),
        ({"typesOfAction": "EDF Lump Sum Grants", "title": "Invented action by SMEs"}, NONE),
        ({"typesOfAction": "HORIZON TMA MSCA Doctoral Networks", "title": "Invented networks"}, None),
        ({"typesOfAction": "", "title": "Invented topic"}, None),
    ],
)
def test_the_type_of_action_says_who_may_take_part(metadata: dict[str, str], route: ApplicantRoute | None) -> None:
    stated = stated_by_type(a_call(**metadata))
    assert (stated and stated.value) == route
    assert stated is None or any(" ".join(value.split()) in stated.quote for value in metadata.values())


@pytest.mark.parametrize(
    ("title", "route"),
    [
        ("Invented vouchers for SMEs", NONE),
        ("Small grants for civil society", PARTNER),
        ("Support for municipalities on invented rivers", DIRECT),
        ("Second open call of the invented project", None),
        ("Transmission of small inventions", None),
    ],
)
def test_a_call_that_hands_money_on_says_it_in_its_title(title: str, route: ApplicantRoute | None) -> None:
    """Its type of action is that of the topic that pays for it."""
    stated = stated_by_type(a_call(CASCADE, callTitle=title, title="Invented topic for SMEs"))
    assert (stated and stated.value) == route

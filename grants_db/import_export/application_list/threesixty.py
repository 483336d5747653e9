"""Awards as open data in the 360Giving standard: https://standard.threesixtygiving.org — one grant an award.

The standard's identifiers come from registries that Germany has not; ours are made of the city's official key (AGS) and
the application's number, a funder's of its name, so that they stay the same from file to file.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from grants_db.import_export.application_list.stored import StoredApplication
from grants_db.rules.stages import HOLDS_MONEY
from grants_db.rules.web_address import is_web_address
from grants_db.settings import City
from grants_db.vocabulary import ApplicationStage

CURRENCY, LONGEST_TITLE = "EUR", 140


def threesixty(applications: Iterable[StoredApplication], city: City) -> dict[str, Any]:
    """The package: one grant for each application whose award holds, or lapsed after it was given."""
    given = (*HOLDS_MONEY, ApplicationStage.LAPSED)
    return {"grants": [_grant(one, city) for one in applications if one.record.state in given and one.first_award]}


def _grant(one: StoredApplication, city: City) -> dict[str, Any]:
    record, call = one.record, one.call
    number = f"{_city_id(city)}-{one.number}"
    funder = record.funder or call.source_name
    title = "; ".join(title for _number, title, _field in one.measures) or call.title
    grant: dict[str, Any] = {
        "id": number,
        "title": title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        "description": f"{call.title}: {title}",
        "currency": CURRENCY,
        "amountAwarded": _number(record.awarded or Decimal(0)),
        "amountDisbursed": _number(sum((paid.amount for paid in record.payments or ()), Decimal(0))),
        "awardDate": f"{one.first_award}",
        "plannedDates": [{"startDate": f"{record.period_start}", "endDate": f"{record.period_end}"}],
        "recipientOrganization": [
            {"id": _city_id(city), "name": city.name, "addressLocality": city.name, "addressCountry": "Deutschland"}
            | ({"department": one.unit} if one.unit else {})
        ],
        "fundingOrganization": [
            {"id": f"DE-AKQUISE-{uuid5(NAMESPACE_URL, f'akquise:funder:{funder}')}", "name": funder}
        ],
        "grantProgramme": [
            {"code": f"{call.source_name}:{call.external_id}", "title": call.title}
            | ({"url": call.url} if is_web_address(call.url) else {})
        ],
        "beneficiaryLocation": [{"name": city.name, "countryCode": "DE", "geoCode": city.nuts, "geoCodeType": "NUTS3"}],
    }
    if record.requested is not None:
        grant["amountAppliedFor"] = _number(record.requested)
    if record.payments:
        grant["disbursementTransaction"] = [
            # every payment has an id of its own: readers drop a second one that shares it
            {
                "id": f"{number}-{place}",
                "transactionDate": f"{paid.received_on}",
                "currency": CURRENCY,
                "value": _number(paid.amount),
            }
            for place, paid in enumerate(record.payments, start=1)
        ]
    return grant


def _city_id(city: City) -> str:
    return f"DE-AGS-{city.ags}"


def _number(amount: Decimal) -> int | float:
    """A sum as the standard wants it: a JSON number, exact to the cent."""
    return int(amount) if amount == int(amount) else float(amount)

"""What the 360Giving standard (https://standard.threesixtygiving.org) demands of a grant, as a JSON schema of our own.

Its facts only: which fields there must be, of what type and form, and that nothing of another type stands in a field.
"""

from typing import Any

DAY = {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"}
TEXT, NUMBER, ADDRESS = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "uri"}
CURRENCY = {"enum": ["EUR"]}


def some(properties: dict[str, Any], *required: str, least: int = 0) -> dict[str, Any]:
    """A list of objects with these fields and no others."""
    return {
        "type": "array",
        "minItems": least,
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(required),
            "additionalProperties": False,
        },
    }


ORGANISATION = {
    **dict.fromkeys(("id", "name", "department", "description", "alternateName", "email", "postalCode"), TEXT),
    **dict.fromkeys(("streetAddress", "addressLocality", "addressRegion", "addressCountry", "telephone"), TEXT),
    "url": ADDRESS,
}
TRANSACTION = {"id": TEXT, "transactionDate": DAY, "currency": CURRENCY, "value": NUMBER, "description": TEXT}
GRANT = {
    "type": "object",
    "required": [
        *("id", "title", "description", "currency", "amountAwarded", "awardDate"),
        *("recipientOrganization", "fundingOrganization"),
    ],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "title": {"type": "string", "maxLength": 140},
        "description": TEXT,
        "currency": CURRENCY,
        "amountAppliedFor": NUMBER,
        "amountAwarded": NUMBER,
        "amountDisbursed": NUMBER,
        "awardDate": DAY,
        "url": ADDRESS,
        "plannedDates": some({"startDate": DAY, "endDate": DAY, "duration": TEXT, "description": TEXT}),
        "recipientOrganization": some(ORGANISATION, "id", "name", least=1),
        "fundingOrganization": some(ORGANISATION, "id", "name", least=1),
        "grantProgramme": some({"code": TEXT, "title": TEXT, "description": TEXT, "url": ADDRESS}),
        "beneficiaryLocation": some(
            {"name": TEXT, "countryCode": {"enum": ["DE"]}, "geoCode": TEXT, "geoCodeType": TEXT}
        ),
        "disbursementTransaction": some(TRANSACTION),
    },
}
PACKAGE = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "required": ["grants"],
    "additionalProperties": False,
    "properties": {"grants": {"type": "array", "minItems": 1, "uniqueItems": True, "items": GRANT}},
}

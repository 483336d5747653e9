"""One opportunity as a plain record: the form of the JSON Lines export, and its German table for offices."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from grants_db.deadline import GERMAN_MONTHS, Deadline, days_without_a_year, next_date
from grants_db.exchange.spreadsheet import Value
from grants_db.models.opportunity import Opportunity
from grants_db.opportunities import deadline_of, status_of
from grants_db.regions import region_name, region_ok

#: columns of the table: record field → heading, in the order of an export
HEADINGS = {
    "id": "Id",
    "title": "Titel",
    "status": "Status",
    "level": "Ebene",
    "funder": "Fördergeber",
    "authority": "Bewilligungsbehörde",
    "applicant_route": "Antragsweg",
    "applicant_types": "Antragsberechtigt",
    "region_ok": "Gilt für die Stadt",
    "regions": "Regionen",
    "instruments": "Förderart",
    "min_amount": "Mindestbetrag €",
    "max_amount": "Höchstbetrag €",
    "max_rate": "Höchste Quote %",
    "municipal_rate": "Quote für Kommunen %",
    "own_share_min": "Eigenanteil mindestens %",
    "opens_on": "Beginn der Antragsfrist",
    "next_deadline": "Nächste Frist",
    "deadline": "Frist",
    "deadline_evidence": "Frist im Wortlaut",
    "early_start": "Vorzeitiger Beginn",
    "cumulation": "Kumulierung",
    "short_description": "Kurzbeschreibung",
    "description": "Beschreibung",
    "language": "Sprache",
    "url": "Adresse",
    "source": "Quelle",
    "external_id": "Kennung der Quelle",
    "first_seen": "Zuerst gesehen",
    "last_seen": "Zuletzt gesehen",
    "content_changed_at": "Inhalt geändert",
    "retired_at": "Nicht mehr gelistet seit",
    "attribution": "Quellenangabe",
}
#: the vocabulary's German words; a field stands before a word that means something else elsewhere
WORDS = {
    "level.land": "Land",
    "level.federal": "Bund",
    "level.eu": "EU",
    "level.foundation": "Stiftung",
    "status.forecasted": "angekündigt",
    "status.open": "offen",
    "status.closed": "geschlossen",
    "status.unknown": "unbekannt",
    "applicant_route.direct": "die Stadt selbst",
    "applicant_route.partner": "über Partner",
    "applicant_route.none": "nicht für die Stadt",
    "applicant_route.unclear": "unklar",
    "applicant_types.municipality": "Kommune",
    "applicant_types.public_body": "öffentliche Einrichtung",
    "applicant_types.association": "Verein, Verband",
    "applicant_types.church": "Kirche",
    "applicant_types.school": "Schule",
    "applicant_types.university": "Hochschule",
    "applicant_types.research": "Forschungseinrichtung",
    "applicant_types.company": "Unternehmen",
    "applicant_types.founder": "Existenzgründer/in",
    "applicant_types.individual": "Privatperson",
    "applicant_types.land": "Land",
    "instruments.grant": "Zuschuss",
    "instruments.loan": "Darlehen",
    "instruments.guarantee": "Bürgschaft",
    "instruments.equity": "Beteiligung",
    "instruments.prize": "Preis",
    "instruments.other": "Sonstiges",
    "early_start.forbidden": "nicht zulässig",
    "early_start.allowed": "zulässig",
    "early_start.unstated": "nicht angegeben",
    "cumulation.allowed": "zulässig",
    "cumulation.prohibited": "ausgeschlossen",
    "cumulation.limited": "bis zu einer Grenze",
    "cumulation.unstated": "nicht angegeben",
    "deadline.rolling": "laufend",
    "deadline.before_start": "vor Beginn der Maßnahme",
    "deadline.closed": "keine Antragstellung mehr",
    "deadline.announced": "wird bekannt gegeben",
    "deadline.none": "nicht angegeben",
}
MONEY = ("min_amount", "max_amount", "max_rate", "municipal_rate", "own_share_min")
DAYS = ("opens_on", "next_deadline", "first_seen", "last_seen", "content_changed_at", "retired_at")


def record_of(opportunity: Opportunity, *, today: date, state: str, city: str) -> dict[str, Any]:
    """The promised record: amounts as decimal texts in EUR, dates in ISO form, unknown null; status as on `today`.

    `check` names the fields that are there but not sure.
    """
    return {
        "id": opportunity.id,
        "source": opportunity.source_name,
        "external_id": opportunity.external_id,
        "url": opportunity.url,
        "title": opportunity.title,
        "short_description": opportunity.short_description,
        "description": opportunity.description,
        "guideline": opportunity.guideline,
        "language": opportunity.language,
        "level": opportunity.level.value,
        "funder": opportunity.funder or None,
        "authority": opportunity.authority or None,
        "status": status_of(opportunity, today).value,
        "regions": opportunity.regions,
        "region_ok": region_ok(opportunity.regions, state=state, city=city),
        "applicant_types": opportunity.applicant_types,
        "applicant_route": opportunity.applicant_route.value,
        "instruments": opportunity.instruments,
        **{name: _decimal(getattr(opportunity, name)) for name in MONEY},
        "opens_on": _iso(opportunity.opens_on),
        "next_deadline": _iso(next_date(deadline_of(opportunity), today)),
        "deadline": opportunity.deadline,
        "check": ["deadline"] if deadline_of(opportunity).lacks_a_year else [],
        "early_start": opportunity.early_start.value,
        "cumulation": opportunity.cumulation.value,
        "first_seen": _iso(opportunity.first_seen),
        "last_seen": _iso(opportunity.last_seen),
        "content_changed_at": _iso(opportunity.content_changed_at),
        "retired_at": _iso(opportunity.retired_at),
        "evidence": opportunity.evidence,
        "attribution": opportunity.attribution,
    }


def table_row(record: dict[str, Any]) -> list[Value]:
    """The record as a row under `HEADINGS`, in German words, with numbers and days a spreadsheet can reckon with."""
    deadline = record["deadline"]
    cells: dict[str, Value] = {name: _cell(name, record.get(name)) for name in HEADINGS}
    cells["region_ok"] = {True: "ja", False: "nein", None: "unbekannt"}[record["region_ok"]]
    cells["regions"] = ", ".join(region_name(region) for region in record["regions"])
    cells["deadline"] = deadline_in_words(deadline)
    cells["deadline_evidence"] = str(deadline["evidence"])
    return list(cells.values())


def deadline_in_words(stored: dict[str, Any]) -> str:
    """A deadline's JSON as a German reader expects it; a day without a year says that it is to be checked.

    >>> deadline_in_words({"kind": "fixed", "dates": ["2027-03-15", "--09-15"]})
    '15.03.2027; 15. September, ohne Jahr, bitte prüfen'
    """
    deadline = Deadline.from_json(stored)
    dated = ", ".join(_german_day(day) for day in deadline.dates if not day.startswith("--"))
    days = ", ".join(f"{day.day}. {GERMAN_MONTHS[day.month - 1]}" for day in days_without_a_year(deadline))
    said = [part for part in (dated, f"{days}, ohne Jahr, bitte prüfen" if days else "") if part]
    return "; ".join(said) or WORDS.get(f"deadline.{deadline.kind}", deadline.kind.value)


def _cell(name: str, value: Any) -> Value:
    if value is None:
        return None
    if name in MONEY:
        return Decimal(value)
    if name in DAYS:
        return datetime.fromisoformat(value).date()
    if isinstance(value, list):
        return ", ".join(WORDS.get(f"{name}.{word}", str(word)) for word in value)
    return value if isinstance(value, int) else WORDS.get(f"{name}.{value}", str(value))


def _german_day(text: str) -> str:
    """A date of a deadline as people write it; a duration as it is.

    >>> _german_day("2026-12-31"), _german_day("10-31"), _german_day("P8W")
    ('31.12.2026', 'jährlich 31.10.', 'P8W')
    """
    parts = text.split("-")
    if not all(part.isdecimal() for part in parts):
        return text
    day = ".".join(reversed(parts))
    return day if len(parts) == 3 else f"jährlich {day}."


def _decimal(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _iso(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()

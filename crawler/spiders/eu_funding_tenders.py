"""EU Funding & Tenders portal: grants, calls of external action and cascade funding, from its search interface."""

from decimal import Decimal
from types import MappingProxyType
from typing import Any

from crawler.extract.applicants.route import stated_route
from crawler.extract.facts import GUIDELINE
from crawler.extract.opportunity import read_facts
from crawler.items import RecordAndLabels, ScrapedRecord, Unreadable
from crawler.platforms import sedia
from crawler.platforms.json_api import JsonApiSpider
from crawler.platforms.sedia_applicants import stated_by_type
from crawler.text.sentences import Prose
from grants_db.html.text import html_text
from grants_db.messages import Message
from grants_db.rules.evidence import of_field
from grants_db.vocabulary import Level

_PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities"
_KINDS = (sedia.GRANT, sedia.EXTERNAL_ACTION, sedia.CASCADE)
_STATUSES = ("31094501", "31094502")  # forthcoming, open
#: the fields of a topic's line in the budget overview
_SUMS = {"min_amount": "minContribution", "max_amount": "maxContribution"}
#: codes of frameworkProgramme; the interface gives no names
_PROGRAMMES = {
    "43108390": "Horizon Europe",
    "43251589": "CERV",
    "43251447": "AMIF",
    "43252368": "ISF",
    "43251530": "BMVI",
    "43254019": "ESF+",
    "43353764": "Erasmus+",
    "43251814": "Creative Europe",
    "43252405": "LIFE",
    "43152860": "Digital Europe",
    "43252386": "Justice",
    "43254037": "European Solidarity Corps",
    "43252517": "Social Prerogatives",
    "43637601": "Pilot Projects and Preparatory Actions",
    "44416173": "Interregional Innovation Investments",
    "46324255": "ERDF Technical Assistance",
    "43252476": "Single Market Programme",
    "43251567": "Connecting Europe Facility",
    "43298916": "Euratom",
    "43252449": "Research Fund for Coal and Steel",
    "44181033": "European Defence Fund",
    "43253967": "Renewable Energy Financing Mechanism",
    "45532249": "EU Bodies and Agencies",
    "111111": "External Action",
}


class EuFundingTendersSpider(JsonApiSpider):
    """Every open or forthcoming call, in English, once."""

    name = "eu_funding_tenders"
    title = "EU Funding & Tenders Portal"
    url = "https://api.tech.ec.europa.eu/search-api/prod/rest/search?apiKey=SEDIA&text=***"
    level = Level.EU
    funder = "Europäische Kommission"
    attribution = "Europäische Union, EU Funding & Tenders Portal, CC BY 4.0"
    permission = "Öffentliche Suchschnittstelle der Europäischen Kommission (Beschluss 2011/833/EU)"
    languages = ("en",)
    query = MappingProxyType(
        {"bool": {"must": [{"terms": {"type": list(_KINDS)}}, {"terms": {"status": list(_STATUSES)}}]}}
    )
    order = MappingProxyType({"field": "es_SortDate", "order": "ASC"})

    def key(self, record: dict[str, Any]) -> str:
        """Identifiers are not unique (cascade calls carry their parent's), references are."""
        return sedia.SediaRecord(record).reference

    def read_record(self, record: dict[str, Any], page: str) -> RecordAndLabels | Unreadable | None:
        """One call; None for another language, kind or a closed one."""
        call = sedia.SediaRecord(record)
        kind, status = call.first("type"), call.first("status")
        if kind not in _KINDS or status not in _STATUSES or call.language not in ("", "en"):
            return None
        identifier = call.first("identifier")
        title = (call.first("callTitle") or call.summary) if kind == sedia.CASCADE else call.first("title")
        title = title or call.summary
        address = _web_address(call, kind, identifier)
        if not title:
            return Unreadable(page, address, Message.of("Der Eintrag hat keinen Titel."), call.reference)
        # what it belongs to: a topic to its call, a cascade call to the topic that pays for it
        short = call.first("title") if kind == sedia.CASCADE else call.first("callTitle")
        short = "" if short == title else short
        description = html_text(call.first("descriptionByte") or call.first("description"))
        conditions = html_text(call.first("topicConditions"))
        facts, unknown = read_facts(
            title=title, short_text=short, sections=[("Description", description), (GUIDELINE, conditions)]
        )
        if kind == sedia.GRANT:
            facts |= (sums := _sums(call, identifier))
            facts["evidence"] = facts["evidence"] | {name: of_field(_SUMS[name], [sums[name]]) for name in sums}
        facts |= _route(call, conditions, facts["evidence"])
        deadline = sedia.deadline(call, identifier if kind == sedia.GRANT else "")
        if deadline.dates:
            facts["deadline"] = deadline.as_json()
            facts["evidence"] = facts["evidence"] | {"deadline": deadline.evidence}
        programme = call.first("frameworkProgramme")
        if programme and programme not in _PROGRAMMES:
            unknown = (*unknown, f"frameworkProgramme: {programme}")
        if (opens_on := sedia.brussels_day(call.first("startDate"))) is not None:
            facts["evidence"] = facts["evidence"] | {
                "opens_on": of_field("startDate", [sedia.readable(call.first("startDate"))])
            }
        values = {
            **facts,
            # a call of external action says nowhere in the record which countries it is for
            "regions": [] if kind == sedia.EXTERNAL_ACTION else ["EU"],
            "external_id": call.reference,
            "url": address,
            "title": title,
            "short_description": short,
            "description": description,
            "guideline": conditions,
            "language": "en",
            "level": Level.EU,
            "funder": " – ".join(filter(None, (self.funder, _PROGRAMMES.get(programme)))),
            "opens_on": opens_on,
            "status_note": sedia.STATUS_NOTES[status],
            "attribution": self.attribution,
        }
        return ScrapedRecord(page, values), unknown


def _route(call: sedia.SediaRecord, conditions: str, evidence: dict[str, str]) -> dict[str, Any]:
    """Who may apply: by the type of action, else what the topic's own conditions say outright."""
    stated = stated_by_type(call) or stated_route(Prose(conditions))
    said = {name: words for name, words in evidence.items() if name != "applicant_route"}
    return {
        "applicant_route": stated.value,
        "evidence": said | ({"applicant_route": stated.quote} if stated.quote else {}),
    }


def _web_address(call: sedia.SediaRecord, kind: str, identifier: str) -> str:
    """The page for people; some records give the address of a data file instead."""
    if "/portal/screen/" in call.address or (kind != sedia.GRANT and "/data/" not in call.address and call.address):
        return call.address
    return f"{_PORTAL}/topic-details/{identifier}" if identifier else call.address


def _sums(call: sedia.SediaRecord, identifier: str) -> dict[str, Decimal]:
    """Least and most for one project, where the topic's own line states them; 0 means "not stated"."""
    lines = sedia.own_actions(call, identifier)
    stated = {name: [line[field] for line in lines if _is_sum(line.get(field))] for name, field in _SUMS.items()}
    outer = {"min_amount": min, "max_amount": max}
    return {name: Decimal(str(outer[name](sums))) for name, sums in stated.items() if sums}


def _is_sum(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0

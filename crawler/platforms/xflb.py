"""The search of the Förderfinder suite, whose records follow XFLB 2.0.0 (XFörderleistungsbeschreibung, KoSIT/FITKO).

A record has flat attributes, and below `payload` the whole description as JSON made from XML: what stands once is an
object, what stands more than once a list. The period of a programme is no deadline: `foerderzeitraum.bis` says how
long its rules hold.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from crawler.errors import PageError
from crawler.extract.code_lists import LabelKind, translate
from crawler.extract.opportunity import read_facts
from crawler.items import RecordAndLabels, ScrapedRecord, Unreadable
from crawler.platforms.json_api import JsonApiSpider
from crawler.settings import MEGABYTE
from grants_db.html.text import html_text
from grants_db.messages import Message
from grants_db.opportunities.funder_level import level_of_funder
from grants_db.rules.web_address import is_web_address
from grants_db.vocabulary import Level, RunOutcome

DEADLINE = "Antragsfrist"
#: the parts of the description that are prose: heading and path
_PROSE = (
    ("Gegenstand der Förderung", "foerdergegenstand/beschreibung"),
    ("Wer gefördert wird", "foerdernehmende/beschreibung"),
    ("Ausschluss", "foerdervoraussetzungen/ausschlusskriterien"),
    ("Art und Höhe", "finanzierung/finanzierungsartUndHoehe"),
    ("Zuwendungsfähige Kosten", "finanzierung/zuwendungsfaehigeKosten"),
    ("Verfahren", "antragsinformationen/verfahrensablauf/bewilligung"),
)
#: attributes of a record that hold its categories
_FIELDS = {
    LabelKind.APPLICANT: "foerdernehmer",
    LabelKind.REGION: "foerdergebiet",
    LabelKind.INSTRUMENT: "finanzierungsform",
}
_LIMIT = "antragsinformationen/antragsfrist/zeitlicheEingrenzung"
_DAY_OF_YEAR = re.compile(r"(?:--(?P<iso_month>\d\d)-(?P<iso_day>\d\d)|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?)")


@dataclass(frozen=True)
class Offer:
    """One record, as texts and labels of the source."""

    key: str
    title: str
    teaser: str = ""
    sections: tuple[tuple[str, str], ...] = ()  # heading and plain text
    deadline: str = ""  # a line a reader of deadlines understands
    period: str = ""  # how long the programme's rules hold, for people
    ministry: str = ""
    authority: str = ""
    application: str = ""  # web address
    givers: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def parse_xflb_page(page: dict[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    """How many records the search has in all, and the records of this page.

    Raises:
        PageError: no answer of such a search.
    """
    items, total = page.get("items"), page.get("numFound")
    if not isinstance(items, list) or not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise PageError(RunOutcome.FAILED, "Die Antwort der Suche hat eine unbekannte Form.")
    return total, items


def parse_offer(item: dict[str, Any]) -> Offer:
    """One record; whatever is missing stays empty."""
    flat = item.get("attributes")
    flat = flat if isinstance(flat, dict) else {}
    whole = _at(item, "payload/json/anfrage/flb/konkreteFLB")
    prose = [("", _text(flat, "beschreibung")), ("Voraussetzungen", _text(flat, "voraussetzung"))]
    prose += [(heading, _text(whole, path)) for heading, path in _PROSE]
    return Offer(
        key=key_of(item),
        title=" ".join((_text(flat, "titel") or _text(flat, "foerderprogramm")).split()),
        teaser=_text(flat, "teaser"),
        sections=tuple((heading, text) for heading, text in prose if text),
        deadline=_deadline(whole),
        period=_period(flat),
        ministry=_text(whole, "foerderrichtlinieUndFoerderprogramm/verantwortlichesMinisterium"),
        authority=_text(
            whole, "allgemeineAngaben/zustaendigeStelle/zustaendigeStelleDetails/zustaendigeStelleInformationen"
        ),
        application=_link(flat, "antragsstellung"),
        givers=_labels(flat, "foerdergeber"),
        receivers=_labels(flat, "foerdernehmer"),
        areas=_labels(flat, "foerdergebiet"),
        forms=_labels(flat, "finanzierungsform"),
    )


def key_of(item: dict[str, Any]) -> str:
    """The record's stable key, empty where it has none."""
    return next((key for key in (item.get("id"), _at(item, "attributes/schluessel")) if isinstance(key, str)), "")


class XflbSpider(JsonApiSpider):
    """A search of the suite; `url` without its query.

    Attributes:
        search_page: where people search; the address of an offer that names no application form.
    """

    platform = "xflb"
    largest_answer = 20 * MEGABYTE  # fifty records with their payload have some three
    page_size = 50
    search_page: ClassVar[str]

    def key(self, record: dict[str, Any]) -> str:
        """Its UUID."""
        return key_of(record)

    def read_record(self, record: dict[str, Any], page: str) -> RecordAndLabels | Unreadable | None:
        """One offer."""
        offer = parse_offer(record)
        address = offer.application or self.search_page
        if not offer.title:
            return Unreadable(page, address, Message.of("Der Eintrag hat keinen Titel."), offer.key)
        codes = {"level": offer.givers, "applicant": offer.receivers, "region": offer.areas, "instrument": offer.forms}
        sections = [*offer.sections, (DEADLINE, offer.deadline)]
        facts, unknown = read_facts(
            title=offer.title,
            short_text=offer.teaser,
            sections=sections,
            codes=codes,
            fields=_FIELDS,
            deadline_sections=(DEADLINE,),
        )
        levels = translate(LabelKind.LEVEL, offer.givers).words
        sections.append(("Laufzeit des Programms", offer.period))
        values = {
            **facts,
            "external_id": offer.key,
            "url": address,
            "title": offer.title,
            "short_description": offer.teaser,
            "description": "\n\n".join(_paragraph(heading, text) for heading, text in sections if text),
            "level": Level(levels[0]) if levels else level_of_funder(offer.ministry) or self.level,
            "funder": offer.ministry or self.funder,
            "authority": offer.authority,
            "attribution": self.attribution,
        }
        return ScrapedRecord(page, values), unknown

    def _page(self, number: int, *, is_sorted: bool, is_entry: bool = False) -> Request:  # noqa: ARG002 - no order here
        return self.ask(
            f"{self.url}?q=&offset={(number - 1) * self.page_size}&limit={self.page_size}",
            self.read_first if is_entry else self.read_page,
            is_entry=is_entry,
            accept="application/json",
        )

    def _answer(self, response: Response) -> dict[str, Any]:
        try:
            answer = json.loads(response.body)
        except (ValueError, RecursionError) as error:
            raise PageError(RunOutcome.FAILED, "Die Antwort der Suche ist kein JSON.") from error
        total, items = parse_xflb_page(answer if isinstance(answer, dict) else {})
        return {"totalResults": total, "results": items}


def _at(value: Any, path: str) -> Any:
    """What stands at a path of names, None where nothing does; of a list its first entry."""
    for name in path.split("/"):
        value = value[0] if isinstance(value, list) and value else value
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _strings(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str) and entry.strip():
            yield entry


def _text(value: Any, path: str) -> str:
    """The plain text at a path; several are paragraphs."""
    return "\n\n".join(html_text(text) for text in _strings(_at(value, path))).strip()


def _labels(flat: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(" ".join(label.split()) for label in _strings(flat.get(name)))


def _link(flat: dict[str, Any], name: str) -> str:
    return next((link.strip() for link in _strings(flat.get(name)) if is_web_address(link.strip())), "")


def _deadline(whole: Any) -> str:
    """The choice of XFLB as one line: a day, a day of every year, or what the remark says."""
    limit, remark = _at(whole, _LIMIT), _text(whole, "antragsinformationen/antragsfrist/bemerkung")
    if day := _day(_at(limit, "fristdatum")):
        return f"{DEADLINE}: {day:%d.%m.%Y}"
    if (found := _DAY_OF_YEAR.fullmatch(_text(limit, "fristJaehrlich"))) is not None:
        number = int(found["day"] or found["iso_day"])
        return f"{DEADLINE}: jährlich bis zum {number:02}.{int(found['month'] or found['iso_month']):02}."
    return f"{DEADLINE}: {remark}" if remark else ""


def _period(flat: dict[str, Any]) -> str:
    first, last = _day(flat.get("foerderzeitraum.von")), _day(flat.get("foerderzeitraum.bis"))
    return " – ".join(f"{day:%d.%m.%Y}" for day in (first, last) if day) if last else ""


def _day(value: Any) -> date | None:
    """The day of "2025-04-30" or "2025-04-30T00:00:00.000+00:00"; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _paragraph(heading: str, text: str) -> str:
    return f"{heading}\n{text}" if heading and not text.startswith(f"{heading}:") else text

"""The database of the Deutsche Stiftung für Engagement und Ehrenamt: programmes of foundations and civic funds."""

import re
from typing import Any

from crawler.extract.code_lists import LabelKind
from crawler.extract.opportunity import read_facts
from crawler.platforms.labelled_page import LabelledPage, LabelledPageSpider
from crawler.text.sentences import quote
from grants_db.opportunities.funder_level import level_of_funder
from grants_db.rules.deadline import Deadline
from grants_db.rules.evidence import of_field
from grants_db.vocabulary import ApplicantRoute, DeadlineKind, EarlyStart, Level

_ROLLING = "Fortlaufende Förderung"  # what the site shows where it has no days
_FIELDS_OF_ENGAGEMENT = "Engagementbereiche"
_TOPICS = (_FIELDS_OF_ENGAGEMENT, "Förderfähige Kosten")
_YES_NO = {"Ja": EarlyStart.ALLOWED, "Nein": EarlyStart.FORBIDDEN}


class DseeSpider(LabelledPageSpider):
    """List pages of 25 programmes, one page each."""

    name = "dsee"
    title = "Förderdatenbank der Deutschen Stiftung für Engagement und Ehrenamt"
    url = "https://foerderdatenbank.d-s-e-e.de/"
    level = Level.FOUNDATION
    attribution = "Förderdatenbank der Deutschen Stiftung für Engagement und Ehrenamt (DSEE)"
    permission = "Datenbankrecht der DSEE: live nur mit ihrer Erlaubnis"
    permission_needed = True
    entry_path = "/foerderprogramme/"
    list_page = "https://foerderdatenbank.d-s-e-e.de/p{number}"
    count_pattern = r"Seite \d+ von (\d+)"
    labels = frozenset(
        (
            "Regionen",
            "Engagementbereiche",
            "Förderfähige Kosten",
            "Max. Fördersumme",
            "Eigenmittel benötigt",
            "Bewerbungsfrist",
            "Vorzeitiger Maßnahmebeginn",
        )
    )

    def values_of(self, page: LabelledPage) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The page's facts; what stands beside a label leads over the prose."""
        texts = [(name, text) for name, text in page.sections if text and name != "Weitere Informationen"]
        topics = [f"{name}: {', '.join(page.listed(name))}" for name in _TOPICS if page.listed(name)]
        labelled = [
            (name, f"{name}: {page.label(name)}")
            for name in ("Bewerbungsfrist", "Max. Fördersumme")
            if page.label(name)
        ]
        facts, unknown = read_facts(
            title=page.title,
            sections=[*texts, *labelled],
            codes={"region": page.listed("Regionen")},
            fields={LabelKind.REGION: "Regionen"},
            deadline_sections=("Bewerbungsfrist",),
        )
        if (early := _YES_NO.get(page.label("Vorzeitiger Maßnahmebeginn"))) is not None:
            facts["early_start"] = early
            facts["evidence"] = facts["evidence"] | {
                "early_start": of_field("Vorzeitiger Maßnahmebeginn", [page.label("Vorzeitiger Maßnahmebeginn")])
            }
        stated = _money_for_persons_or_nobody(page.title, " ".join(text for _, text in texts))
        if stated is not None and facts["applicant_route"] is not ApplicantRoute.DIRECT:
            facts["applicant_route"], facts["evidence"] = ApplicantRoute.NONE, facts["evidence"] | stated
        elif facts["applicant_route"] is ApplicantRoute.UNCLEAR and (fields := page.listed(_FIELDS_OF_ENGAGEMENT)):
            # what is listed for a field of engagement is there for associations, initiatives and schools
            facts["applicant_route"] = ApplicantRoute.PARTNER
            facts["evidence"] = facts["evidence"] | {"applicant_route": of_field(_FIELDS_OF_ENGAGEMENT, fields)}
        if page.label("Bewerbungsfrist") == _ROLLING:
            deadline = Deadline(DeadlineKind.ROLLING, evidence=of_field("Bewerbungsfrist", [_ROLLING]))
            facts["deadline"] = deadline.as_json()
            facts["evidence"] = facts["evidence"] | {"deadline": deadline.evidence}
        funder = page.link_text("/institutionen/")
        values = {
            **facts,
            "external_id": page.url.partition("/foerderprogramme/")[2],
            "url": page.url,
            "title": page.title,
            "description": "\n\n".join((*(f"{name}\n{text}".strip() for name, text in texts), *topics)),
            "level": level_of_funder(funder) or self.level,  # a Land's programme stands here too
            "funder": funder,
            "attribution": self.attribution,
        }
        return values, unknown


def _money_for_persons_or_nobody(title: str, text: str) -> dict[str, str] | None:
    """The words by which a city gets nothing, nor through a partner: a scholarship is for persons, and some entries
    say that they offer no money.
    """
    if _SCHOLARSHIP.search(title) is not None:
        return {"applicant_route": title}
    found = _SCHOLARSHIP.match(text) or _FOR_GRADUATES.search(text) or _NO_MONEY.search(text)
    return None if found is None else {"applicant_route": quote(text, found.start(), found.end())}


_SCHOLARSHIP = re.compile(r"[\w-]*stipendi", re.IGNORECASE)
_FOR_GRADUATES = re.compile(r"\b(?:Preise?|Auszeichnung(?:en)?) für \w*(?:[Aa]bsolvent|[Aa]biturient|[Dd]oktorand)\w*")
_NO_MONEY = re.compile(
    r"\bkeine (?:direkten?|finanziellen?) (?:\w*förder|\w*finanz|antrag)|\bkeine fördergelder\b", re.IGNORECASE
)

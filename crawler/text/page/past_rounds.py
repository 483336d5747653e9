"""Parts of a page that tell of earlier rounds, closed calls and what was funded: shown, but not read for facts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.text.page.call_words import APPLYING
from crawler.text.page.reader import WebPage
from crawler.text.page.sections import PageSection

_PAST = re.compile(
    r"(?:förder|projekt|ausschreibungs)?archiv\b.*|"
    r"(?:\w+ )?(?:frühere|vergangene|abgeschlossene|abgelaufene|beendete|bisherige|ehemalige|geschlossene|"
    r"letzte)[nrs]? "
    r"(?:[\w-]+ ){0,2}(?:\w*(?:runden?|ausschreibung(?:en)?|aufrufe?|programme?|wettbewerbe?|projekte|förderung(?:en)?|"
    r"jahre|jahrgänge|fristen|calls?))\b.*|"
    r"rückblick\b.*|(?:bereits |bisher |von uns )?geförderte? (?:projekte?|vorhaben|vereine|initiativen)\b.*|"
    r"(?:das )?haben wir (?:bereits |bisher |schon )?gefördert.*|(?:unsere |die )?(?:preisträger|gewinner)\w*.*|"
    r"(?:past|previous|earlier|prior|expired|closed|former|archived) "
    r"(?:\w+ ){0,2}(?:calls?|rounds?|projects?|grants?|competitions?)\b.*|"
    r"(?:funded projects|archive|winners)\b.*",
    re.IGNORECASE,
)


def is_past_heading(text: str) -> bool:
    """Does a heading announce what is over?

    >>> is_past_heading("Abgeschlossene Ausschreibungen"), is_past_heading("Laufende Ausschreibung")
    (True, False)
    """
    return len(text) <= 100 and _PAST.fullmatch(text.strip(" :")) is not None


def current_part(page: WebPage) -> WebPage:
    """The page without what is over; all of it where nothing to apply for would be left."""
    kept = tuple(_current(page.sections))
    if len(kept) == len(page.sections):
        return page
    text = "\n\n".join(part for section in kept for part in (section.heading, section.text) if part)
    return replace(page, text=text, sections=kept) if APPLYING.search(text) else page


def _current(sections: tuple[PageSection, ...]) -> Iterator[PageSection]:
    past_level = 0
    for section in sections:
        if past_level and 0 < section.level <= past_level:
            past_level = 0
        if not past_level and section.level and is_past_heading(section.heading):
            past_level = section.level
        if not past_level:
            yield section

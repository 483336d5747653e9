"""A text's sentences with what each may be about, and which of them look like headings."""

import re
from functools import lru_cache
from typing import NamedTuple

from crawler.extract.roles.passage import is_heading
from crawler.text.sentences import Prose, ProseSentence
from crawler.text.word_signs import SIGNS

_LONGEST_HEADLINE = 100
_NUMBER = r"(?:§ ?\d{1,3}|(?:\d{1,2}\.){1,4}\d{0,2}|\d{1,2}|[IVX]{1,5}\.|[A-Z]\.|[a-z]\))"
_NUMBERED = re.compile(rf"{_NUMBER}\s+(?P<words>\S.*)")

#: documents, and what is done with them
PAPERS = SIGNS.sign("nterlage achweis okument nlagen ocument upporting hecklist")
HANDED_IN = SIGNS.sign(
    "beif beizu beige anzuf angef anzuh mitzu ochzulad ochlad nzureich nreich ngereich rzuleg orgelegt "
    "orlage gehören =gehört =besteht enthalten equired "
    "ubmit nclos ttach ccompan =need nclude =fügen =Fügen =legen =Legen =reichen =Reichen "
    "enötig bzugeb =provide =supply"
)
CRITERIA = SIGNS.sign("riteri uswahl ewertung ewertet usgewählt esichtspunkt spekte selected ssess scor judge")
#: it may lead to a contact
LEADS_TO_CONTACT = SIGNS.sign(
    "nsprech ontakt uskunft uskünfte ückfrag ewilligungsbehörde ewilligungsstelle nquir nschrift dresse "
    "eratung elpdesk nfragen uestions uständig "
    "eschäftsstelle ragen"
)
#: a mail address, a telephone, a place
REACH = SIGNS.sign("@ (at) [at] =Tel elefon =Fon hone", r"^\d{5}\W?$")
PAYMENT = SIGNS.sign(
    "uszahl usgezahlt usbezahlt uszuzahlen brufverf telabruf bgerufen =Abruf =Abrufs orderungsverf "
    "=Anforderung telanforderung bforderung "
    "ngefordert rstattung =erstattet Raten =Rate eilbetr eilzahl ranche bschlags orschuss orschüss =Voraus "
    "orauszahl =vorab überwiesen =Summe =Betrag "
    "inmalzahlung reimburs instal =arrears =advance upfront =front up-front lump prefinanc pre-financ =pay "
    "=paid ayment drawn draw- =claim nbehalt "
    "inbehalten"
)


class OutlineLine(NamedTuple):
    """A sentence, the signs of what it may be about, and whether it looks like a heading."""

    sentence: ProseSentence
    signs: int
    headline: bool


@lru_cache(maxsize=8)
def outline(text: Prose) -> tuple[OutlineLine, ...]:
    """The sentences of a text in their order."""
    return tuple(
        OutlineLine(sentence, signs, len(sentence.text) <= _LONGEST_HEADLINE and is_headline(sentence.text))
        for sentence, signs in zip(text.sentences, text.signs, strict=True)
    )


def unnumbered(line: str) -> str:
    """A line without its number.

    >>> unnumbered("7.2 Antragsunterlagen"), unnumbered("Kontakt")
    ('Antragsunterlagen', 'Kontakt')
    """
    found = _NUMBERED.fullmatch(line)
    return found["words"] if found else line


def is_headline(words: str) -> bool:
    """Does a line look like a heading, numbered or not?"""
    return not words.endswith((":", ".", ",", ";")) and ": " not in words and is_heading(unnumbered(words))

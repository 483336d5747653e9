"""What a call says of the own share besides its size: whether it must be money, whose money may stand for it. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

OWN = re.compile(
    r"Eigen(?:anteil|mittel|beteiligung|beitrag|leistung)|Kofinanzierung|own (?:share|contribution|funds)", re.I
)
CASH = re.compile(
    r"\b(?:bar|in bar|Barmittel\w*|Bareigen\w*|Geldmittel\w*|Geldleistung\w*|in Geld|cash)\b|\bbare[nrs]?\b", re.I
)
IN_KIND = re.compile(
    r"Sachleistung|Sachmittel|Personalleistung|\bunbar|geldwert|ehrenamtlich|Arbeitsleistung|in[- ]kind", re.I
)
PUBLIC = re.compile(
    r"öffentlich\w* (?:\w+ )?(?:Mittel|Förder|Zuwend|Zuschü|Gelder)|\bLandesmittel|\bBundesmittel|\bEU-Mittel"
    r"|Mitteln? des (?:Landes|Bundes)|public (?:funds|money)",
    re.I,
)
THIRD = re.compile(r"Drittmittel|Mitteln? Dritter|Spende|Sponsor|third[- ]party", re.I)
NOT = re.compile(r"\b(?:nicht|kein\w*|ausgeschlossen|unzulässig|not|no)\b", re.I)
#: a sentence ends before a capital, but not behind what is only shortened: "z. B.", "Nr.", "mind."
SENTENCE = re.compile(
    r"(?<=[.!?;])(?<!\b\w\.)(?<!Nr\.)(?<!Abs\.)(?<!Art\.)(?<!bzw\.)(?<!ggf\.)(?<!mind\.)(?<!max\.)(?<!vgl\.)"
    r"\s+(?=[A-ZÄÖÜ])|\n+"
)


@dataclass(frozen=True)
class OwnShareTerms:
    """What a call asks for as own share.

    Attributes:
        least: percent of the cost.
        quote: the sentence that says so.
        cash: the sentence by which it must be money, or by which nothing else counts; empty where none says so.
        bars_public: the sentence by which other public money can't stand for it.
        takes_third: the sentence by which money of others can.
    """

    least: Decimal | None = None
    quote: str = ""
    cash: str = ""
    bars_public: str = ""
    takes_third: str = ""


def own_share_terms(least: Decimal | None, quote: str, text: str) -> OwnShareTerms:
    """Read the sentences about the own share: the one its size was read from, and those of the call's text.

    >>> own_share_terms(None, "", "Der Eigenanteil ist in bar zu erbringen. Landesmittel zählen nicht.").cash
    'Der Eigenanteil ist in bar zu erbringen.'
    """
    sentences = [each.strip() for each in (quote, *SENTENCE.split(text)) if OWN.search(each)]

    def first(pattern: re.Pattern[str], *, barred: bool) -> str:
        return next((each for each in sentences if pattern.search(each) and bool(NOT.search(each)) is barred), "")

    in_cash = first(CASH, barred=False)
    if IN_KIND.search(in_cash):  # in cash or otherwise
        in_cash = ""
    return OwnShareTerms(
        least,
        quote,
        in_cash or first(IN_KIND, barred=True),
        first(PUBLIC, barred=True),
        first(THIRD, barred=False),
    )

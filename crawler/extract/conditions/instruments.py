"""What kind of money it is: a grant, a loan, a guarantee, equity or a prize, from categories or from prose."""

import re
from collections.abc import Iterable

from crawler.text.sentences import Fact, Prose, quote
from crawler.text.word_signs import SIGNS
from grants_db.vocabulary import Instrument

_INSTRUMENTS = (
    (Instrument.GRANT, re.compile(
        r"\b(?:als|einen|ein|in Form eines|Höhe (?:des|Ihres)|[Dd]er|"
        r"nicht rückzahlbare\w*)\s(?:nicht rückzahlbare[nrs]?\s)?(?:\w{1,30}-)?[Zz]usch(?:uss|uß)\w*|"
        r"\b[Zz]uwendung(?:en)?\b (?:wird|werden|beträgt)|Anteilfinanzierung|Festbetragsfinanzierung|"
        r"Fehlbedarfsfinanzierung|Vollfinanzierung|\bgrants?\b"
    )),
    (Instrument.LOAN, re.compile(
        r"\b(?:als|einen|ein|zinsgünstige[snr]?|Höhe des)\s(?:\w+\s)?(?:\w*[Dd]arlehen\w*|\w*[Kk]redite?s?)\b|"
        r"\bloans?\b"
    )),
    (Instrument.GUARANTEE, re.compile(
        r"\b(?:als|eine|Höhe der)\s(?:\w+\s)?(?:\w*[Bb]ürgschaft|\w*[Gg]arantie)\w*|\bguarantees?\b"
    )),
    (Instrument.EQUITY, re.compile(
        r"\b(?:als|eine|offene|stille|Höhe der) (?:\w+ )?Beteiligung\b|Beteiligungskapital|\bequity\b"
    )),
    (Instrument.PRIZE, re.compile(
        r"\bPreisgeld\w*|\b(?:Preis|Wettbewerb)\b[^.;]{0,60}\bdotiert|\bdotiert\b[^.;]{0,60}\bPreis|"
        r"\bprize(?: money)?\b"
    )),
)  # fmt: skip
#: one of these pieces of words stands in whatever the patterns find
_NAMED = SIGNS.sign(
    "uschuss uschuß uwendung inanzierung grant arlehen redit loan ürgschaft arantie guarantee eteiligung equity "
    "Preisgeld dotiert prize"
)


def instruments(text: Prose, known: Iterable[Instrument] = ()) -> Fact[tuple[Instrument, ...]]:
    """What kind of money it is: the source's categories where it has them, else what the sentences name."""
    listed = tuple(dict.fromkeys(known))
    found: dict[Instrument, str] = {}
    for sentence in text.with_sign(_NAMED):
        for instrument, pattern in _INSTRUMENTS:
            if instrument not in found and pattern.search(sentence.text):
                found[instrument] = quote(sentence.text)
    if listed:
        return Fact(listed, next((found[instrument] for instrument in listed if instrument in found), ""))
    return Fact(tuple(found), next(iter(found.values()), ""))

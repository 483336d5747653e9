"""How a heading is put in plain letters: without case, units, remarks, hyphenation; short forms written out."""

import re
from functools import lru_cache

from grants_db.rules.folding import spelt_out

#: what a column's heading says its numbers are counted in
SCALES = {
    1_000: re.compile(
        r"\bT ?€|\bT ?EUR\b|\bTEuro\b|\bk€|\bTsd\.?( ?€| ?EUR| ?Euro)?|\bTausend( €| EUR| Euro)?"
        r"|\b1[. ]?000 ?(€|EUR|Euro)",
        re.I,
    ),
    1_000_000: re.compile(r"\bMio\.?( ?€| ?EUR| ?Euro)?|\bMillionen( €| EUR| Euro)?", re.I),
}
#: how words are cut short before a full stop
SHORTENED = {
    "massn": "massnahme",
    "massnahm": "massnahme",
    "verantwortl": "verantwortliche",
    "zustaend": "zustaendig",
    "zust": "zustaendig",
    "federf": "federfuehrend",
    "bezeichn": "bezeichnung",
    "bez": "bezeichnung",
    "beschr": "beschreibung",
    "beschreib": "beschreibung",
    "erlaeut": "erlaeuterung",
    "voraussichtl": "voraussichtliche",
    "vorauss": "voraussichtliche",
    "gesch": "geschaetzte",
    "gepl": "geplante",
    "ges": "gesamt",
    "finanz": "finanzierung",
    "bewill": "bewilligt",
    "ges-kosten": "gesamtkosten",
    "handlungsf": "handlungsfeld",
    "umsetz": "umsetzung",
    "zeitr": "zeitraum",
}
SHORT = re.compile(r"\b([^\W\d_]{3,})\.(?=[-\s]|$)")
DASHES = str.maketrans("–—‑", "---")


@lru_cache(maxsize=4000)
def normal(heading: str) -> str:
    r"""A heading without case, umlauts, line breaks, hyphenation, remarks in parentheses and units.

    >>> normal("Kosten\ngesamt (in €)"), normal("verbindlich (V) / Empfehlung (H)"), normal("Kosten in T€")
    ('kosten gesamt', 'verbindlich / empfehlung', 'kosten')
    """
    short = (spelt_out(word) for word in SHORT.findall(heading))
    shortened = {word: SHORTENED[word] for word in short if word in SHORTENED}
    text = re.sub(r"-\s*\n\s*(?=[a-zäöü])", "", heading).replace("_", " ")
    text = re.sub(r"(?<=[a-zäöü])- (?=[a-zäöü])(?!und |oder )", "", text)
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    for scale in SCALES.values():
        text = scale.sub("€", text)
    text = re.sub(
        r"\b(angaben )?in (€|EUR|Euro)\b|\bin €|\bEUR\b|\bEuro\b|[€:.*?¹²³]|(?<=\w)\d\)$", " ", text, flags=re.I
    )
    text = spelt_out(text).translate(DASHES)
    if shortened:
        text = re.sub(r"[a-z]+", lambda word: shortened.get(word[0], word[0]), text).replace(" -", "-")
    return " ".join(re.sub(r"(^[\s,;/-]+|[\s,;/-]+$)", "", text).split())

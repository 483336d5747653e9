"""The conditions a letter lays down in whole sentences (Auflagen): what its reader has to do or must not do.

They are quoted, not understood. What other readers take from the letter as a value (days of reports, draw-down, remedy
…) isn't said a second time.
"""

import re
from collections.abc import Collection

from crawler.letters.files.document import LetterDocument

_TO_DO = r"(?:\bzu \w+en\b|\b\w+zu\w{3,}en\b)"
#: somebody is bound: a passive infinitive, a verb of duty, what is allowed only so far, what else is taken back
_BINDS = re.compile(
    rf"\b(?:ist|sind|haben|hat)\b[^;]{{1,240}}?{_TO_DO}|\b(?:muss|müssen)\b|\bverpflichte\w*\b"
    r"|\b(?:darf|dürfen)\s[^;]{0,80}?\b(?:nur|nicht|kein\w*|erst)\b"
    r"|\bbedarf\b[^;]{0,80}\b(?:Zustimmung|Genehmigung|Einwilligung)\b"
    r"|\bunter der (?:Bedingung|Auflage|Voraussetzung)\b|\bwiderrufen werden, (?:wenn|falls|sofern|soweit)\b"
)
#: and yet no condition of ours: a remedy, a possibility, a courtesy, what the office itself does
_OTHERWISE = re.compile(
    r"\b(?:Klage|Widerspruch|Rechtsbehelf\w*|Einspruch|einzulegen|zu erheben)\b"
    r"|\bzu (?:verstehen|erwarten|erreichen|entnehmen|begrüßen|sehen|danken|gratulieren|rechnen)\b"
    r"|\b(?:ich|wir)\s(?:habe|haben|bin|sind|muss|müssen|darf|dürfen)\b|\b(?:muss|müssen|darf|dürfen)\s(?:ich|wir)\b",
    re.IGNORECASE,
)
_LETTER_BEGINS = re.compile(r"\b(?:Sehr geehrte|Guten Tag|Liebe\w*|Hallo)\b")
_NUMBER = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-z]\)|[IVX]{1,4}\.|[-–•▪*·●])\s+")
_LEAST, _MOST = 25, 600  # signs of a sentence that binds somebody
MOST_CONDITIONS = 30


def duties_in(document: LetterDocument, told: Collection[str]) -> tuple[str, ...]:
    """The sentences of the letter that bind who gets the money, in their order, each once.

    Args:
        document: the letter.
        told: sentences that other values were read from.
    """
    sentences = document.flow.sentences
    begins = next((at for at, sentence in enumerate(sentences) if _LETTER_BEGINS.search(sentence.text)), -1)
    known = {_plain(text) for text in told}
    found: dict[str, None] = {}
    for sentence in sentences[begins + 1 :]:
        text = _NUMBER.sub("", sentence.text)
        if not _LEAST <= len(text) <= _MOST or not _BINDS.search(text) or _OTHERWISE.search(text):
            continue
        if _plain(sentence.context) in known or any(_plain(text) in each for each in known):
            continue
        found.setdefault(text)
    return tuple(found)[:MOST_CONDITIONS]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()

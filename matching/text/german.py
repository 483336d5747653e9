"""German (and a little English) text as words: one spelling for one word, stop words, stems.

Knows nothing of opportunities and measures. Compounds are split in `compounds`, translations are in `glossary`.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import Stemmer
import yaml

#: letters read of one text; a guideline of 1 MB says what it is for long before
LONGEST_TEXT = 60_000

_SOFT_HYPHEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_BROKEN_WORD = re.compile(r"(?<=[a-zäöüß])-[ \t]*\n[ \t]*(?=[a-zäöüß])")
# Bürger*innen, Bürger:innen, Bürger_innen, Bürger/-innen, Bürger/innen, Bürger(innen), Referent*in
_GENDERED = re.compile(r"[*:_·’'/(](?<=[a-zäöüß].)-?(?:innen|inne|in|r|n)\b\)?")
_INNER_CAPITAL = re.compile(r"(?<=[a-zäöüß])In(?:nen)?$")  # BürgerInnen
_GLUED = re.compile(r"(?<=[a-zäöüß]{2})(?=[A-ZÄÖÜ][a-zäöüß]{2})")  # einerAntidiskriminierungsstelle
_TOKEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]{2,}")
_LONGEST_WORD = 40
_FEMININE = re.compile(r"(?<=[a-zäöüß]{4})innen$")
_ENGLISH_HINTS = frozenset("the of and for with will that are this be by from which their should such".split())
_GERMAN_HINTS = frozenset(
    "der die das und für mit von zur zum den dem des ein eine wird werden sind im auf bei".split()
)


def normalise(text: str) -> str:
    """The text in one spelling: composed, no soft hyphens, no hyphens at line ends, gendered forms as the short one.

    >>> normalise("Bürger*innen und Migran\u00adt:innen")
    'Bürger und Migrant'
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    text = _SOFT_HYPHEN.sub("", text)
    if "-\n" in text or "- \n" in text:
        text = _BROKEN_WORD.sub("", text)
    return _GENDERED.sub("", text)


def words(text: str) -> list[str]:
    """The words of a text in order, in small letters, feminine plurals as their short form; without numbers.

    >>> words("Sprach-Kitas für MigrantInnen, einerFamilie (2026)")
    ['sprach', 'kitas', 'für', 'migrant', 'einer', 'familie']
    """
    return [word for token in _TOKEN.findall(normalise(text)) for word in _words_of(token)]


def language_of(tokens: list[str]) -> str:
    """Tell "en" from "de" by the commonest function words; "de" when in doubt."""
    sample = tokens[:400]
    english = sum(word in _ENGLISH_HINTS for word in sample)
    german = sum(word in _GERMAN_HINTS for word in sample)
    return "en" if english > german else "de"


@lru_cache(maxsize=400_000)
def stem(word: str, language: str = "de") -> str:
    """The Snowball stem of a word.

    >>> stem("geflüchteten"), stem("communities", "en")
    ('geflucht', 'communiti')
    """
    return str(_stemmer(language).stemWord(word))


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Function words of both languages and the words of every funding text; they carry no topic."""
    lists = yaml.load((Path(__file__).parent / "stop_words.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return frozenset(word for group in lists.values() for line in group for word in line.split())


@lru_cache(maxsize=400_000)
def _words_of(token: str) -> tuple[str, ...]:
    """One run of letters as words; cached, since few different ones make up most of a text."""
    pieces = _GLUED.split(_INNER_CAPITAL.sub("", token))
    return tuple(_short_form(piece.lower()) for piece in pieces if 2 <= len(piece) <= _LONGEST_WORD)


def _short_form(word: str) -> str:
    if not word.endswith("innen"):
        return word
    return word[:-5] if word.endswith("erinnen") else _FEMININE.sub("en", word)


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english" if language == "en" else "german")

"""Which calls are the same programme: in two portals, twice in one, an old edition, another language. Pure.

Wrong is worse than missing: two calls belong together only where their titles say the same in every word that
matters, and where nothing speaks against it (another Land, another funder, another number).
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from grants_db.rules import folding, regions
from grants_db.rules.folding import spelt_out
from grants_db.rules.regions import LAENDER
from grants_db.vocabulary import Level

#: a word that this many titles share says nothing about which programme it is
LARGEST_BLOCK = 150
#: an address that more calls than this share is a portal's, not a programme's
MOST_OF_ONE_ADDRESS = 10
#: rarest words of a title that are looked up
WORDS_LOOKED_UP = 3
#: likeness of two spellings of one word, and of two names of a funder (0 to 100)
SAME_SPELLING, SAME_FUNDER = 88.0, 88.0

_FILLERS = frozenset(
    """der die das des dem den ein eine einer eines einem einen und oder von vom fuer zur zum zu im in an am auf aus bei
    mit nach ueber unter durch sowie als the of for and to on with a
    foerderung foerderprogramm programm richtlinie foerderrichtlinie zuwendung gewaehrung bekanntmachung
    verwaltungsvorschrift foerderaufruf aufruf projekt massnahme vorhaben bundesprogramm landesprogramm call proposal
    programme fund ausschreibung foerderbereich foerderangebot bereich land landes bund bundes rahmen""".split()
)
_FUNDER_FILLERS = frozenset(
    """ministerium bundesministerium staatsministerium senatsverwaltung bundesamt landesverwaltungsamt der die das des
    dem fuer und von in im zu an stiftung gemeinnuetzige ggmbh gmbh ev e v fonds land landes freistaat bundes""".split()
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s*(?:[/–-]|bis)\s*(?:20)?\d\d)?(?!\d)")
_WORD = re.compile(r"[a-z]+|\d+")
_ENDINGS = re.compile(r"(?:en|er|es|em|e|n|s)$")
_LANGUAGE_STEP = re.compile(r"/(?:de|en|fr|deu|eng|deutsch|english)(?=/|$)|[?&](?:lang|language|locale)=[a-z]{2}\b")


class Relation(StrEnum):
    """What a member of a cluster is to the one that leads."""

    LEADS = "leads"  # führt
    SAME = "same"  # dasselbe Programm
    EDITION = "edition"  # andere Ausgabe: ein anderes Jahr
    LANGUAGE = "language"  # andere Sprachfassung


@dataclass(frozen=True)
class ComparedOpportunity:
    """What is compared of an opportunity."""

    id: int
    source: str
    key: str
    title: str
    level: Level
    funder: str = ""
    regions: tuple[str, ...] = ()
    url: str = ""
    language: str = "de"

    @cached_property
    def years(self) -> frozenset[str]:
        """Years in the title, as written."""
        return frozenset(re.sub(r"\s", "", found.group()) for found in _YEAR.finditer(self.title))

    @property
    def edition(self) -> int:
        """The newest year its title names, or its identifier of the EU; 0 for none."""
        years = self.years or (_identifier_years(self) if self.level is Level.EU else ())
        return max((int(year[-4:]) for year in years if year[-4:].isdecimal()), default=0)

    @cached_property
    def core(self) -> frozenset[str]:
        """The stems of the title that matter."""
        return _core(self.title, self._own_lands)

    @cached_property
    def short_core(self) -> frozenset[str]:
        """The same without what stands in brackets, an acronym mostly."""
        return _core(re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", self.title), self._own_lands)

    @cached_property
    def address(self) -> str:
        """The address without what doesn't matter; empty for a host's front page."""
        return _address(self.url)

    @cached_property
    def neutral_address(self) -> str:
        """The address without the step that names its language."""
        return _address(_LANGUAGE_STEP.sub("", self.url))

    @cached_property
    def lands(self) -> frozenset[str]:
        """The Länder it is for."""
        return frozenset(region for region in self.regions if region in LAENDER)

    @cached_property
    def funder_words(self) -> str:
        """The funder's words that matter."""
        return " ".join(sorted(word for word in _words(self.funder) if word not in _FUNDER_FILLERS))

    @cached_property
    def _own_lands(self) -> frozenset[str]:
        return frozenset(_stem(word) for land in self.lands for word in _words(LAENDER[land]))


def cluster(calls: Iterable[ComparedOpportunity]) -> list[tuple[int, ...]]:
    """Ids of calls that are the same programme, in groups of two or more; the same groups for any order of calls."""
    by_id = {call.id: call for call in sorted(calls, key=lambda call: call.id)}
    groups: dict[int, set[int]] = {identity: {identity} for identity in by_id}
    for one, other in _pairs(list(by_id.values())):
        first, second = groups[one.id], groups[other.id]
        if first is second or not are_same(one, other):
            continue
        if any(_contradict(by_id[a], by_id[b]) for a in first for b in second):
            continue
        first |= second
        for identity in second:
            groups[identity] = first
    found = {tuple(sorted(group)) for group in groups.values() if len(group) > 1}
    return sorted(found)


@cache
def rules_sign() -> str:
    """Another text whenever the rules of this module, or of what it reads titles with, are others."""
    read = (Path(__file__), Path(folding.__file__), Path(regions.__file__))
    return hashlib.blake2b(b"".join(file.read_bytes() for file in read), digest_size=12).hexdigest()


def are_same(one: ComparedOpportunity, other: ComparedOpportunity) -> bool:
    """Are two calls the same programme, in another place, edition or language?"""
    if _contradict(one, other):
        return False
    if _language_versions(one, other):
        return True
    if one.address and one.address == other.address and one.key != other.key:
        fewer, more = sorted((one.core, other.core), key=len)
        return bool(fewer) and fewer <= more and _numbers(fewer) == _numbers(more)
    if one.source == other.source:
        return _copies(one, other)
    if not any(_same_words(a, b) for a in _forms(one) for b in _forms(other)):
        return False
    specific = len(one.short_core & other.short_core) >= 2 or len(one.core & other.core) >= 2
    return _funders_agree(one, other, specific=specific)


def relation(leading: ComparedOpportunity, other: ComparedOpportunity) -> Relation:
    """What a member of a cluster is to the one that leads."""
    if leading.id == other.id:
        return Relation.LEADS
    if leading.years != other.years and (leading.years or other.years):
        return Relation.EDITION
    if leading.language != other.language or _language_versions(leading, other):
        return Relation.LANGUAGE
    if leading.source == other.source and _identifier_years(leading) != _identifier_years(other):
        return Relation.EDITION
    return Relation.SAME


def _pairs(calls: Sequence[ComparedOpportunity]) -> Iterator[tuple[ComparedOpportunity, ComparedOpportunity]]:
    """Pairs worth a look: they share a rare word or an address."""
    seen_in = Counter(word for call in calls for word in call.core)
    blocks: dict[tuple[str, ...], list[ComparedOpportunity]] = defaultdict(list)
    for call in calls:
        for word in sorted(call.core, key=lambda word: (seen_in[word], word))[:WORDS_LOOKED_UP]:
            blocks["word", word].append(call)
        for address in {call.address, call.neutral_address} - {""}:
            blocks["address", address].append(call)
    done: set[tuple[int, int]] = set()
    for (kind, *_), block in sorted(blocks.items()):
        if kind == "address" and len(block) > MOST_OF_ONE_ADDRESS:
            continue
        for part in [block] if len(block) <= LARGEST_BLOCK else _split(block):
            for one, other in combinations(part, 2):
                if (one.id, other.id) not in done:
                    done.add((one.id, other.id))
                    yield one, other


def _split(block: Iterable[ComparedOpportunity]) -> Iterator[list[ComparedOpportunity]]:
    """A large block by title and place; what is still too large is no programme's name."""
    parts: dict[tuple[frozenset[str], tuple[str, ...]], list[ComparedOpportunity]] = defaultdict(list)
    for call in block:
        parts[call.short_core, call.regions].append(call)
    return (part for part in parts.values() if len(part) <= LARGEST_BLOCK)


def _contradict(one: ComparedOpportunity, other: ComparedOpportunity) -> bool:
    """Does something speak against the two being one programme, whatever their titles say?"""
    of_a_land = Level.LAND in (one.level, other.level)
    if of_a_land and one.lands != other.lands and ((one.lands and other.lands) or one.level is not other.level):
        return True
    if one.lands and other.lands and not one.lands & other.lands:
        return True
    return one.level is not other.level and Level.FOUNDATION not in (one.level, other.level)


def _language_versions(one: ComparedOpportunity, other: ComparedOpportunity) -> bool:
    if one.source == other.source and one.key[:-2] == other.key[:-2] and one.key != other.key:
        return (one.key[-2:], other.key[-2:]) == (one.language, other.language)
    same_page = bool(one.neutral_address) and one.neutral_address == other.neutral_address
    return same_page and one.address != other.address


def _copies(one: ComparedOpportunity, other: ComparedOpportunity) -> bool:
    """The same entry twice in one source, or of two years: every word of the title, the funder and the place agree."""
    words, others = (_words(_YEAR.sub(" ", call.title)) for call in (one, other))
    if not words or words != others or one.regions != other.regions or not _same_funder(one, other):
        return False
    if one.level is not Level.EU or not one.address or not other.address:
        return True
    # topics of one call may share their title: only the same topic of another year is an edition
    names = [re.sub(r"[\d-]+", "-", call.address.rpartition("/")[2]) for call in (one, other)]
    return names[0] == names[1] and _identifier_years(one) != _identifier_years(other)


def _funders_agree(one: ComparedOpportunity, other: ComparedOpportunity, *, specific: bool) -> bool:
    """Do the funders' names allow it? Ministries are renamed, and many sources name only the Land."""
    if _same_funder(one, other):
        return True
    if one.level is Level.LAND and other.level is Level.LAND and not one.lands & other.lands:
        return False  # whose Land it is, only the funder could have said
    if one.level is not other.level or one.level is Level.FOUNDATION:
        return specific and not (one.funder_words and other.funder_words)
    return specific


def _same_funder(one: ComparedOpportunity, other: ComparedOpportunity) -> bool:
    if not one.funder_words or not other.funder_words:
        return one.funder_words == other.funder_words and one.source == other.source
    return fuzz.token_set_ratio(one.funder_words, other.funder_words) >= SAME_FUNDER


def _forms(call: ComparedOpportunity) -> set[frozenset[str]]:
    return {call.core, call.short_core} - {frozenset()}


def _same_words(one: frozenset[str], other: frozenset[str]) -> bool:
    """The same words, give or take a spelling; numbers and single letters must be equal."""
    mine, theirs = sorted(one - other), sorted(other - one)
    if not mine and not theirs:
        return True
    if len(mine) != len(theirs) or len(mine) > len(one & other) or _numbers(one) != _numbers(other):
        return False
    return all(
        len(a) > 4 and len(b) > 4 and fuzz.ratio(a, b) >= SAME_SPELLING for a, b in zip(mine, theirs, strict=True)
    )


def _numbers(core: frozenset[str]) -> frozenset[str]:
    """What tells a round or a part from the next: numbers, single letters, Roman numerals."""
    return frozenset(word for word in core if word.isdecimal() or re.fullmatch(r"[a-z]|[ivx]{2,4}", word))


def _core(title: str, own_lands: frozenset[str]) -> frozenset[str]:
    stems = {_stem(word) for word in _words(_YEAR.sub(" ", title))}
    kept = stems - _FILLER_STEMS
    # its own Land in its title says nothing new, unless nothing else is left
    return frozenset(kept - own_lands or kept or stems)


def _words(text: str) -> list[str]:
    return _WORD.findall(spelt_out(text))


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word) if len(word) > 5 else word


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip().lower())
    except ValueError:
        return ""
    path = re.sub(r"(?:/index)?(?:\.(?:html?|php|aspx?))?/*$", "", parts.path)
    if not path and not parts.query:
        return ""
    return f"{(parts.hostname or '').removeprefix('www.')}{path}?{parts.query}"


def _identifier_years(call: ComparedOpportunity) -> frozenset[str]:
    """Years in the address, as the EU's identifiers have them."""
    return frozenset(re.findall(r"(?<!\d)20\d\d(?!\d)", call.url))


_FILLER_STEMS = frozenset(_stem(word) for word in _FILLERS)

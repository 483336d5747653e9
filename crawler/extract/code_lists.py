"""The portals' labels in our words: reads `code_lists.yml`, and hands back what it doesn't know instead of guessing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from grants_db.errors import AkquiseError
from grants_db.rules.folding import spelt_out
from grants_db.rules.regions import EVERYWHERE, LAENDER
from grants_db.vocabulary import ApplicantType, Instrument, Level


class LabelKind(StrEnum):
    """What a label speaks of; the sections of `code_lists.yml`."""

    APPLICANT = "applicant"  # Förderberechtigte
    REGION = "region"  # Fördergebiet
    INSTRUMENT = "instrument"  # Förderart
    LEVEL = "level"  # Fördergeber


@dataclass(frozen=True, slots=True)
class Translated:
    """Our words for a source's labels, each once and in order, and the labels that are not known."""

    words: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


_WORDS: Mapping[LabelKind, frozenset[str]] = {
    LabelKind.APPLICANT: frozenset(ApplicantType),
    LabelKind.REGION: frozenset((*EVERYWHERE, *LAENDER)),
    LabelKind.INSTRUMENT: frozenset(Instrument),
    LabelKind.LEVEL: frozenset(Level),
}


def label_key(label: str) -> str:
    """The form labels are compared in.

    >>> label_key("Existenzgründer/in"), label_key("_bundesweit")
    ('existenzgruender_in', 'bundesweit')
    """
    return re.sub(r"[^a-z0-9]+", "_", spelt_out(label)).strip("_")


def translate(kind: LabelKind, labels: Iterable[str]) -> Translated:
    """Our words for the labels of one kind.

    >>> translate(LabelKind.REGION, ["_bundesweit", "de_st", "Atlantis"])
    Translated(words=('DE', 'DE-ST'), unknown=('Atlantis',))
    """
    known, ignored = _table()
    words: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for label in labels:
        key = label_key(label)
        if not key or key in ignored:
            continue
        word = known[kind].get(key)
        if word is None:
            unknown[label.strip()] = None
        else:
            words[word] = None
    return Translated(tuple(words), tuple(unknown))


@cache
def _table() -> tuple[Mapping[LabelKind, Mapping[str, str]], frozenset[str]]:
    """The file, checked: every word is one of ours.

    Raises:
        AkquiseError: the file names a word that isn't in the vocabulary.
    """
    content = yaml.load(
        files("crawler.extract").joinpath("code_lists.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    table = {kind: {label_key(label): str(word) for label, word in content[kind.value].items()} for kind in LabelKind}
    for kind, words in table.items():
        for label, word in words.items():
            if word not in _WORDS[kind]:
                raise AkquiseError(
                    "crawler/extract/code_lists.yml: „{word}“ für „{label}“ gehört nicht zum Wortschatz.",
                    word=word,
                    label=label,
                )
    return table, frozenset(label_key(label) for label in content["ignore"])

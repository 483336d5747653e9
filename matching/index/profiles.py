"""What the action fields of a concept and the concept as a whole are about; the shipped one: shipped_profiles.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from matching.text.german import words

SHIPPED = Path(__file__).parent / "shipped_profiles.yml"


@dataclass(frozen=True)
class Profile:
    """One profile: its text in German and in English, and the weights of its themes; without, the text tells them."""

    german: str
    english: str
    themes: Mapping[str, float]


@dataclass(frozen=True)
class Profiles:
    """What a concept is about.

    Attributes:
        fields: the numbers of its action fields, in order.
        listed: their profiles in the same order, and at last that of the concept as a whole.
        civic: what themes say of social and civic work in general, from -1 (off topic) to 1.
        own: is the concept another than the shipped one? Then what its own themes name is not off topic.
    """

    fields: tuple[int, ...]
    listed: tuple[Profile, ...]
    civic: Mapping[str, float]
    own: bool = False

    @property
    def whole(self) -> int:
        """The row of the concept as a whole, which a measure without a field of it is read by."""
        return len(self.fields)

    def row_of(self, field: int) -> int:
        """The row of an action field."""
        return self.fields.index(field) if field in self.fields else self.whole

    def ships(self, field: int) -> bool:
        """Is an action field one of those that the program ships, with its profile?"""
        shipped = shipped_profiles()
        return field in shipped.fields and self.listed[self.row_of(field)] == shipped.listed[shipped.row_of(field)]


@dataclass(frozen=True)
class ConceptField:
    """An action field as a city names it: its titles, and what its goals and measures are called."""

    number: int
    title: str
    goals: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def shipped_profiles() -> Profiles:
    """The profiles of the concept that the program ships."""
    read = _shipped()
    fields = {number: _profile(entry) for number, entry in read["fields"].items()}
    return Profiles(tuple(fields), (*fields.values(), _profile(read["whole"])), read["civic"]["themes"])


@lru_cache(maxsize=8)
def profiles_of(concept: tuple[ConceptField, ...]) -> Profiles:
    """The profiles of a city's concept: made of its own fields, goals and measures, unless they are the shipped ones.

    A field that has the number and the title of a shipped one is that one. Of others the title, the goals and what the
    measures are called are the profile, and their themes are those that the glossary finds in it.

    >>> from matching.index.profiles import ConceptField
    >>> own = profiles_of((ConceptField(7, "Klimaschutz", ("Weniger CO2",), ("Solardächer auf Schulen",)),))
    >>> own.fields, own.listed[0].german, own.own
    ((7,), 'Klimaschutz. Weniger CO2. Solardächer auf Schulen', True)
    """
    shipped, titles = shipped_profiles(), {number: entry["title"] for number, entry in _shipped()["fields"].items()}
    listed = tuple(
        shipped.listed[shipped.row_of(each.number)]
        if words(titles.get(each.number, "")) == words(each.title)
        else Profile(". ".join((each.title, *each.goals, *each.measures)), "", {})
        for each in concept
    )
    if not concept or all(profile.themes for profile in listed):
        return shipped
    whole = Profile(" ".join(profile.german for profile in listed), " ".join(each.english for each in listed), {})
    return Profiles(tuple(each.number for each in concept), (*listed, whole), shipped.civic, own=True)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(SHIPPED.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return read


def _profile(entry: Mapping[str, Any]) -> Profile:
    return Profile(entry["words"], entry["english"], entry["themes"])

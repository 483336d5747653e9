"""What the action fields and integration work as a whole are about (action_field_profiles.yml)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FIELDS = (1, 2, 3, 4, 5, 6)
#: the row of a measure without an action field: integration as a whole
WHOLE = 6


@dataclass(frozen=True)
class Profile:
    """One profile: its text in German and in English, and the weights of its themes."""

    german: str
    english: str
    themes: dict[str, float]


@dataclass(frozen=True)
class Profiles:
    """Words and theme weights of the fields and of integration, and the theme weights of civic work."""

    fields: dict[int, Profile]
    integration: Profile
    civic: dict[str, float]

    def rows(self) -> list[Profile]:
        """The profiles by row: 0 to 5 for the action fields 1 to 6, then integration as a whole."""
        return [*(self.fields[field] for field in FIELDS), self.integration]


@lru_cache(maxsize=1)
def shipped_profiles() -> Profiles:
    """The profiles that the program ships."""
    read = yaml.load(
        (Path(__file__).parent / "action_field_profiles.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )
    return Profiles(
        fields={number: _profile(entry) for number, entry in read["fields"].items()},
        integration=_profile(read["integration"]),
        civic=read["civic"]["themes"],
    )


def _profile(entry: dict[str, Any]) -> Profile:
    return Profile(entry["words"], entry["english"], entry["themes"])

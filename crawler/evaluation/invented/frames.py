"""Fill in the frames of `frames.txt`: invented passages in which the role of every day is known.

They teach how German and English put such things, whatever the words of one operator; real passages teach how often
each of them is met. The same seed gives the same passages.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FRAMES = Path(__file__).parent / "frames.txt"
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_NAME = re.compile(r"\$([A-Z]+)")
_GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_ENGLISH = "January February March April May June July August September October November December".split()
_COPIES = 5  # passages made of each frame
_ENGLISH_WORDS = re.compile(r"\b(?:the|be|is|by|of|for|to|deadline|closing|published|project|meeting|round)\b", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame says about when to apply, and its words with slots."""

    says: str
    words: str


@dataclass(frozen=True, slots=True)
class InventedPart:
    """A filled frame: what it says, its words, and the role of each of its days by `MM-DD`."""

    says: str
    text: str
    roles: dict[str, str]


@lru_cache(maxsize=1)
def frames(path: Path = FRAMES) -> tuple[tuple[Frame, ...], dict[str, list[str]]]:
    """All frames and the lists of words."""
    found, lists = [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("$"):
            name, _, words = line[1:].partition(" = ")
            lists[name] = words.split("|")
        elif line and not line.startswith("#"):
            says, _, words = line.partition(": ")
            found.append(Frame(says, words.replace("\\n", "\n")))
    return tuple(found), lists


def invented_passages(seed: int = 1) -> Iterator[tuple[InventedPart, ...]]:
    """Passages of one to three filled frames: the frame itself, and others that say something else beside it."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    every, lists = frames()
    others = [frame for frame in every if frame.says == "none" and "\n" not in frame.words]
    fillers = [frame for frame in every if frame.says == "filler"]
    for frame in every:
        if frame.says == "filler":
            continue
        for _ in range(_COPIES):
            used: set[str] = set()
            if frame.says.startswith("entry"):  # stands alone
                entry = _filled(frame, lists, chance, used)
                yield (InventedPart(entry.says.partition("_")[2] or "day", entry.text, entry.roles),)
                continue
            parts = [_filled(frame, lists, chance, used)]
            for neighbour in chance.sample(others, 1) if chance.random() < 0.35 else ():
                parts.insert(chance.randint(0, 1), _filled(neighbour, lists, chance, used))
            if chance.random() < 0.5:
                parts.insert(chance.choice((0, len(parts))), _filled(chance.choice(fillers), lists, chance, used))
            yield tuple(parts)


def _filled(frame: Frame, lists: dict[str, list[str]], chance: random.Random, used: set[str]) -> InventedPart:
    words = frame.words
    while _CHOICE.search(words):
        words = _CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), words)
    words = _NAME.sub(lambda name: chance.choice(lists[name[1]]), words)
    while _CHOICE.search(words):
        words = _CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), words)
    english = len(_ENGLISH_WORDS.findall(words)) >= 2 or words.startswith(("Deadline", "Opening", "{deadline}: D"))
    style, year = chance.randrange(4), chance.random() < 0.75
    hour = chance.random() < 0.15
    roles: dict[str, str] = {}

    def day(slot: re.Match[str]) -> str:
        while True:
            number, month = chance.randint(1, 28), chance.randint(1, 12)
            if (month_day := f"{month:02}-{number:02}") not in used:
                break
        used.add(month_day)
        roles[month_day] = slot[1]
        written = _written(number, month, english=english, style=style, year=year)
        if hour and slot[1] == "deadline":
            written += ", 5 pm" if english else ", 12 Uhr"
        return written

    text = _SLOT.sub(day, words)
    return InventedPart(frame.says, re.sub(r" +", " ", text).strip(), roles)


def _written(day: int, month: int, *, english: bool, style: int, year: bool) -> str:
    if english:
        months = _ENGLISH[month - 1]
        return (
            f"{day} {months}{' 2027' if year else ''}",
            f"{months} {day}{', 2027' if year else ''}",
            f"{day}th of {months}{' 2027' if year else ''}",
            f"2027-{month:02}-{day:02}",
        )[style]
    return (
        f"{day}. {_GERMAN[month - 1]}{' 2027' if year else ''}",
        f"{day:02}.{month:02}.{'2027' if year else ''}",
        f"{day}.{month}.{'2027' if year else ''}",
        f"{day}. {_GERMAN[month - 1]}{' 2027' if year else ''}",
    )[style]

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

_FOLDER = Path(__file__).parent
DAYS, MONEY = _FOLDER / "frames.txt", _FOLDER / "money_frames.txt"
APPLICANTS, CONDITIONS = _FOLDER / "applicant_frames.txt", _FOLDER / "condition_frames.txt"
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_NAME = re.compile(r"\$([A-Z]+)")
_GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_ENGLISH = "January February March April May June July August September October November December".split()
_COPIES = 5  # passages made of each frame
_COPIES_OF_FIGURES = 8
_COPIES_OF_CONDITIONS = 8
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


@lru_cache(maxsize=4)
def frames(path: Path) -> tuple[tuple[Frame, ...], dict[str, list[str]]]:
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
    every, lists = frames(DAYS)
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
    words = chosen(frame.words, lists, chance)
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


def invented_conditions(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Texts about beginning early and about other money, each with what its frame says."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    every, lists = frames(CONDITIONS)
    for frame in every:
        made = {_tidy(chosen(frame.words, lists, chance)) for _ in range(_COPIES_OF_CONDITIONS)}
        yield from ((text, frame.says) for text in sorted(made))


def _tidy(text: str) -> str:
    return re.sub(r" +([.,:;?]|$)", r"\1", re.sub(r" +", " ", text), flags=re.MULTILINE).strip()


def invented_figures(seed: int = 1) -> Iterator[tuple[str, dict[str, str]]]:
    """Texts about money, each with the role of every figure by its value as it is written ("5.000", "80").

    Half of them say two things: the frame itself, and before or after it another one of its kind, so that a cap is
    also met beside a pot, a rate beside an own share.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    every, lists = frames(MONEY)
    for frame in every:
        beside = [
            other
            for other in every
            if other.says != frame.says and (other.says in _OF_SHARES) == (frame.says in _OF_SHARES)
        ]
        for copy in range(_COPIES_OF_FIGURES):
            told = [frame, chance.choice(beside)] if copy % 2 else [frame]
            chance.shuffle(told)
            while True:
                parts = [_with_figures(one, lists, chance) for one in told]
                roles = {value: role for _, each in parts for value, role in each.items()}
                if len(roles) == sum(len(each) for _, each in parts) and _pot_is_largest(roles):
                    break
            yield chance.choice((" ", "\n")).join(text for text, _ in parts), roles


_MILLION, _IN_WORDS = 1_000_000, 0.6
_OF_SHARES = frozenset(("rate", "own", "none"))


def _pot_is_largest(roles: dict[str, str]) -> bool:
    pots = [int(value) for value, role in roles.items() if role == "pot"]
    return not pots or min(pots) > max((int(value) for value, role in roles.items() if role == "maximum"), default=0)


def _with_figures(frame: Frame, lists: dict[str, list[str]], chance: random.Random) -> tuple[str, dict[str, str]]:
    used: set[str] = set()
    roles: dict[str, str] = {}
    words = chosen(frame.words, lists, chance)
    english = len(_ENGLISH_WORDS.findall(words)) >= 2

    def figure(slot: re.Match[str]) -> str:
        is_share = slot[1] in {"highest_rate", "own_share", "rate"}
        while (value := _share(chance, slot[1]) if is_share else _sum(chance, slot[1])) in used:
            pass
        used.add(value)
        roles[value] = slot[1]
        return _share_written(value, chance, english=english) if is_share else _sum_written(value, chance)

    text = re.sub(r" +", " ", _SLOT.sub(figure, words)).strip()
    if "minimum" in roles.values() and "maximum" in roles.values():
        return _ordered(text, roles)
    return text, roles


def _share(chance: random.Random, role: str) -> str:
    return str(chance.randrange(5, 55, 5) if role == "own_share" else chance.randrange(10, 105, 5))


def _sum(chance: random.Random, role: str) -> str:
    scale = (
        chance.choice((10_000, 10_000, 10_000, 1_000_000)) if role == "pot" else 100 if chance.random() < 0.2 else 1000
    )
    return str(chance.randint(1, 90) * scale)


def _sum_written(value: str, chance: random.Random) -> str:
    number = int(value)
    german = f"{number:,}".replace(",", ".")
    if number >= _MILLION and chance.random() < _IN_WORDS:
        millions = f"{number / _MILLION:g}"
        return chance.choice(
            (
                f"{millions.replace('.', ',')} Millionen Euro",
                f"{millions.replace('.', ',')} Mio. €",
                f"EUR {millions} million",
            )
        )
    return chance.choice((f"{german} Euro", f"{german} €", f"{german},00 EUR", f"EUR {number:,}", f"€{number:,}"))


def _share_written(value: str, chance: random.Random, *, english: bool) -> str:
    return chance.choice((f"{value} %", f"{value}%", f"{value} percent" if english else f"{value} Prozent"))


def _ordered(text: str, roles: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A least above the most says something else: then the two are told apart by their size, not by their name."""
    by_role = {role: int(value) for value, role in roles.items()}
    if by_role["minimum"] < by_role["maximum"]:
        return text, roles
    return text, {value: "sum" if role in {"minimum", "maximum"} else role for value, role in roles.items()}


def chosen(words: str, lists: dict[str, list[str]], chance: random.Random) -> str:
    """The words of a frame with one of each choice."""
    for _ in range(2):  # a word of a list may hold choices
        while _CHOICE.search(words):
            words = _CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), words)
        words = _NAME.sub(lambda name: chance.choice(lists[name[1]]), words)
    return words

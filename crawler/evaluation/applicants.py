"""What labelled passages teach about who may apply, and how well it is read: the routes in `facts.jsonl`.

A label tells the route of the whole text, not what each body is: of several lists that may carry it the likeliest is
learned. In the invented frames every list's role is known.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.evaluation.deadlines import in_words
from crawler.evaluation.invented.frames import APPLICANTS, chosen, frames
from crawler.evaluation.learning import NOTHING_KNOWN, learn, left_out, strength_beyond
from crawler.evaluation.passages import Example
from crawler.extract.applicants.bodies import ASSOCIATION, CHURCH, CITY, COMPANY, PERSON, SCHOOL, BodyList
from crawler.extract.applicants.route import APPLICANT, APPLIES, BARRED, RouteReading, lists_in, route_from_prose
from crawler.extract.roles.weights import EvidenceWeights
from crawler.text.sentences import Prose

STRENGTH_OF_ROUTES = 0.5  # of what is learned, see `learning.STRENGTH`
_COPIES = 12  # passages made of each frame
_SLOT = re.compile(r"\{(applies|barred|other|oneb|one|carried)(_\w+)?\}")
_PARTNERS = frozenset((ASSOCIATION, CHURCH, SCHOOL))
_CARRIERS = {
    "direct": frozenset((CITY,)),
    "partner": _PARTNERS,
    "none": frozenset((PERSON, COMPANY)),
    "unclear": frozenset[str](),
}
#: of which kinds a route says that they may not
_EXCLUDED = {
    "direct": frozenset[str](),
    "partner": frozenset((CITY,)),
    "none": frozenset((CITY, *_PARTNERS)),
    "unclear": frozenset((CITY, *_PARTNERS, PERSON, COMPANY)),
}


def read_routes(path: Path) -> list[dict[str, Any]]:
    """The labelled passages of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def route_examples(rows: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """What real passages teach."""
    for number, row in enumerate(rows):
        if row.get("ambiguous"):
            continue
        route = row["applicant_route"]
        for one in lists_in(Prose(row["text"])):
            said, group = one.evidence, f"{row.get('operator') or row['id']}"
            if "foreign" in one.bodies.sentence.classes:
                continue
            if one.bodies.kinds & _CARRIERS[route]:
                yield Example(APPLICANT, said, {APPLIES: True, BARRED: False}, group, real=True, rank=number)
            elif one.bodies.kinds & _EXCLUDED[route]:
                yield Example(APPLICANT, said, {APPLIES: False}, group, real=True)


def invented_route_examples(seed: int = 1) -> Iterator[Example]:
    """What the frames teach."""
    for text, roles in invented_routes(seed):
        for one in lists_in(Prose(text)):
            role = _role_of(one.bodies, roles)
            if role is not None:
                answers = {APPLIES: role == "applies", BARRED: role == "barred"}
                yield Example(APPLICANT, one.evidence, answers, "invented", real=False)


def invented_routes(seed: int = 1) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Texts in which the role of every list of bodies is known, by its words."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    every, lists = frames(APPLICANTS)
    for frame in every:
        for _ in range(_COPIES):
            roles: list[tuple[str, str]] = []

            def fill(slot: re.Match[str], *, roles: list[tuple[str, str]] = roles) -> str:
                words = _filling(slot[1], slot[2] or "", lists, chance, " ".join(said for _, said in roles))
                roles.append(
                    ("other" if slot[1] in {"one", "oneb"} else "applies" if slot[1] == "carried" else slot[1], words)
                )
                return words

            text = re.sub(r" +", " ", _SLOT.sub(fill, chosen(frame.words, lists, chance))).strip()
            yield text[0].upper() + text[1:], roles


def _filling(slot: str, form: str, lists: dict[str, list[str]], chance: random.Random, used: str) -> str:
    if slot in {"one", "oneb", "carried"}:
        return chance.choice(lists[slot.upper() + ("_EN" if form == "_en" else "")])
    names = lists[{"_dat": "DAT", "_gen": "GEN", "_gens": "GENS", "_en": "EN"}.get(form, "NOM")]
    count = 1 if form.startswith("_gen") else chance.choice((1, 1, 2, 3, 4))
    picked: list[str] = []
    while len(picked) < count:
        if (name := chance.choice(names)) not in picked and name not in used:
            picked.append(name)
    last = chance.choice((" and ", " or ")) if form == "_en" else chance.choice((" und ", " oder ", " sowie "))
    return ", ".join(picked[:-1]) + last + picked[-1] if count > 1 else picked[0]


def _role_of(bodies: BodyList, roles: Sequence[tuple[str, str]]) -> str | None:
    sentence = bodies.sentence
    last = sentence.words[bodies.bodies[0].last]
    said = sentence.text[sentence.words[bodies.first].start : last.end].lower()
    return next((role for role, words in roles if said in words.lower()), None)


def score_routes(readings: Iterable[tuple[Mapping[str, Any], RouteReading]]) -> dict[str, Counter[str]]:
    """Right, wrong and missed routes (unclear though stated), and proposals, by language and for all."""
    counts: dict[str, Counter[str]] = {"all": Counter()}
    for row, reading in readings:
        if row.get("ambiguous"):
            continue
        found, stated = reading.route.value, row["applicant_route"]
        name = "check" if reading.check else "right" if found == stated else "missed" if found == "unclear" else "wrong"
        for each in ("all", row.get("language", "de")):
            counts.setdefault(each, Counter()).update((name, "texts"))
    return counts


def read_by(
    rows: Iterable[Mapping[str, Any]], weights: EvidenceWeights | None = None
) -> Iterator[tuple[Mapping[str, Any], RouteReading]]:
    """Passages with what is read in them."""
    return ((row, route_from_prose(Prose(row["text"]), weights)) for row in rows)


def routes_left_out(
    rows: Sequence[Mapping[str, Any]], base: EvidenceWeights = NOTHING_KNOWN
) -> dict[str, Counter[str]]:
    """Score passages by weights that never saw their operators."""
    parts = left_out(
        rows,
        lambda row: str(row["operator"]),
        route_examples,
        list(invented_route_examples()),
        strength=strength_beyond(STRENGTH_OF_ROUTES, base),
        base=base,
    )
    return score_routes(pair for tested, weights in parts for pair in read_by(tested, weights))


def route_lines(counts: Mapping[str, Counter[str]]) -> list[str]:
    """One line for each language and one for all, as a table shows them."""
    return [
        f"applicant_route, {language}: right {in_words(count['right'], count['texts'])}, "
        f"wrong {in_words(count['wrong'], count['texts'])}, unclear though stated {count['missed']}, "
        f"to be checked {count['check']}"
        for language, count in counts.items()
    ]


def learn_routes(
    directories: Sequence[Path], base: EvidenceWeights = NOTHING_KNOWN
) -> tuple[EvidenceWeights, list[str]]:
    """What is learned from the passages of all folders and from the frames, and remarks for the table's head.

    With a `base`, earlier weights are corrected (`learning.learn`).
    """
    told = [
        (path.parent.name, read_routes(path)) for folder in directories if (path := folder / "facts.jsonl").is_file()
    ]
    rows = [row for _, each in told for row in each]
    strength = strength_beyond(STRENGTH_OF_ROUTES, base)
    weights = learn([*route_examples(rows), *invented_route_examples()], strength=strength, base=base)
    measured = routes_left_out(rows, base)
    beyond = " --beyond" if base.table else ""
    return weights, [
        "What each piece of evidence counts for bodies that a text names; evidence.py tells what it is, words.yml the",
        "classes.",
        f"Learned by: akquise crawl learn --route{beyond} {' '.join(name for name, _ in told)}",
        "On operators that were left out:",
        *route_lines(measured),
    ]

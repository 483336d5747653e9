"""Makes a new source from one of the same kind: its spider and its recorded page, which one test reads at once.

    python -m docs.tools.new_source NAME [--like bmftr]

`--like` names the source that is taken as the model, so that the platform is the one that fits: `bmftr` (a feed),
`dsee` (lists and labelled pages), `foerderfinder_bayern` or `eu_funding_tenders` (a search), `foerderdatenbank` (an
export). Two files are written and none is changed; what is left to do is printed.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class NewSourceError(Exception):
    """The source can't be made; the message says why."""


def make(name: str, like: str, root: Path = ROOT) -> tuple[Path, Path]:
    """Write spider and recorded page of a source called `name`, after the model `like`.

    Raises:
        NewSourceError: an unusable name, one that is taken, or no such model.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,59}", name):
        raise NewSourceError(f"{name}: a name has a–z, 0–9 and _ only, three to sixty of them, a letter first")
    models, made = _files(like, root), _files(name, root)
    if missing := [file for file in models if not file.exists()]:
        raise NewSourceError(f"{like} is no source with a recorded page: {missing[0].relative_to(root)} is missing")
    if taken := [file for file in made if file.exists()]:
        raise NewSourceError(f"{taken[0].relative_to(root)} is there already")
    for model, file in zip(models, made, strict=True):
        text = re.sub(rf"\b{_class_name(like)}\b", _class_name(name), model.read_text(encoding="utf-8"))
        file.write_text(text.replace(f'name = "{like}"', f'name = "{name}"'), encoding="utf-8")
    return made


def _files(name: str, root: Path) -> tuple[Path, Path]:
    return root / "crawler" / "spiders" / f"{name}.py", root / "tests" / "crawler" / "recorded" / f"{name}.yml"


def _class_name(name: str) -> str:
    """The spider's class, named like its source.

    >>> _class_name("foerderfinder_bayern")
    'FoerderfinderBayernSpider'
    """
    return "".join(part.capitalize() for part in name.split("_")) + "Spider"


def main() -> None:
    """Make the files and say what is left to do."""
    parser = argparse.ArgumentParser(prog="python -m docs.tools.new_source", description="Makes a new source.")
    parser.add_argument("name")
    parser.add_argument("--like", default="bmftr", help="the source whose platform fits")
    given = parser.parse_args()
    try:
        spider, recorded = make(given.name, given.like)
    except NewSourceError as error:
        sys.exit(str(error))
    print(f"{spider.relative_to(ROOT)}: put the source's own facts in place of those of {given.like}")
    print(f"{recorded.relative_to(ROOT)}: put its answers, shortened or invented in their structure, and what they say")
    print(f"then: pytest tests/crawler/test_spiders.py tests/crawler/test_recorded_pages.py -k {given.name}")


if __name__ == "__main__":
    main()

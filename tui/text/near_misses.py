"""Near misses as the app shows them: read from `akquise match near … --json`, and written out for people."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from grants_db.errors import AkquiseError
from grants_db.vocabulary import Eligibility
from tui.formatting.format import harmless, one_line, score
from tui.formatting.i18n import _
from tui.formatting.labels import label
from tui.formatting.rich_blocks import bullets, stacked


@dataclass(frozen=True)
class NearMissText:
    """A call that fits by topic and is out of reach: why, and the smallest changes that would bring it in."""

    opportunity: int
    title: str
    score: float
    eligibility: Eligibility
    why: tuple[str, ...]
    changes: tuple[str, ...]


def read_near_misses(written: str) -> list[NearMissText]:
    """What the command wrote.

    Raises:
        AkquiseError: it is something else.
    """
    try:
        return [
            NearMissText(
                opportunity=int(one["opportunity"]),
                title=str(one["title"]),
                score=float(one["score"]),
                eligibility=Eligibility(one["eligibility"]),
                why=tuple(map(str, one["why"])),
                changes=tuple(str(change["sentence"]) for change in one["changes"]),
            )
            for one in json.loads(written)["near_misses"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise AkquiseError("Die Antwort der Suche ist nicht lesbar.") from error


def near_text(found: Sequence[NearMissText]) -> RenderableType:
    """Each near miss with its title, why it is out of reach, and what would help."""
    if not found:
        return Text(_("Nichts, was thematisch passt und nur knapp nicht geht."))
    parts: list[RenderableType] = []
    for one in found:
        said = Text.assemble(
            (f"{one.opportunity} {one_line(one.title)}", "bold"), f"  {score(one.score)} · {label(one.eligibility)}"
        )
        ways = [f"→ {harmless(text)}" for text in one.changes] or [f"→ {_('kein Weg')}"]
        parts.append(Group(said, bullets(one.why), Text("\n".join(ways), style="bold italic")))
    return stacked(*parts)

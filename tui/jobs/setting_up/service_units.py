"""systemd units for the night, the backup and the browser, with the paths and the user of this installation."""

import getpass
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grants_db.atomic_write import replaced_whole
from grants_db.errors import InputError

TEMPLATES = Path(__file__).parent / "units"


@dataclass(frozen=True)
class UnitPlan:
    """Where units are written, whose they are, and how the browser version is reached."""

    folder: Path
    user: str = ""
    port: int = 8765
    public_url: str = ""
    user_header: str = ""

    @property
    def is_of_a_user(self) -> bool:
        """A folder of units that systemd runs for one user, under whom they run anyway."""
        return self.folder.parts[-2:] == ("systemd", "user")


@dataclass(frozen=True)
class WrittenUnit:
    """A unit's file, and where an earlier one of other content lies now."""

    path: Path
    before: Path | None


def write_units(plan: UnitPlan) -> list[WrittenUnit]:
    """Write all units; one of ours that is there and says something else is kept beside its successor.

    Raises:
        InputError: the folder can't be written to.
    """
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
        return [
            _write(plan.folder / template.name, _filled(template.read_text(encoding="utf-8"), plan))
            for template in sorted(TEMPLATES.iterdir())
        ]
    except OSError as error:
        raise InputError(
            "In {folder} lassen sich keine Dienste schreiben: {why}. Bitte einen anderen Ordner nennen und sie von "
            "dort an ihren Platz bringen.",
            folder=plan.folder,
            why=error.strerror,
        ) from error


def program() -> list[str]:
    """The words that start this installation."""
    script = Path(sys.executable).with_name("akquise")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "tui"]


def _write(path: Path, text: str) -> WrittenUnit:
    before = None
    if path.is_file() and path.read_text(encoding="utf-8") != text:
        before = path.with_name(f"{path.name}.bisher")
        path.replace(before)
    with replaced_whole(path) as part:
        part.write_text(text, encoding="utf-8")
    return WrittenUnit(path, before)


def _filled(template: str, plan: UnitPlan) -> str:
    values = {
        "@PROGRAM@": " ".join(map(_quoted, program())),
        "@SERVE@": " ".join(map(_quoted, _serve_options(plan))),
        "@USER@": plan.user or getpass.getuser(),
        "@TARGET@": "default.target" if plan.is_of_a_user else "multi-user.target",
    }
    lines = (line for line in template.splitlines() if not (plan.is_of_a_user and line.startswith("User=")))
    text = "\n".join(lines) + "\n"
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _serve_options(plan: UnitPlan) -> Iterator[str]:
    yield from ("--port", str(plan.port))
    if plan.public_url:
        yield from ("--public-url", plan.public_url)
    if plan.user_header:
        yield from ("--user-header", plan.user_header)


def _quoted(word: str) -> str:
    """A word of a command as systemd reads it (systemd.service(5), systemd.unit(5))."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if any(sign.isspace() for sign in word) or escaped != word else word

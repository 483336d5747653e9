"""Where the handbook of this installation is: beside the program in the wheel, in `docs/` in a checkout."""

from pathlib import Path

TUI = Path(__file__).parents[1]


def handbook_folder() -> Path:
    """The folder with the handbook's pages (`README.md` first) and pictures (`bilder/`)."""
    shipped = TUI / "handbuch"
    return shipped if shipped.is_dir() else TUI.parent / "docs" / "handbuch"


def handbook_pages() -> dict[str, Path]:
    """The pages by their names."""
    return {page.stem: page for page in sorted(handbook_folder().glob("*.md"))}

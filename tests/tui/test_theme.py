"""Both themes can be read: the contrast of WCAG 2.2 AA, 4.5 to 1, for every pair of text and ground that is used."""

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.widgets.theme import DARK, LIGHT

GROUNDS = ("background", "surface", "panel")
TEXTS = ("foreground", "primary", "accent", "success", "warning", "error")
CURSORS = [("block-cursor-foreground", "block-cursor-background")]
CURSORS += [("block-cursor-blurred-foreground", "block-cursor-blurred-background")]


def luminance(color: Color) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_its_ground(theme: Theme, ground: str, text: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("text", "ground"), [*CURSORS, ("footer-key-foreground", "footer-background")])
def test_a_cursor_and_a_key_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(theme.variables[text], theme.variables[ground]) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_muted_text_can_be_read(theme: Theme, ground: str) -> None:
    assert contrast(theme.variables["text-muted"], getattr(theme, ground)) >= 4.5

"""The pictures of the README are made by program and load nothing from elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tui.app import AkquiseApp
from tui.picture import anchored, main, picture, without_foreign_fonts


def test_a_picture_shows_the_screen_its_keys_lead_to(city: Engine, app_on: Callable[..., AkquiseApp]) -> None:
    svg = picture(app_on(city), ["4"])
    assert "Begegnungshaus" in svg
    assert "@font-face" not in svg
    assert "cdn" not in svg


def test_fonts_of_other_hosts_are_left_out() -> None:
    svg = '<style>@font-face { src: url("https://cdn.example/f"); } .a { font-family: Fira Code, serif; }</style>'
    assert "example" not in without_foreign_fonts(svg)
    assert "monospace" in without_foreign_fonts(svg)


def test_the_command_writes_the_pictures_asked_for(
    city_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    main([f"sqlite:///{city_file}", str(tmp_path / "pictures"), "--only", "overview", "--lang", "en"])
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == ["overview.svg"]
    assert "Next&#160;deadlines" in (tmp_path / "pictures" / "overview.svg").read_text(encoding="utf-8")


def test_blanks_around_a_text_move_its_place_and_nothing_else() -> None:
    text = '<text class="r" x="{x}" y="5" textLength="{length}" clip-path="url(#a)">{text}</text>'
    padded = text.format(x="12.2", length="48.8", text="&#160;&#160;6&#160;")
    assert anchored(padded) == text.format(x="36.6", length="12.2", text="6")
    assert anchored(text.format(x="0", length="24.4", text="&#160;&#160;")) == ""
    inner = text.format(x="0", length="36.6", text="a&#160;b")
    assert anchored(inner) == inner

"""The pictures of the README are made by program and load nothing from elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tui.app import AkquiseApp
from tui.picture import main, picture, without_foreign_fonts


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

"""The council paper from the app: R on the overview and on the ledger asks for days and file, and says where it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine
from textual.widgets import Input

from tests.tui.driving import painted, pressed, told
from tui.app.app import AkquiseApp

AppOn = Callable[..., AkquiseApp]


def fill_in(app: AkquiseApp, *values: str) -> None:
    """Type into the form's lines from the first on."""
    for number, value in enumerate(values):
        app.screen.query_one(f"#field-{number}", Input).value = value


@pytest.mark.parametrize("at", ["1", "8"])
async def test_the_paper_is_written_where_one_says_and_that_is_said(
    applied_city: Engine, app_on: AppOn, tmp_path: Path, at: str
) -> None:
    app, out = app_on(applied_city, at=at), tmp_path / "rat.docx"
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "R")
        fill_in(app, str(out), "", "")
        await pressed(pilot, "ctrl+s")

        assert told(app) == f"Die Vorlage für den Rat liegt hier: {out}"
    assert "Drittmittel für die Integrationsarbeit" in [one.text for one in Document(str(out)).paragraphs]


async def test_the_proposed_file_is_a_new_one_and_the_days_are_this_year(
    applied_city: Engine, app_on: AppOn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    (tmp_path / "akquise-rat-2026-11-24.docx").touch()
    app = app_on(applied_city)
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "R")

        lines = [app.screen.query_one(f"#field-{number}", Input).value for number in range(3)]
        assert lines == [str(tmp_path / "akquise-rat-2026-11-24-2.docx"), "01.01.2026", "24.11.2026"]


async def test_what_cannot_be_written_is_said_in_the_form_and_what_was_typed_stays(
    applied_city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    app, out = app_on(applied_city), tmp_path / "rat.pdf"
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "R")
        fill_in(app, str(out))
        await pressed(pilot, "ctrl+s")

        assert "Möglich sind .docx, .xlsx, .html" in painted(app)
        assert app.screen.query_one("#field-0", Input).value == str(out)
    assert not out.exists()


async def test_a_file_that_is_there_is_replaced_only_by_who_says_so_twice(
    applied_city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    app, out = app_on(applied_city), tmp_path / "rat.html"
    out.write_text("alt")
    async with app.run_test(size=(140, 40)) as pilot:
        await pressed(pilot, "R")
        fill_in(app, str(out), "", "")
        await pressed(pilot, "ctrl+s")
        assert "gibt es schon" in painted(app)
        assert out.read_text() == "alt"

        await pressed(pilot, "ctrl+s")
        assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

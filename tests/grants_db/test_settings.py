"""Settings: the environment over a file, and each mistake in one sentence."""

from datetime import date
from pathlib import Path

import pytest

from grants_db.errors import UsageError
from grants_db.settings import load_settings


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_nothing_set_gives_the_defaults(config: Path) -> None:
    settings = load_settings({}, config)

    assert settings.database_url.endswith("akquise.db")
    assert (settings.contact, settings.lang, settings.today, settings.city.name) == ("", "de", None, "Magdeburg")


def test_a_file_is_read(config: Path) -> None:
    config.write_text('contact = "amt@stadt.example"\n[city]\nname = "Halle"\nags = "15002000"\n', encoding="utf-8")

    settings = load_settings({}, config)

    assert (settings.contact, settings.city.name, settings.city.state) == ("amt@stadt.example", "Halle", "DE-ST")


def test_the_environment_leads(config: Path) -> None:
    config.write_text('contact = "amt@stadt.example"\nlang = "en"\n', encoding="utf-8")

    settings = load_settings({"AKQUISE_CONTACT": "neu@stadt.example", "AKQUISE_TODAY": "2026-11-24"}, config)

    assert (settings.contact, settings.lang, settings.today) == ("neu@stadt.example", "en", date(2026, 11, 24))


def test_an_empty_variable_is_none(config: Path) -> None:
    assert load_settings({"AKQUISE_LANG": " "}, config).lang == "de"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("contact = ", "config.toml"),
        ('kontakt = "amt@stadt.example"', "kontakt"),
        ('[city]\nstadt = "Halle"', "city.stadt"),
        ('lang = "fr"', "lang"),
        ('today = "gestern"', "today"),
        ('contact = "Frau Müller"', "Frau Müller"),
        ('contact = "a@b.example (x)"', "a@b.example"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_it(config: Path, text: str, names: str) -> None:
    config.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        load_settings({}, config)
    assert names in str(caught.value)


def test_a_file_in_another_encoding_is_one_sentence(config: Path) -> None:
    config.write_bytes('contact = "büro@stadt.example"'.encode("cp1252"))

    with pytest.raises(UsageError, match="nicht lesbar"):
        load_settings({}, config)


def test_a_contact_cannot_add_lines_to_what_we_send(config: Path) -> None:
    with pytest.raises(UsageError):
        load_settings({"AKQUISE_CONTACT": "a@b.example\r\nX-Kopf: ja"}, config)

"""Settings: the environment over a file, and each mistake in one sentence."""

import stat
from datetime import date
from pathlib import Path

import platformdirs
import pytest

from grants_db.errors import UsageError
from grants_db.settings import Settings, load_settings, set_by_environment, store_settings
from grants_db.user_folders import user_folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_nothing_set_gives_the_defaults(config: Path) -> None:
    settings = load_settings({}, config)

    assert settings.database_url.endswith("akquise.db")
    assert (settings.contact, settings.lang, settings.today, settings.city.name) == ("", "de", None, "Magdeburg")


@pytest.mark.parametrize("named", [None, "", " ", "relative", "/srv/mit Leerzeichen/"])
@pytest.mark.parametrize("home", [None, "", "relative", "/", "/home/ö/"])
def test_the_users_folders_are_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, named: str | None, home: str | None
) -> None:
    for variable, value in (("HOME", home), *((f"XDG_{kind}_HOME", named) for kind in ("CONFIG", "DATA", "STATE"))):
        if value is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, value)

    assert user_folder("config") == platformdirs.user_config_path("akquise", appauthor=False)
    assert user_folder("data") == platformdirs.user_data_path("akquise", appauthor=False)
    assert user_folder("state") == platformdirs.user_state_path("akquise", appauthor=False)


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


def test_a_change_keeps_the_file_s_comments_order_and_other_entries(config: Path) -> None:
    lines = ("# unsere Stadt", 'contact = "amt@stadt.example"  # Postfach', "", "[city]", 'name = "Halle"', "")
    config.write_text("\n".join((*lines, "[thresholds]", '"*" = [9]', "")), encoding="utf-8")

    store_settings({"unit": "Amt 50", "thresholds": {"Amt 50": (14, 3), "*": None}}, config)

    text = config.read_text(encoding="utf-8")
    assert text.startswith("\n".join(lines[:2]))
    settings = load_settings({}, config)
    assert (settings.unit, settings.city.name, settings.thresholds) == ("Amt 50", "Halle", {"Amt 50": (14, 3)})


def test_a_new_file_is_its_owner_s_alone(config: Path) -> None:
    file = config.parent / "new" / "config.toml"

    store_settings({"lang": "en"}, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_settings({}, file).lang == "en"


def test_taking_out_what_is_not_there_changes_nothing(config: Path) -> None:
    config.write_text('lang = "en"\n', encoding="utf-8")

    store_settings({"unit": None, "thresholds": {"Amt 50": None}}, config)

    assert load_settings({}, config).lang == "en"
    assert load_settings({}, config).thresholds == {}


@pytest.mark.parametrize("text", ["lang = ", 'kontakt = "x"', "thresholds = 3"])
def test_a_file_that_is_wrong_is_left_as_it_is(config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError):
        store_settings({"unit": "Amt 50", "thresholds": {"Amt 50": (3,)}}, config)

    assert config.read_text(encoding="utf-8") == text


def test_a_value_that_does_not_fit_is_not_written(config: Path) -> None:
    config.write_text('lang = "en"\n', encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        store_settings({"lang": "fr"}, config)

    assert "„fr“ (de, en)" in str(caught.value)
    assert config.read_text(encoding="utf-8") == 'lang = "en"\n'


def test_a_read_only_file_is_one_sentence_and_stays(config: Path) -> None:
    config.write_text('lang = "en"\n', encoding="utf-8")
    config.chmod(0o400)

    with pytest.raises(UsageError) as caught:
        store_settings({"lang": "de"}, config)

    assert "lässt sich nicht schreiben" in str(caught.value)
    assert config.read_text(encoding="utf-8") == 'lang = "en"\n'
    assert [file.name for file in config.parent.iterdir()] == [config.name]


def test_a_file_that_is_a_link_stays_one(config: Path) -> None:
    target = config.with_name("elsewhere.toml")
    target.write_text('lang = "en"\n', encoding="utf-8")
    config.symlink_to(target)

    store_settings({"unit": "Amt 50"}, config)

    assert config.is_symlink()
    assert load_settings({}, target).unit == "Amt 50"


def test_in_practice_nothing_that_leads_outside_is_set(config: Path) -> None:
    config.write_text(
        'contact = "amt@stadt.example"\nlang = "en"\ncalendar_folder = "calendars"\nunit = "Amt 50"\n'
        '[mail]\nhost = "mail.stadt.example"\noffice = "amt@stadt.example"\n',
        encoding="utf-8",
    )
    environment = {
        "AKQUISE_PRACTICE": "http://127.0.0.1:8000",
        "AKQUISE_CONTACT": "neu@stadt.example",
        "AKQUISE_ARCHIVE_FOLDER": "archive",
        "AKQUISE_DATABASE_URL": "sqlite:///practice.db",
    }

    settings = load_settings(environment, config)

    given = {"database_url": "sqlite:///practice.db", "lang": "en", "practice": "http://127.0.0.1:8000"}
    assert settings == Settings.model_validate(given)
    assert set_by_environment(environment).keys() == {"database_url", "practice"}


def test_mail_over_the_net_without_tls_is_refused_in_german_words(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[mail]\nhost = "mail.stadt.example"\ntls = "none"\n', encoding="utf-8")
    with pytest.raises(UsageError, match='„mail“ passt nicht: tls = "none" ist nur für einen Mailserver auf diesem'):
        load_settings({}, config)


@pytest.mark.parametrize("proxy", ["proxy.stadt.example:3128", "https://nutzer:geheim@proxy:3128", "http://proxy/pfad"])
def test_what_is_no_proxy_is_said_without_its_password(config: Path, proxy: str) -> None:
    config.write_text(f'proxy = "{proxy}"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"„proxy“.*http://proxy\.stadt\.example:3128") as refused:
        load_settings({}, config)
    assert "geheim" not in str(refused.value)


def test_the_way_out_is_what_is_set(config: Path) -> None:
    config.write_text('proxy = "http://nutzer:geheim@proxy.stadt.example:3128"\n', encoding="utf-8")
    outgoing = load_settings({"AKQUISE_CA_FILE": "/etc/ssl/stadt.pem"}, config).outgoing
    assert (outgoing.proxy_host, outgoing.proxy_port) == ("proxy.stadt.example", 3128)
    assert outgoing.ca_file == Path("/etc/ssl/stadt.pem")
    assert outgoing.shown_proxy == "http://proxy.stadt.example:3128"

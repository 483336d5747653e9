"""`akquise setup`: asked at a terminal or answered in a file; wrong answers are named, and nothing is half made."""

import os
import pty
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from grants_db.measures.store import list_measures
from grants_db.settings import load_settings
from grants_db.storage.database import open_database, reading
from tests import forked
from tests.tui.small_disk import akquise_on_a_small_disk

Set = Callable[..., CompletedProcess[str]]
ANSWERS = """contact = "foerdermittel@halle.example"
database_url = "sqlite:///{folder}/data/akquise.db"
backup_folder = "backups"
measures = "measures.csv"

[city]
name = "Halle (Saale)"
ags = "15002000"
nuts = "DEE02"

[mail]
host = "mail.halle.example"
user = "akquise"
password = "geheim"
sender = "akquise@halle.example"
office = "foerdermittel@halle.example"
"""
MEASURES = (
    "Nummer;Titel;Handlungsfeld;Gesamtkosten;Gesichert\n1.1;Sprachkurse;1;10.000;4.000\n4.1;Lesepaten;4;5.000;0\n"
)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A file of answers, and the table it names."""
    (tmp_path / "measures.csv").write_text(MEASURES, encoding="utf-8")
    file = tmp_path / "answers.toml"
    file.write_text(ANSWERS.format(folder=tmp_path), encoding="utf-8")
    return file


@pytest.fixture
def config(a_home_of_its_own: Path) -> Path:
    return a_home_of_its_own / "xdg_config_home/akquise/config.toml"


def setup(*arguments: object) -> CompletedProcess[str]:
    return forked.akquise("setup", *map(str, arguments))


def titles(database: Path) -> list[str]:
    engine = open_database(f"sqlite:///{database}", create=False)
    with reading(engine) as session:
        found = sorted(measure.title for measure in list_measures(session))
    engine.dispose()
    return found


def test_everything_is_made_from_a_file(answers: Path, config: Path, tmp_path: Path) -> None:
    done = setup("--answers", answers)
    assert (done.returncode, "geheim" in done.stdout + done.stderr) == (0, False), done.stdout + done.stderr
    settings = load_settings({}, config)
    assert (settings.city.name, settings.city.state, settings.city.kind) == (
        "Halle (Saale)",
        "DE-ST",
        "kreisfreie Stadt",
    )
    assert (settings.contact, settings.backup_folder) == ("foerdermittel@halle.example", tmp_path / "backups")
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert titles(tmp_path / "data/akquise.db") == ["Lesepaten", "Sprachkurse"]
    assert (tmp_path / "backups").is_dir()


def test_yaml_will_do_as_well(answers: Path, config: Path, tmp_path: Path) -> None:
    file = answers.with_suffix(".yml")
    file.write_text(
        f"contact: amt@halle.example\ndatabase_url: sqlite:///{tmp_path}/akquise.db\n"
        "city:\n  name: Halle\n  ags: '15002000'\n  nuts: DEE02\n"
    )
    assert setup("--answers", file).returncode == 0
    assert load_settings({}, config).city.ags == "15002000"


def test_all_wrong_answers_are_named_with_their_lines_and_nothing_is_made(answers: Path, config: Path) -> None:
    text = answers.read_text()
    for right, wrong in (
        ('foerdermittel@halle.example"\ndatabase', 'niemand"\ndatabase'),
        ('ags = "15002000"', 'ags = "1500200"'),
        ('sender = "akquise@halle.example"\n', ""),
        ("backups", "measures.csv/backups"),
    ):
        text = text.replace(right, wrong, 1)
    answers.write_text(text)
    done = setup("--answers", answers)
    assert done.returncode == 2
    lines = done.stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        f"{answers}, Zeile 8, city.ags",
        f"{answers}, Zeile 1, contact",
        f"{answers}, mail.sender",
        f"{answers}, Zeile 3, backup_folder",
    ]
    assert "acht Ziffern" in lines[0]
    assert done.stderr.endswith("Es wurde nichts angelegt und nichts geändert.\n")
    assert not config.exists()
    assert not (answers.parent / "data").exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('kontakt = "a@b.example"', "kontakt: Das gibt es nicht. Gemeint ist vielleicht „contact“."),
        ("archive_days = 0", "archive_days: Das passt nicht"),
        ('database_url = "mysql://rechner/name"', "database_url: Möglich sind sqlite und postgresql+psycopg"),
        ('database_url = "postgresql+psycopg://a:geheim@localhost:9/a"', "database_url: Ein Kennwort gehört nicht"),
        ('database_url = "postgresql+psycopg://a@127.0.0.1:9/a"', "database_url: Der Datenbankserver"),
        ('ca_file = "/gibt/es/nicht.pem"', "ca_file: Die Datei /gibt/es/nicht.pem"),
        ('calendar_file = "/gibt/es/nicht.yml"', "calendar_file: Die Kalenderdatei /gibt/es/nicht.yml"),
        ('measures = "gibt-es-nicht.xlsx"', "measures: "),
        (
            '[city]\nname = "Halle"\nags = "15002000"\nnuts = "DE300"',
            "city.nuts: „DE300“ ist kein Gebiet in Sachsen-Anhalt",
        ),
        ('[city]\nname = "Halle"\nags = "15002000"', "city.nuts: Das fehlt"),
        ('[city]\nstate = "DE-BE"', "city.state: „DE-BE“ passt nicht"),
    ],
)
def test_a_wrong_answer_says_what_and_what_next(tmp_path: Path, config: Path, line: str, says: str) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(f'contact = "a@b.example"\n{line}\n')
    done = setup("--answers", file)
    assert done.returncode == 2, done.stdout
    assert says in done.stdout
    assert "geheim" not in done.stdout + done.stderr
    assert not config.exists()


@pytest.mark.parametrize("text", ["contact = ", "- eins\n- zwei", "\ufeffx", "a: [b"])
def test_a_file_that_is_no_answers_is_one_sentence(tmp_path: Path, config: Path, text: str) -> None:
    file = tmp_path / "answers.yml"
    file.write_text(text, encoding="utf-16")
    done = setup("--answers", file)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Die Antworten in {file} sind nicht zu lesen: ")


def test_a_second_time_loses_nothing(answers: Path, config: Path, tmp_path: Path) -> None:
    assert setup("--answers", answers).returncode == 0
    config.write_text("# eigene Anmerkung\nleast_chance = 0.5\n" + config.read_text())
    assert forked.akquise("units", "add", "Amt 41").returncode == 0
    assert forked.akquise("measures", "add", "Nähstube", "--field", "2", "--unit", "Amt 41").returncode == 0
    answers.write_text('contact = "neu@halle.example"\nmeasures = "measures.csv"\n')
    done = setup("--answers", answers)
    assert done.returncode == 0, done.stdout + done.stderr
    said = tomllib.loads(config.read_text())
    assert (said["contact"], said["least_chance"], said["mail"]["password"]) == ("neu@halle.example", 0.5, "geheim")
    assert said["city"]["name"] == "Halle (Saale)"
    assert config.read_text().startswith("# eigene Anmerkung\n")
    assert titles(tmp_path / "data/akquise.db") == ["Lesepaten", "Nähstube", "Sprachkurse"]


def test_a_file_that_others_could_read_is_closed_where_a_password_comes_in(answers: Path, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text('lang = "de"\n')
    config.chmod(0o644)
    assert setup("--answers", answers).returncode == 0
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


def test_rows_that_are_refused_are_named_and_the_rest_comes_in(answers: Path, tmp_path: Path) -> None:
    (tmp_path / "measures.csv").write_text(MEASURES + "3.1;;9;viel;0\n", encoding="utf-8")
    done = setup("--answers", answers)
    assert done.returncode == 1
    assert "Zeile 4" in done.stdout
    assert len(titles(tmp_path / "data/akquise.db")) == 2


def test_the_database_of_the_call_leads_and_the_environment_is_named(
    answers: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKQUISE_CONTACT", "andere@halle.example")
    done = setup("--answers", answers, "--database", f"sqlite:///{tmp_path}/other.db")
    assert done.returncode == 0, done.stdout + done.stderr
    assert load_settings({}, config).database_url == f"sqlite:///{tmp_path}/other.db"
    assert titles(tmp_path / "other.db") == ["Lesepaten", "Sprachkurse"]
    assert "AKQUISE_CONTACT ist in der Umgebung gesetzt" in done.stderr


def test_a_dry_run_only_looks(answers: Path, config: Path) -> None:
    done = setup("--answers", answers, "--dry-run")
    assert (done.returncode, config.exists(), (answers.parent / "data").exists()) == (0, False, False)


def test_a_settings_file_that_is_broken_stays_as_it_is(answers: Path, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text("contact = ")
    done = setup("--answers", answers)
    assert (done.returncode, config.read_text()) == (2, "contact = ")
    assert not (answers.parent / "data").exists()


def test_without_a_terminal_and_without_answers_it_says_what_to_do() -> None:
    done = setup()
    assert (done.returncode, "--answers" in done.stderr) == (2, True)


def at_a_terminal(*typed: str) -> tuple[int, str]:
    """Run it at a terminal of its own, type these lines, each when something is asked; gives status and screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "tui", "setup"], stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    screen, waiting = b"", list(typed)
    while True:
        try:
            heard = os.read(ours, 4096)
        except OSError:  # how Linux says that nobody is at the other end any more
            break
        screen += heard
        if waiting and screen.endswith((b": ", b"] ")):
            os.write(ours, waiting.pop(0).encode() + b"\n")
            screen += b"<"
    os.close(ours)
    return process.wait(), screen.decode()


@pytest.mark.slow
def test_it_asks_at_a_terminal_and_asks_again_what_cannot_be(answers: Path, config: Path, tmp_path: Path) -> None:
    mail = ("mail.halle.example", "", "", "akquise", "geheim", "akquise@halle.example", "amt@halle.example")
    status, screen = at_a_terminal(
        *("Halle (Saale)", "1500200", "15002000", "DEE02"),
        *("niemand", "amt@halle.example", f"sqlite:///{tmp_path}/akquise.db", "", "", "", ""),
        *mail,
        *(str(tmp_path / "measures.csv"), "j"),
    )
    assert status == 0, screen
    assert "geheim" not in screen
    settings = load_settings({}, config)
    assert (settings.city.ags, settings.contact, settings.mail.password) == ("15002000", "amt@halle.example", "geheim")
    assert (settings.mail.port, settings.mail.tls) == (587, "starttls")
    assert titles(tmp_path / "akquise.db") == ["Lesepaten", "Sprachkurse"]
    before = config.read_text()
    status, screen = at_a_terminal(*[""] * 17, "j")
    assert status == 0, screen
    assert "geheim" not in screen
    assert tomllib.loads(config.read_text()) == tomllib.loads(before)


@pytest.mark.slow
@pytest.mark.parametrize("last", ["n", ""])
def test_who_does_not_agree_has_changed_nothing(config: Path, tmp_path: Path, last: str) -> None:
    status, screen = at_a_terminal(
        *("", "", "", "amt@magdeburg.example", f"sqlite:///{tmp_path}/akquise.db", "", "", "", "", "", "", last)
    )
    assert status == 0, screen
    assert list(tmp_path.iterdir()) == []
    assert not config.exists()


@pytest.mark.slow
def test_a_full_disk_leaves_no_settings_without_a_database(answers: Path) -> None:
    disk = answers.parent / "data"
    disk.mkdir()
    answers.write_text(answers.read_text().replace("data/akquise.db", "data/new.db"))
    made = akquise_on_a_small_disk(disk, answers, "setup", "--answers", str(answers), disk="size=256k")
    assert (made.returncode, "Speicherplatz" in made.stderr) == (2, True), made.stderr
    assert not (disk / "akquise/config.toml").exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
@pytest.mark.parametrize("folder", ["system", "systemd/user", "mit Leerzeichen 100%"])
def test_units_are_such_as_systemd_takes(tmp_path: Path, folder: str) -> None:
    where = tmp_path / folder
    done = setup("--units", where, "--user", "root", "--public-url", "https://akquise.stadt.example/a%20b/")
    assert done.returncode == 0, done.stderr
    files = [Path(line) for line in done.stdout.splitlines()]
    assert {file.name for file in files} == {
        *("akquise-nightly.service", "akquise-nightly.timer", "akquise-backup.service", "akquise-backup.timer"),
        "akquise-serve.service",
    }
    mode = "--user" if folder == "systemd/user" else "--system"
    verified = subprocess.run(
        ["systemd-analyze", mode, "--man=no", "--recursive-errors=no", "verify", *files],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    night = (where / "akquise-nightly.service").read_text()
    assert ("User=root" in night) == (mode == "--system")


def test_a_unit_that_somebody_changed_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    assert setup("--units", tmp_path).returncode == 0
    unit = tmp_path / "akquise-nightly.service"
    unit.write_text(unit.read_text() + "# von uns\n")
    done = setup("--units", tmp_path)
    kept = tmp_path / "akquise-nightly.service.bisher"
    assert kept.read_text().endswith("# von uns\n")
    assert str(kept) in done.stderr
    assert not unit.read_text().endswith("# von uns\n")
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".bisher") == [kept.name]

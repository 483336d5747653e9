"""`akquise measures import` as offices use it: one list after the other."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tui.cli import main

Run = Callable[..., tuple[int, str, str]]
FULL = "Nr;HF;Maßnahme;Zuständig;Kosten;gesichert\n1;1;Fest der Nachbarn;Amt 41;18.000;5.000\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in this process on a fresh database; gives exit status, stdout and stderr."""
    database = f"sqlite:///{tmp_path / 'akquise.db'}"

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", database, "--today", "2026-11-24", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    call("db", "upgrade")
    return call


@pytest.fixture
def import_text(run: Run, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Imports a .csv with this text."""

    def call(text: str, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "liste.csv"
        file.write_text(text, encoding="utf-8")
        return run("measures", "import", str(file), *options)

    return call


def exported(run: Run, tmp_path: Path) -> dict[str, tuple[object, ...]]:
    """What is stored: title, unit, cost and secured by number."""
    file = tmp_path / "alles.jsonl"
    run("measures", "export", str(file))
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {one["number"]: (one["title"], one["unit"], one["cost"], one["secured"]) for one in records}


def test_a_list_of_texts_only_wipes_no_sums(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(FULL)

    status, _, _ = import_text("Nr;HF;Maßnahme;Beschreibung\n1;1;Fest der Nachbarn;im Park\n")

    assert status == 0
    assert exported(run, tmp_path) == {"1": ("Fest der Nachbarn", "Amt 41", "18000.00", "5000.00")}


def test_another_offices_list_that_numbers_from_one_overwrites_nothing(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(FULL)

    status, out, _ = import_text("Nr;HF;Maßnahme;Kosten\n1;3;Jobmesse;30.000\n2;3;Lotsen;9.000\n")

    (refused,) = [line for line in out.splitlines() if "Zeile 2" in line and "Jobmesse" in line]
    assert (status, "Fest der Nachbarn" in refused) == (1, True)
    assert {number: stored[0] for number, stored in exported(run, tmp_path).items()} == {
        "1": "Fest der Nachbarn",
        "2": "Lotsen",
    }


CHANGED = "Nr;HF;Maßnahme;Zuständig;Kosten;gesichert\n1;1;Fest der Nachbarn;Amt 41;20.000;5.000\n2;1;Markt;Amt 41;1;0\n"


def test_a_dry_run_shows_what_would_happen_and_stores_nothing(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(FULL)

    status, out, _ = import_text(CHANGED, "--dry-run")

    assert status == 0
    assert "Überschriften in Zeile 1" in out
    assert "Zuständig → Zuständig" in out
    assert "1 Maßnahmen kommen dazu, 1 ändern sich, 0 bleiben." in out
    assert "geändert: 1 Fest der Nachbarn (Kosten)" in out
    assert exported(run, tmp_path)["1"][2] == "18000.00"


def test_yes_goes_and_says_what_is_no_longer_in_the_file(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(CHANGED, "--yes")

    status, out, _ = import_text(FULL, "--yes")

    assert (status, {*exported(run, tmp_path)}) == (0, {"1", "2"})
    assert "Nicht mehr in der Datei (1): 2 „Markt“; sie bleiben gespeichert." in out


def test_a_process_of_its_own_stores_a_list(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(FULL, encoding="utf-8")
    command = [sys.executable, "-m", "tui", "--database", f"sqlite:///{tmp_path / 'akquise.db'}"]

    done = subprocess.run([*command, "measures", "import", str(file), "--yes"], capture_output=True, check=False)

    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert exported(run, tmp_path).keys() == {"1"}


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, answers: str) -> None:
    """Somebody sits there and types these lines."""
    terminal = io.StringIO(answers)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


@pytest.mark.parametrize(("answer", "kept"), [("\nn\n", False), ("\nj\n", True), ("Amt 41\ny\n", True)])
def test_a_terminal_is_asked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, kept: bool
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(FULL, encoding="utf-8")
    at_a_terminal(monkeypatch, answer)

    status, _, _ = run("measures", "import", str(file))

    assert (status, bool(exported(run, tmp_path))) == (0, kept)


def test_a_mapping_is_remembered_for_files_with_the_same_headings(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text("Nr;HF;Maßnahme;Topf\n1;1;Fest;18.000\n", "--yes", "--map", "Topf=cost")

    import_text("Nr;HF;Maßnahme;Topf\n1;1;Fest;20.000\n", "--yes")
    import_text("Nr;HF;Maßnahme;Topf;Ort\n2;1;Markt;5.000;Nord\n", "--yes")

    assert {number: stored[2] for number, stored in exported(run, tmp_path).items()} == {"1": "20000.00", "2": None}


def test_a_mapping_to_no_field_is_one_sentence(import_text: Callable[..., tuple[int, str, str]]) -> None:
    status, _, err = import_text(FULL, "--map", "Kosten=Geld")

    assert (status, "ordnet keine Spalte zu" in err, len(err.strip().splitlines())) == (2, True, 1)


def test_a_heading_with_a_slip_is_read_as_what_it_resembles_and_said(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    status, out, _ = import_text("Nr;HF;Maßnahme;Gesammtkosten\n1;1;Fest;18.000\n", "--yes")

    assert (status, exported(run, tmp_path)["1"][2]) == (0, "18000.00")
    assert "„Gesammtkosten“ ist nicht bekannt; nach Ähnlichkeit oder Inhalt gelesen als „Kosten“" in out


def a_cell_at_the_end_of_the_world(file: Path) -> None:
    """What a hand on the wrong key leaves; a library that makes room for every cell before it asks for terabytes."""
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Nr", "HF", "Maßnahme"])
        page.write_row(1, 0, ["1.1", 1, "Sprachcafé"])
        page.write(1_048_575, 16_383, "x")


def a_zip_that_says_it_is_small(file: Path) -> None:
    """A bomb whose table of contents lies about what it holds."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", bytes(50_000_000))
    content = file.read_bytes()
    file.write_bytes(content.replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def a_million_columns(file: Path) -> None:
    file.with_suffix(".csv").write_text("Nr;HF;Maßnahme\n1.1;1;Sprachcafé" + ";x" * 1_000_000, encoding="utf-8")


def a_wide_row(file: Path) -> None:
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet().write_row(0, 0, ["x"] * 16_384)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (a_cell_at_the_end_of_the_world, "ließ sich nicht lesen"),
        (a_zip_that_says_it_is_small, "beschädigt"),
        (a_million_columns, "mehr als 1000 ausgefüllte Spalten"),
        (a_wide_row, "mehr als 1000 ausgefüllte Spalten"),
    ],
)
def test_a_file_that_breaks_its_reader_is_one_sentence_and_stores_nothing(
    run: Run,
    import_text: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    make: Callable[[Path], None],
    words: str,
) -> None:
    import_text(FULL)
    file = tmp_path / "kaputt.xlsx"
    make(file)
    if not file.exists():
        file = file.with_suffix(".csv")
    command = [sys.executable, "-m", "tui", "--database", f"sqlite:///{tmp_path / 'akquise.db'}"]

    done = subprocess.run([*command, "measures", "import", str(file)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert exported(run, tmp_path).keys() == {"1"}


def test_an_import_is_listed_and_taken_back(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(FULL, "--yes")
    import_text(CHANGED, "--yes")

    _, listed, _ = run("measures", "imports")
    again, stays, _ = run("measures", "take-back", "1")
    status, out, _ = run("measures", "take-back", "2")

    assert [line.split()[0] for line in listed.splitlines()] == ["2", "1"]
    assert (again, "1 Fest der Nachbarn: seither geändert, bleibt wie es ist." in stays) == (1, True)
    assert (status, out) == (0, "1 entfernt, 1 auf den Stand davor gebracht, 0 bleiben.\n")
    assert exported(run, tmp_path) == {"1": ("Fest der Nachbarn", "Amt 41", "18000.00", "5000.00")}
    assert "2  24.11.2026  liste.csv [liste]  1 neu, 1 geändert, zurückgenommen" in run("measures", "imports")[1]
    wrong, _, said = run("applications", "take-back", "2")
    assert (wrong, "akquise measures take-back 2" in said) == (1, True)
    assert run("donations", "take-back", "7")[0] == 1


OTHERS = "Nr;HF;Maßnahme;Kosten\n1;1;Alphabetisierung;4.000\n2;2;Lesepaten;3.000\n"
TWO = "Nr;HF;Maßnahme;Kosten\n1;1;Fest der Nachbarn;18.000\n2;2;Sprachcafé;8.000\n"


def test_two_offices_that_number_from_one_keep_their_numbers_apart(
    run: Run, import_text: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    import_text(TWO, "--yes", "--list", "Amt 50")

    refused, _, said = import_text(OTHERS, "--yes")
    status, out, _ = import_text(OTHERS, "--yes", "--list", "VHS")
    _, again, _ = import_text(OTHERS, "--yes")

    assert (refused, "„Alphabetisierung“" in said, "--list „liste“" in said) == (1, True, True)
    assert (status, "aus 1 wird „VHS 1“" in out) == (0, True)
    assert "0 Maßnahmen neu, 0 geändert, 2 unverändert" in again
    assert {number: stored[0] for number, stored in exported(run, tmp_path).items()} == {
        "1": "Fest der Nachbarn",
        "2": "Sprachcafé",
        "VHS 1": "Alphabetisierung",
        "VHS 2": "Lesepaten",
    }


MOVED = "Nr;HF;Maßnahme;Kosten\n1;1;Fest der Nachbarn;18.000\n2;5;Ganz anderes;700\n"


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ("1", ["Fest der Nachbarn", "Ganz anderes"]),
        ("2", ["Fest der Nachbarn", "Sprachcafé", "Ganz anderes"]),
        ("3", ["Fest der Nachbarn", "Sprachcafé"]),
    ],
)
def test_a_number_with_another_title_and_field_is_asked_about(
    run: Run,
    import_text: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    titles: list[str],
) -> None:
    import_text(TWO, "--yes", "--list", "Amt 50")
    with monkeypatch.context() as terminal:
        at_a_terminal(terminal, f"\n{answer}\nj\n")
        _, out, _ = import_text(MOVED)

    assert "gespeichert ist „Sprachcafé“ (Handlungsfeld 2)" in out
    assert [stored[0] for stored in exported(run, tmp_path).values()] == titles

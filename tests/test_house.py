"""Rules of the house that no other tool keeps: what files may hold, how they are pinned, what the paperwork says."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "matching", "grants_db", "tui")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHON_FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (*PACKAGES, "tests", "benchmarks", "docs")
    for path in (ROOT / folder).rglob("*.py")
)
CODE_FILES = [name for name in PYTHON_FILES if name.startswith(tuple(f"{package}/" for package in PACKAGES))]
FINDINGS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "findings").glob("*.sh"))
#: the rule of about 300 lines, with what "about" means
LONGEST = 330


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins_of(name: str) -> dict[str, str]:
    """What a requirements file pins: name and version, refusing a line that pins nothing or has no hash."""
    pinned: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", text_of(f"requirements/{name}.txt").strip()):
        first, *hashes = block.split("\\\n")
        found = re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!]+)(?: ; .+)?", first.strip())
        assert found, f"requirements/{name}.txt: {first!r} is not pinned"
        assert hashes, f"requirements/{name}.txt: {first!r} has no hash"
        assert all(re.fullmatch(r"\s*--hash=sha256:[0-9a-f]{64}\s*", line) for line in hashes), first
        pinned[canonicalize_name(found[1])] = found[2]
    return pinned


@pytest.mark.parametrize("name", CODE_FILES)
def test_a_module_says_what_it_is_for_and_fits_one_title(name: str) -> None:
    text = text_of(name)
    assert ast.get_docstring(ast.parse(text)), "opens with a docstring"
    table = "/migrations/versions/" in name or name == "grants_db/vocabulary.py"  # as long as what it lists
    assert text.count("\n") <= LONGEST or table


@pytest.mark.parametrize("name", [name for name in CODE_FILES if name.endswith("__init__.py")])
def test_an_init_file_holds_a_docstring_only(name: str) -> None:
    assert len(ast.parse(text_of(name)).body) == 1


@pytest.mark.parametrize("name", CODE_FILES)
def test_importing_a_module_opens_makes_and_reads_nothing(name: str) -> None:
    acting = {
        "create_engine",
        "open_database",
        "load_settings",
        "Session",
        "sessionmaker",
        "mkdir",
        "open",
        "read_text",
    }
    called = {_called_name(call) for call in _calls_at_import(ast.parse(text_of(name)))}
    assert called & acting == set()


@pytest.mark.parametrize("name", [name for name in CODE_FILES if "/migrations/versions/" not in name])
def test_the_machine_s_clock_is_read_in_one_module(name: str) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(ast.parse(text_of(name))) if isinstance(node, ast.Call)}
    reading = called & {"date.today", "datetime.now", "datetime.today", "datetime.utcnow"}
    assert reading == ({"datetime.now"} if name == "grants_db/clock.py" else set())


@pytest.mark.parametrize("name", PYTHON_FILES)
def test_a_switched_off_check_has_its_reason(name: str) -> None:
    switched_off = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma)\b")
    reasoned = re.compile(r"#\s*(?:noqa:\s*[A-Z0-9, ]+?|type:\s*ignore\[[\w, -]+\])\s+(?:#|-|–)\s*\w.*")
    lines = [line for line in text_of(name).splitlines() if switched_off.search(line) and name != "tests/test_house.py"]
    assert [line for line in lines if not reasoned.search(line)] == []


def test_the_tests_are_no_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_import_contract_has_an_exception() -> None:
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts if "ignore_imports" in contract] == []
    assert {contract["type"] for contract in contracts} == {"layers", "forbidden"}


def test_the_app_the_screens_and_the_widgets_are_under_their_contract() -> None:
    covered = {
        module
        for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
        if {"scrapy", "sklearn", "crawler", "matching"} <= set(contract.get("forbidden_modules", []))
        for module in contract["source_modules"]
    }
    there = {path.stem for path in (ROOT / "tui").iterdir()}
    assert {f"tui.{name}" for name in ("app", "screens", "widgets") if name in there} <= covered


@pytest.mark.parametrize("name", ["bootstrap", "run", "dev"])
def test_requirements_are_pinned_by_version_and_hash_and_name_no_address(name: str) -> None:
    assert pins_of(name)
    assert (
        re.findall(r"https?:|--\w*(?:index|find-links)|file:|^/", text_of(f"requirements/{name}.txt"), re.MULTILINE)
        == []
    )


def test_what_is_developed_with_is_what_runs() -> None:
    running, developing = pins_of("run"), pins_of("dev")
    assert running.items() <= developing.items()


@pytest.mark.parametrize(
    ("pinned", "wanted"),
    [
        ("bootstrap", PYPROJECT["dependency-groups"]["bootstrap"]),
        ("run", PYPROJECT["project"]["dependencies"]),
        ("dev", PYPROJECT["dependency-groups"]["dev"]),
    ],
)
def test_the_pins_keep_what_the_project_file_asks_for(pinned: str, wanted: list[str]) -> None:
    pins = pins_of(pinned)
    asked = [Requirement(line) for line in wanted]
    assert [str(one) for one in asked if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))] == []


def test_every_dependency_pays_rent() -> None:
    """Each one is named with its reason in the project file."""
    lines = re.findall(r'^    "[A-Za-z][\w.-]*(?:\[\w+\])?[<>=~!][^"]*",.*$', text_of("pyproject.toml"), re.MULTILINE)
    assert len(lines) >= len(PYPROJECT["project"]["dependencies"])
    assert [line for line in lines if "#" not in line] == []


def test_ci_does_what_make_test_does() -> None:
    lines = text_of(".ci/run").splitlines()
    assert len(lines) <= 20
    assert lines[-1] == "exec make test"


def fresh_checkout(folder: Path) -> Path:
    """What `make` needs to install, somewhere else."""
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    return folder


def test_a_python_that_is_too_old_gets_one_clear_sentence(tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")  # what the check answers on 3.10, and without venv
    old.chmod(0o755)
    done = make(fresh_checkout(tmp_path), "run", f"PYTHON={old}")
    assert done.returncode == 2
    assert "3.11 or newer with venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_interrupted_installation_is_not_taken_for_a_finished_one(tmp_path: Path) -> None:
    """The environment stands and has pip, which gets no package."""
    checkout = fresh_checkout(tmp_path)
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    done = make(checkout, "run", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert done.returncode != 0
    assert not (tmp_path / ".venv/.installed").exists()


@pytest.mark.parametrize("stamp", ["", "/another/place"])
def test_an_environment_made_elsewhere_is_stale(tmp_path: Path, stamp: str) -> None:
    checkout = fresh_checkout(tmp_path)
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    (checkout / ".venv/.installed").write_text(stamp)
    assert "installing into .venv" in make(checkout, "--dry-run", "test").stdout


def test_an_environment_made_here_is_kept(tmp_path: Path) -> None:
    checkout = fresh_checkout(tmp_path)
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    (checkout / ".venv/.installed").write_text(str(checkout))
    assert "installing into .venv" not in make(checkout, "--dry-run", "test").stdout


def test_every_make_target_has_one_line_of_help() -> None:
    makefile = text_of("Makefile")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    helped = re.findall(r"^([a-z]+):[^\n]*## \S", makefile, re.MULTILINE)
    assert set(helped) == set(phony.split()) - {"stale"}
    listed = make(ROOT, "help").stdout
    assert [target for target in helped if not re.search(rf"^{target}\s{{2,}}\S", listed, re.MULTILINE)] == []


def test_publiccode_says_what_the_standard_asks_for() -> None:
    """The mandatory keys of publiccode.yml 0.4 and their bounds."""
    said = yaml.safe_load(text_of("publiccode.yml"))
    mandatory = {
        *("publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"),
        *("description", "legal", "maintenance", "localisation"),
    }
    assert mandatory <= said.keys()
    assert said["name"] == PYPROJECT["project"]["name"]
    assert said["legal"]["license"] == PYPROJECT["project"]["license"]
    assert set(said["description"]) == set(said["localisation"]["availableLanguages"])
    for words in said["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 500 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def test_the_version_stands_in_one_place() -> None:
    version = PYPROJECT["project"]["version"]
    papers = ["publiccode.yml", "Makefile", *CODE_FILES]
    assert [name for name in papers if re.search(rf'["\' ]{re.escape(version)}["\'\n]', text_of(name))] == []


def test_the_licence_is_the_whole_text() -> None:
    text = text_of("LICENSE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [article for article in range(1, 16) if not re.search(rf"^{article}\.\s?[A-Z]", text, re.MULTILINE)] == []
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text


def test_the_top_level_holds_what_a_newcomer_expects_and_nothing_left_over() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")
    if not any(kept):
        pytest.skip("not a clone: which files are kept is asked of git")
    files = {name for name in kept if name and "/" not in name and not name.startswith(".")}
    assert files == {
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "hatch_build.py",
        "publiccode.yml",
        "pyproject.toml",
    }


def test_no_file_names_a_place_on_this_machine() -> None:
    places = [place for place in (ROOT, Path.home()) if place != Path("/")]
    named = re.compile("|".join(rf"(?<![\w.]){re.escape(str(place))}(?![\w.])" for place in places))
    files = [
        *(
            path
            for folder in (*PACKAGES, "tests", "benchmarks", "docs", ".ci", "findings")
            for path in (ROOT / folder).rglob("*")
        ),
        *(ROOT / "requirements").iterdir(),
        *(path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".yml"} or path.name == "Makefile"),
    ]
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in files if path.is_file()}
    found = [path for path, text in texts.items() if named.search(text) and "__pycache__" not in path.parts]
    assert [path.relative_to(ROOT).as_posix() for path in found] == []


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_can_be_run_and_pins_what_it_installs(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    (installed,) = re.findall(r"/bin/pip\" install --quiet (.+) \|\| exit 2$", text_of(name), re.MULTILINE)
    assert [word for word in installed.split() if not re.fullmatch(r"[A-Za-z][\w.-]*==[\w.]+", word)] == []


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_is_about_others_and_names_no_address(name: str) -> None:
    named = (
        rf"\b(?:{PYPROJECT['project']['name']}|{'|'.join(PACKAGES)})\b|https?:|www\.|--\w*(?:index|find-links)|file:"
    )
    assert re.findall(named, text_of(name)) == []


def test_every_finding_stands_with_what_was_seen_in_their_readme() -> None:
    listed = re.findall(r"^\| \[([\w.]+)\]\(\1\) \| \S.+ \|$", text_of("findings/README.md"), re.MULTILINE)
    assert [f"findings/{name}" for name in listed] == FINDINGS
    assert {path.suffix for path in (ROOT / "findings").iterdir()} == {".sh", ".md"}  # nothing for ruff or mypy to read


def test_no_finding_is_shipped_or_run_by_make() -> None:
    """What `tests/test_packaging.py` sees in wheel and sdist, said by the project file."""
    targets = PYPROJECT["tool"]["hatch"]["build"]["targets"]
    assert set(targets["wheel"]["packages"]) == set(PACKAGES)
    assert "findings" not in targets["sdist"]["only-include"]
    assert "findings" not in text_of("Makefile") + text_of(".ci/run")


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    return subprocess.run(
        ["make", "-C", str(folder), *arguments],
        env=outside | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _calls_at_import(tree: ast.Module) -> list[ast.Call]:
    """Every call that runs when the module is imported: not those inside functions, but those of class bodies."""
    calls: list[ast.Call] = []
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'":
            continue
        if isinstance(node, ast.Call):
            calls.append(node)
        waiting += ast.iter_child_nodes(node)
    return calls


def _called_name(call: ast.Call) -> str:
    """`mkdir` of `path.mkdir()`, `open` of `open()`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""

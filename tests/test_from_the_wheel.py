"""The administrator's page, followed word by word with the wheel alone: installed, set up, asked, a night, a browser.

The house of the page is put in the place of its names: its proxy, mail server and certificates are on loopback, and so
is nginx. Nothing is asked of the net but the package index.
"""

import base64
import getpass
import hashlib
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import sync_playwright

from tests.crawler.test_way_out import funder
from tests.loopback_proxy import Proxy, proxy_to
from tests.loopback_tls import Certificate, certificate_for, tls_before
from tests.tui.test_mail import Picky
from tests.tui.web.serving import answers, children, free_port, until
from tests.tui.web.test_browser import CHROMIUM, Window
from tui.web.tab import USER

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/handbuch/verwaltung.md").read_text(encoding="utf-8")
UV = Path(sys.executable).with_name("uv")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SITE = "akquise.stadt.example"
LOGIN, PASSWORD = "amt50", "eine Anmeldung"
#: what `nginx` needs around the page's block to run as nobody's service
AROUND = """daemon off; pid {folder}/pid; error_log {folder}/error.log; {user}
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
{server}
}}
"""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def section(heading: str) -> str:
    """The page from a heading to the next of its level or above."""
    level = heading.split(" ", 1)[0]
    return re.split(rf"^#{{1,{len(level)}}} ", PAGE.partition(f"{heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(heading: str) -> list[str]:
    """The lines a person types in a section and what lies below it, once each."""
    return [line for block in blocks(section(heading), "sh") for line in block.splitlines()]


@dataclass
class Machine:
    """A user's home on a machine without anything of ours, and where the page's names lead here."""

    home: Path
    folder: Path
    names: Mapping[str, str]
    port: int  # of the app

    def here(self, text: str) -> str:
        """The page's text with its names as they are here."""
        for name, ours in self.names.items():
            text = text.replace(name, ours)
        return text

    @property
    def environment(self) -> dict[str, str]:
        """What a login gives, and how packages are found here."""
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_"))}
        path = [str(self.home / ".local/bin"), str(self.home / "tools"), "/usr/bin", "/bin"]
        cache = subprocess.run([UV, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()
        return kept | {
            "HOME": str(self.home),
            "PATH": os.pathsep.join(path),
            "LANG": "C.UTF-8",
            "TZ": "Europe/Berlin",
            "UV_PYTHON": sys.executable,
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_CACHE_DIR": cache,
        }

    def types(self, line: str) -> CompletedProcess[str]:
        """Run a line of the page in the user's folder."""
        return subprocess.run(
            ["sh", "-c", self.here(line)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def unit(self, name: str) -> tuple[list[str], set[int]]:
        """The command of a unit as it was written, and the statuses it calls success."""
        text = (self.folder / "dienste" / name).read_text(encoding="utf-8")
        (command,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
        good = re.findall(r"^SuccessExitStatus=(.+)$", text, re.MULTILINE)
        return shlex.split(command), {0, *map(int, " ".join(good).split())}

    def begins(self, name: str) -> CompletedProcess[str]:
        """Run a unit's own command as systemd does: without a shell, with next to no environment."""
        command, good = self.unit(name)
        bare = {"HOME": str(self.home), "LANG": "C.UTF-8", "TZ": "Europe/Berlin", "PATH": "/usr/bin:/bin"}
        done = subprocess.run(command, cwd="/", env=bare, capture_output=True, text=True, check=False)
        assert done.returncode in good, done.stdout + done.stderr
        return done


@contextmanager
def the_house(tmp_path: Path) -> Iterator[tuple[Machine, Proxy, Picky, Certificate]]:
    """A machine in a house whose proxy leads to one funder only, with a mail server and certificates of its own."""
    files = {}
    for name in ("stiftung.example", "mail", SITE):
        (tmp_path / name).mkdir()
        files[name] = certificate_for("127.0.0.1" if name == "mail" else name, tmp_path / name)
    trusted = tmp_path / "stadt.pem"
    trusted.write_bytes(b"".join(certificate.read_bytes() for certificate, _key in files.values()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files["mail"])
    inbox = Picky({})
    mail = Controller(inbox, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True)
    mail.start()
    home, folder = tmp_path / "home", tmp_path / "home/akquise"
    folder.mkdir(parents=True)
    (home / "tools").mkdir()
    (home / "tools/uv").symlink_to(UV)
    try:
        with (
            funder() as (server, _asked),
            tls_before(server, files["stiftung.example"]) as encrypted,
            proxy_to({"stiftung.example": encrypted}) as proxy,
        ):
            port = free_port()
            names = {
                "http://proxy.stadt.example:3128": proxy.url,
                "/etc/ssl/stadt.pem": str(trusted),
                "mail.stadt.example": "127.0.0.1",
                "port = 587": f"port = {mail.port}",
                "8765": str(port),
                "--units dienste": f"--units dienste --port {port}",
            }
            yield Machine(home, folder, names, port), proxy, inbox, files[SITE]
    finally:
        mail.stop()


@contextmanager
def served(machine: Machine) -> Iterator[subprocess.Popen[bytes]]:
    """The browser's unit by its own command."""
    command, _good = machine.unit("akquise-serve.service")
    bare = {"HOME": str(machine.home), "LANG": "C.UTF-8", "TZ": "Europe/Berlin", "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd="/", env=bare, stderr=subprocess.DEVNULL) as process:
        try:
            assert until(lambda: answers(machine.port) or process.poll() is not None)
            assert process.poll() is None
            yield process
        finally:
            process.terminate()


@contextmanager
def nginx(machine: Machine, certificate: Certificate, folder: Path) -> Iterator[int]:
    """Debian's nginx with the block of the page; the port it listens on."""
    port = free_port()
    known = base64.b64encode(hashlib.sha1(PASSWORD.encode(), usedforsecurity=False).digest()).decode()
    (folder / "htpasswd").write_text(f"{LOGIN}:{{SHA}}{known}\n")
    (block,) = blocks(section("## Im Browser"), "nginx")
    for name, ours in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("/etc/ssl/akquise.pem", str(certificate[0])),
        ("/etc/ssl/akquise.key", str(certificate[1])),
        ("/etc/nginx/akquise.htpasswd", str(folder / "htpasswd")),
    ):
        assert name in block
        block = block.replace(name, ours)
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(AROUND.format(folder=folder, server=machine.here(block), user=user))
    with subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(config)], stderr=subprocess.PIPE) as process:
        try:
            assert until(lambda: answers(port) or process.poll() is not None)
            assert process.poll() is None, process.stderr and process.stderr.read()
            yield port
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an office gets: the wheel and the pins."""
    folder = tmp_path_factory.mktemp("release")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    shutil.copy(ROOT / "requirements/run.txt", folder / "requirements.txt")
    return folder


def test_the_page_of_the_administrator_works_word_by_word(release: Path, tmp_path: Path) -> None:
    with the_house(tmp_path) as (machine, proxy, inbox, certificate):
        for file in release.iterdir():
            shutil.copy(file, machine.folder)
        for line in commands("## Installieren"):
            done = machine.types(line)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        assert done.stdout.startswith("akquise ")
        assert "/site-packages/tui/handbuch" in machine.types("akquise handbook").stdout

        (answered,) = blocks(section("## Einrichten"), "toml")
        (machine.folder / "antworten.toml").write_text(machine.here(answered), encoding="utf-8")
        template = machine.types("akquise measures template massnahmen.csv")
        assert template.returncode == 0, template.stderr
        for line in commands("## Einrichten"):
            if line.startswith("systemd-analyze") and shutil.which("systemd-analyze") is None:
                continue
            done = machine.types(line)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            if line == "akquise doctor":
                assert done.stdout.splitlines()[0] == "akquise: alles in Ordnung"
        settings = machine.home / ".config/akquise/config.toml"
        assert settings.stat().st_mode & 0o077 == 0
        assert inbox.messages == []

        watch = next(line for line in re.findall(r"`(akquise source add [^`]+)`", section("## Quellen")))
        assert machine.types(watch).returncode == 0
        night = machine.begins("akquise-nightly.service")
        assert len(night.stdout.splitlines()) == 1
        assert night.stderr == ""
        assert "CONNECT stiftung.example:443 HTTP/1.1" in proxy.asked
        assert "Brückenfonds" in machine.types("akquise list opportunities").stdout
        machine.begins("akquise-backup.service")
        assert [file.suffix for file in (machine.folder / "sicherungen").iterdir()] == [".db"]

        asked = machine.types("akquise doctor")  # the proxy let nobody through but the one
        ill = [line for line in asked.stdout.splitlines()[1:] if not line.startswith("✓")]
        assert (asked.returncode, len(ill)) == (1, 1)
        assert "Quellen mit Befund" in ill[0]

        with served(machine) as process:
            behind_nginx(machine, certificate, process.pid, tmp_path)


def behind_nginx(machine: Machine, certificate: Certificate, app: int, tmp_path: Path) -> None:
    """The browser version as everybody in the house reaches it, in a real browser."""
    if NGINX is None or CHROMIUM is None:
        pytest.skip("all but the browser is tried: nginx or Chromium is missing here; `make browser` installs them")
    (tmp_path / "nginx").mkdir()
    with nginx(machine, certificate, tmp_path / "nginx") as port, sync_playwright() as playwright:
        way = f"--host-resolver-rules=MAP {SITE}:443 127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", way])
        stranger = browser.new_context(ignore_https_errors=True)
        answer = stranger.request.get(f"https://127.0.0.1:{port}/", headers={"X-Remote-User": LOGIN})
        assert answer.status == 401
        known = browser.new_context(
            ignore_https_errors=True,
            http_credentials={"username": LOGIN, "password": PASSWORD},
            extra_http_headers={"X-Remote-User": "leitung"},  # what a browser says of itself counts for nothing
        )
        window = Window(known.new_page())
        window.page.goto(f"https://{SITE}/")
        assert window.shows("Übersicht")
        (child,) = children(app)
        environment = Path(f"/proc/{child}/environ").read_bytes().decode().split("\0")
        assert f"{USER}={LOGIN}" in environment
        assert window.complaints == []
        browser.close()

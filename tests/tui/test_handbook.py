"""The handbook's story of one application, run as it stands there on the practice portal's first night."""

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, select

from grants_db.models.opportunity import Opportunity
from grants_db.storage.database import open_database, reading
from tests.tui.nights import FirstNight
from tui.cli import main

CHAPTER = Path(__file__).parents[2] / "docs" / "handbuch" / "antrag.md"
NUMBER_IN_THE_STORY = "45"
TITLE = "Ankommen im Beruf"
#: commands that end with a finding, as the chapter says
WITH_FINDING = {"contract"}


def lines_of_code() -> list[str]:
    """The lines of the chapter's code blocks and the sentences it quotes: commands, each before what it says."""
    found = re.findall(r"```\n(.*?)```|^> ([^\n]*)$", CHAPTER.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block, sentence in found for line in (block or sentence).splitlines()]


def said(quoted: str, call: int | None) -> re.Pattern[str]:
    """What a command says, as the chapter quotes it: … is anything, the call's number that of this crawl."""
    words = re.escape(quoted.strip()).replace("…", ".*")
    return re.compile(re.sub(rf"(?:\\ ){{2,}}{NUMBER_IN_THE_STORY}\\ ", f" +{call} ", words))


@pytest.mark.slow
@pytest.mark.xdist_group("practice")
def test_the_story_of_the_handbook_runs_as_it_stands_there(
    first_night: FirstNight, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"sqlite:///{first_night.copied(tmp_path)}"
    run = runner(address, monkeypatch, capsys)
    engine = open_database(address)
    with reading(engine) as session:
        call = session.exec(select(Opportunity.id).where(col(Opportunity.title).startswith(TITLE))).one()
    engine.dispose()
    told = ""
    for line in lines_of_code():
        if not line.startswith("akquise "):
            assert said(line, call).search(told), f"{line}\n\n{told}"
            continue
        words = shlex.split(line)[1:]
        status, out, err = run(*(str(call) if word == NUMBER_IN_THE_STORY else word for word in words))
        assert status == (1 if WITH_FINDING & set(words) else 0), f"{shlex.join(words)}: {err}"
        told = out + err
    _, out, _ = run("--today", "2029-03-01", "applications", "show", "1", "--json")
    shown = json.loads(out)
    assert (shown["stage"], shown["funder_status"]) == ("retention", "audited")
    assert shown["award"]["number"] == 2
    left = [item for item in shown["obligations"] if not item["done"]]
    assert [(item["kind"], item["due"]) for item in left] == [
        ("keep_receipts", "2033-11-20"),
        ("inventory", None),
        ("notify", None),
        ("purpose_binding", None),
    ]
    assert all(item["provision"] and item["rule"] for item in shown["obligations"])


def runner(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs commands in this process; gives exit status, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["akquise", "--database", address, *arguments])
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return run

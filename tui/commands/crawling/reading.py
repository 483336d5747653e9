"""`akquise crawl read`, `learn` and `evaluate`: what is read in a text, how well, and by which weights."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, say_json

if TYPE_CHECKING:
    from crawler.evaluation.deadlines import DeadlineScore
    from crawler.runs.read_text import ReadText

_MOST_REASONS = 4  # of each candidate


def read(
    file: Annotated[
        str | None, typer.Argument(metavar="[DATEI]", help="Text, Seite (.html) oder PDF; - liest, was hereinkommt.")
    ] = None,
    lines: Annotated[
        Path | None, typer.Option("--jsonl", metavar="DATEI", help="Viele Texte: je Zeile „id“ und „text“ als JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Ergebnis als JSON.")] = False,
    why: Annotated[
        bool,
        typer.Option(
            "--why",
            help="Auch zeigen, was für und gegen jede mögliche Frist und jeden genannten Antragsteller spricht.",
        ),
    ] = False,
) -> None:
    """What is read in a text, without a database."""
    from crawler.runs.read_text import read_file, read_lines
    from grants_db.errors import InputError

    if (file is None) == (lines is None):
        raise InputError("Gebraucht wird eine DATEI oder --jsonl DATEI.")
    if lines is not None:
        for found in read_lines(lines):
            sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False) + "\n")
        return
    found = read_file(str(file))
    if as_json:
        say_json(found.as_json())
        return
    for line in _sentences(found):
        say(line)
    if why:
        for line in _reasons(found):
            say(line)


def learn(
    directories: Annotated[
        list[Path], typer.Argument(metavar="ORDNER …", help="Mit deadlines.jsonl; der letzte wird gemessen.")
    ],
    file: Annotated[
        Path | None, typer.Option("--to", metavar="DATEI", help="Wohin, statt in die ausgelieferte Tabelle.")
    ] = None,
    route: Annotated[
        bool, typer.Option("--route", help="Nur lernen, wer sich bewerben darf (aus facts.jsonl).")
    ] = False,
    money: Annotated[
        bool, typer.Option("--money", help="Nur lernen, was Summen und Anteile besagen (aus facts.jsonl).")
    ] = False,
    conditions: Annotated[
        bool,
        typer.Option("--conditions", help="Nur lernen, was für frühen Beginn und andere Mittel gilt (facts.jsonl)."),
    ] = False,
    beyond: Annotated[
        bool,
        typer.Option(
            "--beyond",
            help="Die ausgelieferte Tabelle verbessern, statt neu zu lernen (Texte von früher fehlen dann nicht).",
        ),
    ] = False,
) -> None:
    """The recipe of the shipped weights: learned from all passages, with figures on operators that were left out."""
    from crawler.evaluation.applicants import learn_routes
    from crawler.evaluation.labelled_facts import learn_conditions, learn_money
    from crawler.evaluation.learning import learn_from
    from crawler.extract.applicants import route as routes
    from crawler.extract.conditions import reading as rules
    from crawler.extract.money import roles as figures
    from crawler.extract.roles.weights import SHIPPED, read_weights, write_weights

    recipe, shipped = learn_from, SHIPPED
    for asked, other, table in (
        (route, learn_routes, routes.WEIGHTS),
        (money, learn_money, figures.WEIGHTS),
        (conditions, learn_conditions, rules.WEIGHTS),
    ):
        recipe, shipped = (other, table) if asked else (recipe, shipped)
    if beyond:
        recipe = partial(recipe, base=read_weights(shipped))
    weights, remarks = recipe(directories)
    written = file or shipped
    write_weights(written, weights, remarks)
    for remark in remarks:
        note(remark)
    note(_("Gewichte geschrieben: {file}").format(file=written))


def evaluate(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="ORDNER", help="deadlines.jsonl und programmes.jsonl.")],
    misses: Annotated[bool, typer.Option(help="Auch zeigen, was anders gelesen wurde.")] = True,
    left_out: Annotated[
        bool,
        typer.Option("--cross-validate", help="Mit Gewichten, die den gemessenen Träger nicht kennen; lernt neu."),
    ] = False,
) -> None:
    """Score the readers: deadlines on their texts, facts on the labelled programmes in the database."""
    from crawler.evaluation.deadlines import evaluate_deadlines
    from crawler.evaluation.facts import as_table, evaluate_programmes
    from grants_db.errors import InputError
    from grants_db.opportunities.store import deadline_of, list_opportunities
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    texts, programmes = directory / "deadlines.jsonl", directory / "programmes.jsonl"
    figures = directory / "facts.jsonl"
    if not texts.is_file() and not programmes.is_file():
        raise InputError("In {folder} liegen weder deadlines.jsonl noch programmes.jsonl.", folder=directory)
    if texts.is_file():
        score = _score_left_out(texts) if left_out else evaluate_deadlines(texts)
        for name, value in score.rows():
            say(f"{name:<36} {value}")
        for miss in score.misses if misses else ():
            read_days, labelled = ", ".join(miss.read.dates), ", ".join(miss.labelled.dates)
            marked = " (check)" if miss.read.check else ""
            say(f"  {miss.id}: {miss.read.kind} {read_days}{marked} ≠ {miss.labelled.kind} {labelled}")
    if figures.is_file():
        for line in _score_facts(figures, left_out=left_out):
            say(line)
    if programmes.is_file():
        with reading(state.engine()) as session:
            calls = {call.url: call for call in list_opportunities(session)}
        deadlines = {url: deadline_of(call) for url, call in calls.items()}
        say(as_table(evaluate_programmes(calls, programmes, deadlines), misses=misses))
        said = _("{count} Förderangebote in der Datenbank; gemessen wird an denen, die beschriftet sind.")
        note(said.format(count=len(calls)))


def _score_left_out(texts: Path) -> "DeadlineScore":
    from crawler.evaluation.learning import always_learned, score_left_out
    from crawler.evaluation.passages import read_passages

    return score_left_out(read_passages(texts), (), always_learned())


def _score_facts(path: Path, *, left_out: bool) -> list[str]:
    from crawler.evaluation import applicants
    from crawler.evaluation.labelled_facts import score_facts

    rows = applicants.read_routes(path)
    routes = applicants.routes_left_out(rows) if left_out else applicants.score_routes(applicants.read_by(rows))
    return [*score_facts(path, leave_out=left_out), *applicants.route_lines(routes)]


def _sentences(found: "ReadText") -> list[str]:
    """One line for each fact that was read, with its words."""
    from crawler.runs.read_text import ASKED
    from tui.formatting.fact_values import shown_value
    from tui.formatting.format import deadline_days
    from tui.formatting.labels import fact_name
    from tui.formatting.messages import quoted

    stated = found.deadline
    lines = [f"{fact_name('deadline')}: {deadline_days(stated)}"]
    if stated.evidence:
        lines.append(f"    {quoted(stated.evidence)}")
    answer, evidence = found.as_json(), found.values["evidence"]
    for name in ASKED:
        if answer[name] not in (None, [], "unclear", "unstated"):
            checked = _(", bitte prüfen") if name in found.check else ""
            lines.append(f"{fact_name(name)}: {shown_value(name, answer[name])}{checked}")
            if name in evidence:
                lines.append(f"    {quoted(evidence[name])}")
    return lines


def _reasons(found: "ReadText") -> list[str]:
    lines = []
    for one in found.candidates:
        text = one.candidate.sentence.text[one.candidate.start : one.candidate.end]
        lines.append(f"{text}: {one.role} {one.probability:.2f}")
        lines += [f"    {weight:+.2f}  {name}" for name, weight in one.parts()[:_MOST_REASONS]]
    for bodies, judged in found.bodies():
        lines.append(f"{bodies}: {judged.role} {judged.probability:.2f}")
        lines += [f"    {weight:+.2f}  {name}" for name, weight in judged.parts[:_MOST_REASONS]]
    return lines

"""`akquise match`, the part that measures: rank, evaluate, compare, learn and ablate on a judged collection (BEIR)."""

from pathlib import Path
from typing import Annotated

import typer

from tui.commands.match import app
from tui.formatting.i18n import _
from tui.state.command_context import note, say

__all__ = ["app"]  # the group of `akquise match`, with what this file adds to it

Directory = Annotated[Path, typer.Argument(metavar="ORDNER", help="Eine beurteilte Sammlung (BEIR).")]
EncoderToo = Annotated[bool, typer.Option("--encoder", help="Mit dem zweisprachigen Kodierer (Zusatz „encoder“).")]
Directories = Annotated[list[Path], typer.Argument(metavar="ORDNER …", help="Beurteilte Sammlungen (BEIR).")]


@app.command(help="Eine Sammlung ordnen und die Rangfolge schreiben.")
def rank(
    directory: Annotated[Path, typer.Argument(metavar="ORDNER", help="corpus.jsonl und queries.jsonl (BEIR).")],
    file: Annotated[Path, typer.Argument(metavar="DATEI", help="Wohin die Rangfolge (TREC) geschrieben wird.")],
) -> None:
    """Rank a collection with what the program ships; no database, no eligibility."""
    from matching.evaluation.trec_runs import rank_collection

    rank_collection(directory, file)
    note(_("Rangfolge geschrieben: {file}").format(file=file))


@app.command(help="Die Güte an einer beurteilten Sammlung messen.")
def evaluate(
    directory: Annotated[Path, typer.Argument(metavar="ORDNER", help="Eine beurteilte Sammlung (BEIR).")],
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Gewichte ohne die Maßnahmen lernen, die sie bewerten.")
    ] = False,
    swap: Annotated[
        bool, typer.Option("--swap", help="Jede Maßnahme auch mit dem Text einer anderen ihres Handlungsfelds.")
    ] = False,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Was Entscheidungen der einen Maßnahmen den anderen bringen.")
    ] = False,
    with_encoder: EncoderToo = False,
) -> None:
    """Rank a judged collection and print its quality; with `swap` what is lost by another measure's text."""
    from matching.encoder import installed_encoder
    from matching.evaluation.decisions import decisions_test
    from matching.evaluation.metrics import evaluate as evaluated
    from matching.evaluation.swap import swap_test

    if decisions:
        for line in decisions_test(directory).lines():
            say(line)
        return
    encoder = installed_encoder() if with_encoder else None
    if swap:
        for line in swap_test(directory, encoder).lines():
            say(line)
        return
    for line in evaluated(directory, cross_validate=cross_validate, encoder=encoder).lines():
        say(line)


@app.command(help="Zwei Rangfolgen an einer beurteilten Sammlung vergleichen.")
def compare(
    directory: Directory,
    first: Annotated[Path, typer.Argument(metavar="DATEI", help="Eine Rangfolge (TREC).")],
    second: Annotated[Path, typer.Argument(metavar="DATEI", help="Die andere.")],
) -> None:
    """Both measured, and the difference (second less first) with the p of a paired randomisation test."""
    from matching.evaluation.trec_runs import compare_runs

    for line in compare_runs(directory, first, second):
        say(line)


@app.command(help="Gewichte aus beurteilten Sammlungen lernen und als Datei schreiben.")
def learn(
    directories: Directories,
    file: Annotated[
        Path, typer.Option("--to", metavar="DATEI", help="Wohin, z. B. matching/weights.yml.", show_default=False)
    ],
) -> None:
    """The recipe of the shipped weights: learned on all judged measures, beside figures of cities left out."""
    from matching.evaluation.learn_weights import learn as learned
    from matching.evaluation.metrics import left_out
    from matching.weights import write_weights

    for measured in (lines := left_out(directories)):
        say(measured)
    folders = " ".join(map(str, directories))
    write_weights(file, learned(directories), f"akquise match learn {folders} --to {file}", lines)
    note(_("Gewichte geschrieben: {file}").format(file=file))


@app.command(help="Aus beschrifteten Texten lernen, woran man Thema, Tätigkeit, Zielgruppe, Ort und Kosten erkennt.")
def facets(
    files: Annotated[list[Path], typer.Argument(metavar="DATEI …", help="Beschriftete Texte, ein JSON je Zeile.")],
    file: Annotated[
        Path | None,
        typer.Option("--to", metavar="DATEI", help="Wohin, z. B. matching/facets/weights.yml; sonst nur gemessen."),
    ] = None,
) -> None:
    """The recipe of the shipped weights of facets; what it prints is of texts that were not learned from."""
    from matching.evaluation.learn_facets import check_facets, learn_facets, read_labelled
    from matching.facets.terms import shipped_terms
    from matching.facets.weights import write_facet_weights

    texts = read_labelled(files)
    for line in check_facets(texts):
        say(line)
    if file is not None:
        names = " ".join(map(str, files))
        recipe = f"Learned by: akquise match facets {names} --to {file}"
        write_facet_weights(file, learn_facets(texts), shipped_terms(), recipe)
        note(_("Gewichte geschrieben: {file}").format(file=file))


@app.command(help="Was jedes Signal beiträgt, als Tabelle.")
def ablation(directory: Directory) -> None:
    """The table of docs/matching.md: every row learned anew and cross-validated."""
    from matching.evaluation.ablation import ablation_table

    for line in ablation_table(directory):
        say(line)


@app.command(help="Aus beurteilten Sammlungen lernen, für welche Aussicht eine Bewertung steht.")
def calibrate(
    directories: Directories,
    file: Annotated[
        Path | None,
        typer.Option("--to", metavar="DATEI", help="Wohin, z. B. matching/chance.yml; ohne sie wird nur gemessen."),
    ] = None,
    with_encoder: EncoderToo = False,
) -> None:
    """The recipe of the shipped curve; what it prints is of cities that were not learned from."""
    from matching.chance import write_calibration
    from matching.encoder import installed_encoder
    from matching.evaluation.calibrate import check, learn_calibration, scored_measures

    measures = scored_measures(directories, installed_encoder() if with_encoder else None)
    for line in check(measures).lines():
        say(line)
    if file is not None:
        given = " ".join([*map(str, directories), *(["--encoder"] if with_encoder else [])])
        recipe = f"Learned by: akquise match calibrate {given} --to {file}"
        write_calibration(file, learn_calibration(measures), recipe)
        note(_("Kurve geschrieben: {file}").format(file=file))

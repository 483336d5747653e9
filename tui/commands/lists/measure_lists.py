"""`akquise measures template|import|imports|take-back`: the lists of measures that offices keep."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grants_db.errors import UsageError
from grants_db.vocabulary import ImportKind
from tui.commands import measures
from tui.commands.lists.asking import agreed, asked, can_ask, list_imports, one_of, take_back, taken_back_by
from tui.formatting.i18n import _
from tui.state.command_context import CommandContext, note, say, translate

if TYPE_CHECKING:
    from grants_db.import_export.measure_list.measure_file import ReadMeasures
    from grants_db.import_export.measure_list.measure_preview import Plan
    from grants_db.import_export.measures import OpenedMeasures

app = measures.app


@app.command(help="Eine Vorlage mit den Überschriften schreiben.")
def template(file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv oder .xlsx")]) -> None:
    """Write an empty file with the headings the import understands."""
    from grants_db.import_export.measures_export import write_template

    write_template(file)
    note(_("Vorlage geschrieben: {file}").format(file=file))


@app.command("import", help="Maßnahmen aus einer Datei einlesen.")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DATEI", help=".csv, .xlsx, .ods, .xls, .docx oder .pdf")],
    yes: Annotated[bool, typer.Option("--yes", help="nicht fragen, gleich einlesen")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="nur zeigen, was geschähe")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="ÜBERSCHRIFT=FELD", help="was eine Spalte bedeutet; wird gemerkt"),
    ] = None,
    list_name: Annotated[
        str, typer.Option("--list", metavar="NAME", help="welche Liste es ist; Nummern gelten in ihrer Liste")
    ] = "",
    same: Annotated[
        list[str] | None, typer.Option("--same", metavar="NR", help="dieselbe Maßnahme trotz anderem Titel und Feld")
    ] = None,
    other: Annotated[
        list[str] | None,
        typer.Option("--other", metavar="NR", help="eine andere Maßnahme; sie bekommt eine neue Nummer"),
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="TEXT=NR", help="welches Handlungsfeld ein Text meint")
    ] = None,
) -> None:
    """Show what a file holds and would change, ask in a terminal, and store it.

    Refused rows are named and make the exit status 1; the others come in.
    """
    from grants_db.import_export.table_reader import begin_file

    begun = begin_file(file)  # read in another process, while what stores it is loaded here
    from grants_db.import_export.measure_list.list_numbers import Answers
    from grants_db.import_export.measures import open_measures
    from grants_db.storage.database import writing

    state: CommandContext = context.obj
    answers = Answers(list_name.strip(), frozenset(same or ()), frozenset(other or ()), fields_of(field or ()))
    opened = open_measures(begun, mapping or [], answers)
    if dry_run or not yes:
        asking = can_ask() and not dry_run
        opened, found, plan = _looked_at(state, opened, asking=asking)
        _show(found, plan)
        if dry_run:
            for finding in found.findings():
                say(translate(finding))
            raise typer.Exit(1 if found.refused else 0)
        if asking and not agreed(_("Einlesen? [j/N]")):
            note(_("Nichts gespeichert."))
            return
    with writing(state.engine()) as session:
        report = opened.store(
            session, city=state.settings.city.name, today=state.today, now=state.now(), by=state.decided_by
        )
    for line in report.file.columns() if yes else []:
        say(translate(line))
    for finding in report.findings():
        say(translate(finding))
    say(translate(report.summary()))
    if report.number is not None:
        if report.file.list_name:  # else the rows name their lists themselves
            note(_("Liste: {list}").format(list=report.file.list_name))
        taken_back_by(ImportKind.MEASURES, report.number)
    raise typer.Exit(1 if report.refused else 0)


@app.command(help="Was eingelesen wurde, das Neueste zuerst.")
def imports(context: typer.Context) -> None:
    """List the imports with their numbers."""
    list_imports(context.obj, ImportKind.MEASURES)


@app.command("take-back", help="Ein Einlesen zurücknehmen, soweit seither niemand etwas geändert hat.")
def take_back_(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="NR", help="Nummer aus „imports“.")]
) -> None:
    """Restore what an import changed, remove what it added; name what stays."""
    take_back(context.obj, ImportKind.MEASURES, number)


def _looked_at(
    state: CommandContext, opened: "OpenedMeasures", *, asking: bool
) -> "tuple[OpenedMeasures, ReadMeasures, Plan]":
    """What the file says, after what was in doubt has been asked."""
    from grants_db.import_export.measure_list.list_numbers import OtherListError

    try:
        found, plan = _preview(state, opened)
    except OtherListError as doubt:
        if not asking:
            raise
        say(translate(doubt.sentence))
        name = asked(_("Welche Liste ist es?"), doubt.proposal)
        opened = _answered(opened, list_name=name)
        found, plan = _preview(state, opened)
    if asking and not opened.answers.list_name and found.list_name:
        name = asked(_("Name der Liste:"), found.list_name)
        if name != found.list_name:
            opened = _answered(opened, list_name=name)
            found, plan = _preview(state, opened)
    if asking and found.fields_in_doubt:
        said = []
        for text, likely in found.fields_in_doubt.items():
            question = _("Welches Handlungsfeld ist „{text}“? (nur Enter: nach seiner Nummer)").format(text=text)
            answer = asked(question if likely is None else f"{question} {likely}?")
            said += [(text, int(answer))] if answer.isdecimal() else []
        opened = replace(opened, answers=replace(opened.answers, fields=(*opened.answers.fields, *said)))
        found, plan = _preview(state, opened)
    if asking and found.clashes:
        for clash in found.clashes:
            say(
                _(
                    "Nummer {number}: gespeichert ist „{known}“ (Handlungsfeld {known_field}), in der Datei steht "
                    "„{title}“ (Handlungsfeld {field})."
                ).format(
                    number=clash.number,
                    known=clash.known_title,
                    known_field=clash.known_field,
                    title=clash.title,
                    field=clash.action_field,
                )
            )
            choice = one_of(
                _("Welche ist es?"),
                (_("dieselbe Maßnahme"), _("eine andere, mit neuer Nummer"), _("nicht einlesen")),
            )
            answers = opened.answers
            if choice == 0:
                opened = replace(opened, answers=replace(answers, same=answers.same | {clash.number}))
            elif choice == 1:
                opened = replace(opened, answers=replace(answers, other=answers.other | {clash.number}))
        found, plan = _preview(state, opened)
    return opened, found, plan


def fields_of(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """What was typed as "text=number of the action field".

    Raises:
        UsageError: no number.
    """
    found = []
    for text in texts:
        written, _equals, number = text.rpartition("=")
        if not written.strip() or not number.strip().isdecimal():
            raise UsageError(
                "„{text}“ ordnet kein Handlungsfeld zu. Gemeint ist „Text=Nummer“, z. B. „HF 2 Gesundheit=5“.",
                text=text,
            )
        found.append((written.strip(), int(number)))
    return tuple(found)


def _answered(opened: "OpenedMeasures", *, list_name: str) -> "OpenedMeasures":
    return replace(opened, answers=replace(opened.answers, list_name=list_name))


def _preview(state: CommandContext, opened: "OpenedMeasures") -> "tuple[ReadMeasures, Plan]":
    from grants_db.storage.database import reading

    with reading(state.engine()) as session:
        return opened.preview(session, city=state.settings.city.name, today=state.today)


def _show(found: "ReadMeasures", plan: "Plan") -> None:
    for line in (*found.columns(), *plan.lines()):
        say(translate(line))

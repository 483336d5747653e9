"""`akquise opportunities cluster`: one programme, and what each source says of it."""

from typing import Annotated

import typer

from tui.formatting.i18n import _
from tui.formatting.labels import RELATIONS
from tui.state.command_context import CommandContext, say, say_json, translate


def cluster(
    context: typer.Context,
    opportunity: Annotated[int, typer.Argument(metavar="FOERDERANGEBOT", help="Nummer des Förderangebots.")],
    as_json: Annotated[bool, typer.Option("--json", help="Ausgabe als JSON.")] = False,
) -> None:
    """Every source's statement of a programme, the leading one first, and where others contradict it."""
    from grants_db.import_export.opportunity_record import record_of
    from grants_db.opportunities.duplicates import cluster_of
    from grants_db.storage.database import reading

    state: CommandContext = context.obj
    city = state.settings.city
    with reading(state.engine(create=False)) as session:
        found = cluster_of(session, opportunity, state.today)
    if as_json:
        say_json(
            {
                "cluster": found.id,
                "leads": found.leading.id,
                "members": [
                    {
                        "relation": member.relation.value,
                        **record_of(member.opportunity, today=state.today, state=city.state, city=city.name),
                    }
                    for member in found.members
                ],
                "contradictions": [translate(sentence) for sentence in found.contradictions],
            }
        )
        return
    for member in found.members:
        call = member.opportunity
        say(f"{call.id:>6}  {_(RELATIONS[member.relation.value]):<20} {member.source.title}")
        say(f"        {call.title}")
    for sentence in found.contradictions:
        say(translate(sentence))

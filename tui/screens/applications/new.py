"""The forms that make an application: of the match at hand, or of one that is chosen among the accepted ones."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tui.formatting.form_values import or_nothing, read_sum
from tui.formatting.format import one_line
from tui.formatting.i18n import _
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from grants_db.applications.store import Applicable


def new_application(found: "Sequence[Applicable]", engine: "Engine", now: datetime, by: str) -> FormScreen:
    """An application from accepted matches; the last choice, one entered by hand, is answered only."""

    def store(filled: Filled) -> "Callable[[Engine], object] | None":
        if filled.choice == len(found):
            return None

        def write(engine: "Engine") -> None:
            from grants_db.applications.store import create_application
            from grants_db.measures.store import get_measure
            from grants_db.opportunities.store import get_opportunity
            from grants_db.storage.database import writing

            chosen, (requested, role) = found[filled.choice], filled.lines
            with writing(engine) as session:
                create_application(
                    session,
                    [get_measure(session, number) for number in chosen.numbers],
                    get_opportunity(session, chosen.opportunity_id),
                    now=now,
                    role=role,
                    requested=read_sum(requested) if requested else None,
                    by=by,
                    insist=filled.insists,
                )

        return write

    names = [f"{', '.join(one.numbers)} ↔ {one_line(one.title)}" for one in found]
    fields: list[Field] = [
        Choice([*names, _("keiner davon: von Hand eintragen …")]),
        Line(_("Beantragte Summe"), or_nothing(read_sum), hint=_("wenn sie schon feststeht")),
        Line(_("Zuständige Funktion"), check=str, hint=_("kein Personenname")),
    ]
    return FormScreen(_("Antrag aus welchem angenommenen Treffer?"), "", fields, store=store, engine=engine)


def application_of(
    measure: int, call: int, title: str, engine: "Engine", now: datetime, by: str, made: Callable[[int], object]
) -> FormScreen:
    """An application from this accepted match; `made` is told its number before the form closes."""

    def store(filled: Filled) -> "Callable[[Engine], object]":
        def write(engine: "Engine") -> None:
            from grants_db.applications.store import create_application
            from grants_db.models.measure import Measure
            from grants_db.opportunities.store import get_opportunity
            from grants_db.storage.database import writing

            role, asked = filled.lines
            with writing(engine) as session:
                application = create_application(
                    session,
                    [session.get_one(Measure, measure)],
                    get_opportunity(session, call),
                    now=now,
                    role=role,
                    requested=read_sum(asked) if asked else None,
                    by=by,
                    insist=filled.insists,
                )
            made(application.id or 0)

        return write

    lines = [
        Line(_("Zuständige Funktion"), check=str, hint=_("kein Personenname; kann leer bleiben")),
        Line(_("Beantragte Summe"), check=or_nothing(read_sum), hint=_("in Euro; kann leer bleiben")),
    ]
    return FormScreen(_("Antrag anlegen"), title, lines, store=store, engine=engine)

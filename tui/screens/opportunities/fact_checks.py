"""What a call's text leaves open, as a form over the screen: each fact with its sentence and what is proposed.

What is confirmed or put right there is a correction: it holds for the call, so for every measure, and outlives crawls.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tui.formatting.fact_values import shown_value
from tui.formatting.form_values import or_nothing
from tui.formatting.format import one_line
from tui.formatting.i18n import _, counted
from tui.formatting.labels import fact_name, label
from tui.formatting.messages import evidence
from tui.screens.base.form import Choice, Field, Filled, FormScreen, Line
from tui.screens.base.page import PageScreen

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from grants_db.dashboard.details import OpportunityDetails
    from grants_db.opportunities.checks import FactToCheck
    from grants_db.review.by_call import CallInFull
    from grants_db.review.queue import MatchInFull


@dataclass(frozen=True)
class CheckedField:
    """A fact with its field in the form, and how what is filled in becomes its value; None leaves it open."""

    fact: "FactToCheck"
    field: Field
    value: Callable[[Any], Any]


def ask_about_facts(page: PageScreen[Any], found: "OpportunityDetails | MatchInFull | CallInFull | None") -> None:
    """Ask what holds of what the text leaves open; what is answered is stored for all measures."""
    from grants_db.opportunities.checks import facts_to_check

    engine, now, by = page.context.engine, page.context.now(), page.context.decided_by
    if found is None or engine is None:
        return
    call = found.opportunity
    asked = [checked_field(fact, page.context.today) for fact in facts_to_check(call)]

    def store(filled: Filled) -> "Callable[[Engine], object] | None":
        values = answered(asked, filled)
        if not values:
            return None

        def write(engine: "Engine") -> None:
            from grants_db.opportunities.checks import settle
            from grants_db.storage.database import writing

            with writing(engine) as session:
                settle(session, call.id or 0, values, now, decided_by=by)

        return write

    fields = [one.field for one in asked]
    form = FormScreen(_("Bitte prüfen"), one_line(call.title), fields, store=store, engine=engine)
    page.app.push_screen(form, partial(_stored, page, asked))


def has_facts_to_check(found: "OpportunityDetails | MatchInFull | CallInFull | None") -> bool:
    """Does the text of the call that is shown leave something open?"""
    from grants_db.opportunities.checks import facts_to_check

    return found is not None and bool(facts_to_check(found.opportunity))


def checked_field(fact: "FactToCheck", today: "date") -> CheckedField:
    """The field of a fact: words are chosen, all else is a line; at first stands there what is proposed."""
    from grants_db.models.about import ValueKind
    from grants_db.models.opportunity_facts import FIELDS
    from grants_db.opportunities.correction_values import read_value

    about, name = FIELDS[fact.field], fact_name(fact.field)
    said = evidence(fact.evidence) if fact.evidence else ""
    if about.kind is ValueKind.WORD:
        members = list(about.words or ())
        at = next((number for number, member in enumerate(members, 1) if member.value == fact.value), 0)
        options = [_("offen lassen"), *(label(member) for member in members)]
        codes = [None, *(member.value for member in members)]
        return CheckedField(fact, Choice(options, f"{name}: {said}".rstrip(" :"), at), lambda chosen: codes[chosen])
    shown = shown_value(fact.field, fact.value) if fact.value is not None else ""

    def read(text: str) -> Any:
        return fact.value if text.strip() == shown else read_value(fact.field, text, today)

    hint = _("leer: bleibt zu prüfen")
    return CheckedField(fact, Line(name, or_nothing(read), shown, hint, said), read)


def answered(asked: list[CheckedField], filled: Filled) -> Mapping[str, Any]:
    """The facts that were settled, by their names; those left open are not among them."""
    choices, lines = iter(filled.choices), iter(filled.lines)
    settled: dict[str, Any] = {}
    for one in asked:
        if isinstance(one.field, Choice):
            if (word := one.value(next(choices))) is not None:
                settled[one.fact.field] = word
        elif text := next(lines).strip():
            settled[one.fact.field] = one.value(text)  # None where it says that nobody knows
    return settled


def _stored(page: PageScreen[Any], asked: list[CheckedField], filled: Filled | None) -> None:
    settled = len(answered(asked, filled)) if filled is not None else 0
    if settled:
        said = counted("{n} Angabe geprüft; sie gilt", "{n} Angaben geprüft; sie gelten", settled)
        page.say(_("{settled} für alle Maßnahmen. F7 ordnet damit neu zu.").format(settled=said))
        page.action_reload()

"""Proposals of newsletters in the app: looked at, entered through a filled-in form, discarded."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import Engine
from sqlmodel import select
from textual.widgets import Input

from grants_db.models.opportunity import Opportunity
from grants_db.opportunities.proposals import LetterWithCalls, keep_letters, open_proposals, register_letters
from grants_db.storage.database import reading, writing
from grants_db.vocabulary import Level
from tests.tui.city import NOW, TODAY
from tests.tui.driving import painted, pressed, settled, told
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen
from tui.screens.opportunities.proposals import ProposalsScreen
from tui.widgets.key_bar import Key

AppOn = Callable[..., AkquiseApp]
FUND = {
    "title": "Fonds Nachbarschaft",
    "funder": "Stiftung Auental",
    "deadline": "2027-03-31",
    "link": "https://fonds.example/nachbarschaft",
    "level": Level.FOUNDATION,
    "facts": {"max_amount": "5000.00", "evidence": {"max_amount": "Der Zuschuss beträgt höchstens 5.000 Euro."}},
    "text": "Die Stiftung Auental fördert Vereine. Der Zuschuss beträgt höchstens 5.000 Euro.\nFrist: 31.03.2027",
}
PRIZE = {"title": "Preis der Vielfalt", "funder": None, "deadline": None, "link": None, "rolling": True}


def pale(app: AkquiseApp, action: str) -> bool:
    """Stands the key in the footer, and pale?"""
    (key,) = [key for key in app.screen.query(Key) if key.action == action]
    return key.has_class("-disabled")


async def test_a_proposal_is_entered_as_the_letter_says_and_another_is_discarded(city: Engine, app_on: AppOn) -> None:
    with writing(city) as session:
        register_letters(session, "mailbox", "Postfach", "imap://mail.example/INBOX", NOW)
        keep_letters(session, "mailbox", [LetterWithCalls("<1@b.example>", (PRIZE, FUND), subject="Rundbrief 5")], NOW)
    app = app_on(city, at="3")
    async with app.run_test(size=(140, 50)) as pilot:
        await settled(pilot)
        assert not pale(app, "proposals")
        await pressed(pilot, "L")
        shown = painted(app)
        assert shown.index("31.03.2027  Fonds Nachbarschaft") < shown.index("laufend     Preis der Vielfalt")
        assert "höchstens 5.000 Euro" in shown
        assert "Rundbrief 5" in shown

        await pressed(pilot, "enter")
        form = app.screen
        assert isinstance(form, FormScreen)
        assert [line.value for line in form.query(Input)] == [
            *("Fonds Nachbarschaft", "Stiftung Auental", "31.03.2027"),
            "https://fonds.example/nachbarschaft",
        ]
        await pressed(pilot, "ctrl+s")
        assert "Eingetragen: Fonds Nachbarschaft" in told(app)

        await pressed(pilot, "L", "d")
        assert "Verworfen: Preis der Vielfalt" in told(app)
        assert pale(app, "proposals")
        await pressed(pilot, "L")
        assert not isinstance(app.screen, ProposalsScreen)

    with reading(city) as session:
        assert not open_proposals(session, TODAY)
        call = session.exec(select(Opportunity).where(Opportunity.title == "Fonds Nachbarschaft")).one()
        assert (call.source_name, call.level, call.max_amount) == ("manual", Level.FOUNDATION, Decimal(5000))
        assert call.deadline["dates"] == [date(2027, 3, 31).isoformat()]

"""An application the matcher knows nothing of, entered in the app with all that happened so far."""

from collections.abc import Callable

from sqlalchemy import Engine
from textual.widgets import Input, OptionList

from grants_db.applications.award_money import current_award
from grants_db.applications.store import get_application, list_applications
from grants_db.storage.database import reading
from grants_db.vocabulary import ApplicationStage
from tests.tui.driving import painted, pressed, settled
from tui.app.app import AkquiseApp
from tui.screens.base.form import FormScreen

AppOn = Callable[..., AkquiseApp]
WIDE = (140, 60)


def fill(app: AkquiseApp, texts: dict[str, str]) -> None:
    """Put texts into the form's lines by what they are called."""
    form = app.screen
    assert isinstance(form, FormScreen)
    for number, field in enumerate(form._specified):
        if field.name in texts:
            form.query_one(f"#field-{number}", Input).value = texts[field.name]


def choose(app: AkquiseApp, name: str, option: str) -> None:
    form = app.screen
    assert isinstance(form, FormScreen)
    number = next(at for at, field in enumerate(form._specified) if field.name == name)
    options = form.query_one(f"#field-{number}", OptionList)
    options.highlighted = next(
        at for at in range(options.option_count) if str(options.get_option_at_index(at).prompt).endswith(option)
    )


async def test_a_running_award_of_a_programme_in_no_source_is_entered(applied_city: Engine, app_on: AppOn) -> None:
    with reading(applied_city) as session:
        before = len(list_applications(session))
    app = app_on(applied_city, at="7")
    async with app.run_test(size=WIDE) as pilot:
        await pressed(pilot, "A")
        if "von Hand eintragen" in painted(app):  # there are accepted matches, and this is for none of them
            await pressed(pilot, "end", "tab", "ctrl+s")
        assert "Antrag von Hand eintragen" in painted(app)
        fill(app, {"Maßnahmen": "9.9", "Förderprogramm": "Vielfalt im Quartier", "Fördergeber": "Land Sachsen-Anhalt"})
        await pressed(pilot, "ctrl+s")
        assert "Eine Maßnahme „9.9“ gibt es nicht" in painted(app)

        fill(
            app,
            {
                "Maßnahmen": "2.1",
                "Aktenzeichen": "ML-14",
                "Antrag gestellt am": "1.3.26",
                "Bewilligte Summe": "1.000",
                "Bescheid bekannt gegeben am": "15.5.26",
                "Bewilligungszeitraum": "1.6.2026 - 31.12.2027",
            },
        )
        choose(app, "Stand", "bewilligt")
        choose(app, "Ist die bewilligte Summe im Gesicherten schon enthalten?", "nein")
        await pressed(pilot, "ctrl+s")
        await settled(pilot)
        assert not isinstance(app.screen, FormScreen)
        assert "Vielfalt im Quartier" in painted(app)

    with reading(applied_city) as session:
        assert len(list_applications(session)) == before + 1
        application = get_application(session, before + 1)
        award = current_award(session, application)
        assert application.stage is ApplicationStage.AWARDED
        assert award is not None
        assert (str(award.amount), award.notified_on.isoformat()) == ("1000.00", "2026-05-15")

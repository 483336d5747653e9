"""An award out of its letter, in the app: the form stands filled in, each line with its sentence, and is confirmed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import col, select
from textual.widgets import Input

from grants_db.models.application import Award, StatedDateRow
from grants_db.storage.database import reading
from grants_db.vocabulary import FinancingType, ObligationKind
from tests.crawler.letters.paper import a_pdf, down
from tests.tui.driving import painted, pressed, told
from tests.tui.test_application_work import complaints, entering
from tui.app.app import AkquiseApp
from tui.widgets.choices import Ticks

AppOn = Callable[..., AkquiseApp]
LETTER = """
Bezirksamt Auental
Auental, 20.11.2026
Änderungsbescheid
Sehr geehrte Damen und Herren,
ich ändere meinen Bescheid vom 01.02.2026: Für die Zeit vom 01.12.2026 bis 31.12.2028 (Bewilligungszeitraum)
bewillige ich Ihnen eine Zuwendung in Höhe von 12.000,00 EUR als Fehlbedarfsfinanzierung. Der Zwischennachweis
ist bis zum 31.03.2028 vorzulegen. Der Verwendungsnachweis ist bis zum 30.06.2029 vorzulegen.
Die ANBest-Gk sind Bestandteil dieses Bescheides. Auf die Förderung ist in allen Drucksachen hinzuweisen.
Die Belege sind bis zum 31.12.2034 aufzubewahren.
"""
REFUSAL = "Amt\nAblehnungsbescheid\nSehr geehrte Damen und Herren,\nIhren Antrag lehne ich hiermit ab."


async def test_a_letter_fills_the_form_in_and_a_person_confirms_it(
    applied_city: Engine, app_on: AppOn, tmp_path: Path
) -> None:
    letter, refusal = tmp_path / "bescheid.pdf", tmp_path / "ablehnung.pdf"
    letter.write_bytes(a_pdf(down(LETTER)))
    refusal.write_bytes(a_pdf(down(REFUSAL)))
    app = app_on(str(applied_city.url))
    async with app.run_test(size=(140, 100)) as pilot:
        await entering(pilot, "from_file")
        app.screen.query_one(Input).value = str(tmp_path / "fehlt.pdf")
        await pressed(pilot, "ctrl+s")
        assert "gibt es nicht" in complaints(app)
        app.screen.query_one(Input).value = str(refusal)
        await pressed(pilot, "ctrl+s")
        assert "kein Bescheid und keine Zusage" in told(app)

        await entering(pilot, "from_file", application=1)
        app.screen.query_one(Input).value = str(letter)
        await pressed(pilot, "ctrl+s")
        assert [line.value for line in app.screen.query(Input)] == [
            *("12.000,00", "20.11.2026", "", "01.12.2026-31.12.2028", "30.06.2029", "31.03.2028"),
        ]
        assert "„Sehr geehrte Damen und Herren, ich" in painted(app)
        assert "„Die ANBest-Gk sind Bestandteil" in painted(app)
        assert "☑ Auf die Förderung ist in allen Drucksachen hinzuweisen." in painted(app)
        _regimes, conditions = app.screen.query(Ticks)
        assert conditions.ticked == {0, 1}
        conditions.focus()
        await pressed(pilot, "down", "space", "ctrl+s", "ctrl+s")
        assert "Auflagen" in painted(app)
        assert "• Auf die Förderung ist in allen Drucksachen" in painted(app)
        assert "31.12.2034" not in painted(app)

    with reading(applied_city) as session:
        award = session.exec(select(Award).order_by(col(Award.id).desc())).first()
        assert award is not None
        assert (award.amount, award.financing_type, award.period_end) == (
            *(Decimal("12000.00"), FinancingType.GAP),
            date(2028, 12, 31),
        )
        assert award.conditions == ("Auf die Förderung ist in allen Drucksachen hinzuweisen.",)
        stated = session.exec(select(StatedDateRow).where(StatedDateRow.award_id == award.id)).all()
        assert {(one.obligation, one.due) for one in stated} == {
            (ObligationKind.FINAL_REPORT, date(2029, 6, 30)),
            (ObligationKind.INTERIM_REPORT, date(2028, 3, 31)),
        }

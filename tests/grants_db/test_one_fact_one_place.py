"""A fact of an opportunity is written down in one place, and everything that goes by it knows it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL = "grants_db/models/opportunity_facts.py"
#: a fact nobody has thought of yet, as a programmer would write it into the model
MADE_UP = """    bonus: Annotated[
        Decimal | None,
        About(
            german="Zuschlag",
            english="Bonus",
            kind=SUM,
            material=True,
            read=True,
            correctable=True,
            compared=True,
            answers=ReasonCode.OWN_CONTRIBUTION,
            section=DigestSection.AMOUNT,
            commongrants=("bonus", "Paid on top"),
            shown=18,
        ),
    ] = Field(default=None, sa_type=Hundredths)
"""
#: what the rest of the house makes of a fact
ASKED = """
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from sqlmodel import Session, SQLModel, create_engine
import grants_db.models.all_tables
from crawler.items import ScrapedRecord, checked
from grants_db.opportunities.field_changes import Change
from grants_db.opportunities.correction_values import read_value
from grants_db.opportunities.corrections import correct, corrected, corrections_of
from grants_db.import_export.commongrants import commongrants
from grants_db.import_export.opportunity_record import HEADINGS, record_of, table_row
from grants_db.models.opportunity import Opportunity
from grants_db.models.opportunity_facts import FIELDS
from grants_db.models.source import Source
from grants_db.opportunities.store import SeenOpportunity, store_statement
from grants_db.review.reopening import SENTENCES
from grants_db.opportunities.duplicates import _STATED_IN
from grants_db.opportunities.as_of import statement
from grants_db.vocabulary import Level
from tui.formatting import i18n
from tui.text.facts import opportunity_facts
from tui.jobs.manual_entry import Entry, facts_of
from tui.formatting.labels import fact_name
from tui.formatting.fact_values import shown_value

today, now = date(2026, 11, 30), datetime(2026, 11, 30, tzinfo=UTC)
raw = {"external_id": "a", "url": "https://stiftung.example/a", "title": "A", "level": "land"}
facts = checked(ScrapedRecord("https://stiftung.example/a", {**raw, "bonus": Decimal("1000.005")}))
engine = create_engine("sqlite://")
SQLModel.metadata.create_all(engine)
with Session(engine, expire_on_commit=False) as session:
    session.add(Source(name="x", title="X", platform="xml_export", url="https://stiftung.example", added_at=now))
    session.flush()
    call = store_statement(session, "x", SeenOpportunity(facts, facts.url), now)
    record = record_of(call, today=today, state="DE-ST", city="Magdeburg")
    correct(session, call.id, "bonus", read_value("bonus", "2.000", today), now=now)
    leading = statement(session, call.id).leading
seen = {
    "border": str(facts.bonus),
    "impossible at the border": str(checked(ScrapedRecord("", {**raw, "bonus": Decimal("-1")})).bonus),
    "material": Change("bonus", None, "1").material,
    "reopens": FIELDS["bonus"].answers in SENTENCES,
    "compared": "bonus" in _STATED_IN,
    "corrected": str(leading.bonus),
    "record": record["bonus"],
    "column": str(dict(zip(HEADINGS.values(), table_row(record)))["Zuschlag €"]),
    "commongrants": commongrants(record, today)["customFields"]["bonus"]["value"],
    "entered": str(facts_of(Entry("k", "T", Level.LAND, facts={"bonus": "5.00"})).bonus),
    "version": shown_value("bonus", "1000.00", today),
    "screen": [fact.value for fact in opportunity_facts(call, today) if fact.name == "Zuschlag"],
    "german": fact_name("bonus"),
}
i18n.use("en")
seen["english"] = fact_name("bonus")
print(json.dumps(seen))
"""


@pytest.mark.slow
def test_a_fact_that_is_written_into_the_model_is_known_everywhere(tmp_path: Path) -> None:
    for package in ("grants_db", "crawler", "matching", "tui"):
        shutil.copytree(ROOT / package, tmp_path / package)  # with its bytecode
    model = (tmp_path / MODEL).read_text(encoding="utf-8")
    where = "    opens_on: Annotated["
    assert model.count(where) == 1
    (tmp_path / MODEL).write_text(model.replace(where, MADE_UP + where), encoding="utf-8")

    asked = subprocess.run([sys.executable, "-c", ASKED], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout) == {
        "border": "1000.01",
        "impossible at the border": "None",
        "material": True,
        "reopens": True,
        "compared": True,
        "corrected": "2000.00",
        "record": "1000.01",
        "column": "1000.01",
        "commongrants": "1000.01",
        "entered": "5.00",
        "version": "1.000,00 €",
        "screen": ["1.000,01 €"],
        "german": "Zuschlag",
        "english": "Bonus",
    }

"""Rows of a list of donations: what each says, and why one isn't taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from grants_db.applications.donations import LONGEST_DONOR, LONGEST_PAPER_NUMBER, WAY
from grants_db.import_export.layout.row_cells import RowCells
from grants_db.messages import Message
from grants_db.vocabulary import DonationStage as Stage

#: what offices write for a step besides its name
STATES = {
    "angebot": Stage.OFFERED,
    "zugesagt": Stage.OFFERED,
    "zusage": Stage.OFFERED,
    "beschlossen": Stage.ACCEPTED,
    "erhalten": Stage.RECEIVED,
    "eingang": Stage.RECEIVED,
    "gezahlt": Stage.RECEIVED,
    "bezahlt": Stage.RECEIVED,
    "dank versandt": Stage.THANKED,
    "nicht angenommen": Stage.DECLINED,
}
#: the day of each step, in the order of the way
DAYS = {
    Stage.OFFERED: "offered_on",
    Stage.ACCEPTED: "decided_on",
    Stage.RECEIVED: "received_on",
    Stage.THANKED: "thanked_on",
    Stage.REPORTED: "reported_on",
}


@dataclass(frozen=True)
class ListedDonation:
    """What a list says of one donation."""

    measure: str
    donor: str
    amount: Decimal
    stage: Stage
    days: Mapping[Stage, date]  # of the steps it has taken
    paper_number: str = ""


def read_row(at: RowCells) -> ListedDonation | None:
    """Read one row; None where something is missing or unclear that it can't do without."""
    numbers = at.numbers("measure")
    donor = at.short("donor", LONGEST_DONOR)
    amount = at.sum("amount", at.cell("amount"))
    paper = at.short("paper_number", LONGEST_PAPER_NUMBER)
    stated = at.word("state", Stage, STATES)
    found = {stage: at.past(name) for stage, name in DAYS.items()}
    days = {stage: day for stage, day in found.items() if day is not None}
    for name, value in (("measure", numbers), ("donor", donor), ("amount", amount)):
        if not value:
            at.refuse(name, Message.of("Das fehlt oder ist nicht lesbar; ohne diese Angabe ist es keine Spende."))
    if len(numbers) > 1:
        at.refuse("measure", Message.of("Eine Spende ist für eine Maßnahme; bitte je Maßnahme eine Zeile."))
    if at.text("state") and stated is None:
        at.refuse("state", Message.of("Wie weit die Spende ist, geht daraus nicht hervor."))
    stage = stated or max(days, key=WAY.index, default=Stage.OFFERED)
    steps = _steps(at, stage, days, paper)
    if at.refused or donor is None or amount is None:
        return None
    return ListedDonation(numbers[0], donor, amount, stage, steps, paper or "")


def _steps(at: RowCells, stage: Stage, days: dict[Stage, date], paper: str | None) -> dict[Stage, date]:
    """The day of each step up to the stage; a step without its day counts with the one after it."""
    way = [Stage.OFFERED, Stage.DECLINED] if stage is Stage.DECLINED else list(WAY[: WAY.index(stage) + 1])
    if stage is Stage.DECLINED and Stage.ACCEPTED in days:
        days = days | {Stage.DECLINED: days[Stage.ACCEPTED]}
    if stage not in (Stage.OFFERED, Stage.DECLINED) and not paper:
        at.refuse("paper_number", Message.of("Zur Annahme gehört der Beschluss des zuständigen Gremiums."))
    last = days.get(way[-1])
    if last is None:
        at.refuse(
            DAYS[Stage.ACCEPTED if stage is Stage.DECLINED else stage],
            Message.of("Der Tag fehlt oder ist nicht lesbar; zum Stand „{gift_stage}“ gehört er.", gift_stage=stage),
        )
        return {}
    steps: dict[Stage, date] = {}
    for step in reversed(way):
        day = days.get(step)
        if day is None:
            name = DAYS[Stage.ACCEPTED if step is Stage.DECLINED else step]
            at.unclear(name, Message.of("Der Tag fehlt; eingetragen ist der des nächsten Schrittes, {day}.", day=last))
            day = last
        steps[step] = last = day
    for earlier, later in pairwise(way):
        if steps[later] < steps[earlier]:
            name = DAYS[Stage.ACCEPTED if later is Stage.DECLINED else later]
            at.refuse(name, Message.of("Dieser Schritt liegt vor dem Schritt „{gift_stage}“.", gift_stage=earlier))
    return {step: steps[step] for step in way}

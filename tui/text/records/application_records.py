"""The single records of an application that can be corrected or deleted, and how they are named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants_db.applications.plan.entry import line_of
from grants_db.clock import local_day
from grants_db.messages import Message
from tui.formatting.format import day, money, one_line, shortened
from tui.formatting.i18n import N_, _
from tui.formatting.messages import sentence
from tui.text.money.financing_plan import line_in_words

if TYPE_CHECKING:
    from grants_db.dashboard.application import ApplicationFile

APPLICATION, AWARD, PAYMENT, REPAYMENT, TASK, DOCUMENT, CHECKLIST, PLAN, NOTE, STAGE = KINDS = (
    *("application", "award", "payment", "repayment", "task", "document", "checklist", "plan", "note", "stage"),
)
#: what people call them
NAMES = {
    APPLICATION: N_("Antrag"),
    AWARD: N_("Bescheid"),
    PAYMENT: N_("Auszahlung"),
    REPAYMENT: N_("Rückzahlung"),
    TASK: N_("Aufgabe"),
    DOCUMENT: N_("Dokument"),
    CHECKLIST: N_("Unterlage"),
    PLAN: N_("Finanzierungsplan"),
    NOTE: N_("Notiz"),
    STAGE: N_("Stand"),
}
LONGEST = 60


@dataclass(frozen=True)
class ApplicationRecord:
    """One record: its kind, its number within the kind, and what it says in a line."""

    kind: str
    number: int
    text: str

    @property
    def name(self) -> str:
        """How commands name it: `task:3`; there is one head and one award that counts, which need no number."""
        return self.kind if self.kind in (APPLICATION, AWARD) else f"{self.kind}:{self.number}"

    @property
    def line(self) -> str:
        """How a list shows it."""
        return f"{_(NAMES[self.kind])}: {self.text}"


def records_of(found: "ApplicationFile") -> list[ApplicationRecord]:
    """Everything of an application that can be corrected, the stages last and the newest of them first."""
    return list(_records(found))


def _records(found: "ApplicationFile") -> Iterator[ApplicationRecord]:
    head = [money(found.application.requested), found.application.role or "–", found.unit or "–"]
    yield ApplicationRecord(APPLICATION, found.application.id or 0, one_line(" · ".join(head)))
    if found.award is not None:
        text = f"{money(found.award.amount)}, {day(found.award.notified_on)}"
        yield ApplicationRecord(AWARD, found.award.number, text)
    for payment, _spend_by in found.money.payments:
        yield ApplicationRecord(PAYMENT, payment.id or 0, f"{money(payment.amount)}, {day(payment.received_on)}")
    for back in found.money.repayments:
        yield ApplicationRecord(REPAYMENT, back.id or 0, f"{money(back.amount)}, {day(back.repaid_on)}")
    for task in found.tasks:
        yield ApplicationRecord(TASK, task.id or 0, f"{day(task.due)} {shortened(one_line(task.title), LONGEST)}")
    for document in found.documents:
        yield ApplicationRecord(DOCUMENT, document.id or 0, shortened(one_line(document.title), LONGEST))
    for item in found.checklist:
        if item.is_own:
            yield ApplicationRecord(CHECKLIST, item.item_id or 0, shortened(one_line(item.words), LONGEST))
    for row in found.plan.items:
        yield ApplicationRecord(PLAN, row.id or 0, line_in_words(line_of(row)))
    lines = [line for line in reversed(found.history) if line.undone_at is None]
    for kind in (NOTE, STAGE):
        for line in lines:
            if line.what == kind:
                said = Message.from_json(line.sentence)
                words = said.values.get("words", "") if kind == NOTE else sentence(said)
                yield ApplicationRecord(
                    kind, line.id or 0, f"{day(local_day(line.at))} {shortened(one_line(str(words)), LONGEST)}"
                )

"""The long work one can start from the app: name, key, the command behind it, and what is said when it has ended."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui.formatting.i18n import N_, _

if TYPE_CHECKING:
    from tui.processes.background import Ended


@dataclass(frozen=True)
class LongWork:
    """A command of ours that takes minutes: its name and purpose on screen, its key, its words, where its result is."""

    name: str
    tooltip: str
    key: str
    arguments: tuple[str, ...]
    result: str


#: the number of the answer that ends the app and the work with it; the other one comes first
LEAVE = 1
WORKS = {
    "crawl": LongWork(
        N_("Quellen abfragen"),
        N_("Alle Quellen jetzt abfragen, im Hintergrund"),
        "f6",
        ("crawl", "run"),
        N_("Was jede Quelle brachte: Taste 6."),
    ),
    "match": LongWork(
        N_("Neu zuordnen"),
        N_("Förderangebote und Maßnahmen neu zuordnen, im Hintergrund"),
        "f7",
        ("match", "run"),
        N_("Was jetzt passt: Taste 2."),
    ),
    "night": LongWork(
        N_("Nachtlauf jetzt"),
        N_("Abfragen, zuordnen, Fristen und Übersichten erneuern, im Hintergrund"),
        "f9",
        ("nightly",),
        N_("Was zu tun ist: Taste 1."),
    ),
}


def how_it_ended(
    title: str, ended: "Ended", result: str = ""
) -> tuple[str, Literal["information", "warning", "error"]]:
    """What to say of work that has ended, and how loud; exit statuses as the command line has them.

    `result` says which key opens what came of it.
    """
    if ended.status is None:
        return _("{work}: abgebrochen. Was bis dahin fertig war, ist gespeichert.").format(work=title), "warning"
    said = f"{title}: {ended.last_line}" if ended.last_line else title
    if ended.status == 0:
        return " ".join(filter(None, (_("Fertig. {said}").format(said=said), result))), "information"
    if ended.status == 3:  # another one does it
        return said, "warning"
    if ended.status == 1:
        return " ".join(filter(None, (_("Fertig, mit Befunden. {said}").format(said=said), result))), "warning"
    return _("Nicht gelungen. {said}").format(said=said), "error"

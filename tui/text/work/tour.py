"""What the tour of the first start says: six steps, each on its screen. Pure."""

from dataclasses import dataclass

from tui.formatting.i18n import N_


@dataclass(frozen=True)
class TourStep:
    """The screen that is shown, and what is said of it (translated when shown)."""

    mode: str
    text: str


TOUR = (
    TourStep(
        "overview",
        N_(
            "Hier beginnt der Tag. Jede Zeile sagt, was zu tun ist, und Eingabe öffnet es. Die Ziffern oben führen zu"
            " den anderen Bildschirmen."
        ),
    ),
    TourStep(
        "matches",
        N_(
            "Hier entscheiden Sie, welches Förderangebot zu welcher Maßnahme passt: a nimmt an, d verwirft mit einem"
            " Grund, l legt es bis zu einem Tag zurück. u nimmt das Letzte zurück; Sie können also nichts verderben."
        ),
    ),
    TourStep(
        "opportunities",
        N_(
            "Hier stehen alle Förderangebote, auch die zu nichts passen. / sucht, F filtert, S ordnet, X schreibt die"
            " Liste für Excel."
        ),
    ),
    TourStep(
        "measures",
        N_("Hier stehen die Maßnahmen der Stadt und was jeder fehlt. E liest eine Tabelle ein, A legt eine an."),
    ),
    TourStep(
        "deadlines",
        N_(
            "Hier stehen alle Termine dessen, was angenommen oder beantragt ist. e hakt einen ab, v führt zu seinem"
            " Antrag, m zeigt den Monat."
        ),
    ),
    TourStep(
        "overview",
        N_(
            "Mehr müssen Sie sich nicht merken: ? sagt auf jedem Bildschirm, was man hier tun kann, F1 öffnet das"
            " Handbuch, Strg+p findet alles nach seinem Namen. F2 zeigt diesen Rundgang noch einmal."
        ),
    ),
)

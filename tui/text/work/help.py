"""What `?` says of each screen in five sentences, and what the signs mean. Pure."""

from tui.formatting.i18n import N_

#: by the screen's name in the table of modes
ABOUT = {
    "overview": N_(
        "Hier steht, was heute zu tun ist. Eingabe öffnet, was eine Zeile nennt. Darunter stehen die nächsten"
        " Termine; e hakt einen ab. i wechselt zwischen der Arbeit der Fördermittelstelle, der eigenen "
        "Einheit und dem Betrieb. m zeigt die Tafel der Stadt, b ihre Bilder."
    ),
    "matches": N_(
        "Hier entscheiden Sie, welches Förderangebot zu welcher Maßnahme passt. Links stehen Maßnahmen und "
        "ihre Treffer, rechts die beiden Texte und warum sie zueinander gefunden haben. a nimmt an, d "
        "verwirft mit einem Grund, l legt bis zu einem Tag zurück. Jede Entscheidung gilt sofort, u nimmt sie"
        " zurück. r liest dasselbe nach Förderangeboten: einmal lesen, für alle Maßnahmen entscheiden."
    ),
    "calls": N_(
        "Hier lesen Sie jedes Förderangebot einmal. Daneben stehen die Maßnahmen, zu denen es passen könnte, "
        "mit dem Satz, der dafür spricht. Die Leertaste wählt aus, wofür die Entscheidung gilt. a nimmt an, d"
        " verwirft mit einem Grund, V verwirft den Rest, u nimmt zurück. r führt zurück zu den Treffern nach "
        "Maßnahmen."
    ),
    "opportunities": N_(
        "Hier stehen alle bekannten Förderangebote. Nach / wird beim Tippen gesucht, in Titel, Text und "
        "Geber. Die Buchstaben über der Liste schalten Filter, x nimmt alle zurück. Eingabe öffnet die "
        "Einzelheiten, b zeigt zu jeder Angabe den Satz der Quelle. S ordnet, G sichert eine Ansicht, X "
        "schreibt die Liste für Excel."
    ),
    "measures": N_(
        "Hier stehen die Maßnahmen der Stadt nach Handlungsfeldern und Zielen. Zu jeder steht, was gesichert "
        "ist und was fehlt. Pfeil nach rechts klappt auf, nach links zu. A legt eine Maßnahme an, e ändert "
        "eine, E liest eine Tabelle ein. r führt zu den Treffern der Maßnahme."
    ),
    "deadlines": N_(
        "Hier stehen alle Termine dessen, was angenommen oder beantragt ist. Das Zeichen davor sagt, wie "
        "sicher ein Tag ist. e hakt einen Termin ab oder verschiebt ihn, u nimmt das zurück. v führt zu "
        "seinem Antrag, Esc wieder hierher. m zeigt den Monat."
    ),
    "sources": N_(
        "Hier steht, wie jede Quelle zuletzt geantwortet hat. Kranke Quellen stehen oben. Eingabe zeigt in "
        "Sätzen, was gefunden wurde und was fehlt. F6 fragt alle Quellen jetzt ab, F8 bricht das ab. o öffnet"
        " die Seite der Quelle."
    ),
    "applications": N_(
        "Hier steht jeder Antrag von der Idee bis zum Abschluss. m wechselt zwischen Liste und Tafel nach "
        "Stand. A macht aus einem angenommenen Treffer einen Antrag. s setzt den Stand weiter, + trägt "
        "Bescheid, Auszahlung und anderes ein. u nimmt das zuletzt Eingetragene zurück."
    ),
    "ledger": N_(
        "Hier steht jede Entscheidung mit Tag, Grund und Fassung des Angebots. Das beantwortet die Frage, "
        "warum etwas nicht beantragt wurde. w zeigt nur Verworfenes. u nimmt eine oder alle markierten "
        "Entscheidungen zurück. R schreibt die Vorlage für den Rat."
    ),
    "settings": N_(
        "Hier steht, was für Sie und für alle eingestellt ist. Eingabe ändert eine Zeile. Was hier nicht "
        "geändert werden kann, sagt, wo es steht. Die eigene Einheit lässt überall deren Zeilen vorn stehen. "
        "Die Sprache gilt sofort."
    ),
}

#: the signs before what lists show, as the handbook has them
SIGNS = (
    ("✱", N_("neu seit Ihrem letzten Besuch")),
    ("▸", N_("gehört zu Ihrer Einheit")),
    ("● ◇ ○ ?", N_("vor einer Frist: genannt, aus einer Regel abgeleitet, aus früheren Runden erwartet, zu prüfen")),
    ("● ◐ ○", N_("vor dem Antragsweg: die Stadt selbst, über Partner, nicht für die Stadt")),
    ("!  !!", N_("die Warnschwelle ist erreicht; überfällig")),
    ("✓ ✗ ↷", N_("angenommen oder gelungen, verworfen oder nicht gelungen, zurückgestellt")),
    ("▲ ▼", N_("danach ist die Liste geordnet, aufsteigend oder absteigend")),
)

"""How far a measure is, from the words offices use for it. Pure; what isn't clear is None, never a guess."""

import re
from functools import lru_cache

from grants_db.vocabulary import MeasureState

WORDS = {
    MeasureState.DONE: r"abgeschlossen|abschluss erfolgt|erledigt|umgesetzt|beendet|fertig(gestellt)?"
    r"|realisiert|erfüllt|ausgelaufen"
    r"|durchgeführt|vollzogen|erreicht",
    MeasureState.GIVEN_UP: r"entfällt|entfallen|entfiel|gestrichen|aufgegeben|eingestellt|verworfen|abgelehnt"
    r"|abgebrochen|storniert|gestoppt|verzichtet|nicht realisiert"
    r"|(wird |wurde )?nicht (mehr )?(weiter ?verfolgt|weitergeführt|fortgeführt|fortgesetzt|realisierbar"
    r"|umsetzbar)|fällt weg|weggefallen"
    r"|obsolet|hinfällig|kommt nicht|wird nicht umgesetzt|aufgehoben|zurückgezogen",
    MeasureState.POSTPONED: r"zurückgestellt|verschoben|ruht|ruhend|pausiert|pause|vertagt|ausgesetzt"
    r"|aufgeschoben|auf eis|wartet|unterbrochen"
    r"|zurückstellung|aufschub|hintangestellt|später",
    MeasureState.OPEN: r"laufend(e[rs]?)?|läuft|offen|in umsetzung|(teilweise|teils|zum teil|teil-) ?umgesetzt"
    r"|teilumgesetzt|umsetzung läuft"
    r"|in (arbeit|bearbeitung|planung|vorbereitung|entwicklung|prüfung|abstimmung|durchführung|realisierung)"
    r"|im aufbau|geplant|begonnen|gestartet|idee|in konzeption|konzept(phase)?|beantragt|in anbahnung|im plan"
    r"|angelaufen|neu|fortlaufend|dauer(haft|aufgabe|nd)|kontinuierlich|aktiv|ausstehend|noch nicht \w+"
    r"|nicht begonnen|nicht gestartet|verzögert"
    r"|(wird |wurde )?(fortgeführt|fortgesetzt|weitergeführt|verstetigt)|vorgesehen|angefangen|regelmäßig"
    r"|wiederkehrend|gesichert und läuft"
    r"|(noch )?nicht (abgeschlossen|erledigt|beendet)|teilweise (erledigt|abgeschlossen)",
}
#: what says "open" although a word of another state stands in it comes first
ORDER = (MeasureState.OPEN, MeasureState.GIVEN_UP, MeasureState.POSTPONED, MeasureState.DONE)


def read_state(text: str) -> MeasureState | None:
    """The state from an office's words; None where they say nothing known, or two things.

    >>> [read_state(text).name for text in ("laufend", "abgeschlossen (12/2025)", "entfällt", "ruht bis 2028")]
    ['OPEN', 'DONE', 'GIVEN_UP', 'POSTPONED']
    >>> [read_state(text) and read_state(text).name for text in ("noch nicht umgesetzt", "teilweise umgesetzt", "grün")]
    ['OPEN', 'OPEN', None]
    >>> read_state("Teil 1 abgeschlossen, Teil 2 läuft"), read_state("nicht umgesetzt")
    (None, None)
    """
    return None if text.isdecimal() else _state_in(text)


@lru_cache(maxsize=2000)  # a column says the same few words over and over
def _state_in(text: str) -> MeasureState | None:
    rest = " ".join(text.lower().split())
    found = []
    for state in ORDER:
        rest, count = re.subn(rf"(?<!\w)(?:{WORDS[state]})(?!\w)", " ", rest)
        if count:
            found.append(state)
    if re.search(r"\bnicht\b|\bkein", rest):
        return None
    return found[0] if len(found) == 1 else None

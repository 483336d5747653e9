"""What the settings screen shows: each setting with its value, where it stands, and how it is changed. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from grants_db.errors import UsageError
from grants_db.rules.thresholds import OTHERS, thresholds_of
from tui.formatting.format import one_line
from tui.formatting.i18n import N_, _
from tui.formatting.rich_blocks import FactLine, FactTable, stacked
from tui.formatting.row_markers import OWN, is_own
from tui.state.user_settings import LANGUAGE, UNIT

if TYPE_CHECKING:
    from grants_db.settings import Settings

LANGUAGES = {"de": "Deutsch", "en": "English"}
#: the rows of thresholds are called by this and the unit's name
THRESHOLDS = "thresholds:"
#: a warning is about days, not about the far future
LONGEST_WARNING = 366

THEME = "theme"


@dataclass(frozen=True)
class SettingRow:
    """One setting: its name in the file, its name on screen, its value, where it stands, what it is for."""

    key: str
    name: str
    value: str
    origin: str
    purpose: str
    changeable: bool = False
    led_by: str = ""  # the variable or option that fixes it for this start
    fixed_because: str = ""  # why it can't be changed here, where there is more to say than that


@dataclass(frozen=True)
class Group:
    """Settings under one heading, and what they have in common."""

    heading: str
    purpose: str
    rows: tuple[SettingRow, ...]


def groups(
    settings: "Settings",
    *,
    in_file: Collection[str],
    led: Mapping[str, str],
    units: Sequence[str],
    database: str,
    file: Path | None,
    dark: bool,
    own: Collection[str] | None = None,
) -> list[Group]:
    """All settings as the screen lists them.

    `own` is what a user of the browser version has set for themselves; None: the file is this user's own.
    """

    def row(key: str, name: str, value: str, purpose: str, *, changeable: bool = False) -> SettingRow:
        variable = led.get(key, "")
        stored = _("Einstellungsdatei") if key.partition(":")[0] in in_file else _("Vorgabe")
        origin = variable or (_("hier gemerkt") if key in (own or ()) else stored)
        return SettingRow(key, name, one_line(value), origin, purpose, changeable and not variable, variable)

    mine = (
        row(UNIT, _("Meine Einheit"), _unit(settings.unit, units), _(UNIT_PURPOSE), changeable=True),
        row(LANGUAGE, _("Sprache"), LANGUAGES[settings.lang], _(LANGUAGE_PURPOSE), changeable=True),
        SettingRow(
            THEME,
            _("Darstellung"),
            _("dunkel") if dark else _("hell"),
            _("hier gemerkt"),
            _("Heller oder dunkler Hintergrund; die Taste t wechselt auf jedem Bildschirm."),
            changeable=True,
        ),
    )
    city, mail = settings.city, settings.mail
    fixed = (
        row("contact", _("Kontakt"), settings.contact or _("nicht gesetzt"), _(CONTACT_PURPOSE)),
        row("database_url", _("Datenbank"), database, _("Wo alles gespeichert ist, was die Anwendung zeigt.")),
        row(
            "city",
            _("Stadt"),
            f"{city.name}, {city.kind}, AGS {city.ags}, {city.nuts}, {city.state}",
            _("Wessen Geld es ist; danach richtet sich, was als Fördergebiet passt."),
        ),
        row(
            "funding_office",
            _("Fördermittelstelle"),
            one_line(settings.funding_office) or _("nicht gesetzt"),
            _("Die Einheit, die alles an allen Maßnahmen ändert; andere ändern, was sie von ihren eigenen wissen."),
        ),
        row("mail", _("Mailversand"), _mail(mail.host, len(mail.units)), _(MAIL_PURPOSE)),
        row("calendar_file", _("Sitzungskalender"), _path(settings.calendar_file), _(MEETINGS_PURPOSE)),
        row("rules_file", _("Eigene Regeln"), _path(settings.rules_file), _(RULES_PURPOSE)),
        row("calendar_folder", _("Kalenderordner"), _path(settings.calendar_folder), _(CALENDARS_PURPOSE)),
        row(
            "archive_folder",
            _("Archiv"),
            str(settings.archive_folder) if settings.archive_folder else _("neben der Datenbank"),
            _("Wo die rohen Antworten der Quellen als Beleg liegen."),
        ),
        row(
            "archive_days",
            _("Archiv, Tage"),
            str(settings.archive_days),
            _("Wie lange die rohen Antworten aufgehoben werden."),
        ),
        row(
            "today",
            _("Heute"),
            settings.today.isoformat() if settings.today else _("der Tag der Uhr"),
            _("Welcher Tag als heute gilt; nur zum Üben und für Bilder."),
        ),
        SettingRow(
            "file",
            _("Einstellungsdatei"),
            str(file) if file else _("keine; Änderungen gelten, bis die Anwendung endet"),
            "–",
            _("Hier stehen die Einstellungen. Andere Einträge und Anmerkungen bleiben bei jeder Änderung stehen."),
        ),
    )
    return [
        Group(_("Für mich"), _("Was jede und jeder für sich einstellt."), mine),
        Group(
            _("Vor Fristen warnen"),
            _(THRESHOLDS_PURPOSE),
            _thresholds(settings.thresholds, units, "thresholds" in in_file, shared=own is not None),
        ),
        Group(_("Fest eingerichtet"), _(PRACTISED if settings.practice else ONLY_SHOWN), fixed),
    ]


ONLY_SHOWN = N_("Wird hier nur gezeigt; einrichten kann es, wer akquise verwaltet.")
PRACTISED = N_(
    "In der Übung gilt nichts, was nach außen führt: kein Kontakt, kein Mailversand, keine Ordner des Hauses."
)
UNIT_PURPOSE = N_(
    "Was diese Einheit angeht, trägt überall ein ▸ und steht zuerst, außer in der Suche nach Förderangeboten. "
    "Gilt nur für dieses Benutzerkonto."
)
LANGUAGE_PURPOSE = N_("Die Sprache der Anwendung und der Befehle; sie wechselt sofort.")
CONTACT_PURPOSE = N_("Die Mailadresse, die in jeder Anfrage an eine Quelle steht; ohne sie wird nichts abgefragt.")
MAIL_PURPOSE = N_("Womit die Zusammenfassungen verschickt werden. Ein Kennwort wird hier nie gezeigt.")
MEETINGS_PURPOSE = N_("Die Sitzungen der Stadt; danach wird von einer Frist rückwärts geplant.")
RULES_PURPOSE = N_("Regeln für Pflichten aus Bescheiden, die hinzukommen oder mitgelieferten vorgehen (.yml).")
CALENDARS_PURPOSE = N_("Wohin jede Nacht für jede Einheit eine Kalenderdatei geschrieben wird.")
SHARED = N_(
    "Gilt für alle, die akquise im Browser benutzen, und wird hier deshalb nur gezeigt; einrichten kann es, wer "
    "akquise verwaltet."
)
THRESHOLDS_PURPOSE = N_(
    "Wie viele Tage vor einem Termin gewarnt wird, zum Beispiel 28, 14, 3. Davon hängen das ! bei den Fristen und die "
    "Hinweise in den Zusammenfassungen ab. Leer heißt: wie für alle anderen."
)


def setting_panel(row: SettingRow) -> RenderableType:
    """What a setting is for, where it stands and how it is changed."""
    facts = [FactLine(_("Wert"), row.value), FactLine(_("Steht in"), one_line(row.origin))]
    return stacked(Text(row.purpose), FactTable(facts), Text(_how(row)))


def group_panel(group: Group) -> Text:
    """What the settings under a heading have in common."""
    return Text(group.purpose)


def _how(row: SettingRow) -> str:
    if row.led_by.startswith("--"):
        return _("Beim Aufruf mit {option} festgelegt; das gilt, bis die Anwendung endet.").format(option=row.led_by)
    if row.led_by:
        return _("In der Umgebung mit {variable} festgelegt; das geht der Datei vor.").format(variable=row.led_by)
    if row.fixed_because:
        return row.fixed_because
    if row.changeable:
        return _("⏎ ändert die Einstellung.")
    return _(ONLY_SHOWN)


def days_of(text: str) -> tuple[int, ...]:
    """Days before a date from what was typed in, the most first; none where nothing was typed in.

    >>> days_of("3, 14;28 3")
    (28, 14, 3)

    Raises:
        UsageError: something that is no number of days.
    """
    words = re.split(r"[\s,;]+", text.strip())
    wrong = [word for word in words if word and not (word.isascii() and word.isdecimal() and _fits(int(word)))]
    if wrong:
        raise UsageError(
            "„{word}“ ist keine Zahl von Tagen zwischen 1 und {most}.", word=wrong[0], most=LONGEST_WARNING
        )
    return tuple(sorted({int(word) for word in words if word}, reverse=True))


def days_text(days: Sequence[int]) -> str:
    """Days as they are shown and typed in: 28, 14, 3."""
    return ", ".join(map(str, days))


def _fits(days: int) -> bool:
    return 1 <= days <= LONGEST_WARNING


def _thresholds(
    wanted: Mapping[str, tuple[int, ...]], units: Sequence[str], any_set: bool, *, shared: bool
) -> tuple[SettingRow, ...]:
    rows = []
    why = _(SHARED) if shared else ""
    gone = sorted(wanted.keys() - {OTHERS, *units})
    for unit in (OTHERS, *units, *gone):
        own = wanted.get(unit)
        name = _("alle anderen") if unit == OTHERS else one_line(unit)
        if unit in gone:
            name = _("{unit} (gibt es nicht mehr)").format(unit=name)
        value = days_text(thresholds_of(unit, wanted))
        origin = _("Einstellungsdatei") if own and any_set else _("Vorgabe")
        if not own and unit != OTHERS:
            origin = _("wie alle anderen")
        key, purpose = THRESHOLDS + unit, _(THRESHOLDS_PURPOSE)
        rows.append(SettingRow(key, name, value, origin, purpose, changeable=not shared, fixed_because=why))
    return tuple(rows)


def _unit(name: str, units: Sequence[str]) -> str:
    if not name:
        return _("keine")
    return (
        f"{OWN} {name}" if any(is_own(unit, name) for unit in units) else _("{unit} (gibt es nicht)").format(unit=name)
    )


def _mail(host: str, units: int) -> str:
    return _("über {host}, Adressen von {n} Einheiten").format(host=host, n=units) if host else _("kein Versand")


def _path(path: Path | None) -> str:
    return str(path) if path else _("keiner")

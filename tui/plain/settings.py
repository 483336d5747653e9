"""The settings in plain text; passwords are in none of it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grants_db.rules.thresholds import OTHERS, thresholds_of
from tui.formatting.format import day
from tui.formatting.i18n import _
from tui.plain.base import Asked, Json, Part, named, raw
from tui.text.settings import days_text

if TYPE_CHECKING:
    from grants_db.settings import Settings

FILTERS: frozenset[str] = frozenset()
#: told apart, or a secret
NOT_TOLD: dict[str, bool | dict[str, bool]] = {
    "database_url": True,
    "today": True,
    "proxy": True,
    "mail": {"password": True},
    "mailbox": {"password": True},
}
LANGUAGES = {"de": "Deutsch", "en": "English"}


def read(asked: Asked) -> str:
    """The address of the database without its password; all else is in the settings that were read already."""
    from grants_db.storage.address import shown

    url = asked.engine.url
    return shown(url) if url.get_backend_name() != "sqlite" else str(url)


def outline(database: str, asked: Asked) -> Iterator[Part]:
    """A line for each setting."""
    settings = asked.settings
    city, mail, unset = settings.city, settings.mail, _("nicht gesetzt")
    yield Part(
        _("Einstellungen"),
        [
            named(_("Einheit"), settings.unit or unset),
            named(_("Sprache"), LANGUAGES[settings.lang]),
            named(_("Was als heute gilt"), day(asked.today)),
            named(_("Zeitzone der Stadt"), settings.zone),
            named(_("Datenbank"), database),
            named(_("Mailadresse in Abfragen"), settings.contact or unset),
            named(_("Sitzungskalender"), str(settings.calendar_file or unset)),
            named(_("Eigene Regeln"), str(settings.rules_file or unset)),
            named(_("Ordner für Kalender"), str(settings.calendar_folder or unset)),
            named(_("Archiv der Antworten"), str(settings.archive_folder or _("neben der Datenbank"))),
            named(_("Aufbewahrung der Antworten in Tagen"), str(settings.archive_days)),
            named(_("Ordner für Sicherungen"), str(settings.backup_folder or unset)),
            named(_("Proxy nach außen"), settings.outgoing.shown_proxy or unset),
            named(_("Eigene Zertifizierungsstelle"), str(settings.ca_file or unset)),
        ],
    )
    yield Part(
        _("Stadt"),
        [
            named(_("Name"), f"{city.name}, {city.kind}"),
            named(_("Amtlicher Gemeindeschlüssel"), city.ags),
            named(_("Gebiet"), f"{city.nuts}, {city.state}"),
        ],
    )
    yield Part(
        _("Warnschwellen in Tagen vorher"),
        [
            named(_("alle übrigen") if unit == OTHERS else unit, days_text(days))
            for unit, days in _thresholds(settings).items()
        ],
    )
    yield Part(
        _("Mail"),
        [
            named(_("Server"), f"{mail.host}, Port {mail.port}, {mail.tls}" if mail.host else unset),
            named(_("Absender"), mail.sender or unset),
            named(_("Fördermittelstelle"), mail.office or unset),
            *(named(unit, address) for unit, address in mail.units.items()),
        ],
    )


def data(database: str, asked: Asked) -> Json:
    """The same for a script."""
    settings = asked.settings
    kept = settings.model_dump(mode="json", exclude=NOT_TOLD)
    kept["thresholds"] = {unit: list(days) for unit, days in _thresholds(settings).items()}
    return {"database": database, "today_as_set": raw(settings.today), "proxy": settings.outgoing.shown_proxy, **kept}


def _thresholds(settings: "Settings") -> dict[str, tuple[int, ...]]:
    """What holds, as the screen shows it: for all others, and for each unit that is named."""
    wanted = settings.thresholds
    return {unit: thresholds_of(unit, wanted) for unit in (OTHERS, *(unit for unit in wanted if unit != OTHERS))}

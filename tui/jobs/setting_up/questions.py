"""What is asked at a terminal, in which order, and what stands as an answer where only Enter is pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from grants_db.settings import City
from grants_db.user_folders import user_folder
from tui.formatting.i18n import N_

#: what was answered so far, as settings
Said = dict[str, Any]


def always(_said: Mapping[str, Any]) -> bool:
    """A question that is put in any case."""
    return True


def with_mail(said: Mapping[str, Any]) -> bool:
    """A question for who has a mail server."""
    return bool(said.get("mail", {}).get("host"))


@dataclass(frozen=True)
class SetupQuestion:
    """One question: the name of its answer (`city.ags`), its words, and for whom it is."""

    name: str
    words: str
    default: str = ""
    secret: bool = False
    is_put: Callable[[Mapping[str, Any]], bool] = always
    may_be_empty: bool = True


QUESTIONS = (
    SetupQuestion("city.name", N_("Name der Stadt"), City().name, may_be_empty=False),
    SetupQuestion("city.ags", N_("Amtlicher Gemeindeschlüssel (acht Ziffern)"), City().ags, may_be_empty=False),
    SetupQuestion("city.nuts", N_("Gebiet nach NUTS 3 (fünf Zeichen)"), City().nuts, may_be_empty=False),
    SetupQuestion("contact", N_("Kontaktadresse, die in jeder Abfrage steht"), may_be_empty=False),
    SetupQuestion("database_url", N_("Datenbank"), may_be_empty=False),
    SetupQuestion("backup_folder", N_("Ordner für Sicherungen"), str(user_folder("data") / "sicherungen")),
    SetupQuestion("calendar_folder", N_("Ordner für Kalenderdateien (leer: keine)")),
    SetupQuestion("proxy", N_("Proxy nach außen (leer: keiner)")),
    SetupQuestion("ca_file", N_("Datei mit eigenen Zertifikaten (leer: keine)")),
    SetupQuestion("mail.host", N_("Mailserver (leer: Nachrichten werden nur aufgehoben)")),
    SetupQuestion("mail.port", N_("Port des Mailservers"), "587", is_put=with_mail, may_be_empty=False),
    SetupQuestion(
        "mail.tls", N_("Verschlüsselung: starttls oder tls"), "starttls", is_put=with_mail, may_be_empty=False
    ),
    SetupQuestion("mail.user", N_("Anmeldung am Mailserver (leer: ohne)"), is_put=with_mail),
    SetupQuestion("mail.password", N_("Kennwort (wird nicht gezeigt)"), secret=True, is_put=with_mail),
    SetupQuestion("mail.sender", N_("Absender der Nachrichten"), is_put=with_mail, may_be_empty=False),
    SetupQuestion("mail.office", N_("Adresse der Fördermittelstelle"), is_put=with_mail, may_be_empty=False),
    SetupQuestion("measures", N_("Erste Tabelle der Maßnahmen (leer: später)")),
)


def put(said: Said, name: str, value: object) -> None:
    """Enter an answer under its name."""
    group, dot, entry = name.rpartition(".")
    (said.setdefault(group, {}) if dot else said)[entry] = value


def value_of(said: Mapping[str, Any], name: str) -> object:
    """What is entered under a name; None where nothing is."""
    found: object = said
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found

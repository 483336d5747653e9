"""What a user can have an opinion on: environment `AKQUISE_*` over a TOML file in the user's configuration folder.

    # config.toml
    database_url = "postgresql+psycopg://…"
    contact = "foerdermittel@stadt.example"
    [city]
    name = "Magdeburg"
    [thresholds]
    "Amt 50" = [42, 14, 3]

Nothing is read at import; `load_settings` reads once and gives a frozen value. `store_settings` changes single entries
of the file; its comments, order and other entries stay.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping, MutableMapping
from datetime import date
from errno import EACCES
from pathlib import Path
from typing import Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from grants_db.atomic_write import replaced_whole
from grants_db.clock import HOME_ZONE, is_zone, local_day, this_instant
from grants_db.errors import UsageError
from grants_db.messages import Message, Quote
from grants_db.outgoing import Outgoing, is_proxy
from grants_db.practice_mark import PORTAL_CLOSED, is_practice
from grants_db.reader_server import ReaderServer
from grants_db.typed_days import read_day
from grants_db.user_folders import user_folder

MAIL_ADDRESS = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")


class City(BaseModel):
    """Whose money it is about; the default is the first city."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "Magdeburg"
    ags: str = "15003000"  # Amtlicher Gemeindeschlüssel
    nuts: str = "DEE03"
    state: str = "DE-ST"  # ISO 3166-2
    kind: str = "kreisfreie Stadt"


class Mail(BaseModel):
    """How digests leave the house; without a host they are only kept and shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = ""
    port: int = 587
    tls: Literal["starttls", "tls", "none"] = "starttls"  # "none" only for a server on this machine
    user: str = ""
    password: str = ""
    sender: str = ""
    office: str = ""  # the funding office's address: gets everything
    units: dict[str, str] = {}  # unit: address
    via_proxy: bool = False  # most houses reach their mail server directly

    @model_validator(mode="after")
    def _no_open_mail_over_the_net(self) -> "Mail":
        if self.tls == "none" and self.host not in ("", "localhost", "127.0.0.1", "::1"):
            raise PydanticCustomError("unencrypted", "mail would go over the net unencrypted")
        return self


class Mailbox(BaseModel):
    """A mailbox whose newsletters are read at night, over IMAP; nothing in it is changed. Without a host none is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = ""
    port: int = Field(default=993, ge=1, le=65535)
    tls: Literal["tls", "starttls", "none"] = "tls"  # "none" only for a server on this machine
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    days: int = Field(default=60, ge=1)  # older letters are left alone
    via_proxy: bool = False

    @model_validator(mode="after")
    def _no_open_mail_over_the_net(self) -> "Mailbox":
        if self.tls == "none" and self.host not in ("", "localhost", "127.0.0.1", "::1"):
            raise PydanticCustomError("unencrypted", "mail would come over the net unencrypted")
        return self


class Settings(BaseModel):
    """All settings; `contact` must be set before anything but loopback is fetched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str
    contact: str = ""
    lang: Literal["de", "en"] = "de"
    zone: str = HOME_ZONE  # by whose clock days begin: a name of the IANA's time zone database
    today: date | None = None  # what the program takes for today; None: the clock's day
    unit: str = ""  # whose measures, applications and dates come first in the app; empty: nobody's
    funding_office: str = ""  # the unit that changes all of every measure; others change what is theirs to know
    city: City = City()
    mail: Mail = Mail()
    mailbox: Mailbox = Mailbox()
    reader: ReaderServer = ReaderServer()
    letters_folder: Path | None = None  # newsletters kept as .eml or .msg files, read at night
    thresholds: dict[str, tuple[PositiveInt, ...]] = {}  # unit (or "*" for all others): days before a date to warn
    calendar_file: Path | None = None  # the city's meetings, for planning backwards
    rules_file: Path | None = None  # rules of awards that the city adds or puts in the place of the shipped ones
    calendar_folder: Path | None = None  # where the night writes each unit's .ics file
    archive_folder: Path | None = None  # raw answers of the sources; None: beside the database
    least_chance: float = Field(default=0.15, ge=0, le=1)  # a match that is worth reading more rarely is not proposed
    encoder: bool = False  # the matcher's bilingual encoder, of the extra "encoder"
    archive_days: int = Field(default=400, ge=1)  # how long they are kept
    backup_folder: Path | None = None  # where `db backup` puts its files, and whose newest one is watched
    proxy: str = ""  # http://[user:password@]host:port, by which requests leave the house
    ca_file: Path | None = None  # certificates (PEM) the house trusts besides those of the system
    practice: str = ""  # the practice portal's address, given by `akquise demo`, or PORTAL_CLOSED: see IN_PRACTICE

    @field_validator("today", mode="before")
    @classmethod
    def _as_people_write_it(cls, value: object) -> object:
        try:
            return read_day(value, local_day(this_instant())) if isinstance(value, str) else value
        except UsageError as error:
            raise ValueError(error) from error

    @field_validator("proxy", "zone")
    @classmethod
    def _as_they_are_named(cls, value: str, info: ValidationInfo) -> str:
        name = str(info.field_name)
        if not (is_zone(value) if name == "zone" else not value or is_proxy(value)):
            raise PydanticCustomError(name, "no such address, or zone")
        return value

    @property
    def outgoing(self) -> Outgoing:
        """How requests leave the house."""
        return Outgoing(self.proxy, self.ca_file)


#: what the environment may set, as AKQUISE_ and the name in capitals
FROM_ENVIRONMENT = tuple(
    (
        "database_url contact lang today zone unit funding_office calendar_file rules_file calendar_folder "
        "letters_folder archive_folder archive_days encoder backup_folder proxy ca_file practice "
    ).split()
)
#: all that holds in practice of what is configured: no contact, mail, folder or city of one's own, so that nothing
#: leaves the practice and it is the same everywhere; whatever is not named here is as if nothing were set
IN_PRACTICE = frozenset(("database_url", "lang", "today", "practice"))
#: a file that is new is its owner's alone: a password may be in it
NEW_FILE_MODE = 0o600


def default_database_url() -> str:
    """The SQLite file in the user's data folder."""
    return f"sqlite:///{user_folder('data') / 'akquise.db'}"


def load_settings(environment: Mapping[str, str] | None = None, config_file: Path | None = None) -> Settings:
    """Read the configuration file, then let the environment lead; in practice only `IN_PRACTICE` holds of both.

    Raises:
        UsageError: a file that is no TOML, an unknown setting, a contact that is no mail address.
    """
    environment = os.environ if environment is None else environment
    path = config_file or default_config_file()
    values: dict[str, object] = {"database_url": default_database_url(), **file_values(path)}
    values |= {name: environment[variable].strip() for name, variable in set_by_environment(environment).items()}
    if not values.get("practice") and is_practice(str(values["database_url"])):
        values["practice"] = PORTAL_CLOSED
    if values.get("practice"):
        values = {name: value for name, value in values.items() if name in IN_PRACTICE}
    return _checked(values, path)


def default_config_file() -> Path:
    """The file in the user's configuration folder."""
    return user_folder("config") / "config.toml"


def set_by_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings that the environment leads in, each with its variable; an empty variable is none."""
    variables = {name: f"AKQUISE_{name.upper()}" for name in FROM_ENVIRONMENT}
    led = {name: variable for name, variable in variables.items() if environment.get(variable, "").strip()}
    return {name: led[name] for name in led if name in IN_PRACTICE} if "practice" in led else led


def file_values(path: Path) -> dict[str, object]:
    """What stands in the file; nothing where there is none.

    Raises:
        UsageError: it can't be read or is no TOML.
    """
    return tomllib.loads(_text_of(path))


def store_settings(changes: Mapping[str, object], file: Path) -> Settings:
    """Write single settings into the file, all or none; gives what the file then says.

    A mapping changes the entries of a table (`{"thresholds": {"Amt 50": [14, 3]}}`), None removes an entry.

    Raises:
        UsageError: the file can't be read or written, or a value doesn't fit; the file is then as before.
    """
    import tomlkit  # only needed where something is changed

    before = _text_of(file)
    _checked({"database_url": default_database_url(), **tomllib.loads(before)}, file)
    document = tomlkit.parse(before)
    for name, value in changes.items():
        if isinstance(value, Mapping):
            if name not in document:
                document[name] = tomlkit.table()
            for entry, wanted in value.items():
                _put(document[name], str(entry), wanted)
        else:
            _put(document, name, value)
    text = tomlkit.dumps(document)
    settings = _checked({"database_url": default_database_url(), **tomllib.loads(text)}, file)
    _write(text, file.resolve())
    return settings


def _put(table: MutableMapping[str, object], name: str, value: object) -> None:
    if value is None:
        table.pop(name, None)
    else:
        table[name] = list(value) if isinstance(value, tuple) else value


def _text_of(path: Path) -> str:
    """The file's text, TOML for certain; empty where there is no file."""
    try:
        text = path.read_text(encoding="utf-8")
        tomllib.loads(text)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            "Die Einstellungsdatei {path} ist nicht lesbar: {why}. Bitte die Datei berichtigen oder umbenennen.",
            path=path,
            why=error,
        ) from error
    return text


def _write(text: str, file: Path) -> None:
    """Replace the file in one step; whoever reads it meanwhile sees the old or the new one."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else NEW_FILE_MODE
        if not mode & stat.S_IWUSR:
            raise PermissionError(EACCES, os.strerror(EACCES))
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replaced_whole(file, mode) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "Die Einstellungsdatei {path} lässt sich nicht schreiben: {why}. Es wurde nichts geändert.",
            path=file,
            why=error.strerror,
        ) from error


def _checked(values: Mapping[str, object], path: Path) -> Settings:
    """The values as settings, or one sentence on the first that doesn't fit."""
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(
            "Die Einstellung „{name}“ passt nicht: {why}. "
            "Sie steht im Aufruf, als AKQUISE_{upper} in der Umgebung oder in {path}.",
            name=".".join(map(str, first["loc"])),
            upper="_".join(map(str, first["loc"])).upper(),
            why=why_refused(first),
            path=path,
        ) from error
    if settings.contact and not MAIL_ADDRESS.fullmatch(settings.contact):
        raise UsageError(
            "AKQUISE_CONTACT „{contact}“ ist keine Mailadresse. "
            "Bitte eine Adresse angeben, unter der Sie erreichbar sind.",
            contact=settings.contact,
        )
    return settings


def why_refused(refused: ErrorDetails) -> Message | str:
    """What is wrong with a value; what every command takes is said without the validator's words."""
    given = Quote(str(refused["input"]))
    if refused["type"] == "unencrypted":
        return Message.of('tls = "none" ist nur für einen Mailserver auf diesem Rechner erlaubt')
    if refused["type"] == "proxy":  # what was given may hold a password
        return Message.of("gemeint ist etwa http://proxy.stadt.example:3128")
    if refused["type"] == "zone":
        return Message.of("{given} (eine Zeitzone wie Europe/Berlin)", given=given)
    if refused["type"] == "open_reader":
        return Message.of("http:// ist nur für einen Server auf diesem Rechner erlaubt, sonst https://")
    if refused["type"] == "no_reader":
        return Message.of("gebraucht werden eine Adresse mit https:// und ein Modell (reader.url, reader.model)")
    if refused["loc"] == ("today",):
        return Message.of("{given} (TT.MM.JJJJ, von 2000 bis in 15 Jahren)", given=given)
    if refused["loc"] == ("lang",):
        return Message.of("{given} (de, en)", given=given)
    return refused["msg"]

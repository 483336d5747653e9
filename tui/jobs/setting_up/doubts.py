"""Whether answers can be so: each wrong one with what is wrong with it and what to do next, before anything is made."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from grants_db.errors import AkquiseError
from grants_db.masking import masked
from grants_db.messages import Message
from grants_db.rules.obligation_rules import load_rules
from grants_db.rules.planning import load_meetings
from grants_db.settings import MAIL_ADDRESS, Settings, default_database_url, why_refused
from grants_db.storage.look import look_at
from tui.jobs.setting_up.answers import WrongAnswer
from tui.jobs.setting_up.municipality import is_key, is_nuts_of, kind_of, land_of, name_of_land

FOLDERS = ("calendar_folder", "archive_folder", "backup_folder")


def completed(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they would be: what stood in the file before, the answers over it, and what follows from them."""
    values = {"database_url": default_database_url(), **before, **said}
    for group, entries in before.items():
        if isinstance(entries, dict) and isinstance(said.get(group), dict):
            values[group] = entries | said[group]
    city = values.get("city")
    if isinstance(city, dict) and isinstance(said.get("city"), dict) and is_key(str(city.get("ags", ""))):
        ags = str(city["ags"])
        follows = {"state": land_of(ags), "kind": kind_of(ags)}
        values["city"] = city | {name: value for name, value in follows.items() if name not in said["city"]}
    return values


def wrong_answers(values: Mapping[str, Any], *, only: str = "") -> list[WrongAnswer]:
    """What of the completed settings can't be so; with `only`, what is wrong with that answer alone."""
    found = list(_of_kind(values))
    if not found:
        settings = Settings.model_validate(values)
        found = [*_of_city(settings, values), *_of_addresses(settings), *_of_places(settings)]
        if only in ("", "database_url"):  # a server that doesn't answer takes its time to say so
            found += _of_database(settings)
    return [wrong for wrong in found if not only or wrong.name == only]


def _of_kind(values: Mapping[str, Any]) -> Iterator[WrongAnswer]:
    """What the settings themselves refuse, all of it."""
    try:
        Settings.model_validate(values)
    except ValidationError as error:
        for refused in error.errors():
            name = ".".join(map(str, refused["loc"]))
            if refused["type"] == "extra_forbidden":
                known = [*Settings.model_fields, "measures", "measures_list"]
                if len(refused["loc"]) > 1:
                    part = getattr(Settings(database_url=""), str(refused["loc"][0]))
                    known = list(type(part).model_fields)
                close = get_close_matches(str(refused["loc"][-1]), known, 1)
                yield WrongAnswer(
                    name,
                    Message.of("Das gibt es nicht. Gemeint ist vielleicht „{close}“.", close=close[0])
                    if close
                    else Message.of("Das gibt es nicht. Bitte die Zeile streichen."),
                )
            else:
                yield WrongAnswer(name, Message.of("Das passt nicht: {why}.", why=why_refused(refused)))


def _of_city(settings: Settings, values: Mapping[str, Any]) -> Iterator[WrongAnswer]:
    city, said = settings.city, values.get("city", {})
    if not is_key(city.ags):
        yield WrongAnswer(
            "city.ags",
            Message.of(
                "„{ags}“ ist kein Amtlicher Gemeindeschlüssel: acht Ziffern, die ersten beiden nennen das Land, zum "
                "Beispiel 15003000 für Magdeburg.",
                ags=city.ags,
            ),
        )
        return
    land = name_of_land(city.ags)
    if "ags" in said and not {"name", "nuts"} <= said.keys():
        for name in ("name", "nuts"):
            if name not in said:
                yield WrongAnswer(
                    f"city.{name}",
                    Message.of("Das fehlt: Zum Gemeindeschlüssel gehören Name (name) und Gebiet (nuts)."),
                )
    elif not is_nuts_of(city.nuts, city.ags):
        yield WrongAnswer(
            "city.nuts",
            Message.of(
                "„{nuts}“ ist kein Gebiet in {land}: NUTS 3 hat fünf Zeichen, zum Beispiel DEE03 für Magdeburg.",
                nuts=city.nuts,
                land=land,
            ),
        )
    if city.state != land_of(city.ags):
        yield WrongAnswer(
            "city.state",
            Message.of(
                "„{state}“ passt nicht zum Gemeindeschlüssel; er nennt {land} ({right}). Die Zeile darf fehlen.",
                state=city.state,
                land=land,
                right=land_of(city.ags),
            ),
        )


def _of_addresses(settings: Settings) -> Iterator[WrongAnswer]:
    if not settings.contact:
        yield WrongAnswer(
            "contact",
            Message.of("Das fehlt: die Mailadresse, die in jeder Abfrage steht, etwa foerdermittel@stadt.example."),
        )
    named = {"contact": settings.contact, "mail.sender": settings.mail.sender, "mail.office": settings.mail.office}
    named |= {f"mail.units.{unit}": address for unit, address in settings.mail.units.items()}
    for name, address in named.items():
        if address and not all(MAIL_ADDRESS.fullmatch(one.strip()) for one in address.split(",")):
            yield WrongAnswer(name, Message.of("„{address}“ ist keine Mailadresse.", address=address))
    if settings.mail.host:
        for name in ("sender", "office"):
            if not getattr(settings.mail, name):
                yield WrongAnswer(
                    f"mail.{name}",
                    Message.of("Das fehlt: Wer einen Mailserver angibt, gibt auch sender und office an."),
                )


def _of_places(settings: Settings) -> Iterator[WrongAnswer]:
    for name in FOLDERS:
        folder: Path | None = getattr(settings, name)
        if folder is None:
            continue
        nearest = next(above for above in (folder, *folder.absolute().parents) if above.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            yield WrongAnswer(
                name,
                Message.of(
                    "Der Ordner {folder} lässt sich nicht anlegen oder nicht beschreiben. Bitte einen anderen nennen "
                    "oder ihn diesem Benutzer geben.",
                    folder=folder,
                ),
            )
    letters = settings.letters_folder
    if letters is not None and not letters.is_dir():
        yield WrongAnswer("letters_folder", Message.of("Der Ordner {folder} ist nicht da.", folder=letters))
    try:
        settings.outgoing.tls_context()
    except AkquiseError as error:
        yield WrongAnswer("ca_file", error.sentence)
    for name, file, load in (
        ("calendar_file", settings.calendar_file, load_meetings),
        ("rules_file", settings.rules_file, load_rules),
    ):
        try:
            if file is not None:
                load(file)
        except AkquiseError as error:
            yield WrongAnswer(name, error.sentence)


def _of_database(settings: Settings) -> Iterator[WrongAnswer]:
    """One that is there must be ours and of a revision we know; one that isn't must be possible."""
    try:
        address = make_url(settings.database_url)
    except ArgumentError:
        yield WrongAnswer(
            "database_url",
            Message.of(
                "„{url}“ ist keine Adresse einer Datenbank. Möglich sind sqlite:////srv/akquise/akquise.db und "
                "postgresql+psycopg://nutzer@rechner/name.",
                url=masked(settings.database_url),
            ),
        )
        return
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        yield WrongAnswer("database_url", Message.of("Möglich sind sqlite und postgresql+psycopg."))
        return
    if address.password is not None or "password" in address.query:
        yield WrongAnswer(
            "database_url",
            Message.of("Ein Kennwort gehört nicht in die Adresse, sondern in die Datei ~/.pgpass dieses Benutzers."),
        )
        return
    if address.get_backend_name() == "sqlite":
        path = Path(str(address.database)).absolute()
        if not path.is_file() or not path.stat().st_size:
            nearest = next(above for above in path.parents if above.exists())
            if not os.access(nearest, os.W_OK | os.X_OK):
                yield WrongAnswer(
                    "database_url", Message.of("In {folder} darf dieser Benutzer nichts anlegen.", folder=nearest)
                )
            return
    try:
        look_at(settings.database_url, empty=True)
    except AkquiseError as error:
        yield WrongAnswer("database_url", error.sentence)

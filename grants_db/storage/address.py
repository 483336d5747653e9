"""The database's address: read, refused where it is of no use, and written for people without its password."""

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from grants_db.errors import UsageError
from grants_db.masking import HIDDEN, masked


def read_address(url: str) -> URL:
    """The address as SQLAlchemy knows it.

    Raises:
        UsageError: no valid address, a kind of database that isn't supported, or a password that can't be told from
            the rest.
    """
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise UsageError(
            "Die Datenbankadresse „{url}“ ist nicht zu gebrauchen. Möglich sind sqlite:///PFAD/akquise.db und "
            "postgresql+psycopg://NUTZER@RECHNER/NAME.",
            url=masked(url),
        ) from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(
            "Datenbanken vom Typ „{kind}“ werden nicht unterstützt; möglich sind sqlite und postgresql+psycopg.",
            kind=address.get_backend_name(),
        )
    if "@" in (address.host or ""):
        raise UsageError(
            "Die Datenbankadresse {url} hat mehr als ein @. Steht eines im Kennwort, wird es dort %40 geschrieben; "
            "besser steht das Kennwort in ~/.pgpass und nicht in der Adresse.",
            url=masked(url),
        )
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def in_memory(address: URL) -> bool:
    """Is it a SQLite database without a file?"""
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def shown(url: URL) -> str:
    """The address for people: a file's path, or the server's address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return masked(url.render_as_string(hide_password=False))


def without_secrets(said: str, url: URL) -> str:
    """What a driver said, without the address's password however it quotes it.

    >>> without_secrets('no user "geheim"', make_url("postgresql://amt:geheim@rechner/akquise"))
    'no user "***"'
    """
    asked = url.query.get("password", "")
    secrets = {str(url.password or ""), *((asked,) if isinstance(asked, str) else asked)} - {""}
    for secret in sorted(secrets, key=len, reverse=True):
        said = said.replace(secret, HIDDEN)
    return masked(said)

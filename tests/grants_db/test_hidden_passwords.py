"""However a password stands in a database's address, nobody sees it."""

import pytest
from sqlalchemy import make_url

from grants_db.errors import AkquiseError, DatabaseError, UsageError
from grants_db.masking import masked
from grants_db.storage.address import shown, without_secrets
from grants_db.storage.database import open_database

SECRET = "Geh3im"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://amt:{SECRET}@127.0.0.1:9/akquise",
        f"postgresql+psycopg://amt@127.0.0.1:9/akquise?password={SECRET}",
        f"postgresql+psycopg://amt@127.0.0.1:9/akquise?sslmode=disable&password={SECRET}&user=amt",
        f"postgresql+psycopg://amt:x@{SECRET}@127.0.0.1:9/akquise",
        f"postgresql+psycopg://amt:x:{SECRET}@127.0.0.1:9/akquise",
        f"postgresql+psycopg://amt:x/{SECRET}@127.0.0.1:9/akquise",
        f"postgresql+psycopg://amt:{SECRET}@127.0.0.1:neun/akquise",
        f"mysql://amt:{SECRET}@rechner/akquise",
        f"postgresql+nichts://amt@rechner/akquise?password={SECRET}",
    ],
)
def test_no_error_shows_it(url: str) -> None:
    with pytest.raises(AkquiseError) as caught:
        open_database(url)

    assert SECRET not in str(caught.value)


def test_an_unquoted_at_sign_is_named_and_how_it_is_written() -> None:
    with pytest.raises(UsageError, match=r"mehr als ein @.*%40"):
        open_database("postgresql+psycopg://amt:ge@heim@rechner/akquise")


def test_a_password_asked_for_in_the_address_does_not_stand_in_what_is_shown() -> None:
    assert shown(make_url("postgresql://amt@rechner/akquise?password=Geh3im")) == (
        "postgresql://amt@rechner/akquise?password=***"
    )


def test_a_driver_that_repeats_it_is_not_quoted() -> None:
    url = make_url("postgresql://amt:Geh%403im@rechner/akquise")
    assert without_secrets('connection failed: "Geh@3im"', url) == 'connection failed: "***"'


@pytest.mark.parametrize(
    "text", ["https://stadt.example/a@b", "Mail an amt@stadt.example", "12:30@Rathaus", "sqlite:////srv/akquise.db"]
)
def test_what_is_no_password_stays(text: str) -> None:
    assert masked(text) == text


def test_an_unreachable_server_is_said_without_it() -> None:
    with pytest.raises(DatabaseError, match="nicht erreichbar") as caught:
        open_database(f"postgresql+psycopg://127.0.0.1:9/akquise?user=amt&password={SECRET}")

    assert SECRET not in str(caught.value)

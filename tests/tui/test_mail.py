"""Digests leave the house once, over TLS, to a real mail server on loopback."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import select

from grants_db.errors import UsageError
from grants_db.models.notice import Digest
from grants_db.outgoing import Outgoing
from grants_db.settings import Mail
from grants_db.storage.database import open_database, reading, writing
from tests.loopback_proxy import proxy_to
from tests.loopback_tls import certificate_for, tls_before
from tui.jobs.mail import send_waiting

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OFFICE = "foerdermittel@stadt.example"


class Inbox(Message):
    """Keeps what it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[object] = []

    def handle_message(self, message: object) -> None:
        self.messages.append(message)


class Picky(Inbox):
    """Answers some addresses as a server does that doesn't want them."""

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__()
        self.answers = answers

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _more: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        if to in self.answers:
            return self.answers[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that only this test's client trusts."""
    return certificate_for("127.0.0.1", tmp_path_factory.mktemp("certificate"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(certificate: tuple[Path, Path]) -> Iterator[tuple[Controller, Picky]]:
    inbox = Picky({})
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True)
    controller.start()
    yield controller, inbox
    controller.stop()


@pytest.fixture
def engine(empty_file: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copyfile(empty_file, tmp_path / "akquise.db")
    opened = open_database(f"sqlite:///{tmp_path / 'akquise.db'}")
    with writing(opened) as session:
        for unit in ("", "Amt 50", "Amt ohne Adresse"):
            session.add(
                Digest(
                    unit_name=unit,
                    day=date(2026, 11, 24),
                    subject=f"Fördermittel für {unit}",
                    text="Neu: Förderung\n",
                    html="<p>Neu</p>",
                    made_at=NOW,
                )
            )
    yield opened
    opened.dispose()


def settings(port: int) -> Mail:
    return Mail(
        host="127.0.0.1",
        port=port,
        sender="akquise@stadt.example",
        office=OFFICE,
        units={"Amt 50": "amt50@stadt.example"},
    )


def trusting(certificate: tuple[Path, Path]) -> Outgoing:
    return Outgoing(ca_file=certificate[0])


def waiting(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [digest.unit_name for digest in session.exec(select(Digest)) if digest.sent_at is None]


def port_of(controller: Controller) -> int:
    return controller.port


def test_each_digest_is_sent_once_and_one_without_an_address_is_kept(
    engine: Engine, server: tuple[Controller, Inbox], certificate: tuple[Path, Path]
) -> None:
    controller, inbox = server
    for _ in range(2):
        assert send_waiting(engine, settings(port_of(controller)), NOW, trusting(certificate)) == []
    receivers = sorted(message["To"] for message in inbox.messages)  # type: ignore[index]  # aiosmtpd gives email messages
    assert receivers == ["amt50@stadt.example", "foerdermittel@stadt.example"]
    assert waiting(engine) == ["Amt ohne Adresse"]


def test_a_message_has_text_and_html_and_an_identity_that_stays(
    engine: Engine, server: tuple[Controller, Inbox], certificate: tuple[Path, Path]
) -> None:
    controller, inbox = server
    send_waiting(engine, settings(port_of(controller)), NOW, trusting(certificate))
    message = inbox.messages[0]
    kinds = [part.get_content_type() for part in message.walk()]  # type: ignore[attr-defined]  # as above
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert "akquise-digest-1-2026-11-24" in message["Message-ID"]  # type: ignore[index]  # as above


def test_certificates_of_the_house_that_are_not_there_are_said_and_nothing_is_sent(
    engine: Engine, server: tuple[Controller, Inbox], tmp_path: Path
) -> None:
    controller, inbox = server
    with pytest.raises(UsageError, match="ca_file"):
        send_waiting(engine, settings(port_of(controller)), NOW, Outgoing(ca_file=tmp_path / "nobody.pem"))
    assert inbox.messages == []


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_by_the_proxy_is_encrypted_to_the_server_itself(engine: Engine, tmp_path: Path, tls: str) -> None:
    name = "mail.anbieter.example"
    certificate = certificate_for(name, tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    inbox = Picky({})
    offered = context if tls == "starttls" else None
    controller = Controller(
        inbox, hostname="127.0.0.1", port=free_port(), tls_context=offered, require_starttls=offered is not None
    )
    controller.start()
    outside = settings(465).model_copy(update={"host": name, "tls": tls, "via_proxy": True})
    try:
        with tls_before(controller.port, certificate) as encrypted:
            port = encrypted if tls == "tls" else controller.port
            with proxy_to({name: port}) as proxy:
                assert send_waiting(engine, outside, NOW, Outgoing(proxy.url, certificate[0])) == []
    finally:
        controller.stop()
    assert proxy.asked == [f"CONNECT {name}:465 HTTP/1.1"]
    assert len(inbox.messages) == 2


def test_a_proxy_that_refuses_is_named_and_nothing_is_lost(engine: Engine) -> None:
    outside = settings(587).model_copy(update={"via_proxy": True})
    with proxy_to({}) as proxy:
        (finding,) = send_waiting(engine, outside, NOW, Outgoing(proxy.url))
    assert f"Proxy {proxy.url}: HTTP/1.1 403" in str(finding)
    assert len(waiting(engine)) == 3


def test_a_server_that_is_away_loses_nothing_and_is_tried_again(
    engine: Engine, server: tuple[Controller, Inbox], certificate: tuple[Path, Path]
) -> None:
    (finding,) = send_waiting(engine, settings(9), NOW)  # nobody listens on the discard port
    assert "bleiben und werden wieder versucht" in str(finding)
    assert len(waiting(engine)) == 3
    controller, inbox = server
    assert send_waiting(engine, settings(port_of(controller)), NOW, trusting(certificate)) == []
    assert len(inbox.messages) == 2


def test_a_server_with_an_unknown_certificate_gets_nothing(engine: Engine, server: tuple[Controller, Inbox]) -> None:
    controller, inbox = server
    (finding,) = send_waiting(engine, settings(port_of(controller)), NOW)
    assert "certificate" in str(finding).lower()
    assert inbox.messages == []


@pytest.mark.parametrize("answer", ["550 no such mailbox here", "421 too many of them, good-bye"])
def test_an_address_that_is_refused_stops_no_other_and_is_tried_again(
    engine: Engine, server: tuple[Controller, Picky], certificate: tuple[Path, Path], answer: str
) -> None:
    controller, inbox = server
    inbox.answers = {OFFICE: answer}
    (finding,) = send_waiting(engine, settings(port_of(controller)), NOW, trusting(certificate))
    assert str(finding).startswith(f"Die Nachricht vom 24.11.2026 an {OFFICE} ist nicht hinausgegangen: {answer}. ")
    assert waiting(engine) == ["", "Amt ohne Adresse"]
    inbox.answers = {}
    assert send_waiting(engine, settings(port_of(controller)), NOW, trusting(certificate)) == []
    assert waiting(engine) == ["Amt ohne Adresse"]
    assert [str(message["To"]) for message in inbox.messages] == ["amt50@stadt.example", OFFICE]  # type: ignore[index]  # as above


def test_an_address_that_no_message_can_carry_stops_no_other(
    engine: Engine, server: tuple[Controller, Picky], certificate: tuple[Path, Path]
) -> None:
    controller, _inbox = server
    wrong = settings(port_of(controller)).model_copy(update={"office": "foerder\nmittel@stadt.example"})
    assert len(send_waiting(engine, wrong, NOW, trusting(certificate))) == 1
    assert waiting(engine) == ["", "Amt ohne Adresse"]


def test_of_several_addresses_the_one_that_is_refused_is_named(
    engine: Engine, server: tuple[Controller, Picky], certificate: tuple[Path, Path]
) -> None:
    controller, inbox = server
    inbox.answers = {OFFICE: "550 no such mailbox here"}
    two = settings(port_of(controller)).model_copy(update={"office": f"{OFFICE}, leitung@stadt.example"})
    (finding,) = send_waiting(engine, two, NOW, trusting(certificate))
    assert f"hat von mehreren Adressen {OFFICE} nicht erreicht: 550 no such mailbox here." in str(finding)
    assert waiting(engine) == ["Amt ohne Adresse"]


def test_without_a_mail_server_nothing_is_tried(engine: Engine) -> None:
    assert send_waiting(engine, Mail(), NOW) == []
    assert len(waiting(engine)) == 3


def test_mail_without_tls_is_only_for_this_machine() -> None:
    with pytest.raises(ValidationError, match="unencrypted"):
        Mail(host="mail.stadt.example", tls="none")

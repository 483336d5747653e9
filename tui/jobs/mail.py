"""Sends kept digests by SMTP: each once; what can't be sent stays and is tried again the next night."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from socket import socket

from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.messages import Message
from grants_db.models.notice import Digest
from grants_db.outgoing import DIRECTLY, Outgoing
from grants_db.settings import Mail
from grants_db.storage.database import reading, writing

#: a digest that could not be sent this often is left for a person
MOST_ATTEMPTS = 30
TIMEOUT_SECONDS = 30


class _Tunnelled(smtplib.SMTP):
    """A session that goes out by the proxy, where there is one."""

    def __init__(self, way: Outgoing) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._way = way

    def connect(self, host: str = "", port: int = 0, source_address: object = None) -> tuple[int, bytes]:
        """The server's name is kept: starttls checks it."""
        self._host = host
        return super().connect(host, port, source_address)  # type: ignore[arg-type]  # typed more narrowly there

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        return self._way.connect(host, port, timeout)


class _TunnelledTls(_Tunnelled):
    """The same, encrypted from the first byte on."""

    def __init__(self, way: Outgoing, context: ssl.SSLContext) -> None:
        super().__init__(way)
        self._context = context

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        return self._context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


def send_waiting(engine: Engine, mail: Mail, now: datetime, outgoing: Outgoing = DIRECTLY) -> list[Message]:
    """Send what waits, in the order it was made; gives what went wrong. Each digest is marked as soon as it is out.

    A digest for a unit without an address stays kept.

    Raises:
        UsageError: the file of the house's certificates can't be used.
    """
    if not mail.host:
        return []
    with reading(engine) as session:
        statement = select(Digest).where(col(Digest.sent_at).is_(None), col(Digest.attempts) < MOST_ATTEMPTS)
        waiting = [digest for digest in session.exec(statement.order_by(col(Digest.id))) if _address(mail, digest)]
    if not waiting:
        return []
    findings: list[Message] = []
    server: smtplib.SMTP | None = None
    for number, digest in enumerate(waiting):
        try:
            server = server or connect(mail, outgoing)
        except OSError as error:  # smtplib's own errors are such too
            return [*findings, _no_server(engine, mail, waiting[number:], _why(error))]
        try:
            refused = server.send_message(message_of(digest, mail))
        except (OSError, ValueError) as error:  # ValueError: an address that no message can carry
            server.close()
            server = None  # whatever state it was left in, the next message begins anew
            _mark(engine, digest, error=_why(error))
            findings.append(
                Message.of(
                    "Die Nachricht vom {day} an {address} ist nicht hinausgegangen: {why}. Sie bleibt und wird wieder "
                    "versucht; die anderen gehen hinaus.",
                    day=digest.day,
                    address=_address(mail, digest),
                    why=_why(error),
                )
            )
        else:
            _mark(engine, digest, sent_at=now)
            findings += [
                Message.of(
                    "Die Nachricht vom {day} hat von mehreren Adressen {address} nicht erreicht: {why}.",
                    day=digest.day,
                    address=address,
                    why=_reply(*reply),
                )
                for address, reply in refused.items()
            ]
    if server is not None:
        with suppress(OSError):
            server.quit()
    return findings


def _no_server(engine: Engine, mail: Mail, unsent: list[Digest], why: str) -> Message:
    for digest in unsent:
        _mark(engine, digest, error=why)
    return Message.of(
        "Der Mailserver {host} hat nicht angenommen: {why}. {count} Nachrichten bleiben und werden wieder versucht.",
        host=mail.host,
        why=why,
        count=len(unsent),
    )


def _why(error: Exception) -> str:
    """What the server said, or what came in between."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_reply(*reply) for reply in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _reply(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def message_of(digest: Digest, mail: Mail) -> EmailMessage:
    """A digest as a message in text and HTML; its Message-ID is the same at every try, so that a copy is recognised."""
    message = EmailMessage()
    message["Subject"] = digest.subject
    message["From"] = mail.sender
    message["To"] = _address(mail, digest)
    message["Date"] = format_datetime(digest.made_at)
    domain = mail.sender.rpartition("@")[2] or "localhost"
    message["Message-ID"] = (
        f"<akquise-digest-{digest.id}-{digest.day.isoformat()}@{domain}>" if digest.id else make_msgid()
    )
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest.text)
    message.add_alternative(digest.html, subtype="html")
    return message


def connect(mail: Mail, outgoing: Outgoing = DIRECTLY) -> smtplib.SMTP:
    """A session with the mail server, encrypted and let in as the settings say; whoever asks for it ends it.

    Raises:
        OSError: not reachable, not trusted, or not let in (smtplib's own errors are such too).
        UsageError: the file of the house's certificates can't be used.
    """
    context = outgoing.tls_context()
    way = outgoing if mail.via_proxy else DIRECTLY
    server: smtplib.SMTP = _TunnelledTls(way, context) if mail.tls == "tls" else _Tunnelled(way)
    try:
        server.connect(mail.host, mail.port)
    except BaseException:
        server.close()
        raise
    try:
        if mail.tls == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
    except BaseException:
        server.close()
        raise
    return server


def _address(mail: Mail, digest: Digest) -> str:
    return mail.units.get(digest.unit_name, "") if digest.unit_name else mail.office


def _mark(engine: Engine, digest: Digest, *, sent_at: datetime | None = None, error: str = "") -> None:
    with writing(engine) as session:
        stored = session.get_one(Digest, digest.id)
        stored.sent_at = sent_at
        stored.attempts += 1
        stored.last_error = error
        session.add(stored)

"""Sends kept digests by SMTP: each once; what can't be sent stays and is tried again the next night."""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from sqlalchemy import Engine
from sqlmodel import col, select

from grants_db.messages import Message
from grants_db.models.notice import Digest
from grants_db.settings import Mail
from grants_db.storage.database import reading, writing

#: a digest that could not be sent this often is left for a person
MOST_ATTEMPTS = 30
TIMEOUT_SECONDS = 30


def send_waiting(engine: Engine, mail: Mail, now: datetime, context: ssl.SSLContext | None = None) -> list[Message]:
    """Send what waits, in the order it was made; gives what went wrong. Each digest is marked as soon as it is out.

    A digest for a unit without an address stays kept. `context` is for a server with a certificate of its own.
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
            server = server or _connect(mail, context)
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


def _connect(mail: Mail, context: ssl.SSLContext | None) -> smtplib.SMTP:
    context = context or ssl.create_default_context()
    if mail.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT_SECONDS)
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

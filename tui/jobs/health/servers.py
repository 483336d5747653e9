"""The servers of the house that a night speaks with: mail goes out by one, newsletters come in by another."""

from contextlib import suppress

from crawler.letters.mailbox import opened
from grants_db.errors import AkquiseError
from grants_db.settings import Settings
from tui.jobs.health.findings import Health, HealthCheck
from tui.jobs.mail import connect


def mail_check(settings: Settings) -> HealthCheck:
    """Does the mail server let us in? Nothing is sent."""
    mail = settings.mail
    if not mail.host:
        return HealthCheck.well("mail", "Mail: kein Mailserver eingestellt; Nachrichten werden nur aufgehoben")
    try:
        server = connect(mail, settings.outgoing)
        server.noop()
        with suppress(OSError):
            server.quit()
    except AkquiseError as error:
        return HealthCheck("mail", Health.FAILURE, error.sentence)
    except OSError as error:  # smtplib's own errors are such too
        return HealthCheck.broken(
            "mail",
            "Der Mailserver {host}, Port {port}, nimmt uns nicht an: {why}. Bitte die Angaben unter [mail] prüfen.",
            host=mail.host,
            port=mail.port,
            why=str(error) or type(error).__name__,
        )
    if not (mail.sender and mail.office):
        return HealthCheck.worth_a_look(
            "mail",
            "Der Mailserver {host} nimmt an, aber unter [mail] fehlt sender oder office: Die Fördermittelstelle "
            "bekommt keine Nachricht.",
            host=mail.host,
        )
    return HealthCheck.well("mail", "Mail: {host} nimmt an", host=mail.host)


def mailbox_check(settings: Settings) -> HealthCheck | None:
    """Does the mailbox let us in, and has it the folder? None where there is none to be read."""
    from imapclient.exceptions import IMAPClientError

    box = settings.mailbox
    if not box.host:
        return None
    try:
        with opened(box, settings.outgoing) as server:
            server.select_folder(box.folder, readonly=True)
    except AkquiseError as error:
        return HealthCheck("mailbox", Health.FAILURE, error.sentence)
    except (IMAPClientError, OSError) as error:
        return HealthCheck.broken(
            "mailbox",
            "Das Postfach {user} auf {host} ist nicht lesbar: {why}.",
            user=box.user,
            host=box.host,
            why=str(error) or type(error).__name__,
        )
    return HealthCheck.well("mailbox", "Postfach: {host}, Ordner {folder}", host=box.host, folder=box.folder)

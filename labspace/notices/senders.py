"""Ways a mail leaves the house: a folder, the log, or SMTP."""

from __future__ import annotations

import logging
import os
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from labspace.notices.messages import file_name_of, message_of
from labspace.notices.models import OutboxRow

if TYPE_CHECKING:
    from config import Settings

log = logging.getLogger(__name__)

SMTP_TIMEOUT = 20
"""Seconds for one step of the conversation; a whole one stays within `queue.LEASE`."""
SMTPS_PORT = 465


class NotSent(Exception):
    """The mail did not leave. The text holds no personal data; `for_good`: trying again is useless."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why, self.for_good = why, for_good


class Sender(Protocol):
    """Hands one row over; returns when it is safe with the next keeper, raises `NotSent` otherwise."""

    def send(self, row: OutboxRow) -> None: ...


@dataclass(frozen=True)
class FolderSender:
    """Writes each mail as a file that any mail program opens; a repeat replaces its first one."""

    folder: Path
    mail_from: str
    reply_to: str = ""

    def send(self, row: OutboxRow) -> None:
        data = message_of(row, sender=self.mail_from, reply_to=self.reply_to).as_bytes()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / file_name_of(row)
            unfinished = path.with_suffix(f".{os.getpid()}.part")
            with unfinished.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            _sync_folder(self.folder)
        except OSError as problem:
            raise NotSent(f"folder: {type(problem).__name__}") from problem


@dataclass(frozen=True)
class LogSender:
    """Notes that a mail would have left; neither address nor text reaches the log."""

    def send(self, row: OutboxRow) -> None:
        log.info("mail %s: %d characters, %s", row.id, len(row.plain), row.calendar_method or "no invitation")


@dataclass(frozen=True)
class SmtpSender:
    """Hands mails to a mail server; encrypted from the first byte for smtps:// or port 465, else STARTTLS.

    Where a password is to be sent, a server that offers no encryption is refused.
    """

    url: str
    mail_from: str
    timeout: float = SMTP_TIMEOUT
    reply_to: str = ""

    def send(self, row: OutboxRow) -> None:
        message = message_of(row, sender=self.mail_from, reply_to=self.reply_to)
        try:
            server = self._connected()
        except smtplib.SMTPResponseException as problem:
            raise NotSent(f"smtp: {problem.smtp_code} at the greeting") from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(f"smtp: {type(problem).__name__} at the greeting") from problem
        try:
            self._hand_over(server, message, recipient=row.recipient)
        finally:
            # The mail is safe or not by now; how the goodbye goes changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host = parts.hostname or "localhost"
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps" or parts.port == SMTPS_PORT:
            server = smtplib.SMTP_SSL(
                host, parts.port or SMTPS_PORT, self._own_name(), timeout=self.timeout, context=context
            )
            encrypted = True
        else:
            server = smtplib.SMTP(host, parts.port or 25, self._own_name(), timeout=self.timeout)
            server.ehlo()
            encrypted = server.has_extn("starttls")
            if encrypted:
                server.starttls(context=context)
        try:
            if parts.username:
                if not encrypted:
                    raise NotSent("smtp: the server offers no encryption, so no password was sent")
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _own_name(self) -> str:
        # Without a name smtplib asks DNS for one, which can take longer than the delivery.
        name = socket.gethostname()
        return name if "." in name else self.mail_from.rpartition("@")[2]

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage, *, recipient: str) -> None:
        try:
            server.send_message(message, from_addr=self.mail_from, to_addrs=[recipient])
        except smtplib.SMTPRecipientsRefused as problem:
            code = problem.recipients[recipient][0]
            raise NotSent(f"smtp: {code} for the recipient", for_good=_is_permanent(code)) from problem
        except smtplib.SMTPDataError as problem:
            code = problem.smtp_code
            raise NotSent(f"smtp: {code} for the content", for_good=_is_permanent(code)) from problem
        except smtplib.SMTPResponseException as problem:
            raise NotSent(f"smtp: {problem.smtp_code}") from problem
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            raise NotSent(f"smtp: {type(problem).__name__}") from problem


def sender_for(settings: Settings) -> Sender:
    """What `settings.mail` asks for."""
    if settings.mail == "folder":
        return FolderSender(settings.data_dir / "mail", settings.mail_from, settings.mail_reply_to)
    if settings.mail == "log":
        return LogSender()
    return SmtpSender(settings.mail, settings.mail_from, reply_to=settings.mail_reply_to)


def _is_permanent(code: int) -> bool:
    return 500 <= code < 600


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

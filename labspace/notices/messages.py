"""Outbox rows as mails of the Internet (RFC 5322, 6047)."""

from __future__ import annotations

import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from labspace.notices.invitations import bytes_of
from labspace.notices.models import OutboxRow

FILE_NAMES = {"REQUEST": "termin.ics", "CANCEL": "absage.ics", "": "termine.ics"}


def message_of(
    row: OutboxRow, *, sender: str, sender_name: str = "labspace", reply_to: str = ""
) -> EmailMessage:
    """The mail of `row`; built twice, both carry the same Message-ID and date.

    An invitation lies in it twice: as an alternative, which calendars read, and as a file,
    for readers that show files only. A calendar file lies in it as a file alone.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=sender_name, addr_spec=sender)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["To"] = Address(addr_spec=row.recipient)
    message["Subject"] = row.subject
    message["Date"] = formatdate(row.created_at.timestamp())
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(row.plain)
    if row.html:
        message.add_alternative(row.html, subtype="html")
    if calendar := bytes_of(row.invitation):
        if row.calendar_method:
            parameters = {"method": row.calendar_method, "charset": "UTF-8"}
            message.add_alternative(
                calendar, maintype="text", subtype="calendar", cte="base64", params=parameters
            )
        name = FILE_NAMES[row.calendar_method]
        message.add_attachment(calendar, maintype="application", subtype="ics", filename=name)
    _name_boundaries(message, row)
    return message


def file_name_of(row: OutboxRow) -> str:
    """Time and Message-ID, the same at every repeat: `20261123T080000Z-….eml`."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(row.created_at.timestamp()))
    identity = "".join(letter for letter in row.message_id.partition("@")[0] if letter.isalnum())
    return f"{moment}-{identity}.eml"


def _name_boundaries(message: EmailMessage, row: OutboxRow) -> None:
    # Boundaries by chance would make a repeat differ from the first delivery.
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{row.id}_labspace")

"""Mails leave as files, into the log, or by SMTP; refusals say for how long they hold."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from config import SettingRefused, Settings
from labspace.ical import CalendarEvent, Party, download_bytes, invitation_bytes
from labspace.notices.invitations import CalendarFile, Invitation, values_of
from labspace.notices.models import Channel, OutboxRow
from labspace.notices.senders import FolderSender, LogSender, NotSent, SmtpSender, sender_for

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FROM = "stadtlabor@example.org"
INVITATION = Invitation(
    event=CalendarEvent(
        uid="1@labspace",
        sequence=0,
        created_at=AT,
        changed_at=AT,
        starts_at=AT,
        ends_at=AT + timedelta(hours=2),
        zone=ZoneInfo("Europe/Berlin"),
        whole_days=False,
        summary="Grüße; „Ü“",
        location="Bochum, Platz 1",
        description="Zeile\nZeile",
        url="https://example.org/buchungen/BO-1",
        status="CONFIRMED",
        takes_time=True,
        geo=(51.48, 7.22),
    ),
    organizer=Party(email=FROM, name="Stadtlabor"),
    attendee=Party(email="alice@example.org", name="Alice"),
    sent_at=AT,
)
INVITED = {"invitation": json.loads(json.dumps(values_of(INVITATION))), "calendar_method": "REQUEST"}


def row(**more: object) -> OutboxRow:
    values: dict[str, object] = {
        "id": 7,
        "channel": Channel.MAIL,
        "topic": "booking:1",
        "message_id": "<abc123@example.org>",
        "recipient": "alice@example.org",
        "subject": "Gebucht: Größe Ü",
        "plain": "Guten Tag,\n.\nein Punkt allein in einer Zeile.\n",
        "html": "",
        "calendar_method": "",
        "created_at": AT,
        **more,
    }
    return OutboxRow(**values)


def read(data: bytes):
    return message_from_bytes(data, policy=policy.default)


def test_the_folder_keeps_a_mail_that_mail_programs_open(tmp_path):
    FolderSender(tmp_path / "mail", FROM).send(row())
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name == "20261123T080000Z-abc123.eml"
    mail = read(path.read_bytes())
    assert (mail["Subject"], mail["Message-ID"]) == ("Gebucht: Größe Ü", "<abc123@example.org>")
    assert mail.get_content().startswith("Guten Tag")


def test_a_repeat_in_the_folder_is_the_same_file_byte_for_byte(tmp_path):
    sender = FolderSender(tmp_path, FROM)
    sender.send(row(html="<p>Guten Tag</p>", **INVITED))
    first = [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    sender.send(row(html="<p>Guten Tag</p>", **INVITED))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == first


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path):
    (tmp_path / "mail").write_text("a file, not a folder")
    with pytest.raises(NotSent) as refusal:
        FolderSender(tmp_path / "mail", FROM).send(row())
    assert not refusal.value.for_good


def test_an_invitation_is_an_alternative_and_a_file_with_the_same_bytes(tmp_path):
    FolderSender(tmp_path, FROM).send(row(html="<p>Tag</p>", **INVITED))
    mail = read(next(tmp_path.iterdir()).read_bytes())
    body, attachment = mail.iter_parts()
    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in body.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(body.iter_parts())[2]
    assert (calendar.get_param("method"), calendar.get_param("charset")) == ("REQUEST", "UTF-8")
    assert calendar.get_payload(decode=True) == attachment.get_payload(decode=True)
    assert attachment.get_payload(decode=True) == invitation_bytes(
        INVITATION.event, organizer=INVITATION.organizer, attendee=INVITATION.attendee, now=AT
    )
    assert attachment.get_filename() == "termin.ics"


def test_a_calendar_file_is_a_file_and_no_message_to_answer(tmp_path):
    events = tuple(replace(INVITATION.event, uid=f"{number}@labspace") for number in (1, 2))
    kept = json.loads(json.dumps(values_of(CalendarFile(events=events))))
    FolderSender(tmp_path, FROM).send(row(html="<p>Tage</p>", invitation=kept))
    body, attachment = read(next(tmp_path.iterdir()).read_bytes()).iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    assert attachment.get_filename() == "termine.ics"
    assert attachment.get_payload(decode=True) == download_bytes(*events)


def test_the_log_holds_neither_address_nor_text(caplog):
    with caplog.at_level(logging.INFO):
        LogSender().send(row())
    assert "mail 7" in caplog.text
    assert "alice" not in caplog.text
    assert "Guten Tag" not in caplog.text


def test_smtp_hands_the_mail_over_unchanged(sink):
    SmtpSender(sink.url, FROM).send(row())
    assert read(sink.mails[0]).get_content().replace("\r\n", "\n") == row().plain
    assert "mail FROM:<stadtlabor@example.org>" in " ".join(sink.commands)
    assert "rcpt TO:<alice@example.org>" in sink.commands


@pytest.mark.parametrize(
    ("command", "answer", "for_good"),
    [
        pytest.param("RCPT", "550 unknown alice@example.org", True, id="unknown recipient"),
        pytest.param("RCPT", "451 greylisted", False, id="greylisted"),
        pytest.param("END", "554 spam", True, id="content refused"),
        pytest.param("END", "452 disk full", False, id="disk full"),
        pytest.param("MAIL", "530 sign in first", False, id="our own settings"),
        pytest.param("CONNECT", "421 busy", False, id="busy"),
    ],
)
def test_a_refusal_tells_whether_trying_again_helps(sink, command, answer, for_good):
    sink.answers[command] = answer
    with pytest.raises(NotSent) as refusal:
        SmtpSender(sink.url, FROM).send(row())
    assert refusal.value.for_good is for_good
    assert "alice" not in refusal.value.why


@pytest.mark.parametrize("command", ["EHLO", "RCPT", "DATA"])
def test_a_server_that_falls_silent_is_left_in_time(sink, command):
    sink.silent_at = command
    if command == "DATA":
        sink.answers["DATA"] = ""
    with pytest.raises(NotSent) as refusal:
        SmtpSender(sink.url, FROM, timeout=0.2).send(row())
    assert not refusal.value.for_good


def test_a_mail_that_was_taken_counts_although_the_goodbye_fails(sink):
    sink.silent_at = "QUIT"
    # As long as a slow machine may take for what comes before.
    SmtpSender(sink.url, FROM, timeout=3).send(row())
    assert len(sink.mails) == 1


def test_nobody_listening_is_tried_again():
    with pytest.raises(NotSent) as refusal:
        SmtpSender("smtp://127.0.0.1:9", FROM, timeout=0.5).send(row())
    assert not refusal.value.for_good


def test_a_password_never_crosses_an_open_line(sink):
    with pytest.raises(NotSent, match="no encryption"):
        SmtpSender(sink.url.replace("//", "//alice:secret@"), FROM).send(row())
    assert not any(command.upper().startswith("AUTH") for command in sink.commands)


@pytest.mark.parametrize(
    ("setting", "kind"),
    [("folder", FolderSender), ("log", LogSender), ("smtp://mail.example.org:587", SmtpSender)],
)
def test_the_settings_choose_the_way(tmp_path, setting, kind):
    assert isinstance(sender_for(Settings(data_dir=tmp_path, mail=setting)), kind)


def test_answers_go_where_the_deployment_says_and_else_to_the_role_address(tmp_path):
    FolderSender(tmp_path / "mail", FROM).send(row())
    FolderSender(tmp_path / "answered", FROM, "team@example.org").send(row())
    plain, answered = (
        read(next((tmp_path / name).glob("*.eml")).read_bytes()) for name in ("mail", "answered")
    )
    assert "Reply-To" not in plain
    # So that mailboxes with a notice of absence do not answer a machine.
    assert (plain["Auto-Submitted"], plain["X-Auto-Response-Suppress"]) == (
        "auto-generated",
        "OOF, AutoReply",
    )
    assert (answered["Reply-To"], answered["From"]) == ("team@example.org", plain["From"])
    settings = Settings(mail_from=FROM, mail_reply_to="team@example.org", mail="smtp://localhost")
    sender = sender_for(settings)
    assert isinstance(sender, SmtpSender)
    assert sender.reply_to == "team@example.org"
    with pytest.raises(SettingRefused, match="LABSPACE_MAIL_REPLY_TO"):
        Settings(mail_reply_to="team")

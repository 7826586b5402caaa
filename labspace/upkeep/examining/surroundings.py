"""What labspace stands on: its settings, its folder, the disk, the mail server."""

from __future__ import annotations

import ipaddress
import os
import shutil
import smtplib
import stat
from collections.abc import Iterator
from urllib.parse import urlsplit

from config import Settings
from labspace.notices.senders import SMTPS_PORT
from labspace.upkeep.examining.findings import Finding, good, trouble, warning

FULL = 100_000_000
"""Bytes: with less, the next backup or a day of writing may not fit."""
TIGHT = 1_000_000_000
PATIENCE = 10
"""Seconds to wait for the mail server."""
TLS = "Put a proxy with TLS in front (docs/operations.md)"


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Settings that would hurt outside of one's own machine."""
    parts = urlsplit(settings.base_url)
    if _is_own_machine(parts.hostname or ""):
        yield warning(
            "settings",
            f"Mails and calendar links name {settings.base_url}, which only this machine reaches.",
            do="Set LABSPACE_BASE_URL to the public address.",
        )
        return
    before = 0
    if parts.scheme != "https":
        before += 1
        yield trouble(
            "settings", "The public address is not https.", do=f"{TLS}; set LABSPACE_BASE_URL to https://…"
        )
    elif not settings.secure_cookies:
        before += 1
        yield trouble(
            "settings",
            "Sessions would be sent without encryption too.",
            do="Set LABSPACE_SECURE_COOKIES=yes.",
        )
    if not settings.trusted_proxies:
        before += 1
        yield warning(
            "settings",
            "No proxy is trusted: everybody seems to come from the proxy's address.",
            do="Set LABSPACE_TRUSTED_PROXIES to the number of proxies in front.",
        )
    if settings.metrics == "open":
        before += 1
        yield warning(
            "settings",
            "Anybody may read /metrics.",
            do="Set LABSPACE_METRICS to a token, or let the proxy keep others from it.",
        )
    if not before:
        yield good("settings", f"Public address {settings.base_url}, secure cookies, proxies trusted.")


def _is_own_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"}


def folder_findings(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder can be written, who may read its key, and how much room there is."""
    folder = settings.data_dir
    probe = folder / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"\0" * 65_536)
    except OSError as problem:
        yield trouble(
            "disk",
            f"{folder} cannot be written: {problem.strerror}.",
            do="Make room, or give the folder to the user labspace runs as; then restart it.",
        )
        return
    finally:
        probe.unlink(missing_ok=True)
    yield _room(settings)
    key = folder / "secret_key"
    if not settings.secret_key and key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield trouble("settings", "Others may read the secret key.", do=f"Run chmod 600 {key}.")


def _room(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    says = f"{free / 1e9:.1f} GB free in {settings.data_dir}."
    if free < FULL:
        return trouble(
            "disk",
            says,
            do="Make room now: nothing can be booked once the disk is full. Nothing booked is lost.",
        )
    if free < TIGHT:
        return warning("disk", says, do="Make room soon; old backups may go elsewhere.")
    return good("disk", says)


def mail_findings(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server takes our greeting; nothing is sent."""
    if settings.mail in {"folder", "log"}:
        where = "files in the folder mail" if settings.mail == "folder" else "lines of the log"
        yield warning(
            "mail",
            f"Mails become {where} and reach nobody.",
            do="Set LABSPACE_MAIL to smtp://user:password@host:port.",
        )
        return
    parts = urlsplit(settings.mail)
    host, port = parts.hostname or "", parts.port or (SMTPS_PORT if parts.scheme == "smtps" else 25)
    try:
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with kind(host, port, timeout=PATIENCE, local_hostname="labspace.invalid") as server:
            code, _answer = server.noop()
    except (OSError, smtplib.SMTPException) as problem:
        yield trouble(
            "mail",
            f"The mail server {host}:{port} does not answer ({type(problem).__name__}).",
            do="Look at the server and at LABSPACE_MAIL. Mails wait and are sent afterwards, each once.",
        )
        return
    if code >= 400:
        yield trouble("mail", f"The mail server {host}:{port} answers {code}.", do="Look at LABSPACE_MAIL.")
    else:
        yield good("mail", f"The mail server {host}:{port} answers.")

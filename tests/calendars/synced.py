"""A person's folder that vdirsyncer fills and khal shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.clients import Clients

VDIRSYNCER = """
[general]
status_path = "{home}/status"

[pair bookings]
a = "remote"
b = "local"
collections = {collections}
conflict_resolution = "a wins"

[storage remote]
{remote}

[storage local]
type = "filesystem"
path = "{home}/calendars"
fileext = ".ics"
"""

KHAL = """
[calendars]
[[bookings]]
path = {folder}
type = {kind}

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin

[sqlite]
path = {home}/khal.db
"""

SHOWN = "{start-date} {start-time}-{end-time} {title}"


@dataclass(frozen=True)
class Synced:
    """vdirsyncer and khal of one person; their storage is a subscription or a CalDAV account."""

    clients: Clients
    home: Path

    def subscribe(self, url: str) -> None:
        """Set both up for a feed; nothing is fetched yet."""
        self.set_up(f'type = "http"\nurl = "{url}"\nread_only = true', collections="null")
        (self.home / "calendars").mkdir()

    def set_up(self, remote: str, *, collections: str) -> None:
        """The same for any storage, as vdirsyncer's file of settings describes it."""
        self.home.mkdir(exist_ok=True)
        config = VDIRSYNCER.format(home=self.home, remote=remote, collections=collections)
        (self.home / "vdirsyncer.conf").write_text(config)
        kind = "calendar" if collections == "null" else "discover"
        folder = self.home / "calendars" / ("" if collections == "null" else "*")
        (self.home / "khal.conf").write_text(KHAL.format(home=self.home, folder=folder, kind=kind))

    def sync(self) -> None:
        """Fetch what changed; fails the test with what vdirsyncer complained of."""
        command = ("-m", "vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf")
        if not (self.home / "status").exists():
            self.clients.run(*command, "discover", home=self.home, given="y\n" * 10)
        self.clients.run(*command, "sync", home=self.home)

    def takes(self, invitation: bytes) -> None:
        """Open an invitation with khal, as a double click does; a newer one takes the place of the old."""
        (self.home / "invitation.ics").write_bytes(invitation)
        config = ("-c", f"{self.home}/khal.conf", "import", "--batch", "-a", "bookings")
        self.clients.run("-m", "khal", *config, f"{self.home}/invitation.ics", home=self.home)

    def lists(self, first: str, last: str) -> list[str]:
        """What khal shows from `first` to `last`, such as `2026-11-24 09:00-11:00 Probe (Desk 1)`."""
        days = ("--notstarted", "--day-format", "", "--format", SHOWN, first, last)
        config = f"{self.home}/khal.conf"
        return self.clients.run("-m", "khal", "-c", config, "list", *days, home=self.home).splitlines()

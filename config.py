"""Settings of a deployment, read from the environment and refused at start when wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
SITE = re.compile(r"[a-z0-9.*-]+(:\d{1,5})?")


class SettingRefused(ValueError):
    """A setting has a value labspace cannot run with; the text says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a deployment decides. Each field is `LABSPACE_<NAME>` in the environment."""

    data_dir: Path = Path("instance")
    """Folder for the embedded database, the secret key and written mails."""
    database_url: str = ""
    """SQLAlchemy URL; empty: SQLite in `data_dir`. PostgreSQL: postgresql+psycopg://…"""
    secret_key: str = ""
    """Key that signs sessions and links; empty: made once and kept in `data_dir`."""
    base_url: str = "http://127.0.0.1:5000"
    """Public address of the site, used in mails and calendar links."""
    mail: str = "folder"
    """How mails leave: `folder` (files in `data_dir`/mail), `log`, or smtp://user:password@host:port."""
    mail_from: str = "stadtlabor@labspace.invalid"
    """Role address that sends mails and organises invitations. What comes back to it – bounces, answers of
    calendars – is nobody's task: labspace never reads it."""
    mail_reply_to: str = ""
    """Where people's answers to mails go, such as the team's mailbox; empty: to `mail_from`."""
    workers: int = 2
    """Server processes of `labspace serve`."""
    secure_cookies: bool = False
    """Send cookies over https only; set it behind a TLS proxy."""
    trusted_proxies: int = 0
    """How many reverse proxies stand in front and may set X-Forwarded-*."""
    deliver_in_server: bool = True
    """Let the server deliver mails itself; set to no where `labspace worker` runs."""
    log: str = "plain"
    """`plain`: lines for people, of what goes wrong; `json`: a JSON object a line, also for each request."""
    metrics: str = ""
    """Token that programs send as `Authorization: Bearer …` to read /metrics; `open`: anybody may, for a
    network of one's own; empty: there are no metrics."""
    backups: str = "7,4,12"
    """How many nightly backups are kept in `data_dir`/backups: of days, weeks and months; `no`: none is made."""
    day_sheets: str = "3,7"
    """For how many days, from today on, the worker lays down each house's day sheet (PDF, with names) in
    `data_dir`/day-sheets every night, and how many past days stay there; `no`: none is made."""
    calendar_networks: str = ""
    """Own networks that foreign calendars may be fetched from, such as 10.1.0.0/16,fd00::/8; empty: none."""
    api_calls_per_token: int = 600
    """Calls of the JSON API a minute that one token may make; 0: no limit."""
    api_calls_per_address: int = 1200
    """Calls of the JSON API a minute that may come from one address, with and without tokens; 0: no limit."""
    webhook_networks: str = ""
    """Own networks that webhooks may be sent to, such as 10.1.0.0/16,127.0.0.0/8; empty: public addresses only."""
    embedded_by: str = ""
    """Sites that may show the free times of a house in a frame, such as https://www.stadt.example, separated by
    commas; empty: none."""
    tried_days: int = 5
    """On how many days a pop-up must have been open for its idea to count as tried (K19); one number for all
    houses, so that their sums mean the same."""
    password_hash_effort: str = "normal"
    """`normal`, or `test` for quick hashes in test suites."""

    def __post_init__(self) -> None:
        self._check_addresses()
        self._check_choices()
        self._check_api_calls()
        self._check_networks()

    def _check_addresses(self) -> None:
        if urlsplit(self.base_url).scheme not in {"http", "https"}:
            raise SettingRefused("LABSPACE_BASE_URL must begin with http:// or https://.")
        if self.mail not in {"folder", "log"} and urlsplit(self.mail).scheme not in {"smtp", "smtps"}:
            raise SettingRefused("LABSPACE_MAIL must be folder, log, smtp://host:port or smtps://host:port.")
        if self.database_url and not self.database_url.startswith(("sqlite://", "postgresql+psycopg://")):
            raise SettingRefused("LABSPACE_DATABASE_URL must begin with sqlite:// or postgresql+psycopg://.")
        if "@" not in self.mail_from:
            raise SettingRefused("LABSPACE_MAIL_FROM must be a mail address.")
        if self.mail_reply_to and "@" not in self.mail_reply_to:
            raise SettingRefused("LABSPACE_MAIL_REPLY_TO must be a mail address.")

    def _check_api_calls(self) -> None:
        for limit in (self.api_calls_per_token, self.api_calls_per_address):
            if not 0 <= limit <= 1_000_000:
                raise SettingRefused("LABSPACE_API_CALLS_PER_TOKEN and …_ADDRESS lie between 0 and 1000000.")

    def _check_choices(self) -> None:
        if not 1 <= self.workers <= 64:
            raise SettingRefused("LABSPACE_WORKERS must lie between 1 and 64.")
        if not 0 <= self.trusted_proxies <= 5:
            raise SettingRefused("LABSPACE_TRUSTED_PROXIES must lie between 0 and 5.")
        if not 2 <= self.tried_days <= 60:
            raise SettingRefused("LABSPACE_TRIED_DAYS must lie between 2 and 60.")
        if self.log not in {"plain", "json"}:
            raise SettingRefused("LABSPACE_LOG must be plain or json.")
        if self.metrics not in {"", "open"} and len(self.metrics) < 16:
            raise SettingRefused("LABSPACE_METRICS must be open, or a token of at least 16 characters.")
        if not re.fullmatch(r"no|\d{1,3},\d{1,3},\d{1,3}", self.backups):
            raise SettingRefused("LABSPACE_BACKUPS must be no, or three numbers such as 7,4,12.")
        if not re.fullmatch(r"no|[1-9]\d?,\d{1,3}", self.day_sheets):
            raise SettingRefused("LABSPACE_DAY_SHEETS must be no, or two numbers such as 3,7.")
        if self.password_hash_effort not in {"normal", "test"}:
            raise SettingRefused("LABSPACE_PASSWORD_HASH_EFFORT must be normal or test.")

    def _check_networks(self) -> None:
        try:
            _sites(self.embedded_by)
        except ValueError:
            raise SettingRefused(
                "LABSPACE_EMBEDDED_BY must be sites such as https://www.stadt.example, separated by commas."
            ) from None
        for name in ("calendar_networks", "webhook_networks"):
            try:
                _networks(getattr(self, name))
            except ValueError:
                raise SettingRefused(
                    f"LABSPACE_{name.upper()} must be networks such as 10.1.0.0/16, separated by commas."
                ) from None

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'labspace.sqlite3').resolve()}"

    def kept_backups(self) -> tuple[int, int, int]:
        """How many nightly backups of days, weeks and months are kept."""
        if self.backups == "no":
            return 0, 0, 0
        daily, weekly, monthly = (int(text) for text in self.backups.split(","))
        return daily, weekly, monthly

    def kept_day_sheets(self) -> tuple[int, int]:
        """For how many days, today among them, day sheets are made, and how many days they stay afterwards."""
        if self.day_sheets == "no":
            return 0, 0
        ahead, behind = (int(text) for text in self.day_sheets.split(","))
        return ahead, behind

    def networks_for_calendars(self) -> tuple[Network, ...]:
        """The private networks in which calendars may be asked for, beside public addresses."""
        return _networks(self.calendar_networks)

    def embedding_sites(self) -> tuple[str, ...]:
        """Origins that may frame the free times of a house."""
        return _sites(self.embedded_by)

    def networks_for_webhooks(self) -> tuple[Network, ...]:
        """The private networks that webhooks may be sent to, beside public addresses."""
        return _networks(self.webhook_networks)


def _sites(text: str) -> tuple[str, ...]:
    sites = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    for site in sites:
        parts = urlsplit(site)
        if parts.scheme not in {"http", "https"} or not SITE.fullmatch(parts.netloc) or site.count("/") != 2:
            raise ValueError(site)
    return sites


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment; raises `SettingRefused` for an unknown or wrong one."""
    known = {f"LABSPACE_{field.name.upper()}": field for field in fields(Settings)}
    values: dict[str, object] = {}
    for name, text in environ.items():
        if field := known.get(name):
            values[field.name] = _parsed(name, text, kind=str(field.type))
    return Settings(**values)  # type: ignore[arg-type]


def _parsed(name: str, text: str, *, kind: str) -> object:
    match kind:
        case "int":
            if not text.isdecimal():
                raise SettingRefused(f"{name} must be a whole number, not “{text}”.")
            return int(text)
        case "bool":
            if text.lower() not in {"yes", "no", "1", "0", "true", "false"}:
                raise SettingRefused(f"{name} must be yes or no, not “{text}”.")
            return text.lower() in {"yes", "1", "true"}
        case "Path":
            return Path(text)
        case _:
            return text

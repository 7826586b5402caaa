"""What the calendar pages show, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app, url_for
from sqlalchemy.orm import Session

from labspace.calendars.links import token_of
from labspace.calendars.models import FeedLink
from labspace.calendars.reading import base_url
from labspace.calendars.scopes import Audience, scope_from
from labspace.calendars.titles import title_of
from labspace.formats import clock_text, weekday_text
from labspace.words import gettext as _

HERE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """An address to subscribe to, and what comes with it."""

    link_id: int
    """0: a public address of nobody's."""
    title: str
    url: str
    contents: Sequence[str]
    fetched: str
    """When a calendar last asked; empty where nobody counts."""
    is_ended: bool = False
    page_url: str = ""
    """Where its link and the steps are shown."""

    @property
    def webcal(self) -> str:
        """The address that calendar programs on this device answer to."""
        return webcal_of(self.url)


def webcal_of(url: str) -> str:
    """`url` as calendar programs on this device answer to it."""
    return urlsplit(url)._replace(scheme="webcal").geturl()


def subscription(session: Session, link: FeedLink) -> Subscription:
    """A link as its page shows it. Raises `LookupError` where its subject is gone."""
    scope = scope_from(link.scope)
    is_personal = scope.audience is Audience.OWNER
    page = url_for("calendars.show") if is_personal else url_for("calendars.link", link_id=link.id)
    return Subscription(
        link_id=link.id,
        title=title_of(session, scope),
        url=address_of(link),
        contents=CONTENTS[scope.audience](),
        fetched=fetched_text(link.fetched_at),
        is_ended=link.revoked_at is not None,
        page_url=page,
    )


def address_of(link: FeedLink) -> str:
    """The secret address of a feed."""
    token = token_of(current_app.secret_key or "", link.id, link.generation)
    return base_url() + url_for("feeds.show", link_id=link.id, token=token)


def fetched_text(fetched_at: datetime | None) -> str:
    """About when the feed was last fetched."""
    if fetched_at is None:
        return _("Bisher hat noch kein Kalender diesen Link abgerufen.")
    day = weekday_text(fetched_at.astimezone(HERE).date())
    return _(
        "Zuletzt abgerufen: %(day)s, gegen %(clock)s Uhr.", day=day, clock=clock_text(fetched_at, zone=HERE)
    )


def files_around(now: datetime) -> list[tuple[str, str]]:
    """Days and weeks to take along as a file: what each is called, and where it is."""
    today = now.astimezone(HERE).date()
    tomorrow, next_week = today + timedelta(days=1), today + timedelta(days=7)

    def week(day: date) -> str:
        return "{}-W{:02}".format(*day.isocalendar()[:2])

    return [
        (words, url_for("calendar_files.day", iso_day=name))
        for words, name in (
            (_("Heute"), today.isoformat()),
            (_("Morgen"), tomorrow.isoformat()),
            (_("Diese Woche"), week(today)),
            (_("Nächste Woche"), week(next_week)),
        )
    ]


def _of_the_person() -> Sequence[str]:
    return (
        _("Ihre eigenen Buchungen, Anfragen und Optionen"),
        _("Buchungen Ihrer Organisationen; sie belegen Ihre eigene Zeit nicht"),
        _("ein Jahr zurück und ein Jahr voraus; ältere verschwinden von selbst"),
        _("Abgesagtes noch 30 Tage lang, gekennzeichnet mit „Abgesagt“"),
    )


def _of_what_is_taken() -> Sequence[str]:
    return (
        _("wann belegt ist – ohne Namen, Titel und Notizen"),
        _("öffentliche Veranstaltungen mit ihrem Titel aus dem Programm"),
        _("ein Jahr zurück und ein Jahr voraus; ältere verschwinden von selbst"),
        _("Abgesagtes verschwindet sofort, denn die Zeit ist wieder frei"),
    )


def _of_the_team() -> Sequence[str]:
    return (
        _("Anfragen und Optionen, über die zu entscheiden ist, mit ihren Fristen"),
        _("Veranstaltungen mit Aufbau und Abräumen"),
        _("Übergaben und Rücknahmen der Pop-up-Flächen"),
        _("Titel und Buchungsnummern, aber keine Personen"),
    )


CONTENTS = {
    Audience.OWNER: _of_the_person,
    Audience.BUSY: _of_what_is_taken,
    Audience.STAFF: _of_the_team,
}

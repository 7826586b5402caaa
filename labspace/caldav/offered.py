"""Which calendars somebody finds through CalDAV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.calendars.linking import links_of
from labspace.calendars.scopes import FeedKind, Scope, personal, scope_from
from labspace.calendars.titles import title_of
from labspace.words import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A calendar as its program lists it."""

    scope: Scope
    title: str
    description: str
    colour: str

    @property
    def slug(self) -> str:
        return slug_of(self.scope)


def calendars_of(session: Session, user: User) -> list[Calendar]:
    """All calendars of `user`, in their language: their own first."""
    with force_locale(user.locale):
        calendars = []
        for scope in scopes_of(session, user):
            try:
                title = title_of(session, scope)
            except LookupError:
                continue
            calendars.append(
                Calendar(
                    scope=scope,
                    title=title,
                    description=str(DESCRIPTIONS[scope.kind]),
                    colour=COLOURS[scope.kind],
                )
            )
        return calendars


def scopes_of(session: Session, user: User) -> Iterable[Scope]:
    """One's own bookings, the houses one works in, and whatever one has chosen on the calendar page.

    Not every house there is: programs load all they find, for good.
    """
    houses = sorted(role.location_id for role in user.staff_roles)
    staff = [
        Scope(kind=kind, subject_id=house_id)
        for house_id in houses
        for kind in (FeedKind.STAFF, FeedKind.HOUSE)
    ]
    chosen = [scope_from(link.scope) for link in links_of(session, user.id)]
    return dict.fromkeys([personal(user.id), *staff, *chosen])


def slug_of(scope: Scope) -> str:
    """The last part of a calendar's address; stays when things are renamed."""
    if scope.kind is FeedKind.PERSONAL:
        return WORDS[scope.kind]
    kind = [scope.space_kind.value] if scope.space_kind else []
    return "-".join([WORDS[scope.kind], str(scope.subject_id), *kind])


WORDS = {
    FeedKind.PERSONAL: "buchungen",
    FeedKind.STAFF: "aufgaben",
    FeedKind.HOUSE: "haus",
    FeedKind.HOUSE_KIND: "art",
    FeedKind.SPACE: "flaeche",
}
DESCRIPTIONS = {
    FeedKind.PERSONAL: _l("Ihre Buchungen, Anfragen und Optionen. Nur zum Lesen."),
    FeedKind.STAFF: _l("Was im Haus aufzubauen, zu entscheiden und zu übergeben ist. Nur zum Lesen."),
    FeedKind.HOUSE: _l("Wann die Flächen des Hauses belegt sind. Nur zum Lesen."),
    FeedKind.HOUSE_KIND: _l("Wann die Flächen dieser Art belegt sind. Nur zum Lesen."),
    FeedKind.SPACE: _l("Wann die Fläche belegt ist. Nur zum Lesen."),
}
COLOURS = {
    FeedKind.PERSONAL: "#0F766E",
    FeedKind.STAFF: "#A1551F",
    FeedKind.HOUSE: "#5B6770",
    FeedKind.HOUSE_KIND: "#5B6770",
    FeedKind.SPACE: "#5B6770",
}

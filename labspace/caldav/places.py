"""What lies at each address: its properties, what lies below it, and what it answers to reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import Response, abort
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.caldav import addresses, answers
from labspace.caldav.actions import Look, etag_of, look_at
from labspace.caldav.asked import Properties
from labspace.caldav.event_lines import object_bytes
from labspace.caldav.offered import Calendar, calendars_of
from labspace.caldav.parsing import Element
from labspace.caldav.properties import (
    Values,
    calendar_values,
    home_values,
    item_values,
    principal_values,
    root_values,
    shown,
    shown_item,
)
from labspace.caldav.queries import events_of, find_item, items_of
from labspace.caldav.reports import Asked, answer_report
from labspace.caldav.writing import Xml
from labspace.ical import tidy_line
from labspace.times import utc_now
from labspace.words import gettext as _


@dataclass(frozen=True)
class Place:
    """A resource."""

    address: str
    values: Values
    members: Callable[[Properties], list[Xml]] = lambda _asked: []
    report: Callable[[Element], Response] = lambda _root: answers.report_unknown()
    content: Callable[[], Response] = lambda: answers.plain(
        200, _("Hier antwortet labspace Kalenderprogrammen (CalDAV, nur zum Lesen).")
    )
    is_collection: bool = True


class Places:
    """All places of one person; nobody else's can be reached through it."""

    def __init__(self, session: Session, user: User) -> None:
        self._session, self._user = session, user
        # Looking at a calendar may end the transaction: what is needed of the person is read before.
        self._user_id, self._locale = user.id, user.locale
        self._name, self._email = tidy_line(user.name), user.email
        self._principal = addresses.principal_of(user.id)
        self._home = addresses.home_of(user.id)

    def root(self) -> Place:
        return Place(
            addresses.root(),
            root_values(self._principal),
            lambda asked: [self._shown(self.principal(), asked)],
        )

    def principal(self) -> Place:
        values = principal_values(self._principal, self._home, name=self._name, email=self._email)
        return Place(self._principal, values, lambda asked: [self._shown(self.home(), asked)])

    def home(self) -> Place:
        values = home_values(self._principal, name=self._name)
        return Place(self._home, values, self._calendars)

    def calendar(self, slug: str) -> Place:
        calendar, look = self._find(slug)
        return self._calendar(calendar, look)

    def item(self, slug: str, uid: str) -> Place:
        calendar, look = self._find(slug)
        item = find_item(self._session, look.collection_id, uid)
        if item is None:
            abort(404)
        return Place(
            addresses.item_in(self._address(calendar), uid),
            item_values(self._principal, item),
            content=lambda: self._event(look, uid),
            is_collection=False,
        )

    @cached_property
    def _offered(self) -> list[Calendar]:
        return calendars_of(self._session, self._user)

    def _find(self, slug: str) -> tuple[Calendar, Look]:
        calendar = next((one for one in self._offered if one.slug == slug), None) or abort(404)
        return calendar, self._look(calendar) or abort(404)

    def _look(self, calendar: Calendar) -> Look | None:
        return look_at(
            self._session, calendar.scope, user_id=self._user_id, locale=self._locale, now=utc_now()
        )

    def _calendars(self, asked: Properties) -> list[Xml]:
        looks = [(calendar, self._look(calendar)) for calendar in self._offered]
        return [self._shown(self._calendar(calendar, look), asked) for calendar, look in looks if look]

    def _address(self, calendar: Calendar) -> str:
        return addresses.calendar_of(self._user_id, calendar.slug)

    def _calendar(self, calendar: Calendar, look: Look) -> Place:
        address = self._address(calendar)
        return Place(
            address,
            calendar_values(self._principal, calendar, look),
            lambda asked: self._items(look, address, asked),
            lambda root: answer_report(
                Asked(self._session, root, look, address=address, principal=self._principal)
            ),
        )

    def _items(self, look: Look, address: str, asked: Properties) -> list[Xml]:
        return [
            shown_item(addresses.item_in(address, item.uid), item, asked, self._principal)
            for item in items_of(self._session, look.collection_id)
        ]

    def _event(self, look: Look, uid: str) -> Response:
        events = events_of(self._session, collection_id=look.collection_id, feed_id=look.feed_id, uids={uid})
        if not events:
            abort(404)
        data = object_bytes(events[0][1])
        return answers.calendar_object(data, etag_of(data))

    @staticmethod
    def _shown(place: Place, asked: Properties) -> Xml:
        return shown(place.address, place.values, asked)

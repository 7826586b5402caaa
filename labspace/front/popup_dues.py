"""What the team is to do for the pop-ups of a house, as its day page lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from labspace.formats import weekday_text
from labspace.locations.models import Location
from labspace.popups.spans import monday_of
from labspace.popups.tenancies.dues import (
    DueHandover,
    due_handovers,
    hours_due_on,
    lapsed_offers,
    unrecorded_tenancies,
)
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@dataclass(frozen=True)
class PopupDue:
    """One thing to do, and where it is done."""

    what: str
    about: str
    url: str
    is_overdue: bool


def popup_dues(session: Session, house: Location, *, now: datetime) -> Sequence[PopupDue]:
    """Shop hours nobody recorded, handovers, offers that lapsed lately. Three statements, however many there are."""
    return [
        *(_unrecorded(one, house, now=now) for one in unrecorded_tenancies(session, house.id, now=now)),
        *(_handover(due, house, now=now) for due in due_handovers(session, house, now=now)),
        *(_lapsed(offer, house) for offer in lapsed_offers(session, house.id, now=now)),
    ]


def _unrecorded(tenancy: Tenancy, house: Location, *, now: datetime) -> PopupDue:
    last, due_on = tenancy.first_and_last[1], hours_due_on(tenancy)
    return PopupDue(
        what=_(
            "Öffnungszeiten fehlen: bis %(day)s eintragen, sonst zählt die Nutzung als nicht erschienen",
            day=weekday_text(due_on),
        ),
        about=_about(space_name(tenancy.space), tenancy.title),
        url=url_for("tenancies.hours", tenancy_id=tenancy.id, woche=monday_of(last).isoformat()),
        is_overdue=due_on < now.astimezone(house.zone).date(),
    )


def _handover(due: DueHandover, house: Location, *, now: datetime) -> PopupDue:
    tenancy, today = due.tenancy, now.astimezone(house.zone).date()
    day = _("heute") if due.day == today else weekday_text(due.day)
    return PopupDue(
        what=_("%(handover)s, %(day)s", handover=due.direction.label, day=day),
        about=_about(space_name(tenancy.space), tenancy.title),
        url=url_for(
            "tenancies_staff.handover",
            slug=house.slug,
            tenancy_id=tenancy.id,
            direction=due.direction.value,
        ),
        is_overdue=due.day < today,
    )


def _lapsed(offer: PopupOffer, house: Location) -> PopupDue:
    day = weekday_text(offer.state_since.astimezone(house.zone).date())
    return PopupDue(
        what=_("Angebot ohne Antwort verfallen, %(day)s", day=day),
        about=_about(space_name(offer.space), offer.application.title),
        url=url_for("tenancies.show_offer", offer_id=offer.id),
        is_overdue=False,
    )


def _about(space: str, title: str) -> str:
    return _("%(space)s · %(title)s", space=space, title=title) if title else space

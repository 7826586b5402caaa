"""Questions about what is public of events, and what waits for staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from labspace.bookings.models import Booking
from labspace.bookings.states import CANCELLED, OPEN, BookingState
from labspace.events.programme.items import Asked, ProgrammeItem, offer_items
from labspace.events.programme.kinds import Access
from labspace.events.programme.models import PublicEvent, PublicText
from labspace.events.programme.rules import CALLED_OFF_SHOWN, HAPPENS, Publicity, publicity
from labspace.events.programme.states import TextState
from labspace.pictures.models import Picture
from labspace.spaces.names import space_names

WAITING = OPEN | {BookingState.USED}


@offer_items
def public_events(session: Session, asked: Asked, now: datetime) -> Sequence[ProgrammeItem]:
    """Released events that are confirmed, and those lately called off; a fixed number of statements."""
    question = _released(with_pictures=asked.with_pictures).where(
        Booking.location_id.in_(asked.house_ids),
        Booking.starts_at < asked.window.ends_at,
        Booking.ends_at > asked.window.starts_at,
        or_(
            Booking.state.in_(HAPPENS | {BookingState.NO_SHOW}),
            and_(Booking.state.in_(CANCELLED), Booking.state_since > now - CALLED_OFF_SHOWN),
        ),
    )
    if asked.theme is not None:
        question = question.where(Booking.theme == asked.theme)
    # Put in order here: asked of SQLite, it would take the bookings of all years in that order.
    texts = sorted(
        session.scalars(question).unique(), key=lambda one: (one.event.booking.starts_at, one.booking_id)
    )
    found = (item_of(text, now=now, with_picture=asked.with_pictures) for text in texts)
    return [item for item in found if item is not None]


def find_public_event(session: Session, public_id: str, *, now: datetime) -> ProgrammeItem | None:
    """The event with this public id, if the public may see it; also when it is over."""
    text = session.scalars(_released().where(PublicEvent.public_id == public_id)).unique().one_or_none()
    return item_of(text, now=now) if text else None


def public_text_of(session: Session, booking_id: int) -> PublicText | None:
    """The released text of an event with all it shows, whatever its state."""
    return session.scalars(_released().where(PublicText.booking_id == booking_id)).unique().one_or_none()


def released_texts(session: Session, *, ending_after: datetime) -> Sequence[PublicText]:
    """All released texts of events that end after a moment, by booking."""
    question = _released().where(Booking.ends_at > ending_after).order_by(Booking.starts_at, Booking.id)
    return session.scalars(question).unique().all()


def item_of(text: PublicText, *, now: datetime, with_picture: bool = True) -> ProgrammeItem | None:
    """The event as the public sees it; None if it does not."""
    event, booking = text.event, text.event.booking
    shown = publicity(
        state=booking.state,
        state_since=booking.state_since,
        ends_at=booking.ends_at,
        is_public=booking.is_public,
        is_released=text.state is TextState.RELEASED,
        was_shown=event.published_at is not None,
        now=now,
    )
    if shown is Publicity.HIDDEN:
        return None
    house, known = booking.location, {one.value: one for one in Access}
    picture = text.picture if with_picture else None
    place = house.place_on(booking.starts_at.astimezone(house.zone).date())
    return ProgrammeItem(
        key=f"event-{event.public_id}",
        title=text.title,
        words=text.words,
        organiser=text.organiser_name,
        span=booking.span,
        zone=house.zone,
        house_id=house.id,
        house_slug=house.slug,
        house=house.name,
        city=place.city,
        address=place.address,
        spaces=space_names(booking.spaces),
        is_demo=house.is_demo,
        path=f"/programm/{event.public_id}",
        theme=booking.theme,
        entry_fee_cents=text.entry_fee_cents,
        registration_url=text.registration_url,
        language=text.language,
        access=tuple(known[one] for one in text.access if one in known),
        access_note=text.access_note,
        picture=picture if picture and picture.removed_at is None else None,
        is_called_off=shown is Publicity.CALLED_OFF,
    )


def texts_of(session: Session, booking_id: int) -> Sequence[PublicText]:
    """Every text ever proposed for an event, the latest first."""
    return session.scalars(
        select(PublicText)
        .where(PublicText.booking_id == booking_id)
        .options(
            joinedload(PublicText.proposed_by),
            joinedload(PublicText.decided_by),
            joinedload(PublicText.picture).selectinload(Picture.files),
        )
        .order_by(PublicText.id.desc())
    ).all()


def find_text(session: Session, text_id: int) -> PublicText | None:
    """The text with this id and its booking."""
    return session.scalars(
        select(PublicText)
        .where(PublicText.id == text_id)
        .options(joinedload(PublicText.event).joinedload(PublicEvent.booking))
    ).one_or_none()


def proposed_texts(session: Session, location_id: int, *, now: datetime) -> Sequence[PublicText]:
    """Texts that wait for the staff of a house, of events still ahead, the earliest event first."""
    return (
        session.scalars(_proposed(location_id, now).options(*_EAGER).order_by(Booking.starts_at))
        .unique()
        .all()
    )


def proposed_count(location_id: int, *, now: datetime) -> ScalarSelect[int]:
    """How many texts wait for the staff of a house, to be asked together with other counts."""
    return _proposed(location_id, now).with_only_columns(func.count(PublicText.id)).scalar_subquery()


def text_showing(session: Session, picture_id: int) -> PublicText | None:
    """The text a picture was uploaded for; a newer text may have taken it over."""
    return session.scalars(
        select(PublicText)
        .join(PublicText.event)
        .join(PublicEvent.booking)
        .where(PublicText.picture_id == picture_id)
        .options(contains_eager(PublicText.event).contains_eager(PublicEvent.booking))
        .order_by((PublicText.state == TextState.RELEASED).desc(), PublicText.id.desc())
        .limit(1)
    ).one_or_none()


_BOOKING = contains_eager(PublicText.event).contains_eager(PublicEvent.booking)
_WORDS = (_BOOKING.joinedload(Booking.location), _BOOKING.selectinload(Booking.spaces))
_EAGER = (*_WORDS, selectinload(PublicText.picture).selectinload(Picture.files))


def _released(*, with_pictures: bool = True) -> Select[PublicText]:
    return (
        select(PublicText)
        .join(PublicText.event)
        .join(PublicEvent.booking)
        .where(PublicText.state == TextState.RELEASED, Booking.is_public)
        .options(*(_EAGER if with_pictures else _WORDS))
    )


def _proposed(location_id: int, now: datetime) -> Select[PublicText]:
    return (
        select(PublicText)
        .join(PublicText.event)
        .join(PublicEvent.booking)
        .where(
            PublicText.state == TextState.PROPOSED,
            Booking.location_id == location_id,
            Booking.ends_at > now,
            Booking.state.in_(WAITING),
        )
    )

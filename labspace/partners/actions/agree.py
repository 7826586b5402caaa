"""Agreeing with a partner, setting times aside, and ending either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.once import make_once
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.partners.actions.keep import keep_allotments
from labspace.partners.actions.release import let_go
from labspace.partners.models import Allotment, PartnerAgreement
from labspace.partners.queries import dates_ahead, organisation_named
from labspace.partners.states import DateState
from labspace.spaces.models import Space


@dataclass(frozen=True, kw_only=True)
class NewAgreement:
    """What is agreed."""

    location_id: int
    organisation_name: str
    contact: str = ""
    document: str = ""
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewAllotment:
    """A weekday and time of a space."""

    space_id: int
    weekday: int
    starts_minute: int
    ends_minute: int
    release_days: int
    valid_from: date
    valid_until: date | None = None


def make_agreement(
    session: Session, new: NewAgreement, *, by: User, now: datetime, once: str = ""
) -> PartnerAgreement:
    """Keep an agreement; sent twice with the same `once`, it is the first one.

    Raises `Refused` with `organisation_unknown` or `ends_before_it_begins`.
    """
    by_id = by.id
    begin_write(session)

    def make() -> PartnerAgreement:
        return _agree(session, new, by_id=by_id, now=now)

    return make_once(session, PartnerAgreement, new, make, by_id=by_id, once=once, now=now)


def _agree(session: Session, new: NewAgreement, *, by_id: int, now: datetime) -> PartnerAgreement:
    organisation = organisation_named(session, new.organisation_name)
    refusals = []
    if organisation is None:
        refusals.append(Refusal("organisation_unknown", {"name": new.organisation_name}))
    if new.valid_until is not None and new.valid_until < new.valid_from:
        refusals.append(Refusal("ends_before_it_begins"))
    if organisation is None or refusals:
        raise Refused(*refusals)
    agreement = PartnerAgreement(
        location_id=new.location_id,
        organisation_id=organisation.id,
        contact=new.contact.strip(),
        document=new.document.strip(),
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        created_by_id=by_id,
        created_at=now,
    )
    session.add(agreement)
    session.flush()
    return agreement


def add_allotment(
    session: Session, agreement_id: int, new: NewAllotment, *, by: User, now: datetime, once: str = ""
) -> Allotment:
    """Set a time aside from now on; its dates of the coming weeks are kept at once.

    Sent twice with the same `once`, it is the first one. Raises `Refused` with `space_unknown`,
    `ends_before_it_begins`, `outside_agreement`.
    """
    by_id = by.id
    begin_write(session)

    def make() -> Allotment:
        return _add(session, agreement_id, new, now=now)

    return make_once(session, Allotment, (agreement_id, new), make, by_id=by_id, once=once, now=now)


def _add(session: Session, agreement_id: int, new: NewAllotment, *, now: datetime) -> Allotment:
    agreement = session.get_one(PartnerAgreement, agreement_id, with_for_update=True)
    space = session.get(Space, new.space_id)
    refusals = []
    if space is None or space.location_id != agreement.location_id:
        refusals.append(Refusal("space_unknown"))
    if new.ends_minute <= new.starts_minute or (
        new.valid_until is not None and new.valid_until < new.valid_from
    ):
        refusals.append(Refusal("ends_before_it_begins"))
    if not agreement.holds_on(max(new.valid_from, agreement.valid_from)):
        refusals.append(Refusal("outside_agreement"))
    refuse_any(refusals)
    allotment = Allotment(
        agreement_id=agreement_id,
        space_id=new.space_id,
        weekday=new.weekday,
        starts_minute=new.starts_minute,
        ends_minute=new.ends_minute,
        release_days=new.release_days,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
    )
    session.add(allotment)
    session.flush()
    keep_allotments(session, now=now)
    return allotment


def end_allotment(session: Session, allotment_id: int, *, last: date, by: User, now: datetime) -> Allotment:
    """Keep nothing for the partner after `last`; what they have booked stays booked."""
    by_id = by.id
    begin_write(session)
    allotment = session.get_one(Allotment, allotment_id, with_for_update=True)
    allotment.valid_until = max(last, allotment.valid_from)
    _release_after(session, allotment.agreement_id, last, by_id=by_id, now=now, only=allotment_id)
    return allotment


def end_agreement(
    session: Session, agreement_id: int, *, last: date, by: User, now: datetime
) -> PartnerAgreement:
    """End an agreement on its last day, and with it all that was set aside later."""
    by_id = by.id
    begin_write(session)
    agreement = session.get_one(PartnerAgreement, agreement_id, with_for_update=True)
    agreement.valid_until = max(last, agreement.valid_from)
    _release_after(session, agreement_id, last, by_id=by_id, now=now)
    return agreement


def _release_after(
    session: Session, agreement_id: int, last: date, *, by_id: int, now: datetime, only: int | None = None
) -> None:
    by = session.get_one(User, by_id)
    for held in dates_ahead(session, [agreement_id], first=last)[agreement_id]:
        if held.day > last and held.state is DateState.HELD and only in (None, held.allotment_id):
            let_go(session, held, DateState.RELEASED, by=by, now=now, by_id=by_id)
    session.flush()

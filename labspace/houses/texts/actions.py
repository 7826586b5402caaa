"""Writing pages and house rules. Actions flush; the edge commits once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.founding.actions import locked_house
from labspace.houses.record.actions import note_change
from labspace.houses.record.models import HouseRecord
from labspace.houses.texts.kinds import SitePage
from labspace.houses.texts.models import PageText
from labspace.houses.texts.queries import page_in_force
from labspace.locations.models import HouseRulesText


def write_page(
    session: Session, page: SitePage, *, text: str, text_en: str, expected: int, by: User, now: datetime
) -> PageText | None:
    """Let a page say something else; its earlier versions stay. An empty text brings back labspace's own.

    `expected` is the number of the version the form was made of, 0 for none. None where nothing
    changed; raises `Refused` where somebody else was quicker.
    """
    actor_id = by.id
    begin_write(session)
    present = page_in_force(session, page)
    if (present.version if present else 0) != expected:
        raise Refused(Refusal("changed_meanwhile"))
    if (present.text, present.text_en) == (text, text_en) if present else not (text or text_en):
        return None
    version = PageText(page=page, version=expected + 1, text=text, text_en=text_en, at=now, by_id=actor_id)
    session.add(version)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(Refusal("changed_meanwhile")) from error
    return version


@dataclass(frozen=True, kw_only=True)
class NewRules:
    """A version of the house rules."""

    version: str
    valid_from: date
    text: str
    text_en: str


def add_rules(
    session: Session, location_id: int, new: NewRules, *, touched: int, by: User, now: datetime
) -> HouseRecord:
    """Let other house rules hold from a day on; what was accepted stays accepted in its version.

    Raises `Refused` for a day that is over, and where a version of this name or day exists.
    """
    actor_id = by.id
    begin_write(session)
    house = locked_house(session, location_id)
    if new.valid_from < now.astimezone(house.zone).date():
        raise Refused(Refusal("day_over"))
    known = session.execute(
        select(HouseRulesText.version, HouseRulesText.valid_from).where(
            HouseRulesText.location_id == location_id
        )
    ).all()
    if any(row.version == new.version for row in known):
        raise Refused(Refusal("rules_version_taken"))
    if any(row.valid_from == new.valid_from for row in known):
        raise Refused(Refusal("rules_day_taken"))
    values = {
        "version": new.version,
        "text": new.text,
        "text_en": new.text_en,
    }
    session.add(HouseRulesText(location_id=location_id, valid_from=new.valid_from, **values))
    session.flush()
    return note_change(
        session,
        "rules_added",
        location_id=location_id,
        about=new.version,
        after={**values, "valid_from": new.valid_from.isoformat()},
        touched=touched,
        by_id=actor_id,
        now=now,
    )


def withdraw_rules(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Take back a version that does not hold yet; once it holds, people accepted it and it stays."""
    assert record.location_id is not None
    house = locked_house(session, record.location_id)
    row = session.scalars(
        select(HouseRulesText).where(
            HouseRulesText.location_id == house.id, HouseRulesText.version == record.after["version"]
        )
    ).first()
    if row is None:
        raise Refused(Refusal("changed_since"))
    # On its first day somebody may have accepted it, so only before.
    if row.valid_from <= now.astimezone(house.zone).date():
        raise Refused(Refusal("rules_in_force"))
    session.delete(row)
    session.flush()

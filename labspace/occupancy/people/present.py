"""Who used anything of one choice in a period: each account and organisation is looked up, however much it did.

So K16 of ten years costs what it costs of a month: what grows with bookings is not read.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.occupancy.facts.plans import Plan
from labspace.occupancy.people.firsts import used_days
from labspace.occupancy.people.models import UseFact, UseMonth
from labspace.occupancy.people.who import Who
from labspace.spaces.kinds import SpaceKind


def who_read(session: Session, plan: Plan, *, kinds: Collection[SpaceKind]) -> Who:
    """Of all houses of the plan together, up to its `now`; three statements, and two for each counted stretch."""
    found = Who()
    words = [kind.value for kind in kinds]
    if any(plan.months.values()):
        _of_months(session, plan, found, words)
    if any(plan.kept.values()):
        days = select(UseFact.person, UseFact.organisation, UseFact.is_internal).where(
            plan.in_days(UseFact.location_id, UseFact.day), UseFact.kind.in_(words)
        )
        for person, organisation, is_internal in session.execute(days.distinct()):
            found.note(person, organisation, is_internal=is_internal)
    for houses, stretch in plan.counted:
        for use in used_days(session, houses, kinds, stretch, now=plan.now):
            found.note(use.person, use.organisation, is_internal=use.is_internal)
    return found


def _of_months(session: Session, plan: Plan, found: Who, words: Collection[str]) -> None:
    here = plan.begun_in_months(UseMonth.location_id, UseMonth.first_on), UseMonth.kind.in_(words)
    inside, outside = UseMonth.is_internal.is_(True), UseMonth.is_internal.is_(False)

    def used(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(*here, *conditions)

    same_person, same_body = UseMonth.person == User.id, UseMonth.organisation == Organisation.id
    privately = UseMonth.organisation == 0
    for person, is_outside, is_private, is_inside in session.execute(
        select(
            User.id,
            used(same_person, outside),
            used(same_person, outside, privately),
            used(same_person, inside),
        )
    ):
        found.persons.update({(person, False)} if is_outside else ())
        found.persons.update({(person, True)} if is_inside else ())
        found.private.update({person} if is_private else ())
    for body, is_outside, is_inside in session.execute(
        select(Organisation.id, used(same_body, outside), used(same_body, inside))
    ):
        found.organisations.update({(body, False)} if is_outside else ())
        found.organisations.update({(body, True)} if is_inside else ())

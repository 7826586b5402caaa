"""What the De-minimis list does by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged
from labspace.accounts.mails import mail_team, site_url
from labspace.accounts.models import User
from labspace.announcements import listen
from labspace.bookings.aid.actions import RegisterDue, remind_of_register
from labspace.bookings.aid.models import AidRegistration
from labspace.formats import day_text
from labspace.notices.jobs import every_minute
from labspace.notices.letters import Letter
from labspace.words import gettext as _
from labspace.words import ngettext


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Mail the team what is to be registered soon, at most once a week."""
    if now.minute % 30 == 0:  # twice an hour is soon enough for working days
        remind_of_register(session, now=now)


@listen(OrganisationMerged)
def follow_merged(session: Session, merged: OrganisationMerged) -> None:
    """What was registered follows its organisation, as the bookings do."""
    session.execute(
        update(AidRegistration)
        .where(AidRegistration.organisation_id == merged.source_id)
        .values(organisation_id=merged.target_id)
    )


@listen(RegisterDue)
def tell_team(session: Session, due: RegisterDue) -> None:
    """Write to everybody who runs the house."""
    mail_team(session, due.house, lambda user: _letter(due, user), topic=f"aid:{due.house.id}", now=due.at)


def _letter(due: RegisterDue, user: User) -> Letter:
    first = min(use.register_by for use in due.uses)
    count = ngettext(
        "%(num)d vergünstigte Nutzung ist noch nicht im Register vermerkt, die früheste bis %(day)s.",
        "%(num)d vergünstigte Nutzungen sind noch nicht im Register vermerkt, die früheste bis %(day)s.",
        len(due.uses),
        day=day_text(first),
    )
    return Letter(
        subject=_("De-minimis-Register: Einträge stehen an (%(house)s)", house=due.house.name),
        greeting=_("Guten Tag %(name)s,", name=user.name),
        paragraphs=[count, _("Ob etwas einzutragen ist, entscheidet das Haus; dies ist kein Rechtsrat.")],
        action=_("Liste ansehen"),
        url=site_url("/team/beihilfen"),
    )

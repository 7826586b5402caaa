"""What the De-minimis list does by itself."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged
from labspace.accounts.models import User
from labspace.accounts.queries import team_of
from labspace.announcements import listen
from labspace.bookings.aid.actions import RegisterDue, remind_of_register
from labspace.bookings.aid.models import AidRegistration
from labspace.formats import day_text
from labspace.notices.jobs import every_minute
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
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
    for user in team_of(session, due.house.id):
        with force_locale(user.locale):
            letter = _letter(due, user)
            enqueue_mail(
                session,
                topic=f"aid:{due.house.id}:{user.id}",
                recipient=user.email,
                subject=letter.subject,
                plain=plain_of(letter),
                html=html_of(letter),
                now=due.at,
            )


def _letter(due: RegisterDue, user: User) -> Letter:
    base_url = str(current_app.extensions["labspace.settings"].base_url).rstrip("/")
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
        url=f"{base_url}/team/beihilfen",
        demo=due.house.is_demo,
    )

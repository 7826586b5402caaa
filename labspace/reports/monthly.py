"""The figures of the month by mail to those who were chosen: one mail a person and month, whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.formats import month_text, percent_text
from labspace.locations.models import Location
from labspace.notices.jobs import every_minute
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.occupancy.days import Days
from labspace.occupancy.months import Month
from labspace.reports.gathering.figures import figures_of_houses
from labspace.reports.heads import LEAD
from labspace.reports.models import MonthlyMail
from labspace.reports.queries import unsent
from labspace.reports.shown_values import amount
from labspace.reports.snapshot import Figure
from labspace.times import local_moment
from labspace.words import gettext as _

SENT_ON = 8
"""The day of the month after: by then what nobody decided on is settled (R5)."""
SENT_AT = time(7)


@every_minute
def send_monthly(session: Session, now: datetime) -> int:
    """Write the mails that are due and were not yet written; returns how many. One transaction for each."""
    if now.day < SENT_ON - 1:
        return 0
    sent = 0
    for user, month, houses in _due(session, now=now):
        sent += _send(session, user, month, houses, now=now)
    return sent


def _due(session: Session, *, now: datetime) -> list[tuple[User, Month, list[Location]]]:
    """Who is to get a mail about which month and houses: chosen before it was due, and still of the team."""
    found = []
    month = Month(now.year, now.month).previous
    for user, chosen in unsent(session, month.first).items():
        houses = [
            house
            for house, reader in chosen
            if (due := due_at(month, house)) <= now and reader.added_at <= due and user.runs(house.id)
        ]
        if houses and user.is_active:
            found.append((user, month, houses))
    return found


def due_at(month: Month, house: Location) -> datetime:
    """When the mail about a month is written."""
    return local_moment(month.following.first.replace(day=SENT_ON), SENT_AT, zone=house.zone)


def _send(session: Session, user: User, month: Month, houses: Sequence[Location], *, now: datetime) -> bool:
    user_id = user.id
    with force_locale(user.locale):
        letter = _letter(session, user, month, houses, now=now)
    recipient = user.email
    begin_write(session)
    session.get(User, user_id, with_for_update=True)
    if session.get(MonthlyMail, (user_id, month.first)) is not None:
        session.rollback()
        return False
    session.add(MonthlyMail(user_id=user_id, month=month.first, sent_at=now))
    with force_locale(user.locale):
        enqueue_mail(
            session,
            topic=f"monthly:{user_id}",
            recipient=recipient,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=now,
        )
    session.commit()
    return True


def _letter(
    session: Session, user: User, month: Month, houses: Sequence[Location], *, now: datetime
) -> Letter:
    name = month_text(month.first)
    days = Days(month.first, month.last)
    figures = figures_of_houses(session, houses, days, now=now)
    before = Days(month.moved(-12).first, month.moved(-12).last)
    earlier = {one.key: one for one in figures_of_houses(session, houses, before, now=now)}
    base_url = str(current_app.extensions["labspace.settings"].base_url).rstrip("/")
    return Letter(
        subject=_("Zahlen der Häuser im %(month)s", month=name),
        greeting=_("Guten Tag %(name)s,", name=user.name),
        paragraphs=[
            _("hier sind die wichtigsten Zahlen vom %(month)s, dahinter dieselben vom Jahr davor.", month=name),
        ],
        facts=[pair for house in houses for pair in _facts(house, figures, earlier, alone=len(houses) == 1)],
        action=_("Alle Zahlen ansehen"),
        url=f"{base_url}/auslastung?monat={month}",
        other_action=_("Monatsmail abbestellen oder ändern"),
        other_url=f"{base_url}/berichte/monatsmail",
        demo=any(house.is_demo for house in houses),
    )  # fmt: skip


def _facts(
    house: Location,
    figures: Sequence[Figure],
    earlier: dict[tuple[str, str, str, str], Figure],
    *,
    alone: bool,
) -> list[tuple[str, str]]:
    main = {one.indicator: one for one in figures if one.key == (one.indicator, "", house.slug, "")}
    return [
        (one.label if alone else f"{house.name}: {one.label}", _told(one, earlier.get(one.key)))
        for number in LEAD
        if (one := main.get(number)) is not None
    ]


def _told(one: Figure, before: Figure | None) -> str:
    told = amount(one.value, one.unit)
    if one.unsure:
        told = _("%(value)s (Datengüte C und D: %(share)s)", value=told, share=percent_text(one.unsure))
    if before is None or before.value is None:
        return told
    return _("%(value)s (Vorjahr %(before)s)", value=told, before=amount(before.value, before.unit))

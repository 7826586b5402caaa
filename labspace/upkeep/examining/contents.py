"""What is in the database: schema, guards, clock, queue, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, aliased

from labspace.bookings.claim_models import Claim
from labspace.bookings.guards import missing_guards
from labspace.bookings.models import BookingEvent
from labspace.notices.models import Channel, OutboxRow
from labspace.occupancy.facts.checking import last_check
from labspace.occupancy.facts.models import FactMark
from labspace.schema import SchemaOutdated, check, current_revision, newest_revision
from labspace.upkeep.examining.findings import Finding, good, trouble, warning
from labspace.upkeep.metrics.standing import WAITING, given_up_since

STEPPED = timedelta(seconds=5)
"""Clocks of two machines in order differ by less."""
SLOW = timedelta(minutes=15)
"""A mail that waits longer waits for something."""
CHECKED = timedelta(days=2)


def schema_findings(engine: Engine) -> Iterator[Finding]:
    """Whether the schema is this code's, and the guards against double bookings are in force."""
    with engine.connect() as connection:
        revision = current_revision(connection)
        if revision is None:
            yield trouble("migrations", "The database is empty.", do="Run labspace db upgrade.")
            return
        missing = missing_guards(connection)
    if revision != newest_revision():
        yield trouble(
            "migrations",
            f"The database is at {revision}, this labspace wants {newest_revision()}.",
            do="Make a backup, then run labspace db upgrade.",
        )
        return
    yield good("migrations", f"The database is at {revision}, the newest.")
    if missing:
        yield trouble(
            "guards",
            f"Nothing forbids double bookings: {', '.join(missing)} missing.",
            do="Stop the server, run labspace db upgrade, and look for double bookings.",
        )
        return
    try:
        check(engine)
    except SchemaOutdated as problem:
        yield trouble("guards", str(problem), do="Run labspace db upgrade.")
    else:
        yield good("guards", "All guards are in force.")


def clock_findings(session: Session, *, now: datetime) -> Iterator[Finding]:
    """Whether this machine's clock agrees with the database's, and with what was written before."""
    if session.get_bind().dialect.name == "postgresql":
        there = session.scalar(select(func.now()))
        assert isinstance(there, datetime)
        away = abs(there.astimezone(UTC) - now)
        if away > STEPPED:
            yield trouble(
                "clock",
                f"This machine and the database differ by {away.total_seconds():.0f} s.",
                do="Let both keep their time by NTP (timedatectl set-ntp true).",
            )
            return
    written = [_last_change(session), _last_mail(session)]
    ahead = max((moment - now for moment in written if moment), default=timedelta())
    if ahead > STEPPED:
        yield trouble(
            "clock",
            f"Rows were written {ahead.total_seconds() / 60:.0f} min in the future: the clock was set back,"
            " or it ran ahead before.",
            do="Let the machine keep its time by NTP. Nothing is lost; deadlines count from the right time again.",
        )
    else:
        yield good("clock", "The clock agrees with what was written.")


def _last_change(session: Session) -> datetime | None:
    # The newest row by number: time is what is asked about.
    return session.scalar(select(BookingEvent.at).order_by(BookingEvent.id.desc()).limit(1))


def _last_mail(session: Session) -> datetime | None:
    return session.scalar(select(OutboxRow.created_at).order_by(OutboxRow.id.desc()).limit(1))


def queue_findings(session: Session, *, now: datetime) -> Iterator[Finding]:
    """Whether mails leave, and calls of webhooks."""
    given_up = given_up_since(session, now - timedelta(days=7))
    found = [
        finding
        for channel in Channel
        for finding in _of_channel(session, channel, failed=given_up.get(channel, 0), now=now)
    ]
    if not found:
        number = session.scalar(select(func.count()).where(OutboxRow.state.in_(WAITING)))
        found.append(good("outbox", f"{number} mail(s) and call(s) wait, none for long."))
    yield from found


def _of_channel(session: Session, channel: Channel, *, failed: int, now: datetime) -> Iterator[Finding]:
    waiting = (OutboxRow.state.in_(WAITING), OutboxRow.channel == channel)
    number, oldest = session.execute(
        select(func.count(), func.min(OutboxRow.created_at)).where(*waiting)
    ).one()
    words = _CHANNELS[channel]
    if number and now - oldest > SLOW:
        why = session.scalar(
            select(OutboxRow.last_error)
            .where(*waiting, OutboxRow.last_error != "")
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        tried = f"the last answer was “{why}”" if why else "nobody sends them"
        minutes = (now - oldest).total_seconds() / 60
        yield trouble(
            "outbox",
            f"{number} {words.name} wait, the oldest for {minutes:.0f} min; {tried}.",
            do=words.do if why else "Start labspace worker, or set LABSPACE_DELIVER_IN_SERVER=yes.",
        )
    elif failed:
        yield warning(
            "outbox", f"{failed} {words.name} were given up in the last seven days.", do=words.given_up
        )


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What a channel's rows are called, and what to do where they do not leave."""

    name: str
    do: str
    given_up: str


_CHANNELS = {
    Channel.MAIL: _Words(
        name="mail(s)",
        do="Look at the mail server and at LABSPACE_MAIL. Mails wait and are sent afterwards, each once.",
        given_up="Look for “given up” in the log; often an address does not exist any more.",
    ),
    Channel.WEBHOOK: _Words(
        name="webhook call(s)",
        do="Ask whoever runs the receiver; the page “Webhooks” of the house says which one, and sends again.",
        given_up="Open the page “Webhooks” of the house: it says what was given up, and sends again.",
    ),
}


def claim_findings(session: Session, *, now: datetime) -> Iterator[Finding]:
    """Whether two claims of today or later stand on one space at one time; the guards forbid it."""
    core, other = aliased(Claim), aliased(Claim)
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    overlapping = (
        select(func.count())
        .select_from(core)
        .join(other, (other.space_id == core.space_id) & (other.id != core.id))
        .where(core.is_core, core.ends_at > since, other.ends_at > since)
        .where(other.starts_at < core.ends_at, core.starts_at < other.ends_at)
    )
    if found := session.scalar(overlapping):
        yield trouble(
            "claims",
            f"{found} claim(s) overlap others.",
            do="Stop the server and keep a backup: a guard was missing at some time.",
        )
    else:
        yield good("claims", "No two claims from today on overlap.")


def fact_findings(session: Session, *, now: datetime) -> Iterator[Finding]:
    """Whether the figures kept were compared with the bookings lately, and agreed."""
    last = last_check(session)
    marks = session.scalar(select(func.count()).select_from(FactMark)) or 0
    waits = f"{marks} change(s) wait to be kept"
    if last is None:
        yield warning(
            "facts",
            f"Figures were never compared with the bookings; {waits}.",
            do="Run labspace occupancy verify; the worker does so every night.",
        )
    elif last.found:
        yield trouble(
            "facts",
            f"{last.found} figure(s) differ from the bookings.",
            do="Run labspace occupancy verify, which names them.",
        )
    elif now - last.checked_at > CHECKED:
        yield warning(
            "facts",
            f"Figures were last compared on {last.checked_at:%Y-%m-%d}; {waits}.",
            do="See that a worker runs at night, or run labspace occupancy verify.",
        )
    else:
        yield good("facts", f"{last.compared} day(s) compared on {last.checked_at:%Y-%m-%d}, no difference.")

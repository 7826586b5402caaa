"""What the page of a tenancy shows, gathered in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.bookings.states import BookingState
from labspace.events.attendance.shown import winning_text
from labspace.formats import day_text, hour_count_text, moment_text, week_text, weekday_text
from labspace.pictures.shown import ShownPicture, shown_pictures
from labspace.popups.tenancies.dues import hours_due_on
from labspace.popups.tenancies.models import Agreement, Tenancy, TenancyEvent
from labspace.popups.tenancies.queries import agreements_of, follow_ups_of, handovers_of, opened_days
from labspace.popups.tenancies.records import FollowUp, Handover
from labspace.popups.tenancies.shop_hours import Opened, Week, weekly
from labspace.popups.tenancies.states import Direction, TenancyState
from labspace.popups.tenancies.words import history_lines, months_text, tenancy_facts
from labspace.times import TimeSpan
from labspace.visits.queries import visited
from labspace.visits.rules import Visited
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class ShownWeek:
    """One week of shop hours; `badge` is how it looks, `state` what that means."""

    week: str
    monday: str
    days: str
    hours: str
    visits: str
    badge: str
    state: str


@dataclass(frozen=True, kw_only=True)
class TenancyPage:
    """All the page shows beside the tenancy itself."""

    pairs: Sequence[tuple[str, str]]
    steps: Sequence[tuple[str, str, str]]
    agreement: Agreement | None
    number: int
    acknowledged: str
    weeks: Sequence[ShownWeek]
    kept: str
    """How many judged weeks met the minimum; empty: none is over yet."""
    unrecorded: str
    """What becomes, or became, of a tenancy that is over without a recorded day (R5); empty: not so."""
    visits: str
    """How many came on all days, with how well it is known; empty: nobody said."""
    handovers: dict[Direction, Handover]
    pictures: dict[str, Sequence[ShownPicture]]
    """Of the protocols, by their side."""
    follow_ups: Sequence[tuple[FollowUp, str, str]]
    """With when it is asked, and what was answered."""
    history: Sequence[tuple[str, str, str]]


def tenancy_page(session: Session, tenancy: Tenancy, *, now: datetime) -> TenancyPage:
    """Everything about one tenancy at this moment."""
    agreements = agreements_of(session, tenancy.id)
    newest = agreements[0] if agreements else None
    weeks = weeks_of(session, tenancy, now=now)
    came = visited(session, [tenancy.booking_id]).get(tenancy.booking_id)
    handovers = handovers_of(session, tenancy.id)
    follow_ups = follow_ups_of(session, [tenancy.id])
    events = session.scalars(
        select(TenancyEvent)
        .where(TenancyEvent.tenancy_id == tenancy.id)
        .options(joinedload(TenancyEvent.actor))
        .order_by(TenancyEvent.id.desc())
        .limit(50)
    ).all()
    return TenancyPage(
        pairs=tenancy_facts(tenancy),
        steps=_steps(tenancy, newest, handovers, follow_ups),
        agreement=newest,
        number=newest.number if newest else 0,
        acknowledged=_acknowledged(newest, tenancy),
        weeks=[_shown_week(week, came) for week in weeks],
        kept=_kept(weeks),
        unrecorded=_unrecorded(tenancy, now=now),
        visits=winning_text(came) if came else "",
        handovers=handovers,
        pictures={side.value: shown_pictures(row.pictures) for side, row in handovers.items()},
        follow_ups=[(row, months_text(row.months), _answer(row)) for row in follow_ups],
        history=history_lines(events, tenancy),
    )


def weeks_of(session: Session, tenancy: Tenancy, *, now: datetime) -> list[Week]:
    """The weeks of a tenancy up to this one, judged by its minimum."""
    first, last = tenancy.first_and_last
    today = now.astimezone(tenancy.space.location.zone).date()
    opened = [
        Opened(day=row.day, span=TimeSpan(row.starts_at, row.ends_at))
        for row in opened_days(session, [tenancy.id])
    ]
    return weekly(opened, tenancy.minimum, first=first, last=last, until=today)


def _visits_in(week: Week, came: Visited | None) -> str:
    """How many came in a week; empty where nobody said."""
    sunday = week.monday + timedelta(days=6)
    counts = [one.count for one in came.by_day if week.monday <= one.day <= sunday] if came else []
    return ngettext("%(num)d Besuch", "%(num)d Besuche", sum(counts)) if counts else ""


def _shown_week(week: Week, came: Visited | None) -> ShownWeek:
    if not week.is_occupied:
        look, state = "info", _("läuft oder unvollständig")
    elif week.is_kept:
        look, state = "success", _("eingehalten")
    else:
        look, state = "warning", _("zu wenig geöffnet")
    return ShownWeek(
        week=week_text(week.monday),
        monday=week.monday.isoformat(),
        days=ngettext("%(num)d Tag", "%(num)d Tage", week.days),
        hours=_("%(hours)s Std.", hours=hour_count_text(week.open_for)),
        visits=_visits_in(week, came),
        badge=look,
        state=state,
    )


def _kept(weeks: Sequence[Week]) -> str:
    judged = [week for week in weeks if week.is_occupied]
    if not judged:
        return ""
    kept = sum(week.is_kept for week in judged)
    return _("%(kept)d von %(all)d vollen Wochen eingehalten.", kept=kept, all=len(judged))


def _unrecorded(tenancy: Tenancy, *, now: datetime) -> str:
    booking = tenancy.booking
    if booking.ends_at > now or tenancy.state is TenancyState.CALLED_OFF:
        return ""
    if booking.state is BookingState.NO_SHOW:
        return _(
            "Niemand hat Öffnungszeiten eingetragen. Die Nutzung zählt deshalb als nicht erschienen. "
            "Sobald Sie einen geöffneten Tag nachtragen, zählt sie als genutzt."
        )
    if booking.state is not BookingState.CONFIRMED:
        return ""
    return _(
        "Noch ist kein geöffneter Tag eingetragen. Bitte holen Sie das bis %(day)s nach, "
        "sonst zählt die Nutzung als nicht erschienen.",
        day=weekday_text(hours_due_on(tenancy)),
    )


def _acknowledged(agreement: Agreement | None, tenancy: Tenancy) -> str:
    if agreement is None or agreement.acknowledged_at is None:
        return ""
    when = moment_text(agreement.acknowledged_at, zone=tenancy.space.location.zone)
    return _("Bestätigt von %(name)s, %(when)s", name=agreement.acknowledged_name, when=when)


def _answer(row: FollowUp) -> str:
    if row.outcome is not None:
        return str(row.outcome.label)
    if row.asked_at is not None:
        return _("gefragt, noch keine Antwort")
    return _("wird am %(day)s gefragt", day=day_text(row.due_on))


def _steps(
    tenancy: Tenancy,
    agreement: Agreement | None,
    handovers: dict[Direction, Handover],
    follow_ups: Sequence[FollowUp],
) -> list[tuple[str, str, str]]:
    """Where it stands and what is next, as `components/steps.html` takes it."""
    first, last = tenancy.first_and_last
    if tenancy.state is TenancyState.CALLED_OFF:
        return [(_("Vereinbart"), "", "done"), (_("Abgesagt"), tenancy.end_reason, "stopped")]
    signed = {side for side, row in handovers.items() if row.signed_at is not None}
    after_end = last + timedelta(days=1)
    reached = [
        (_("Vereinbart"), "", True),
        (
            _("Vereinbarung bestätigt"),
            _("Bitte lesen und mit Namen bestätigen."),
            agreement is not None and agreement.acknowledged_at is not None,
        ),
        (_("Einzug"), _("Übergabe zum %(day)s", day=day_text(first)), Direction.IN in signed),
        (_("Geöffnet"), _("bis %(day)s", day=day_text(last)), tenancy.state is TenancyState.ENDED),
        (_("Auszug"), _("Übergabe zum %(day)s", day=day_text(last)), Direction.OUT in signed),
        (
            _("Rückmeldung"),
            _("ab %(day)s", day=day_text(after_end)),
            bool(follow_ups) and all(row.answered_at is not None for row in follow_ups),
        ),
    ]
    found, is_current = [], True
    for title, text, is_done in reached:
        state = "done" if is_done else "current" if is_current else "next"
        is_current = is_current and is_done
        found.append((title, "" if is_done else text, state))
    return found

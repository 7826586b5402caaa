"""One space as pages show it: name, standing in words, free times, and where to book it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import url_for

from labspace.bookings.availability import SpaceTime, Standing, strips
from labspace.bookings.rulebook import Rules
from labspace.bookings.rules import broken_time_rules
from labspace.bookings.sentences import sentence
from labspace.formats import clock_text, duration_text, hours_text, is_german
from labspace.front.asked import Asked
from labspace.spaces.features import Feature
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.timelines import Cell, Scale, Stretch
from labspace.times import TimeSpan, clipped
from labspace.words import gettext as _
from labspace.words import ngettext

BARRING = frozenset({"in_the_past", "too_far_ahead", "too_soon"})
"""Rules that no other hour of the same day would mend."""


@dataclass(frozen=True, kw_only=True)
class SpaceView:
    """All a page prints of a space for the asked time."""

    public_id: str
    name: str
    label: str
    kind: SpaceKind
    people: str
    features: tuple[str, ...]
    standing: Standing
    status: str
    """The standing in words, such as `frei bis 15:00 Uhr`."""
    hint: str
    """What else to know, such as the longest possible booking; may be empty."""
    share_free: float
    url: str
    """The house page with this space opened."""
    page_url: str
    book_url: str
    """Where booking or asking starts; empty when there is nothing to book."""
    book_label: str
    cells: tuple[Cell, ...]
    image: str = ""


def space_name(space: Space) -> str:
    """The name in the reader's language."""
    return space.name if is_german() or not space.name_en else space.name_en


def status_text(time: SpaceTime, standing: Standing, asked: TimeSpan, *, zone: ZoneInfo) -> str:
    """How a space stands for the asked time, as a short phrase."""
    match standing:
        case Standing.YOURS:
            own = next(span for span in time.mine if span.overlaps(asked))
            return _("Ihre Buchung %(hours)s", hours=hours_text(own, zone=zone))
        case Standing.FREE:
            until = next(span.ends_at for span in time.free if span.contains(asked))
            return _("frei bis %(time)s Uhr", time=_clock(until, zone=zone))
        case Standing.PARTLY:
            free = clipped(time.free, asked)[0]
            return _("teilweise frei: %(hours)s", hours=hours_text(free, zone=zone))
        case Standing.HELD:
            return _("Option vorgemerkt")
        case Standing.CLOSED:
            return _("geschlossen")
        case _:
            return _again_free(time, asked, zone=zone)


def _again_free(time: SpaceTime, asked: TimeSpan, *, zone: ZoneInfo) -> str:
    again = time.next_free(asked.starts_at)
    if again is None:
        return _("belegt, an diesem Tag nicht mehr frei")
    return _("belegt, wieder frei ab %(time)s Uhr", time=clock_text(again.starts_at, zone=zone))


def _clock(moment: datetime, *, zone: ZoneInfo) -> str:
    text = clock_text(moment, zone=zone)
    return "24:00" if text == "00:00" else text


def standing_for(
    time: SpaceTime, asked: TimeSpan, *, rules: Rules, zone: ZoneInfo, now: datetime
) -> tuple[Standing, str]:
    """The standing and, where the rules bar the whole day, the sentence that says why."""
    standing = time.standing(asked)
    if standing is Standing.YOURS or rules.whole_days:
        return standing, ""
    for refusal in broken_time_rules(asked, rules=rules, open_spans=time.bookable, zone=zone, now=now):
        if refusal.code in BARRING:
            return Standing.BARRED, sentence(refusal)
    return standing, ""


def proposed(asked: TimeSpan, time: SpaceTime, *, rules: Rules) -> TimeSpan:
    """The span the booking form starts with: what is free of the asked time, not too long."""
    free = clipped(time.free, asked)
    span = free[0] if free else asked
    longest = timedelta(minutes=rules.max_minutes)
    return span if span.duration <= longest else TimeSpan(span.starts_at, span.starts_at + longest)


def booking_url(space: Space, span: TimeSpan, *, zone: ZoneInfo) -> str:
    """Where booking this space starts, by its kind."""
    path = {
        SpaceKind.EVENT_AREA: "/veranstaltungen/anfrage",
        SpaceKind.POPUP_SLOT: "/pop-up/bewerbung",
    }.get(space.kind, "/buchungen/neu")
    return f"{path}?{urlencode({'flaeche': space.public_id, **time_query(span, zone=zone)})}"


def time_query(span: TimeSpan, *, zone: ZoneInfo) -> dict[str, str]:
    """`tag`, `von` and `bis` of a span, as all pages read them."""
    return {
        "tag": span.starts_at.astimezone(zone).date().isoformat(),
        "von": clock_text(span.starts_at, zone=zone),
        "bis": _clock(span.ends_at, zone=zone),
    }


def book_label(kind: SpaceKind) -> str:
    """The words of the one button."""
    if kind is SpaceKind.EVENT_AREA:
        return _("Anfragen")
    return _("Bewerben") if kind is SpaceKind.POPUP_SLOT else _("Buchen")


def people_text(space: Space) -> str:
    """How many people it holds at most, by any seating."""
    most = max([space.capacity, *(row.capacity for row in space.layouts)])
    return ngettext("%(num)d Person", "%(num)d Personen", most)


def view_of(
    space: Space, time: SpaceTime, asked: Asked, *, rules: Rules, scale: Scale, now: datetime, house: str
) -> SpaceView:
    """The space as the house page shows it."""
    zone = scale.zone
    standing, barred = standing_for(time, asked.span, rules=rules, zone=zone, now=now)
    query = time_query(asked.span, zone=zone)
    can_book = standing in {Standing.FREE, Standing.PARTLY, Standing.HELD} or (
        standing is Standing.TAKEN and not space.kind.is_booked_at_once
    )
    span = proposed(asked.span, time, rules=rules)
    return SpaceView(
        public_id=space.public_id,
        name=space_name(space),
        label=space.label,
        kind=space.kind,
        people=people_text(space),
        features=feature_labels(space),
        standing=standing,
        status=barred or status_text(time, standing, asked.span, zone=zone),
        hint=_too_long_hint(asked.span, rules) if standing is Standing.FREE else "",
        share_free=time.share_free(asked.span),
        url=url_for("house.show", slug=house, **query, flaeche=space.public_id),
        page_url=url_for("space.show", public_id=space.public_id, tag=query["tag"]),
        book_url=booking_url(space, span, zone=zone) if can_book else "",
        book_label=book_label(space.kind),
        cells=day_cells(time, scale),
    )


def _too_long_hint(asked: TimeSpan, rules: Rules) -> str:
    if rules.whole_days or asked.minutes <= rules.max_minutes:
        return ""
    return _("höchstens %(length)s am Stück", length=duration_text(rules.max_minutes))


def feature_labels(space: Space) -> tuple[str, ...]:
    """What the space has, in words; codes this version does not know are left out."""
    known = {feature.value: feature for feature in Feature}
    return tuple(str(known[code].label) for code in space.features if code in known)


def standing_word(standing: Standing) -> str:
    """The one word for a standing."""
    return {
        Standing.FREE: _("frei"),
        Standing.PARTLY: _("teilweise frei"),
        Standing.TAKEN: _("belegt"),
        Standing.CLOSED: _("geschlossen"),
        Standing.YOURS: _("Ihre Buchung"),
        Standing.HELD: _("Option"),
        Standing.BARRED: _("nicht buchbar"),
    }[standing]


def day_cells(
    time: SpaceTime, scale: Scale, *, urls: bool = False, space: Space | None = None
) -> tuple[Cell, ...]:
    """A space's day as cells of a timeline; free stretches lead to booking when `urls`."""
    stretches = [
        Stretch(
            span=strip.span,
            state=strip.standing.value,
            text=standing_word(strip.standing),
            url=booking_url(space, strip.span, zone=scale.zone)
            if urls and space is not None and strip.standing is Standing.FREE
            else "",
        )
        for strip in strips(time, scale.window)
    ]
    return scale.cells(stretches, closed_text=_("geschlossen"))


def legend(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """(state, word) pairs for the legend."""
    return [(standing.value, standing_word(standing)) for standing in standings]

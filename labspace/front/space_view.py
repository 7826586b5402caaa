"""One space as pages show it: name, standing in words, free times, and where to book it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from labspace.bookings.availability import SpaceTime, Standing, Strip, strips
from labspace.bookings.rulebook import Rules
from labspace.bookings.rules import broken_time_rules
from labspace.bookings.sentences import sentence
from labspace.errors import Refusal
from labspace.formats import clock_text, duration_text, hours_text
from labspace.front.asked import QUARTER, Asked, quarter_before
from labspace.spaces.features import Feature
from labspace.spaces.house import HouseSpace
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.timelines import Cell, Scale, Stretch
from labspace.times import TimeSpan, clipped
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

FEATURES = {feature.value: feature for feature in Feature}
BOOKABLE = frozenset({Standing.FREE, Standing.PARTLY, Standing.HELD})
BARRING = frozenset({"in_the_past", "too_far_ahead", "too_soon"})
"""Rules that no other hour of the same day would mend."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a space's day as a drawing needs it: over so many columns, how it stands."""

    columns: int
    state: str


@dataclass(frozen=True, kw_only=True)
class SpaceView:
    """All a page prints of a space for the asked time."""

    public_id: str
    name: str
    label: str
    kind: SpaceKind
    kind_name: str
    people: str
    features: tuple[str, ...]
    is_unit: bool
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
    strip: tuple[Bar, ...]


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
    if any(span.overlaps(asked) for span in time.on_hold):
        return _("wird gerade vergeben")
    again = time.next_free(asked.starts_at)
    if again is None:
        return _("belegt, an diesem Tag nicht mehr frei")
    return _("belegt, wieder frei ab %(time)s Uhr", time=clock_text(again.starts_at, zone=zone))


def _clock(moment: datetime, *, zone: ZoneInfo) -> str:
    text = clock_text(moment, zone=zone)
    return "24:00" if text == "00:00" else text


def standing_for(
    time: SpaceTime, asked: TimeSpan, *, rules: Rules, zone: ZoneInfo, now: datetime
) -> tuple[Standing, Refusal | None]:
    """The standing and, where the rules bar the whole day, the rule that does."""
    standing = time.standing(asked)
    if standing is Standing.YOURS or rules.whole_days:
        return standing, None
    for refusal in broken_time_rules(asked, rules=rules, open_spans=time.bookable, zone=zone, now=now):
        if refusal.code in BARRING:
            return Standing.BARRED, refusal
    return standing, None


def proposed(asked: TimeSpan, time: SpaceTime, *, rules: Rules) -> TimeSpan:
    """The span the booking form starts with: what is free of the asked time, not too long."""
    free = clipped(time.free, asked)
    span = free[0] if free else asked
    longest = timedelta(minutes=rules.max_minutes)
    return span if span.duration <= longest else TimeSpan(span.starts_at, span.starts_at + longest)


def booking_url(space: HouseSpace, span: TimeSpan, *, zone: ZoneInfo) -> str:
    """Where booking this space starts, by its kind."""
    path = {
        SpaceKind.EVENT_AREA: "/veranstaltungen/anfrage",
        SpaceKind.POPUP_SLOT: "/pop-up/bewerbung",
    }.get(space.kind, "/buchungen/neu")
    return f"{path}?{urlencode({'flaeche': space.public_id, **time_query(span, zone=zone)})}"


def time_query(span: TimeSpan, *, zone: ZoneInfo) -> dict[str, Any]:
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


def people_text(space: HouseSpace) -> str:
    """How many people it holds at most, in words."""
    return ngettext("%(num)d Person", "%(num)d Personen", space.most_people)


@dataclass(frozen=True)
class Viewer:
    """Turns the spaces of one house into views for one asked time; words and addresses are made once."""

    asked: Asked
    scale: Scale
    now: datetime
    house_url: str
    """The house page for the asked time, without an opened space."""
    space_url: str
    """The page of a space, with braces where its public id stands."""
    query: Mapping[str, str]
    words: dict[tuple[str, object], str] = field(default_factory=dict)

    def view(self, space: HouseSpace, time: SpaceTime, rules: Rules) -> SpaceView:
        """The space as the house page shows it."""
        asked, zone = self.asked.span, self.scale.zone
        standing, barred = standing_for(time, asked, rules=rules, zone=zone, now=self.now)
        can_book = standing in BOOKABLE or (
            standing is Standing.TAKEN and not space.kind.is_booked_at_once and not self.is_over
        )
        status, hint = self._status(time, standing), ""
        if barred is not None:
            status, hint = self._barred(barred)
        elif standing is Standing.FREE and rules.whole_days:
            status = self.said("status", "day", lambda: _("an diesem Tag frei"))
        elif standing is Standing.FREE:
            hint = _too_long_hint(asked, rules)
        return SpaceView(
            public_id=space.public_id,
            name=space_name(space),
            label=space.label,
            kind=space.kind,
            kind_name=self.said("kind", space.kind, lambda: str(space.kind.label)),
            people=self.said("people", space.most_people, lambda: people_text(space)),
            features=self._features(space),
            is_unit=space.is_unit,
            standing=standing,
            status=status,
            hint=hint,
            share_free=time.share_free(asked),
            url=f"{self.house_url}&flaeche={space.public_id}",
            page_url=self.space_url.format(space.public_id),
            book_url=booking_url(space, proposed(asked, time, rules=rules), zone=zone) if can_book else "",
            book_label=self.said("book", space.kind, lambda: book_label(space.kind)),
            strip=day_bars(time, self.scale),
        )

    @property
    def is_over(self) -> bool:
        return self.asked.span.ends_at <= self.now

    def said(self, about: str, key: object, say: Callable[[], str]) -> str:
        """What `say` says, asked once for each key: most spaces of a house say the same."""
        if (about, key) not in self.words:
            self.words[about, key] = say()
        return self.words[about, key]

    def _features(self, space: HouseSpace) -> tuple[str, ...]:
        codes = [code for code in space.features if code in FEATURES]
        return tuple(
            self.said("feature", code, lambda code=code: str(FEATURES[code].label))  # type: ignore[misc]
            for code in codes
        )

    def _barred(self, refusal: Refusal) -> tuple[str, str]:
        def word() -> str:
            return _("vorbei") if refusal.code == "in_the_past" else standing_word(Standing.BARRED)

        return (
            self.said("barred", refusal.code, word),
            self.said("because", (refusal.code, str(refusal.values)), lambda: sentence(refusal)),
        )

    def _status(self, time: SpaceTime, standing: Standing) -> str:
        zone, asked = self.scale.zone, self.asked.span
        # Spaces that stand alike until the same moment are told in the same words.
        turn = next((span for span in time.free if span.ends_at > asked.starts_at), None)
        own = tuple(span for span in time.mine if span.overlaps(asked))
        on_hold = any(span.overlaps(asked) for span in time.on_hold)
        return self.said(
            "status", (standing, turn, own, on_hold), lambda: status_text(time, standing, asked, zone=zone)
        )


def _too_long_hint(asked: TimeSpan, rules: Rules) -> str:
    if rules.whole_days or asked.minutes <= rules.max_minutes:
        return ""
    return _("höchstens %(length)s am Stück", length=duration_text(rules.max_minutes))


def feature_labels(space: HouseSpace) -> tuple[str, ...]:
    """What the space has, in words; codes this version does not know are left out."""
    return tuple(str(FEATURES[code].label) for code in space.features if code in FEATURES)


def standing_word(standing: Standing) -> str:
    """The one word for a standing."""
    return str(_WORDS[standing])


_WORDS = {
    Standing.FREE: _l("frei"),
    Standing.PARTLY: _l("teilweise frei"),
    Standing.TAKEN: _l("belegt"),
    Standing.CLOSED: _l("geschlossen"),
    Standing.YOURS: _l("Ihre Buchung"),
    Standing.HELD: _l("Option"),
    Standing.BARRED: _l("nicht buchbar"),
}


def day_bars(time: SpaceTime, scale: Scale) -> tuple[Bar, ...]:
    """A space's day from edge to edge of the scale; what no stretch covers is closed."""
    bars: list[Bar] = []
    column = 0
    for strip in strips(time, scale.window):
        first, last = scale.column_of(strip.span.starts_at), scale.column_of(strip.span.ends_at)
        if last <= max(first, column):
            continue
        if first > column:
            bars.append(Bar(first - column, Standing.CLOSED.value))
        bars.append(Bar(last - max(first, column), strip.standing.value))
        column = last
    if column < scale.columns:
        bars.append(Bar(scale.columns - column, Standing.CLOSED.value))
    return tuple(bars)


def day_cells(time: SpaceTime, scale: Scale, *, space: HouseSpace, now: datetime) -> tuple[Cell, ...]:
    """A space's day as cells of a timeline; what is free after `now` leads to booking."""
    stretches = [
        Stretch(
            span=strip.span,
            state=strip.standing.value,
            text=_("wird gerade vergeben") if strip.on_hold else standing_word(strip.standing),
            url=_free_url(space, strip, zone=scale.zone, now=now),
        )
        for strip in strips(time, scale.window)
    ]
    return scale.cells(stretches, closed_text=standing_word(Standing.CLOSED))


def _free_url(space: HouseSpace, strip: Strip, *, zone: ZoneInfo, now: datetime) -> str:
    # Someone standing in the house books the quarter of an hour that is running.
    begins = max(strip.span.starts_at, quarter_before(now))
    if strip.standing is not Standing.FREE or strip.span.ends_at - begins < QUARTER:
        return ""
    return booking_url(space, TimeSpan(begins, strip.span.ends_at), zone=zone)


def legend(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """(state, word) pairs for the legend."""
    return [(standing.value, standing_word(standing)) for standing in standings]

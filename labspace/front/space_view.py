"""One space as pages show it: name, standing in words, free times, and where to book it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar, cast

from labspace.bookings.availability import SpaceTime, Standing
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.breaches import Booker, broken_time_rules
from labspace.bookings.sentences import sentence
from labspace.errors import Refusal
from labspace.formats import duration_text, is_german
from labspace.front.asked import Asked
from labspace.front.day_bars import Bar, day_bars
from labspace.front.links import booking_url
from labspace.front.rule_notes import bars_reader, note_of
from labspace.front.standings import standing_word, status_text
from labspace.spaces.features import Feature
from labspace.spaces.house import HouseSpace
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import wheelchair_text
from labspace.timelines import Scale
from labspace.times import TimeSpan, clipped
from labspace.words import gettext as _
from labspace.words import ngettext

T = TypeVar("T")

FEATURES = {feature.value: feature for feature in Feature}
BOOKABLE = frozenset({Standing.FREE, Standing.PARTLY, Standing.HELD})
BARRING = frozenset({"in_the_past", "too_far_ahead", "too_soon"})
"""Rules that no other hour of the same day would mend."""


@dataclass(frozen=True, kw_only=True)
class SpaceView:
    """All a page prints of a space for the asked time."""

    public_id: str
    name: str
    label: str
    kind: SpaceKind
    kind_name: str
    people: str
    wheelchairs: str
    """How many places for wheelchairs are approved, in words; empty: the house says nothing about it."""
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
    is_too_small: bool = False
    """Whether it holds fewer people than were asked for."""


def book_label(kind: SpaceKind, rules: Rules) -> str:
    """The words of the one button."""
    if kind is SpaceKind.EVENT_AREA or (rules.needs_approval and kind.is_booked_at_once):
        return _("Anfragen")
    return _("Bewerben") if kind is SpaceKind.POPUP_SLOT else _("Buchen")


def people_text(people: int) -> str:
    """How many people there is room for, in words."""
    return ngettext("%(num)d Person", "%(num)d Personen", people)


def wheelchairs_text(places: int | None) -> str:
    """How many places for wheelchairs are approved; empty where the house says nothing about it."""
    return "" if places is None else wheelchair_text(places)


def feature_labels(space: HouseSpace) -> tuple[str, ...]:
    """What the space has, in words; codes this version does not know are left out."""
    return tuple(str(FEATURES[code].label) for code in space.features if code in FEATURES)


def proposed(asked: TimeSpan, time: SpaceTime, *, rules: Rules) -> TimeSpan:
    """The span the booking form starts with: what is free of the asked time, not too long."""
    free = clipped(time.free, asked)
    span = free[0] if free else asked
    longest = timedelta(minutes=rules.max_minutes)
    return span if span.duration <= longest else TimeSpan(span.starts_at, span.starts_at + longest)


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
    is_german: bool = field(default_factory=is_german)
    known: dict[object, object] = field(default_factory=dict)
    bookers: tuple[Booker, ...] = ()
    """As whom the reader may book; empty: nobody is signed in, or no space asks."""
    staffed: Sequence[TimeSpan] | None = None
    """The opening of the house from now on, as far as it is known."""

    def view(self, space: HouseSpace, time: SpaceTime, rules: Rules) -> SpaceView:
        """The space as the house page shows it."""
        asked = self.asked.span
        standing, barred = self.standing(time, rules)
        people, places = space.most_people, space.most_wheelchair_places
        is_too_small = standing is not Standing.YOURS and (self.asked.people or 0) > people
        if is_too_small:
            too_small = {"people": self.asked.people, "capacity": people}
            standing, barred = Standing.BARRED, Refusal("over_capacity", too_small)
        can_book = standing in BOOKABLE or (
            standing is Standing.TAKEN and not space.kind.is_booked_at_once and not self.is_over
        )
        status, hint = self._said(time, standing, barred, rules)
        kind_name, label = self.once(
            (space.kind, rules.needs_approval),
            lambda: (str(space.kind.label), book_label(space.kind, rules)),
        )
        return SpaceView(
            public_id=space.public_id,
            name=space.name if self.is_german or not space.name_en else space.name_en,
            label=space.label,
            kind=space.kind,
            kind_name=kind_name,
            people=self.once(people, lambda: people_text(people)),
            wheelchairs=self.once(("wheelchairs", places), lambda: wheelchairs_text(places)),
            features=self.once(space.features, lambda: feature_labels(space)),
            is_unit=space.is_unit,
            standing=standing,
            status=status,
            hint=hint,
            share_free=time.share_free(asked),
            url=f"{self.house_url}&flaeche={space.public_id}",
            page_url=self.space_url.format(space.public_id),
            book_url=booking_url(
                space,
                proposed(asked, time, rules=rules),
                zone=self.scale.zone,
                people=self.asked.people,
            )
            if can_book
            else "",
            book_label=label,
            strip=day_bars(time, self.scale),
            is_too_small=is_too_small,
        )

    @property
    def is_over(self) -> bool:
        return self.asked.span.ends_at <= self.now

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, asked once for each key: most spaces of a house say the same."""
        if key not in self.known:
            self.known[key] = make()
        return cast("T", self.known[key])

    def standing(self, time: SpaceTime, rules: Rules) -> tuple[Standing, Refusal | None]:
        """The standing and, where the rules bar the whole day, the rule that does."""
        standing = time.standing(self.asked.span)
        if standing is Standing.YOURS or rules.whole_days:
            return standing, None
        barred = self.once(rules, lambda: self._barring(rules))
        return (standing, None) if barred is None else (Standing.BARRED, barred)

    def _barring(self, rules: Rules) -> Refusal | None:
        # What bars a whole day hangs on rules and time alone, not on what is open or free.
        broken = broken_time_rules(
            self.asked.span,
            rules=rules,
            open_spans=(),
            zone=self.scale.zone,
            now=self.now,
            staffed=self.staffed,
        )
        by_time = next((refusal for refusal in broken if refusal.code in BARRING), None)
        return by_time or bars_reader(rules, self.bookers)

    def _said(
        self, time: SpaceTime, standing: Standing, barred: Refusal | None, rules: Rules
    ) -> tuple[str, str]:
        """Status and hint."""
        if barred is not None:
            key = ("barred", rules, barred.values.get("capacity"))
            return self.once(key, lambda: _barred_texts(barred))
        if standing is not Standing.FREE:
            return self._status(time, standing), ""
        if rules.whole_days:
            return self.once("whole days", lambda: _("an diesem Tag frei")), ""
        return self._status(time, standing), self.once(
            ("hint", rules), lambda: _too_long_hint(self.asked.span, rules) or note_of(rules)
        )

    def _status(self, time: SpaceTime, standing: Standing) -> str:
        asked = self.asked.span
        # Spaces that stand alike until the same moment are told in the same words.
        turn = next((span for span in time.free if span.ends_at > asked.starts_at), None)
        own = tuple(span for span in time.mine if span.overlaps(asked))
        on_hold = any(span.overlaps(asked) for span in time.on_hold)
        return self.once(
            (standing, turn, own, on_hold),
            lambda: status_text(time, standing, asked, zone=self.scale.zone),
        )


def _barred_texts(refusal: Refusal) -> tuple[str, str]:
    words = {"in_the_past": _("vorbei"), "over_capacity": _("zu klein")}
    return words.get(refusal.code) or standing_word(Standing.BARRED), sentence(refusal)


def _too_long_hint(asked: TimeSpan, rules: Rules) -> str:
    if rules.whole_days or asked.minutes <= rules.max_minutes:
        return ""
    return _("höchstens %(length)s am Stück", length=duration_text(rules.max_minutes))

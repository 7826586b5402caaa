"""The difference as a picture, and the new plan with the bookings of a real day on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.queries import house_bookings
from labspace.bookings.states import BOOKED, UNDECIDED
from labspace.plans.document import PlanDocument
from labspace.plans.picture import drawable
from labspace.plans.publishing.differences import Fate
from labspace.plans.publishing.proposals import Answer
from labspace.plans.publishing.review import Review, units_of
from labspace.plans.publishing.walls import Segment
from labspace.plans.publishing.words import anchor_of, text_of
from labspace.spaces.drawing import PlacedSpace, PlanPicture, picture_of, placed_space
from labspace.spaces.geometry import Box, bounding_box
from labspace.spaces.strokes import polylines
from labspace.times import TimeSpan, clipped, union
from labspace.times import length as length_of
from labspace.words import gettext as _
from labspace.words import ngettext

BOOKINGS = "buchungen-des-tages"
"""Id of the list of bookings under the preview."""
PAPER_M = 0.6
"""White around what the new plan no longer reaches."""


@dataclass(frozen=True, slots=True)
class SpaceMark:
    """What the picture says of one space; as `components/plan.html` takes it."""

    label: str
    state: str
    href: str
    share_free: float = 1.0
    word: str = ""


@dataclass(frozen=True)
class MarkedPlan:
    """A picture, and what it says of its spaces."""

    picture: PlanPicture
    views: Mapping[str, SpaceMark]
    walls_new: str = ""
    walls_gone: str = ""


def difference_picture(review: Review) -> MarkedPlan:
    """The new plan, with what ends drawn under it and walls that go dashed."""
    ending = _placed(review.before, review.ending - set(review.follows.values())) if review.before else []
    drawing = drawable(review.after.drawing)
    picture = picture_of(drawing, [*ending, *_placed(review.after)], north_degrees=review.after.north_degrees)
    gone = review.difference.walls_gone
    reach = [point for space in ending for point in space.shape] + [end for wall in gone for end in wall]
    words = _fate_words()
    before = review.before.spaces if review.before else ()
    labels = {space.public_id: space.label for space in (*before, *review.after.spaces)}
    return MarkedPlan(
        picture=replace(picture, box=_widened(picture.box, reach)) if reach else picture,
        views={
            space.public_id: SpaceMark(
                label=_(
                    "%(name)s: %(fate)s",
                    name=_spoken(text_of(space.name), labels.get(space.public_id, "")),
                    fate=words[space.fate],
                ),
                state=f"fate-{space.fate.value}",
                href=f"#{anchor_of(space.public_id)}",
                word=words[space.fate],
            )
            for space in review.difference.spaces
            if space.fate is not Fate.STAYS
        },
        walls_new=_lines(review.difference.walls_new),
        walls_gone=_lines(gone),
    )


def _spoken(name: str, label: str) -> str:
    """The name with what is written on the plan: what is heard says what is seen."""
    return name if label in name else _("%(label)s – %(name)s", name=name, label=label)


def _fate_words() -> dict[Fate, str]:
    return {
        Fate.NEW: _("neu"),
        Fate.ENDS: _("endet"),
        Fate.CHANGES: _("geändert"),
        Fate.MOVES: _("liegt anders"),
    }


def _placed(document: PlanDocument, only: Collection[str] | None = None) -> list[PlacedSpace]:
    known = {space.public_id: space for space in document.spaces}
    return [
        placed_space(one, known[one.space])
        for one in document.placements
        if one.shape and one.space in known and (only is None or one.space in only)
    ]


def _lines(walls: Sequence[Segment]) -> str:
    return polylines(walls)


def _widened(box: Box, reach: Collection[tuple[float, float]]) -> Box:
    left, top, width, height = box
    x0, y0, x1, y1 = bounding_box(reach)
    left, right = min(left, x0 - PAPER_M), max(left + width, x1 + PAPER_M)
    top, bottom = min(top, y0 - PAPER_M), max(top + height, y1 + PAPER_M)
    return left, top, right - left, bottom - top


@dataclass(frozen=True)
class Preview:
    """The new plan on a real day."""

    day: date
    plan: MarkedPlan
    without_place: Sequence[Booking]
    """Bookings of that day whose space is not on the new plan any more, as proposed."""
    bookings: Sequence[Booking]
    """All of the house that day."""


def preview(session: Session, review: Review, *, day: date) -> Preview:
    """The new plan with the bookings of a local day, moved as proposed. One statement more than the review."""
    house = review.house
    window = TimeSpan.of_days(day, day, zone=house.zone)
    bookings = house_bookings(session, house.id, window, states=BOOKED | UNDECIDED)
    there = {space.public_id: space for space in review.after.spaces}
    on_units: dict[str, list[Booking]] = {}
    without: list[Booking] = []
    for booking in bookings:
        names = _places(review, booking)
        if not names - review.ending and names:
            without.append(booking)
        for unit in {unit for name in names - review.ending for unit in units_of(name, there)}:
            on_units.setdefault(unit, []).append(booking)
    opening = house.open_spans(window)
    views = {}
    for name, space in there.items():
        found = {one.id: one for unit in units_of(name, there) for one in on_units.get(unit, ())}
        title = _spoken(text_of(space.name), space.label)
        views[name] = _day_mark(name, title, list(found.values()), opening, url=f"#{BOOKINGS}")
    drawing = drawable(review.after.drawing)
    picture = picture_of(drawing, _placed(review.after), north_degrees=review.after.north_degrees)
    return Preview(day, MarkedPlan(picture, views), without, bookings)


def _places(review: Review, booking: Booking) -> set[str]:
    """Public ids of the spaces of a booking, after the move that is proposed."""
    proposed = review.proposed.get(booking.id)
    if proposed is not None and proposed.answer is Answer.MOVE:
        return set(proposed.targets[0])
    return {space.public_id for space in booking.spaces}


def _day_mark(
    name: str, title: str, bookings: Sequence[Booking], opening: Sequence[TimeSpan], *, url: str
) -> SpaceMark:
    open_for = length_of(opening)
    booked = union(part for one in bookings for part in clipped(opening, one.span))
    share = 1 - length_of(booked) / open_for if open_for else 0.0
    count = ngettext("%(num)d Buchung", "%(num)d Buchungen", len(bookings)) if bookings else ""
    state = "closed" if not open_for else "free" if not bookings else "taken" if share < 0.01 else "partly"
    word = _("zu") if not open_for and not bookings else count
    return SpaceMark(
        label=_("%(name)s: %(fate)s", name=title, fate=word or _("frei")),
        state=state,
        href=url,
        share_free=share,
        # Words for a number of bookings are wider than a desk.
        word=_("%(num)d×", num=len(bookings)) if bookings else word,
    )

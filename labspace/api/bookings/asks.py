"""What calls about bookings are asked."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from labspace.accounts.kinds import Theme
from labspace.api.ground.paging import PageAsked
from labspace.api.ground.schemas import Asked, Day, Flag, Moment, Slug, Text, Whole, said
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.forms import MOST_PEOPLE
from labspace.bookings.states import BookingState
from labspace.bookings.wanted import MOST_SPACES
from labspace.spaces.kinds import Layout
from labspace.visits.kinds import VisitSource
from labspace.visits.rules import MOST_VISITS
from labspace.words import lazy_gettext as _l

MOST_MINUTES = 1440

Title = Annotated[Text, Field(max_length=200)]
Words = Annotated[Text, Field(max_length=280)]
Spaces = Annotated[list[Slug], Field(min_length=1, max_length=MOST_SPACES)]
People = Annotated[Whole, Field(ge=1, le=MOST_PEOPLE)]
Minutes = Annotated[Whole, Field(ge=0, le=MOST_MINUTES)]


class EventAsk(Asked):
    """What an organiser tells about an event besides; asking for an area accepts the rules of its house."""

    purpose: Annotated[Text, Field(max_length=2000)] = ""
    organiser: Annotated[Text, Field(max_length=200)] = ""
    entry_fee_cents: Annotated[Whole, Field(ge=0, le=10_000_00)] = 0
    wheelchair_places: Annotated[Whole, Field(ge=0, le=MOST_PEOPLE)] = 0
    political_or_religious: Flag = False


class BookingAsk(Asked):
    """A wish: all spaces or none, once or by a rule of recurrence."""

    spaces: Spaces
    starts_at: Moment
    ends_at: Moment
    title: Title = ""
    people: People = 1
    theme: Theme | None = None
    public: Flag = False
    layout: Layout | None = None
    setup_minutes: Minutes = 0
    teardown_minutes: Minutes = 0
    note: Annotated[Text, Field(max_length=2000)] = ""
    organisation: Whole | None = Field(
        default=None, description=said(_l("Nummer einer eigenen Organisation."))
    )
    recurrence: Annotated[Text, Field(max_length=200)] | None = Field(
        default=None, description=said(_l("RRULE (RFC 5545), gezählt in der Ortszeit des Hauses."))
    )
    on_conflict: Literal["refuse", "skip"] = Field(
        default="refuse",
        description=said(
            _l("Bei einer Serie: alles ablehnen, oder die Termine auslassen, die nicht frei sind.")
        ),
    )
    event: EventAsk | None = Field(
        default=None,
        description=said(_l("Nur bei einer Eventfläche. Wer anfragt, nimmt die Hausordnung an.")),
    )
    booked_for: Annotated[Text, Field(max_length=254)] | None = Field(
        default=None, description=said(_l("Mit Team-Token: E-Mail-Adresse der Person, für die gebucht wird."))
    )
    entered_later: Flag = Field(
        default=False, description=said(_l("Mit Team-Token: nacherfasst, zählt als genutzt."))
    )
    override_reason: Words = Field(
        default="", description=said(_l("Mit Team-Token: warum eine Regel des Hauses übergangen wird."))
    )


class ChangeAsk(Asked):
    """What is to change; whatever is left out stays as it is."""

    spaces: Spaces | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    title: Title | None = None
    people: People | None = None
    note: Annotated[Text, Field(max_length=2000)] | None = None
    override_reason: Words = Field(
        default="", description=said(_l("Mit Team-Token: warum eine Regel des Hauses übergangen wird."))
    )


class ConfirmationAsk(Asked):
    """Confirming a request or an option."""

    conditions: Annotated[list[Words], Field(max_length=20)] = Field(
        default=[], description=said(_l("Auflagen, die Veranstaltende annehmen sollen."))
    )
    over_rank_reason: Words = Field(
        default="", description=said(_l("Warum eine Option mit besserem Rang übergangen wird."))
    )


class RejectionAsk(Asked):
    """Rejecting a request or an option: a word of the list, own words, or both."""

    code: CancelReason | None = None
    reason: Words = ""


class CancellationAsk(Asked):
    """Cancelling; the house must say why."""

    code: CancelReason | None = None
    reason: Words = ""


class StepAsk(Asked):
    """A step that needs nothing said."""


class CountOfDay(Asked):
    """How many came on one day."""

    date: Day
    people: Annotated[Whole, Field(ge=0, le=MOST_VISITS)]


class AttendanceAsk(Asked):
    """How many came to an event: one number, or one for each of its days."""

    people: Annotated[Whole, Field(ge=0, le=MOST_VISITS)] | None = None
    days: Annotated[list[CountOfDay], Field(max_length=60)] | None = None
    source: VisitSource = VisitSource.REPORT
    note: Annotated[Text, Field(max_length=300)] = ""

    def by_day(self) -> dict[date, int]:
        """The number of each day that was named."""
        return {one.date: one.people for one in self.days or ()}


class ListAsk(PageAsked):
    """Which bookings are listed: those that overlap the window, earliest first."""

    from_: Moment | None = Field(default=None, alias="from")
    to: Moment | None = None
    location: Slug | None = None
    state: list[BookingState] = Field(default=[], description=said(_l("Darf mehrfach angegeben werden.")))
    mine: Flag = Field(default=False, description=said(_l("Mit Team-Token: nur die eigenen.")))

"""What the API tells of a booking."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from labspace.accounts.kinds import Theme
from labspace.api.ground.differences import Difference
from labspace.api.ground.schemas import Answered, Day, Moment, said
from labspace.bookings.cancel_reasons import CancelReason
from labspace.bookings.series.models import DateState
from labspace.bookings.states import BookingState
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.words import lazy_gettext as _l


class PriceLine(Answered):
    """What one space costs in one unit; net or gross as the tariff of the house says."""

    space: str
    unit: str
    quantity: int
    unit_cents: int
    cents: int


class PriceTax(Answered):
    """All that is taxed alike."""

    code: str
    permille: int
    net_cents: int
    tax_cents: int


class Price(Answered):
    """What was quoted when the booking was made; later tariffs change nothing about it."""

    currency: Literal["EUR"] = "EUR"
    cents: int = Field(description=said(_l("Mit Steuer.")))
    market_cents: int | None = Field(description=said(_l("Der Listenpreis mit Steuer.")))
    tariff_group: str | None
    lines: list[PriceLine]
    taxes: list[PriceTax]


class Why(Answered):
    """Why something was refused, skipped or cancelled: a stable code and a sentence."""

    code: str
    rule: str = Field(description=said(_l("Die Regel des Hauses genauer; oft dasselbe Wort wie „code“.")))
    detail: str


class SeriesDateAnswer(Answered):
    """One date of a series."""

    date: Day = Field(description=said(_l("Der Tag im Haus, den die Regel nennt.")))
    state: DateState
    starts_at: Moment | None
    ends_at: Moment | None
    booking: int | None = Field(description=said(_l("Nummer der Buchung dieses Termins.")))
    booking_state: BookingState | None
    why: list[Why] = Field(description=said(_l("Warum der Termin ausgefallen ist.")))


class SeriesAnswer(Answered):
    """The series a booking belongs to."""

    reference: str
    date: Day = Field(
        description=said(_l("Welcher ihrer Termine diese Buchung ist; steht in den Adressen der Termine."))
    )
    recurrence: str = Field(description=said(_l("RRULE, gezählt in der Ortszeit des Hauses.")))
    first_on: Day
    dates: list[SeriesDateAnswer] | None = Field(description=said(_l("In Listen null.")))


class Links(Answered):
    """Addresses around a booking."""

    self: str
    page: str
    history: str | None
    series_page: str | None


class Cancelled(Answered):
    """Why a booking was cancelled or rejected."""

    code: CancelReason | None
    reason: str


class BookingAnswer(Answered):
    """One booking, whatever became of it."""

    id: int
    reference: str = Field(description=said(_l("Lesbar und unveränderlich.")))
    uid: str = Field(description=said(_l("UID im Kalender (iCalendar).")))
    state: BookingState
    state_since: Moment
    sequence: int = Field(
        description=said(_l("SEQUENCE im Kalender (iCalendar): steigt mit Zeit oder Zustand."))
    )
    version: int = Field(description=said(_l("Steigt mit jeder Änderung; damit beginnt der ETag.")))
    location: str
    kind: SpaceKind
    spaces: list[str]
    starts_at: Moment
    ends_at: Moment
    occupied_from: Moment = Field(description=said(_l("Mit der gewünschten Rüstzeit davor.")))
    occupied_until: Moment = Field(description=said(_l("Mit der gewünschten Rüstzeit danach.")))
    setup_minutes: int
    teardown_minutes: int
    title: str
    people: int
    layout: Layout | None
    theme: Theme | None
    public: bool
    note: str
    booked_by: str
    organisation: int | None
    organisation_name: str | None
    option_rank: int | None
    option_until: Moment | None
    check_in_until: Moment | None
    checked_in_at: Moment | None
    used_from: Moment | None
    used_until: Moment | None
    entered_later: bool
    cancelled: Cancelled | None
    series: SeriesAnswer | None
    price: Price | None
    created_at: Moment
    changed_at: Moment
    demo: bool
    links: Links


class Change(Answered):
    """One line of a booking's history."""

    at: Moment
    actor: str | None = Field(description=said(_l("null: das System selbst.")))
    what: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    note: str


class Instead(Answered):
    """What is free instead, and in what it differs from the wish."""

    difference: Difference
    spaces: list[str]
    location: str
    starts_at: Moment
    ends_at: Moment


Would = Literal["book", "request", "skip", "refuse"]


class PreviewDate(Answered):
    """What would happen on one date."""

    date: Day
    spaces: list[str]
    starts_at: Moment | None
    ends_at: Moment | None
    would: Would = Field(
        description=said(_l("„skip“, wo „on_conflict“ es sagt; „request“, wo das Haus erst bestätigt."))
    )
    why: list[Why]
    alternatives: list[Instead]


class PreviewAnswer(Answered):
    """What would happen if the same body was sent to be booked now; nothing was written."""

    would: Literal["book", "refuse"]
    why: list[Why] = Field(description=said(_l("Was gegen alle Termine gleich spricht.")))
    dates: list[PreviewDate]
    price_cents: int | None = Field(description=said(_l("Der Termine, die gebucht würden, mit Steuer.")))
    demo: bool

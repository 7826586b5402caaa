"""The day of a house as a document to print: the same as its page, without anything to click."""

from __future__ import annotations

from datetime import date, datetime

from labspace.bookings.states import BookingState
from labspace.documents.typesetting import Document
from labspace.formats import clock_text, is_german, long_day_text, weekday_text
from labspace.front.staff_day import Preparation, StaffDay, Visit
from labspace.locations.hours import holiday_name
from labspace.locations.models import Location
from labspace.words import gettext as _

EMPTY_LINES = 8
"""Lines for people who came without a booking."""


def day_paper(house: Location, day: date, shown: StaffDay, *, now: datetime) -> Document:
    """The sheet of `day` as `shown` tells it at `now`, in the language at hand."""
    title = _("Tagesblatt %(house)s", house=house.name)
    return Document(
        template="front/day_sheet.typ",
        title=title,
        language="de" if is_german() else "en",
        made_at=now,
        values={
            "house": house.name,
            "demo": _("Demonstration – frei erfunden") if house.is_demo else "",
            "footer": f"{title} · {long_day_text(day)}",
            "kicker": _heading(house, day),
            "standing": " · ".join([_opening(shown), printed_at(house, now=now)]),
            "coming": {
                "heading": _("Wer kommt"),
                "heads": _heads(),
                "rows": [_line(visit) for visit in shown.visits],
                "nobody": _("Für diesen Tag hat noch niemand gebucht."),
            },
            "sections": [
                [heading, lines]
                for heading, lines in (
                    (_("Aufbauen und abräumen"), [_prepared(one) for one in shown.preparations]),
                    (_("Gesperrt"), [f"{one.space} · {one.when} · {one.why}" for one in shown.blocked]),
                )
                if lines
            ],
            "unannounced": {
                "heading": _("Ohne Buchung gekommen (später nacherfassen)"),
                "heads": [_("von"), _("bis"), _("Fläche"), _("Wer, mit Mail-Adresse"), _("Personen")],
                "lines": EMPTY_LINES,
            },
        },
    )


def printed_at(house: Location, *, now: datetime) -> str:
    """Of which moment a sheet is, by the clock of the house."""
    return _(
        "Stand: %(day)s, %(time)s Uhr",
        day=weekday_text(now.astimezone(house.zone).date()),
        time=clock_text(now, zone=house.zone),
    )


def _heads() -> list[str]:
    return [_("Zeit"), _("Fläche"), _("Wer"), _("Personen"), _("Wofür"), _("Nummer"), _("Da?")]


def _heading(house: Location, day: date) -> str:
    holiday = holiday_name(day, region=house.region_on(day), german=is_german())
    return " · ".join(part for part in (long_day_text(day), holiday) if part)


def _opening(shown: StaffDay) -> str:
    return _("Geöffnet %(hours)s", hours=shown.opening) if shown.opening else _("Geschlossen")


def _line(visit: Visit) -> list[str]:
    booking = visit.booking
    return [
        booking.hours,
        booking.spaces,
        "\n".join(part for part in (booking.person, booking.organisation) if part),
        str(booking.people),
        booking.title if booking.title != booking.spaces else "",
        booking.reference,
        "" if booking.state is BookingState.CONFIRMED else str(booking.state.label),
    ]


def _prepared(one: Preparation) -> str:
    what = f"{one.what} ({one.more})" if one.more else one.what
    return f"{one.when} · {what} · {one.booking.spaces} ({one.booking.reference})"

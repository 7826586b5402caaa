"""What people are told about a series: one letter for all its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from labspace.bookings.models import Booking
from labspace.bookings.series.changes import DatesFreed, SeriesCancelled, SeriesChange, SeriesMoved
from labspace.bookings.series.manners import Manner
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.reason_words import reasons_text
from labspace.bookings.series.reasons import refusals_from
from labspace.bookings.series.recurrence_words import clock_minutes_text, end_text, rule_text
from labspace.bookings.states import BookingState
from labspace.formats import clock_text, span_text, weekday_text
from labspace.ical import tidy_line
from labspace.notices.letters import Letter
from labspace.spaces.names import space_names
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import ngettext

MOST_LISTED = 60
"""What a letter lists; the page of the series has them all."""


def letter_of_series(
    change: SeriesChange, *, manner: Manner, base_url: str, besides: Sequence[str] = ()
) -> Letter:
    """The letter to whoever booked, in the language at hand; `manner` is how it speaks to their calendar, and
    `besides` says how to get in."""
    series, base = change.series, base_url.rstrip("/")
    subject, paragraphs = _told(change)
    if isinstance(change, SeriesCancelled):
        closing = _closing_of_cancelled(manner)
    else:
        closing = _closing(manner, feed_url=f"{base}/kalender")
    return Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=series.booked_by.name),
        paragraphs=[*paragraphs, *besides],
        facts=_facts(change),
        action=_("Alle Termine der Serie"),
        url=series_url(series, base_url=base),
        closing=closing,
        demo=series.location.is_demo,
    )


def _closing(manner: Manner, *, feed_url: str) -> list[str]:
    """What the mail brings to the calendar, and what there is to do about it."""
    if manner is Manner.INVITATION:
        return [
            _("Die Serie liegt als ein Kalendertermin bei; ändert sich etwas, schicken wir ihn neu."),
            _(
                "Lieber abonnieren? %(url)s – den Serientermin löschen Sie dann bitte, sonst steht er doppelt.",
                url=feed_url,
            ),
        ]
    if manner is Manner.FEED:
        return [
            _("Ihr abonnierter Kalender zeigt die Termine von selbst, deshalb liegt keine Einladung bei.")
        ]
    if manner is Manner.LATER:
        return [_("Einen Kalendertermin bekommen Sie, sobald das Team bestätigt.")]
    return [
        _("Die Termine liegen als Kalenderdatei bei: einmal öffnen, und Ihr Kalender kennt alle."),
        _("Von selbst stimmt der Kalender, den Sie abonnieren: %(url)s", url=feed_url),
    ]


def _closing_of_cancelled(manner: Manner) -> list[str]:
    if manner is Manner.INVITATION:
        return [_("Der beiliegende Kalendertermin nimmt die Termine aus Ihrem Kalender.")]
    return [_("Haben Sie die Kalenderdatei der Serie benutzt? Die beiliegende sagt die Termine ab.")]


def letter_of_ended(series: Series, *, last_on: date | None, base_url: str) -> Letter:
    """The letter that the calendar entry of a series says less, because what follows has one of its own."""
    if last_on is not None:
        left = _("Der beiliegende Kalendertermin endet jetzt am %(day)s.", day=weekday_text(last_on))
    else:
        left = _("Der bisherige Kalendertermin der Serie entfällt.")
    return Letter(
        subject=_("Kalendertermin angepasst: %(name)s", name=name_of_series(series)),
        greeting=_("Guten Tag %(name)s,", name=series.booked_by.name),
        paragraphs=[
            left,
            _("Was danach kommt, ist geändert und steht in einer eigenen E-Mail."),
        ],
        facts=[
            (_("Was"), name_of_series(series)),
            (_("Wo"), _place(series)),
            (_("Seriennummer"), series.reference),
        ],
        action=_("Alle Termine der Serie"),
        url=series_url(series, base_url=base_url),
        demo=series.location.is_demo,
    )


def letter_of_freed(change: DatesFreed, *, base_url: str) -> Letter:
    """The letter that skipped dates have become free, in the language at hand."""
    series = change.dates[0].series
    listed = [(name_of_series(one.series), _when(one)) for one in change.dates[:MOST_LISTED]]
    if len(change.dates) == 1:
        subject = _("Ihr ausgefallener Termin ist wieder frei: %(when)s", when=listed[0][1])
    else:
        subject = _("Ausgefallene Termine sind wieder frei: %(count)d", count=len(change.dates))
    return Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=series.booked_by.name),
        paragraphs=[
            _("was in Ihrer Serie ausgefallen war, lässt sich jetzt buchen."),
            _("Reserviert ist es nicht: Mit einem Klick nehmen Sie es auf, solange niemand schneller ist."),
        ],
        facts=[*listed, (_("Wo"), _place(series))] if len(listed) == 1 else listed,
        action=_("Ausgefallene Termine ansehen"),
        url=f"{base_url.rstrip('/')}/ausgefallene-termine",
        demo=series.location.is_demo,
    )


def _when(one: SeriesDate) -> str:
    assert one.starts_at is not None
    assert one.ends_at is not None
    return span_text(TimeSpan(one.starts_at, one.ends_at), zone=one.series.location.zone)


def letter_of_end(series: Series, *, last: Booking, base_url: str) -> Letter:
    """The letter that a series ends soon, in the language at hand."""
    zone = series.location.zone
    return Letter(
        subject=_("Ihre Serie endet bald: %(name)s", name=name_of_series(series)),
        greeting=_("Guten Tag %(name)s,", name=series.booked_by.name),
        paragraphs=[
            _("der letzte gebuchte Termin Ihrer Serie steht bevor."),
            _("Möchten Sie weitermachen, buchen Sie auf der Seite der Serie gern die nächste."),
        ],
        facts=[
            (_("Was"), name_of_series(series)),
            (_("Wo"), _place(series)),
            (_("Wiederholung"), rule_text(series.recurrence)),
            (_("Letzter Termin"), span_text(last.span, zone=zone)),
        ],
        action=_("Zur Serie"),
        url=series_url(series, base_url=base_url),
        demo=series.location.is_demo,
    )


def series_url(series: Series, *, base_url: str) -> str:
    """The public address of a series' page."""
    return f"{base_url.rstrip('/')}/serien/{series.reference}"


def name_of_series(series: Series) -> str:
    """Its title, or what it books."""
    spaces = space_names(series.spaces) or str(series.kind.label)
    return tidy_line(f"{series.title} ({spaces})" if series.title else spaces)


def _place(series: Series) -> str:
    house = series.location
    parts = (space_names(series.spaces), house.name, house.place_on(series.first_on).address)
    return tidy_line(", ".join(text for text in parts if text))


def _told(change: SeriesChange) -> tuple[str, list[str]]:
    name = name_of_series(change.series)
    count = len(change.bookings)
    if isinstance(change, SeriesMoved):
        first = (
            ngettext(
                "%(num)d Termin Ihrer Serie ist geändert.",
                "%(num)d Termine Ihrer Serie sind geändert.",
                count,
            )
            if count
            else _("Ihre Serie ist geändert; einzeln geänderte Termine bleiben, wie sie sind.")
        )
        return _("Serie geändert: %(name)s", name=name), [first]
    if isinstance(change, SeriesCancelled):
        return _("Serie storniert: %(name)s", name=name), _called_off(change)
    if any(booking.state is BookingState.REQUESTED for booking in change.bookings):
        asked = ngettext(
            "Ihre Serie ist angefragt: %(num)d Termin wartet auf die Bestätigung des Teams.",
            "Ihre Serie ist angefragt: %(num)d Termine warten auf die Bestätigung des Teams.",
            count,
        )
        return _("Serie angefragt: %(name)s", name=name), [asked, *_left_out(_skipped(change.dates))]
    first = ngettext(
        "Ihre Serie steht: %(num)d Termin ist gebucht.",
        "Ihre Serie steht: %(num)d Termine sind gebucht.",
        count,
    )
    return _("Serie gebucht: %(name)s", name=name), [first, *_left_out(_skipped(change.dates))]


def _called_off(change: SeriesCancelled) -> list[str]:
    count = len(change.bookings)
    if any(booking.state is BookingState.CANCELLED_HOUSE for booking in change.bookings):
        return [
            ngettext(
                "das Haus musste %(num)d Termin Ihrer Serie leider absagen.",
                "das Haus musste %(num)d Termine Ihrer Serie leider absagen.",
                count,
            )
        ]
    return [
        ngettext(
            "%(num)d Termin Ihrer Serie ist storniert.", "%(num)d Termine Ihrer Serie sind storniert.", count
        )
    ]


def _left_out(skipped: Sequence[SeriesDate]) -> list[str]:
    if not skipped:
        return []
    return [
        ngettext(
            "%(num)d Termin ist ausgefallen. Wird die Zeit frei, sagen wir Bescheid.",
            "%(num)d Termine sind ausgefallen. Wird eine Zeit frei, sagen wir Bescheid.",
            len(skipped),
        )
    ]


def _skipped(dates: Sequence[SeriesDate]) -> list[SeriesDate]:
    return [one for one in dates if one.state is DateState.SKIPPED]


def _facts(change: SeriesChange) -> list[tuple[str, str]]:
    series, rule = change.series, change.series.recurrence
    facts = [
        (_("Was"), name_of_series(series)),
        (_("Wo"), _place(series)),
        (_("Wiederholung"), rule_text(rule)),
        (_("Uhrzeit"), clock_minutes_text(series.starts_minute, series.ends_minute)),
        (_("Ende"), end_text(rule)),
        (_("Termine"), _listed([_date_text(booking, series) for booking in change.bookings])),
    ]
    if not isinstance(change, SeriesCancelled) and (skipped := _skipped(change.dates)):
        facts.append((_("Ausgefallen"), _listed([_skip_text(one) for one in skipped])))
    facts.append((_("Seriennummer"), series.reference))
    return facts


def _date_text(booking: Booking, series: Series) -> str:
    """The day, and what is different about this date."""
    zone = booking.location.zone
    day = weekday_text(booking.starts_at.astimezone(zone).date())
    local = booking.starts_at.astimezone(zone)
    if local.hour * 60 + local.minute != series.starts_minute:
        day = _("%(day)s, %(time)s Uhr", day=day, time=clock_text(booking.starts_at, zone=zone))
    if [space.id for space in booking.spaces] != [space.id for space in series.spaces]:
        return _("%(day)s (%(spaces)s)", day=day, spaces=space_names(booking.spaces))
    return day


def _skip_text(one: SeriesDate) -> str:
    reasons = ", ".join(reasons_text(refusals_from(one.reasons)))
    return _("%(day)s: %(reasons)s", day=weekday_text(one.day), reasons=reasons)


def _listed(texts: Sequence[str]) -> str:
    listed = " · ".join(texts[:MOST_LISTED])
    more = len(texts) - MOST_LISTED
    if more <= 0:
        return listed
    return ngettext(
        "%(listed)s · und %(num)d weiterer auf der Seite der Serie",
        "%(listed)s · und %(num)d weitere auf der Seite der Serie",
        more,
        listed=listed,
    )

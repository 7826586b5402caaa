"""What people type to book, change and cancel; each form turns it into values of the trade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wtforms import Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from labspace.accounts.affiliations import Affiliation
from labspace.accounts.kinds import Theme
from labspace.bookings.cancel_reasons import OF_BOOKERS
from labspace.bookings.sentences import sentence
from labspace.bookings.wishes import Details
from labspace.day_words import day_from, minute_from
from labspace.errors import Refusal, Refused
from labspace.formats import day_text, is_german
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.times import LocalTimeMissing, TimeSpan, clock_of, local_moment
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_PEOPLE = 10_000

FIELD_OF = {
    "in_the_past": "day",
    "too_far_ahead": "day",
    "too_soon": "starts",
    "closed": "starts",
    "off_raster": "starts",
    "not_a_product": "starts",
    "local_time_does_not_exist": "starts",
    "ends_before_it_begins": "ends",
    "too_short": "ends",
    "too_long": "ends",
    "members_only": "organisation",
    "partner_types_only": "organisation",
    "over_capacity": "people",
    "reason_missing": "reason",
}
"""Beside which field a refusal is told; all others stand above the form."""


class SpanForm(LabForm):
    """A day, from and to; words such as „morgen“ count from `today` in the zone of the house."""

    day = StringField(
        _l("Tag"),
        [InputRequired(_l("Bitte einen Tag angeben, zum Beispiel „morgen“ oder 24.11.2026."))],
        name="tag",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    starts = StringField(
        _l("von"), [InputRequired(_l("Bitte eine Anfangszeit angeben, zum Beispiel 9:00."))], name="von"
    )
    ends = StringField(
        _l("bis"), [InputRequired(_l("Bitte eine Endzeit angeben, zum Beispiel 13:00."))], name="bis"
    )

    zone: ZoneInfo
    today: date
    looks_back = False
    """Whether „Di“ means the last Tuesday; for what is entered afterwards."""

    def at(self, now: datetime, *, zone: ZoneInfo) -> None:
        """Say when and where the words are read."""
        self.zone, self.today = zone, now.astimezone(zone).date()

    def say_day(self) -> None:
        """Write the day as people of this language write it; for a form filled in from an address."""
        day = self.chosen_day()
        if day is not None and is_german():
            self.day.data = day_text(day)

    def validate_day(self, field: Field) -> None:
        if self.chosen_day() is None:
            raise ValidationError(
                _(
                    "Diesen Tag kennen wir nicht. Bitte zum Beispiel „morgen“, „Di“, 24.11. oder 24.11.2026 angeben."
                )
            )

    def validate_starts(self, field: Field) -> None:
        minute = minute_from(field.data or "")
        if minute is None or minute == 1440:
            raise ValidationError(_("Bitte eine Uhrzeit wie 9:00 oder 9:30 angeben."))

    def validate_ends(self, field: Field) -> None:
        if minute_from(field.data or "") is None:
            raise ValidationError(_("Bitte eine Uhrzeit wie 13:00 oder 13:30 angeben."))

    def chosen_day(self) -> date | None:
        """The day that was typed, if it is one."""
        return day_from(self.day.data or "", today=self.today, past=self.looks_back)

    def span(self) -> TimeSpan:
        """What was typed as moments. Only after `validate()`; raises `Refused` for a time the day lacks."""
        day, starts, ends = (
            self.chosen_day(),
            minute_from(self.starts.data or ""),
            minute_from(self.ends.data or ""),
        )
        assert day is not None
        assert starts is not None
        assert ends is not None
        return span_of(day, starts, ends, zone=self.zone)

    def find_span(self) -> TimeSpan | None:
        """What was typed as moments; None as long as it makes no span."""
        day, starts, ends = (
            self.chosen_day(),
            minute_from(self.starts.data or ""),
            minute_from(self.ends.data or ""),
        )
        if day is None or starts is None or ends is None:
            return None
        try:
            return span_of(day, starts, ends, zone=self.zone)
        except Refused:
            return None

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            field = getattr(self, FIELD_OF.get(refusal.code, ""), None)
            if isinstance(field, Field) and not isinstance(field, HiddenField):
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))


def span_of(day: date, starts: int, ends: int, *, zone: ZoneInfo) -> TimeSpan:
    """The span between two minutes of a local day; an end at 0:00 is the end of the day.

    Raises `Refused` where the day skips one of them, or the end lies before the beginning.
    """
    last = day + timedelta(days=1) if ends in (0, 1440) else day
    try:
        first_moment = local_moment(day, clock_of(starts), zone=zone)
        last_moment = local_moment(last, clock_of(ends), zone=zone)
    except LocalTimeMissing as missing:
        raise Refused(Refusal("local_time_does_not_exist")) from missing
    except OverflowError as beyond:
        raise Refused(Refusal("too_far_ahead", {"last_day": day})) from beyond
    if last_moment <= first_moment:
        raise Refused(Refusal("ends_before_it_begins"))
    return TimeSpan(first_moment, last_moment)


class DetailsForm(SpanForm):
    """What a booking says besides place and time."""

    people = IntegerField(
        _l("Personen"),
        [Optional(), NumberRange(1, MOST_PEOPLE, _l("Bitte eine Zahl von 1 an aufwärts angeben."))],
        name="personen",
        default=1,
    )
    title = StringField(
        _l("Titel"),
        [Length(max=200)],
        name="titel",
        description=_l("Steht im Kalender und beim Team, zum Beispiel „Kundentermin“."),
    )


class BookingForm(DetailsForm):
    """A new booking of named spaces, or of any space of a kind."""

    organisation = SelectField(_l("Für wen"), name="fuer", coerce=lambda value: int(value) if value else None)
    theme = choice_field(_l("Thema"), Theme, empty=_l("ohne Thema"))
    once = HiddenField(validators=[Length(max=64)])
    offered: Sequence[Affiliation] = ()

    def chosen_organisation(self) -> Affiliation | None:
        """Whom the booking is for, of those on offer; None: the person privately."""
        return next((one for one in self.offered if one.id == self.organisation.data), None)

    def offer(self, organisations: Sequence[Affiliation]) -> None:
        """Let the person book for these organisations or privately; the first one is proposed."""
        self.offered = organisations
        self.organisation.choices = [
            *(SelectChoice(str(organisation.id), organisation.name) for organisation in organisations),
            SelectChoice("", _("Privat")),
        ]
        if not self.organisation.raw_data:
            self.organisation.data = organisations[0].id if organisations else None

    def details(self) -> Details:
        return Details(
            title=self.title.data or "",
            people=self.people.data or 1,
            theme=self.theme.data,
            organisation_id=self.organisation.data,
        )


class ChangeForm(DetailsForm):
    """Another time, another space of the kind, other people or title."""

    space = SelectField(_l("Fläche"), name="flaeche")
    note = TextAreaField(_l("Hinweis an das Team"), [Length(max=2000)], name="hinweis")
    reason = StringField(
        _l("Grund, falls eine Regel des Hauses übergangen wird"), [Length(max=300)], name="grund"
    )
    version = HiddenField()

    def expected_version(self) -> int | None:
        """The version the person saw; 0, which no booking has, when the form was tampered with."""
        return version_of(self.version.data)


class TapReasonForm(LabForm):
    """Why a booking is cancelled, by one tap or none."""

    reason = choice_field(_l("Woran liegt es?"), OF_BOOKERS, empty=_l("keine Angabe"), taps=True)


class CancelForm(TapReasonForm):
    """Why a booking is cancelled, also in own words."""

    words = StringField(_l("Möchten Sie dazu etwas sagen?"), [Length(max=200)], name="worte")
    version = HiddenField()

    def expected_version(self) -> int | None:
        return version_of(self.version.data)


def version_of(text: str | None) -> int:
    """The version in a hidden field; 0, which no booking has, for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0

"""What people type to be put on the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wtforms import Field, IntegerField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.accounts.models import Organisation
from labspace.bookings.forms import MOST_PEOPLE
from labspace.bookings.sentences import sentences
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.shown import weekday_names
from labspace.day_words import day_from, minute_from
from labspace.errors import Refused
from labspace.formats import day_text, duration_text, is_german
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.locations.models import Location
from labspace.spaces.features import Feature
from labspace.spaces.kinds import AT_ONCE, SpaceKind
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

LENGTHS = (30, 60, 90, 120, 180, 240, 300, 360, 480)
KINDS = tuple(kind for kind in SpaceKind if kind in AT_ONCE)


def _ticks(label: str, name: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, name=name, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class WaitingForm(LabForm):
    """Where, on which days, within which hours, how long, for how many."""

    kind = choice_field(_l("Was"), KINDS, name="art")
    houses = _ticks(_l("Standorte"), "standort")
    first_on = StringField(
        _l("Erster Tag"),
        [InputRequired(_l("Bitte einen Tag angeben, zum Beispiel „morgen“ oder 24.11.2026."))],
        name="tag",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    last_on = StringField(
        _l("Letzter Tag"),
        [InputRequired(_l("Bitte einen Tag angeben, zum Beispiel „morgen“ oder 24.11.2026."))],
        name="bis_tag",
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )
    weekdays = _ticks(_l("An diesen Wochentagen"), "wochentag")
    starts = StringField(
        _l("frühestens ab"),
        [InputRequired(_l("Bitte eine Anfangszeit angeben, zum Beispiel 9:00."))],
        name="von",
    )
    ends = StringField(
        _l("spätestens bis"),
        [InputRequired(_l("Bitte eine Endzeit angeben, zum Beispiel 13:00."))],
        name="bis",
    )
    minutes = SelectField(_l("Wie lange"), name="dauer", coerce=int)
    people = IntegerField(
        _l("Personen"),
        [Optional(), NumberRange(1, MOST_PEOPLE, _l("Bitte eine Zahl von 1 an aufwärts angeben."))],
        name="personen",
        default=1,
    )
    feature = choice_field(_l("Ausstattung"), Feature, empty=_l("gleich welche"), name="merkmal")
    organisation = SelectField(_l("Für wen"), name="fuer", coerce=lambda value: int(value) if value else None)

    today: date

    def at(self, now: datetime, *, zone: ZoneInfo) -> None:
        """Say when and where the words are read."""
        self.today = now.astimezone(zone).date()

    def offer(self, houses: Sequence[Location], organisations: Sequence[Organisation]) -> None:
        """What may be chosen; proposed are the day's weekday, the whole of the hours, the first organisation."""
        self.houses.choices = [SelectChoice(house.slug, house.name) for house in houses]
        self.weekdays.choices = [
            SelectChoice(str(number), name) for number, name in enumerate(weekday_names(long=True))
        ]
        self.organisation.choices = [
            *(SelectChoice(str(organisation.id), organisation.name) for organisation in organisations),
            SelectChoice("", _("Privat")),
        ]
        if not self.organisation.raw_data:
            self.organisation.data = organisations[0].id if organisations else None
        window = self._window()
        lengths = sorted({*LENGTHS, *([window] if window else [])})
        self.minutes.choices = [SelectChoice(str(length), duration_text(length)) for length in lengths]
        if not self.minutes.raw_data:
            self.minutes.data = window or 120

    def propose(self) -> None:
        """Fill in what the address leaves open; for a form that nobody has sent yet."""
        first = day_from(self.first_on.data or "", today=self.today) or self.today + timedelta(days=1)
        last = day_from(self.last_on.data or "", today=self.today) or first
        self.first_on.data, self.last_on.data = (
            day_text(day) if is_german() else day.isoformat() for day in (first, last)
        )
        if not self.weekdays.data:
            days = range(min((last - first).days + 1, 7))
            self.weekdays.data = [str((first + timedelta(days=day)).weekday()) for day in days]
        self.starts.data, self.ends.data = self.starts.data or "08:00", self.ends.data or "12:00"

    def validate_first_on(self, field: Field) -> None:
        self._must_be_day(field)

    def validate_last_on(self, field: Field) -> None:
        self._must_be_day(field)
        first, last = (day_from(each.data or "", today=self.today) for each in (self.first_on, self.last_on))
        if first and last and last < first:
            raise ValidationError(_("Der letzte Tag liegt vor dem ersten. Bitte beide Tage prüfen."))

    def _must_be_day(self, field: Field) -> None:
        if day_from(field.data or "", today=self.today) is None:
            raise ValidationError(
                _(
                    "Diesen Tag kennen wir nicht. Bitte zum Beispiel „morgen“, „Di“, 24.11. oder 24.11.2026 angeben."
                )
            )

    def validate_weekdays(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte mindestens einen Wochentag wählen."))

    def validate_starts(self, field: Field) -> None:
        minute = minute_from(field.data or "")
        if minute is None or minute == 1440:
            raise ValidationError(_("Bitte eine Uhrzeit wie 9:00 oder 9:30 angeben."))

    def validate_ends(self, field: Field) -> None:
        if minute_from(field.data or "") is None:
            raise ValidationError(_("Bitte eine Uhrzeit wie 13:00 oder 13:30 angeben."))
        if minute_from(self.starts.data or "") is not None and self._window() is None:
            raise ValidationError(_("Das Ende liegt vor dem Beginn. Bitte Beginn und Ende prüfen."))

    def _window(self) -> int | None:
        """How many minutes lie between the two times; None as long as they make no span."""
        starts, ends = minute_from(self.starts.data or ""), minute_from(self.ends.data or "")
        if starts is None or ends is None:
            return None
        return minutes if (minutes := (ends or 1440) - starts) > 0 else None

    def wanted(self, houses: Sequence[Location], *, space_ids: tuple[int, ...]) -> Wanted:
        """What was typed as a wish. Only after `validate()`."""
        first, last = (day_from(each.data or "", today=self.today) for each in (self.first_on, self.last_on))
        starts, ends = minute_from(self.starts.data or ""), minute_from(self.ends.data or "")
        assert first is not None
        assert last is not None
        assert starts is not None
        assert ends is not None
        return Wanted(
            kind=self.kind.data,
            pattern=Pattern(
                weekdays=frozenset(int(day) for day in self.weekdays.data or ()),
                first_on=first,
                last_on=last,
                starts_minute=starts,
                ends_minute=ends or 1440,
                minutes=self.minutes.data,
            ),
            location_ids=tuple(house.id for house in houses if house.slug in (self.houses.data or ())),
            space_ids=space_ids,
            features=(self.feature.data.value,) if self.feature.data and not space_ids else (),
            people=self.people.data or 1,
            organisation_id=self.organisation.data,
        )

    def show_refused(self, refused: Refused) -> None:
        """Say above the form what stands against the wish."""
        for text in sentences(refused.refusals):
            self.refuse(text)

"""What staff and tenants type about offers, ends and results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from labspace.day_words import day_from, minute_from
from labspace.errors import Refusal
from labspace.events.forms import cents_from
from labspace.formats import weekday_name
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.popups.spans import monday_of
from labspace.popups.tenancies.actions.offers import Terms
from labspace.popups.tenancies.sentences import sentence
from labspace.popups.tenancies.shop_hours import Minimum, WeeklyHours
from labspace.popups.tenancies.shop_words import minute_text
from labspace.popups.tenancies.states import Outcome
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.times import clock_of, local_moment, start_of_day
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_CENTS = 100_000_000
SHUT = frozenset({"", "-", "–", "zu", "closed", "geschlossen"})


def window_from(text: str) -> tuple[int, int] | None:
    """The minutes meant by `11–18`, `11:00-18:30 Uhr`; None for a day that stays shut.

    Raises `ValueError` for what is no window.
    """
    words = text.strip().lower()
    if words in SHUT:
        return None
    starts, dash, ends = words.replace("bis", "–").replace("to", "–").replace("-", "–").partition("–")
    opens, closes = minute_from(starts), minute_from(ends)
    if not dash or opens is None or closes is None or opens >= closes:
        raise ValueError(text)
    return opens, closes


def window_words(window: tuple[int, int] | None) -> str:
    """11:00–18:00, as `window_from` reads it; empty for a day that stays shut."""
    return f"{minute_text(window[0])}–{minute_text(window[1])}" if window else ""


class WindowField(StringField):
    """The hours of one day; `window` holds what was meant after validation."""

    window: tuple[int, int] | None = None

    def pre_validate(self, form: Any) -> None:
        try:
            self.window = window_from(self.data or "")
        except ValueError as problem:
            raise ValidationError(_("Bitte wie „11–18“ angeben, oder leer lassen.")) from problem


def _money(label: Any, name: str) -> StringField:
    return StringField(
        label, [DataRequired(_l("Bitte einen Betrag angeben, 0 für kostenfrei.")), Length(max=20)], name=name
    )


def _check_money(field: Field) -> None:
    cents = cents_from(field.data or "")
    if cents is None or cents > MOST_CENTS:
        raise ValidationError(_("Bitte einen Betrag wie 1200 oder 1200,50 angeben."))


class OfferForm(LabForm):
    """Which weeks are offered, for how much, until when, and how long the shop is to be open."""

    space = SelectField(_l("Pop-up-Fläche"), name="flaeche")
    week = StringField(
        _l("Erste Woche"), [DataRequired(_l("Bitte die erste Woche angeben.")), Length(max=40)], name="woche"
    )
    weeks = IntegerField(
        _l("Wochen"),
        [
            InputRequired(_l("Bitte die Zahl der Wochen angeben.")),
            NumberRange(1, 52, _l("Bitte eine Zahl von 1 bis 52 angeben.")),
        ],
        name="wochen",
    )
    price = _money(_l("Preis für den Zeitraum in Euro"), "preis")
    market = _money(_l("Marktpreis für den Zeitraum in Euro"), "marktpreis")
    until_day = StringField(
        _l("Antwort bis"), [DataRequired(_l("Bitte eine Frist angeben.")), Length(max=40)], name="frist"
    )
    until_time = StringField(_l("Uhrzeit"), [Length(max=20)], name="uhrzeit", default="18:00")
    min_days = IntegerField(
        _l("Mindestens Tage je Woche"),
        [
            InputRequired(_l("Bitte eine Zahl von 0 bis 7 angeben.")),
            NumberRange(0, 7, _l("Bitte eine Zahl von 0 bis 7 angeben.")),
        ],
        name="tage",
    )
    min_hours = IntegerField(
        _l("Stunden an diesen Tagen"),
        [
            InputRequired(_l("Bitte eine Zahl von 0 bis 24 angeben.")),
            NumberRange(0, 24, _l("Bitte eine Zahl von 0 bis 24 angeben.")),
        ],
        name="stunden",
    )
    mo, di, mi, do, fr, sa, so = (
        WindowField(_l("Wochentag"), [Length(max=30)], name=f"tag{number}") for number in range(7)
    )
    conditions = TextAreaField(_l("Besondere Bedingungen"), [Length(max=2000)], name="bedingungen")

    def at(self, now: datetime, slots: Sequence[Space]) -> None:
        """Say from which moment on days count, and which slots there are."""
        self.now, self.zone = now, slots[0].location.zone
        self.space.choices = [SelectChoice(slot.public_id, space_name(slot)) for slot in slots]
        for number, field in enumerate(self.windows):
            field.label.text = weekday_name(number)

    @property
    def windows(self) -> list[WindowField]:
        """The seven days, Monday first."""
        return [self.mo, self.di, self.mi, self.do, self.fr, self.sa, self.so]

    def _day(self, text: str | None) -> date | None:
        return day_from(text or "", today=self.now.astimezone(self.zone).date())

    def validate_week(self, field: Field) -> None:
        if self._day(field.data) is None:
            raise ValidationError(_("Diese Woche kennen wir nicht. Bitte zum Beispiel „KW 3/2027“ angeben."))

    def validate_until_day(self, field: Field) -> None:
        if self._day(field.data) is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben."))

    def validate_until_time(self, field: Field) -> None:
        if minute_from(field.data or "18:00") is None:
            raise ValidationError(_("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 14:00."))

    def validate_price(self, field: Field) -> None:
        _check_money(field)

    def validate_market(self, field: Field) -> None:
        _check_money(field)

    def terms(self, space_id: int) -> Terms:
        """What is offered; only after `validate()`."""
        first, last = self._day(self.week.data), self._day(self.until_day.data)
        assert first is not None
        assert last is not None
        minute = minute_from(self.until_time.data or "18:00") or 0
        until = (
            start_of_day(last + timedelta(days=1), zone=self.zone)
            if minute == 24 * 60
            else local_moment(last, clock_of(minute), zone=self.zone)
        )
        windows = {number: field.window for number, field in enumerate(self.windows)}
        return Terms(
            space_id=space_id,
            first_on=monday_of(first),
            weeks=self.weeks.data or 1,
            price_cents=cents_from(self.price.data or "") or 0,
            market_cents=cents_from(self.market.data or "") or 0,
            until=until,
            hours=WeeklyHours(by_weekday={day: window for day, window in windows.items() if window}),
            minimum=Minimum(days=self.min_days.data or 0, minutes=(self.min_hours.data or 0) * 60),
            conditions=self.conditions.data or "",
        )

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            field = getattr(self, _OFFER_FIELDS.get(refusal.code, ""), None)
            if isinstance(field, Field):
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))


_OFFER_FIELDS = {
    "space_taken": "week",
    "not_a_monday": "week",
    "offer_in_the_past": "week",
    "weeks_out_of_range": "weeks",
    "deadline_past": "until_day",
    "deadline_after_start": "until_day",
    "hours_below_minimum": "min_days",
    "space_unknown": "space",
}


class ReasonForm(LabForm):
    """A reason, or a word on the way."""

    reason = StringField(_l("Grund"), [Length(max=500)], name="grund")


class NameForm(LabForm):
    """The tenant's name under the version that was read."""

    name = StringField(
        _l("Ihr Name"), [DataRequired(_l("Bitte Ihren Namen angeben.")), Length(max=120)], name="name"
    )
    number = HiddenField(name="fassung", validators=[Length(max=6)])

    def version(self) -> int:
        """The version that was read; 0 where the form does not say."""
        text = self.number.data or ""
        return int(text) if text.isascii() and text.isdecimal() else 0


class EndForm(LabForm):
    """Another last day, with its reason and price."""

    last_day = StringField(
        _l("Letzter Tag"), [DataRequired(_l("Bitte den letzten Tag angeben.")), Length(max=40)], name="tag"
    )
    price = StringField(
        _l("Neuer Preis für den ganzen Zeitraum in Euro"),
        [Length(max=20)],
        name="preis",
        description=_l("Leer lassen, wenn der Preis bleibt."),
    )
    reason = StringField(
        _l("Grund"),
        [DataRequired(_l("Bitte einen Grund angeben; er steht im Verlauf.")), Length(max=300)],
        name="grund",
    )
    today: date

    def validate_last_day(self, field: Field) -> None:
        if self.last_on() is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben."))

    def validate_price(self, field: Field) -> None:
        if field.data:
            _check_money(field)

    def last_on(self) -> date | None:
        return day_from(self.last_day.data or "", today=self.today)

    def price_cents(self) -> int | None:
        return cents_from(self.price.data) if self.price.data else None


class ShowingForm(LabForm):
    """Whether everybody sees the pop-up in the programme while it is open."""

    shown = BooleanField(_l("Im Programm zeigen"), name="im-programm")


class ResultForm(LabForm):
    """What became of the idea."""

    outcome = choice_field(
        _l("Was ist aus Ihrem Vorhaben geworden?"),
        Outcome,
        [DataRequired(_l("Bitte eine Antwort wählen."))],
        empty=_l("Bitte wählen"),
        name="ergebnis",
    )
    report = TextAreaField(
        _l("Kurzer Bericht"),
        [Length(max=4000)],
        name="bericht",
        description=_l("Was lief gut, was würden Sie anders machen, wie geht es weiter?"),
    )

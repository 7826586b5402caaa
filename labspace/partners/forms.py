"""What is typed about partners: by the team, and by the partner who books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from wtforms import Field, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from labspace.bookings.wishes import Details
from labspace.day_words import day_from, minute_from
from labspace.errors import Refusal
from labspace.formats import weekday_name
from labspace.forms import LabForm, OnceForm, SelectChoice, choice_field
from labspace.partners.actions import NewAgreement, NewAllotment
from labspace.partners.sentences import sentence
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


def _day_field(label: str, name: str, *, optional: bool = False) -> StringField:
    rules = [] if optional else [DataRequired(_l("Bitte einen Tag angeben, zum Beispiel 01.12.2026."))]
    return StringField(label, rules, name=name, render_kw={"autocomplete": "off"})


class PartnerForm(LabForm):
    """A form with days, as people type them, that says refusals beside their fields."""

    field_of: ClassVar[Mapping[str, str]] = {}
    day_fields: ClassVar[Sequence[str]] = ()
    today: date

    def at(self, today: date) -> None:
        """Say from which day on words such as „morgen“ count."""
        self.today = today

    def day(self, name: str) -> date | None:
        """The day typed into a field; None where nothing or no day was typed."""
        text = getattr(self, name).data or ""
        return day_from(text, today=self.today) if text else None

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        fine = super().validate(extra_validators)
        for name in self.day_fields:
            field = getattr(self, name)
            if field.data and self.day(name) is None:
                field.errors = [
                    *field.errors,
                    _("Diesen Tag kennen wir nicht. Bitte zum Beispiel 01.12.2026 angeben."),
                ]
                fine = False
        return fine

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            if refusal.code == "form_already_sent" and isinstance(self, OnceForm):
                self.name_anew()
            field = getattr(self, self.field_of.get(refusal.code, ""), None)
            if isinstance(field, Field):
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))


class AgreementForm(OnceForm, PartnerForm):
    """With whom, for how long, and whom to talk to."""

    field_of: ClassVar[Mapping[str, str]] = {
        "organisation_unknown": "organisation",
        "ends_before_it_begins": "valid_until",
    }
    day_fields: ClassVar[Sequence[str]] = ("valid_from", "valid_until")

    organisation = StringField(
        _l("Organisation"),
        [DataRequired(_l("Bitte den Namen der Organisation angeben.")), Length(max=200)],
        name="organisation",
    )
    contact = StringField(_l("Ansprechperson"), [Length(max=200)], name="ansprechperson")
    document = StringField(_l("Aktenzeichen der Vereinbarung"), [Length(max=120)], name="aktenzeichen")
    valid_from = _day_field(_l("Gilt ab"), "ab")
    valid_until = _day_field(_l("Gilt bis"), "bis_tag", optional=True)

    def agreed(self, location_id: int) -> NewAgreement:
        """What was typed; only after `validate()`."""
        first = self.day("valid_from")
        assert first is not None
        return NewAgreement(
            location_id=location_id,
            organisation_name=self.organisation.data or "",
            contact=self.contact.data or "",
            document=self.document.data or "",
            valid_from=first,
            valid_until=self.day("valid_until"),
        )


class AllotmentForm(OnceForm, PartnerForm):
    """A weekday and time of a space that is kept for the partner."""

    field_of: ClassVar[Mapping[str, str]] = {"space_unknown": "space", "ends_before_it_begins": "ends"}
    day_fields: ClassVar[Sequence[str]] = ("valid_from",)

    space = SelectField(_l("Fläche"), name="flaeche")
    weekday = SelectField(_l("Wochentag"), coerce=int, name="wochentag")
    starts = StringField(
        _l("Von"), [DataRequired(_l("Bitte eine Uhrzeit angeben, zum Beispiel 14:00."))], name="von"
    )
    ends = StringField(
        _l("Bis"), [DataRequired(_l("Bitte eine Uhrzeit angeben, zum Beispiel 18:00."))], name="bis"
    )
    release_days = IntegerField(
        _l("Unbenutzt wieder frei, Tage vorher"),
        [
            InputRequired(_l("Bitte eine Zahl von Tagen angeben.")),
            NumberRange(0, 365, _l("Bitte eine Zahl von 0 bis 365 angeben.")),
        ],
        name="frist",
        default=7,
    )
    valid_from = _day_field(_l("Gilt ab"), "kontingent_ab")

    def offer(self, spaces: Sequence[Space]) -> None:
        """Let one of these spaces be kept."""
        self.space.choices = [SelectChoice(space.public_id, space_name(space)) for space in spaces]
        self.weekday.choices = [SelectChoice(str(day), weekday_name(day)) for day in range(7)]

    def validate_starts(self, field: Field) -> None:
        _require_clock(field)

    def validate_ends(self, field: Field) -> None:
        _require_clock(field)

    def asked(self, spaces: Sequence[Space]) -> NewAllotment:
        """What was typed; only after `validate()`."""
        first, starts, ends = (
            self.day("valid_from"),
            minute_from(self.starts.data or ""),
            minute_from(self.ends.data or ""),
        )
        assert first is not None
        assert starts is not None
        assert ends is not None
        return NewAllotment(
            space_id=next(space.id for space in spaces if space.public_id == self.space.data),
            weekday=self.weekday.data,
            starts_minute=starts,
            ends_minute=ends or 24 * 60,
            release_days=self.release_days.data or 0,
            valid_from=first,
        )


def _require_clock(field: Field) -> None:
    if minute_from(field.data or "") is None:
        raise ValidationError(_("Diese Uhrzeit kennen wir nicht. Bitte zum Beispiel 14:00 angeben."))


class EndForm(PartnerForm):
    """The last day of an agreement or allotment."""

    day_fields: ClassVar[Sequence[str]] = ("last",)
    last = _day_field(_l("Letzter Tag"), "letzter_tag")


class UseForm(OnceForm):
    """What the partner makes of a kept date."""

    title = StringField(
        _l("Titel"), [DataRequired(_l("Bitte angeben, was stattfindet.")), Length(max=200)], name="titel"
    )
    people = IntegerField(
        _l("Erwartete Personen"),
        [
            InputRequired(_l("Bitte die Zahl der Personen angeben.")),
            NumberRange(1, 5000, _l("Bitte eine Zahl von 1 bis 5000 angeben.")),
        ],
        name="personen",
        default=1,
    )
    layout = choice_field(_l("Bestuhlung"), Layout, empty=_l("keine bestimmte"), name="bestuhlung")

    def offer(self, space: Space) -> None:
        """Only the seatings that are approved for the space."""
        approved = [layout.layout for layout in space.layouts]
        self.layout.choices = [
            *([] if approved else [SelectChoice("", _("keine bestimmte"))]),
            *(SelectChoice(layout.value, str(layout.label)) for layout in approved),
        ]
        if approved and not self.layout.raw_data:
            self.layout.data = approved[0]

    def details(self) -> Details:
        """What was typed; only after `validate()`."""
        return Details(
            title=self.title.data or "",
            people=self.people.data or 1,
            layout=self.layout.data,
        )

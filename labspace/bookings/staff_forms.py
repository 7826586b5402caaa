"""What staff type to enter, cancel and block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.accounts.kinds import Theme
from labspace.accounts.models import Organisation
from labspace.bookings.cancel_reasons import OF_THE_HOUSE, CancelReason
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.forms import DetailsForm, SpanForm, span_of, version_of
from labspace.bookings.reasons import BY_HAND, blocking_label
from labspace.bookings.series.repeat_forms import RepeatFields
from labspace.bookings.wishes import Details
from labspace.day_words import day_from, minute_from
from labspace.errors import Refusal, Refused
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.times import TimeSpan


class HouseCancelForm(LabForm):
    """Why the house cancels."""

    reason = choice_field(
        _l("Grund"),
        OF_THE_HOUSE,
        [DataRequired(_l("Bitte einen Grund angeben; wer gebucht hat, liest ihn."))],
        empty=_l("Bitte wählen"),
    )
    words = StringField(
        _l("Was möchten Sie dazu schreiben?"),
        [Length(max=280)],
        name="worte",
        description=_l("Steht mit dem Grund in der Absage an die Person, die gebucht hat."),
    )
    version = HiddenField()

    def validate_words(self, field: Field) -> None:
        if self.reason.data is CancelReason.OTHER and not field.data:
            raise ValidationError(_("Bitte den anderen Grund in eigenen Worten nennen."))

    def expected_version(self) -> int:
        return version_of(self.version.data)


def choices_by_kind(spaces: Iterable[Space]) -> dict[str, list[tuple[str, str]]]:
    """Spaces to choose from under the plural of their kind."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for space in spaces:
        groups.setdefault(str(space.kind.plural), []).append((space.public_id, space_name(space)))
    return groups


class EnterForm(RepeatFields, DetailsForm):
    """A booking staff enter for somebody, ahead or after the fact, or the first of a series."""

    space = SelectField(_l("Fläche"), name="flaeche")
    organisation = SelectField(_l("Für wen"), name="fuer", coerce=lambda value: int(value) if value else None)
    theme = choice_field(_l("Thema"), Theme, empty=_l("ohne Thema"))
    later = BooleanField(_l("Nacherfasst: Die Nutzung war schon"), name="nacherfasst")
    opens = BooleanField(_l("Das Haus dafür öffnen (Sonderöffnung)"), name="sonderoeffnung")
    reason = StringField(
        _l("Grund, falls eine Regel übergangen wird"),
        [Length(max=280)],
        name="grund",
        description=_l("Wird mit Ihrem Namen vermerkt."),
    )
    once = HiddenField(validators=[Length(max=64)])

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Let the booking be for these organisations or for the person privately."""
        self.organisation.choices = [
            *(SelectChoice(str(organisation.id), organisation.name) for organisation in organisations),
            SelectChoice("", _("Privat")),
        ]
        if not self.organisation.raw_data:
            self.organisation.data = organisations[0].id if organisations else None
        self.looks_back = bool(self.later.data)

    def validate_later(self, field: Field) -> None:
        if self.repeats and field.data:
            raise ValidationError(_("Nacherfasst wird jeder Termin einzeln, ohne Wiederholung."))

    def validate_opens(self, field: Field) -> None:
        if self.repeats and field.data:
            raise ValidationError(
                _(
                    "Eine Sonderöffnung gilt für einen einzelnen Termin. Für eine Serie bitte einen Grund angeben."
                )
            )

    def details(self) -> Details:
        return Details(
            title=self.title.data or "",
            people=self.people.data or 1,
            theme=self.theme.data,
            organisation_id=self.organisation.data,
        )


class DaysForm(SpanForm):
    """From a moment of one day to a moment of the same or a later day."""

    last_day = StringField(
        _l("bis Tag"),
        name="bis_tag",
        description=_l("Leer: am selben Tag"),
        render_kw={"data-date-field": "", "autocomplete": "off"},
    )

    def chosen_last_day(self) -> date | None:
        if not self.last_day.data:
            return self.chosen_day()
        return day_from(self.last_day.data, today=self.chosen_day() or self.today)

    def validate_last_day(self, field: Field) -> None:
        if self.chosen_last_day() is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben."))

    def span(self) -> TimeSpan:
        first, last = self.chosen_day(), self.chosen_last_day()
        starts, ends = minute_from(self.starts.data or ""), minute_from(self.ends.data or "")
        assert first is not None
        assert last is not None
        assert starts is not None
        assert ends is not None
        if last == first:
            return span_of(first, starts, ends, zone=self.zone)
        if last < first:
            raise Refused(Refusal("ends_before_it_begins"))
        beginning = span_of(first, starts, 1440, zone=self.zone)
        if ends in (0, 1440):
            return TimeSpan(beginning.starts_at, span_of(last, 0, 1440, zone=self.zone).ends_at)
        return TimeSpan(beginning.starts_at, span_of(last, 0, ends, zone=self.zone).ends_at)


class BlockForm(DaysForm):
    """A space kept free."""

    space = SelectField(_l("Fläche"), name="flaeche")
    reason = SelectField(
        _l("Grund"),
        name="grund",
        coerce=lambda value: value if isinstance(value, BlockingReason) else BlockingReason(value),
        choices=[SelectChoice(reason.value, blocking_label(reason)) for reason in BY_HAND],
    )
    note = StringField(_l("Vermerk"), [Length(max=280)], name="vermerk")

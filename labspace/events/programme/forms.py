"""What is typed for the programme, and what staff answer."""

from __future__ import annotations

from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.events.forms import cents_from
from labspace.events.programme.actions import Wording
from labspace.events.programme.kinds import SPOKEN, Access
from labspace.events.programme.models import PublicText
from labspace.events.programme.rules import is_web_address
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.pictures.forms import PictureField
from labspace.pictures.kinds import MAX_ALTERNATIVE
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


def amount(cents: int) -> str:
    """12,50 as it may be typed; empty for nothing."""
    return f"{cents // 100},{cents % 100:02d}" if cents else ""


class ProgrammeForm(LabForm):
    """A text for the programme; made without data when sent: files come with the request."""

    title = StringField(
        _l("Titel im Programm"),
        [DataRequired(_l("Bitte einen Titel angeben.")), Length(max=120)],
        name="titel",
    )
    words = TextAreaField(
        _l("Worum geht es?"),
        [DataRequired(_l("Bitte in einigen Sätzen sagen, worum es geht.")), Length(max=3000)],
        name="text",
    )
    organiser_name = StringField(
        _l("Wer veranstaltet?"),
        [DataRequired(_l("Bitte angeben, wer veranstaltet.")), Length(max=120)],
        name="veranstalter",
    )
    entry_fee = StringField(_l("Eintritt in Euro"), [Length(max=20)], name="eintritt")
    registration_url = StringField(_l("Adresse zur Anmeldung"), [Length(max=500)], name="anmeldung")
    language = choice_field(_l("Sprache der Veranstaltung"), SPOKEN, name="sprache")
    access = SelectMultipleField(
        _l("Barrierefreiheit"),
        choices=[SelectChoice(one.value, one.label) for one in Access],
        name="zugang",
    )
    access_note = TextAreaField(_l("Hinweise zur Barrierefreiheit"), [Length(max=500)], name="hinweise")
    picture = PictureField(_l("Bild"), required=False, name="bild")
    alternative = StringField(
        _l("Was ist auf dem Bild zu sehen?"), [Length(max=MAX_ALTERNATIVE)], name="bildbeschreibung"
    )
    without_picture = BooleanField(_l("ohne Bild"), name="ohne_bild")

    def validate_entry_fee(self, field: StringField) -> None:
        if field.data and cents_from(field.data) is None:
            raise ValidationError(_("Bitte einen Betrag angeben, zum Beispiel 5 oder 12,50."))

    def validate_registration_url(self, field: StringField) -> None:
        if field.data and not is_web_address(field.data):
            raise ValidationError(_("Bitte eine vollständige Adresse angeben, die mit https:// beginnt."))

    def validate_alternative(self, field: StringField) -> None:
        if self.picture.encoded is not None and not field.data:
            raise ValidationError(_("Bitte beschreiben Sie das Bild für alle, die es nicht sehen."))

    def wording(self, *, picture_id: int | None) -> Wording:
        """What was typed. Only valid after `validate()`."""
        return Wording(
            title=self.title.data or "",
            words=self.words.data or "",
            organiser_name=self.organiser_name.data or "",
            entry_fee_cents=cents_from(self.entry_fee.data or "0") or 0,
            registration_url=self.registration_url.data or "",
            language=self.language.data or "de",
            access=[one for one in Access if one.value in (self.access.data or ())],
            access_note=self.access_note.data or "",
            picture_id=picture_id,
        )

    def show(self, text: PublicText) -> None:
        """Fill the form with a text that was proposed before."""
        self.title.data, self.words.data = text.title, text.words
        self.organiser_name.data = text.organiser_name
        self.entry_fee.data = amount(text.entry_fee_cents)
        self.registration_url.data, self.language.data = text.registration_url, text.language
        self.access.data, self.access_note.data = list(text.access), text.access_note


class ReturnForm(LabForm):
    """What to change about a proposed text."""

    note = TextAreaField(
        _l("Was ist zu ändern?"),
        [DataRequired(_l("Bitte sagen, was zu ändern ist.")), Length(max=500)],
        name="grund",
    )

"""What staff type about a foreign calendar."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.bookings.cancel_reasons import OF_THE_HOUSE, CancelReason
from labspace.bookings.staff_forms import choices_by_kind
from labspace.busy.kinds import MOST_BYTES
from labspace.busy.states import Decision
from labspace.busy.words import problem_text
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.outward.addresses import LONGEST, AddressRefused, address_of
from labspace.spaces.models import Space
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

ACCEPTED = ".ics,text/calendar"


def content_of(field: FileField) -> bytes | None:
    """What was uploaded, one byte more than allowed at most; None without a file."""
    if not field.data:
        return None
    content: bytes = field.data.stream.read(MOST_BYTES + 1)
    return content


class SubscribeForm(LabForm):
    """A calendar by its address or as a file, and the space it keeps taken."""

    name = StringField(
        _l("Name des Kalenders"),
        [DataRequired(_l("Bitte geben Sie dem Kalender einen Namen.")), Length(max=60)],
        name="name",
        description=_l("So steht er im Plan des Teams, zum Beispiel „Exchange Raum 2“."),
    )
    space = SelectField(_l("Fläche, die belegt wird"), name="flaeche")
    address = StringField(
        _l("Adresse des Kalenders"),
        [Length(max=LONGEST)],
        name="adresse",
        description=_l("Die ICS-Adresse aus Exchange, Nextcloud oder Google; am besten mit https://."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    file = FileField(
        _l("oder eine Kalenderdatei"),
        name="datei",
        description=_l("Eine .ics-Datei bis 5 MB. Sie wird nicht von selbst erneuert."),
        render_kw={"accept": ACCEPTED},
    )

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one of these be chosen."""
        self.space.choices = choices_by_kind(spaces)

    def validate_address(self, field: Field) -> None:
        if bool(field.data) == bool(self.file.data):
            raise ValidationError(_("Bitte entweder eine Adresse angeben oder eine Datei wählen."))
        if field.data:
            try:
                address_of(field.data)
            except AddressRefused as refused:
                raise ValidationError(problem_text(refused.code)) from refused


class FileForm(LabForm):
    """A newer file of the same calendar."""

    file = FileField(_l("Neue Datei"), name="datei", render_kw={"accept": ACCEPTED})

    def validate_file(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte wählen Sie eine Datei."))


class DecideForm(LabForm):
    """What becomes of a booking that a foreign event lies over."""

    decision = RadioField(
        _l("Was soll gelten?"),
        [DataRequired(_l("Bitte wählen Sie, was gelten soll."))],
        name="entscheidung",
        choices=[SelectChoice(decision.value, decision.label) for decision in Decision],
    )
    reason = choice_field(_l("Grund der Stornierung"), OF_THE_HOUSE, empty=_l("Bitte wählen"))
    words = StringField(
        _l("Was möchten Sie dazu schreiben?"),
        [Length(max=280)],
        name="worte",
        description=_l(
            "Nur beim Stornieren: steht mit dem Grund in der Absage an die Person, die gebucht hat."
        ),
    )

    @property
    def chosen(self) -> Decision:
        """Only valid after `validate()`."""
        return Decision(self.decision.data)

    def validate_reason(self, field: Field) -> None:
        if self.decision.data == Decision.CANCEL_BOOKING.value and field.data is None:
            raise ValidationError(_("Bitte einen Grund angeben; wer gebucht hat, liest ihn."))

    def validate_words(self, field: Field) -> None:
        if self.reason.data is CancelReason.OTHER and not field.data:
            raise ValidationError(_("Bitte den anderen Grund in eigenen Worten nennen."))

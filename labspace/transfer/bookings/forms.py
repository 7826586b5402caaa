"""What the team types to take bookings over from elsewhere."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence

from flask_wtf.file import FileField
from wtforms import Field, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from labspace.forms import LabForm, SelectChoice
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.transfer.bookings.table import FIELDS
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_BYTES = 256 * 1024
MOST_FORM = 2 * MOST_BYTES
"""Bytes of a form: the file, or its text carried along as base64, and what else is typed."""
MOST_CARRIED = MOST_BYTES * 4 // 3 + 4


class ImportForm(LabForm):
    """A table or a calendar file, first to look at, then to book."""

    file = FileField(
        _l("Datei"),
        name="datei",
        description=_l("Eine Tabelle (CSV) oder ein Kalender (ICS) bis 256 KB. Zuerst sehen Sie, was daraus würde."),
        render_kw={"accept": ".csv,.txt,.ics,text/csv,text/calendar"},
    )  # fmt: skip
    carried = HiddenField(name="mitgebracht", validators=[Length(max=MOST_CARRIED)])
    """The file that was looked at, so that it need not be chosen again."""
    file_name = HiddenField(name="dateiname", validators=[Length(max=120)])
    space = SelectField(
        _l("Fläche"),
        name="flaeche",
        default="",
        description=_l("Bei einem Kalender die Fläche, um die es geht; bei einer Tabelle für Zeilen ohne Fläche."),
    )  # fmt: skip
    email = StringField(
        _l("Mail-Adresse"),
        [Length(max=254)],
        name="person",
        description=_l("Wer bucht: bei einem Kalender für alle Termine, bei einer Tabelle für Zeilen ohne Adresse."),
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    column_space = SelectField(
        _l("Spalte mit der Fläche"), name="spalte_flaeche", default="", validate_choice=False
    )
    column_email = SelectField(
        _l("Spalte mit der Mail-Adresse"), name="spalte_person", default="", validate_choice=False
    )
    column_day = SelectField(_l("Spalte mit dem Tag"), name="spalte_tag", default="", validate_choice=False)
    column_starts = SelectField(
        _l("Spalte mit dem Beginn"), name="spalte_von", default="", validate_choice=False
    )
    column_ends = SelectField(_l("Spalte mit dem Ende"), name="spalte_bis", default="", validate_choice=False)
    column_title = SelectField(
        _l("Spalte mit dem Titel"), name="spalte_titel", default="", validate_choice=False
    )
    column_people = SelectField(
        _l("Spalte mit der Zahl der Personen"), name="spalte_personen", default="", validate_choice=False
    )
    content: bytes = b""
    """The file. Only there after `validate()`."""

    def offer(self, spaces: Iterable[Space]) -> None:
        """Let one of these be the space of what names none."""
        none = SelectChoice("", _l("steht in der Datei"))
        self.space.choices = [none, *(SelectChoice(one.public_id, space_name(one)) for one in spaces)]

    def offer_columns(self, headings: Sequence[str]) -> None:
        """Let the columns of the table be chosen."""
        for field in self.columns:
            field.choices = [SelectChoice("", _l("von selbst erkennen"))] + [
                SelectChoice(heading, heading) for heading in headings
            ]

    def validate_file(self, field: FileField) -> None:
        if field.data:
            self.content = field.data.stream.read(MOST_BYTES + 1)
            name = str(field.data.filename or "").replace("\\", "/").rpartition("/")[2]
            self.file_name.data = "".join(sign for sign in name if sign.isprintable())[:120] or "?"
        elif self.carried.data:
            try:
                self.content = base64.b64decode(self.carried.data, validate=True)
            except (binascii.Error, ValueError):
                raise ValidationError(_("Bitte wählen Sie die Datei noch einmal.")) from None
        if not self.content:
            raise ValidationError(_("Bitte wählen Sie eine Datei, in der etwas steht."))
        if len(self.content) > MOST_BYTES:
            raise ValidationError(_("Die Datei ist größer als 256 KB. Bitte teilen Sie sie in mehrere auf."))

    def validate_email(self, field: Field) -> None:
        if self.is_calendar and not field.data:
            raise ValidationError(_("Bitte sagen Sie, für wen die Termine des Kalenders gebucht werden."))

    def validate_space(self, field: Field) -> None:
        if self.is_calendar and not field.data:
            raise ValidationError(_("Bitte wählen Sie die Fläche, um die es im Kalender geht."))

    def carry(self) -> None:
        """Keep the file in the page for the next step."""
        self.carried.data = base64.b64encode(self.content).decode("ascii")

    @property
    def is_calendar(self) -> bool:
        """Whether the file is a calendar and no table, by what it begins with."""
        return self.content.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper() == b"BEGIN:VCALENDAR"

    @property
    def columns(self) -> list[SelectField]:
        """The fields that say where a field of a booking stands."""
        return [getattr(self, f"column_{name}") for name in FIELDS]

    def chosen_columns(self) -> Mapping[str, str]:
        """Fields of a booking and the headings chosen for them."""
        return {name: field.data for name, field in zip(FIELDS, self.columns, strict=True) if field.data}

    def defaults(self) -> Mapping[str, str]:
        """What stands for empty cells."""
        return {"space": self.space.data or "", "email": self.email.data or ""}

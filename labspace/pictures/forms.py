"""Choosing a picture and saying what is to be seen on it."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, Length, StopValidation

from labspace.errors import Refused
from labspace.forms import LabForm
from labspace.pictures.encoding import Encoded, encode
from labspace.pictures.kinds import ACCEPTED, MAX_ALTERNATIVE, MAX_BYTES
from labspace.pictures.sentences import picture_sentence
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class PictureField(FileField):
    """A file that becomes a picture while it is validated; `encoded` is None where none was chosen."""

    encoded: Encoded | None = None

    def __init__(self, label: Any, validators: Any = (), *, required: bool = True, **more: Any) -> None:
        self._is_required = required
        super().__init__(label, validators, render_kw={"accept": ACCEPTED}, **more)

    def pre_validate(self, form: BaseForm) -> None:
        if not self.data:
            if self._is_required:
                raise StopValidation(_("Bitte wählen Sie ein Bild."))
            return
        try:
            # One byte more than allowed shows that there are too many, whatever the length claims to be.
            self.encoded = encode(self.data.stream.read(MAX_BYTES + 1))
        except Refused as refused:
            raise StopValidation(picture_sentence(refused.refusals[0])) from refused


class PictureForm(LabForm):
    """One picture with its description; made without data: files come with the request."""

    picture = PictureField(_l("Bild"), name="bild")
    alternative = StringField(
        _l("Was ist auf dem Bild zu sehen?"),
        [
            DataRequired(_l("Bitte beschreiben Sie das Bild für alle, die es nicht sehen.")),
            Length(max=MAX_ALTERNATIVE),
        ],
        name="bildbeschreibung",
    )


class DescriptionForm(LabForm):
    """Another description for a picture that is there."""

    alternative = StringField(
        _l("Was ist auf dem Bild zu sehen?"),
        [
            DataRequired(_l("Bitte beschreiben Sie das Bild für alle, die es nicht sehen.")),
            Length(max=MAX_ALTERNATIVE),
        ],
        name="bildbeschreibung",
    )

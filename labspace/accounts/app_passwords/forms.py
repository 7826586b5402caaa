"""What people say about a device."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from labspace.accounts.keys.models import MAX_NAME
from labspace.forms import LabForm
from labspace.words import lazy_gettext as _l


class AppPasswordForm(LabForm):
    """The device a new app password is for."""

    name = StringField(
        _l("Name des Geräts oder Programms"),
        [
            InputRequired(_l("Bitte geben Sie dem App-Kennwort einen Namen, zum Beispiel „Handy“.")),
            Length(max=MAX_NAME, message=_l("Bitte nehmen Sie höchstens 60 Zeichen.")),
        ],
    )

"""What people type about themselves."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from labspace.forms import LabForm
from labspace.words import lazy_gettext as _l


class SignInForm(LabForm):
    """Who somebody says they are."""

    email = EmailField(_l("Mail-Adresse"), [InputRequired(_l("Bitte geben Sie Ihre Mail-Adresse ein."))])
    password = PasswordField(_l("Kennwort"), [InputRequired(_l("Bitte geben Sie Ihr Kennwort ein."))])
    stay = BooleanField(_l("30 Tage auf diesem Gerät angemeldet bleiben"))
    next = HiddenField()

"""What people type about themselves."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from labspace.accounts.queries import normal_address
from labspace.accounts.rules import MIN_LENGTH, password_refusals
from labspace.accounts.sentences import sentence
from labspace.forms import LabForm, choice_field
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

NOT_A_NAME = re.compile(r"[<>@/\\]|www\.", re.IGNORECASE)
"""Names stand in mails to others; links do not belong there."""

NEEDS_ADDRESS = InputRequired(_l("Bitte geben Sie Ihre Mail-Adresse ein."))
NEEDS_PASSWORD = InputRequired(_l("Bitte geben Sie Ihr Kennwort ein."))


def real_address(_form: object, field: EmailField) -> None:
    """Refuse what cannot be a mail address, and normalise what can."""
    try:
        found = validate_email(field.data or "", check_deliverability=False)
    except EmailNotValidError as problem:
        raise ValidationError(
            _("Bitte geben Sie eine vollständige Mail-Adresse ein, zum Beispiel name@firma.de.")
        ) from problem
    field.data = normal_address(found.normalized)


def plain_name(_form: object, field: StringField) -> None:
    """Refuse links in the place of a name."""
    if NOT_A_NAME.search(field.data or ""):
        raise ValidationError(_("Bitte geben Sie nur Ihren Namen ein, ohne Links und Mail-Adressen."))


def check_new_password(field: PasswordField, *, email: str, name: str) -> None:
    """Refuse a password that is short or easily guessed, with the reason."""
    for refusal in password_refusals(field.data or "", email=email, name=name):
        raise ValidationError(sentence(refusal))


class SignInForm(LabForm):
    """Who somebody says they are."""

    email = EmailField(_l("Mail-Adresse"), [NEEDS_ADDRESS])
    password = PasswordField(_l("Kennwort"), [NEEDS_PASSWORD])
    stay = BooleanField(_l("30 Tage auf diesem Gerät angemeldet bleiben"))
    next = HiddenField()


class SignUpForm(LabForm):
    """Somebody new."""

    name = StringField(
        _l("Name"),
        [InputRequired(_l("Bitte geben Sie Ihren Namen ein.")), Length(max=120), plain_name],
        description=_l("So sieht Sie das Team im Haus."),
    )
    email = EmailField(_l("Mail-Adresse"), [NEEDS_ADDRESS, Length(max=254), real_address])
    password = PasswordField(
        _l("Kennwort"),
        [InputRequired(_l("Bitte denken Sie sich ein Kennwort aus."))],
        description=_l(
            "Mindestens %(least)d Zeichen, zum Beispiel vier Wörter. Einfügen ist erlaubt.", least=MIN_LENGTH
        ),
    )

    next = HiddenField()

    def validate_password(self, field: PasswordField) -> None:
        check_new_password(field, email=self.email.data or "", name=self.name.data or "")


class AddressForm(LabForm):
    """A mail address alone."""

    email = EmailField(_l("Mail-Adresse"), [NEEDS_ADDRESS, Length(max=254), real_address])


class PasswordForm(LabForm):
    """The password alone, to prove who one is."""

    password = PasswordField(_l("Kennwort"), [NEEDS_PASSWORD])


class NewPasswordForm(LabForm):
    """A new password for a person already known."""

    password = PasswordField(
        _l("Neues Kennwort"),
        [InputRequired(_l("Bitte denken Sie sich ein Kennwort aus."))],
        description=_l(
            "Mindestens %(least)d Zeichen, zum Beispiel vier Wörter. Einfügen ist erlaubt.", least=MIN_LENGTH
        ),
    )

    def __init__(self, *, email: str, user_name: str) -> None:
        """`email` and `user_name` are whose password it becomes; it may not consist of them."""
        super().__init__()
        self.owner_email, self.owner_name = email, user_name

    def validate_password(self, field: PasswordField) -> None:
        check_new_password(field, email=self.owner_email, name=self.owner_name)


class ChangePasswordForm(NewPasswordForm):
    """A new password from somebody who knows the present one."""

    current = PasswordField(_l("Bisheriges Kennwort"), [NEEDS_PASSWORD])


class NewAddressForm(LabForm):
    """A new mail address, from somebody who knows the password."""

    email = EmailField(_l("Neue Mail-Adresse"), [NEEDS_ADDRESS, Length(max=254), real_address])
    password = PasswordField(_l("Kennwort"), [NEEDS_PASSWORD])


class ProfileForm(LabForm):
    """What somebody decides about how they are shown and what they see."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Bitte geben Sie Ihren Namen ein.")), Length(max=120), plain_name]
    )
    locale = choice_field(_l("Sprache"), {"de": "Deutsch", "en": "English"})
    theme_mode = choice_field(
        _l("Darstellung"), {"auto": _l("Wie das Gerät"), "light": _l("Hell"), "dark": _l("Dunkel")}
    )
    wants_reminders = BooleanField(_l("Vor jeder Buchung mit einer Mail erinnern"))
    is_named_at_doors = BooleanField(
        _l("Meinen Namen auf den Bildschirmen des Hauses zeigen"),
        description=_l(
            "An der Tür und in der Halle steht dann Ihr Name bei Ihren Buchungen. Diese Anzeigen kann jede Person"
            " auch im Netz aufrufen. Ohne Haken steht dort nur „Belegt“; Sie können das jederzeit ändern."
        ),
    )

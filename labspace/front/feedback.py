"""The form to report a barrier, and the mail it becomes."""

from __future__ import annotations

from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, Optional

from labspace.forms import LabForm
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class FeedbackForm(LabForm):
    """What does not work, where, and how to answer; only the first is needed."""

    barrier = TextAreaField(
        _l("Was funktioniert für Sie nicht?"),
        [DataRequired(_l("Bitte beschreiben Sie kurz, was nicht funktioniert.")), Length(max=4000)],
    )
    place = StringField(_l("Auf welcher Seite oder in welchem Haus?"), [Length(max=200)])
    email = EmailField(
        _l("Ihre Mail-Adresse für eine Antwort"),
        [Optional(), Email(_l("Bitte geben Sie eine vollständige Mail-Adresse ein.")), Length(max=200)],
    )
    website = StringField(_l("Bitte leer lassen"))
    """Nobody sees it; who fills it in is no person."""

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.website.data)


def mail_text(form: FeedbackForm) -> str:
    """The message for the people who run the site."""
    lines = [
        _("Jemand meldet eine Barriere:"),
        "",
        form.barrier.data or "",
        "",
        _("Wo: %(place)s", place=form.place.data or "–"),
        _("Antwort an: %(email)s", email=form.email.data or "–"),
    ]
    return "\n".join(lines)

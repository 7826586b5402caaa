"""The ground every form stands on: tidy text, limits told in sentences, choices from enums.

CSRF is checked for every request by `labspace.security`, so that forms carry no field for it.
"""

from __future__ import annotations

import enum
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, HiddenField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from labspace.controls import control
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

__all__ = ["LabForm", "OnceForm", "SelectChoice", "choice_field"]

MAX_LINE = 200
MAX_TEXT = 4000
MAX_PASSWORD = 500
MAX_SHOWN = 20_000
"""What a refused form shows again of a text that is far too long."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CONTROL_OR_BREAK = re.compile(_CONTROL.pattern + r"|[\t\n\r]")


class FormSentences:
    """WTForms' own messages in the words of the catalogue."""

    sentences: ClassVar[Mapping[str, str]] = {
        "This field is required.": _l("Bitte füllen Sie dieses Feld aus."),
        "Not a valid choice.": _l("Bitte wählen Sie etwas aus der Liste."),
        "Not a valid choice": _l("Bitte wählen Sie etwas aus der Liste."),
        "Invalid Choice: could not coerce.": _l("Bitte wählen Sie etwas aus der Liste."),
        "Not a valid integer value.": _l("Bitte geben Sie eine ganze Zahl ein."),
        "Not a valid decimal value.": _l("Bitte geben Sie eine Zahl ein, zum Beispiel 12,5."),
        "Not a valid float value.": _l("Bitte geben Sie eine Zahl ein, zum Beispiel 12,5."),
        "Not a valid date value.": _l("Bitte geben Sie einen Tag ein, den es gibt, zum Beispiel 24.11.2026."),
        "Not a valid time value.": _l("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 14:00."),
        "Not a valid datetime value.": _l("Bitte geben Sie Tag und Uhrzeit ein."),
        "Invalid choice(s): one or more data inputs could not be coerced.": _l(
            "Bitte wählen Sie etwas aus der Liste."
        ),
        "'%(value)s' is not a valid choice for this field.": _l("Bitte wählen Sie etwas aus der Liste."),
        "Field must be at least %(min)d character long.": _l(
            "Bitte geben Sie mindestens %(min)d Zeichen ein."
        ),
        "Invalid email address.": _l("Bitte geben Sie eine vollständige Mail-Adresse ein."),
        "Number must be at least %(min)s.": _l("Bitte geben Sie mindestens %(min)s ein."),
        "Number must be at most %(max)s.": _l("Bitte geben Sie höchstens %(max)s ein."),
        "Number must be between %(min)s and %(max)s.": _l(
            "Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein."
        ),
    }

    def gettext(self, text: str) -> str:
        return str(self.sentences.get(text, text))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return str(self.sentences.get(singular, singular if number == 1 else plural))


class LabForm(FlaskForm):
    """A form whose texts arrive tidy: no blanks around them, no control characters, never too long.

    A text may have as many characters as its `Length` says, else `MAX_LINE`, `MAX_TEXT` (several
    lines) or `MAX_PASSWORD`; passwords keep their blanks.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

        def wrap_formdata(self, form: LabForm, formdata: Any) -> Any:
            """What was posted, also when that is nothing: then no default may stand in for it."""
            if formdata is not None and form.is_submitted() and not hasattr(formdata, "getlist"):
                return CombinedMultiDict((request.files, request.form)) if request.files else request.form
            return super().wrap_formdata(form, formdata)

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            written = control(field, render_kw)
            return super().render_field(field, render_kw) if written is None else written

        def get_translations(self, form: object) -> FormSentences:
            return FormSentences()

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        for field in self:
            if isinstance(field, StringField) and field.raw_data:
                _tidy(field)

    def refuse(self, sentence: str) -> None:
        """Say `sentence` above the form, for what no single field is to blame for."""
        self.form_errors.append(sentence)


class OnceForm(LabForm):
    """A form that is answered once: its hidden name tells a second sending from a second form."""

    once = HiddenField(validators=[Length(max=64)])

    def name_anew(self) -> None:
        """Make it a form of its own, for a page that is opened or a second sending with other content."""
        self.once.data = secrets.token_urlsafe(16)


def _tidy(field: StringField) -> None:
    many_lines, secret = isinstance(field, TextAreaField), isinstance(field, PasswordField)
    text = unicodedata.normalize("NFC", str(field.data or ""))
    if many_lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not secret:
        text = text.strip()
    clean = (_CONTROL if many_lines else _CONTROL_OR_BREAK).sub("", text)
    errors = []
    if clean != text:
        errors.append(_("Der Text enthält unsichtbare Steuerzeichen. Bitte tippen Sie ihn neu ein."))
    if len(clean) > (most := _most(field)):
        errors.append(
            _(
                "Bitte höchstens %(most)d Zeichen; Ihr Text hat %(length)d. Bitte kürzen Sie ihn.",
                most=most,
                length=len(clean),
            )
        )
    field.data = clean[:MAX_SHOWN]
    field.process_errors = [*field.process_errors, *errors]


def _most(field: StringField) -> int:
    limits = [rule.max for rule in field.validators if isinstance(rule, Length) and rule.max > 0]
    if limits:
        return min(limits)
    if isinstance(field, PasswordField):
        return MAX_PASSWORD
    return MAX_TEXT if isinstance(field, TextAreaField) else MAX_LINE


def choice_field(
    label: str,
    options: Iterable[enum.Enum] | Mapping[str, str],
    validators: Sequence[Any] = (),
    *,
    empty: str = "",
    name: str | None = None,
    taps: bool = False,
) -> SelectField:
    """A drop-down, or with `taps` radio buttons, of enum members (by value, shown by their `label`) or of stored words with their labels.

    Its `data` is the member or the word; None where nothing was chosen and `empty` says what that means.
    `name` is what the address bar calls it.
    """
    if isinstance(options, Mapping):
        labels: Mapping[str, str] = options
        known: Mapping[str, Any] = {word: word for word in options}
    else:
        members = {str(member.value): member for member in options}
        labels, known = {word: _label(member) for word, member in members.items()}, members

    def coerce(value: Any) -> Any:
        word = value.value if isinstance(value, enum.Enum) else value
        if empty and not word:
            return None
        if word not in known:
            raise ValueError("not among the choices")
        return known[word]

    choices = [SelectChoice(word, text) for word, text in labels.items()]
    return (RadioField if taps else SelectField)(
        label,
        list(validators),
        coerce=coerce,
        choices=[*([SelectChoice("", empty)] if empty else []), *choices],
        name=name,
    )


def _label(member: Any) -> str:
    return member.label if hasattr(member, "label") else str(member.value)

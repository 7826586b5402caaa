"""A field in which staff type one rule in each line."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from wtforms import Field, ValidationError

from labspace.houses.ruling.lines import NotALine, Written, read_lines


def check_lines(field: Field, read: Callable[[str], Written]) -> None:
    """Raise `ValidationError` that names the first line which `read` does not understand."""
    try:
        read_lines(field.data or "", read)
    except NotALine as wrong:
        raise ValidationError(
            _("Diese Zeile verstehen wir nicht: „%(line)s“. Bitte wie im Beispiel.", line=str(wrong)[:80])
        ) from None

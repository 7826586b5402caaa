"""The file staff bring."""

from __future__ import annotations

from typing import cast

from flask_wtf.file import FileField
from wtforms import Field, HiddenField, ValidationError

from labspace.forms import LabForm
from labspace.plans.document import MOST_BYTES
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class PlanFileForm(LabForm):
    """A plan in the import format."""

    file = FileField(
        _l("Plandatei"),
        name="plandatei",
        description=_l("JSON, wie es die Seite einer Fassung unter „Importformat“ ausgibt; bis 4 MB."),
        render_kw={"accept": ".json,application/json"},
    )
    version = HiddenField(name="stand")
    """Of the draft that the person saw; empty where a draft begins."""

    def validate_file(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte wählen Sie eine Datei."))

    def content(self) -> bytes:
        """What was uploaded, one byte more than allowed at most. Only valid after `validate()`."""
        with self.file.data.stream as stream:
            return cast(bytes, stream.read(MOST_BYTES + 1))

    def seen(self) -> int:
        """The version seen; 0, which no draft ever has, for whatever is no number."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

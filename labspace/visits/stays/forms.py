"""What staff type about the length of visits."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Length

from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.stay_file import MOST_MINUTES


def _minutes(label: str, name: str) -> StringField:
    return StringField(
        label,
        [Length(max=6)],
        name=name,
        description=_l("In Minuten. Leer: wie üblich."),
        render_kw={"inputmode": "numeric"},
    )


class VisitStaysForm(DatedForm):
    """How long one visit counts where nobody checks out."""

    cafe = _minutes(_l("Ein Besuch im Café"), "cafe")
    popup = _minutes(_l("Ein Besuch in einem Pop-up"), "popup")

    @property
    def by_kind(self) -> dict[SpaceKind, StringField]:
        return {SpaceKind.CAFE_TABLE: self.cafe, SpaceKind.POPUP_SLOT: self.popup}

    def fill(self, rows: Sequence[Row]) -> None:
        """Show what holds to start from."""
        said = {row["kind"]: str(row["minutes"]) for row in rows}
        for kind, field in self.by_kind.items():
            field.data = said.get(kind.value, "")

    def _validate_minutes(self, field: Field) -> None:
        text = field.data or ""
        if text and not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_MINUTES):
            raise ValidationError(_("Bitte eine Zahl von 1 bis 1440 angeben, oder nichts."))

    validate_cafe = validate_popup = _validate_minutes

    def rows(self) -> list[Row]:
        """What was typed. Only after `validate()`."""
        return [
            {"kind": kind.value, "minutes": int(field.data)}
            for kind, field in self.by_kind.items()
            if field.data
        ]

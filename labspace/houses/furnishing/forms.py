"""What staff type about a space."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.forms import LabForm, SelectChoice
from labspace.spaces.features import Feature
from labspace.words import lazy_gettext as _l


class SpaceForm(LabForm):
    """What a space says about itself and what it has."""

    description = TextAreaField(_l("Beschreibung"), [Length(max=2000)], name="text")
    description_en = TextAreaField(_l("Beschreibung auf Englisch"), [Length(max=2000)], name="text_en")
    features = SelectMultipleField(
        _l("Ausstattung"),
        name="merkmale",
        choices=[SelectChoice(feature.value, feature.label) for feature in Feature],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    stamp = HiddenField(name="stand")

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of `furnishing.actions.description_of`."""
        return {
            "description": self.description.data or "",
            "description_en": self.description_en.data or "",
            "features": list(self.features.data or ()),
        }

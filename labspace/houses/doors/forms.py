"""What staff type about doors."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from labspace.forms import LabForm
from labspace.words import lazy_gettext as _l


class DoorForm(LabForm):
    """How people get into a house or a space."""

    words = TextAreaField(
        _l("So kommen die Leute hinein"),
        [Length(max=1000)],
        name="worte",
        description=_l("Zum Beispiel: Eingang im Hof, Code 4711, Schlüssel im Kasten links. Leer: nichts."),
    )
    words_en = TextAreaField(_l("Auf Englisch"), [Length(max=1000)], name="worte_en")
    tells = BooleanField(_l("Allen mailen, die eine bestätigte Buchung haben"), name="mailen")
    stamp = HiddenField(name="stand")
    seen = HiddenField(name="gesehen")

    def said(self) -> dict[str, str]:
        """What was typed, by the names of `doors.actions.words_of`."""
        return {"words": self.words.data or "", "words_en": self.words_en.data or ""}

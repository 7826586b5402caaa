"""What people type about defects."""

from __future__ import annotations

from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.defects.states import DefectState
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.pictures.forms import PictureField
from labspace.pictures.kinds import MAX_ALTERNATIVE
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class ReportForm(LabForm):
    """Something is broken; a picture helps."""

    words = TextAreaField(
        _l("Was ist nicht in Ordnung?"),
        [DataRequired(_l("Bitte schreiben Sie, was nicht in Ordnung ist.")), Length(max=1000)],
        name="worte",
    )
    picture = PictureField(_l("Bild"), name="bild", required=False)
    alternative = StringField(
        _l("Was ist auf dem Bild zu sehen?"), [Length(max=MAX_ALTERNATIVE)], name="bildbeschreibung"
    )

    def validate_alternative(self, field: Field) -> None:
        if self.picture.data and not field.data:
            raise ValidationError(_("Bitte beschreiben Sie das Bild für alle, die es nicht sehen."))


class StepForm(LabForm):
    """How it goes on."""

    state = choice_field(
        _l("Wie steht es jetzt?"),
        DefectState,
        [DataRequired(_l("Bitte wählen, wie es weitergeht."))],
        name="stand",
        taps=True,
    )
    words = StringField(
        _l("Was möchten Sie dazu schreiben?"),
        [Length(max=500)],
        name="worte",
        description=_l("Liest, wer den Mangel gemeldet hat."),
    )
    version = HiddenField(name="fassung")

    def offer(self, state: DefectState) -> None:
        """Let the person choose what may follow."""
        self.state.choices = [SelectChoice(one.value, one.label) for one in state.may_become]

    def expected(self) -> int:
        """The version the page showed; 0 for nonsense."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

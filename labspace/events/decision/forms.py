"""What the team types while it decides: conditions, a question, why not."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import (
    Field,
    HiddenField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.bookings.cancel_reasons import OF_DECISIONS, CancelReason
from labspace.bookings.forms import version_of
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class VersionedForm(LabForm):
    """A form about an event as its reader saw it."""

    version = HiddenField()

    def expected_version(self) -> int:
        """What was seen; a version that never was, where somebody changed it."""
        return version_of(self.version.data)


class ApproveForm(VersionedForm):
    """Confirm or recommend, with conditions from the house's list and in own words."""

    conditions = SelectMultipleField(
        _l("Bedingungen des Hauses"),
        name="bedingungen",
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    own = TextAreaField(
        _l("Eigene Bedingung"),
        [Length(max=500)],
        name="eigene_bedingung",
    )

    over_rank = TextAreaField(_l("Warum hat diese Anfrage Vorrang?"), [Length(max=300)], name="vorrang")

    offered: Sequence[str] = ()

    def offer(self, texts: Sequence[str]) -> None:
        """Let these conditions be ticked."""
        self.offered = texts
        self.conditions.choices = [SelectChoice(number, text) for number, text in enumerate(texts)]

    def ticked(self) -> list[int]:
        """Which of the offered ones were ticked, by their place in the list; only after `validate()`."""
        return list(self.conditions.data or ())

    def own_words(self) -> list[str]:
        return [self.own.data] if self.own.data else []


class AskForm(VersionedForm):
    """What the team wants to know of the organiser."""

    question = TextAreaField(
        _l("Frage"),
        [DataRequired(_l("Bitte schreiben, was Sie wissen möchten.")), Length(max=1000)],
        name="frage",
    )


class RejectForm(VersionedForm):
    """Why the house does not fulfil what was asked for: a reason that is counted, own words beside it."""

    code = choice_field(
        _l("Anlass"),
        {reason.value: reason.label for reason in OF_DECISIONS},
        empty=_l("nicht genannt"),
        name="anlass",
    )
    reason = TextAreaField(_l("Grund"), [Length(max=300)], name="grund")

    def chosen_code(self) -> CancelReason | None:
        return CancelReason(self.code.data) if self.code.data else None

    def validate_reason(self, field: Field) -> None:
        if not field.data and self.chosen_code() in {None, CancelReason.OTHER}:
            raise ValidationError(_("Bitte einen Grund angeben. Die anfragende Person bekommt ihn zu lesen."))

"""Points, bias and the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from labspace.forms import LabForm, SelectChoice
from labspace.popups.calls.models import PopupCriterion
from labspace.popups.review.actions import OUTCOMES
from labspace.popups.review.scoring import MOST_POINTS
from labspace.popups.states import ApplicationState
from labspace.words import lazy_gettext as _l

OUTCOME_LABELS = {
    ApplicationState.OFFERED: _l("Angebot machen"),
    ApplicationState.RESERVE: _l("Auf die Reserveliste"),
    ApplicationState.REJECTED: _l("Ablehnen"),
}
MOST_LETTER = 6000


class ReviewForm(LabForm):
    """Points for each criterion, and what they are for."""

    comment = TextAreaField(_l("Begründung"), [Length(max=2000)], name="begruendung")

    def criteria(self) -> list[Field]:
        """The fields of the points, in order."""
        return [field for name, field in self._fields.items() if name.startswith("points_")]

    def points(self) -> dict[int, int]:
        """Points by criterion; only after `validate()`."""
        return {int(field.short_name.removeprefix("punkte_")): int(field.data) for field in self.criteria()}


def review_form_for(criteria: Sequence[PopupCriterion]) -> type[ReviewForm]:
    """The form with points from 0 to 5 for each criterion."""
    fields: dict[str, Any] = {
        f"points_{criterion.id}": RadioField(
            criterion.name,
            [InputRequired(_l("Bitte geben Sie Punkte von 0 bis 5."))],
            choices=[SelectChoice(str(number), str(number)) for number in range(MOST_POINTS + 1)],
            name=f"punkte_{criterion.id}",
        )
        for criterion in criteria
    }
    return cast(type[ReviewForm], type("PointsForm", (ReviewForm,), fields))


class BiasForm(LabForm):
    """Why somebody stays out of an application."""

    reason = StringField(
        _l("Warum sind Sie befangen?"),
        [DataRequired(_l("Bitte nennen Sie den Grund.")), Length(max=300)],
        name="grund",
    )


class DecisionForm(LabForm):
    """What is decided, the letter, and where reviews are missing why."""

    outcome = HiddenField(name="ergebnis")
    letter = TextAreaField(
        _l("Brief"),
        [DataRequired(_l("Bitte schreiben Sie einen Brief.")), Length(max=MOST_LETTER)],
        name="brief",
    )
    why_early = StringField(_l("Warum schon jetzt?"), [Length(max=300)], name="warum")

    def decided(self) -> ApplicationState | None:
        """The chosen outcome; None for anything else."""
        return outcome_from(self.outcome.data)


def outcome_from(word: str | None) -> ApplicationState | None:
    """One of the outcomes by its stored word."""
    return next((outcome for outcome in OUTCOMES if outcome.value == word), None)

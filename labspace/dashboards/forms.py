"""What a reader of figures asks for: a period, houses, and which of their spaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.dashboards.kinds import Scope, scope_of
from labspace.dashboards.periods import Asked, Backwards, NoPeriod, TooLong, read
from labspace.forms import LabForm, SelectChoice
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


def period_from(text: str, *, today: date) -> Asked:
    """The period typed into a field; raises `ValidationError` with what to type instead."""
    try:
        return read(text, today=today)
    except Backwards:
        raise ValidationError(
            _("Der Zeitraum endet, bevor er beginnt. Bitte tauschen Sie die Tage.")
        ) from None
    except TooLong:
        raise ValidationError(_("Bitte wählen Sie höchstens zehn Jahre.")) from None
    except NoPeriod:
        raise ValidationError(
            _(
                "Bitte geben Sie einen Zeitraum an, zum Beispiel „November 2026“, „KW 48/2026“, „Q4 2026“, „2026“ oder „01.07.2026–30.06.2027“."
            )
        ) from None


class BoardForm(LabForm):
    """Period, houses and spaces; no house means all of one's own."""

    zeitraum = StringField(_l("Zeitraum"))
    art = SelectMultipleField(
        _l("Flächen"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    haus = SelectMultipleField(
        _l("Häuser"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, houses: Sequence[Location], *, usual: Asked, today: date) -> BoardForm:
        """Fill in what may be chosen, and what is shown when nothing is asked for."""
        self._houses, self._today, self._asked = houses, today, usual
        self.haus.choices = [SelectChoice(house.slug, house.name) for house in houses]
        if not self.zeitraum.raw_data:
            self.zeitraum.data = usual.text
        self.art.choices = [SelectChoice(kind.value, str(kind.plural)) for kind in SpaceKind]
        if not self.art.raw_data:
            self.art.data = [kind.value for kind in SpaceKind]
        if not self.haus.raw_data:
            self.haus.data = [house.slug for house in houses]
        return self

    def validate_zeitraum(self, field: StringField) -> None:
        self._asked = period_from(field.data or "", today=self._today)
        # What was understood stands in the field.
        field.data = self._asked.text

    def validate_art(self, field: SelectMultipleField) -> None:
        if set(field.data or ()) - {kind.value for kind in SpaceKind}:
            raise ValidationError(_("Bitte wählen Sie etwas aus der Liste."))

    def validate_haus(self, field: SelectMultipleField) -> None:
        if set(field.data or ()) - {house.slug for house in self._houses}:
            raise ValidationError(
                _("Die Auswertungen eines Hauses sieht nur sein Team. Bitte wählen Sie aus der Liste.")
            )

    @property
    def asked(self) -> Asked:
        """The period. Only valid after `validate()`."""
        return self._asked

    @property
    def scope(self) -> Scope:
        """The spaces. Only valid after `validate()`."""
        return scope_of(self.art.data or ())

    @property
    def houses(self) -> list[Location]:
        """The chosen houses in their listed order. Only valid after `validate()`."""
        wanted = set(self.haus.data or ())
        return [house for house in self._houses if house.slug in wanted]


class PeriodsForm(BoardForm):
    """The same with a second period beside the first; of itself the one a year before."""

    mit = StringField(_l("verglichen mit"))

    def validate_mit(self, field: StringField) -> None:
        if self.zeitraum.errors:
            return
        if (field.data or "").strip():
            self._other = period_from(field.data or "", today=self._today)
        else:
            self._other = self._asked.year_before or self._asked.previous
        field.data = self._other.text

    @property
    def other(self) -> Asked:
        """The second period. Only valid after `validate()`."""
        return self._other

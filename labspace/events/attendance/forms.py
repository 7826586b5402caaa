"""What is typed to say how many came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from wtforms import Field, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from labspace.formats import long_day_text
from labspace.forms import LabForm, SelectChoice
from labspace.visits.kinds import VisitSource
from labspace.visits.rules import MOST_VISITS
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class AttendanceForm(LabForm):
    """One number for each day of the event, where it comes from, and a word about it."""

    source = RadioField(
        _l("Woher kommt die Zahl?"), [InputRequired(_l("Bitte wählen, woher die Zahl kommt."))], name="quelle"
    )
    note = TextAreaField(
        _l("Anmerkung"),
        [Length(max=300)],
        name="anmerkung",
        description=_l("Zum Beispiel: Zählung an beiden Türen, ohne Mitwirkende."),
    )

    def people(self) -> dict[date, int]:
        """The number of each day. Only valid after `validate()`."""
        return {day: self[name].data for name, day in self._days().items()}

    def numbers(self) -> list[Field]:
        """The fields for the numbers, day by day."""
        return [self[name] for name in self._days()]

    def _days(self) -> Mapping[str, date]:
        return getattr(self, "days_by_name", {})


def attendance_form(
    days: Sequence[date], sources: Sequence[VisitSource], *, is_staff: bool
) -> type[AttendanceForm]:
    """The form for an event on these days, for somebody who may name these sources."""
    fields: dict[str, object] = {"days_by_name": {f"people_{day:%Y%m%d}": day for day in days}}
    for day in days:
        text = _("Besuche am %(day)s", day=long_day_text(day)) if len(days) > 1 else _("Wie viele kamen?")
        wrong = _("Bitte eine Zahl von 0 bis %(most)d angeben.", most=MOST_VISITS)
        fields[f"people_{day:%Y%m%d}"] = IntegerField(
            text,
            [
                InputRequired(_("Bitte eine Zahl angeben; 0, wenn niemand kam.")),
                NumberRange(0, MOST_VISITS, wrong),
            ],
            name="personen" if len(days) == 1 else f"personen_{day.isoformat()}",
        )
    form = type("DatedAttendanceForm", (AttendanceForm,), fields)
    choices = [SelectChoice(one.value, _label(one, is_staff=is_staff)) for one in sources]
    form.source = RadioField(  # type: ignore[attr-defined]
        _("Woher kommt die Zahl?"),
        [InputRequired(_("Bitte wählen, woher die Zahl kommt."))],
        choices=choices,
        name="quelle",
    )
    return form


def _label(source: VisitSource, *, is_staff: bool) -> str:
    if is_staff:
        return str(source.label)[:1].upper() + str(source.label)[1:]
    return _("Wir haben gezählt") if source is VisitSource.REPORT else _("Wir schätzen")

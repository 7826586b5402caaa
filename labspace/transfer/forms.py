"""What the team types to take something out."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import StringField

from labspace.dashboards.forms import period_from
from labspace.dashboards.periods import Asked
from labspace.forms import LabForm
from labspace.words import lazy_gettext as _l


class PeriodForm(LabForm):
    """A period; without one the month before this."""

    zeitraum = StringField(
        _l("Zeitraum"),
        description=_l("Zum Beispiel „Oktober 2026“, „KW 48/2026“, „Q4 2026“ oder „01.07.2026–30.06.2027“."),
        render_kw={"autocomplete": "off"},
    )
    _asked: Asked

    def offer(self, *, today: date) -> None:
        """Fill in what is shown when nothing is asked for; words such as „heute“ count from `today` on."""
        self._today = today
        if not self.zeitraum.data:
            self.zeitraum.data = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"

    def validate_zeitraum(self, field: StringField) -> None:
        self._asked = period_from(field.data or "", today=self._today)
        # What was understood stands in the field.
        field.data = self._asked.text

    def asked(self) -> Asked:
        """Only valid after `validate()`."""
        return self._asked

    def days(self) -> tuple[date, date]:
        """First and last local day. Only valid after `validate()`."""
        return self._asked.first, self._asked.last

"""What the team types about series of the town."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_wtf.file import FileField
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.context.actions import NewCityEvent, NewSeries, NewVacancy
from labspace.context.kinds import SeriesKind, Stamp
from labspace.context.reading.numbers import decimal_in
from labspace.context.reading.texts import MOST_BYTES
from labspace.day_words import day_from
from labspace.forms import LabForm, choice_field
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_FORM = MOST_BYTES + 100_000
"""Bytes of a form with a table in it."""
LONGEST_FILE_NAME = 120


class SeriesForm(LabForm):
    """A series before it has values: what it is, who says so, and on what terms."""

    kind = choice_field(_l("Was wird gezeigt?"), SeriesKind, name="art")
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Bitte geben Sie der Reihe einen Namen.")), Length(max=80)],
        name="name",
        description=_l("Wo gezählt oder gemessen wird, zum Beispiel „Kortumstraße, Höhe Brunnen“."),
    )
    source = StringField(
        _l("Quelle"),
        [DataRequired(_l("Bitte nennen Sie die Quelle; sie steht bei jeder Zahl.")), Length(max=200)],
        name="quelle",
    )
    licence = StringField(
        _l("Lizenz oder Erlaubnis"),
        [
            DataRequired(_l("Bitte sagen Sie, unter welchen Bedingungen die Zahlen gezeigt werden dürfen.")),
            Length(max=200),
        ],
        name="lizenz",
        description=_l("Zum Beispiel „CC BY 4.0“ oder „mit Erlaubnis der Stadt vom 02.11.2026“."),
    )
    note = StringField(_l("Bemerkung"), [Length(max=300)], name="bemerkung")

    def series(self) -> NewSeries:
        """Only valid after `validate()`."""
        return NewSeries(
            kind=self.kind.data,
            name=self.name.data or "",
            source=self.source.data or "",
            licence=self.licence.data or "",
            note=self.note.data or "",
        )


class FileForm(LabForm):
    """A table to look at."""

    file = FileField(
        _l("Datei"),
        name="datei",
        description=_l("CSV bis 8 MB, wie das Zählgerät oder die Station sie ausgibt. Zuerst sehen Sie, was darin steht."),
        render_kw={"accept": ".csv,.txt,text/csv"},
    )  # fmt: skip
    stamp = choice_field(_l("Die Zeit in einer Zeile nennt"), Stamp, name="zeit", taps=True)

    def validate_file(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte wählen Sie eine Datei."))

    def content(self) -> bytes:
        """What was uploaded, one byte more than allowed at most. Only valid after `validate()`."""
        with self.file.data.stream as stream:
            content: bytes = stream.read(MOST_BYTES + 1)
        return content

    def file_name(self) -> str:
        """What the file is called, as far as that can be shown."""
        name = str(self.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
        return "".join(sign for sign in name if sign.isprintable())[:LONGEST_FILE_NAME] or "?"


class DayForm(LabForm):
    """A form with days as people type them."""

    today: date = date.min

    def at(self, today: date) -> None:
        """Say from which day on words such as „gestern“ count."""
        self.today = today

    def day_of(self, field: Field) -> date:
        """The day typed into a field; ValidationError where it is none."""
        day = day_from(field.data or "", today=self.today)
        if day is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 01.12.2026 angeben."))
        return day


def _day_field(label: str, name: str) -> StringField:
    rules = [DataRequired(_l("Bitte einen Tag angeben, zum Beispiel 01.12.2026."))]
    return StringField(label, rules, name=name, render_kw={"autocomplete": "off"})


class VacancyForm(DayForm):
    """A vacancy rate: what, when, what counts as empty, who says so."""

    day = _day_field(_l("Stichtag"), "stichtag")
    percent = StringField(
        _l("Leerstand in Prozent"),
        [DataRequired(_l("Bitte geben Sie die Quote an, zum Beispiel 12,5."))],
        name="quote",
    )
    definition = TextAreaField(
        _l("Abgrenzung"),
        [DataRequired(_l("Bitte sagen Sie, was als leer gilt und wo gezählt wurde.")), Length(max=300)],
        name="abgrenzung",
        description=_l("Welches Gebiet, welche Lokale, ab wann ein Lokal als leer gilt."),
    )
    source = StringField(
        _l("Quelle dieses Werts"), [DataRequired(_l("Bitte nennen Sie die Quelle.")), Length(max=200)], name="quelle"
    )  # fmt: skip

    def validate_day(self, field: Field) -> None:
        self.day_of(field)

    def validate_percent(self, field: Field) -> None:
        if self._percent() is None:
            raise ValidationError(
                _("Bitte eine Zahl von 0 bis 100 mit höchstens einer Stelle nach dem Komma angeben, zum Beispiel 12,5.")
            )  # fmt: skip

    def _percent(self) -> Decimal | None:
        value = decimal_in((self.percent.data or "").removesuffix("%").strip())
        if value is None or not 0 <= value <= 100 or value * 10 != (value * 10).to_integral_value():
            return None
        return value

    def vacancy(self) -> NewVacancy:
        """Only valid after `validate()`."""
        percent = self._percent()
        assert percent is not None
        return NewVacancy(
            day=self.day_of(self.day),
            permille=int(percent * 10),
            definition=self.definition.data or "",
            source=self.source.data or "",
        )


class CityEventForm(DayForm):
    """An event of the city with its days."""

    first_on = _day_field(_l("Erster Tag"), "von")
    last_on = StringField(
        _l("Letzter Tag"),
        name="bis",
        description=_l("Leer: derselbe Tag."),
        render_kw={"autocomplete": "off"},
    )
    name = StringField(
        _l("Ereignis"), [DataRequired(_l("Bitte geben Sie dem Ereignis einen Namen.")), Length(max=120)], name="name"
    )  # fmt: skip
    note = StringField(_l("Bemerkung"), [Length(max=300)], name="bemerkung")

    def validate_first_on(self, field: Field) -> None:
        self.day_of(field)

    def validate_last_on(self, field: Field) -> None:
        if field.data:
            last = self.day_of(field)
            first = day_from(self.first_on.data or "", today=self.today)
            if first is not None and last < first:
                raise ValidationError(_("Der letzte Tag liegt vor dem ersten."))

    def event(self) -> NewCityEvent:
        """Only valid after `validate()`."""
        first = self.day_of(self.first_on)
        return NewCityEvent(
            first_on=first,
            last_on=self.day_of(self.last_on) if self.last_on.data else first,
            name=self.name.data or "",
            note=self.note.data or "",
        )

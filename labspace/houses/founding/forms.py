"""What people type to found a house, describe it, move it, close it and open it again."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.day_words import day_from
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.houses.forms import CANCEL, KEEP
from labspace.houses.founding.actions import NewHouse
from labspace.houses.founding.hours_words import windows_from
from labspace.locations.coordinates import LONGEST, coordinates_from, coordinates_text
from labspace.locations.moves import Place
from labspace.locations.regions import LAENDER
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_from(text: str) -> str:
    """A short address made of a town's name: `Castrop-Rauxel` becomes `castrop-rauxel`; perhaps empty."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


class DayField(StringField):
    """A day in words or numbers; `day` is what it means after `at`."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, render_kw={"data-date-field": "", "autocomplete": "off"}, **more)


class DatedForm(LabForm):
    """A form with one day, read where the house is."""

    day = DayField(_l("Tag"), name="tag")

    today: date

    def at(self, now: datetime, *, zone: ZoneInfo) -> None:
        """Say when and where the words are read."""
        self.today = now.astimezone(zone).date()

    def chosen_day(self) -> date | None:
        return day_from(self.day.data or "", today=self.today)

    def validate_day(self, field: Field) -> None:
        if self.chosen_day() is None:
            raise ValidationError(
                _("Diesen Tag kennen wir nicht. Bitte zum Beispiel „morgen“ oder 24.11.2026 angeben.")
            )


def _must_be_on_earth(_form: object, field: Field) -> None:
    if (field.data or "").strip() and coordinates_from(field.data) is None:
        raise ValidationError(_("Bitte Breite und Länge in Grad angeben, zum Beispiel 51.4818, 7.2162."))


def coordinates_field() -> StringField:
    """Latitude and longitude as maps copy them; empty: not known."""
    return StringField(
        _l("Koordinaten"),
        [Length(max=LONGEST), _must_be_on_earth],
        name="koordinaten",
        description=_l(
            "Breite und Länge, zum Beispiel 51.4818, 7.2162. Kalender führen damit auf der Karte zum Haus."
        ),
    )


def coordinates_typed(field: StringField) -> str:
    """As they are kept. Only after `validate()`."""
    found = coordinates_from(field.data or "")
    return coordinates_text(found) if found else ""


class NewHouseForm(DatedForm):
    """A house from an empty page."""

    city = StringField(
        _l("Stadt"), [DataRequired(_l("Bitte die Stadt nennen.")), Length(max=80)], name="stadt"
    )
    name = StringField(
        _l("Name des Hauses"),
        [DataRequired(_l("Bitte dem Haus einen Namen geben.")), Length(max=120)],
        name="name",
    )
    address = StringField(_l("Anschrift"), [Length(max=300)], name="anschrift")
    hours = StringField(
        _l("Öffnungszeiten"),
        [DataRequired(_l("Bitte angeben, wann das Haus offen ist, zum Beispiel: Mo–Fr 9–18, Sa 10–14."))],
        name="zeiten",
        description=_l("Zum Beispiel: Mo–Fr 9–18, Sa 10–14"),
    )
    region = choice_field(
        _l("An Feiertagen geschlossen"),
        LAENDER,
        empty=_l("nein, es gibt keine Feiertage"),
        name="land",
    )
    slug = StringField(
        _l("Kurzadresse"),
        [Length(max=60)],
        name="kurz",
        description=_l("Steht in Internetadressen und bleibt für immer. Leer: aus der Stadt gebildet."),
    )
    day = DayField(_l("Offen ab"), name="tag")

    def validate_hours(self, field: Field) -> None:
        if windows_from(field.data or "") is None:
            raise ValidationError(
                _(
                    "Diese Zeiten verstehen wir nicht, oder sie überschneiden sich. Bitte so: Mo–Fr 9–18, Sa 10–14."
                )
            )

    def validate_slug(self, field: Field) -> None:
        if field.data and not _SLUG.fullmatch(field.data):
            raise ValidationError(
                _("Bitte nur kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche, zum Beispiel „hagen“.")
            )
        if not field.data and self.city.data and not slug_from(self.city.data):
            raise ValidationError(_("Aus der Stadt wird keine Kurzadresse. Bitte hier eine angeben."))

    def new_house(self) -> NewHouse:
        """What was typed. Only after `validate()`."""
        opens_on, weekly = self.chosen_day(), windows_from(self.hours.data or "")
        assert opens_on is not None
        assert weekly is not None
        return NewHouse(
            slug=self.slug.data or slug_from(self.city.data or ""),
            name=self.name.data or "",
            city=self.city.data or "",
            address=self.address.data or "",
            holiday_region=self.region.data or "",
            weekly=weekly,
            opens_on=opens_on,
        )


class HouseForm(LabForm):
    """What a house says about itself."""

    name = StringField(
        _l("Name des Hauses"),
        [DataRequired(_l("Bitte dem Haus einen Namen geben.")), Length(max=120)],
        name="name",
    )
    address = StringField(
        _l("Anschrift"),
        [Length(max=300)],
        name="anschrift",
        description=_l("Nur berichtigen. Zieht das Haus um, bitte den Umzug eintragen."),
    )
    city = StringField(
        _l("Stadt"), [DataRequired(_l("Bitte die Stadt nennen.")), Length(max=80)], name="stadt"
    )
    coordinates = coordinates_field()
    text_de = TextAreaField(_l("Über das Haus"), [Length(max=2000)], name="text")
    text_en = TextAreaField(_l("Über das Haus auf Englisch"), [Length(max=2000)], name="text_en")
    stamp = HiddenField(name="stand")

    def facts(self) -> dict[str, str]:
        """What was typed, by the names of `founding.actions.facts_of`."""
        return {
            "name": self.name.data or "",
            "address": self.address.data or "",
            "city": self.city.data or "",
            "coordinates": coordinates_typed(self.coordinates),
            "text_de": self.text_de.data or "",
            "text_en": self.text_en.data or "",
        }


class MoveForm(DatedForm):
    """Where the house will be."""

    day = DayField(_l("Erster Tag am neuen Ort"), name="tag")
    address = StringField(
        _l("Neue Anschrift"),
        [DataRequired(_l("Bitte die neue Anschrift angeben.")), Length(max=300)],
        name="anschrift",
    )
    city = StringField(
        _l("Stadt"), [DataRequired(_l("Bitte die Stadt nennen.")), Length(max=80)], name="stadt"
    )
    coordinates = coordinates_field()
    tells = BooleanField(_l("Allen, die für danach gebucht haben, die neue Anschrift mailen"), name="mailen")
    seen = HiddenField(name="gesehen")

    def place(self) -> Place:
        """What was typed. Only after `validate()`."""
        since = self.chosen_day()
        assert since is not None
        return Place(
            since, self.address.data or "", self.city.data or "", coordinates_typed(self.coordinates)
        )


class CloseForm(DatedForm):
    """Closing with no known end."""

    day = DayField(_l("Erster geschlossener Tag"), name="tag")
    reason = StringField(
        _l("Grund"),
        [DataRequired(_l("Bitte einen Grund nennen, zum Beispiel „Mietvertrag endet“.")), Length(max=200)],
        name="grund",
        description=_l("Steht in den Absagen, falls das Haus Buchungen absagt."),
    )
    reason_en = StringField(_l("Grund auf Englisch"), [Length(max=200)], name="grund_en")
    bookings = RadioField(
        _l("Was geschieht mit diesen Buchungen?"),
        name="buchungen",
        choices=[
            SelectChoice(KEEP, _l("Stehen lassen; das Team spricht mit den Leuten")),
            SelectChoice(CANCEL, _l("Alle absagen; wer gebucht hat, bekommt eine Mail mit dem Grund")),
        ],
        default=KEEP,
        validate_choice=True,
    )
    seen = HiddenField(name="gesehen")

    @property
    def cancels(self) -> bool:
        return bool(self.bookings.data == CANCEL)


class ReopenForm(DatedForm):
    """From which day the house is open again."""

    day = DayField(_l("Wieder offen ab"), name="tag")

"""What staff type about the rules of booking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.accounts.kinds import PartnerType
from labspace.formats import is_german
from labspace.forms import SelectChoice
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.houses.ruling.lines import (
    Written,
    keep_ids,
    read_length,
    read_lines,
    read_product,
    read_quota,
    read_step,
    write_length,
    write_lines,
    write_product,
    write_quota,
    write_step,
)
from labspace.houses.ruling.typed_lines import check_lines
from labspace.houses.ruling.written import as_written, judged
from labspace.spaces.findings import words_of

OPEN, YES, NO = "", "ja", "nein"
SOME, ALL = "nur", "alle"


def _length(label: str, name: str, hint: str = "") -> StringField:
    return StringField(label, [Length(max=20)], name=name, description=hint)


def _choice(label: str, name: str, choices: Sequence[tuple[str, str]]) -> SelectField:
    return SelectField(
        label,
        name=name,
        choices=[SelectChoice("", _l("nicht hier festgelegt")), *(SelectChoice(*one) for one in choices)],
    )


def _flag(label: str, name: str) -> SelectField:
    return _choice(label, name, [(YES, _l("ja")), (NO, _l("nein"))])


def _lines(label: str, name: str, hint: str) -> TextAreaField:
    return TextAreaField(label, [Length(max=3000)], name=name, description=hint)


class RuleForm(DatedForm):
    """The rules of one place; what is left open, the more general rules answer."""

    raster_minutes = _length(_l("Raster"), "raster", _l("Zum Beispiel 15 Min., 1 Std. oder 1 Tag"))
    min_minutes = _length(_l("Kürzeste Buchung"), "mindestens", _l("Zum Beispiel 30 Min., 2 Std., 14 Tage"))
    max_minutes = _length(_l("Längste Buchung"), "hoechstens")
    free_hours = _flag(_l("Freie Zeiten neben den Tagesteilen"), "freie_zeiten")
    products = _lines(
        _l("Tagesteile"),
        "tagesteile",
        _l("Jede Zeile einer: „8–13 Vormittag / Morning“. „keine“: ausdrücklich ohne."),
    )
    lead_minutes = _length(_l("Vorlauf"), "vorlauf", _l("So lange vor dem Beginn wird spätestens gebucht."))
    lead_counts = _choice(
        _l("Der Vorlauf zählt"),
        "vorlauf_zaehlt",
        [("clock", _l("nach der Uhr")), ("staffed", _l("nur Öffnungszeiten"))],
    )
    horizon_days = _length(_l("Im Voraus, in Tagen"), "im_voraus")
    horizon_counts = _choice(
        _l("Im Voraus zählt"), "im_voraus_zaehlt",
        [("calendar_days", _l("nach Kalendertagen")), ("strict_hours", _l("auf die Stunde genau"))],
    )  # fmt: skip
    buffer_before_minutes = _length(_l("Rüstzeit davor"), "davor")
    buffer_after_minutes = _length(_l("Rüstzeit danach"), "danach")
    cancel_until_minutes = _length(
        _l("Rechtzeitig stornieren bis"),
        "stornieren",
        _l("So lange vor dem Beginn; gilt auch für schon Gebuchtes."),
    )
    check_in = _flag(_l("Check-in nötig"), "check_in")
    grace_minutes = _length(_l("Check-in bis, nach dem Beginn"), "kulanz")
    offer_minutes = _length(_l("Angebote der Warteliste gelten"), "angebote")
    needs_approval = _flag(_l("Das Team gibt jede Buchung frei"), "freigabe")
    team_only = _flag(_l("Nur das Team bucht"), "nur_team")
    members_only = _flag(_l("Nur für IHK-Mitglieder"), "nur_mitglieder")
    partners = _choice(_l("Wer buchen darf"), "wer", [(ALL, _l("alle")), (SOME, _l("nur diese:"))])
    partner_types = SelectMultipleField(
        _l("Nur diese"),
        name="partner",
        choices=[SelectChoice(one.value, one.label) for one in PartnerType],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    quotas = _lines(
        _l("Kontingente"), "kontingente",
        _l("Jede Zeile eines: „Person, Woche: 3 Buchungen, 12 Stunden“ oder „Organisation, Voraus: 4 Buchungen“."),
    )  # fmt: skip
    no_shows = _lines(
        _l("Folgen des Nichterscheinens"), "nichterscheinen",
        _l("Jede Zeile eine: „2 in 60 Tagen: Hinweis“, „3 in 60 Tagen: Freigabe“, „4 in 60 Tagen: Pause 14 Tage“."),
    )  # fmt: skip

    known_products: Sequence[Written] = ()
    """Parts of the day the place had at any time: they keep their ids."""

    def fill(self, row: Row | None) -> None:
        """Show what holds to start from."""
        if row is None:
            return
        german, said = is_german(), as_written(row)
        for name in LENGTHS:
            self[name].data = write_length(said[name], german=german)
        self.horizon_days.data = "" if said["horizon_days"] is None else str(said["horizon_days"])
        for name in FLAGS:
            self[name].data = OPEN if said[name] is None else YES if said[name] else NO
        for name in ("lead_counts", "horizon_counts"):
            self[name].data = said[name] or OPEN
        types = said["partner_types"]
        self.partners.data = OPEN if types is None else SOME if types else ALL
        self.partner_types.data = types or []
        self.products.data = write_lines(said["products"], write_product, german=german)
        self.quotas.data = write_lines(
            said["quotas"], lambda one: write_quota(one, german=german), german=german
        )
        self.no_shows.data = write_lines(
            said["no_shows"], lambda one: write_step(one, german=german), german=german
        )

    def written(self) -> dict[str, Any]:
        """What was typed, as a houses file writes it. Only after the fields were validated."""
        found: dict[str, Any] = {
            name: read_length(self[name].data) if self[name].data else None for name in LENGTHS
        }
        found["horizon_days"] = int(self.horizon_days.data) if self.horizon_days.data else None
        found |= {name: {YES: True, NO: False}.get(self[name].data) for name in FLAGS}
        found |= {name: self[name].data or None for name in ("lead_counts", "horizon_counts")}
        found["partner_types"] = {ALL: [], SOME: self.partner_types.data}.get(self.partners.data)
        found |= {name: read_lines(self[name].data or "", read) for name, read in LISTS.items()}
        found["products"] = keep_ids(found["products"], self.known_products)
        return found

    def rows(self) -> list[Row] | None:
        """What was typed, nothing where nothing is ruled; None where it contradicts itself, then told."""
        row, findings = judged(self.written())
        for finding in findings:
            name = finding.path.removeprefix("$.").partition("[")[0].partition(".")[0]
            if name in self._fields:
                self[name].errors = [*self[name].errors, words_of(finding)]
            else:
                self.refuse(words_of(finding))
        if findings:
            return None
        return [] if row is None else [row]

    def _validate_length(self, field: Field) -> None:
        if field.data and read_length(field.data) is None:
            raise ValidationError(_("Bitte eine Dauer wie 30 Min., 2 Std. oder 14 Tage angeben."))

    validate_raster_minutes = validate_min_minutes = validate_max_minutes = _validate_length
    validate_lead_minutes = validate_cancel_until_minutes = validate_grace_minutes = _validate_length
    validate_buffer_before_minutes = validate_buffer_after_minutes = validate_offer_minutes = _validate_length

    def validate_horizon_days(self, field: Field) -> None:
        text = field.data or ""
        if text and not (text.isascii() and text.isdecimal() and len(text) < 6):
            raise ValidationError(_("Bitte eine Zahl von Tagen angeben, zum Beispiel 90."))

    def validate_partner_types(self, field: Field) -> None:
        if self.partners.data == SOME and not field.data:
            raise ValidationError(_("Bitte mindestens eine Art von Buchenden wählen."))

    def validate_products(self, field: Field) -> None:
        check_lines(field, read_product)

    def validate_quotas(self, field: Field) -> None:
        check_lines(field, read_quota)

    def validate_no_shows(self, field: Field) -> None:
        check_lines(field, read_step)


LENGTHS = (
    "raster_minutes", "min_minutes", "max_minutes", "lead_minutes", "buffer_before_minutes", "buffer_after_minutes",
    "cancel_until_minutes", "grace_minutes", "offer_minutes",
)  # fmt: skip
FLAGS = ("free_hours", "check_in", "needs_approval", "team_only", "members_only")
LISTS: Mapping[str, Callable[[str], Written]] = {
    "products": read_product,
    "quotas": read_quota,
    "no_shows": read_step,
}

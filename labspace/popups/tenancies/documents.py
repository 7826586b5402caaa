"""Agreement and handover protocol as printed documents."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask_babel import force_locale

from labspace.documents.typesetting import Document
from labspace.formats import days_text, exact_text, moment_text
from labspace.popups.tenancies.models import Agreement, Tenancy
from labspace.popups.tenancies.records import Handover
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import language_now


def agreement_document(agreement: Agreement) -> Document:
    """The agreement as it was frozen, with the name under it."""
    zone = agreement.tenancy.space.location.zone
    with force_locale(agreement.language):
        title = _("Nutzungsvereinbarung Pop-up-Fläche")
        when = moment_text(agreement.acknowledged_at, zone=zone) if agreement.acknowledged_at else ""
        signed = _("%(name)s, %(when)s", name=agreement.acknowledged_name, when=when) if when else ""
        return Document(
            template="popups/agreement.typ",
            title=title,
            language=agreement.language,
            values={**agreement.content, "signed": signed},
            made_at=agreement.acknowledged_at or agreement.created_at,
        )


def handover_document(tenancy: Tenancy, handover: Handover, differences: list[list[str]]) -> Document:
    """A handover protocol in the reader's language."""
    house, zone = tenancy.space.location, tenancy.space.location.zone
    signed_at = moment_text(handover.signed_at, zone=zone) if handover.signed_at else ""
    values: dict[str, Any] = {
        "kicker": house.name,
        "house": house.name,
        "demo": _("Demonstration – frei erfunden") if house.is_demo else "",
        "footer": _("Buchungsnummer %(reference)s", reference=tenancy.booking.reference),
        "facts": [
            [_("Fläche"), space_name(tenancy.space)],
            [_("Vorhaben"), tenancy.title],
            [_("Zeitraum"), days_text(*tenancy.first_and_last)],
            [_("Schlüssel"), str(handover.keys)],
        ],
        "heads": [_("Gegenstand"), _("Zustand"), _("Bemerkung")],
        "rows": [[item.name, str(item.condition.label), item.remark] for item in handover.items],
        "meter_heads": [_("Zähler"), _("Nummer"), _("Stand")],
        "meters": [
            [str(reading.meter.label), reading.number, reading_text(reading.thousandths)]
            for reading in handover.readings
        ],
        "defects": [_("Mängel und Absprachen"), handover.defects or _("keine")],
        "pictures": [_("Bilder"), _picture_lines(handover)],
        "differences": [_("Unterschiede zum Einzug"), differences],
        "difference_heads": [_("Gegenstand"), _("beim Einzug"), _("beim Auszug")],
        "signed": [
            [_("Für das Haus"), handover.house_name],
            [_("Für die Nutzenden"), handover.tenant_name],
        ],
        "signed_at": _("Unterschrieben am %(when)s", when=signed_at) if signed_at else "",
    }
    return Document(
        template="popups/handover.typ",
        title=str(handover.direction.label),
        language=language_now(),
        values=values,
        made_at=handover.signed_at or handover.changed_at,
    )


def _picture_lines(handover: Handover) -> str:
    """What is to be seen on each picture; the pictures themselves stand on the page."""
    shown = [picture.alternative for picture in handover.pictures if picture.removed_at is None]
    return "\n".join(_("Bild %(n)d: %(words)s", n=n, words=words) for n, words in enumerate(shown, start=1))


def reading_text(thousandths: int) -> str:
    """12 345,678 with as many decimals as there are."""
    digits = (
        0 if thousandths % 1000 == 0 else 1 if thousandths % 100 == 0 else 2 if thousandths % 10 == 0 else 3
    )
    return exact_text(Fraction(thousandths, 1000), digits=digits)

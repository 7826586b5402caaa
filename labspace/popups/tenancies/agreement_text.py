"""What an agreement says: the clauses in the tenant's language, frozen with the figures of one tenancy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import force_locale

from labspace.bookings.prices.words import amount_text, no_invoice
from labspace.formats import day_text, days_text, duration_text
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.shop_words import minimum_text, weekly_text
from labspace.spaces.names import space_name
from labspace.words import gettext as _

WORDING = "2026-11"
"""Version of the clauses below; raised with every change of their meaning."""


def agreement_content(tenancy: Tenancy, *, number: int, language: str) -> dict[str, Any]:
    """Everything the printed agreement shows, as JSON values in `language`."""
    with force_locale(language):
        return {
            "kicker": tenancy.space.location.name,
            "house": tenancy.space.location.name,
            "demo": _("Demonstration – frei erfunden") if tenancy.space.location.is_demo else "",
            "footer": _("Nutzungsvereinbarung, Fassung %(number)d", number=number),
            "intro": _("Zwischen dem Haus und der unten genannten Person oder Organisation wird vereinbart:"),
            "facts": _facts(tenancy),
            "sections": _clauses(tenancy),
            "acknowledged": _("Zur Kenntnis genommen und angenommen"),
            "house_signs": _("Für das Haus"),
            "tenant_signs": _("Nutzende Person oder Organisation"),
            "closing": _("%(no_invoice)s. Wortlaut %(wording)s.", no_invoice=no_invoice(), wording=WORDING),
        }


def _facts(tenancy: Tenancy) -> list[list[str]]:
    booking, house = tenancy.booking, tenancy.space.location
    first, last = tenancy.first_and_last
    who = booking.organisation.name if booking.organisation else booking.booked_by.name
    price = amount_text(booking.price_cents) if booking.price_cents is not None else _("nach Absprache")
    pairs = [
        (_("Haus"), _("%(name)s, %(city)s", name=house.name, city=house.city)),
        (_("Nutzende"), who),
        (_("Vertreten durch"), booking.booked_by.name if booking.organisation else ""),
        (_("Vorhaben"), tenancy.title),
        (_("Fläche"), space_name(tenancy.space)),
        (_("Zeitraum"), days_text(first, last)),
        (_("Preis für den Zeitraum"), price),
        (_("Öffnungszeiten"), weekly_text(tenancy.hours)),
        (_("Mindestens geöffnet"), minimum_text(tenancy.minimum)),
        (_("Buchungsnummer"), booking.reference),
    ]
    return [[name, value] for name, value in pairs if value]


def _clauses(tenancy: Tenancy) -> list[list[str]]:
    first, last = tenancy.first_and_last
    clauses = [
        (
            _("Worum es geht"),
            _(
                "Das Haus überlässt die Fläche für die Zeit vom %(first)s bis %(last)s, um das genannte Vorhaben zu zeigen und zu erproben. Eine Überlassung an Dritte ist nicht vorgesehen.",
                first=day_text(first),
                last=day_text(last),
            ),
        ),
        (
            _("Übergabe"),
            _(
                "Beim Einzug und beim Auszug halten beide Seiten den Zustand, die Zählerstände und die Schlüssel in einem Protokoll fest. Die Fläche wird geräumt und sauber zurückgegeben."
            ),
        ),
        (_("Öffnungszeiten"), _opening_clause(tenancy)),
        (
            _("Preis"),
            _(
                "Der genannte Preis gilt für den ganzen Zeitraum und ist keine Rechnung. Liegt er unter dem Marktpreis, kann der Vorteil als De-minimis-Beihilfe anzugeben sein; das Haus stellt darüber eine Bescheinigung aus."
            ),
        ),
        (
            _("Ende und Rückmeldung"),
            _(
                "Zeitraum und Ende können nur gemeinsam geändert werden; jede Änderung bekommt eine eigene Fassung. Nach dem Ende berichten die Nutzenden kurz, was aus dem Vorhaben wurde, auch nach 3, 6 und 12 Monaten."
            ),
        ),
    ]
    if tenancy.conditions:
        clauses.append((_("Besondere Bedingungen"), tenancy.conditions))
    return [list(clause) for clause in clauses]


def _opening_clause(tenancy: Tenancy) -> str:
    minimum = tenancy.minimum
    if not minimum.days:
        return _("Eine Mindestzahl an Öffnungstagen ist nicht vereinbart.")
    return _(
        "Die Fläche ist in jeder vollen Woche an mindestens %(days)d Tagen je %(length)s geöffnet. Die Nutzenden tragen die geöffneten Tage ein.",
        days=minimum.days,
        length=duration_text(int(timedelta(minutes=minimum.minutes) / timedelta(minutes=1))),
    )

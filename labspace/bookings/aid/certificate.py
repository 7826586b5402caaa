"""A beneficiary's certificate of advantages, as a printed document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from labspace.bookings.aid.rules import Use
from labspace.documents.typesetting import Document
from labspace.formats import day_text, days_text, euro_text
from labspace.words import gettext as _
from labspace.words import language_now


def certificate(uses: Sequence[Use], *, first: date, last: date, demo: bool, made_at: datetime) -> Document:
    """What one beneficiary got from `first` to `last`; `uses` are theirs and at least one."""
    houses = ", ".join(dict.fromkeys(use.house for use in uses))
    total = sum(use.advantage_cents for use in uses)
    return Document(
        template="bookings/aid.typ",
        title=_("Bescheinigung über Vorteile aus vergünstigten Nutzungen"),
        language=language_now(),
        made_at=made_at,
        values={
            "kicker": houses,
            "house": houses,
            "demo": _("Demonstration – frei erfunden") if demo else "",
            "footer": _("Stand: %(day)s", day=day_text(last)),
            "intro": _(
                "Für die unten genannten Nutzungen lag der Preis unter dem Marktpreis. Der Unterschied kann eine De-minimis-Beihilfe nach der Verordnung (EU) 2023/2831 sein."
            ),
            "facts": [
                [_("Begünstigte"), uses[0].name],
                [_("Zeitraum"), days_text(first, last)],
                [_("Vorteil insgesamt"), euro_text(total)],
            ],
            "heads": [_("Nutzung"), _("gewährt am"), _("Marktpreis"), _("bezahlt"), _("Vorteil")],
            "rows": [_row(use) for use in uses],
            "closing": _(
                "Diese Bescheinigung gibt die Angaben der Buchungen wieder. Sie ist kein Rechtsrat und keine Rechnung; ob und in welcher Höhe eine Beihilfe vorliegt, ist im Einzelfall zu prüfen."
            ),
            "signs": _("Für das Haus, Ort und Datum"),
        },
    )


def _row(use: Use) -> list[str]:
    what = _("%(kind)s, %(days)s", kind=use.space_kind, days=days_text(use.first, use.last))
    return [
        what,
        day_text(use.granted_on),
        euro_text(use.market_cents),
        euro_text(use.price_cents),
        euro_text(use.advantage_cents),
    ]

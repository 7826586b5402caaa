"""The codes calls about bookings are refused with; the sentence of each is that of the pages."""

from __future__ import annotations

from labspace.api.ground.codes import Code, register
from labspace.words import lazy_gettext as _l

register(
    Code(
        code="not_yours",
        status=403,
        title=_l("Das ist dieser Person nicht erlaubt"),
        detail=_l("Das darf, wer gebucht hat, oder mit einem Team-Token das Team des Hauses."),
    ),
    Code(code="space_taken", status=409, title=_l("Die Zeit ist belegt")),
    Code(
        code="not_possible_in_state",
        status=409,
        title=_l("Dieser Schritt ist nicht oder noch nicht möglich"),
    ),
    Code(code="in_the_past", status=422, title=_l("Der Beginn liegt in der Vergangenheit")),
    Code(code="closed", status=422, title=_l("Zu dieser Zeit ist geschlossen")),
    Code(code="too_short", status=422, title=_l("Die Buchung ist zu kurz")),
    Code(code="too_long", status=422, title=_l("Die Buchung ist zu lang")),
    Code(code="off_raster", status=422, title=_l("Die Zeit liegt neben dem Raster")),
    Code(code="too_soon", status=422, title=_l("Das ist zu kurzfristig")),
    Code(code="too_far_ahead", status=422, title=_l("Das ist zu weit im Voraus")),
    Code(code="quota_exceeded", status=422, title=_l("Das Kontingent ist ausgeschöpft")),
    Code(code="over_capacity", status=422, title=_l("Für so viele Personen ist kein Platz")),
    Code(code="layout_unknown", status=422, title=_l("Diese Bestuhlung gibt es hier nicht")),
    Code(code="needs_application", status=422, title=_l("Dafür braucht es eine Bewerbung")),
    Code(code="not_allowed", status=422, title=_l("Das ist mit diesem Konto nicht möglich")),
    Code(code="local_time_does_not_exist", status=422, title=_l("Diese Uhrzeit gibt es an diesem Tag nicht")),
    Code(code="ends_before_it_begins", status=422, title=_l("Das Ende liegt nicht nach dem Beginn")),
    Code(code="space_unknown", status=422, title=_l("Diese Fläche gibt es nicht")),
    Code(code="spaces_not_together", status=422, title=_l("Diese Flächen gibt es nicht zusammen")),
    Code(code="person_unknown", status=422, title=_l("Diese Person ist unbekannt")),
    Code(code="recurrence_not_kept", status=422, title=_l("Diese Wiederholung verstehen wir nicht")),
    Code(code="series_without_dates", status=422, title=_l("Die Serie hat keinen Termin")),
    Code(code="series_too_long", status=422, title=_l("Die Serie hat zu viele Termine")),
    Code(code="series_over_midnight", status=422, title=_l("Termine einer Serie enden am selben Tag")),
    Code(code="reason_missing", status=422, title=_l("Ein Grund fehlt")),
    Code(
        code="not_public",
        status=403,
        title=_l("Das ist nicht öffentlich"),
        detail=_l(
            "Öffentlich sind ganze Monate, gegliedert nach Haus, Art der Fläche und Monat. Feineres sieht das Team des Hauses."
        ),
    ),
)

"""The short name of each rule that staff may let pass, for lists and history."""

from __future__ import annotations

from collections.abc import Iterable

from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

_NAMES = {
    "in_the_past": _l("Beginn in der Vergangenheit"),
    "closed": _l("außerhalb der Öffnungszeiten"),
    "too_short": _l("kürzer als erlaubt"),
    "too_long": _l("länger als erlaubt"),
    "off_raster": _l("außerhalb des Rasters"),
    "not_a_product": _l("keine der festen Zeiten"),
    "too_soon": _l("zu kurzfristig"),
    "too_far_ahead": _l("zu weit im Voraus"),
    "quota_exceeded": _l("über dem Kontingent"),
    "team_only": _l("nur für das Team"),
    "members_only": _l("nur für IHK-Mitglieder"),
    "partner_types_only": _l("nur für bestimmte Partner"),
    "paused": _l("Buchen pausiert nach Nichterscheinen"),
    "needs_application": _l("ohne Bewerbung"),
    "higher_rank_first": _l("über einen besseren Rang hinweg bestätigt"),
}

NAMED = frozenset(_NAMES)


def rule_names(codes: Iterable[str]) -> str:
    """The rules by name, in order; a code of an older version stands for itself."""
    return ", ".join(str(_NAMES.get(code, code)) for code in codes)


def overridden_text(codes: Iterable[str]) -> str:
    """Übergangen: außerhalb der Öffnungszeiten, zu kurzfristig; empty without a code."""
    names = rule_names(codes)
    return _("Übergangen: %(rules)s", rules=names) if names else ""

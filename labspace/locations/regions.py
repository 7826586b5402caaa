"""The Länder whose public holidays a house may keep."""

from __future__ import annotations

from labspace.words import lazy_gettext as _l

LAENDER = {
    "DE-BW": _l("Baden-Württemberg"),
    "DE-BY": _l("Bayern"),
    "DE-BE": _l("Berlin"),
    "DE-BB": _l("Brandenburg"),
    "DE-HB": _l("Bremen"),
    "DE-HH": _l("Hamburg"),
    "DE-HE": _l("Hessen"),
    "DE-MV": _l("Mecklenburg-Vorpommern"),
    "DE-NI": _l("Niedersachsen"),
    "DE-NW": _l("Nordrhein-Westfalen"),
    "DE-RP": _l("Rheinland-Pfalz"),
    "DE-SL": _l("Saarland"),
    "DE-SN": _l("Sachsen"),
    "DE-ST": _l("Sachsen-Anhalt"),
    "DE-SH": _l("Schleswig-Holstein"),
    "DE-TH": _l("Thüringen"),
}
"""Codes as in `Location.holiday_region`, with their names."""

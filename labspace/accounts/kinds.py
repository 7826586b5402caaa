"""Vocabulary of people and organisations (figures.md, dimensions)."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l

SECTOR_VERSION = "WZ 2025"


class PartnerType(enum.Enum):
    """What an organisation is to the chamber; private persons have no organisation."""

    STARTUP = "startup"
    MEMBER_COMPANY = "member_company"
    OTHER_COMPANY = "other_company"
    UNIVERSITY = "university"
    CITY_PARTNER = "city_partner"
    ASSOCIATION = "association"
    BANK = "bank"
    INVESTOR = "investor"
    PRIVATE = "private"
    INTERNAL = "internal"

    @property
    def label(self) -> LazyString:
        return _PARTNER_LABELS[self]


_PARTNER_LABELS = {
    PartnerType.STARTUP: _l("Startup"),
    PartnerType.MEMBER_COMPANY: _l("Unternehmen (IHK-Mitglied)"),
    PartnerType.OTHER_COMPANY: _l("Unternehmen (nicht IHK-Mitglied)"),
    PartnerType.UNIVERSITY: _l("Hochschule"),
    PartnerType.CITY_PARTNER: _l("Stadt oder Citypartner"),
    PartnerType.ASSOCIATION: _l("Verein oder gemeinnützig"),
    PartnerType.BANK: _l("Bank"),
    PartnerType.INVESTOR: _l("Investor"),
    PartnerType.PRIVATE: _l("Privatperson"),
    PartnerType.INTERNAL: _l("intern (IHK)"),
}


class Theme(enum.Enum):
    """The three themes of the Stadtlabore; each booking has one or none."""

    HANDEL = "handel"
    INDUSTRIE = "industrie"
    CHANCEN = "chancen"

    @property
    def label(self) -> LazyString:
        return _THEME_LABELS[self]


_THEME_LABELS = {
    Theme.HANDEL: _l("Handel, Gastronomie und Dienstleistungen in der Stadt"),
    Theme.INDUSTRIE: _l("Industrie innovativ und nachhaltig"),
    Theme.CHANCEN: _l("Chancen-Themen (Geothermie, neue Mobilität, Wasserstoff)"),
}

SECTORS = {
    "A": _l("Land- und Forstwirtschaft"),
    "B": _l("Bergbau"),
    "C": _l("Verarbeitendes Gewerbe"),
    "D": _l("Energieversorgung"),
    "E": _l("Wasser und Abfall"),
    "F": _l("Baugewerbe"),
    "G": _l("Handel"),
    "H": _l("Verkehr und Lagerei"),
    "I": _l("Gastgewerbe"),
    "J": _l("Verlage, Rundfunk, Medieninhalte"),
    "K": _l("Telekommunikation und IT"),
    "L": _l("Finanzen und Versicherungen"),
    "M": _l("Immobilien"),
    "N": _l("Freiberufliche, wissenschaftliche, technische Dienstleistungen"),
    "O": _l("Sonstige wirtschaftliche Dienstleistungen"),
    "P": _l("Öffentliche Verwaltung"),
    "Q": _l("Erziehung und Unterricht"),
    "R": _l("Gesundheit und Soziales"),
    "S": _l("Kunst, Sport und Erholung"),
    "T": _l("Sonstige Dienstleistungen"),
    "U": _l("Private Haushalte"),
    "V": _l("Exterritoriale Organisationen"),
}
"""WZ 2025 sections; never compared with letters of WZ 2008."""

NO_TRADE = "-"
"""Stored instead of a section for a partner without a trade ("noch kein Gewerbe")."""

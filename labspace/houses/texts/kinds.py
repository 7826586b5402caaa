"""Which pages of the site an operator writes."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class SitePage(enum.Enum):
    """By the last part of its address."""

    IMPRINT = "impressum"
    PRIVACY = "datenschutz"
    ACCESSIBILITY = "barrierefreiheit"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    SitePage.IMPRINT: _l("Impressum"),
    SitePage.PRIVACY: _l("Datenschutz"),
    SitePage.ACCESSIBILITY: _l("Barrierefreiheit"),
}

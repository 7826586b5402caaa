"""How people get in, and in which language one speaks there."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Access(enum.Enum):
    """What makes an event open to more people."""

    STEP_FREE = "step_free"
    TOILET = "toilet"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    WRITTEN = "written"
    PLAIN_LANGUAGE = "plain_language"
    QUIET_ROOM = "quiet_room"
    ASSISTANCE_DOG = "assistance_dog"

    @property
    def label(self) -> LazyString:
        return _ACCESS[self]


_ACCESS = {
    Access.STEP_FREE: _l("ohne Stufen erreichbar"),
    Access.TOILET: _l("rollstuhlgerechtes WC"),
    Access.HEARING_LOOP: _l("Höranlage"),
    Access.SIGN_LANGUAGE: _l("Gebärdensprache"),
    Access.WRITTEN: _l("Schriftdolmetschen"),
    Access.PLAIN_LANGUAGE: _l("Leichte Sprache"),
    Access.QUIET_ROOM: _l("ruhiger Rückzugsort"),
    Access.ASSISTANCE_DOG: _l("Assistenzhunde willkommen"),
}

SPOKEN = {
    "de": _l("Deutsch"),
    "en": _l("Englisch"),
    "tr": _l("Türkisch"),
    "ar": _l("Arabisch"),
    "uk": _l("Ukrainisch"),
    "fr": _l("Französisch"),
    "pl": _l("Polnisch"),
    "nl": _l("Niederländisch"),
}
"""Language code → name."""

"""What an event may need from the house."""

from __future__ import annotations

from labspace.words import lazy_gettext as _l

EQUIPMENT = {
    "projector": _l("Beamer"),
    "screen": _l("Leinwand"),
    "microphone": _l("Mikrofon"),
    "flipchart": _l("Flipchart"),
    "pinboard": _l("Pinnwand"),
    "partition": _l("Stellwand"),
}
"""Code → name; stored by code with the number wished for."""

MOST_OF_ONE_THING = 99

HOUSE_RULES_VERSION = "2026-11"
"""The house rules organisers accept; kept with each request."""

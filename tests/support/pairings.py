"""The four ways in which journeys are walked: at a desk and on a phone, in German and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.fixtures import DESKTOP
from tests.support.travel import TOUCH_PHONE


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """A device and a language."""

    number: int
    """Which of the four: all share one site, so each takes spaces, houses or days of its own."""
    language: str
    options: Mapping[str, Any]
    """What the browser is told."""
    is_judged: bool
    """Whether axe looks at the pages on the way. Two opposite ways see each layout, language and colour."""

    def __str__(self) -> str:
        return f"{self.language}-{'phone' if self.options.get('is_mobile') else 'desktop'}"

    def pick(self, *ones: Any) -> Any:
        """The one of four that belongs to this pairing."""
        return ones[self.number]


def _pairing(number: int, locale: str, device: Mapping[str, Any], *, dark: bool, judged: bool) -> Pairing:
    options = {**device, "locale": locale, "color_scheme": "dark" if dark else "light"}
    return Pairing(number=number, language=locale[:2], options=options, is_judged=judged)


PAIRINGS = (
    _pairing(0, "de-DE", {"viewport": DESKTOP}, dark=False, judged=True),
    _pairing(1, "de-DE", TOUCH_PHONE, dark=False, judged=False),
    _pairing(2, "en-GB", {"viewport": DESKTOP}, dark=True, judged=False),
    _pairing(3, "en-GB", TOUCH_PHONE, dark=True, judged=True),
)

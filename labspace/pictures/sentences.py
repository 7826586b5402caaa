"""What people read when a picture cannot be taken; each sentence says what to do."""

from __future__ import annotations

from collections.abc import Callable

from labspace.errors import Refusal
from labspace.formats import exact_text
from labspace.pictures.kinds import MAX_BYTES, MEGABYTE
from labspace.words import gettext as _


def picture_sentence(refusal: Refusal) -> str:
    """The sentence for a refusal of `pictures.encoding` or `pictures.actions`."""
    return _SENTENCES.get(refusal.code, _broken)(refusal)


def _broken(_refusal: Refusal) -> str:
    return _("Die Bilddatei ist beschädigt. Bitte speichern Sie das Bild neu und wählen Sie es noch einmal.")


def _too_large(_refusal: Refusal) -> str:
    most = exact_text(MAX_BYTES // MEGABYTE, digits=0)
    return _("Das Bild hat mehr als %(most)s MB. Bitte wählen Sie ein kleineres.", most=most)


def _too_many_pixels(refusal: Refusal) -> str:
    most = refusal.values["most"]
    return _("Das Bild hat mehr als %(most)s Millionen Bildpunkte. Bitte verkleinern Sie es.", most=most)


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "picture_empty": lambda _refusal: _("Die Datei ist leer. Bitte wählen Sie ein Bild."),
    "picture_too_large": _too_large,
    "picture_heic": lambda _refusal: _(
        "HEIC- und AVIF-Bilder können wir nicht lesen. Bitte speichern Sie es als JPEG."
    ),
    "picture_type": lambda _refusal: _(
        "Das ist kein Bild, das wir zeigen können. Bitte wählen Sie ein JPEG, PNG oder WebP."
    ),
    "picture_pixels": _too_many_pixels,
    "picture_moves": lambda _refusal: _("Bewegte Bilder zeigen wir nicht. Bitte wählen Sie ein Standbild."),
    "picture_gone": lambda _refusal: _("Dieses Bild gibt es nicht mehr."),
}

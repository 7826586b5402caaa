"""What pictures may be, and how large they are kept."""

from __future__ import annotations

import enum

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
"""Of one file as it arrives; photographs of telephones have 3 to 8."""
MAX_REQUEST_BYTES = 24 * MEGABYTE
"""Of the whole form: a file that is too large still gets its own sentence, and the form comes back."""
MAX_PIXELS = 50_000_000
"""What is decoded at most, told by the file's head before a pixel is read."""
MAX_SIDE = 20_000
MAX_ALTERNATIVE = 300
QUALITY = 80
MIMETYPE = "image/webp"
ACCEPTED = "image/jpeg,image/png,image/webp"


class PictureSize(enum.Enum):
    """In which sizes a picture is kept."""

    SMALL = "klein"
    LARGE = "gross"

    @property
    def longest_side(self) -> int:
        """In pixels; a smaller original is never enlarged."""
        return 480 if self is PictureSize.SMALL else 1600

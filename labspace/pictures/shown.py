"""Pictures as pages show them: address, measures and words, never rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from labspace.pictures.kinds import PictureSize
from labspace.pictures.models import Picture


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """What `components/pictures.html` draws."""

    id: int
    alternative: str
    url: str
    """The small size."""
    large_url: str
    width: int
    height: int
    is_removed: bool


def shown_picture(picture: Picture, *, external: bool = False) -> ShownPicture:
    """The picture as a page shows it; its files must be loaded."""
    files = {file.size: file for file in picture.files}
    small, large = files[PictureSize.SMALL], files[PictureSize.LARGE]
    return ShownPicture(
        id=picture.id,
        alternative=picture.alternative,
        url=_address(picture, PictureSize.SMALL, small.digest, external=external),
        large_url=_address(picture, PictureSize.LARGE, large.digest, external=external),
        width=small.width,
        height=small.height,
        is_removed=picture.removed_at is not None,
    )


def picture_path(picture: Picture, size: PictureSize) -> str:
    """Where a size lies below the site's address, also without a request; its files must be loaded."""
    digest = next(file.digest for file in picture.files if file.size is size)
    return f"/bilder/{picture.id}/{size.value}?v={digest}"


def picture_urls(picture_id: int, *, small: str, large: str) -> tuple[str, str]:
    """The addresses of a picture's sizes, by the digests of their bytes."""
    small_url, large_url = (
        url_for("pictures.show", picture_id=picture_id, size=size.value, v=digest)
        for size, digest in ((PictureSize.SMALL, small), (PictureSize.LARGE, large))
    )
    return small_url, large_url


def shown_pictures(pictures: Iterable[Picture], *, removed: bool = False) -> list[ShownPicture]:
    """Those that are shown, or those that were taken away and may come back."""
    return [shown_picture(picture) for picture in pictures if (picture.removed_at is not None) is removed]


def _address(picture: Picture, size: PictureSize, digest: str, *, external: bool) -> str:
    return url_for("pictures.show", picture_id=picture.id, size=size.value, v=digest, _external=external)

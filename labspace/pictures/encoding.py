"""An uploaded file becomes two clean pictures, or a refusal that says what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from labspace.errors import Refusal, Refused
from labspace.pictures.contents import TAKEN, Content, content_of, is_two_things
from labspace.pictures.kinds import MAX_BYTES, MAX_PIXELS, MAX_SIDE, MIMETYPE, QUALITY, PictureSize

# The last guard; sizes are compared below before anything is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True)
class EncodedFile:
    """One size of a picture, as it is served."""

    data: bytes
    width: int
    height: int
    digest: str
    """Of the bytes; names this content in addresses for ever."""


Encoded = Mapping[PictureSize, EncodedFile]


def encode(data: bytes) -> Encoded:
    """The picture in every size: upright, in sRGB on white, without metadata or whatever else the file held.

    Raises `Refused` with one of the codes of `pictures.sentences`; no pixel is decoded before the
    file's type, length, measures and number of frames are known to be within the limits.
    """
    picture = decoded(data, longest_side=PictureSize.LARGE.longest_side)
    return {size: encoded_as(picture, longest_side=size.longest_side) for size in PictureSize}


def decoded(data: bytes, *, longest_side: int) -> Image.Image:
    """The picture as plain pixels, at least as large as asked where the file is. Raises as `encode` does."""
    _check_file(data)
    try:
        _check_head(data)
        with Image.open(BytesIO(data), formats=[content_of(data).value]) as image:
            # A JPEG can be decoded at an eighth to a half of its size: little memory for large photographs.
            image.draft("RGB", (longest_side, longest_side))
            return _plain(ImageOps.exif_transpose(image))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused(_too_many_pixels()) from bomb
    except Exception as broken:  # decoders of foreign files fail in more ways than can be listed
        raise Refused(Refusal("picture_broken")) from broken


def _check_file(data: bytes) -> None:
    if not data:
        raise Refused(Refusal("picture_empty"))
    if len(data) > MAX_BYTES:
        raise Refused(Refusal("picture_too_large", {"bytes": len(data)}))
    content = content_of(data)
    if content is Content.HEIC:
        raise Refused(Refusal("picture_heic"))
    if content not in TAKEN or is_two_things(data):
        raise Refused(Refusal("picture_type"))


def _check_head(data: bytes) -> None:
    with Image.open(BytesIO(data), formats=[content_of(data).value]) as image:
        width, height = image.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise Refused(_too_many_pixels())
        if getattr(image, "n_frames", 1) > 1:
            raise Refused(Refusal("picture_moves"))
        image.verify()


def _too_many_pixels() -> Refusal:
    return Refusal("picture_pixels", {"most": MAX_PIXELS // 1_000_000})


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits of red, green and blue, nothing transparent, nothing attached."""
    picture = _colours(image)
    plain = Image.new("RGB", picture.size, "white")
    # Pasting takes pixels only; what the file said about itself stays behind.
    plain.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return plain


def _colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        # 16 bits a pixel: without scaling everything bright would be white.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in {"RGB", "CMYK", "L"} and (profile := image.info.get("icc_profile")):
        try:
            return _as_srgb(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGB")
    transparent = image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")


def _as_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    source, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
    return converted if converted is not None else image.convert("RGB")


def encoded_as(picture: Image.Image, *, longest_side: int) -> EncodedFile:
    """The picture as it is served, no longer or higher than `longest_side` pixels."""
    smaller = picture.copy()
    smaller.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    file = BytesIO()
    smaller.save(file, MIMETYPE.removeprefix("image/"), quality=QUALITY, method=4)
    data = file.getvalue()
    return EncodedFile(data, *smaller.size, digest=hashlib.sha256(data).hexdigest()[:32])

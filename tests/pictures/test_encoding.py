"""Uploaded files become clean pictures, or are refused before they can do harm."""

from __future__ import annotations

import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from labspace.errors import Refused
from labspace.pictures.contents import Content, content_of, is_two_things
from labspace.pictures.encoding import encode
from labspace.pictures.kinds import MAX_BYTES, MAX_PIXELS, PictureSize
from tests.pictures.files import (
    HEIC,
    HTML,
    SVG,
    moving,
    picture_bytes,
    png_bomb,
    text_bomb,
    zip_behind,
)


def opened(data: bytes, size: PictureSize = PictureSize.LARGE) -> Image.Image:
    return Image.open(BytesIO(encode(data)[size].data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_in_two_sizes_as_webp(kind: str) -> None:
    files = encode(picture_bytes(kind, size=(3000, 2000)))
    assert {size: (file.width, file.height) for size, file in files.items()} == {
        PictureSize.SMALL: (480, 320),
        PictureSize.LARGE: (1600, 1067),
    }
    for file in files.values():
        image = Image.open(BytesIO(file.data))
        assert (image.format, image.size) == ("WEBP", (file.width, file.height))


def test_a_small_picture_is_never_enlarged() -> None:
    assert opened(picture_bytes(size=(30, 20))).size == (30, 20)


def test_nothing_the_file_said_about_itself_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Zuhause bei Alice"
    exif.get_ifd(0x8825)[2] = (51.0, 28.0, 55.0)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture_bytes("JPEG", exif=exif, icc_profile=srgb, comment=b"Alice")
    for file in encode(data).values():
        image = Image.open(BytesIO(file.data))
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        assert b"Alice" not in file.data


def test_a_telephone_held_upright_gives_an_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(picture_bytes("JPEG", size=(400, 300), exif=exif)).size == (300, 400)


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        pytest.param(picture_bytes("JPEG", mode="CMYK", colour=(0, 255, 255, 0)), (255, 0, 0), id="cmyk"),
        pytest.param(picture_bytes("PNG", mode="I;16", colour=65535), (255, 255, 255), id="16-bit white"),
        pytest.param(picture_bytes("PNG", mode="I;16", colour=32768), (128, 128, 128), id="16-bit grey"),
        pytest.param(
            picture_bytes("PNG", mode="RGBA", colour=(0, 0, 0, 0)), (255, 255, 255), id="transparent"
        ),
        pytest.param(picture_bytes("PNG", mode="LA", colour=(0, 255)), (0, 0, 0), id="grey and opaque"),
        pytest.param(picture_bytes("PNG", mode="1", colour=1), (255, 255, 255), id="black and white"),
        pytest.param(picture_bytes("PNG", mode="P", colour=0, transparency=0), (255, 255, 255), id="palette"),
    ],
)
def test_every_kind_of_pixel_becomes_plain_colour_on_white(data: bytes, colour: tuple[int, int, int]) -> None:
    pixel = opened(data).convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert all(abs(is_ - wanted) <= 6 for is_, wanted in zip(pixel, colour, strict=True)), pixel


def test_a_broken_colour_profile_does_not_matter() -> None:
    assert opened(picture_bytes("JPEG", icc_profile=b"not a profile" * 20)).size == (640, 480)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "picture_empty", id="nothing"),
        pytest.param(b"\xff\xd8\xff" + bytes(MAX_BYTES), "picture_too_large", id="eleven megabytes"),
        pytest.param(HEIC, "picture_heic", id="heic"),
        pytest.param(SVG, "picture_type", id="svg"),
        pytest.param(HTML, "picture_type", id="html"),
        pytest.param(b"%PDF-1.7\n", "picture_type", id="pdf"),
        pytest.param(b"MZ" + bytes(100), "picture_type", id="program"),
        pytest.param(picture_bytes("GIF"), "picture_type", id="gif"),
        pytest.param(picture_bytes("BMP"), "picture_type", id="bmp"),
        pytest.param(picture_bytes("TIFF"), "picture_type", id="tiff"),
        pytest.param(moving("GIF"), "picture_type", id="moving gif"),
        pytest.param(moving("PNG"), "picture_moves", id="moving png"),
        pytest.param(moving("WEBP"), "picture_moves", id="moving webp"),
        pytest.param(picture_bytes("PNG") + HTML, "picture_type", id="picture and page"),
        pytest.param(
            picture_bytes("JPEG", comment=b"<?php evil() ?>"), "picture_type", id="picture and script"
        ),
        pytest.param(zip_behind(picture_bytes("JPEG")), "picture_type", id="picture and archive"),
        pytest.param(png_bomb(), "picture_pixels", id="bomb of 3.6 billion pixels"),
        pytest.param(png_bomb(8000, 8000), "picture_pixels", id="64 million pixels"),
        pytest.param(png_bomb(30_000, 10), "picture_pixels", id="a very long strip"),
        pytest.param(text_bomb(), "picture_broken", id="bomb in the text"),
        pytest.param(picture_bytes("JPEG")[:-800], "picture_broken", id="truncated jpeg"),
        pytest.param(picture_bytes("PNG")[:-300], "picture_broken", id="truncated png"),
        pytest.param(b"\xff\xd8\xff\xe0 nothing behind", "picture_broken", id="only a head"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "picture_broken", id="only a signature"),
    ],
)
def test_what_is_no_picture_is_refused_by_its_own_reason(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        encode(data)
    assert refused.value.codes == {code}


def test_a_bomb_is_refused_before_it_takes_memory() -> None:
    data = png_bomb()
    tracemalloc.start()
    with pytest.raises(Refused):
        encode(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_with_changed_bytes_is_a_picture_or_refused(data: st.DataObject) -> None:
    file = bytearray(
        data.draw(st.sampled_from([picture_bytes(k, size=(60, 40)) for k in ("JPEG", "PNG", "WEBP")]))
    )
    for _change in range(data.draw(st.integers(1, 8))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        files = encode(bytes(file))
    except Refused:
        return
    assert set(files) == set(PictureSize)


@given(st.binary(max_size=300))
def test_no_bytes_by_chance_are_taken_for_a_picture(data: bytes) -> None:
    if content_of(data) is Content.OTHER and data:
        with pytest.raises(Refused):
            encode(data)


def test_four_bytes_by_chance_are_no_archive() -> None:
    assert not is_two_things(b"\xff\xd8\xff" + b"PK\x05\x06" + bytes(range(200)))


def test_pillows_own_guard_stands_behind_ours() -> None:
    assert Image.MAX_IMAGE_PIXELS == MAX_PIXELS

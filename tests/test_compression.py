"""Answers leave compressed, and their length tells nothing."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from tests.factories import Cast


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_page_is_compressed_for_those_who_take_it(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    plain = client.get("/bausteine")
    packed = client.get("/bausteine", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_the_length_of_a_compressed_page_varies(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    lengths = {len(client.get("/bausteine", headers={"Accept-Encoding": "gzip"}).data) for _ in range(12)}
    assert len(lengths) > 1


def test_a_script_is_packed_as_small_as_it_goes_and_only_asked_for_when_changed(app: Flask) -> None:
    client = app.test_client()
    path = "/static/js/plan.js"
    with client.get(path) as plain, client.get(path, headers={"Accept-Encoding": "gzip"}) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert packed.data == gzip.compress(plain.data, 9, mtime=0)
        assert "Accept-Encoding" in packed.headers["Vary"]
        etag = packed.headers["ETag"]
    with client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": etag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_part_of_a_script_and_a_picture_stay_as_they_are(app: Flask) -> None:
    client = app.test_client()
    packed = {"Accept-Encoding": "gzip"}
    with client.get("/static/js/plan.js", headers={**packed, "Range": "bytes=0-1999"}) as part:
        assert part.status_code == 206
        assert "Content-Encoding" not in part.headers
        assert len(part.data) == 2000
    fonts = "/static/vendor/fonts/hanken-grotesk-latin-wght-normal.woff2"
    with client.get(fonts, headers=packed) as font:
        assert "Content-Encoding" not in font.headers


def test_short_answers_stay_as_they_are(app: Flask) -> None:
    answer = app.test_client().get("/robots.txt", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers

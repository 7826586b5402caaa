"""Every GET of the document sends an ETag, and while it holds nothing is sent again."""

from __future__ import annotations

from collections.abc import Callable

from labspace.api.tokens.kinds import Scope
from tests.api.conftest import Program
from tests.api.test_object_rights import address
from tests.factories import Cast
from tests.scene import Scene


def test_what_has_not_changed_is_not_sent_again(
    program: Callable[..., Program], cast: Cast, scene: Scene
) -> None:
    nora = program(cast.nora, Scope.STAFF)
    paths = nora.get("/openapi.json").get_json()["paths"]
    reading = {path: calls["get"] for path, calls in paths.items() if "get" in calls}
    assert len(reading) >= 11
    for path, call in {**reading, "/openapi.json": None}.items():
        if call is not None:
            assert "304" in call["responses"], path
            assert "ETag" in call["responses"]["200"]["headers"], path
        asked = "/api/v1" + address(path.removeprefix("/api/v1"), scene_booking(scene, nora))
        first = nora.get(asked)
        etag = first.headers["ETag"]
        for known in (etag, f"W/{etag}", f'"another", {etag}', "*"):
            again = nora.get(asked, headers={"If-None-Match": known}, expect=304)
            assert (again.data, again.headers["ETag"]) == (b"", etag), asked
            for name in ("Cache-Control", "Vary"):
                assert again.headers.get(name) == first.headers.get(name), (asked, name)
        assert nora.get(asked, headers={"If-None-Match": '"another"'}).data == first.data
        nora.get(asked, headers={"If-None-Match": etag, "Accept-Encoding": "gzip"}, expect=304)
        head = nora.call("HEAD", asked, expect=200)
        assert (head.data, head.headers["ETag"]) == (b"", etag)


def scene_booking(scene: Scene, nora: Program) -> int:
    """The number of the booking that happened in the scene."""
    found: int = nora.get(f"/bookings/{scene.parts['reference']}").get_json()["id"]
    return found

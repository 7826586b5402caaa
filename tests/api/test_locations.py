"""The list of houses, and what every list and every reading call keeps to."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.factories import Cast, make_house
from tests.support.statements import counted


def test_houses_are_listed_with_zone_and_whether_they_are_invented(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    cast.house.is_demo = True
    content = program().get("/locations").get_json()
    assert content["next"] is None
    assert content["items"][0] == {
        "slug": "bochum",
        "name": cast.house.name,
        "city": cast.house.city,
        "timezone": "Europe/Berlin",
        "demo": True,
    }


def test_pages_go_on_where_the_last_ended(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    for name in ("ahaus", "essen", "zwolle"):
        make_house(session, name)
    slugs, url, pages = [], "/locations?limit=2", 0
    while url:
        content = program().get(url).get_json()
        assert len(content["items"]) <= 2
        slugs += [item["slug"] for item in content["items"]]
        url, pages = content["next"], pages + 1
    whole = [item["slug"] for item in program().get("/locations").get_json()["items"]]
    assert slugs == whole == sorted(whole)
    assert pages == -(-len(whole) // 2)


def test_an_answer_that_still_holds_is_not_sent_again(program: Callable[..., Program], cast: Cast) -> None:
    first = program().get("/locations")
    again = program().get("/locations", headers={"If-None-Match": first.headers["ETag"]}, expect=304)
    assert again.data == b""
    cast.house.name = "Umbenannt"
    assert program().get("/locations", headers={"If-None-Match": first.headers["ETag"]}).data != first.data


def test_statements_do_not_grow_with_the_houses(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    program().get("/locations")
    with counted(session) as few:
        program().get("/locations")
    for number in range(20):
        make_house(session, f"haus-{number:02d}")
    program().get("/locations")
    with counted(session) as many:
        program().get("/locations")
    assert len(many) == len(few) == 1


def test_pages_of_other_sites_may_read_it(program: Callable[..., Program], cast: Cast) -> None:
    headers = program().get("/locations").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers

"""What is measured: each case is one request of one person, with the answer it must get."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from bench.programs import token_of, wish_of
from bench.slots import Slot, Slots
from bench.visitor import Answer, Visitor
from labspace.demo.people import PASSWORD

HOUSE = "bochum"
API = "/api/v1/bookings"
FEED = re.compile(r"/kalender/\d+-[\w-]+\.ics")


@dataclass(frozen=True)
class Case:
    """A name and how to ask once; `status` is what a right answer has."""

    name: str
    ask: Callable[[Visitor], Answer]
    status: int = 200


def cases(visitor: Visitor, *, today: date, slots: Slots, held: Sequence[Slot]) -> list[Case]:
    """All cases; `visitor` is signed in and looks up what addresses there are; others have `held`."""
    workday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    taken = cycle(held)
    query = f"tag={workday.isoformat()}&von=09:00&bis=11:00"
    found = FEED.search(visitor.get("/kalender").body.decode())
    feed = found[0] if found else ""

    def create(person: Visitor) -> Answer:
        cookies = dict(person.cookies)
        answer = person.post("/buchungen", slots.next_free())
        # As after the page behind the redirect: it shows the message and takes it out of the cookie, which
        # otherwise carried one more with each booking.
        person.cookies = cookies
        return answer

    def refused(person: Visitor) -> Answer:
        return person.post("/buchungen", next(taken))

    def create_by_api(person: Visitor) -> Answer:
        return person.post_json(API, wish_of(slots.next_free()))

    def refused_by_api(person: Visitor) -> Answer:
        return person.post_json(API, wish_of(next(taken)))

    made = [
        _page("start page", "/"),
        _page("house with plan for a day", f"/standorte/{HOUSE}?{query}"),
        _page("house, one space opened", f"/standorte/{HOUSE}?{query}&flaeche={HOUSE}-desk-07"),
        _page("day of a house", f"/standorte/{HOUSE}/tag?tag={workday.isoformat()}"),
        _page("week of a house", f"/standorte/{HOUSE}/woche?tag={workday.isoformat()}"),
        _page("one space", f"/flaechen/{HOUSE}-desk-07?tag={workday.isoformat()}"),
        _page("availability (booking form)", f"/buchungen/neu?flaeche={HOUSE}-desk-07&{query}"),
        _page("my bookings", "/buchungen"),
        Case("create", create, 303),
        Case("refused create", refused, 409),
        Case("create by the API", create_by_api, 201),
        Case("refused create by the API", refused_by_api, 409),
    ]
    if feed:
        made.append(_page("personal feed", feed))
        made.append(Case("personal feed, unchanged", _unchanged(feed), 304))
    return made


def _page(name: str, path: str) -> Case:
    return Case(name, lambda person: person.get(path))


def _unchanged(path: str) -> Callable[[Visitor], Answer]:
    known: dict[str, str] = {}

    def ask(person: Visitor) -> Answer:
        # Compressed or not, each form of the feed has a tag of its own.
        form = person.headers.get("Accept-Encoding", "")
        if form not in known:
            known[form] = person.get(path).headers["etag"]
        return person.get(path, **{"If-None-Match": known[form]})

    return ask


def sign_in(person: Visitor, email: str) -> Visitor:
    """The visitor, signed in through the page, with a token for their forms."""
    person.sign_in(email, PASSWORD)
    person.api_token = token_of(email)
    person.take_token(person.get(f"/buchungen/neu?flaeche={HOUSE}-desk-01"))
    return person


def holding(person: Visitor, slots: Slots, *, count: int = 16) -> list[Slot]:
    """Hours that `person` has booked, so that others are refused there."""
    held = [slots.next_free() for _ in range(count)]
    for slot in held:
        if (status := person.post("/buchungen", slot).status) != 303:
            raise RuntimeError(f"{slot} was answered {status}")
    return held

"""What is measured: each case is one request of one person, with the answer it must get."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bench.visitor import Answer, Visitor
from labspace.demo.people import PASSWORD, STARTUP

HOUSE = "bochum"
FEED = re.compile(r"/kalender/\d+-[\w-]+\.ics")


@dataclass(frozen=True)
class Case:
    """A name and how to ask once; `status` is what a right answer has."""

    name: str
    ask: Callable[[Visitor], Answer]
    status: int = 200


class Slots:
    """Free hours of desks on days nobody has booked yet, each given out once."""

    def __init__(self, today: date, *, desks: int = 16) -> None:
        self._free = self._all(today, desks)
        self.taken: dict[str, str] = {}
        """The last one that was booked."""

    def _all(self, today: date, desks: int) -> Iterator[dict[str, str]]:
        for ahead in range(64, 89):
            day = today + timedelta(days=ahead)
            if day.weekday() >= 5:
                continue
            for desk in range(1, desks + 1):
                for hour in range(8, 17):
                    yield {
                        "flaeche": f"{HOUSE}-desk-{desk:02d}",
                        "tag": day.isoformat(),
                        "von": f"{hour:02d}:00",
                        "bis": f"{hour + 1:02d}:00",
                        "personen": "1",
                    }

    def next_free(self) -> dict[str, str]:
        self.taken = next(self._free)
        return self.taken


def cases(visitor: Visitor, *, today: date) -> list[Case]:
    """All cases; `visitor` is signed in and looks up what addresses there are."""
    workday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    slots = Slots(today)
    query = f"tag={workday.isoformat()}&von=09:00&bis=11:00"
    found = FEED.search(visitor.get("/kalender").body.decode())
    feed = found[0] if found else ""

    def create(person: Visitor) -> Answer:
        return person.post("/buchungen", slots.next_free())

    def refused(person: Visitor) -> Answer:
        return person.post("/buchungen", slots.taken or slots.next_free())

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


def signed_in(port: int) -> Visitor:
    """The demonstration's startup, signed in through the page, with a token for its forms."""
    person = Visitor(port, headers={"Accept-Language": "de"})
    person.sign_in(STARTUP.email, PASSWORD)
    person.take_token(person.get(f"/buchungen/neu?flaeche={HOUSE}-desk-01"))
    return person

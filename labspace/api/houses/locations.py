"""`GET /api/v1/locations`."""

from __future__ import annotations

from typing import Annotated

from labspace.api.ground.blueprint import calls
from labspace.api.ground.endpoints import Subject
from labspace.api.ground.paging import Page, PageAsked, key_in, part_of
from labspace.api.ground.schemas import Answered, about
from labspace.db import db
from labspace.spaces.houses import houses
from labspace.words import lazy_gettext as _l


class LocationOut(Answered):
    """A house with spaces to book."""

    slug: Annotated[str, about(_l("Fester Name in Adressen."))]
    name: str
    city: str
    timezone: Annotated[str, about(_l("Zone, in der Tage gezählt werden, etwa Europe/Berlin."))]
    demo: Annotated[bool, about(_l("Ob das Haus frei erfunden ist."))]


class LocationsPage(Page[LocationOut]):
    """Houses, by slug."""


@calls.get("/locations", summary=_l("Alle Häuser"), subject=Subject.HOUSES)
def locations(query: PageAsked) -> LocationsPage:
    """The houses, by slug."""
    last = key_in(query.after, str)
    rows = sorted((house for house in houses(db.session()) if house.is_listed), key=lambda house: house.slug)
    rest = [house for house in rows if last is None or house.slug > last[0]]
    shown, more = part_of(rest[: query.limit + 1], limit=query.limit, key=lambda house: (house.slug,))
    return LocationsPage(
        items=[
            LocationOut(
                slug=house.slug, name=house.name, city=house.city, timezone=house.zone.key, demo=house.is_demo
            )
            for house in shown
        ],
        next=more,
    )

"""`GET /api/v1/programme`: released events and open pop-ups, without persons."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from labspace.accounts.kinds import Theme
from labspace.accounts.mails import site_url
from labspace.api.free.windows import window_between
from labspace.api.ground.blueprint import calls
from labspace.api.ground.endpoints import Subject
from labspace.api.ground.paging import Page, PageAsked, key_in, part_of
from labspace.api.ground.schemas import Answered, Moment, Slug, about
from labspace.api.houses.asked import houses_asked
from labspace.db import db
from labspace.events.programme.items import Asked, ProgrammeItem, programme
from labspace.events.programme.kinds import Access
from labspace.times import start_of_day, utc_now
from labspace.words import lazy_gettext as _l

MOST_DAYS = 366
USUAL = timedelta(days=90)


class ProgrammeOut(Answered):
    """One thing the public may come to."""

    id: Annotated[str, about(_l("Bleibt gleich, auch wenn sich alles andere ändert."))]
    location: str
    title: str
    description: str
    organiser: Annotated[str, about(_l("Wie sich die Veranstaltenden öffentlich nennen."))]
    spaces: Annotated[str, about(_l("Namen der Flächen in Worten."))]
    starts_at: Moment
    ends_at: Moment
    state: Annotated[Literal["on", "called_off"], about(_l("on: findet statt; called_off: abgesagt."))]
    open_daily: Annotated[bool, about(_l("Geht über Tage mit eigenen Öffnungszeiten, etwa ein Laden."))]
    opening: Annotated[str, about(_l("Diese Öffnungszeiten in Worten; sonst leer."))]
    theme: Theme | None
    entry_fee_cents: Annotated[int | None, about(_l("0: frei; null: nicht gesagt."))]
    registration_url: str
    language: str
    access: list[Access]
    access_note: str
    demo: bool
    url: Annotated[str, about(_l("Die Seite dazu."))]


class ProgrammePage(Page[ProgrammeOut]):
    """What is on, earliest first."""


class ProgrammeAsked(PageAsked):
    """Which part of the programme."""

    location: Annotated[Slug | None, about(_l("Nur dieses Haus."))] = None
    theme: Theme | None = None
    starts_at: Annotated[Moment | None, about(_l("Was danach endet; sonst ab heute."), alias="from")] = None
    ends_at: Annotated[Moment | None, about(_l("Was davor beginnt; sonst 90 Tage."), alias="to")] = None


@calls.get(
    "/programme", summary=_l("Öffentliches Programm"), subject=Subject.PROGRAMME, problems=("not_found",)
)
def programme_list(query: ProgrammeAsked) -> ProgrammePage:
    """Public events of one house or all, as the pages of the programme show them."""
    session, now = db.session(), utc_now()
    last = key_in(query.after, int, str)
    asked = houses_asked(session, query.location)
    if not asked:
        return ProgrammePage(items=[], next=None)
    today = start_of_day(now.astimezone(asked[0].zone).date(), zone=asked[0].zone)
    begins = query.starts_at or today
    window = window_between(begins, query.ends_at or begins + USUAL, most_days=MOST_DAYS)
    wanted = Asked(
        window=window, house_ids=[house.id for house in asked], theme=query.theme, with_pictures=False
    )
    found = programme(session, wanted, now=now)
    rows = sorted(found, key=_key)
    rest = [item for item in rows if last is None or _key(item) > last]
    shown, more = part_of(rest[: query.limit + 1], limit=query.limit, key=_key)
    return ProgrammePage(items=[_told(item) for item in shown], next=more)


def _key(item: ProgrammeItem) -> tuple[int, str]:
    return int(item.span.starts_at.timestamp()), item.key


def _told(item: ProgrammeItem) -> ProgrammeOut:
    return ProgrammeOut(
        id=item.key,
        location=item.house_slug,
        title=item.title,
        description=item.words,
        organiser=item.organiser,
        spaces=item.spaces,
        starts_at=item.span.starts_at.astimezone(item.zone),
        ends_at=item.span.ends_at.astimezone(item.zone),
        state="called_off" if item.is_called_off else "on",
        open_daily=item.is_open_daily,
        opening=item.opening,
        theme=item.theme,
        entry_fee_cents=item.entry_fee_cents,
        registration_url=item.registration_url,
        language=item.language,
        access=list(item.access),
        access_note=item.access_note,
        demo=item.is_demo,
        url=site_url(item.path),
    )

"""What every page of figures stands on: whose houses, which period, how far it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labspace.access import me
from labspace.dashboards.forms import BoardForm
from labspace.dashboards.kinds import Scope
from labspace.dashboards.periods import Asked, Grain, around
from labspace.dashboards.tabs import Tab, TabGroup, tab_groups
from labspace.db import db
from labspace.formats import day_text
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.occupancy.days import Days
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

A_DAY = timedelta(days=1)
_GRAINS = {
    Grain.WEEK: _l("Woche"),
    Grain.MONTH: _l("Monat"),
    Grain.QUARTER: _l("Quartal"),
    Grain.YEAR: _l("Jahr"),
}


@dataclass(frozen=True, kw_only=True)
class Board:
    """A page's question, understood."""

    tab: Tab
    houses: Sequence[Location]
    all_houses: Sequence[Location]
    """Those this person runs."""
    scope: Scope
    asked: Asked
    days: Days
    """What of the period is over: whole days up to yesterday, the only ones that count as actual (R11)."""
    yesterday: date
    now: datetime
    form: BoardForm

    @property
    def is_running(self) -> bool:
        return self.days.last < self.asked.last

    @property
    def before(self) -> Days | None:
        """The same days of the year before: as many of them as are over now."""
        former = self.asked.year_before
        if former is None:
            return None
        if not self.is_running:
            return former.days
        return Days(former.first, min(former.last, former.first + (self.days.last - self.days.first)))

    @property
    def query(self) -> dict[str, Any]:
        """The question as the address bar keeps it."""
        found: dict[str, Any] = {"zeitraum": str(self.asked)}
        if len(self.houses) < len(self.all_houses):
            found["haus"] = [house.slug for house in self.houses]
        if not self.scope.is_all:
            found["art"] = self.scope.names
        return found

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The same in single fields, for a form that adds to it."""
        return [
            (name, str(value))
            for name, values in self.query.items()
            for value in (values if isinstance(values, list) else [values])
        ]

    def url(self, asked: Asked | None = None, *, tab: Tab | None = None, **more: Any) -> str:
        """This page, or another, with another period."""
        query = {**self.query, **({"zeitraum": str(asked)} if asked else {}), **more}
        return url_for((tab or self.tab).value, **query)

    @property
    def whose(self) -> str:
        """Herne · 3 Häuser, and which spaces."""
        names = (
            self.houses[0].name
            if len(self.houses) == 1
            else ngettext("%(num)d Haus", "%(num)d Häuser", len(self.houses))
        )
        return _("%(houses)s, %(spaces)s", houses=names, spaces=self.scope.label)

    @property
    def when(self) -> str:
        """The period, and how far it is counted if it still runs."""
        if self.is_running:
            return _("%(period)s, gezählt bis %(day)s", period=self.asked.text, day=day_text(self.days.last))
        return self.asked.text

    @property
    def grains(self) -> list[tuple[str, str, bool]]:
        """The same time as a week, month, quarter, year: links for components/switch.html."""
        at = min(self.asked.last, self.yesterday) if self.asked.first <= self.yesterday else self.asked.first
        return [
            (str(label), self.url(around(at, grain)), grain is self.asked.grain)
            for grain, label in _GRAINS.items()
        ]

    @property
    def steps(self) -> dict[str, tuple[str, str]]:
        """One period back and forth, for components/pager.html."""
        earlier, later = self.asked.previous, self.asked.following
        return {
            "back": (earlier.text, self.url(earlier)),
            "forth": (later.text, self.url(later) if later.first <= self.yesterday else ""),
        }

    @property
    def tabs(self) -> list[TabGroup]:
        return tab_groups(self.tab, self.query)


Build = Callable[[Session, Board], Mapping[str, Any]]


def show(tab: Tab, template: str, build: Build, *, asks: type[BoardForm] = BoardForm) -> ResponseReturnValue:
    """The page of `tab`, or why there is nothing to show."""
    session, now = db.session(), utc_now()
    mine = [house for house in locations(session) if me().runs(house.id)]
    if not mine:
        return render_template("dashboards/none.html", tab=tab)
    yesterday = min(now.astimezone(house.zone).date() for house in mine) - A_DAY
    usual = around(yesterday.replace(day=1) - A_DAY, Grain.MONTH)
    form = asks(request.args).offer(mine, usual=usual, today=yesterday + A_DAY)
    if not form.validate():
        return render_template("dashboards/refused.html", tab=tab, form=form, tabs=tab_groups(tab, {})), 422
    days = form.asked.until(yesterday)
    board = Board(
        tab=tab,
        houses=form.houses,
        all_houses=mine,
        scope=form.scope,
        asked=form.asked,
        days=days or Days(form.asked.first, form.asked.first),
        yesterday=yesterday,
        now=now,
        form=form,
    )
    if days is None:
        return render_template("dashboards/ahead.html", board=board, form=form)
    return render_template(template, board=board, form=form, **build(session, board))

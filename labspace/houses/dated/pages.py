"""The page of one subject that is kept by days: what holds, what was changed, and the form for something else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.bookings.shown import ShownBooking
from labspace.db import db
from labspace.formats import day_text
from labspace.houses.dated.actions import Keeper
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row, holding, stand
from labspace.houses.dated.shown import shown_stretches
from labspace.houses.dated.submitting import rows_now, submit
from labspace.houses.subjects import SUBJECTS, changes_listed
from labspace.locations.models import Location

K = TypeVar("K", bound=Keeper)
F = TypeVar("F", bound=DatedForm)


@dataclass(frozen=True)
class DatedPage(ABC, Generic[K, F]):
    """Each subject says which form it has, how it is filled, and what was typed into it."""

    house: Location
    keeper: K
    now: datetime

    template: ClassVar[str]
    """It extends houses/dated.html."""

    @abstractmethod
    def form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> F:
        """The form with what was typed; `rows` are all that are kept."""

    @abstractmethod
    def fill(self, form: F, rows: Sequence[Row]) -> None:
        """Let the form show the rows that hold on its first day."""

    @abstractmethod
    def new(self, form: F) -> Sequence[Row] | None:
        """What shall hold; None where what was typed contradicts itself, then told. Only after `validate()`."""

    @abstractmethod
    def done(self, day: str) -> str:
        """What is said once it holds from a day on."""

    def more(self, rows: Sequence[Row]) -> Mapping[str, object]:
        """What else the template shows."""
        return {}

    @property
    def today(self) -> date:
        return self.now.astimezone(self.house.zone).date()

    def shown(self) -> str:
        """The page, its form filled with what holds on the day asked for (`?ab=`), or tomorrow."""
        tomorrow, rows = self.today + timedelta(days=1), rows_now(self.keeper, self.house)
        form = self._form(MultiDict({"ab": request.args.get("ab") or day_text(tomorrow)}), rows)
        self.fill(form, holding(rows, form.first_day() or tomorrow))
        form.write(form.stand, stand(rows))
        return self._page(form, rows, [])

    def submitted(self) -> ResponseReturnValue:
        """Let what was sent hold; touched bookings nobody has looked at are shown first."""
        rows = rows_now(self.keeper, self.house)
        form = self._form(request.form, rows)
        new = self.new(form) if form.validate() else None
        if new is None:
            return self._page(form, rows, []), 422
        status, touched = submit(form, self.keeper, self.house, new, now=self.now)
        if status != 303:
            return self._page(form, rows_now(self.keeper, self.house), touched), status
        flash(self.done(day_text(form.first_day() or form.today)), "success")
        return redirect(self._address(), code=303)

    def _form(self, values: MultiDict[str, str], rows: Sequence[Row]) -> F:
        form = self.form(values, rows)
        form.at(self.now, zone=self.house.zone)
        return form

    def _page(self, form: F, rows: Sequence[Row], touched: Sequence[ShownBooking]) -> str:
        subject = self.keeper.subject
        return render_template(
            self.template,
            house=self.house,
            form=form,
            action=self._address(),
            touched=touched,
            stretches=shown_stretches(rows, SUBJECTS[subject].told(self.house), since=self.today),
            changes=changes_listed(db.session(), self.house, (subject,), scope=self.keeper.scope),
            **self.more(rows),
        )

    def _address(self) -> str:
        """The page's own address, the same to see and to send."""
        return url_for(request.endpoint or "", **(request.view_args or {}))

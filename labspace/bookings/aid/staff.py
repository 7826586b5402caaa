"""The De-minimis list for the team: accounts, uses, register, table files, certificate."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from labspace.access import me, staff
from labspace.bookings.aid.actions import register
from labspace.bookings.aid.certificate import certificate
from labspace.bookings.aid.forms import RegisterForm
from labspace.bookings.aid.queries import is_beneficiary, uses_since
from labspace.bookings.aid.rules import CEILING_CENTS, Account, Use, accounts_of, window_of
from labspace.bookings.aid.sheets import excel_sheet, machine_sheet
from labspace.db import db
from labspace.documents.answers import pdf_answer
from labspace.errors import Refused
from labspace.formats import day_text, days_text, euro_text
from labspace.locations.models import Location
from labspace.times import start_of_day, utc_now
from labspace.words import gettext as _

bp = Blueprint("aid", __name__)

SHEETS = {"excel": excel_sheet, "maschine": machine_sheet}
MOST_SHOWN = 200


@bp.get("/team/beihilfen")
@staff
def accounts() -> ResponseReturnValue:
    """Who got how much in three rolling years, and what is still to be registered."""
    today, first = _window()
    found = accounts_of(uses_since(db.session(), first), first=first, last=today)
    return render_template(
        "bookings/aid/accounts.html",
        rows=[_shown(account, today=today) for account in found],
        window=days_text(first, today),
        ceiling=euro_text(CEILING_CENTS),
    )


@bp.get("/team/beihilfen/tabelle")
@staff
def sheet() -> ResponseReturnValue:
    """The same use by use as a table file, `form=excel` or `form=maschine`."""
    write = SHEETS.get(request.args.get("form", "excel")) or abort(404)
    today, first = _window()
    text = write(uses_since(db.session(), first), demo=_is_demo())
    answer = Response(text, mimetype="text/csv", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="de-minimis-{today.isoformat()}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/team/beihilfen/<beneficiary>")
@staff
def account(beneficiary: str) -> ResponseReturnValue:
    """The uses of one beneficiary."""
    today, first = _window()
    form = RegisterForm(formdata=None)
    form.day.data = day_text(today)
    return _page(beneficiary, _uses(beneficiary, first), form, first=first, today=today)


@bp.post("/team/beihilfen/<beneficiary>")
@staff
def note_registered(beneficiary: str) -> ResponseReturnValue:
    """All that is open is in the register now."""
    today, first = _window()
    uses, form = _uses(beneficiary, first), RegisterForm(request.form)
    form.today = today
    if not form.validate():
        return _page(beneficiary, uses, form, first=first, today=today), 422
    registered_on = form.registered_on()
    assert registered_on is not None
    try:
        register(
            db.session(),
            beneficiary,
            registered_on=registered_on,
            reference=form.reference.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused:
        db.session.rollback()
        form.refuse(_("Hier ist nichts mehr einzutragen; vielleicht war jemand aus dem Team schneller."))
        return _page(beneficiary, uses, form, first=first, today=today), 409
    db.session.commit()
    flash(_("Als eingetragen vermerkt."), "success")
    return redirect(url_for("aid.account", beneficiary=beneficiary), code=303)


@bp.get("/team/beihilfen/<beneficiary>/bescheinigung.pdf")
@staff
def certificate_pdf(beneficiary: str) -> ResponseReturnValue:
    """The certificate for these three years."""
    today, first = _window()
    uses = _uses(beneficiary, first)
    made_at = start_of_day(today, zone=_zone())
    document = certificate(uses, first=first, last=today, demo=_is_demo(), made_at=made_at)
    db.session.rollback()
    return pdf_answer(document, name=f"bescheinigung-{beneficiary}-{today.isoformat()}")


def _zone() -> ZoneInfo:
    house = db.session.scalars(select(Location).order_by(Location.position, Location.id).limit(1)).first()
    return house.zone if house else ZoneInfo("Europe/Berlin")


def _window() -> tuple[date, date]:
    now: datetime = utc_now()
    today = now.astimezone(_zone()).date()
    return today, window_of(today)


def _is_demo() -> bool:
    return db.session.scalar(select(Location.id).where(Location.is_demo).limit(1)) is not None


def _uses(beneficiary: str, first: date) -> list[Use]:
    if not is_beneficiary(beneficiary):
        abort(404)
    return uses_since(db.session(), first, beneficiary=beneficiary) or abort(404)


def _shown(account: Account, *, today: date) -> dict[str, object]:
    late = account.register_by is not None and account.register_by < today
    return {
        "name": account.name,
        "url": url_for("aid.account", beneficiary=account.beneficiary),
        "uses": account.uses,
        "market": euro_text(account.market_cents),
        "paid": euro_text(account.price_cents),
        "advantage": euro_text(account.advantage_cents),
        "badge": "danger" if late else "warning" if account.to_register else "success",
        "register": _("überfällig seit %(day)s", day=day_text(account.register_by))
        if late and account.register_by
        else _("bis %(day)s", day=day_text(account.register_by))
        if account.register_by
        else _("alles eingetragen"),
    }


def _page(beneficiary: str, uses: list[Use], form: RegisterForm, *, first: date, today: date) -> str:
    (total,) = accounts_of(uses, first=first, last=today) or (None,)
    return render_template(
        "bookings/aid/account.html",
        beneficiary=beneficiary,
        name=uses[0].name,
        total=_shown(total, today=today) if total else None,
        rows=[
            [
                _("%(kind)s, %(house)s", kind=use.space_kind, house=use.house),
                days_text(use.first, use.last),
                day_text(use.granted_on),
                euro_text(use.market_cents),
                euro_text(use.price_cents),
                euro_text(use.advantage_cents),
                _("am %(day)s", day=day_text(use.registered_on))
                if use.registered_on
                else _("bis %(day)s", day=day_text(use.register_by)),
            ]
            for use in uses[:MOST_SHOWN]
        ],
        left_out=max(len(uses) - MOST_SHOWN, 0),
        window=days_text(first, today),
        form=form,
        has_open=any(use.registered_on is None for use in uses),
    )

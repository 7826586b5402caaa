"""A price in words: for the form, the booking's page and its mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.accounts.affiliations import Affiliation
from labspace.accounts.models import Organisation
from labspace.accounts.tariff_groups import group_of_booker
from labspace.bookings.models import Booking
from labspace.bookings.prices.kept import kept_quote, quote_for, quote_within
from labspace.bookings.prices.quotes import Line, Quote, Tax
from labspace.bookings.prices.tariffs import Part, Unit
from labspace.formats import duration_text, euro_text, exact_text
from labspace.spaces.house import House
from labspace.spaces.houses import AnySpace
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class PriceShown:
    """All a page says about money."""

    amount: str
    group: str
    lines: Sequence[tuple[str, str]]
    """How it comes about: what, and what that costs."""
    advantage: str
    """What is saved against the list price; empty: nothing."""


def price_shown(found: Quote, *, names: Mapping[str, str]) -> PriceShown:
    """The price; `names` are the names of spaces by public id, told where there are several."""
    several = len({line.space for line in found.lines}) > 1
    lines = [_line(line, name=names.get(line.space, line.space) if several else "") for line in found.lines]
    is_free = not found.price_cents
    is_gross = sum(line.part.cents for line in found.lines) == found.price_cents
    return PriceShown(
        amount=amount_text(found.price_cents),
        group=str(found.group.label),
        lines=[] if is_free else [*lines, *_taxes(found.taxes, is_gross=is_gross)],
        advantage=_advantage(found),
    )


def amount_text(cents: int) -> str:
    """12,00 € · kostenfrei."""
    return euro_text(cents) if cents else _("kostenfrei")


def amount_of(price: PriceShown) -> str:
    """The price in one line, with whose it is."""
    return _("%(amount)s, Tarif: %(group)s", amount=price.amount, group=price.group)


def no_invoice() -> str:
    """What every price must say that stands where somebody could take it for a bill."""
    return _("Preisauskunft, keine Rechnung im Sinne des §\N{NO-BREAK SPACE}14\N{NO-BREAK SPACE}UStG")


def _line(line: Line, *, name: str) -> tuple[str, str]:
    what = _part(line.part)
    if name:
        what = _("%(space)s: %(what)s", space=name, what=what)
    return what, euro_text(line.part.cents)


def _part(part: Part) -> str:
    price = euro_text(part.unit_cents)
    match part.unit:
        case Unit.HOUR:
            length = duration_text(part.quantity)
            return _("%(length)s zu %(price)s je Stunde", length=length, price=price)
        case Unit.HALF_DAY:
            return ngettext(
                "%(num)d halber Tag (bis 5 Stunden) zu %(price)s",
                "%(num)d halbe Tage (bis 5 Stunden) zu %(price)s",
                part.quantity,
                price=price,
            )
        case Unit.SEATING:
            return ngettext(
                "%(num)d Tischzeit (bis 2 Stunden) zu %(price)s",
                "%(num)d Tischzeiten (bis 2 Stunden) zu %(price)s",
                part.quantity,
                price=price,
            )
        case Unit.DAY:
            return ngettext(
                "%(num)d Tag zu %(price)s", "%(num)d Tage zu %(price)s", part.quantity, price=price
            )
        case Unit.WEEK:
            return ngettext(
                "%(num)d Woche zu %(price)s", "%(num)d Wochen zu %(price)s", part.quantity, price=price
            )


def _taxes(taxes: Sequence[Tax], *, is_gross: bool) -> list[tuple[str, str]]:
    """The tax in prices that have it, or on top of those that have not."""
    found = []
    for tax in taxes:
        rate = exact_text(Fraction(tax.permille, 10), digits=1 if tax.permille % 10 else 0)
        if not tax.permille:
            found.append((_("ohne Umsatzsteuer"), euro_text(tax.gross_cents)))
        elif is_gross:
            found.append((_("darin Umsatzsteuer %(rate)s %%", rate=rate), euro_text(tax.tax_cents)))
        else:
            found.append((_("zuzüglich Umsatzsteuer %(rate)s %%", rate=rate), euro_text(tax.tax_cents)))
    return found


def _advantage(found: Quote) -> str:
    if not found.advantage_cents:
        return ""
    return _(
        "Listenpreis %(market)s, Ihr Vorteil %(advantage)s",
        market=euro_text(found.market_cents),
        advantage=euro_text(found.advantage_cents),
    )


def price_of_wish(
    session: Session, spaces: Sequence[Space], span: TimeSpan | None, *, organisation: Organisation | None
) -> PriceShown | None:
    """What a wish would cost now; None as long as there is no span, or no price."""
    if not spaces or span is None:
        return None
    found = quote_for(session, spaces, span, group=group_of_booker(organisation))
    return price_shown(found, names=_names(spaces)) if found else None


def price_within(
    session: Session,
    house: House,
    spaces: Sequence[AnySpace],
    span: TimeSpan | None,
    *,
    organisation: Affiliation | None,
) -> PriceShown | None:
    """As `price_of_wish` in a house as it is now."""
    if not spaces or span is None:
        return None
    found = quote_within(session, house, spaces, span, group=group_of_booker(organisation))
    return price_shown(found, names=_names(spaces)) if found else None


def price_of_booking(booking: Booking) -> PriceShown | None:
    """What a booking was quoted; None where there was no price."""
    found = kept_quote(booking)
    return price_shown(found, names=_names(booking.spaces)) if found else None


def _names(spaces: Sequence[AnySpace]) -> dict[str, str]:
    return {space.public_id: space_name(space) for space in spaces}

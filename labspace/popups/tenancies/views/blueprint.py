"""The blueprints of tenancies, and who may see what."""

from __future__ import annotations

from flask import Blueprint, abort

from labspace.access import me, must_run
from labspace.db import db
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.queries import find_offer, find_tenancy

bp = Blueprint("tenancies", __name__)
staff_bp = Blueprint("tenancies_staff", __name__)


def visible_offer(offer_id: int) -> PopupOffer:
    """The offer, if the signed-in person got it or runs its house; nobody else learns of it."""
    offer = find_offer(db.session(), offer_id)
    if offer is None:
        abort(404)
    if offer.application.applicant_id != me().id and not me().runs(offer.space.location_id):
        abort(404)
    return offer


def visible_tenancy(tenancy_id: int) -> Tenancy:
    """The tenancy, if the signed-in person has it or runs its house."""
    tenancy = find_tenancy(db.session(), tenancy_id)
    if tenancy is None or (tenancy.tenant_id != me().id and not me().runs(tenancy.location_id)):
        abort(404)
    return tenancy


def run_house(slug: str) -> Location:
    """The house, if the signed-in person is staff of it."""
    house = find_location(db.session(), slug) if slug.isprintable() else None
    if house is None:
        abort(404)
    must_run(house.id)
    return house


def house_tenancy(house: Location, tenancy_id: int) -> Tenancy:
    """A tenancy of this house; those of other houses are not found here."""
    tenancy = find_tenancy(db.session(), tenancy_id)
    if tenancy is None or tenancy.location_id != house.id:
        abort(404)
    return tenancy

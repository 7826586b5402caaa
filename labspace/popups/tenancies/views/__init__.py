"""Pages of founders and tenants, and of the staff who let slots."""

from labspace.popups.tenancies.views import agreement, hours, offer, results, shop, show
from labspace.popups.tenancies.views.blueprint import bp

__all__ = ["agreement", "bp", "hours", "offer", "results", "shop", "show"]

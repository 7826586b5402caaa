"""Pages of the staff who let slots."""

from labspace.popups.tenancies.staff import board, end, handover, offer, programme, results
from labspace.popups.tenancies.views.blueprint import staff_bp as bp

__all__ = ["board", "bp", "end", "handover", "offer", "programme", "results"]

"""Pages of the team on which plans are traced from what a house has."""

from labspace.plans.tracing.staff import drawings, pictures, scaling
from labspace.plans.tracing.staff.blueprint import bp

__all__ = ["bp", "drawings", "pictures", "scaling"]

"""The team's pages of reports."""

from labspace.reports.views import drafting, files, heading, monthly, printing, reading
from labspace.reports.views.blueprint import bp

__all__ = ["bp", "drafting", "files", "heading", "monthly", "printing", "reading"]

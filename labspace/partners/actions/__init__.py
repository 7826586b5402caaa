"""The one door for each change about partners."""

from labspace.partners.actions.agree import (
    NewAgreement,
    NewAllotment,
    add_allotment,
    end_agreement,
    end_allotment,
    make_agreement,
)
from labspace.partners.actions.keep import keep_allotments
from labspace.partners.actions.use import give_back, use_date

__all__ = [
    "NewAgreement",
    "NewAllotment",
    "add_allotment",
    "end_agreement",
    "end_allotment",
    "give_back",
    "keep_allotments",
    "make_agreement",
    "use_date",
]

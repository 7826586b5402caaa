"""Who pays which price: the group an organisation or a private person belongs to."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from flask_babel import LazyString

from labspace.accounts.kinds import PartnerType
from labspace.words import lazy_gettext as _l

if TYPE_CHECKING:
    from labspace.accounts.affiliations import Affiliation
    from labspace.accounts.models import Organisation


class TariffGroup(enum.Enum):
    """A group that may have prices of its own; without them it pays the list price."""

    MEMBER = "member"
    NON_MEMBER = "non_member"
    NON_PROFIT = "non_profit"
    STARTUP = "startup"
    COOPERATION = "cooperation"
    INTERNAL = "internal"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    TariffGroup.MEMBER: _l("Mitglied"),
    TariffGroup.NON_MEMBER: _l("Nichtmitglied"),
    TariffGroup.NON_PROFIT: _l("gemeinnützig"),
    TariffGroup.STARTUP: _l("Startup"),
    TariffGroup.COOPERATION: _l("Kooperation"),
    TariffGroup.INTERNAL: _l("intern"),
}

_BY_PARTNER = {
    PartnerType.STARTUP: TariffGroup.STARTUP,
    PartnerType.MEMBER_COMPANY: TariffGroup.MEMBER,
    PartnerType.UNIVERSITY: TariffGroup.COOPERATION,
    PartnerType.CITY_PARTNER: TariffGroup.COOPERATION,
    PartnerType.BANK: TariffGroup.COOPERATION,
    PartnerType.ASSOCIATION: TariffGroup.NON_PROFIT,
    PartnerType.INTERNAL: TariffGroup.INTERNAL,
}


def group_of(partner_type: PartnerType, *, is_member: bool = False) -> TariffGroup:
    """The group of this kind of partner; where the kind does not say, whether they are a chamber member."""
    usual = TariffGroup.MEMBER if is_member else TariffGroup.NON_MEMBER
    return _BY_PARTNER.get(partner_type, usual)


def group_of_booker(organisation: Organisation | Affiliation | None) -> TariffGroup:
    """The group somebody books in: their organisation's, or that of a private person."""
    if organisation is None:
        return group_of(PartnerType.PRIVATE)
    return group_of(organisation.partner_type, is_member=organisation.is_chamber_member)

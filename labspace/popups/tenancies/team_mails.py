"""What the team of a house is told by mail about its offers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.mails import mail_team, site_url
from labspace.accounts.models import User
from labspace.announcements import listen
from labspace.formats import moment_text
from labspace.notices.letters import Letter
from labspace.popups.tenancies.changes import OfferEnded
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.states import OfferState
from labspace.popups.tenancies.words import offered_weeks
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@listen(OfferEnded)
def tell_team(session: Session, ended: OfferEnded) -> None:
    """Write to everybody who runs the house that nobody answered in time: the next step is theirs."""
    offer = ended.offer
    if offer.state is not OfferState.LAPSED:
        return
    mail_team(
        session,
        offer.space.location,
        lambda user: _lapsed(offer, user),
        topic=f"popup-offer:{offer.id}",
        now=ended.at,
    )


def _lapsed(offer: PopupOffer, user: User) -> Letter:
    house, application = offer.space.location, offer.application
    return Letter(
        subject=_("Angebot ohne Antwort verfallen: %(title)s", title=application.title),
        greeting=_("Guten Tag %(name)s,", name=user.name),
        paragraphs=[
            _("auf das Angebot kam bis zur Frist keine Antwort. Die Fläche ist wieder frei."),
            _(
                "Nächster Schritt: Die Bewerbung steht auf der Reserveliste. "
                "Sie können ihr erneut oder einer anderen etwas anbieten."
            ),
        ],
        facts=[
            (_("Haus"), house.name),
            (_("Pop-up-Fläche"), space_name(offer.space)),
            (_("Zeitraum"), offered_weeks(offer)),
            (_("Frist"), moment_text(offer.until, zone=house.zone)),
        ],
        action=_("Bewerbung ansehen"),
        url=site_url(f"/team/{house.slug}/pop-up/bewerbungen/{application.id}"),
    )

"""The mail about a new token."""

from __future__ import annotations

from labspace.accounts.mails import site_url
from labspace.notices.letters import Letter
from labspace.words import gettext as _


def token_created(name: str) -> Letter:
    """After every new token."""
    return Letter(
        subject=_("Neues API-Token in Ihrem Konto"),
        greeting=_("Guten Tag,"),
        paragraphs=[
            _(
                "in Ihrem Konto bei labspace wurde eben das API-Token „%(name)s“ erstellt. "
                "Damit kann ein Programm in Ihrem Namen handeln, so weit Sie es erlaubt haben.",
                name=name,
            ),
            _("Waren Sie das nicht? Dann widerrufen Sie es bitte gleich und ändern Sie Ihr Kennwort."),
        ],
        action=_("API-Token ansehen"),
        url=site_url("/profil/api-token"),
    )

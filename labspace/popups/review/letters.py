"""The letter of a decision: a text the team edits before it leaves, and the mail that carries it."""

from __future__ import annotations

from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.mails import send_letter, site_url
from labspace.announcements import listen
from labspace.notices.letters import Letter
from labspace.popups.changes import ApplicationDecided
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.words import gettext as _


def letter_draft(application: PopupApplication, outcome: ApplicationState) -> str:
    """What the letter begins with, in the applicant's language."""
    with force_locale(application.applicant.locale):
        return "\n\n".join(_paragraphs(application, outcome))


def _paragraphs(application: PopupApplication, outcome: ApplicationState) -> list[str]:
    title, house = application.title, application.call.location.name
    thanks = _("vielen Dank für Ihre Bewerbung „%(title)s“ im %(house)s.", title=title, house=house)
    if outcome is ApplicationState.OFFERED:
        return [
            thanks,
            _("Ihr Konzept hat uns überzeugt: Wir möchten Ihnen eine Pop-up-Fläche anbieten."),
            _("Das Angebot mit Fläche, Zeit, Preis und Frist bekommen Sie in einer eigenen Nachricht."),
        ]
    if outcome is ApplicationState.RESERVE:
        return [
            thanks,
            _("Ihr Konzept gefällt uns, für die gewünschten Wochen hatten andere aber den Vorrang."),
            _("Sie stehen auf der Reserveliste. Wird eine Fläche frei, melden wir uns bei Ihnen."),
        ]
    return [
        thanks,
        _("Wir haben Ihr Konzept sorgfältig geprüft und können Ihnen leider keine Fläche anbieten."),
        _("Gern sprechen wir mit Ihnen darüber, was beim nächsten Mal besser passen könnte."),
    ]


@listen(ApplicationDecided)
def tell_applicant(session: Session, decided: ApplicationDecided) -> None:
    """Write the letter into the outbox, in the transaction that decides."""
    application = decided.application
    person = application.applicant
    if not person.is_active:
        return
    send_letter(
        session,
        lambda: _letter(decided),
        topic=f"popup_application:{application.id}",
        locale=person.locale,
        recipient=person.email,
        demo=application.call.location.is_demo,
        now=decided.at,
    )


def _letter(decided: ApplicationDecided) -> Letter:
    application = decided.application
    return Letter(
        subject=_subject(application, decided.outcome),
        greeting=_("Guten Tag %(name)s,", name=application.applicant.name),
        paragraphs=[part.strip() for part in decided.letter.split("\n\n") if part.strip()],
        action=_("Zur Bewerbung"),
        url=site_url(f"/pop-up/bewerbungen/{application.id}"),
    )


def _subject(application: PopupApplication, outcome: ApplicationState) -> str:
    title = application.title
    if outcome is ApplicationState.OFFERED:
        return _("Ihre Bewerbung „%(title)s“: ein Angebot folgt", title=title)
    if outcome is ApplicationState.RESERVE:
        return _("Ihre Bewerbung „%(title)s“: auf der Reserveliste", title=title)
    return _("Ihre Bewerbung „%(title)s“: leider nicht möglich", title=title)

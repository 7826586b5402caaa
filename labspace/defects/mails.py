"""What reporters and teams are told, written by the transaction that makes it true."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.mails import mail_team, site_url
from labspace.accounts.models import User
from labspace.defects.models import DefectReport, DefectStep
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.spaces.names import space_name
from labspace.words import gettext as _


def tell_team(session: Session, report: DefectReport, *, now: datetime) -> None:
    """To everybody who runs the house: something is broken."""
    mail_team(
        session,
        report.location,
        lambda user: _to_team(report, user),
        topic=f"defect:{report.id}",
        now=now,
    )


def tell_reporter(session: Session, report: DefectReport, step: DefectStep, *, now: datetime) -> None:
    """To whoever reported it: how it stands now."""
    user = report.reporter
    if not user.is_active:
        return
    with force_locale(user.locale):
        letter = Letter(
            subject=_("Ihre Meldung: %(state)s", state=step.state.label),
            greeting=_("Guten Tag %(name)s,", name=user.name),
            paragraphs=[
                _(
                    "danke, dass Sie Bescheid gesagt haben. So steht es jetzt: %(state)s.",
                    state=step.state.label,
                ),
                *([step.words] if step.words else []),
            ],
            facts=_facts(report),
            action=_("Meine Meldungen ansehen"),
            url=site_url("/maengel"),
            demo=report.location.is_demo,
        )
        enqueue_mail(
            session,
            topic=f"defect:{report.id}",
            recipient=user.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=now,
        )


def _to_team(report: DefectReport, user: User) -> Letter:
    return Letter(
        subject=_("Mangel gemeldet: %(space)s", space=space_name(report.space)),
        greeting=_("Guten Tag %(name)s,", name=user.name),
        paragraphs=[_("in Ihrem Haus ist etwas nicht in Ordnung:"), report.words],
        facts=[*_facts(report), (_("Gemeldet von"), report.reporter.name)],
        action=_("Meldung ansehen"),
        url=site_url(f"/team/{report.location.slug}/maengel/{report.id}"),
        demo=report.location.is_demo,
    )


def _facts(report: DefectReport) -> list[tuple[str, str]]:
    return [(_("Fläche"), space_name(report.space)), (_("Haus"), report.location.name)]

"""labspace: booking, calendars and honest figures for houses in the city centre."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from flask import Flask

from labspace.home import HOME, load_config

load_config()

if TYPE_CHECKING:
    from config import Settings

BLUEPRINTS = (
    "labspace.accounts.views:bp",
    "labspace.accounts.staff:bp",
    "labspace.accounts.administration:bp",
    "labspace.accounts.app_passwords.views:bp",
    "labspace.pictures.views:bp",
    "labspace.front.stylesheet:bp",
    "labspace.front.building_blocks:bp",
    "labspace.front.start:bp",
    "labspace.front.house:bp",
    "labspace.front.timeline:bp",
    "labspace.front.space_page:bp",
    "labspace.front.event_finder:bp",
    "labspace.front.slot_calendar:bp",
    "labspace.front.legal:bp",
    "labspace.front.today:bp",
    "labspace.bookings.views:bp",
    "labspace.bookings.options.views:bp",
    "labspace.bookings.options.staff:bp",
    "labspace.occupancy.views:bp",
    "labspace.occupancy.released.views:bp",
    "labspace.reports.views:bp",
    "labspace.dashboards.views:bp",
    "labspace.bookings.staff:bp",
    "labspace.bookings.aid.staff:bp",
    "labspace.houses.staff:bp",
    "labspace.plans.staff:bp",
    "labspace.plans.publishing.staff:bp",
    "labspace.plans.exports.staff:bp",
    "labspace.houses.record.staff:bp",
    "labspace.houses.founding.staff:bp",
    "labspace.houses.team.staff:bp",
    "labspace.houses.texts.staff:bp",
    "labspace.houses.doors.staff:bp",
    "labspace.houses.furnishing.staff:bp",
    "labspace.defects.views:bp",
    "labspace.defects.staff:bp",
    "labspace.plans.tracing.staff:bp",
    "labspace.plans.uploads.staff:bp",
    "labspace.houses.dated.staff:bp",
    "labspace.houses.hours.staff:bp",
    "labspace.houses.unit_hours.staff:bp",
    "labspace.events.stock.staff:bp",
    "labspace.visits.stays.staff:bp",
    "labspace.houses.terms.staff:bp",
    "labspace.houses.prices.staff:bp",
    "labspace.houses.quiet.staff:bp",
    "labspace.houses.reminding.staff:bp",
    "labspace.houses.ruling.staff:bp",
    "labspace.calendars.views:bp",
    "labspace.calendars.feed_views:bp",
    "labspace.calendars.downloads:bp",
    "labspace.calendars.programme.views:bp",
    "labspace.caldav.views:bp",
    "labspace.events.views:bp",
    "labspace.events.staff:bp",
    "labspace.events.dates_views:bp",
    "labspace.visits.views:bp",
    "labspace.visits.staff:bp",
    "labspace.events.attendance.views:bp",
    "labspace.events.programme.views:bp",
    "labspace.events.programme.entry:bp",
    "labspace.events.decision.follow_up:bp",
    "labspace.events.decision.option_staff:bp",
    "labspace.events.decision.organiser:bp",
    "labspace.popups.views:bp",
    "labspace.popups.tenancies.views:bp",
    "labspace.popups.tenancies.staff:bp",
    "labspace.ideas.views:bp",
    "labspace.ideas.staff:bp",
    "labspace.popups.applications.views:bp",
    "labspace.popups.calls.views:bp",
    "labspace.popups.calls.staff:bp",
    "labspace.popups.review.staff:bp",
    "labspace.partners.views:bp",
    "labspace.partners.staff:bp",
    "labspace.busy.staff:bp",
    "labspace.context.staff:bp",
    "labspace.transfer.views:bp",
    "labspace.transfer.staff:bp",
    "labspace.transfer.bookings.staff:bp",
    "labspace.api.tokens.views:bp",
    "labspace.api.views:bp",
    "labspace.api.document.views:bp",
    "labspace.upkeep.views:bp",
    "labspace.webhooks.staff:bp",
    "labspace.displays.views:bp",
)
"""Where each package keeps its pages."""

LISTENERS: tuple[str, ...] = (
    "labspace.accounts.app_passwords.listeners",
    "labspace.bookings.listeners",
    "labspace.bookings.jobs",
    "labspace.bookings.aid.jobs",
    "labspace.bookings.mails",
    "labspace.bookings.presence_mails",
    "labspace.bookings.reminder_mails",
    "labspace.bookings.series.listeners",
    "labspace.bookings.series.mails",
    "labspace.bookings.options.listeners",
    "labspace.bookings.options.jobs",
    "labspace.bookings.options.mails",
    "labspace.bookings.waiting.listeners",
    "labspace.bookings.waiting.jobs",
    "labspace.bookings.waiting.mails",
    "labspace.houses.record.shown",
    "labspace.houses.dated.recorded",
    "labspace.plans.publishing.recorded",
    "labspace.context.recorded",
    "labspace.plans.publishing.jobs",
    "labspace.houses.doors.arrival",
    "labspace.defects.pictures",
    "labspace.busy.listeners",
    "labspace.busy.jobs",
    "labspace.visits.jobs",
    "labspace.context.jobs",
    "labspace.events.attendance.jobs",
    "labspace.events.attendance.mails",
    "labspace.events.programme.listeners",
    "labspace.calendars.listeners",
    "labspace.calendars.readers",
    "labspace.calendars.programme.feeds",
    "labspace.events.sentences",
    "labspace.events.equipment.listeners",
    "labspace.events.equipment.mails",
    "labspace.events.mails",
    "labspace.events.decision.sentences",
    "labspace.events.decision.listeners",
    "labspace.events.decision.mails",
    "labspace.events.decision.jobs",
    "labspace.events.summary",
    "labspace.pictures.jobs",
    "labspace.plans.tracing.jobs",
    "labspace.popups.listeners",
    "labspace.popups.summary",
    "labspace.ideas.jobs",
    "labspace.popups.pictures",
    "labspace.popups.review.letters",
    "labspace.popups.unfinished",
    "labspace.partners.jobs",
    "labspace.partners.listeners",
    "labspace.partners.side_links",
    "labspace.reports.printing",
    "labspace.reports.monthly",
    "labspace.popups.tenancies.listeners",
    "labspace.popups.tenancies.jobs",
    "labspace.popups.tenancies.mails",
    "labspace.popups.tenancies.team_mails",
    "labspace.popups.tenancies.pictures",
    "labspace.occupancy.facts.listeners",
    "labspace.occupancy.facts.jobs",
    "labspace.occupancy.released.jobs",
    "labspace.occupancy.facts.time.family",
    "labspace.occupancy.people.family",
    "labspace.occupancy.people.listeners",
    "labspace.api.tokens.listeners",
    "labspace.api.limits.counting",
    "labspace.api.once.answering",
    "labspace.upkeep.backups.nightly",
    "labspace.upkeep.day_sheets.nightly",
    "labspace.webhooks.listeners",
    "labspace.webhooks.courier",
)
"""Modules that react to what lower packages announce, or add to what they show."""


def create_app(settings: Settings | None = None, *, pages: bool = True) -> Flask:
    """The application for these settings, by default those of the environment.

    Without `pages` it has its settings and its database and nothing else, in a quarter of the time:
    for commands that look after the deployment.
    """
    from labspace.starting import without_collecting

    with without_collecting():
        app = _on_its_database(settings)
        if pages:
            _add_pages(app)
    return app


def _on_its_database(settings: Settings | None) -> Flask:
    from config import settings_from
    from labspace.db import connect
    from labspace.rendering import Pages
    from labspace.starting import Site

    settings = settings or settings_from()
    app = Site(__name__, template_folder=str(HOME / "templates"), static_folder=str(HOME / "static"))
    app.jinja_environment = Pages
    app.extensions["labspace.settings"] = settings
    connect(app, settings)
    return app


def _add_pages(app: Flask) -> None:
    from labspace import assets, compression, languages, security
    from labspace.access import guard_routes
    from labspace.accounts.sessions import login_manager
    from labspace.api.ground.problems import tell_problems
    from labspace.front import errors, site
    from labspace.upkeep.views import watch

    watch(app)
    security.protect(app, app.extensions["labspace.settings"])
    languages.speak(app)
    assets.serve(app)
    compression.compress_answers(app)
    login_manager.init_app(app)
    guard_routes(app)
    site.frame_pages(app)
    errors.answer_errors(app)
    tell_problems(app)
    for name in LISTENERS:
        import_module(name)
    for name in BLUEPRINTS:
        module, _, blueprint = name.partition(":")
        app.register_blueprint(getattr(import_module(module), blueprint))

"""Imports every package's models, so that the metadata is complete."""

from labspace.accounts import models as accounts
from labspace.accounts.app_passwords import models as app_passwords
from labspace.api.limits import models as api_limits
from labspace.api.once import models as api_answers
from labspace.api.tokens import models as api_tokens
from labspace.bookings import claim_models as claims
from labspace.bookings import demand
from labspace.bookings import models as bookings
from labspace.bookings import release_models as releases
from labspace.bookings import reminder_models as reminders
from labspace.bookings.aid import models as aid
from labspace.bookings.options import models as options
from labspace.bookings.options import term_models as terms
from labspace.bookings.prices import models as tariffs
from labspace.bookings.rulebook import models as rules
from labspace.bookings.series import models as series
from labspace.bookings.waiting import models as waiting
from labspace.busy import models as busy
from labspace.caldav import models as caldav
from labspace.calendars import models as calendars
from labspace.calendars.programme import models as programme_feeds
from labspace.context import models as context
from labspace.defects import models as defects
from labspace.events import catering, drafts
from labspace.events import models as events
from labspace.events.attendance import models as attendance
from labspace.events.decision import models as decisions
from labspace.events.equipment import models as equipment
from labspace.events.programme import models as programme
from labspace.houses import models as houses
from labspace.houses.dated import models as dated
from labspace.houses.doors import models as house_doors
from labspace.houses.record import models as house_record
from labspace.houses.texts import models as house_texts
from labspace.ideas import models as ideas
from labspace.locations import models as locations
from labspace.notices import models as notices
from labspace.occupancy.facts import models as facts
from labspace.occupancy.facts.time import models as time_facts
from labspace.occupancy.people import models as people_facts
from labspace.occupancy.released import models as released
from labspace.partners import models as partners
from labspace.pictures import models as pictures
from labspace.plans import models as plans
from labspace.plans.publishing import models as plan_publications
from labspace.plans.tracing import models as tracing
from labspace.popups import models as popups
from labspace.popups.review import models as popup_review
from labspace.popups.tenancies import models as tenancies
from labspace.popups.tenancies import records as tenancy_records
from labspace.reports import models as reports
from labspace.spaces import models as spaces
from labspace.visits import models as visits
from labspace.webhooks import models as webhooks

__all__ = [
    "accounts",
    "aid",
    "api_answers",
    "api_limits",
    "api_tokens",
    "app_passwords",
    "attendance",
    "bookings",
    "busy",
    "caldav",
    "calendars",
    "catering",
    "claims",
    "context",
    "dated",
    "decisions",
    "defects",
    "demand",
    "drafts",
    "equipment",
    "events",
    "facts",
    "house_doors",
    "house_record",
    "house_texts",
    "houses",
    "ideas",
    "locations",
    "notices",
    "options",
    "partners",
    "people_facts",
    "pictures",
    "plan_publications",
    "plans",
    "popup_review",
    "popups",
    "programme",
    "programme_feeds",
    "released",
    "releases",
    "reminders",
    "reports",
    "rules",
    "series",
    "spaces",
    "tariffs",
    "tenancies",
    "tenancy_records",
    "terms",
    "time_facts",
    "tracing",
    "visits",
    "waiting",
    "webhooks",
]

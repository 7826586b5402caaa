"""A house in which something of everything has happened, and the addresses of all its routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from labspace.accounts.actions.invitations import invite
from labspace.accounts.app_passwords.actions import create_app_password
from labspace.accounts.app_passwords.queries import app_passwords_of
from labspace.api.tokens.actions import create_token
from labspace.api.tokens.kinds import Scope as ApiScope
from labspace.api.tokens.queries import tokens_of
from labspace.bookings.actions import block_space
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.options.actions import invite_partner
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.queries import skipped_dates_of
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.waiting.actions.join import Wanted, join_waiting_list
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.models import WaitingWish
from labspace.bookings.wishes import Details, Wish
from labspace.busy.actions import Content, draft_calendar, start_calendar
from labspace.busy.models import BusyCollision
from labspace.calendars.linking import open_link
from labspace.calendars.scopes import FeedKind, Scope
from labspace.context.actions import (
    NewCityEvent,
    NewSeries,
    NewTarget,
    draft_import,
    note_city_event,
    open_series,
    set_target,
)
from labspace.context.kinds import SeriesKind, Stamp
from labspace.defects.actions import report_defect
from labspace.events.actions import EventDetails, request_event
from labspace.events.decision.actions.checklist import add_check
from labspace.events.decision.actions.conditions import set_conditions
from labspace.events.decision.queries import conditions_of
from labspace.events.drafts import put_aside
from labspace.events.programme.actions import Wording, propose_text, release_text
from labspace.events.programme.models import PublicEvent
from labspace.houses.actions import close_houses
from labspace.houses.founding.actions import describe_house, facts_of
from labspace.houses.furnishing.actions import picture_space
from labspace.houses.hours.openings import open_house
from labspace.houses.record.actions import stamp_of
from labspace.houses.texts.kinds import SitePage
from labspace.ideas.actions import NewAmount, Told, enter_money, release, tell_idea
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.notices.models import Channel, OutboxRow
from labspace.partners.actions import NewAgreement, NewAllotment, add_allotment, make_agreement
from labspace.partners.models import AllotmentDate
from labspace.pictures.actions import add_picture
from labspace.pictures.encoding import encode
from labspace.pictures.kinds import PictureSize
from labspace.plans.actions import save_draft, start_draft
from labspace.plans.publishing.actions import publish_draft
from labspace.plans.tracing.actions import bring_drawing, lay_underlay
from labspace.plans.tracing.sheets import Layer, Line, Sheet
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.applications.drafts import begin_application
from labspace.popups.tenancies.actions.handovers import Found, Protocol, write_handover
from labspace.popups.tenancies.actions.offers import Terms, accept_offer, make_offer
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.shop_hours import WeeklyHours
from labspace.popups.tenancies.states import Condition, Direction
from labspace.reports.actions import begin_report
from labspace.reports.models import ReportPrint, ReportVersion
from labspace.reports.states import PrintState
from labspace.spaces.event_terms import ChecklistWho
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import FloorPlan
from labspace.spaces.targets import TargetIndicator
from labspace.times import TimeSpan
from labspace.visits.actions import Counted, enter_count
from labspace.visits.kinds import VisitSource
from labspace.webhooks.actions import add_endpoint, send_test
from labspace.webhooks.kinds import CHOOSABLE
from tests.factories import Cast, book, on_day
from tests.pictures.files import picture_bytes
from tests.plans.floors import add_plan
from tests.support.hours import lengthen_hours

TUESDAY = date(2026, 11, 24)
PICTURE = encode(picture_bytes(size=(40, 30)))
DRAWN = Sheet((Layer("Wand"),), (Line(0, ((0.0, 0.0), (90.0, 0.0), (90.0, 60.0)), False),), (), 0.001)
"""What was read of somebody's drawing: one wall with a corner."""

OF_EVENTS = (
    "/anfragen/",
    "/veranstaltungen/",
    "/zusage",
    "/entscheidungsbitte",
    "/mitveranstaltende",
    "/besuche",
    "/tuer",
    "/programmeintrag",
    "/termine/",
)
"""Pages of bookings that only events have."""


@dataclass(frozen=True)
class Scene:
    """A house in which something of everything has happened: real ids for each part of an address."""

    parts: Mapping[str, object]
    event_reference: str

    def address(self, rule: Rule, **other: str) -> str:
        """A route with real parts, or with `other` in their place, as it is (already quoted)."""
        text = rule.rule
        for name in rule.arguments:
            converter = f"<int:{name}>" if f"<int:{name}>" in text else f"<{name}>"
            text = text.replace(converter, other.get(name) or quote(str(self._part(name, rule))))
        return text

    def _part(self, name: str, rule: Rule) -> object:
        # What is decided on is the event, what people come to is the desk.
        about_the_event = name == "reference" and any(part in rule.rule for part in OF_EVENTS)
        return self.event_reference if about_the_event else self.parts[name]


def make_scene(session: Session, cast: Cast, now: datetime) -> Scene:
    """Bookings, an event, an application, a blocking, an invitation and a feed."""
    house = cast.house
    morning = on_day(TUESDAY, 9, 12, house=house)
    for_acme = Details(title="Prototyp", organisation_id=cast.acme.id)
    booking = book(session, cast.desk, cast.alice, morning, now=now, details=for_acme)
    wish = Wish(
        span=on_day(TUESDAY, 14, 16, house=house),
        space_ids=(cast.area.id,),
        details=Details(title="Lesung", people=20, layout=Layout.ROWS, is_public=True),
    )
    about = EventDetails(purpose="Lesen", organiser_name="Acme")
    event = request_event(session, wish, about, booked_by=cast.alice, now=now).booking
    concept = Concept(title="Laden", concept="Hüte", first_on=date(2026, 12, 7), weeks=4)
    application = apply_for_slot(session, cast.popup, concept, applicant=cast.alice, now=now)
    begin_application(session, application.call, applicant=cast.alice, now=now)
    other = BlockingReason.OTHER
    blocking = block_space(session, cast.room.id, span=morning, reason=other, by=cast.nora, now=now)
    letter = invite(session, cast.acme.id, "dora@example.org", by_id=cast.alice.id, locale="de", now=now)
    partner = invite_partner(session, event.id, email="dora@example.org", by=cast.alice, now=now)
    taken = Scope(kind=FeedKind.SPACE, subject_id=cast.desk.id)
    feed = open_link(session, cast.alice, taken, now=now)
    waiting = wait(session, cast, now)
    offer, tenancy = let_slot(session, cast, now)
    booking.market_cents, booking.price_cents = 2_000, 500
    picture = add_picture(session, PICTURE, purpose="none", alternative="Hüte", by=cast.alice, now=now)
    series, skipped = make_series(session, cast, now)
    idea_reference, money_id = make_idea(session, cast, now)
    session.commit()
    set_conditions(session, event.id, ["Um 22 Uhr ist Ruhe."], by=cast.nora, now=now)
    to_do = add_check(
        session,
        event.id,
        title="Bühne",
        who=ChecklistWho.ORGANISER,
        due=TUESDAY,
        by=cast.nora,
        now=now,
    )
    session.commit()
    draft = put_aside(session, {"titel": ["Lesung"]}, user=cast.alice, house=house, draft_id=None, now=now)
    words = Wording(title="Lesung", words="Neue Texte.", organiser_name="Lesekreis")
    text = propose_text(session, event.id, words, by=cast.alice, now=now)
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    create_app_password(session, cast.alice.id, name="Handy", now=now)
    create_token(session, cast.alice.id, name="Türschild", scope=ApiScope.READ, days=30, now=now)
    session.commit()
    parts: dict[str, object] = {
        "token_id": tokens_of(session, cast.alice.id)[0].id,
        "app_password_id": app_passwords_of(session, cast.alice.id)[0].id,
        "person_id": cast.alice.id,
        "uid": booking.uid,
        "rest": "nichts",
        "item_id": to_do.id,
        "condition_id": conditions_of(session, event.id)[0].id,
        "text_id": text.id,
        "programme_id": session.get_one(PublicEvent, event.id).public_id,
        "slug": house.slug,
        "reference": booking.reference,
        "booking": booking.reference,
        "day": TUESDAY.isoformat(),
        "series_reference": series.reference,
        "date_id": skipped.id,
        "public_id": cast.desk.public_id,
        "application_id": application.id,
        "call_id": application.call_id,
        "blocking_id": blocking.id,
        "closure_id": make_closure(session, cast, now),
        "place": "desk",
        "group": "alle",
        "opening_id": make_opening(session, cast, now),
        "change_id": lengthen_hours(session, "bochum", by=cast.nora, now=now),
        "organisation_id": cast.acme.id,
        "user_id": cast.bob.id,
        "invitation_id": letter.id,
        "source_id": cast.acme.id,
        "target_id": cast.acme.id,
        "link_id": feed.id,
        "iso_day": TUESDAY.isoformat(),
        "partner_id": partner.id,
        "token": "kein-schluessel",
        "digest": "0123456789abcdef",
        "wish_id": waiting.id,
        "draft_id": draft.id,
        "picture_id": picture.id,
        "size": "klein",
        "offer_id": offer.id,
        "tenancy_id": tenancy.id,
        "months": 0,
        "direction": Direction.IN.value,
        **make_partner(session, cast, now),
        **make_foreign(session, cast, now),
        **make_context(session, cast, now),
        **make_webhook(session, cast, now),
        **make_plan(session, cast, now),
        **make_house_keeping(session, cast, now),
        "count_id": make_count(session, cast, now),
        **make_report(session, cast, now),
        "idea_reference": idea_reference,
        "money_id": money_id,
        "beneficiary": f"o{cast.acme.id}",
    }
    return Scene(parts, event_reference=event.reference)


def make_closure(session: Session, cast: Cast, now: datetime) -> int:
    """A Saturday on which the house is shut."""
    span = on_day(TUESDAY + timedelta(days=11), 8, 18, house=cast.house)
    (closure,) = close_houses(
        session, [cast.house.id], span=span, reason="Inventur", seen="", cancels=False, by=cast.nora, now=now
    )
    session.commit()
    return closure.id


def make_house_keeping(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """A change of what the house says, a picture of its desk, and a defect there."""
    facts = facts_of(cast.house, today=now.date())
    record = describe_house(
        session,
        cast.house.id,
        {**facts, "text_de": "Am Markt."},
        expected=stamp_of(facts),
        touched=0,
        by=cast.nora,
        now=now,
    )
    assert record is not None
    picture = picture_space(session, cast.desk.id, PICTURE, alternative="Tisch", by=cast.nora, now=now)
    defect = report_defect(
        session, cast.desk.id, words="Lampe", picture=None, alternative="", by=cast.alice, now=now
    )
    session.commit()
    return {
        "record_id": record.id,
        "space_picture_id": picture.id,
        "defect_id": defect.id,
        "page_name": SitePage.IMPRINT.value,
    }


def make_opening(session: Session, cast: Cast, now: datetime) -> int:
    """An evening on which the house is open longer."""
    span = on_day(TUESDAY + timedelta(days=12), 18, 22, house=cast.house)
    opening = open_house(session, cast.house.id, span=span, reason="Lange Nacht", by=cast.nora, now=now)
    session.commit()
    return opening.id


def let_slot(session: Session, cast: Cast, now: datetime) -> tuple[PopupOffer, Tenancy]:
    """An open offer for Alice, and a tenancy of hers with a protocol, about which she is asked."""
    made = []
    for title, first_on in (("Angebot", date(2027, 2, 1)), ("Nutzung", date(2027, 3, 1))):
        concept = Concept(title=title, concept="Hüte", first_on=first_on, weeks=2)
        application = apply_for_slot(session, cast.popup, concept, applicant=cast.alice, now=now)
        terms = Terms(
            space_id=cast.popup.id,
            first_on=first_on,
            weeks=2,
            price_cents=0,
            market_cents=0,
            until=now + timedelta(days=7),
            hours=WeeklyHours(by_weekday={}),
        )
        made.append(make_offer(session, application.id, terms, by=cast.nora, now=now))
    tenancy = accept_offer(session, made[1].id, by=cast.alice, now=now)
    counter = Protocol(items=[Found(name="Theke", condition=Condition.GOOD)])
    write_handover(session, tenancy.id, Direction.IN, counter, by=cast.nora, now=now)
    session.add(FollowUp(tenancy=tenancy, months=0, due_on=date(2027, 3, 15)))
    session.flush()
    return made[0], tenancy


def make_idea(session: Session, cast: Cast, now: datetime) -> tuple[str, int]:
    """A released idea with seed money: its reference, and the id of the amount."""
    told = Told(location_id=cast.house.id, title="Bänke", text="Mehr Bänke.", contact="alice@example.org")
    idea = tell_idea(session, told, now=now)
    release(session, idea.id, title="Bänke", text="Mehr Bänke.", by=cast.nora, now=now)
    day = now.date()
    seed = NewAmount(source=MoneySource.OWN, step=MoneyStep.REQUESTED, cents=100_000, on=day)
    return idea.reference, enter_money(session, idea.id, seed, by=cast.nora, now=now).id


def make_report(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """The draft of a report on the house in Bochum, and its PDF."""
    report = begin_report(
        session,
        [cast.house],
        programme="Innenstadt-Belebung 2026",
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
        language="de",
        by=cast.nora,
        now=now,
    )
    session.flush()
    (version,) = session.scalars(select(ReportVersion).where(ReportVersion.report_id == report.id))
    made = {"state": PrintState.DONE, "asked_at": now, "made_at": now, "body": b"%PDF-1.7"}
    session.add(ReportPrint(version_id=version.id, **made))
    session.commit()
    return {"report_id": report.id, "number": version.number, "table": "zahlen"}


def make_partner(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """An agreement with Acme, a time kept for them, and its first date."""
    agreement = make_agreement(
        session,
        NewAgreement(location_id=cast.house.id, organisation_name="Acme", valid_from=now.date()),
        by=cast.nora,
        now=now,
    )
    kept = NewAllotment(
        space_id=cast.area.id,
        weekday=3,
        starts_minute=9 * 60,
        ends_minute=11 * 60,
        release_days=7,
        valid_from=now.date(),
    )
    allotment = add_allotment(session, agreement.id, kept, by=cast.nora, now=now)
    first = session.scalars(select(AllotmentDate).order_by(AllotmentDate.day)).first()
    assert first is not None
    session.commit()
    return {"agreement_id": agreement.id, "allotment_id": allotment.id, "allotment_date_id": first.id}


FOREIGN = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:belegt\r
DTSTART;TZID=Europe/Berlin:20261124T080000\r
DTEND;TZID=Europe/Berlin:20261124T130000\r
SUMMARY:Betriebsrat\r
END:VEVENT\r
END:VCALENDAR\r
"""


def make_foreign(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """An uploaded calendar of the desk, whose event lies over Alice's booking."""
    content = Content(FOREIGN)
    draft = draft_calendar(session, cast.desk.id, name="Raumkalender", content=content, by=cast.nora, now=now)
    calendar = start_calendar(session, draft.id, now=now, chance=0.0)
    session.commit()
    collision = session.scalars(select(BusyCollision)).one()
    return {"calendar_id": calendar.id, "collision_id": collision.id}


def make_plan(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """A floor plan of the house in Bochum, and a draft of Nora's that begins as it is."""
    plan = add_plan(session, cast)
    draft = start_draft(session, plan.id, by=cast.nora, now=now)
    session.commit()
    picture = PICTURE[PictureSize.LARGE]
    lay_underlay(session, draft.id, picture, file_name="scan.png", by=cast.nora, now=now)
    session.commit()
    drawing = bring_drawing(
        session, draft.id, DRAWN, file_name="eg.svg", is_on_paper=True, by=cast.nora, now=now
    )
    session.commit()
    return {
        "plan_id": plan.id,
        "plan_draft_id": draft.id,
        "plan_part": "moebel",
        "position": 1,
        "foreign_drawing_id": drawing.id,
        "publication_id": publish_other_sheet(session, plan, cast, now),
    }


def publish_other_sheet(session: Session, plan: FloorPlan, cast: Cast, now: datetime) -> int:
    """The plan on a larger sheet, published from the new year on."""
    draft = start_draft(session, plan.id, by=cast.nora, now=now)
    larger = {**draft.document, "width_m": 13.0}
    save_draft(session, draft.id, larger, expected_version=1, by=cast.nora, now=now)
    publication = publish_draft(
        session,
        draft.id,
        starts_on=date(2027, 1, 1),
        expected_version=2,
        seen="",
        decisions={},
        by=cast.nora,
        now=now,
    )
    session.commit()
    return publication.id


def make_webhook(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """An endpoint of the house in Bochum with a test on its way."""
    endpoint = add_endpoint(
        session,
        location_id=cast.house.id,
        name="Licht",
        address="https://licht.example/hook",
        events=CHOOSABLE,
        by=cast.nora,
        now=now,
    )
    send_test(session, endpoint.id, data={}, now=now)
    session.commit()
    row = session.scalars(select(OutboxRow).where(OutboxRow.channel == Channel.WEBHOOK)).one()
    return {"endpoint_id": endpoint.id, "row_id": row.id}


def make_context(session: Session, cast: Cast, now: datetime) -> dict[str, object]:
    """A series of city events with one event, and a file that waits to be taken over."""
    new = NewSeries(kind=SeriesKind.CITY_EVENTS, name="Stadt", source="Stadtkalender", licence="frei")
    series = open_series(session, cast.house.id, new, by=cast.nora, now=now)
    session.commit()
    event = note_city_event(
        session,
        series.id,
        NewCityEvent(first_on=TUESDAY, last_on=TUESDAY, name="Markt"),
        by=cast.nora,
        now=now,
    )
    session.commit()
    draft = draft_import(
        session,
        series,
        b"von;name\n28.11.2026;Umzug\n",
        file_name="stadt.csv",
        stamp=Stamp.BEGIN,
        by=cast.nora,
        now=now,
    )
    session.commit()
    target = set_target(
        session,
        cast.house.id,
        NewTarget(
            indicator=TargetIndicator.NO_SHOWS,
            hundredths=1000,
            per=None,
            reason="Förderantrag",
            valid_from=TUESDAY,
        ),
        by=cast.nora,
        now=now,
    )
    session.commit()
    return {
        "series_id": series.id,
        "entry_id": event.id,
        "import_id": draft.id,
        "target_id": target.id,
    }


def make_count(session: Session, cast: Cast, now: datetime) -> int:
    """Twelve came to the café today."""
    today = now.astimezone(cast.house.zone).date()
    counted = Counted(
        location_id=cast.house.id,
        day=today,
        span=TimeSpan.of_days(today, today, zone=cast.house.zone),
        count=12,
        source=VisitSource.TALLY,
        kind=SpaceKind.CAFE_TABLE,
    )
    row = enter_count(session, counted, by=cast.nora, now=now)
    session.commit()
    return row.id


def wait(session: Session, cast: Cast, now: datetime) -> WaitingWish:
    """Alice waits for the café table a week later."""
    day = date(2026, 12, 1)
    pattern = Pattern(
        weekdays=frozenset({1}), first_on=day, last_on=day, starts_minute=540, ends_minute=660, minutes=60
    )
    wanted = Wanted(kind=cast.table.kind, space_ids=(cast.table.id,), pattern=pattern)
    return join_waiting_list(session, wanted, by=cast.alice, now=now)


def make_series(session: Session, cast: Cast, now: datetime) -> tuple[Series, SeriesDate]:
    """A series of Alice for Acme whose second date lies too far ahead and so is skipped."""
    wish = SeriesWish(
        rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(1,), interval=20, count=2),
        first_on=TUESDAY,
        starts_minute=16 * 60,
        ends_minute=17 * 60,
        space_ids=(cast.second_desk.id,),
        details=Details(title="Prototyp", organisation_id=cast.acme.id),
    )
    series = place_series(session, wish, booked_by=cast.alice, now=now, skip=True)
    session.commit()
    return series, skipped_dates_of(session, cast.alice.id, now=now)[0]


def rules(app: Flask, method: str) -> list[Rule]:
    """Every route that takes `method`, in a fixed order."""
    routes = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    return sorted((rule for rule in routes if method in (rule.methods or ())), key=lambda rule: rule.rule)

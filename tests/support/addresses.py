"""What stands behind the addresses of the `site` that name something: a booking, an application, a mailed link."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from pathlib import Path

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from labspace import create_app
from labspace.accounts.actions.invitations import invite
from labspace.accounts.links import LinkPurpose, make_link
from labspace.accounts.models import Membership, Organisation, User
from labspace.accounts.passwords import hash_password
from labspace.bookings.actions import place_booking
from labspace.bookings.links import make_cancel_link
from labspace.bookings.options.actions import invite_partner
from labspace.bookings.options.links import make_partner_link
from labspace.bookings.series.actions import place_series
from labspace.bookings.series.recurrence import Frequency, Recurrence
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.waiting.actions import join_waiting_list, serve_waiting
from labspace.bookings.waiting.actions.join import Wanted
from labspace.bookings.waiting.fitting import Pattern
from labspace.bookings.waiting.links import offer_token
from labspace.bookings.waiting.models import WaitingOffer
from labspace.bookings.wishes import Details, Wish
from labspace.busy.actions import Content, draft_calendar, start_calendar
from labspace.busy.models import BusyCollision
from labspace.calendars.linking import open_link
from labspace.calendars.scopes import FeedKind, Scope
from labspace.context.actions import NewSeries, NewVacancy, draft_import, note_vacancy, open_series
from labspace.context.kinds import SeriesKind, Stamp
from labspace.context.models import ContextSeries, IndicatorTarget
from labspace.db import begin_write, db
from labspace.defects.actions import report_defect
from labspace.demo.people import LEAD, ORGANISER, STARTUP, TEAM
from labspace.events.actions import EventDetails, request_event
from labspace.events.decision.actions.agree import tell_traits
from labspace.events.decision.actions.approve import approve_event
from labspace.events.models import EventRequest
from labspace.houses.founding.actions import NewHouse, found_house
from labspace.houses.founding.hours_words import windows_from
from labspace.ideas.actions import NewAmount, Told, enter_money, release, take_step, tell_idea
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.states import IdeaState
from labspace.locations.models import Location
from labspace.notices.models import Channel, OutboxRow
from labspace.notices.queue import note_failure, take_next
from labspace.occupancy.months import Month
from labspace.occupancy.released.actions import release_month
from labspace.partners.actions import NewAgreement, NewAllotment, add_allotment, make_agreement
from labspace.partners.models import AllotmentDate
from labspace.pictures.encoding import decoded, encode, encoded_as
from labspace.plans.actions import save_draft, start_draft
from labspace.plans.queries import plans_on
from labspace.plans.tracing.actions import bring_drawing, lay_underlay
from labspace.plans.tracing.svg import read_svg
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.applications.drafts import add_to_draft, begin_application, save_wishes
from labspace.popups.spans import monday_of
from labspace.popups.tenancies.actions.handover_pictures import picture_handover
from labspace.popups.tenancies.actions.handovers import Found, Protocol, write_handover
from labspace.popups.tenancies.actions.offers import Terms, accept_offer, make_offer
from labspace.popups.tenancies.links import follow_up_token
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.shop_hours import WeeklyHours
from labspace.popups.tenancies.states import Condition, Direction
from labspace.popups.wishing import WishedWeeks
from labspace.reports.actions import begin_report, freeze
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.printing import ask_print
from labspace.reports.queries import find_version
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan
from labspace.visits.actions import Counted, enter_count
from labspace.visits.kinds import VisitSource
from labspace.webhooks.actions import add_endpoint, send_test
from labspace.webhooks.kinds import CHOOSABLE
from tests.busy.calendar_text import calendar, event
from tests.pictures.files import picture_bytes
from tests.support.hours import lengthen_hours
from tests.support.live_server import NOW, SECRET

DAY = date(2027, 2, 10)
"""Far from all that other tests do on this site."""


def prepare_addresses(folder: Path) -> dict[str, str]:
    """Put one of each into the site's database and say how it is called in its address."""
    app = create_app(
        Settings(data_dir=folder, secret_key=SECRET, password_hash_effort="test", deliver_in_server=False)
    )
    # Links are signed with the time: one from after the site's own would be refused.
    with app.app_context(), time_machine.travel(NOW, tick=False):
        session = db.session()
        person = {user.email: user for user in session.scalars(select(User))}
        startup, organiser = person[STARTUP.email], person[ORGANISER.email]
        names = {
            **_book(session, startup),
            "series": _repeat(session, startup),
            "feed_link": _subscribe(session, startup),
            **_ask(session, organiser),
            "event_decided": _decide(session, organiser, by=person[TEAM.email]),
            **_apply(session, startup),
            **_let(session, startup, person[TEAM.email]),
            "shop": _open_shop(session, startup, person[TEAM.email]),
            "offer": _wait(session, startup),
            "idea": _idea(session, person[TEAM.email]),
            **_partner(session, startup, by=person[TEAM.email]),
            **_foreign(session, startup, by=person[TEAM.email]),
            **_webhook(session, by=person[TEAM.email]),
            **_draw(session, by=person[TEAM.email]),
            **_redraw(session, by=person[TEAM.email]),
            "defect": _report_defect(session, startup),
            **_context(session, by=person[TEAM.email]),
            "count": _count(session, by=person[TEAM.email]),
            **_reports(session, by=person[LEAD.email]),
            **_organisations(session, startup),
            **_links(session, startup),
            "founded": _found(session, by=person[LEAD.email]),
            "dated_change": str(lengthen_hours(session, "bochum", by=person[TEAM.email], now=NOW)),
        }
        _publish(session)
        db.session.remove()
        db.engine.dispose()
    return names


def _publish(session: Session) -> None:
    """The figures of two months of a house."""
    house = session.scalars(select(Location).where(Location.slug == "bochum")).one()
    for month in (Month(2026, 9), Month(2026, 10)):
        release_month(session, house, month, now=NOW)
        session.commit()


def _space(session: Session, public_id: str) -> Space:
    space = find_space(session, public_id)
    assert space is not None, public_id
    return space


def _wish(space: Space, details: Details) -> Wish:
    span = TimeSpan.on_day(DAY, time(10), time(12), zone=space.location.zone)
    return Wish(span=span, space_ids=(space.id,), details=details)


def _book(session: Session, by: User) -> dict[str, str]:
    wish = _wish(_space(session, "bochum-desk-03"), Details(title="Konzentriert arbeiten"))
    booking = place_booking(session, wish, booked_by=by, now=NOW)
    session.commit()
    return {"booking": booking.reference, "cancel_link": make_cancel_link(booking, secret=SECRET)}


def _found(session: Session, *, by: User) -> str:
    """A house that nobody has used; no list names it."""
    new = NewHouse(
        slug="neuss", name="Stadtlabor Neuss", city="Neuss", address="", holiday_region="DE-NW",
        weekly=windows_from("Mo–Fr 9–18") or (), opens_on=NOW.date(),
    )  # fmt: skip
    found_house(session, new, by=by, now=NOW)
    session.commit()
    return new.slug


def _subscribe(session: Session, reader: User) -> str:
    """A link to the feed of a desk."""
    desk = find_space(session, "bochum-desk-05")
    assert desk is not None
    link = open_link(session, reader, Scope(kind=FeedKind.SPACE, subject_id=desk.id), now=NOW)
    session.commit()
    return str(link.id)


def _repeat(session: Session, by: User) -> str:
    # The second date lies too far ahead, and is skipped.
    wish = SeriesWish(
        rule=Recurrence(frequency=Frequency.WEEKLY, weekdays=(2,), interval=20, count=2),
        first_on=DAY,
        starts_minute=13 * 60,
        ends_minute=15 * 60,
        space_ids=(_space(session, "bochum-desk-04").id,),
        details=Details(title="Sprint"),
    )
    series = place_series(session, wish, booked_by=by, now=NOW, skip=True)
    session.commit()
    return series.reference


def _ask(session: Session, by: User) -> dict[str, str]:
    asked = _request(session, by, "bochum-event-a")
    partner = invite_partner(session, asked.booking_id, email="mit@beispiel.example", by=by, now=NOW)
    session.commit()
    link = make_partner_link(partner, secret=SECRET)
    return {"event": asked.booking.reference, "partner_link": link}


def _request(session: Session, by: User, area: str) -> EventRequest:
    details = Details(title="Gründerfrühstück", people=20, layout=Layout.ROWS)
    wish = _wish(_space(session, area), details)
    about = EventDetails(purpose="Gründende stellen sich vor.", organiser_name="Offene Mitte")
    asked = request_event(session, wish, about, booked_by=by, now=NOW)
    session.commit()
    return asked


def _decide(session: Session, organiser: User, *, by: User) -> str:
    booking = _request(session, organiser, "bochum-event-b").booking
    tell_traits(session, booking.id, music=True, alcohol=True, sells=True, by=organiser, now=NOW)
    approve_event(session, booking.id, by=by, now=NOW, conditions=["Um 22 Uhr ist Ruhe."])
    session.commit()
    return booking.reference


def _apply(session: Session, by: User) -> dict[str, str]:
    concept = Concept(
        title="Zechenkaffee",
        concept="Kaffee rösten, wo früher Kohle lag.",
        first_on=date(2027, 6, 7),
        weeks=4,
        opening_hours="Di–Sa 11–18 Uhr",
    )
    slot = session.scalars(select(Space).where(Space.public_id.like("bochum-popup%"))).first()
    assert slot is not None
    application = apply_for_slot(session, slot, concept, applicant=by, now=NOW)
    draft = begin_application(session, application.call, applicant=by, now=NOW)
    wish = WishedWeeks(space_id=slot.id, first_on=date(2027, 6, 7), weeks=4)
    save_wishes(session, draft.id, [wish], remark="")
    add_to_draft(session, draft.id, encode(picture_bytes()), alternative="Eine Theke", by=by, now=NOW)
    session.commit()
    return {
        "application": str(application.id),
        "draft": str(draft.id),
        "call": str(application.call_id),
    }


def _let(session: Session, by: User, team: User) -> dict[str, str]:
    """An open offer, and a tenancy that is over, with a protocol and the question what became of it."""
    slot = session.scalars(select(Space).where(Space.public_id.like("bochum-popup%"))).first()
    assert slot is not None
    hours = WeeklyHours(by_weekday=dict.fromkeys(range(1, 6), (660, 1080)))
    made = []
    for title, first_on in (("Radwerkstatt", date(2027, 8, 2)), ("Hutladen", date(2027, 9, 6))):
        concept = Concept(title=title, concept="Erproben.", first_on=first_on, weeks=2)
        application = apply_for_slot(session, slot, concept, applicant=by, now=NOW)
        terms = Terms(
            space_id=slot.id,
            first_on=first_on,
            weeks=2,
            price_cents=40_000,
            market_cents=90_000,
            until=NOW + timedelta(days=7),
            hours=hours,
        )
        made.append(make_offer(session, application.id, terms, by=team, now=NOW))
    tenancy = accept_offer(session, made[1].id, by=by, now=NOW)
    found = Protocol(items=[Found(name="Theke", condition=Condition.GOOD)])
    write_handover(session, tenancy.id, Direction.IN, found, by=team, now=NOW)
    counter = encode(picture_bytes())
    picture_handover(session, tenancy.id, Direction.IN, counter, alternative="Die Theke", by=team, now=NOW)
    question = FollowUp(tenancy=tenancy, months=0, due_on=date(2027, 9, 20))
    session.add(question)
    session.commit()
    return {
        "popup_offer": str(made[0].id),
        "tenancy": str(tenancy.id),
        "beneficiary": f"p{by.id}",
        "follow_up": follow_up_token(question.id, secret=SECRET),
    }


def _open_shop(session: Session, by: User, team: User) -> str:
    """A pop-up that has been open since last week, far from the house that other tests look at."""
    slot = session.scalars(select(Space).where(Space.public_id.like("herne-popup%"))).first()
    assert slot is not None
    first_on, then = monday_of(NOW.date()) - timedelta(weeks=1), NOW - timedelta(weeks=4)
    concept = Concept(title="Teeladen", concept="Erproben.", first_on=first_on, weeks=8)
    application = apply_for_slot(session, slot, concept, applicant=by, now=then)
    terms = Terms(
        space_id=slot.id,
        first_on=first_on,
        weeks=8,
        price_cents=40_000,
        market_cents=90_000,
        until=then + timedelta(days=7),
        hours=WeeklyHours(by_weekday=dict.fromkeys(range(1, 6), (660, 1080))),
    )
    made = make_offer(session, application.id, terms, by=team, now=then)
    tenancy = accept_offer(session, made.id, by=by, now=then)
    session.commit()
    return str(tenancy.id)


def _wait(session: Session, by: User) -> str:
    pattern = Pattern(
        weekdays=frozenset({DAY.weekday()}),
        first_on=DAY,
        last_on=DAY,
        starts_minute=14 * 60,
        ends_minute=16 * 60,
        minutes=120,
    )
    desk = _space(session, "bochum-desk-03")
    wanted = Wanted(kind=desk.kind, space_ids=(desk.id,), pattern=pattern)
    wish = join_waiting_list(session, wanted, by=by, now=NOW)
    session.commit()
    serve_waiting(session, now=NOW)
    session.commit()
    offer = session.scalars(select(WaitingOffer).where(WaitingOffer.wish_id == wish.id)).one()
    return offer_token(offer.id, secret=SECRET)


def _idea(session: Session, by: User) -> str:
    house = _space(session, "bochum-desk-03").location
    told = Told(
        location_id=house.id, title="Reparaturcafé", text="Gemeinsam reparieren.", contact="0234 000000"
    )
    idea = tell_idea(session, told, now=NOW)
    release(session, idea.id, title=told.title, text=told.text, by=by, now=NOW)
    seed = NewAmount(
        source=MoneySource.OWN, step=MoneyStep.GRANTED, cents=90_000, on=NOW.date(), document="AZ 1"
    )
    enter_money(session, idea.id, seed, by=by, now=NOW)
    for state in (IdeaState.DISCUSSED, IdeaState.TRIED):
        day = NOW.date()
        take_step(session, idea.id, state, on=day, note="Im Team.", is_public=True, by=by, now=NOW)
    session.commit()
    return idea.reference


def _partner(session: Session, member: User, *, by: User) -> dict[str, str]:
    mine = session.scalars(select(Membership).where(Membership.user_id == member.id)).first()
    assert mine is not None
    house = _space(session, "bochum-desk-03").location
    new = NewAgreement(location_id=house.id, organisation_name=mine.organisation.name, valid_from=NOW.date())
    agreement = make_agreement(session, new, by=by, now=NOW)
    kept = NewAllotment(
        space_id=_space(session, "bochum-room-01").id,
        weekday=5,
        starts_minute=14 * 60,
        ends_minute=16 * 60,
        release_days=7,
        valid_from=NOW.date(),
    )
    add_allotment(session, agreement.id, kept, by=by, now=NOW)
    session.commit()
    first = session.scalars(select(AllotmentDate).order_by(AllotmentDate.day.desc())).first()
    assert first is not None
    return {"agreement": str(agreement.id), "allotment_date": str(first.id)}


def _foreign(session: Session, startup: User, *, by: User) -> dict[str, str]:
    room = _space(session, "bochum-room-02")
    place_booking(session, _wish(room, Details(title="Besprechung")), booked_by=startup, now=NOW)
    session.commit()
    day = f"{DAY:%Y%m%d}"
    lies_over = event(f"DTSTART:{day}T083000Z", "DURATION:PT3H", title="Ausschuss")
    content = Content(calendar(lies_over, event("DTSTART:20261332T090000Z", uid="b")))
    made = [
        draft_calendar(session, room.id, name=name, content=content, by=by, now=NOW).id
        for name in ("Gremien", "Vorschau")
    ]
    start_calendar(session, made[0], now=NOW, chance=0.0)
    session.commit()
    collision = session.scalars(select(BusyCollision).order_by(BusyCollision.id.desc())).first()
    assert collision is not None
    return {
        "foreign": str(made[0]),
        "foreign_draft": str(made[1]),
        "foreign_collision": str(collision.id),
    }


def _target(session: Session) -> int:
    """One of the targets the house in Bochum has."""
    return session.scalars(
        select(IndicatorTarget.id)
        .join(Location, Location.id == IndicatorTarget.location_id)
        .where(Location.slug == "bochum", IndicatorTarget.valid_until.is_(None))
        .order_by(IndicatorTarget.id)
        .limit(1)
    ).one()


def _webhook(session: Session, *, by: User) -> dict[str, str]:
    house = _space(session, "bochum-room-02").location
    endpoint = add_endpoint(
        session,
        location_id=house.id,
        name="Türschlösser",
        address="https://tuer.example/geheim/hook",
        events=CHOOSABLE,
        by=by,
        now=NOW,
    )
    send_test(session, endpoint.id, data={}, now=NOW)
    session.commit()
    row = take_next(session, now=NOW, channel=Channel.WEBHOOK)
    assert row is not None
    note_failure(session, row, why="server_error 503", for_good=False, now=NOW)
    return {"webhook": str(endpoint.id)}


def _draw(session: Session, *, by: User) -> dict[str, str]:
    """A draft of the plan in force, with a desk that lies on another, a way that is too narrow, and what is traced."""
    house = _space(session, "bochum-room-02").location
    (plan,) = plans_on(session, house.id, NOW.date())
    draft = start_draft(session, plan.id, by=by, now=NOW)
    session.commit()
    document = deepcopy(draft.document)
    document["placements"][0]["shape"] = document["placements"][1]["shape"]
    document["drawing"]["step_free_ways"].append([[1.0, 1.0], [3.0, 1.0]])
    save_draft(session, draft.id, document, expected_version=1, by=by, now=NOW)
    scan = encoded_as(decoded(picture_bytes(size=(600, 400)), longest_side=600), longest_side=600)
    lay_underlay(session, draft.id, scan, file_name="scan.png", by=by, now=NOW)
    sheet = read_svg(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="120mm" viewBox="0 0 120 80"><script/>'
        b'<g id="Wand"><path d="M0 0H120V80H0z"/></g><g id="Raum"><path d="M5 5h50v60h-50z"/></g></svg>'
    )
    drawing = bring_drawing(session, draft.id, sheet, file_name="eg.svg", is_on_paper=True, by=by, now=NOW)
    session.commit()
    return {"plan_draft": str(draft.id), "foreign_drawing": str(drawing.id)}


def _report_defect(session: Session, by: User) -> str:
    """Something broken at a desk."""
    space = _space(session, "bochum-desk-05")
    defect = report_defect(
        session, space.id, words="Die Lampe flackert.", picture=None, alternative="", by=by, now=NOW
    )
    session.commit()
    return str(defect.id)


def _redraw(session: Session, *, by: User) -> dict[str, str]:
    """A plan in force, and a sound draft of it in which a desk gives way to another and a room holds more."""
    house = session.scalars(select(Location).where(Location.slug == "bochum")).one()
    (plan,) = plans_on(session, house.id, NOW.date())
    draft = start_draft(session, plan.id, by=by, now=NOW)
    document = deepcopy(draft.document)
    desks = [space for space in document["spaces"] if space["kind"] == "desk"]
    placed = {place["space"]: place for place in document["placements"]}
    placed[desks[0]["id"]]["space"] = desks[0]["id"] = "bochum-desk-neu"
    desks[1]["name"] = {"de": "Fensterplatz", "en": "Desk at the window"}
    room = next(space for space in document["spaces"] if space["kind"] == "meeting_room")
    room["capacity"] += 1
    document["drawing"]["furniture"].pop()
    save_draft(session, draft.id, document, expected_version=1, by=by, now=NOW)
    session.commit()
    return {"plan": str(plan.id), "plan_next": str(draft.id)}


def _context(session: Session, *, by: User) -> dict[str, str]:
    house = _space(session, "bochum-room-02").location
    series = {
        kind: open_series(
            session,
            house.id,
            NewSeries(kind=kind, name="Prüfreihe", source="Zählgerät", licence="CC BY 4.0"),
            by=by,
            now=NOW,
        ).id
        for kind in (SeriesKind.PASSERS_BY, SeriesKind.VACANCY)
    }
    session.commit()
    rate = NewVacancy(day=date(2026, 10, 1), permille=125, definition="Erdgeschoss", source="Begehung")
    note_vacancy(session, series[SeriesKind.VACANCY], rate, by=by, now=NOW)
    session.commit()
    counted = session.get_one(ContextSeries, series[SeriesKind.PASSERS_BY])
    table = b"Zeitpunkt;Frequenz\n02.11.2026 09:00;120\n02.11.2026 11:00;1.340\n"
    draft = draft_import(
        session, counted, table, file_name="brunnen.csv", stamp=Stamp.BEGIN, by=by, now=NOW
    ).id
    session.commit()
    return {
        "target": str(_target(session)),
        "passers_by": str(series[SeriesKind.PASSERS_BY]),
        "vacancy": str(series[SeriesKind.VACANCY]),
        "context_import": str(draft),
    }


def _count(session: Session, *, by: User) -> str:
    """The café and the house were tallied last Friday, the café by the hour and twice."""
    house = _space(session, "bochum-room-02").location
    day = date(2026, 11, 20)
    whole = TimeSpan.of_days(day, day, zone=house.zone)
    hours = {whole.starts_at + timedelta(hours=10): 7, whole.starts_at + timedelta(hours=11): 9}
    for count, kind, by_hour in (
        (14, SpaceKind.CAFE_TABLE, {}),
        (16, SpaceKind.CAFE_TABLE, hours),
        (61, None, {}),
    ):
        counted = Counted(
            location_id=house.id,
            day=day,
            span=whole,
            count=count,
            source=VisitSource.TALLY,
            kind=kind,
            hours=by_hour,
        )
        row = enter_count(session, counted, by=by, now=NOW)
    session.commit()
    return str(row.id)


def _reports(session: Session, *, by: User) -> dict[str, str]:
    """A draft on a house whose PDF is waited for, and a frozen one."""
    house = session.scalars(select(Location).where(Location.slug == "herne")).one()
    found = {}
    for name in ("report", "report_final"):
        report = begin_report(
            session,
            [house],
            programme="Innenstadt-Belebung 2026",
            first=NOW.date() - timedelta(days=30),
            last=NOW.date() + timedelta(days=30),
            language="de",
            by=by,
            now=NOW,
        )
        session.commit()
        found[name] = str(report.id)
    draft = find_version(session, int(found["report"]), 1)
    final = find_version(session, int(found["report_final"]), 1)
    assert draft is not None
    assert final is not None
    ask_print(session, draft.id, now=NOW)
    session.commit()
    freeze(session, final.id, snapshot_of(session, final, now=NOW), edits=0, by=by, now=NOW)
    session.commit()
    return found


def _organisations(session: Session, member: User) -> dict[str, str]:
    mine = session.scalars(select(Membership).where(Membership.user_id == member.id)).first()
    assert mine is not None
    other = session.scalars(select(Organisation).where(Organisation.id != mine.organisation_id)).first()
    assert other is not None
    invite(session, mine.organisation_id, "gast@example.org", by_id=member.id, locale="de", now=NOW)
    session.commit()
    mail = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert mail is not None
    found = re.search(r"/einladungen/(\S+)", mail.plain)
    assert found
    return {
        "organisation": str(mine.organisation_id),
        "other_organisation": str(other.id),
        "member": str(member.id),
        "invitation": found[1],
    }


def _links(session: Session, known: User) -> dict[str, str]:
    begin_write(session)
    new = User(
        email="neu@example.org",
        name="Neu Hier",
        password_hash=hash_password("vier gute Wörter hier"),
        created_at=_earlier(NOW),
    )
    session.add(new)
    session.commit()
    return {
        "person": str(new.id),
        "confirmation": make_link(LinkPurpose.CONFIRMATION, new, secret=SECRET),
        "new_password": make_link(LinkPurpose.NEW_PASSWORD, known, secret=SECRET),
        "new_address": make_link(LinkPurpose.NEW_ADDRESS, known, address="mika@example.org", secret=SECRET),
    }


def _earlier(moment: datetime) -> datetime:
    return moment - timedelta(hours=1)

"""An invented report as a draft, so that a newcomer sees one: numbers of the houses' bookings, texts half written."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.demo.people import LEAD
from labspace.locations.models import Location
from labspace.reports.actions import Wanted, begin_report, save_texts
from labspace.reports.kinds import Narrative
from labspace.reports.models import ReportVersion

PROGRAMME = "Innenstadt-Belebung (frei erfunden)"
TEXTS = {
    Narrative.SITUATION: "Frei erfunden: Nach dem Auszug zweier Ladenketten standen in der Fußgängerzone elf Lokale leer.\nAm Abend war die Straße kaum belebt.",
    Narrative.MEASURES: "Frei erfunden: Das Haus hat an zwei Abenden je Woche geöffnet, Pop-up-Flächen vergeben und Ideen aus der Stadt aufgenommen.",
}


def load_report(session: Session, *, now: datetime) -> None:
    """Let the lead have begun a report on two houses for the grant period that is running."""
    lead = session.scalars(select(User).where(User.email == LEAD.email)).one_or_none()
    houses = session.scalars(
        select(Location).where(Location.slug.in_(("bochum", "herne"))).order_by(Location.position)
    ).all()
    if lead is None or not houses:
        return
    # A grant period is seldom a calendar year: this one begins in the autumn.
    year = now.year if now.month > 9 else now.year - 1
    report = begin_report(
        session,
        houses,
        programme=PROGRAMME,
        grant_reference="frei erfunden",
        first=date(year, 9, 1),
        last=date(year + 1, 8, 31),
        language="de",
        by=lead,
        now=now,
    )
    version = session.scalars(select(ReportVersion).where(ReportVersion.report_id == report.id)).one()
    texts = {field.value: Wanted(text, 0) for field, text in TEXTS.items()}
    save_texts(session, version.id, texts, by=lead, now=now)

"""The snapshot of a version as it is now: counted, collected and worded in the report's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.context.queries import targets_of
from labspace.context.target_words import LABELS
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.kinds import Indicator
from labspace.reports.differences import changes_between
from labspace.reports.gathering.beside import beside_of
from labspace.reports.gathering.course import course_of
from labspace.reports.gathering.evidence import events_of, period_until, popups_of
from labspace.reports.gathering.figures import figures_of_houses
from labspace.reports.gathering.method import method_of, rules_of
from labspace.reports.gathering.money import aid_of, money_of
from labspace.reports.gathering.targets import target_rows
from labspace.reports.kinds import Narrative
from labspace.reports.models import ReportVersion
from labspace.reports.queries import texts_of, version_before
from labspace.reports.snapshot import Figure, House, Snapshot, TargetRow, Text


def snapshot_of(session: Session, version: ReportVersion, *, now: datetime) -> Snapshot:
    """What the version says: the frozen snapshot, or that of a draft counted at `now`."""
    if version.is_final:
        return version.snapshot
    with force_locale(version.report.language):
        return _made(session, version, now=now)


def _made(session: Session, version: ReportVersion, *, now: datetime) -> Snapshot:
    report, houses = version.report, list(version.report.houses)
    period = Days(report.first_on, report.last_on)
    texts = {one.field: one.text for one in texts_of(session, version.id)}
    begun = [(house, until) for house in houses if (until := period_until(period, house, now=now))]
    figures = figures_of_houses(session, [house for house, _until in begun], period, now=now, by_kind=True)
    counted_until = max((until.last for _house, until in begun), default=report.first_on)
    before = version_before(session, version)
    made = Snapshot(
        number=version.number,
        programme=report.programme,
        grant_reference=report.grant_reference,
        language=report.language,
        first=report.first_on,
        last=report.last_on,
        counted_until=counted_until,
        houses=[House(slug=house.slug, name=house.name, city=house.city) for house in houses],
        is_demo=any(house.is_demo for house in houses),
        made_at=now.replace(microsecond=0),
        narrative=_narrative(texts),
        targets=_targets(session, begun, figures, texts),
        figures=figures,
        course=course_of(
            session, [house for house, _until in begun], Days(report.first_on, counted_until), now=now
        ),
        events=[row for house, until in begun for row in events_of(session, house, until, now=now)],
        popups=[row for house, until in begun for row in popups_of(session, house, until, now=now)],
        beside=[row for house, until in begun for row in beside_of(session, house, until)],
        money=[row for house, until in begun for row in money_of(session, house, until)],
        aid=[row for house, until in begun for row in aid_of(session, house, until)],
        method=method_of(Indicator),
        rules=rules_of(),
        correction=version.correction,
        corrects=before.digest if before else "",
    )
    return changes_between(before.snapshot, made) if before else made


def _narrative(texts: Mapping[str, str]) -> list[Text]:
    return [Text(field=one.value, heading=str(one.label), text=texts.get(one.value, "")) for one in Narrative]


def _targets(
    session: Session,
    begun: Sequence[tuple[Location, Days]],
    figures: Sequence[Figure],
    texts: Mapping[str, str],
) -> list[TargetRow]:
    """Of each house for the days that are counted: an unfinished period is measured by its part of a target."""
    labels = {indicator: str(label) for indicator, label in LABELS.items()}
    return [
        row
        for house, until in begun
        for row in target_rows(
            house.slug, targets_of(session, house.id), figures, until, texts, labels=labels
        )
    ]

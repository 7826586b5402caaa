"""The house rules as their page shows them: in each house the version in force, and of one house any version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, url_for
from sqlalchemy.orm import Session

from labspace.formats import day_text, is_german
from labspace.locations.models import HouseRulesText
from labspace.locations.queries import house_rules_in_force, house_rules_versions
from labspace.paragraphs import Block, blocks_of
from labspace.spaces.house import House
from labspace.spaces.houses import find_house, houses
from labspace.words import gettext as _

MOST_READ = 12
"""With more houses than these the page names them, and each has its text behind a link."""


@dataclass(frozen=True, kw_only=True)
class RulesSection:
    """One version and the houses in which it is in force, or of one house any version."""

    names: Sequence[str]
    standing: str
    """Which version it is, and since or from when it holds."""
    blocks: Sequence[Block]
    url: str
    """Where it is read; empty: here."""


@dataclass(frozen=True, kw_only=True)
class RulesPage:
    """What the page shows; no sections where no house keeps a text."""

    sections: Sequence[RulesSection] = ()
    others: Sequence[tuple[str, str]] = ()
    """Further versions of the one house that was asked for: (words, address)."""
    without: Sequence[str] = ()
    """Houses that keep no text, where others do."""


def rules_page(session: Session, *, slug: str, version: str, now: datetime) -> RulesPage:
    """The texts in force, or those of the house `slug`, perhaps of a `version`; 404 for what does not exist."""
    if slug:
        house = find_house(session, slug) or abort(404)
        return _of_house(session, house, version, today=now.astimezone(house.zone).date())
    all_houses = houses(session)
    days = {house.id: now.astimezone(house.zone).date() for house in all_houses}
    texts = house_rules_in_force(session, on=days)
    groups: dict[tuple[str, date, str], list[House]] = {}
    for house in all_houses:
        if (text := texts.get(house.id)) is not None:
            groups.setdefault((text.version, text.valid_from, text.text), []).append(house)
    is_long = len(groups) > MOST_READ
    return RulesPage(
        sections=[
            _section(texts[some[0].id], some, today=days[some[0].id], links=is_long)
            for some in groups.values()
        ],
        without=[house.name for house in all_houses if house.id not in texts] if texts else (),
    )


def _of_house(session: Session, house: House, version: str, *, today: date) -> RulesPage:
    versions = house_rules_versions(session, house.id)
    in_force = [text for text in versions if text.valid_from <= today]
    if version:
        shown = next((text for text in versions if text.version == version), None) or abort(404)
    elif in_force:
        shown = in_force[-1]
    else:
        return RulesPage()
    return RulesPage(
        sections=[_section(shown, [house], today=today, current=in_force[-1] if in_force else None)],
        others=[
            (
                _("Fassung %(version)s, ab %(day)s", version=text.version, day=day_text(text.valid_from)),
                url_for("legal.house_rules", standort=house.slug, fassung=text.version),
            )
            for text in reversed(versions)
            if text is not shown
        ],
    )


def _section(
    text: HouseRulesText,
    some: Sequence[House],
    *,
    today: date,
    current: HouseRulesText | None = None,
    links: bool = False,
) -> RulesSection:
    words = {"version": text.version, "day": day_text(text.valid_from)}
    if text.valid_from > today:
        standing = _("Fassung %(version)s, gilt ab %(day)s", **words)
    elif current is not None and current is not text:
        standing = _("Frühere Fassung %(version)s, galt ab %(day)s", **words)
    else:
        standing = _("Fassung %(version)s, gilt seit %(day)s", **words)
    return RulesSection(
        names=[house.name for house in some],
        standing=standing,
        blocks=[] if links else blocks_of(text.text if is_german() or not text.text_en else text.text_en),
        url=url_for("legal.house_rules", standort=some[0].slug) if links else "",
    )

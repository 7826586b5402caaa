"""A floor of 300 spaces and 2 000 drawn things: what of it comes over the wire."""

from __future__ import annotations

import gzip
import re
from datetime import datetime

from sqlalchemy.orm import Session

from bench.large_plan import ELEMENTS, SPACES, large_document
from labspace.compression import LEVEL as SENT_AT
from labspace.locations.house_file import Texts
from labspace.plans.actions import save_draft, start_empty_draft
from labspace.plans.publishing.actions import publish_draft
from tests.factories import Cast

MOST_BYTES = 60_000
LEVEL = 9


def test_the_public_plan_of_a_large_floor_is_small_on_the_wire(
    session: Session, visit, cast: Cast, now: datetime
) -> None:
    house, name = cast.house, Texts("Großraum", "Open space")
    document = large_document(slug=house.slug, level=LEVEL)
    drawn = sum(len(rows) for member, rows in document["drawing"].items() if member != "outline")
    assert (len(document["spaces"]), drawn) == (SPACES, ELEMENTS)
    draft = start_empty_draft(
        session, house.id, level=LEVEL, name=name, width_m=122.0, height_m=82.0, by=cast.nora, now=now
    )
    save_draft(session, draft.id, document, expected_version=draft.version, by=cast.nora, now=now)
    publish_draft(
        session,
        draft.id,
        starts_on=now.astimezone(house.zone).date(),
        expected_version=draft.version,
        seen="",
        decisions={},
        by=cast.nora,
        now=now,
    )
    session.commit()
    page = visit().get(f"/standorte/{house.slug}")
    plans = re.findall(r'<figure class="plan".*?</figure>', page.text, re.DOTALL)
    plan = max(plans, key=len)
    assert plan.count("data-space=") == SPACES
    assert len(gzip.compress(plan.encode(), SENT_AT)) <= MOST_BYTES
    assert len(gzip.compress(page.text.encode(), SENT_AT)) <= MOST_BYTES

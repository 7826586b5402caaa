"""What a space has and how it looks, kept by its team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.errors import Refused
from labspace.houses.furnishing.actions import (
    MOST_PICTURES,
    describe_space,
    description_of,
    hide_picture,
    picture_space,
)
from labspace.houses.record.actions import stamp_of, take_back
from labspace.houses.record.models import HouseRecord
from labspace.pictures.actions import sweep_pictures
from labspace.pictures.encoding import encode
from labspace.spaces.models import SpacePicture
from tests.factories import Cast, book, on_day
from tests.pictures.files import picture_bytes
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
PICTURE = encode(picture_bytes(size=(40, 30)))
URL = "/team/bochum/flaechen/bochum-desk-01"


def stamp_in(page: Page) -> str:
    return next(field.get("value") or "" for field in page.all("input") if field.get("name") == "stand")


def last_record(session: Session) -> HouseRecord:
    return session.scalars(select(HouseRecord).order_by(HouseRecord.id.desc()).limit(1)).one()


def test_what_a_space_has_is_kept_and_taken_back(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    form = {"text": "Am Fenster.", "text_en": "By the window.", "merkmale": ["monitor", "quiet"]}
    nora.post(URL, {**form, "stand": stamp_in(nora.get(URL))})
    words = visit().get("/flaechen/bochum-desk-01").words()
    assert "Am Fenster." in words
    assert "Bildschirm am Platz" in words
    assert "Neu: Bildschirm am Platz, ruhige Lage" in nora.get("/team/bochum/aenderungen").words()
    nora.post(f"/team/bochum/aenderungen/{last_record(session).id}/ruecknahme")
    assert "Am Fenster." not in visit().get("/flaechen/bochum-desk-01").words()


def test_two_people_never_overwrite_each_other(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    stamp = stamp_in(nora.get(URL))
    nora.post(URL, {"text": "Zuerst", "stand": stamp})
    page = nora.post(URL, {"text": "Danach", "stand": stamp}, expect=409)
    assert "Zuerst" in page.words()
    assert "Danach" in page.words()
    nora.post(URL, {"text": "Danach", "stand": stamp_in(page)})
    session.expire_all()
    assert cast.desk.description == "Danach"


def test_features_of_a_newer_version_stay(session: Session, cast: Cast, now: datetime) -> None:
    cast.desk.features = ["hologram", "quiet"]
    session.commit()
    before = description_of(cast.desk)
    values = {"description": "", "description_en": "", "features": ["monitor"]}
    describe_space(session, cast.desk.id, values, expected=stamp_of(before), touched=0, by=cast.nora, now=now)
    session.commit()
    assert set(cast.desk.features) == {"monitor", "hologram"}


def test_everybody_sees_a_picture_until_it_is_taken_away(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    upload = {"bild": (BytesIO(picture_bytes(size=(40, 30))), "tisch.png"), "bildbeschreibung": "Ein Tisch"}
    nora.post(f"{URL}/bilder", upload)
    page = visit().get("/flaechen/bochum-desk-01")
    image = next(one for one in page.all("img") if one.get("alt") == "Ein Tisch")
    visit().get(image.get("src") or "")
    picture_id = session.scalars(select(SpacePicture.picture_id)).one()
    nora.post(f"{URL}/bilder/{picture_id}/entfernung")
    assert not [
        one for one in visit().get("/flaechen/bochum-desk-01").all("img") if one.get("alt") == "Ein Tisch"
    ]
    visit().get(image.get("src") or "", expect=404)
    nora.post(f"/team/bochum/aenderungen/{last_record(session).id}/ruecknahme")
    assert [
        one for one in visit().get("/flaechen/bochum-desk-01").all("img") if one.get("alt") == "Ein Tisch"
    ]


def test_after_a_day_it_is_gone_for_good(session: Session, cast: Cast, now: datetime) -> None:
    picture = picture_space(session, cast.desk.id, PICTURE, alternative="Ein Tisch", by=cast.nora, now=now)
    session.commit()
    hide_picture(session, picture.id, by=cast.nora, now=now)
    session.commit()
    record = last_record(session)
    sweep_pictures(session, now=now + timedelta(days=2))
    session.commit()
    session.expire_all()
    with pytest.raises(Refused) as refused:
        take_back(session, record.id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"picture_gone"}


def test_a_space_has_so_many_pictures_and_no_more(session: Session, cast: Cast, now: datetime) -> None:
    for number in range(MOST_PICTURES):
        picture_space(session, cast.desk.id, PICTURE, alternative=f"Bild {number}", by=cast.nora, now=now)
        session.commit()
    with pytest.raises(Refused) as refused:
        picture_space(session, cast.desk.id, PICTURE, alternative="Eins zu viel", by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"pictures_full"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "Nichts", id="no picture"),
        pytest.param(b"GIF89a<script>", "Kein Bild", id="not a picture"),
        pytest.param(picture_bytes(size=(40, 30)), "", id="no words"),
    ],
)
def test_what_is_no_picture_is_refused(
    visit: Visit, session: Session, cast: Cast, data: bytes, words: str
) -> None:
    form = {"bild": (BytesIO(data), "x.png" if data else ""), "bildbeschreibung": words}
    visit(cast.nora).post(f"{URL}/bilder", form, expect=422)
    assert session.scalars(select(SpacePicture)).all() == []


def test_only_the_lead_of_the_house_describes_its_spaces(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    picture = picture_space(session, cast.desk.id, PICTURE, alternative="Ein Tisch", by=cast.nora, now=now)
    session.commit()
    for person in (cast.alice, cast.charlie):
        visit(person).get(URL, expect=403)
        visit(person).post(URL, {"text": "x"}, expect=403)
        visit(person).post(f"{URL}/bilder/{picture.id}/entfernung", expect=403)
    nora = visit(cast.nora)
    nora.get("/team/witten/flaechen", expect=403)
    nora.get("/team/bochum/flaechen/witten-desk-01", expect=404)
    nora.post(f"/team/bochum/flaechen/bochum-desk-02/bilder/{picture.id}/entfernung", expect=404)
    nora.post(
        f"/bilder/{picture.id}/entfernung", expect=404 if picture.uploaded_by_id != cast.nora.id else 403
    )


def test_the_bookings_ahead_are_named_beforehand(
    visit: Visit, session: Session, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labspace.houses.furnishing.staff.LISTED", 1)
    day = now.date() + timedelta(days=7)
    first, second = (
        book(session, cast.desk, cast.alice, on_day(day, begin, begin + 1, house=cast.house), now=now)
        for begin in (9, 11)
    )
    page = visit(cast.nora).get(URL)
    links = [link.get("href") for link in page.all("a")]
    assert f"/buchungen/{first.reference}" in links
    assert f"/buchungen/{second.reference}" not in links
    assert "2 kommende Buchungen rechnen" in page.words()
    assert "und 1 weitere" in page.words()

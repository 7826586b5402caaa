"""Keeping, seeing, changing and losing pictures."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from labspace.accounts.models import User
from labspace.errors import Refused
from labspace.pictures import uses
from labspace.pictures.actions import (
    add_picture,
    describe_picture,
    erase_pictures,
    pictures_of,
    remove_picture,
    restore_picture,
    sweep_pictures,
)
from labspace.pictures.encoding import encode
from labspace.pictures.forms import PictureForm
from labspace.pictures.models import Picture, PictureFile
from labspace.pictures.queries import find_picture
from labspace.pictures.shown import shown_picture, shown_pictures
from labspace.security import MAX_FORM_BYTES
from tests.pictures.files import SVG, picture_bytes
from tests.support.statements import counted

SMALL = encode(picture_bytes(size=(60, 40)))


@pytest.fixture
def used(cast, monkeypatch):
    """Pictures that Bob may see and change, and nobody else but their uploader."""

    bob_id = cast.bob.id

    def is_bob(_session, _picture, person: User | None) -> bool:
        return person is not None and person.id == bob_id

    use = uses.Use(may_see=is_bob, may_change=is_bob, page=lambda _session, _picture: "/profil")
    monkeypatch.setitem(uses._USES, "probe", use)


@pytest.fixture
def picture(session, cast, now, used) -> Picture:
    made = add_picture(session, SMALL, purpose="probe", alternative="Ein Laden", by=cast.alice, now=now)
    session.commit()
    return made


def test_a_picture_is_served_with_strict_headers(app: Flask, visit, cast, picture) -> None:
    with app.test_request_context():
        url = shown_picture(picture).url
    page = visit(cast.bob).get(url)
    assert page.headers["Content-Type"] == "image/webp"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert page.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    again = visit(cast.bob).get(url, expect=304, headers={"If-None-Match": page.headers["ETag"]})
    assert again.data == b""
    stale = visit(cast.bob).get(url.split("?")[0])
    assert stale.headers["Cache-Control"] == "private, no-cache"


def test_only_those_see_it_whom_its_package_lets(visit, cast, picture) -> None:
    url = f"/bilder/{picture.id}/klein"
    for person in (cast.alice, cast.bob):
        assert visit(person).get(url).data.startswith(b"RIFF")
    for stranger in (None, cast.charlie, cast.ada):
        visit(stranger).get(url, expect=404)
    for missing in (f"/bilder/{picture.id}/riesig", "/bilder/99/klein"):
        visit(cast.bob).get(missing, expect=404)


def test_a_picture_of_no_known_use_is_seen_by_its_uploader_only(session, visit, cast, now, picture) -> None:
    picture.purpose = "forgotten"
    session.commit()
    visit(cast.alice).get(f"/bilder/{picture.id}/gross")
    visit(cast.bob).get(f"/bilder/{picture.id}/gross", expect=404)


def test_whoever_may_change_it_takes_it_away_and_brings_it_back(session, visit, cast, picture) -> None:
    url = f"/bilder/{picture.id}"
    visit(cast.alice).post(url + "/entfernung", expect=403)
    visit(cast.charlie).post(url + "/entfernung", expect=404)
    bob = visit(cast.bob)
    assert bob.post(url + "/entfernung").location == "/profil"
    session.expire_all()
    assert picture.removed_at is not None
    visit(cast.bob).get(url + "/klein", expect=404)
    visit(cast.alice).get(url + "/klein")


def test_its_words_can_be_changed_and_never_be_empty(session, visit, cast, picture) -> None:
    url = f"/bilder/{picture.id}/beschreibung"
    visit(cast.bob).post(url, {"bildbeschreibung": "Ein Laden mit Hüten"})
    session.expire_all()
    assert picture.alternative == "Ein Laden mit Hüten"
    for words in ("", "  ", "x" * 301):
        visit(cast.bob).post(url, {"bildbeschreibung": words})
    session.expire_all()
    assert picture.alternative == "Ein Laden mit Hüten"


def test_the_database_refuses_a_picture_without_words(session, cast, now) -> None:
    with pytest.raises(IntegrityError):
        add_picture(session, SMALL, purpose="probe", alternative="", by=cast.alice, now=now)
    session.rollback()


def test_a_day_after_it_was_taken_away_nothing_is_left(session, now, picture) -> None:
    remove_picture(session, picture.id, now=now)
    session.commit()
    assert sweep_pictures(session, now=now + timedelta(hours=23)) == 0
    restore_picture(session, picture.id)
    assert picture.removed_at is None
    remove_picture(session, picture.id, now=now)
    session.commit()
    assert sweep_pictures(session, now=now + timedelta(hours=25)) == 1
    session.commit()
    assert session.scalar(select(func.count()).select_from(PictureFile)) == 0
    with pytest.raises(Refused):
        describe_picture(session, 1, alternative="zu spät")


def test_all_a_person_uploaded_can_be_erased(session, cast, picture) -> None:
    erase_pictures(session, pictures_of(session, cast.alice.id))
    session.commit()
    assert session.scalar(select(func.count(Picture.id))) == 0


def test_pages_read_no_bytes(app: Flask, session, picture) -> None:
    picture_id = picture.id
    session.expire_all()
    with counted(session) as statements, app.test_request_context():
        found = find_picture(session, picture_id)
        assert found is not None
        assert len(shown_pictures([found])) == 1
        assert shown_pictures([found], removed=True) == []
    assert len(statements) == 2
    assert not any("picture_file.data" in statement for statement in statements)


def form_with(app: Flask, data: bytes, words: str = "Ein Laden") -> PictureForm:
    file = FileStorage(BytesIO(data), filename="bild.jpg", content_type="image/jpeg")
    with app.test_request_context(method="POST", data={"bild": file, "bildbeschreibung": words}):
        form = PictureForm()
        form.validate()
        return form


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(SVG, "Das ist kein Bild, das wir zeigen können.", id="an svg named jpg"),
        pytest.param(b"", "Die Datei ist leer.", id="empty"),
    ],
)
def test_the_form_says_what_is_wrong_with_a_file(app: Flask, data: bytes, sentence: str) -> None:
    assert sentence in str(form_with(app, data).picture.errors[0])


def test_the_form_gives_the_encoded_picture_and_asks_for_words(app: Flask) -> None:
    form = form_with(app, picture_bytes("PNG"))
    assert not form.errors
    assert form.picture.encoded
    assert "bildbeschreibung" not in form.errors
    assert form_with(app, picture_bytes(), words=" ").alternative.errors


def test_the_form_asks_for_a_file(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"bildbeschreibung": "Ein Laden"}):
        form = PictureForm()
        assert not form.validate()
        assert form.picture.errors == ["Bitte wählen Sie ein Bild."]


def test_other_forms_stay_small(visit, cast, picture) -> None:
    words = {"bildbeschreibung": "x" * (MAX_FORM_BYTES + 1)}
    visit(cast.bob).post(f"/bilder/{picture.id}/beschreibung", words, expect=413)

"""People from the command line."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from labspace.accounts.cli import user
from labspace.accounts.models import User
from labspace.accounts.passwords import verify_password
from tests.factories import make_house

PASSWORD = "pferd klammer batterie"


@pytest.fixture
def run(app, session):
    """Runs `labspace user …` and returns its result."""
    make_house(session)
    session.commit()
    runner = app.test_cli_runner()
    return lambda *words, **more: runner.invoke(user, list(words), **more)


def created(session) -> User | None:
    session.rollback()
    found: User | None = session.scalars(select(User)).one_or_none()
    return found


def test_creates_somebody_ready_to_sign_in(session, run, visit) -> None:
    result = run("create", "Nora@Example.org", "--name", "Nora", "--password", PASSWORD, "--staff", "bochum")
    assert (result.exit_code, result.output) == (0, "Created nora@example.org.\n")
    nora = created(session)
    assert nora
    assert nora.runs_any
    assert not nora.is_administrator
    assert verify_password(nora.password_hash, PASSWORD)
    visit().post("/anmeldung", {"email": "nora@example.org", "password": PASSWORD})


def test_asks_for_the_password_when_it_is_left_out(session, run) -> None:
    result = run("create", "ada@example.org", "--name", "Ada", "--admin", input=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output
    ada = created(session)
    assert ada
    assert ada.is_administrator


@pytest.mark.parametrize(
    ("words", "because"),
    [
        pytest.param(["nonsense", "--name", "N", "--password", PASSWORD], "not a mail address", id="address"),
        pytest.param(["n@example.org", "--name", "N", "--password", "kurz"], "12", id="short password"),
        pytest.param(
            ["n@example.org", "--name", "N", "--password", PASSWORD, "--staff", "atlantis"],
            "Known houses: bochum",
            id="unknown house",
        ),
    ],
)
def test_says_what_is_wrong_and_creates_nobody(session, run, words: list[str], because: str) -> None:
    result = run("create", *words)
    assert result.exit_code == 1
    assert because in result.output
    assert created(session) is None


def test_nobody_is_created_twice(run) -> None:
    words = ("create", "ada@example.org", "--name", "Ada", "--password", PASSWORD)
    assert run(*words).exit_code == 0
    assert "already" in run(*words).output


def test_lists_and_disables(run, visit) -> None:
    run("create", "ada@example.org", "--name", "Ada", "--password", PASSWORD, "--admin")
    assert run("list").output == "ada@example.org\tAda\tadministrator\n"
    assert run("disable", "ADA@example.org").output == "Disabled ada@example.org.\n"
    assert "disabled" in run("list").output
    visit().post("/anmeldung", {"email": "ada@example.org", "password": PASSWORD}, expect=422)
    assert run("disable", "nobody@example.org").exit_code == 1

"""Rights: every route names who may use it, and nobody else reaches the view.

A view without a right is refused; tests keep that no such view exists.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labspace.programs import asks_as_program

if TYPE_CHECKING:
    from labspace.accounts.models import User

P = ParamSpec("P")
R = TypeVar("R")


class Right(enum.Enum):
    """Who may use a route."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


def _requires(right: Right) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.right = right  # type: ignore[attr-defined]
        return view

    return mark


public = _requires(Right.PUBLIC)
signed_in = _requires(Right.SIGNED_IN)
staff = _requires(Right.STAFF)
administrator = _requires(Right.ADMINISTRATOR)


def right_of(view: Callable[..., object]) -> Right | None:
    """The right a view function was marked with."""
    return getattr(view, "right", None)


def visitor() -> User | None:
    """Who is signed in, if anybody."""
    if asks_as_program():
        return None
    return cast("User", current_user) if current_user.is_authenticated else None


def me() -> User:
    """Who is signed in. Only for views that are not public."""
    user = visitor()
    if user is None:
        abort(401)
    return user


def must_run(location_id: int) -> None:
    """Answer 403 unless the signed-in person is staff of this house."""
    if not me().runs(location_id):
        abort(403)


def must_keep(location_id: int) -> None:
    """Answer 403 unless the signed-in person decides what this house is, not only how its days go."""
    if not me().keeps(location_id):
        abort(403)


def guard_routes(app: Flask) -> None:
    """Check the right of every request before its view runs."""

    @app.before_request
    def check_right() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        right = right_of(current_app.view_functions[request.endpoint])
        if right is Right.PUBLIC:
            return None
        if right is None:
            abort(403)
        user = visitor()
        if user is None:
            if request.method in {"GET", "HEAD"}:
                return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
            abort(401)
        if right is Right.STAFF and not user.runs_any:
            abort(403)
        if right is Right.ADMINISTRATOR and not user.is_administrator:
            abort(403)
        return None

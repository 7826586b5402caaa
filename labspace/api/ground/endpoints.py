"""How a call is declared: its types and words beside the view, read by the server and by the OpenAPI document.

    @calls.get("/locations", summary=_l("Häuser"), subject=Subject.HOUSES)
    def locations(query: LocationsAsked) -> LocationsPage: ...

The view's signature says the rest: `query` is read from the address, `body` from the JSON sent, other
arguments are parts of the path; what it returns is checked by its type and sent as JSON. `Sent[…]` stands
for an answer with a status, headers or an ETag of its own. Problems are raised as `Problem`.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from labspace.access import public
from labspace.api.ground.schemas import Answered, Asked
from labspace.api.tokens.kinds import Scope
from labspace.words import lazy_gettext as _l

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Answered)


class Subject(enum.Enum):
    """What calls are about; the document lists them in this order."""

    HOUSES = "houses"
    FREE_TIME = "free_time"
    PROGRAMME = "programme"
    BOOKINGS = "bookings"
    SERIES = "series"
    OCCUPANCY = "occupancy"
    ABOUT = "about"

    @property
    def label(self) -> LazyString:
        return _SUBJECTS[self]


_SUBJECTS = {
    Subject.HOUSES: _l("Häuser, Flächen, Grundrisse"),
    Subject.FREE_TIME: _l("Freie Zeiten"),
    Subject.PROGRAMME: _l("Programm"),
    Subject.BOOKINGS: _l("Buchungen"),
    Subject.SERIES: _l("Serien"),
    Subject.OCCUPANCY: _l("Auslastung"),
    Subject.ABOUT: _l("Über diese Schnittstelle"),
}


@dataclass(frozen=True, kw_only=True)
class Sent(Generic[M]):
    """An answer that says more than its content."""

    content: M
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    """The version of what is told, if it has one; else it is made from the bytes."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One call, as declared."""

    name: str
    method: str
    rule: str
    view: Callable[..., Any]
    summary: LazyString
    text: LazyString | None
    subject: Subject
    scope: Scope | None
    """None: no token is needed."""
    status: int
    query: type[Asked] | None
    body: type[Asked] | None
    answer: type[Answered]
    problems: tuple[str, ...]
    """Codes it may be refused with, beside those any call may."""
    if_match: bool


class Calls:
    """The calls of one blueprint, in the order they were declared."""

    def __init__(
        self, blueprint: Blueprint, run: Callable[[Endpoint, dict[str, Any]], ResponseReturnValue]
    ) -> None:
        self.blueprint = blueprint
        self.declared: list[Endpoint] = []
        self._run = run

    def get(
        self,
        rule: str,
        *,
        summary: LazyString,
        subject: Subject,
        text: LazyString | None = None,
        scope: Scope | None = None,
        problems: Sequence[str] = (),
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A call that reads. Without `scope` anybody may make it."""
        return self._declare(
            "GET", rule, summary=summary, subject=subject, text=text, scope=scope, problems=problems
        )

    def post(
        self,
        rule: str,
        *,
        summary: LazyString,
        subject: Subject,
        scope: Scope,
        text: LazyString | None = None,
        status: int = 200,
        problems: Sequence[str] = (),
        if_match: bool = False,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A call that changes something: the view's action flushes, the answer is committed with it."""
        return self._declare(
            "POST",
            rule,
            summary=summary,
            subject=subject,
            text=text,
            scope=scope,
            status=status,
            problems=problems,
            if_match=if_match,
        )

    def patch(
        self,
        rule: str,
        *,
        summary: LazyString,
        subject: Subject,
        scope: Scope,
        text: LazyString | None = None,
        problems: Sequence[str] = (),
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """A call that changes what it names; it knows `If-Match`."""
        return self._declare(
            "PATCH",
            rule,
            summary=summary,
            subject=subject,
            text=text,
            scope=scope,
            problems=problems,
            if_match=True,
        )

    def _declare(
        self,
        method: str,
        rule: str,
        *,
        summary: LazyString,
        subject: Subject,
        text: LazyString | None,
        scope: Scope | None,
        problems: Sequence[str],
        status: int = 200,
        if_match: bool = False,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        def declare(view: Callable[P, R]) -> Callable[P, R]:
            query, body, answer = _types_of(view)
            endpoint = Endpoint(
                name=view.__name__,
                method=method,
                rule=rule,
                view=view,
                summary=summary,
                text=text,
                subject=subject,
                scope=scope,
                status=status,
                query=query,
                body=body,
                answer=answer,
                problems=tuple(problems),
                if_match=if_match,
            )

            @public  # to the site's own sign-in; the API asks for a token instead
            @wraps(view)
            def called(**parts: Any) -> ResponseReturnValue:
                return self._run(endpoint, parts)

            self.declared.append(endpoint)
            self.blueprint.add_url_rule(rule, view.__name__, called, methods=[method])
            return view

        return declare


def _types_of(view: Callable[..., Any]) -> tuple[type[Asked] | None, type[Asked] | None, type[Answered]]:
    hints = get_type_hints(view)
    answer = hints["return"]
    if get_origin(answer) is Sent:
        (answer,) = get_args(answer)
    if not (inspect.isclass(answer) and issubclass(answer, Answered)):
        raise TypeError(f"{view.__name__} must say what it answers")
    return hints.get("query"), hints.get("body"), answer

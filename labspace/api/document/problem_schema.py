"""What a problem looks like, for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict

from labspace.api.ground.schemas import Answered, about
from labspace.words import lazy_gettext as _l


class FieldErrorOut(Answered):
    """One field that does not fit."""

    field: Annotated[str, about(_l("Name der Angabe; bei verschachtelten mit Punkten."))]
    code: str
    rule: Annotated[str, about(_l("Die Regel des Hauses genauer; oft dasselbe Wort wie „code“."))] = ""
    detail: str


class ProblemOut(Answered):
    """Why a call was not answered as wished (RFC 9457)."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: Annotated[str, about(_l("Adresse, unter der dieser Fehler erklärt ist."))]
    title: str
    status: int
    detail: Annotated[str, about(_l("Deutsch oder Englisch, nach „Accept-Language“."))]
    code: Annotated[str, about(_l("Fester englischer Name des Fehlers."))]
    errors: Annotated[list[FieldErrorOut], about(_l("Jede Angabe, die nicht passt."))] = []  # noqa: RUF012
    conflicts: Annotated[list[dict[str, Any]], about(_l("Belegte Zeiträume, ohne Personen."))] = []  # noqa: RUF012
    alternatives: Annotated[list[dict[str, Any]], about(_l("Was statt dessen frei ist."))] = []  # noqa: RUF012

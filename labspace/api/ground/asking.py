"""Reads what a call is asked: the query of its address and the JSON of its body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from flask import request
from pydantic import ValidationError
from pydantic_core import from_json

from labspace.api.ground.field_errors import problem_of_fields
from labspace.api.ground.problems import Problem
from labspace.api.ground.schemas import IN_QUERY, Asked

A = TypeVar("A", bound=Asked)

MAX_BODY = 64 * 1024
"""No call of the API is asked more."""

_OFFSET_WITH_BLANK = re.compile(r"(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) (\d{2}:\d{2})")


def read_query(model: type[A]) -> A:
    """The query of the request at hand. Raises `Problem` with every parameter that does not fit."""
    values: dict[str, Any] = {}
    lists = lists_of(model)
    for name, given in request.args.lists():
        if name in lists:
            values[name] = given
        elif len(given) > 1:
            raise problem_of_fields([("given_twice", (name,), {})])
        else:
            values[name] = _with_plus(given[0])
    try:
        return model.model_validate(values, context=IN_QUERY)
    except ValidationError as error:
        raise problem_of_fields(_facts(error)) from None


def read_body(model: type[A]) -> A:
    """The JSON body of the request at hand; none at all is an empty object.

    Raises `Problem` with every field that does not fit.
    """
    raw = request.get_data(cache=True)
    if raw and request.mimetype != "application/json":
        raise Problem("json_expected")
    raw = raw or b"{}"
    try:
        value = from_json(raw, allow_inf_nan=False)
    except ValueError:
        raise Problem("body_not_json") from None
    if (place := _nul_in(value)) is not None:
        raise problem_of_fields([("nul_in_text", place, {})])
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise problem_of_fields(_facts(error)) from None


def lists_of(model: type[Asked]) -> frozenset[str]:
    """The parameters of a query that may be given more than once."""
    return frozenset(
        name for name, field in model.model_fields.items() if "list" in str(field.annotation).casefold()
    )


def _with_plus(value: str) -> str:
    # A plus that was not written as %2B arrives as a blank; between a time and its offset it can only be that.
    return _OFFSET_WITH_BLANK.sub(r"\1+\2", value)


def _facts(error: ValidationError) -> list[tuple[str, tuple[str | int, ...], Mapping[str, Any]]]:
    found = error.errors(include_url=False, include_input=False)
    return [(one["type"], one["loc"], one.get("ctx", {})) for one in found]


def _nul_in(value: Any, place: tuple[str | int, ...] = ()) -> tuple[str | int, ...] | None:
    if isinstance(value, str):
        return place if "\0" in value else None
    if isinstance(value, list):
        return next((hit for i, item in enumerate(value) if (hit := _nul_in(item, (*place, i)))), None)
    if isinstance(value, dict):
        for name, item in value.items():
            if "\0" in name:
                return (*place, name.replace("\0", ""))
            if (hit := _nul_in(item, (*place, name))) is not None:
                return hit
    return None

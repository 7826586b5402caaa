"""What calls ask and answer, as types: checked by pydantic, described in the OpenAPI document."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from flask_babel import LazyString
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Years that days and times may lie in: every zone and calendar here knows them."""

BIGGEST = 2**31 - 1


class Answered(BaseModel):
    """What a call answers; nothing beside its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(BaseModel):
    """What a call is asked, as a query or as a body; anything it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def about(text: LazyString, **limits: Any) -> Any:
    """What a field means, in the reader's language, and what bounds it: for `Annotated`."""
    return Field(description=cast("str", text), **limits)


def said(text: LazyString) -> str:
    """A description that is read each time the document is made: for `Field` with a default."""
    return cast("str", text)


class InQuery:
    """Says to a type that it is read from an address, where everything is text."""


IN_QUERY = InQuery()

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)


def _read_moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not (found := _MOMENT.fullmatch(value)):
        raise PydanticCustomError("not_a_time", "not a time")
    if found[3] is None:
        raise PydanticCustomError("time_without_offset", "a time without its offset")
    text = re.sub(r"\.\d+", "", value).upper()
    try:
        moment = datetime.fromisoformat(text)
        in_years = FIRST_YEAR < moment.year < LAST_YEAR
    except ValueError:
        in_years = False
    if not in_years:
        raise PydanticCustomError("not_a_time", "no such time")
    return moment.astimezone(UTC)


def _read_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if FIRST_YEAR < day.year < LAST_YEAR:
            return day
    raise PydanticCustomError("not_a_day", "not a day")


def _read_whole(value: Any, info: ValidationInfo) -> Any:
    if info.context is IN_QUERY and isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise PydanticCustomError("int_type", "not a whole number")
        return int(value)
    return value


def _read_flag(value: Any, info: ValidationInfo) -> Any:
    if info.context is IN_QUERY and isinstance(value, str):
        if value not in {"true", "false"}:
            raise PydanticCustomError("bool_type", "neither true nor false")
        return value == "true"
    return value


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("nul_in_text", "a text with NUL in it")
    return value


Moment = Annotated[datetime, BeforeValidator(_read_moment)]
"""An RFC 3339 time with its offset; read as UTC, written as given: with the offset of the house's zone."""

Day = Annotated[date, BeforeValidator(_read_day)]
"""A local date, `YYYY-MM-DD`."""

Whole = Annotated[int, BeforeValidator(_read_whole), Field(ge=-BIGGEST, le=BIGGEST)]
"""A whole number that every column holds."""

Flag = Annotated[bool, BeforeValidator(_read_flag)]
"""true or false."""

Text = Annotated[str, AfterValidator(_without_nul)]
"""A text without NUL; say its length with `Field(max_length=…)`."""

Slug = Annotated[Text, Field(min_length=1, max_length=80)]
"""What addresses call a house or a space."""


class Span(Answered):
    """The time from `starts_at` up to but not including `ends_at`."""

    starts_at: Moment
    ends_at: Moment

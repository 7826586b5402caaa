"""The OpenAPI 3.1 document of all declared calls; nothing in it is written beside the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from flask_babel import LazyString
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from labspace.api.document.problem_schema import ProblemOut
from labspace.api.ground.asking import lists_of
from labspace.api.ground.codes import code_named
from labspace.api.ground.endpoints import Endpoint
from labspace.api.ground.problems import MIMETYPE
from labspace.api.ground.schemas import Asked
from labspace.words import gettext as _

BOUNDS = {"ge": "minimum", "le": "maximum"}
"""Pydantic's words for bounds of a type that reads its value itself, and those of JSON Schema."""

REFERENCE = "#/components/schemas/{model}"
_PART = re.compile(r"<(?:(?P<kind>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")


class _Schema(GenerateJsonSchema):
    """Pydantic's generator; titles made from field names say nothing new and are left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def document(endpoints: Sequence[Endpoint], *, server: str, version: str) -> dict[str, Any]:
    """The document of `endpoints` in the reader's language; `server` is where `/api/v1` lies."""
    references, definitions = _definitions(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        path, parts = _path(one.rule)
        paths.setdefault(path, {})[one.method.lower()] = _operation(one, parts, references)
    subjects = sorted({one.subject for one in endpoints}, key=list(type(endpoints[0].subject)).index)
    found: dict[str, Any] = _plain(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "labspace",
                "version": version,
                "summary": _("Häuser, freie Zeiten, Buchungen und Auslastung für Programme"),
                "description": _(
                    "Zeiten stehen nach RFC 3339 mit ihrem Abstand zu UTC, Zeiträume gelten bis zum Ende, ohne es. "
                    "Fehler sind application/problem+json nach RFC 9457 mit festem „code“."
                ),
            },
            "servers": [{"url": server}],
            "tags": [{"name": subject.value, "description": subject.label} for subject in subjects],
            "paths": paths,
            "components": {
                "schemas": definitions,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    )
    return found


def _definitions(
    endpoints: Iterable[Endpoint],
) -> tuple[dict[tuple[type[BaseModel], str], dict[str, Any]], dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], Any]] = [(ProblemOut, "serialization")]
    for one in endpoints:
        wanted.append((one.answer, "serialization"))
        wanted += [(one.body, "validation")] if one.body else []
    found, schema = models_json_schema(
        list(dict.fromkeys(wanted)), ref_template=REFERENCE, schema_generator=_Schema
    )
    definitions = schema["$defs"]
    for one in definitions.values():
        one.pop("title", None)
    references = {(cast("type[BaseModel]", model), str(mode)): one for (model, mode), one in found.items()}
    return references, definitions


def _path(rule: str) -> tuple[str, list[dict[str, Any]]]:
    parts = [
        {
            "name": part["name"],
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 0}
            if part["kind"] == "int"
            else {"type": "string", "minLength": 1, "maxLength": 200},
        }
        for part in _PART.finditer(rule)
    ]
    return _PART.sub(r"{\g<name>}", rule), parts


def _operation(
    one: Endpoint,
    parts: list[dict[str, Any]],
    references: Mapping[tuple[type[BaseModel], str], dict[str, Any]],
) -> dict[str, Any]:
    parameters = [*parts, *(_query(one.query) if one.query else ()), *_headers(one)]
    operation: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "tags": [one.subject.value],
        "parameters": parameters,
        "responses": _responses(one, has_parts=bool(parts), answer=references[one.answer, "serialization"]),
        "security": [{"token": []}] if one.scope else [{}, {"token": []}],
    }
    if one.scope:
        operation["x-scope"] = one.scope.value
    if one.text is not None:
        operation["description"] = one.text
    if one.body is not None:
        content = {"application/json": {"schema": references[one.body, "validation"]}}
        needed = any(field.is_required() for field in one.body.model_fields.values())
        operation["requestBody"] = {"required": needed, "content": content}
    return operation


def _query(model: type[Asked]) -> list[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=REFERENCE, schema_generator=_Schema)
    many, definitions = lists_of(model), schema.get("$defs", {})
    found = []
    for name, described in schema["properties"].items():
        parameter: dict[str, Any] = {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
        }
        described = _resolved(described, definitions)
        if description := described.pop("description", None):
            parameter["description"] = description
        # A parameter is left out instead of being null.
        kinds = [kind for kind in described.pop("anyOf", ()) if kind != {"type": "null"}]
        described = {**described, **_resolved(kinds[0], definitions)} if kinds else described
        if described.get("default", 0) is None:
            del described["default"]
        parameter["schema"] = described
        if name in many:
            parameter |= {"style": "form", "explode": True}
        found.append(parameter)
    return found


def _resolved(described: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(described)
    if reference := found.pop("$ref", None):
        found = {**definitions[reference.rsplit("/", 1)[1]], **found}
        found.pop("title", None)
    if isinstance(items := found.get("items"), Mapping):
        found["items"] = _resolved(items, definitions)
    return found


def _headers(one: Endpoint) -> list[dict[str, Any]]:
    named: list[tuple[str, str, int | None]] = []
    if one.method == "GET":
        named.append(("If-None-Match", _("ETag einer früheren Antwort; gilt sie noch, kommt 304."), None))
    if one.method == "POST":
        named.append(
            (
                "Idempotency-Key",
                _("Frei gewählt; derselbe Schlüssel gibt 24 Stunden lang dieselbe Antwort."),
                255,
            )
        )
    if one.if_match:
        named.append(("If-Match", _("ETag des Stands, der geändert werden soll."), None))
    return [
        {
            "name": name,
            "in": "header",
            "required": False,
            "description": text,
            "schema": {"type": "string", **({"minLength": 1, "maxLength": most} if most else {})},
        }
        for name, text, most in named
    ]


def _responses(one: Endpoint, *, has_parts: bool, answer: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        str(one.status): {
            "description": one.summary,
            "content": {"application/json": {"schema": answer}},
            "headers": {"ETag": {"schema": {"type": "string"}}},
        }
    }
    if one.method == "GET":
        found["304"] = {"description": _("Nichts hat sich geändert.")}
    for status, codes in sorted(_codes(one, has_parts=has_parts).items()):
        found[str(status)] = {
            "description": ", ".join(sorted(codes)),
            "content": {MIMETYPE: {"schema": {"$ref": REFERENCE.format(model=ProblemOut.__name__)}}},
        }
        if status == 429:
            found["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


def _codes(one: Endpoint, *, has_parts: bool) -> dict[int, set[str]]:
    names = {"bad_request", "invalid", "token_not_valid", "too_many_requests", "unavailable", *one.problems}
    if has_parts:
        names.add("not_found")
    if one.scope is not None:
        names |= {"token_missing", "scope_missing"}
    if one.body is not None:
        names |= {"body_not_json", "json_expected", "too_large", "time_without_offset"}
    if one.method == "POST":
        names.add("idempotency_key_reused")
    if one.if_match:
        names.add("changed_meanwhile")
    by_status: dict[int, set[str]] = {}
    for name in names:
        by_status.setdefault(code_named(name).status, set()).add(name)
    return by_status


def _plain(value: Any) -> Any:
    if isinstance(value, LazyString):
        return str(value)
    if isinstance(value, Mapping):
        return {
            name if isinstance(item, Mapping) else BOUNDS.get(name, name): _plain(item)
            for name, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value

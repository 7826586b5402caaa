"""The OpenAPI document as the docs page shows it: calls by subject, their fields as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labspace.api.ground.codes import all_codes
from labspace.words import gettext as _

Schema = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A parameter or a field: what it is called, what it holds, what it means."""

    name: str
    kind: str
    text: str
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A status and the codes that come with it."""

    status: str
    codes: list[str]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the API."""

    anchor: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    """Empty: no token is needed."""
    parameters: list[Row]
    body: list[Row]
    status: str
    answer: list[Row]
    refusals: list[Refusal]


@dataclass(frozen=True, kw_only=True)
class SubjectShown:
    """The calls of one subject."""

    anchor: str
    name: str
    calls: list[Call]


@dataclass(frozen=True, kw_only=True)
class CodeShown:
    """A code and what it means."""

    code: str
    status: int
    title: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class DocsPage:
    """All the docs page shows."""

    server: str
    subjects: list[SubjectShown]
    codes: list[CodeShown]


def page_of(document: Mapping[str, Any]) -> DocsPage:
    """What the page shows of a document."""
    calls = list(_calls(document))
    subjects = [
        SubjectShown(
            anchor=f"thema-{tag['name'].replace('_', '-')}",
            name=tag["description"],
            calls=[call for subject, call in calls if subject == tag["name"]],
        )
        for tag in document["tags"]
    ]
    codes = [
        CodeShown(
            code=one.code,
            status=one.status,
            title=str(one.title),
            detail=str(one.detail or "").replace("%(scope)s", "…"),
        )
        for one in all_codes()
    ]
    return DocsPage(server=document["servers"][0]["url"], subjects=subjects, codes=codes)


def _calls(document: Mapping[str, Any]) -> Iterator[tuple[str, Call]]:
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            status, answer = next(iter(one["responses"].items()))
            yield (
                one["tags"][0],
                Call(
                    anchor=f"abruf-{one['operationId'].replace('_', '-')}",
                    method=method.upper(),
                    path=path,
                    summary=one["summary"],
                    text=one.get("description", ""),
                    scope=one.get("x-scope", ""),
                    parameters=[
                        Row(
                            name=row["name"],
                            kind=_kind(row["schema"], schemas),
                            text=row.get("description", ""),
                            is_required=row["required"],
                        )
                        for row in one["parameters"]
                    ],
                    body=list(_rows(_content(one.get("requestBody", {})), schemas)),
                    status=status,
                    answer=list(_rows(_content(answer), schemas)),
                    refusals=[
                        Refusal(status=number, codes=told["description"].split(", "))
                        for number, told in one["responses"].items()
                        if number >= "4"
                    ],
                ),
            )


def _content(described: Mapping[str, Any]) -> Schema:
    content = described.get("content", {})
    return next(iter(content.values()))["schema"] if content else {}


def _rows(schema: Schema, schemas: Mapping[str, Schema], prefix: str = "", depth: int = 0) -> Iterator[Row]:
    schema = _named(schema, schemas)
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        yield Row(
            name=f"{prefix}{name}",
            kind=_kind(field, schemas),
            text=field.get("description", ""),
            is_required=name in required,
        )
        if depth < 3:
            inner, sign = _inside(field, schemas)
            yield from _rows(inner, schemas, f"{prefix}{name}{sign}.", depth + 1)


def _inside(field: Schema, schemas: Mapping[str, Schema]) -> tuple[Schema, str]:
    # What objects a field holds, alone or in a list, also where it may be null.
    for one in [field, *field.get("anyOf", ())]:
        found = _named(one, schemas)
        if found.get("type") == "array":
            return _named(found.get("items", {}), schemas), "[]"
        if "properties" in found:
            return found, ""
    return {}, ""


def _named(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    reference = schema.get("$ref")
    return schemas[reference.rsplit("/", 1)[1]] if reference else schema


def _kind(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    schema = _named(schema, schemas)
    if "anyOf" in schema:
        return " | ".join(_kind(one, schemas) for one in schema["anyOf"])
    if words := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return " | ".join(map(str, words))
    kind = schema.get("type", "")
    if kind == "array":
        return _("Liste: %(kind)s", kind=_kind(schema.get("items", {}), schemas))
    return _simple(schema)


def _simple(schema: Schema) -> str:
    words = {
        "string": _("Text"),
        "integer": _("ganze Zahl"),
        "number": _("Dezimalzahl"),
        "boolean": "true | false",
        "object": _("Objekt"),
        "null": "null",
        "date-time": _("Zeit"),
        "date": _("Tag"),
    }
    kind = str(schema.get("format") or schema.get("type", ""))
    return words.get(kind, str(schema.get("type", "")))

"""Pure: what a plan file must be before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from labspace.locations.findings import FileRefused, Finding
from labspace.locations.reading import printable
from labspace.plans.document import FORMAT, loaded, read_document, written
from labspace.spaces.house_file import FORMAT as HOUSES_FORMAT

NEWER = re.compile(r"labspace-plan/([1-9][0-9]{0,5})\Z")


def plan_in(data: bytes) -> dict[str, Any]:
    """The plan in an uploaded file, written as labspace itself would write it.

    Raises `FileRefused` with every finding: a file of another format, and also what a draft may hold while
    somebody draws. A file has no author at hand who is just about to finish it.
    """
    value = loaded(data)
    _refuse_other_formats(value)
    document, unfinished = read_document(value)
    if unfinished:
        raise FileRefused(tuple(unfinished))
    return written(document)


def _refuse_other_formats(value: Mapping[str, Any]) -> None:
    """Say which file this is before every one of its members is called unknown."""
    said = value.get("format")
    if said == FORMAT:
        return
    text = said if isinstance(said, str) else ""
    code = "newer_plan" if NEWER.match(text) else "houses_file" if text == HOUSES_FORMAT else "no_plan_file"
    raise FileRefused((Finding("$.format", code, {"given": printable(text), "known": FORMAT}),))

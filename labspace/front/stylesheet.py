"""The stylesheet as one response: `@import` lines replaced by what they name, without what only its authors read.

Browsers would fetch thirty small files one after the other; on disk they stay one file per
component. This is no build step: the text is put together when first asked for.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from flask import Blueprint, Response, current_app, g, url_for

from labspace.access import public

COMMENT = re.compile(r"""(?P<quoted>"[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)
REFERENCE = re.compile(r'url\("(?P<path>[^":]+)"\)')

FONT = re.compile(r'url\("(?P<path>[^"]+)"\) format\("woff2"\)')

bp = Blueprint("stylesheet", __name__)


@dataclass(frozen=True)
class Stylesheet:
    """The whole text and a short digest of it, which stands in its address."""

    text: str
    digest: str
    font: str
    """The font's address relative to the stylesheet, so that pages can ask for it early."""
    read_at: float
    """Newest change time of its parts, in seconds since 1970."""


def joined(entry: Path) -> str:
    """The text of `entry` with every import in place, each in its layer.

    References inside a part are rewritten relative to `entry`'s folder and carry the digest of
    the file they name when it exists, so that they may be kept for ever.
    """

    def part(match: re.Match[str]) -> str:
        path = match["path"]
        text = _rebased(entry.parent, path, (entry.parent / path).read_text("utf-8"))
        return f"@layer {match['layer']} {{\n{text}}}"

    return IMPORT.sub(part, entry.read_text("utf-8"))


def lean(text: str) -> str:
    """The same rules without comments, indentation and empty lines: a fifth less comes over the wire."""
    rules = COMMENT.sub(lambda match: match["quoted"] or "", text)
    return "".join(f"{line}\n" for line in map(str.strip, rules.splitlines()) if line)


def load(entry: Path) -> Stylesheet:
    """The joined stylesheet with its digest."""
    text = lean(joined(entry))
    font = FONT.search(text)
    return Stylesheet(
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
        font=font["path"] if font else "",
        read_at=_changed_at(entry),
    )


def _rebased(folder: Path, part: str, text: str) -> str:
    def reference(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(part), match["path"]))
        file = folder / path
        mark = f"?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}" if file.is_file() else ""
        return f'url("{path}{mark}")'

    return REFERENCE.sub(reference, text)


def _changed_at(entry: Path) -> float:
    return max(file.stat().st_mtime for file in entry.parent.rglob("*.css"))


def _current() -> Stylesheet:
    entry = Path(current_app.static_folder or "static") / "css" / "labspace.css"
    sheet: Stylesheet | None = current_app.extensions.get("labspace.stylesheet")
    if sheet is None or (current_app.debug and sheet.read_at < _changed_at(entry)):
        sheet = current_app.extensions["labspace.stylesheet"] = load(entry)
    return sheet


@bp.app_template_global("stylesheet_url")
def stylesheet_url() -> str:
    """The address of the stylesheet as it is now."""
    g.stylesheet_url = url = url_for("stylesheet.show", digest=_current().digest)
    return url


@bp.after_app_request
def name_it_early(response: Response) -> Response:
    """A page's head says which stylesheet it needs: a phone asks for it before it reads a large page."""
    if (url := g.get("stylesheet_url")) and response.mimetype == "text/html":
        response.headers.add("Link", f"<{url}>; rel=preload; as=style")
    return response


@bp.app_template_global("font_url")
def font_url() -> str:
    """The address of the font exactly as the stylesheet names it."""
    return urljoin(stylesheet_url(), _current().font)


# Below static/css, so that relative references mean the same as in the files.
@bp.get("/static/css/labspace-<digest>.css")
@public
def show(digest: str) -> Response:
    """The stylesheet. An address of an older one gets the present text, not to be kept."""
    sheet = _current()
    response = Response(sheet.text, mimetype="text/css")
    if digest == sheet.digest:
        response.cache_control.public = True
        response.cache_control.max_age = 31_536_000
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response

"""The document of the API, for programs and for people."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.api.document.openapi import document
from labspace.api.document.shown import page_of
from labspace.api.ground import blueprint
from labspace.api.ground.running import ANY_SITE

bp = Blueprint("api_docs", __name__, url_prefix="/api/v1")


@blueprint.bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """The OpenAPI 3.1 document."""
    body = json.dumps(_document(), ensure_ascii=False).encode()
    response = Response(body, mimetype="application/json", headers=ANY_SITE)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Accept-Language",))
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)


@bp.get("/docs")
@public
def show() -> ResponseReturnValue:
    """The document as a page."""
    return render_template("api/docs.html", page=page_of(_document()))


def _document() -> dict[str, Any]:
    return document(
        blueprint.calls.declared, server=f"{request.root_url.rstrip('/')}/api/v1", version=_version()
    )


def _version() -> str:
    try:
        return version("labspace")
    except PackageNotFoundError:
        return "0"

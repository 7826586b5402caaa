"""Whether this process may be sent people: its database answers and fits its code."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from labspace.schema import SchemaOutdated, check


def why_not_ready(engine: Engine) -> str:
    """Why nobody should be sent here; empty when all is well. Names nothing but the kind of trouble."""
    try:
        check(engine)
    except SchemaOutdated as problem:
        return str(problem)
    except SQLAlchemyError as problem:
        return f"The database does not answer ({type(problem).__name__})."
    return ""

"""Counts what this process answers; several processes of one server are read together."""

from __future__ import annotations

import os
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from sqlalchemy import Engine, event

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FEEDS = frozenset(
    {"feeds.show", "programme_feeds.all_houses", "programme_feeds.house", "programme_feeds.event"}
)
"""Endpoints that calendar programs ask again and again."""
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which the processes of one server keep their numbers (prometheus-client)."""


class Counts:
    """The numbers of one process."""

    def __init__(self) -> None:
        # In a shared folder the numbers are read from there, not from what this process has registered.
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "labspace_requests",
            "Requests by route and status.",
            ["method", "endpoint", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "labspace_request_seconds", "Time to an answer.", buckets=SECONDS, registry=self.registry
        )
        self.statements = Counter(
            "labspace_statements", "Statements sent to the database.", registry=self.registry
        )
        self.feeds = Counter(
            "labspace_feed_answers",
            "Answers of calendar links by status; 304 means that nothing had changed.",
            ["status"],
            registry=self.registry,
        )

    def count_answers(self, app: Flask, engine: Engine) -> None:
        """Count from now on what `app` answers and what it asks its database."""

        @app.before_request
        def begin() -> None:
            g.labspace_asked_at = perf_counter()

        @app.after_request
        def note(response: Response) -> Response:
            endpoint, status = request.endpoint or "none", str(response.status_code)
            # A made-up method would be a row of its own for whoever wants to fill the memory.
            method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
            self.requests.labels(method, endpoint, status).inc()
            if asked := g.get("labspace_asked_at"):
                self.seconds.observe(perf_counter() - asked)
            if endpoint in FEEDS:
                self.feeds.labels(status).inc()
            return response

        @event.listens_for(engine, "before_cursor_execute")
        def statement(*_values: object) -> None:
            self.statements.inc()


def is_shared() -> bool:
    """Whether several processes put their numbers together."""
    return SHARED_FOLDER in os.environ

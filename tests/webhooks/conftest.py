"""A receiver, and endpoints that call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from labspace.webhooks.actions import add_endpoint
from labspace.webhooks.kinds import CHOOSABLE
from labspace.webhooks.models import WebhookEndpoint
from tests.factories import Cast
from tests.webhooks.receiver import Receiver, receiving

Endpoint = Callable[..., WebhookEndpoint]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


@pytest.fixture
def on_loopback(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator lets webhooks go to this machine."""
    settings = replace(app.extensions["labspace.settings"], webhook_networks="127.0.0.0/8")
    monkeypatch.setitem(app.extensions, "labspace.settings", settings)


@pytest.fixture
def endpoint(session: Session, cast: Cast, now: datetime, receiver: Receiver) -> Endpoint:
    """Sets an endpoint up at a path of the receiver, for the house in Bochum and all events unless told."""

    def made(path: str = "/", **more: Any) -> WebhookEndpoint:
        values = {
            "location_id": cast.house.id,
            "name": "Türschlösser",
            "address": receiver.address(path),
            "events": CHOOSABLE,
            **more,
        }
        new = add_endpoint(session, by=cast.nora, now=now, **values)
        session.commit()
        return new

    return made

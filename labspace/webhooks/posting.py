"""One call to an endpoint: sent, or why not."""

from __future__ import annotations

from http.client import HTTPException

from labspace.outward.addresses import AddressRefused, address_of
from labspace.outward.calls import Connection, Deadline, NotReached, Reach, Resolver, code_of, resolved

AGENT = "labspace-webhook/1"
LATER = {408, 425, 429}
"""Answers that blame the moment, not the call."""


class NotTaken(Exception):
    """The endpoint did not take the call; `code` says why, `status` is its answer, if it gave one."""

    def __init__(self, code: str, *, status: int = 0) -> None:
        super().__init__(code)
        self.code, self.status = code, status

    @property
    def is_trouble(self) -> bool:
        """Whether the endpoint itself is out of order, so that other calls would fail as well."""
        return not 300 <= self.status < 500 or self.status in LATER

    @property
    def why(self) -> str:
        """The code, with the answer's number, as kept with the call."""
        return f"{self.code} {self.status}" if self.status else self.code


def post(
    address: str, body: bytes, headers: dict[str, str], *, reach: Reach, resolver: Resolver = resolved
) -> None:
    """Send `body` to `address`; raises `NotTaken` unless the answer is a 2xx. Redirects are not followed.

    Without encryption only machines of the allowed own networks are called.
    """
    deadline = Deadline(reach.seconds)
    sent = {"Content-Type": "application/json", "User-Agent": AGENT, "Accept": "*/*", **headers}
    try:
        target = address_of(address)
        with Connection(target, deadline, reach, resolver) as connection:
            if not target.is_safe and not connection.reaches_own_network:
                raise NotTaken("in_the_clear")
            status = connection.ask(sent, method="POST", body=body).status
    except (AddressRefused, NotReached) as refused:
        raise NotTaken(refused.code) from None
    except (OSError, HTTPException, ValueError) as problem:
        raise NotTaken(deadline.code or code_of(problem)) from None
    if not 200 <= status < 300:
        raise NotTaken(_code_of_answer(status), status=status)


def _code_of_answer(status: int) -> str:
    if 300 <= status < 400:
        return "sent_elsewhere"
    return "server_error" if status >= 500 else "refused"

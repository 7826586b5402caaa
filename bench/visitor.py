"""One person with a browser's habits: keeps the connection, the cookies and the form's token."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

SECONDS = 30
GERMAN = {"Accept-Language": "de"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Visitor:
    """Asks a server on loopback; `headers` go with every request."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    api_token: str = ""
    """What this person's program signs in with."""
    seconds: float = SECONDS
    """How long an answer is waited for."""
    address: str = ""
    """What a proxy in front is called; empty: nobody is in front."""

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, values: dict[str, str]) -> Answer:
        body = urlencode({**values, "csrf_token": self.token}).encode()
        content_type = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(
            "POST", path, body, {**content_type, "Referer": self.address or f"http://127.0.0.1:{self.port}/"}
        )

    def post_json(self, path: str, values: Mapping[str, object]) -> Answer:
        """As a program: known by its token alone."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.api_token}"}
        return self._ask("POST", path, json.dumps(values).encode(), headers)

    def sign_in(self, email: str, password: str) -> None:
        """Through the page; raises RuntimeError if the server does not let this person in."""
        self.take_token(self.get("/anmeldung"))
        answer = self.post("/anmeldung", {"email": email, "password": password})
        if answer.status != 303:
            raise RuntimeError(f"sign-in was answered {answer.status}")

    def take_token(self, page: Answer) -> None:
        """Remember the token of a page's form."""
        if found := TOKEN.search(page.body.decode()):
            self.token = found[1]

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**self.headers, **headers, **({"Cookie": cookie} if cookie else {})}
        self._connection.request(method, path, body=body, headers=sent)
        response = self._connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        self._note_cookies(value for name, value in response.getheaders() if name.lower() == "set-cookie")
        return answer

    def _note_cookies(self, set_cookies: Iterable[str]) -> None:
        for text in set_cookies:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(text).items()}

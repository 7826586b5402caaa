"""What `make bench` says of a case: every request counted, every wrong answer refused."""

from __future__ import annotations

from typing import Any

import pytest

from bench.cases import Case
from bench.measure import WARM_UP, WrongAnswer, measure
from bench.visitor import Answer


class Stub:
    """A visitor who gets the same answer to everything."""

    def __init__(self, status: int = 200) -> None:
        self.headers: dict[str, str] = {}
        self.asked = 0
        self._status = status

    def get(self, path: str) -> Answer:
        self.asked += 1
        return Answer(self._status, {}, b"x" * 1000)


CASE = Case("anything", lambda person: person.get("/"))


def people(*stubs: Stub) -> Any:
    return list(stubs)


def test_all_clients_share_the_requests():
    stubs = [Stub(), Stub()]
    figures = measure(CASE, people(*stubs), requests=20)
    assert figures.requests == 20
    assert figures.plain_bytes == 1000
    assert figures.gzip_bytes < 100
    assert not figures.sent_gzip
    assert [stub.asked for stub in stubs] == [WARM_UP // 2 + 12, WARM_UP // 2 + 10]


def test_a_wrong_answer_is_no_measurement():
    with pytest.raises(WrongAnswer, match="500 instead of 200"):
        measure(CASE, people(Stub(500)), requests=1)

"""Latencies of one case, for one client and for several at once."""

from __future__ import annotations

import gzip
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from bench.cases import Case
from bench.visitor import Answer, Visitor

WARM_UP = 8
"""Requests before the measured ones: both workers have compiled their templates then."""


class WrongAnswer(Exception):
    """A case was not answered as it must be; measuring it would mean nothing."""


@dataclass(frozen=True)
class Figures:
    """Milliseconds of the requests of one case, and how large the answer was."""

    median_ms: float
    p95_ms: float
    requests: int
    plain_bytes: int
    gzip_bytes: int
    sent_gzip: bool
    """Whether the server itself compresses; otherwise `gzip_bytes` is what a proxy would send."""


def measure(case: Case, people: Sequence[Visitor], *, requests: int) -> Figures:
    """Asks `requests` times in all, by all `people` at once."""
    for person in people:
        for _ in range(max(1, WARM_UP // len(people))):
            _once(case, person)
    each = max(1, requests // len(people))
    with ThreadPoolExecutor(len(people)) as pool:
        runs = list(pool.map(lambda person: [_timed(case, person) for _ in range(each)], people))
    times = sorted(seconds * 1000 for run in runs for seconds in run)
    answer = _once(case, people[0])
    people[0].headers["Accept-Encoding"] = "gzip"
    compressed = _once(case, people[0])
    del people[0].headers["Accept-Encoding"]
    sent_gzip = compressed.headers.get("content-encoding") == "gzip"
    return Figures(
        median_ms=median(times),
        p95_ms=quantiles(times, n=20)[-1] if len(times) > 1 else times[0],
        requests=len(times),
        plain_bytes=len(answer.body),
        gzip_bytes=len(compressed.body) if sent_gzip else len(gzip.compress(answer.body, 6)),
        sent_gzip=sent_gzip,
    )


def _timed(case: Case, person: Visitor) -> float:
    begun = time.perf_counter()
    _once(case, person)
    return time.perf_counter() - begun


def _once(case: Case, person: Visitor) -> Answer:
    answer = case.ask(person)
    if answer.status != case.status:
        text = answer.body.decode(errors="replace")[:300]
        raise WrongAnswer(f"{case.name}: {answer.status} instead of {case.status}: {text}")
    return answer

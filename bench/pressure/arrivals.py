"""Requests that arrive when they are due, whether the server is quick or not.

A client that waits for its answer before it asks again slows down with the server and hides its waiting.
Here each request has its moment, and its time is counted from then.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles

from bench.rider import Rider

Request = Callable[[int], bytes]
"""What request number n sends."""


@dataclass(frozen=True)
class Answered:
    """One request and what came back."""

    number: int
    status: int
    body: bytes
    milliseconds: float
    """From the moment it was due."""


@dataclass(frozen=True)
class Lane:
    """One kind of request, so many a second over some connections."""

    name: str
    per_second: float
    connections: int
    request: Request
    keeps_bodies: bool = False
    numbers: count[int] = field(default_factory=count, repr=False)
    """Counts over several runs."""


@dataclass(frozen=True)
class Run:
    """What became of a lane's requests."""

    lane: Lane
    answers: list[Answered]
    seconds: float

    def statuses(self) -> Counter[int]:
        return Counter(one.status for one in self.answers)

    def percentile(self, percent: int) -> float:
        """Milliseconds within which so many of a hundred were answered."""
        times = [one.milliseconds for one in self.answers]
        return quantiles(times, n=100)[percent - 1] if len(times) > 1 else sum(times)

    @property
    def longest(self) -> float:
        return max((one.milliseconds for one in self.answers), default=0.0)


def run_lanes(port: int, lanes: Sequence[Lane], *, seconds: float) -> list[Run]:
    """Let all lanes run for so long, together; returns when the last request is answered."""
    with ThreadPoolExecutor(sum(lane.connections for lane in lanes)) as pool:
        begun = time.perf_counter() + 0.2
        running: list[list[Future[list[Answered]]]] = []
        for lane in lanes:
            turns = count()
            running.append(
                [pool.submit(_ride, port, lane, turns, begun, seconds) for _ in range(lane.connections)]
            )
        answers = [[one for ride in rides for one in ride.result()] for rides in running]
        taken = time.perf_counter() - begun
    return [Run(lane, found, taken) for lane, found in zip(lanes, answers, strict=True)]


def due_at(turn: int, *, per_second: float, begun: float) -> float:
    """When a request is due: evenly spread."""
    return begun + turn / per_second


def _ride(port: int, lane: Lane, turns: count[int], begun: float, seconds: float) -> list[Answered]:
    rider, answers = Rider(port), []
    try:
        while (due := due_at(next(turns), per_second=lane.per_second, begun=begun)) < begun + seconds:
            number = next(lane.numbers)
            request = lane.request(number)
            if (wait := due - time.perf_counter()) > 0:
                time.sleep(wait)
            status, body = rider.ask(request)
            taken = (time.perf_counter() - due) * 1000
            answers.append(Answered(number, status, body if lane.keeps_bodies else b"", taken))
    finally:
        rider.close()
    return answers

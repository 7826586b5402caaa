"""Thirty-two processes that wait for each other before each deed: started once, they run all races.

A race is rounds of deeds, one for each rival. A deed is a `partial` of a function of `race.py`,
called with a session of the rival's own and committed; what it raised is the answer.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any, cast

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from labspace.db import db
from labspace.errors import Refused

RIVALS = 32
ROUNDS = 10
PATIENCE = 240
"""Seconds: two busy cores start 32 processes slowly."""

Deed = partial[Any]


@dataclass(frozen=True)
class Race:
    """The rivals, and the database they meet in."""

    pipes: Sequence[Connection]
    url: str

    def run(
        self, rounds: Sequence[Sequence[Deed]], *, before: Sequence[Deed] | None = None
    ) -> list[Counter[str]]:
        """What came of each round: how often `won`, or the codes of the refusal, after the deed's name.

        `before` is done by one of them ahead of each round, when all have finished the one before it.
        """
        # What the test prepared becomes visible, and its connection is in nobody's way.
        db.session.commit()
        db.engine.dispose()
        for number, pipe in enumerate(self.pipes):
            deeds = [deeds[number] if number < len(deeds) else None for deeds in rounds]
            pipe.send((self.url, deeds, before if number == 0 else None))
        answers = [self._answer(pipe) for pipe in self.pipes]
        return [Counter(answer for answer in of_round if answer) for of_round in zip(*answers, strict=True)]

    def once(self, deeds: Sequence[Deed]) -> Counter[str]:
        """What came of a single round."""
        return self.run([deeds])[0]

    @staticmethod
    def _answer(pipe: Connection) -> list[str]:
        assert pipe.poll(PATIENCE), "a rival does not answer"
        answer: list[str] = pipe.recv()
        return answer


@contextmanager
def started_rivals() -> Iterator[list[Connection]]:
    """The near ends of the pipes to the rivals, for as long as the block runs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bookings.rival_app"])
    start = context.Barrier(RIVALS)
    pipes, processes = [], []
    for _number in range(RIVALS):
        near, far = context.Pipe()
        process = context.Process(target=_compete, args=(far, start), daemon=True)
        process.start()
        far.close()
        pipes.append(near)
        processes.append(process)
    try:
        yield pipes
    finally:
        for pipe in pipes:
            pipe.send(None)
            pipe.close()
        for process in processes:
            process.join(PATIENCE)


def _compete(pipe: Connection, start: Barrier) -> None:
    """Take part in races until told to go."""
    # Made once, in the server that forks the rivals.
    from tests.bookings.rival_app import APP

    while (race := pipe.recv()) is not None:
        url, deeds, before = race
        # Houses are kept by their revision, and those of another database have the same.
        APP.extensions.pop("labspace.houses", None)
        with APP.app_context():
            engines = cast(dict[str | None, Engine], db.engines)
            engine = engines[None] = create_engine(url)
        # Connected ahead, so that nobody is late at the start for that.
        engine.connect().close()
        answers = []
        for number, deed in enumerate(deeds):
            start.wait(PATIENCE)
            if before is not None:
                first = attempt(APP, before[number])
                assert first.endswith(" won"), first
            start.wait(PATIENCE)
            answers.append(attempt(APP, deed) if deed else "")
        engine.dispose()
        pipe.send(answers)


def attempt(app: Flask, deed: Deed) -> str:
    """Do it: the name of the deed and `won`, the codes of the refusal, or what broke."""
    name = deed.func.__name__
    with app.app_context():
        try:
            deed(db.session())
            db.session.commit()
        except Refused as refused:
            return f"{name} {','.join(sorted(refused.codes))}"
        except Exception as error:  # a page would answer 500
            return f"{name} broke: {error!r}"
    return f"{name} won"

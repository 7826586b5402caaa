"""Prints one table of the main pages' latencies: `python -m bench [--engine postgresql] [--quick]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from bench.cases import Case, cases, holding, sign_in
from bench.copying import copy_to_postgresql
from bench.dataset import KEPT, Size, kept_file, sqlite_copy
from bench.measure import Figures, WrongAnswer, measure
from bench.people import EMAILS, HOLDER
from bench.server import serving
from bench.slots import Slots, desks
from bench.statements import Cost, counting
from bench.visitor import GERMAN, Visitor
from labspace.times import utc_now
from tests.support.postgres import NoPostgres, running_server

CLIENTS = (1, 8)


def main() -> None:
    """Build what is missing, measure, print; stops by itself after a few minutes."""
    wanted = _arguments()
    size = Size(bookings=wanted.bookings, seed=wanted.seed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labspace-bench-")))
        url = stack.enter_context(_database(wanted.engine, size, folder, reuse=wanted.reuse))
        server = stack.enter_context(
            serving(database_url=url, folder=folder, port=wanted.port, workers=wanted.workers)
        )

        def person(email: str) -> Visitor:
            return sign_in(Visitor(server.port, headers=dict(GERMAN)), email)

        people, slots = [person(email) for email in EMAILS], Slots(utc_now().date(), desks=desks())
        held = holding(person(HOLDER), slots)
        count = stack.enter_context(counting(url, folder, people[0]))
        rows: list[dict[str, object]] = []
        print(f"{HEAD}\n{SUBHEAD}")
        for case in cases(people[0], today=utc_now().date(), slots=slots, held=held):
            if wanted.only and wanted.only not in case.name:
                continue
            rows.append(_measured(case, people, count, requests=wanted.requests))
            _print_row(rows[-1])
    _keep(wanted, rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--bookings", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--requests", type=int, default=160, help="per case and number of clients")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--port", type=int, default=5270)
    parser.add_argument(
        "--reuse", action="store_true", help=f"take the newest data in {KEPT.name}, whatever made it"
    )
    return parser.parse_args()


@contextmanager
def _database(engine: str, size: Size, folder: Path, *, reuse: bool) -> Iterator[str]:
    if engine == "sqlite":
        yield sqlite_copy(size, folder, say=_say, reuse=reuse)
        return
    try:
        with running_server() as server, server.database() as url:
            copy_to_postgresql(kept_file(size, folder, say=_say, reuse=reuse), url)
            yield url
    except NoPostgres as missing:
        sys.exit(f"No PostgreSQL to measure: {missing}")


def _measured(
    case: Case, people: Sequence[Visitor], count: Callable[[Case], Cost], *, requests: int
) -> dict[str, object]:
    row: dict[str, object] = {"case": case.name}
    try:
        for clients in CLIENTS:
            row[str(clients)] = asdict(measure(case, people[:clients], requests=requests))
        row |= asdict(count(case))
    except (WrongAnswer, StopIteration) as problem:
        row["problem"] = str(problem)
    return row


HEAD = f"{'':32}{'1 client':>17}{'8 clients':>17}{'':>7}{'':>7}{'':>9}{'':>9}"
SUBHEAD = f"{'':32}{'median':>9}{'p95':>8}{'median':>9}{'p95':>8}{'SQL':>7}{'CPU':>7}{'bytes':>9}{'gzip':>9}"


def _print_row(row: dict[str, object]) -> None:
    if "problem" in row:
        print(f"{row['case']:32}{row['problem']}")
        return
    one, eight = (Figures(**row[str(clients)]) for clients in CLIENTS)  # type: ignore[arg-type]
    print(
        f"{row['case']:32}{one.median_ms:9.1f}{one.p95_ms:8.1f}{eight.median_ms:9.1f}{eight.p95_ms:8.1f}"
        f"{row['statements']:7}{row['cpu_ms']:7.1f}{one.plain_bytes:9}{one.gzip_bytes:8}{' ' if one.sent_gzip else '*'}",
        flush=True,
    )


def _keep(wanted: argparse.Namespace, rows: list[dict[str, object]]) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    about = {
        "at": utc_now().isoformat(),
        "engine": wanted.engine,
        "bookings": wanted.bookings,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    file = KEPT / f"figures-{wanted.engine}.json"
    file.write_text(json.dumps({**about, "rows": rows}, indent=1))
    print(
        f"milliseconds, CPU too (one process, no network); * compressed here, not by the server. Kept in {file.relative_to(Path.cwd())}"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

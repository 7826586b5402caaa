"""All that is promised about speed, in one go: `python -m bench.all [--reuse]`, five minutes on a quiet machine."""

from __future__ import annotations

import subprocess
import sys
import time

from labspace.home import HOME

PARTS = (
    ("every page, SQLite, 100 000 bookings", ["bench"]),
    ("eight people book at once, PostgreSQL", ["bench.load"]),
    ("calendar feeds, SQLite", ["bench.feeds"]),
    ("CalDAV, SQLite", ["bench.caldav"]),
    ("figures of ten years, SQLite, 1 000 000 bookings", ["bench.years"]),
    ("figures of ten years, PostgreSQL, 1 000 000 bookings", ["bench.years", "--engine", "postgresql"]),
    ("the PDF of a year's report, 1 000 000 bookings over ten years", ["bench.paper"]),
    ("an edit in the floor-plan editor, 300 spaces and 2 000 elements", ["bench.editor"]),
    ("the public plan of that size on a slow phone", ["bench.phone"]),
    ("10 000 against 1 000 000 bookings, SQLite", ["bench.sizes"]),
    ("10 000 against 1 000 000 bookings, PostgreSQL", ["bench.sizes", "--engine", "postgresql"]),
)


def main() -> None:
    """Run each part in a process of its own, with the arguments given to this one."""
    for title, part in PARTS:
        begun = time.perf_counter()
        print(f"\n{title}", flush=True)
        subprocess.run([sys.executable, "-m", *part, *sys.argv[1:]], cwd=HOME, check=False)
        print(f"({time.perf_counter() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()

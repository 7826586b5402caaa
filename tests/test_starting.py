"""What spares each process time at its start, and changes nothing else."""

from __future__ import annotations

import gc
import subprocess
import sys

from flask import Flask
from werkzeug.routing import Map, Rule

from labspace.starting import LateRule, without_collecting


def test_a_late_rule_builds_the_same_addresses() -> None:
    for kind in (Rule, LateRule):
        rules = Map([kind("/standorte/<slug>/<int:number>", endpoint="a"), kind("/b", endpoint="b")])
        address = rules.bind("haus.example")
        for _again in range(2):
            assert address.build("a", {"slug": "ä b", "number": 7}) == "/standorte/%C3%A4%20b/7"
            assert address.build("a", {"slug": "x", "number": 7, "q": "1"}) == "/standorte/x/7?q=1"
            assert address.build("b", {}) == "/b"


def test_every_address_of_the_application_is_late(app: Flask) -> None:
    assert all(isinstance(rule, LateRule) for rule in app.url_map.iter_rules())


def test_garbage_is_collected_again_afterwards() -> None:
    assert gc.isenabled()
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_command_for_the_deployment_reads_neither_models_nor_pages() -> None:
    asked = (
        "import sys; from labspace import create_app; create_app(pages=False); import labspace.schema;"
        "print([name for name in sys.modules if name in {'labspace.models', 'labspace.front.site', 'PIL', 'typst'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"

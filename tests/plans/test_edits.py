"""Steps back and forth lead to the very same document."""

from __future__ import annotations

import json
from copy import deepcopy
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.plans.edits import applied, patch_between
from tests.plans.floors import FLOOR, documents


@settings(max_examples=80)
@given(documents, documents)
def test_a_patch_makes_the_one_of_the_other_and_back(old: dict[str, Any], new: dict[str, Any]) -> None:
    forth, back = patch_between(old, new), patch_between(new, old)
    stored = json.loads(json.dumps([forth, back]))
    assert json.dumps(applied(old, stored[0]), sort_keys=True) == json.dumps(new, sort_keys=True)
    assert json.dumps(applied(new, stored[1]), sort_keys=True) == json.dumps(old, sort_keys=True)


@settings(max_examples=30)
@given(st.lists(documents, min_size=2, max_size=5))
def test_as_many_steps_back_as_forth_lead_to_the_beginning(states: list[dict[str, Any]]) -> None:
    steps = [(patch_between(a, b), patch_between(b, a)) for a, b in pairwise(states)]
    document = states[0]
    for forth, _ in steps:
        document = applied(document, forth)
    for _, back in reversed(steps):
        document = applied(document, back)
    assert document == states[0]


def test_the_same_document_is_no_step() -> None:
    assert patch_between(FLOOR, deepcopy(FLOOR)) == []


def test_one_moved_door_is_a_small_step() -> None:
    moved = deepcopy(FLOOR)
    moved["drawing"]["doors"][0]["latch"] = [3.2, 7.85]
    (part,) = patch_between(FLOOR, moved)
    assert (part["at"], part["from"], part["remove"]) == (["drawing", "doors"], 0, 1)
    assert part["put"] == [moved["drawing"]["doors"][0]]

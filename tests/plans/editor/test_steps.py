"""Steps back and forth lead to the identical document, whatever was done; edits do what they say and no more."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.plans.editor.conftest import Call
from tests.plans.editor.shapes import documents, text
from tests.plans.editor.test_geometry import batches

pytestmark = pytest.mark.browser

WORK = """async ([document, steps]) => {
  const path = "/static/js/editor/";
  const [edits, elements, { History }, arrange, spaces] = await Promise.all(
    ["edits", "elements", "history", "arrange", "spaces"].map((name) => import(`${path}${name}.js`)));
  const house = { slug: "haus" };
  const words = Object.fromEntries(Object.keys(spaces.KINDS).map((kind) => [kind, { de: kind, en: kind }]));
  const history = new History(document);
  const seen = [JSON.stringify(document)];
  const first = JSON.stringify(document);
  for (const [what, pick, x, y] of steps) {
    const now = history.present;
    const keys = elements.allKeys(now);
    const some = keys.filter((_key, i) => (i + pick) % 3 === 0);
    const key = keys[pick % keys.length];
    const free = some.filter((one) => one !== "outline");
    const next = {
      move: () => edits.move(now, some, [x, y]),
      turn: () => edits.turn(now, some, x * 30),
      corner: () => (["polygon", "line"].includes(elements.shapeOf(key)) ? edits.moveCorner(now, key, 0, [x, y]) : now),
      remove: () => edits.remove(now, free),
      copy: () => edits.copy(now, free, [x, y], spaces.copyNames(house, words)).document,
      align: () => arrange.align(now, free.length ? free : [key], "left"),
      distribute: () => arrange.distribute(now, free, 0),
      add: () => edits.add(now, "inner_walls", [[x, y], [x + 1, y]]).document,
      series: () => spaces.addSeries(now, { house, kind: "desk", words: words.desk, shape: [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]], count: 4, rows: 2, pitch: [1.5, 1.5] }).document,
    }[what]();
    if (history.push(next)) seen.push(JSON.stringify(next));
  }
  const last = JSON.stringify(history.present);
  const back = [JSON.stringify(history.present)];
  while (history.undo()) back.push(JSON.stringify(history.present));
  const forth = [JSON.stringify(history.present)];
  while (history.redo()) forth.push(JSON.stringify(history.present));
  return { first, seen, back: back.reverse(), forth, last, kept: JSON.stringify(document) === first };
}"""

doings = st.sampled_from(["move", "turn", "corner", "remove", "copy", "align", "distribute", "add", "series"])
steps = st.lists(
    st.tuples(doings, st.integers(0, 30), st.integers(-5, 20), st.integers(-5, 20)).map(list), max_size=14
)


@batches
@given(document=documents(), done=steps)
def test_steps_back_and_forth_lead_to_the_identical_document(
    bare_page, document: dict[str, Any], done: list[Any]
) -> None:
    found = bare_page.evaluate(WORK, [document, done])
    assert found["back"] == found["seen"]
    assert found["forth"] == found["seen"]
    assert found["seen"][0] == found["first"]
    assert found["seen"][-1] == found["last"]
    assert found["kept"], "an edit changed the document it was given"


@batches
@given(document=documents(), by=st.tuples(st.integers(-50, 50), st.integers(-50, 50)))
def test_there_and_back_again_is_where_it_was(
    call: Call, document: dict[str, Any], by: tuple[int, int]
) -> None:
    keys = call("elements", "allKeys", [[document]])[0]
    there = call("edits", "move", [[document, keys, [by[0] / 10, by[1] / 10]]])[0]
    back = call("edits", "move", [[there, keys, [-by[0] / 10, -by[1] / 10]]])[0]
    assert back == document


@batches
@given(document=documents())
def test_four_quarter_turns_are_none(call: Call, document: dict[str, Any]) -> None:
    keys = call("elements", "allKeys", [[document]])[0]
    turned = document
    for _ in range(4):
        turned = call("edits", "turn", [[turned, keys, 90, [3, 4]]])[0]
    again = json.loads(json.dumps(document))
    for thing in again["drawing"]["furniture"]:
        thing["rotation"] = (thing["rotation"] + 180) % 360 - 180 or 0
        thing["rotation"] = 180 if thing["rotation"] == -180 else thing["rotation"]
    assert turned == again


@batches
@given(document=documents(), which=st.integers(0, 50))
def test_doors_go_with_their_wall(call: Call, document: dict[str, Any], which: int) -> None:
    assume(document["drawing"]["inner_walls"])
    at = which % len(document["drawing"]["inner_walls"])
    moved = call("edits", "move", [[document, [f"inner_walls/{at}"], [0.5, 0.25]]])[0]
    wall, door = moved["drawing"]["inner_walls"][at], moved["drawing"]["doors"][at]
    assert call("edits", "segmentOf", [[wall, [door["hinge"], door["latch"]]]])[0] >= 0


@batches
@given(document=documents(), count=st.integers(1, 30), rows=st.integers(1, 5), gap=st.integers(0, 9))
def test_a_series_has_numbers_of_its_own_and_no_overlaps(
    call: Call, document: dict[str, Any], count: int, rows: int, gap: int
) -> None:
    document["placements"] = []
    series = {
        "house": {"slug": "haus", "taken": ["haus-desk-07"]}, "kind": "desk", "words": text("Arbeitsplatz"),
        "shape": [[0, 0], [1.6, 0], [1.6, 1.6], [0, 1.6]], "count": count, "rows": rows,
        "pitch": [1.6 + gap / 10, 1.6 + gap / 10], "first": 1,
    }  # fmt: skip
    made = call("spaces", "addSeries", [[document, series]])[0]["document"]
    ids = [space["id"] for space in made["spaces"]]
    assert len(ids) == len(set(ids)) == len(document["spaces"]) + count
    assert "haus-desk-07" not in ids[len(document["spaces"]) :]
    assert len({space["label"] for space in made["spaces"]}) == len(ids)
    shapes = [placement["shape"] for placement in made["placements"]]
    pairs = [[one, other] for i, one in enumerate(shapes) for other in shapes[i + 1 :]]
    assert not any(call("geometry", "overlaps", pairs))


def test_desks_one_to_twelve_stand_in_two_rows(call: Call) -> None:
    places = call("spaces", "places", [[12, 2, [2, 3]], [5, 2, [2, 3]]])
    assert places[0] == [[x * 2, y * 3] for y in range(2) for x in range(6)]
    assert places[1] == [[0, 0], [2, 0], [4, 0], [0, 3], [2, 3]]


@batches
@given(document=documents())
def test_copies_get_ids_of_their_own(bare_page, document: dict[str, Any]) -> None:
    copied = json.loads(bare_page.evaluate(WORK, [document, [["copy", 0, 1, 1], ["copy", 1, 2, 1]]])["last"])
    ids = [space["id"] for space in copied["spaces"]]
    assert len(ids) == len(set(ids))
    assert {placement["space"] for placement in copied["placements"]} <= set(ids)


@batches
@given(document=documents(), side=st.sampled_from(["left", "centre", "right", "top", "middle", "bottom"]))
def test_what_is_aligned_is_in_line_and_stays_so(call: Call, document: dict[str, Any], side: str) -> None:
    keys = [f"furniture/{i}" for i in range(len(document["drawing"]["furniture"]))]
    assume(keys)
    aligned = call("arrange", "align", [[document, keys, side]])[0]
    boxes = call("elements", "boxOf", [[aligned, key] for key in keys])
    axis = 0 if side in ("left", "centre", "right") else 1
    lines = [
        {"l": box[axis], "t": box[axis], "r": box[axis + 2], "b": box[axis + 2]}.get(
            side[0], (box[axis] + box[axis + 2]) / 2
        )
        for box in boxes
    ]
    assert max(lines) - min(lines) <= 0.002


@batches
@given(document=documents())
def test_what_is_distributed_has_the_same_gaps(call: Call, document: dict[str, Any]) -> None:
    keys = [f"placements/{i}" for i in range(len(document["placements"]))]
    assume(len(keys) > 2)
    spread = call("arrange", "distribute", [[document, keys, 0]])[0]
    boxes = sorted(
        call("elements", "boxOf", [[spread, key] for key in keys]), key=lambda box: box[0] + box[2]
    )
    gaps = [other[0] - one[2] for one, other in pairwise(boxes)]
    if min(gaps) < -0.01:  # they do not fit side by side: their middles are equally far apart
        gaps = [(other[0] + other[2] - one[0] - one[2]) / 2 for one, other in pairwise(boxes)]
    assert max(gaps) - min(gaps) <= 0.01


@batches
@given(document=documents())
def test_a_space_goes_with_its_shape_and_out_of_its_whole(call: Call, document: dict[str, Any]) -> None:
    assume(len(document["placements"]) > 1)
    document["spaces"][0]["parts"] = [document["spaces"][1]["id"]]
    left = call("edits", "remove", [[document, ["placements/1"]]])[0]
    assert [space["id"] for space in left["spaces"]] == [
        space["id"] for i, space in enumerate(document["spaces"]) if i != 1
    ]
    assert left["spaces"][0]["parts"] == []

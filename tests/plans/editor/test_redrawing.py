"""What the editor draws step by step is what it would draw anew: a moved node lies where its element is, none is left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.plans.editor.shapes import documents, text
from tests.plans.editor.test_geometry import batches
from tests.plans.editor.test_steps import steps

pytestmark = pytest.mark.browser

DRAWN = """async ([document, steps]) => {
  const path = "/static/js/editor/";
  const [{ Drawing }, edits, elements, { History }] = await Promise.all(
    ["drawing", "edits", "elements", "history"].map((name) => import(`${path}${name}.js`)));
  const sheet = () => {
    const svg = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-30 -30 120 120");
    svg.setAttribute("style", "position: absolute; inset: 0; inline-size: 1200px; block-size: 1200px; font-size: 1px");
    const ground = globalThis.document.createElementNS("http://www.w3.org/2000/svg", "g");
    svg.append(ground);
    globalThis.document.body.append(svg);
    return { svg, drawing: new Drawing(ground, "de"), ground };
  };
  const look = ({ ground }) => [...ground.querySelectorAll(".editor__layer path, .editor__layer text")].map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [`${node.parentNode.closest(".editor__layer").getAttribute("class")} ${node.getAttribute("class")} ${node.textContent}`,
      ...[x, y, x + width, y + height].map((value) => Math.round(value * 10) / 100)];
  });
  const kept = sheet();
  const history = new History(document);
  kept.drawing.show(history.present);
  for (const [what, pick, x, y] of steps) {
    const now = history.present;
    const keys = elements.allKeys(now);
    const some = keys.filter((_key, i) => (i + pick) % 3 === 0);
    const key = keys[pick % keys.length];
    if (what === "move") history.push(edits.move(now, some, [x / 10, y / 10]));
    else if (what === "turn") history.push(edits.turn(now, some, x * 30));
    else if (what === "corner") history.push(["polygon", "line"].includes(elements.shapeOf(key)) ? edits.moveCorner(now, key, 0, [x, y]) : now);
    else if (what === "remove") history.push(edits.remove(now, some.filter((one) => one !== "outline").slice(0, 2)));
    else if (what === "copy") history.push(edits.add(now, "inner_walls", [[x, y], [x + 1, y]]).document);
    else if (what === "align") history.undo();
    else history.redo();
    kept.drawing.show(history.present);
  }
  const anew = sheet();
  anew.drawing.show(history.present);
  const found = [look(kept), look(anew)];
  for (const { svg } of [kept, anew]) svg.remove();
  return found;
}"""


def assert_alike(found: list[list[list[Any]]]) -> None:
    kept, anew = found
    assert [node[0] for node in kept] == [node[0] for node in anew]
    for one, other in zip(kept, anew, strict=True):
        # Both round to the centimetre, one of them before it is moved.
        assert one[1:] == pytest.approx(other[1:], abs=0.03), one[0]


@batches
@given(document=documents(), done=steps)
def test_what_is_drawn_step_by_step_is_what_would_be_drawn_anew(
    bare_page, document: dict[str, Any], done: list[Any]
) -> None:
    assert_alike(bare_page.evaluate(DRAWN, [document, done]))


def test_a_window_leaves_nothing_where_it_was_when_its_wall_goes(bare_page) -> None:
    line = [[0.15, 0.15], [9.85, 0.15], [9.85, 7.85], [0.15, 7.85], [0.15, 0.15]]
    document = {
        "name": text("Erdgeschoss"),
        "width_m": 24,
        "height_m": 24,
        "drawing": {
            "outline": [[0, 0], [10, 0], [10, 8], [0, 8]],
            "outer_walls": [line],
            "inner_walls": [[[5, 0.15], [5, 7.85]]],
            "doors": [],
            "windows": [{"from": [2, 0.15], "to": [4, 0.15], "shop_front": False}],
            "furniture": [],
            "areas": [],
            "entrances": [],
            "step_free_ways": [],
        },
        "spaces": [],
        "placements": [],
    }
    # The outline is the first of all elements: its corner goes, the wall and the window follow.
    found = bare_page.evaluate(
        DRAWN, [document, [["corner", 0, -2, -1], ["corner", 0, 0, 0], ["align", 0, 0, 0]]]
    )
    assert_alike(found)
    assert sum("plan__window" in node[0] for node in found[0]) == 1

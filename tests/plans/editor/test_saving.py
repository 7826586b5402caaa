"""Saving by itself: nothing is lost when the connection is, and nobody's work is written over."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PLAY = """async (steps) => {
  const { Saving } = await import("/static/js/editor/saving.js");
  const sent = [], states = [], answers = [];
  let later = null, kept = null;
  const saving = new Saving({
    send: async (document, version) => { sent.push([document.name, version]); return answers.shift(); },
    store: { put: (copy) => { kept = structuredClone(copy); }, drop: () => { kept = null; } },
    wait: (act, ms) => { later = { act, ms }; return () => { later = null; }; },
    version: 1, document: { name: "first" },
  });
  saving.addEventListener("state", ({ detail }) => states.push(detail.state));
  const report = [];
  for (const [what, given] of steps) {
    if (what === "draw") saving.want({ name: given });
    if (what === "answer") answers.push(given);
    if (what === "time") { const { act } = later; later = null; await act(); }
    if (what === "start") { const { act } = later; later = null; report.push(act()); await null; }
    if (what === "settle") saving.settle({ version: given.version, saved: { name: "theirs" }, document: { name: given.name } });
  }
  await Promise.all(report);
  return { sent, states, kept, waits: later?.ms ?? null, version: saving.version, isSaved: saving.isSaved };
}"""

SAVED = {"kind": "saved", "version": 2, "findings": []}


def play(page: Page, *steps: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        PLAY, [list(step) if isinstance(step, tuple) else [step] for step in steps]
    )
    return found


def test_saves_once_when_nothing_more_is_drawn(bare_page: Page) -> None:
    found = play(bare_page, ("draw", "a"), ("draw", "b"), ("answer", SAVED), "time")
    assert found["sent"] == [["b", 1]]
    assert found["states"] == ["waiting", "waiting", "saving", "saved"]
    assert (found["kept"], found["version"], found["isSaved"]) == (None, 2, True)


def test_keeps_a_copy_here_until_the_server_has_it(bare_page: Page) -> None:
    found = play(bare_page, ("draw", "a"))
    assert found["kept"] == {"version": 1, "document": {"name": "a"}}
    assert not found["isSaved"]


def test_tries_again_ever_more_slowly_while_the_connection_is_lost(bare_page: Page) -> None:
    lost = ("answer", {"kind": "lost"})
    found = play(bare_page, ("draw", "a"), lost, "time", lost, "time", lost, "time")
    assert found["waits"] == 8000
    assert found["states"][-1] == "lost"
    assert found["kept"] == {"version": 1, "document": {"name": "a"}}
    found = play(bare_page, ("draw", "a"), lost, "time", ("draw", "b"), ("answer", SAVED), "time")
    assert found["sent"] == [["a", 1], ["b", 1]]
    assert found["kept"] is None


def test_what_is_drawn_while_it_saves_is_saved_after(bare_page: Page) -> None:
    later = {"kind": "saved", "version": 3, "findings": []}
    found = play(bare_page, ("draw", "a"), ("answer", SAVED), "start", ("draw", "b"), ("answer", later))
    assert found["sent"] == [["a", 1]]
    assert found["kept"] == {"version": 2, "document": {"name": "b"}}
    assert not found["isSaved"]


def test_nothing_is_sent_over_what_somebody_else_saved(bare_page: Page) -> None:
    changed = {"kind": "changed", "version": 7, "document": {"name": "theirs"}, "who": "Nora"}
    found = play(bare_page, ("draw", "a"), ("answer", changed), "time", ("draw", "b"))
    assert found["states"][-1] == "conflict"
    assert found["sent"] == [["a", 1]]
    assert found["waits"] is None
    assert found["kept"]["document"] == {"name": "b"}


def test_after_the_choice_it_goes_on_from_the_others_version(bare_page: Page) -> None:
    changed = {"kind": "changed", "version": 7, "document": {"name": "theirs"}, "who": "Nora"}
    found = play(
        bare_page, ("draw", "a"), ("answer", changed), "time", ("settle", {"version": 7, "name": "a"}),
        ("answer", {"kind": "saved", "version": 8, "findings": []}), "time",
    )  # fmt: skip
    assert found["sent"] == [["a", 1], ["a", 7]]
    assert (found["version"], found["isSaved"], found["kept"]) == (8, True, None)


def test_what_the_server_cannot_take_stays_here(bare_page: Page) -> None:
    found = play(bare_page, ("draw", "a"), ("answer", {"kind": "refused", "sentence": "…"}), "time")
    assert found["states"][-1] == "refused"
    assert found["kept"] == {"version": 1, "document": {"name": "a"}}


def test_drawing_back_to_what_is_saved_sends_nothing(bare_page: Page) -> None:
    found = bare_page.evaluate(
        """async () => {
          const { Saving } = await import("/static/js/editor/saving.js");
          const document = {};
          let later = null, kept = null;
          const saving = new Saving({
            send: () => { throw new Error("sent"); }, version: 1, document,
            store: { put: (copy) => { kept = copy; }, drop: () => { kept = null; } },
            wait: (act) => { later = act; return () => { later = null; }; },
          });
          saving.want({ other: true });
          saving.want(document);
          return [saving.state, later === null, kept];
        }"""
    )
    assert found == ["saved", True, None]

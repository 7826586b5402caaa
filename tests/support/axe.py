"""Accessibility findings of axe-core in a Playwright page, also under a strict CSP."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


AT_REST = """
() => document.getAnimations().forEach((animation) => {
  if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
})
"""
"""Ends what is fading in: its colours are those of a moment nobody reads."""

RUN = """
async ([within, tags]) => {
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  return (await axe.run(within, options)).violations;
}
"""
"""What passes is neither described nor carried over: of a floor plan that takes longer than the judging."""


@cache
def _source() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def findings(page: Page, *, within: str = "html", rules: tuple[str, ...] = RULES) -> list[str]:
    """What breaks WCAG 2.2 A/AA or good practice `within` a part of the page, one line per element."""
    # A form that was sent comes back before its stylesheet does.
    page.wait_for_load_state("load")
    page.evaluate(AT_REST)
    # Evaluated by the debugger, not added as a <script>, so the page's CSP does not matter.
    page.evaluate(f"() => {{ if (!window.axe) {{ {_source()} }} }}")
    violations = page.evaluate(RUN, [within, list(rules)])
    return [_line(rule, node) for rule in violations for node in rule["nodes"]]


def assert_accessible(page: Page, *, within: str = "html") -> None:
    """Raise AssertionError with every finding of axe, the element it is about and what to do."""
    lines = findings(page, within=within)
    assert not lines, f"axe finds on {page.url}:\n- " + "\n- ".join(lines)


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    advice = " ".join((node.get("failureSummary") or "").split())
    return f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, node['target']))}: {advice}"

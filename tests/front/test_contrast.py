"""Every pair of colours that tokens.css promises keeps its contrast, in light and in dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2].joinpath("static", "css", "tokens.css").read_text("utf-8")
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", TOKENS)
}


def promises() -> Iterator[tuple[str, str, float]]:
    for ratio, above, below in re.findall(r"contrast ([\d.]+): (.+) on (.+)", TOKENS):
        for front in above.split(", "):
            for back in below.split(", "):
                yield front, back, float(ratio)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as WCAG 2.2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str) -> float:
    lighter, darker = sorted((luminance(front), luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "at_least"), [*promises()])
def test_a_promised_pair_is_legible(front: str, back: str, at_least: float, theme: str) -> None:
    found = contrast(COLOURS[front][theme], COLOURS[back][theme])
    assert found >= at_least, f"{front} on {back} has {found:.2f} : 1 in {theme}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_steps_of_a_heat_map_are_told_apart_by_brightness_alone(theme: str) -> None:
    steps = [COLOURS["paper"][theme], *(COLOURS[f"heat-{step}"][theme] for step in range(1, 6))]
    brightness = [luminance(colour) for colour in steps]
    assert brightness == sorted(brightness, reverse=theme == "light")
    assert all(contrast(one, two) >= 1.2 for one, two in pairwise(steps))


def test_every_text_colour_is_promised_on_something() -> None:
    promised = {front for front, _, ratio in promises() if ratio >= 4.5}
    assert promised >= {
        name for name in COLOURS if name.endswith("ink") or name in {"accent", "yours", "danger"}
    }

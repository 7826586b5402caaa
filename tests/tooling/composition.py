"""deploy/compose.yaml as a program reads it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from yaml import safe_load

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "POSTGRES_PASSWORD": "geheim",
    "SECRET_KEY": "k" * 32,
    "MAIL": "smtps://haus:wort@mail.example.org",
}
"""What the composition takes from the environment."""


def composition() -> Any:
    """The composition, with the variables of the environment in their places."""
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    named = set(re.findall(r"\$\{(\w+)\}", text))
    assert named == set(SECRETS)
    assert all(name in text.partition("x-labspace")[0] for name in named), "said at the top"
    for name, value in SECRETS.items():
        text = text.replace(f"${{{name}}}", value)
    return safe_load(text)


def container(step: str) -> list[str]:
    """The words of a command of deploy/Containerfile: `CMD` or `HEALTHCHECK`."""
    text = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    found = re.search(rf"^{step}[^\[\n]*(\[.*\])$", text, re.MULTILINE)
    assert found, step
    return [str(word) for word in json.loads(found[1])]

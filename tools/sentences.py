"""What can be wrong with one sentence and its translation."""

from __future__ import annotations

import re

from babel.messages.catalog import Message

PLACEHOLDER = re.compile(r"%\((?P<name>\w+)\)[-+ #0]*\d*(?:\.\d+)?[sdrfgexX]")
UNNAMED = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?[sdrfgexX]")


def placeholders(text: str) -> set[str]:
    """The named placeholders of a sentence: `%(n)d` is `n`."""
    return {found["name"] for found in PLACEHOLDER.finditer(text)}


def lone_percent(text: str) -> bool:
    """Whether a percent sign stands for itself without being doubled."""
    return "%" in PLACEHOLDER.sub("", text).replace("%%", "")


def faults_of(message: Message, source: Message) -> list[str]:
    """Why `message` may not be shown; `source` is the same sentence as the code has it now."""
    german, english = _forms(source.id), _forms(message.string)
    if message.fuzzy:
        return ["fuzzy"]
    if not all(english) or not english or len(english) < len(german):
        return ["not translated"]
    if _forms(message.id) != german:
        return ["plural changed, run update"]
    return [*_placeholder_faults(german, english), *_percent_faults(german, english, source=source)]


def _placeholder_faults(german: list[str], english: list[str]) -> list[str]:
    # "one desk is free" may say the number as a word, so singulars may have fewer.
    known = set().union(*map(placeholders, german))
    faults = [
        f"unknown placeholder {name}" for text in english for name in sorted(placeholders(text) - known)
    ]
    faults += [f"placeholder {name} is missing" for name in sorted(known - placeholders(english[-1]))]
    return faults


def _percent_faults(german: list[str], english: list[str], *, source: Message) -> list[str]:
    # Templates format every sentence, Python only those called with values.
    formatted = any(name.startswith("templates/") for name, _line in source.locations)
    formatted = formatted or any(map(placeholders, german))
    if formatted and any(map(lone_percent, german + english)):
        return ["a percent sign must be doubled"]
    if any(UNNAMED.search(PLACEHOLDER.sub("", text).replace("%%", "")) for text in german):
        return ["placeholders must be named"]
    return []


def _forms(text: object) -> list[str]:
    """Singular and plural forms as a list; a plain sentence is its only form."""
    return [str(form) for form in text] if isinstance(text, (list, tuple)) else [str(text or "")]

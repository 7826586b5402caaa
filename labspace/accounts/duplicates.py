"""Which organisations are probably the same, by their names alone."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

LEGAL_FORMS = frozenset({
    "gmbh", "mbh", "ag", "kg", "ohg", "gbr", "ug", "haftungsbeschraenkt", "haftungsbeschränkt", "ev", "eg", "se",
    "co", "cokg", "gag", "ggmbh", "inc", "ltd", "llc", "eingetragener", "verein", "partg", "stiftung",
})  # fmt: skip


def name_key(name: str) -> str:
    """What is left of a name for comparing: no legal form, signs, case or accents; "" if nothing is."""
    text = name.lower().replace("ß", "ss")
    text = re.sub(r"\b(?:\w\.\s*){2,}", lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    words = re.findall(r"\w+", text)
    core = [word for word in words if word not in LEGAL_FORMS] or words
    plain = unicodedata.normalize("NFKD", "".join(core))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def likely_duplicates(names: Iterable[tuple[int, str]]) -> list[list[int]]:
    """Groups of ids whose names say the same; larger groups and lower ids first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for identity, name in names:
        groups[name_key(name)].append(identity)
    found = [sorted(ids) for key, ids in groups.items() if key and len(ids) > 1]
    return sorted(found, key=lambda ids: (-len(ids), ids))

"""What is wrong with a file somebody brought: every finding with its place, never only the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_FINDINGS = 200
"""More than anybody reads; a file this wrong is the wrong file."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong: where (`houses[0].spaces[3].kind`), a stable code, the values its sentence needs."""

    path: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class FileRefused(Exception):
    """A file that is not taken in, with all its findings in the order of the file."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.path}: {finding.code}" for finding in findings[:10]))
        self.findings = findings


@dataclass
class Report:
    """Findings gathered while a file is read."""

    found: list[Finding] = field(default_factory=list)

    def add(self, path: str, code: str, **values: object) -> None:
        if len(self.found) < MOST_FINDINGS:
            self.found.append(Finding(path, code, values))

    def refuse_any(self) -> None:
        """Raise `FileRefused` when anything was found."""
        if self.found:
            raise FileRefused(tuple(self.found))

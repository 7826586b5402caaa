"""The English catalogues: `update`, `check` or `compile` them (`python -m tools.catalogues COMMAND`).

German is written in the code; a sentence in `labspace/<package>/` or `templates/<package>/` has its
English in `labspace/translations/en/<package>.po`, everything else in `common.po`. Compiled, they are
one `messages.mo`. Why: docs/adr/0005-catalogues.md
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.sentences import faults_of

ROOT = Path(__file__).resolve().parents[1]
COMMON = "common"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LEAVING_THE_HOUSE = {("bookings", "letters.py"), ("bookings", "calendar_event.py")}
"""Sources whose sentences are read in mails and calendars; with those of `templates/mails` in `notices.po`."""
# Dates and tools would only make two branches collide.
UNSTEADY_HEADERS = (
    "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
    "Language-Team", "Generated-By",
)  # fmt: skip

JINJA = {"trimmed": "true", "extensions": "jinja2.ext.do"}
"""How templates are read, with the extension the application adds (labspace/languages.py)."""


class Catalogues:
    """The sentences of one checkout and their translations into English."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / "labspace" / "translations" / "en"

    def package_of(self, source: Path) -> str:
        """The catalogue a source file's sentences belong to."""
        parts = source.relative_to(self.root).parts
        if parts[-2:] in LEAVING_THE_HOUSE or parts[:2] == ("templates", "mails"):
            return "notices"
        inside = len(parts) > 2 and parts[0] in {"labspace", "templates"}
        return parts[1] if inside and (self.root / "labspace" / parts[1]).is_dir() else COMMON

    def sources(self) -> Iterator[Path]:
        """Every file that may hold sentences, in order."""
        if (self.root / "config.py").exists():
            yield self.root / "config.py"
        yield from sorted((self.root / "labspace").rglob("*.py"))
        yield from sorted(path for path in (self.root / "templates").rglob("*") if path.is_file())

    def extracted(self) -> dict[str, Catalog]:
        """The German sentences found in the sources, per package, without translations."""
        found: dict[str, Catalog] = {}
        for source in self.sources():
            method, options = ("python", {}) if source.suffix == ".py" else ("jinja2", JINJA)
            name = source.relative_to(self.root).as_posix()
            for _line, sentence, comments, context in extract_from_file(
                method, source, keywords=KEYWORDS, comment_tags=("Translators:",), options=options
            ):
                package = found.setdefault(self.package_of(source), Catalog(locale="en"))
                package.add(sentence, locations=[(name, 0)], auto_comments=comments, context=context)
        return found

    def written(self, package: str) -> Catalog:
        """The catalogue of `package` as it stands on disk; empty where there is none."""
        path = self.folder / f"{package}.po"
        if not path.exists():
            return Catalog(locale="en")
        with path.open("rb") as file:
            return read_po(file, locale="en", abort_invalid=True)

    def packages(self) -> list[str]:
        """The packages with a catalogue on disk."""
        return sorted(path.stem for path in self.folder.glob("*.po"))

    def update(self, only: list[str]) -> list[str]:
        """Bring the catalogues (all, or `only` these) in line with the sources; return what was dropped."""
        extracted = self.extracted()
        dropped = []
        for package in only or sorted({*extracted, *self.packages()}):
            catalogue = self.written(package)
            catalogue.update(extracted.get(package, Catalog(locale="en")), no_fuzzy_matching=True)
            dropped += [f"{package}: {m.id} → {m.string}" for m in catalogue.obsolete.values() if m.string]
            catalogue.obsolete.clear()
            self._write(package, catalogue)
        return dropped

    def _write(self, package: str, catalogue: Catalog) -> None:
        path = self.folder / f"{package}.po"
        if not len(catalogue):
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.header_comment = f"# English sentences of labspace: {package}"
        catalogue.fuzzy = False
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join(line for line in lines if not line.lstrip('"').startswith(UNSTEADY_HEADERS)),
            encoding="utf-8",
        )

    def check(self) -> list[str]:
        """What is missing, left over or wrong in the catalogues, one line each."""
        extracted = self.extracted()
        faults: list[str] = []
        english: dict[object, tuple[str, Message]] = {}
        for package in sorted({*extracted, *self.packages()}):
            catalogue = self.written(package)
            wanted = {message_key(m): m for m in extracted.get(package, Catalog()) if m.id}
            here = {message_key(m): m for m in catalogue if m.id}
            faults += [f"{package}: missing: {m.id}" for key, m in wanted.items() if key not in here]
            faults += [f"{package}: left over: {m.id}" for key, m in here.items() if key not in wanted]
            faults += [f"{package}: left over: {m.id}" for m in catalogue.obsolete.values()]
            for key in here.keys() & wanted.keys():
                message = here[key]
                faults += [f"{package}: {fault}: {message.id}" for fault in faults_of(message, wanted[key])]
                other, first = english.setdefault(key, (package, message))
                if first.string != message.string:
                    faults.append(f"{package}: translated differently in {other}: {message.id}")
        return sorted(faults)

    def compile(self) -> Path:
        """Write all catalogues as one `messages.mo`, its place in git's ignore list; return its path."""
        merged = Catalog(locale="en")
        for package in self.packages():
            for message in self.written(package):
                if message.id and message.string and not message.fuzzy:
                    merged[message.id] = Message(message.id, message.string, context=message.context)
        target = self.folder / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, merged)
        return target


def message_key(message: Message) -> object:
    """What makes a sentence the same one: its (singular) text and its context."""
    return (message.id[0] if isinstance(message.id, (list, tuple)) else message.id, message.context)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.catalogues", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    update = commands.add_parser("update", help="take new German sentences in, drop those that are gone")
    update.add_argument("package", nargs="*", help="only these catalogues")
    commands.add_parser("check", help="say what is missing, left over or wrong")
    commands.add_parser("compile", help="write messages.mo")
    asked = parser.parse_args(arguments)
    catalogues = Catalogues()
    if asked.command == "update":
        for line in catalogues.update(asked.package):
            print(f"dropped: {line}")
    elif asked.command == "compile":
        catalogues.compile()
    elif faults := catalogues.check():
        print(*faults, sep="\n", file=sys.stderr)
        print(f"{len(faults)} to mend; `make catalogues` takes new sentences in.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The lines of an export: one JSON document, laid out so that it is written and read line by line.

The first line names the format, its version, the schema and the number of rows; each table begins with
a line of its name, columns and number of rows; each row is a line; the last line carries the SHA-256
of all lines before it. docs/export-format.md describes it for readers outside.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

FORMAT: Final = "labspace-export"
VERSION: Final = 1
LONGEST_LINE = 256 * 1024 * 1024
"""Bytes; a row with a picture or a whole report is some megabytes."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_ENCODE_ASCII = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class TransferRefused(Exception):
    """The file cannot be taken, or written; the text says why and what to do."""


@dataclass(frozen=True)
class Head:
    """What the first line says."""

    schema: str
    """The revision of the database the rows come from."""
    rows: int


@dataclass(frozen=True)
class TableHead:
    """What stands before the rows of a table."""

    line: int
    name: str
    columns: Sequence[str]
    rows: int


@dataclass(frozen=True)
class Row:
    """A row, and where it stands."""

    line: int
    number: int
    """Within its table, from 1."""
    values: list[Any]
    size: int
    """Bytes of the line."""


def encoded(value: Any) -> bytes:
    """The same bytes for the same value on every machine."""
    try:
        return _ENCODE(value).encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair inside a JSON value
        return _ENCODE_ASCII(value).encode("ascii")


class LineWriter:
    """Writes the lines of an export into `file`, compressed; the same lines make the same bytes."""

    def __init__(self, file: BinaryIO) -> None:
        # Neither the time nor the file's name goes into the header of gzip.
        self._out = gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0)
        self._digest = hashlib.sha256()
        self._held = bytearray()
        self._separator = b""

    def head(self, head: Head) -> None:
        """The first line."""
        start = {"format": FORMAT, "version": VERSION, "schema": head.schema, "rows": head.rows}
        self._put(encoded(start)[:-1] + b',"tables":[\n')

    def table(self, name: str, columns: Sequence[str], rows: int) -> None:
        """Begin a table."""
        start = encoded({"table": name, "count": rows, "columns": list(columns)})
        self._put(self._separator + start[:-1] + b',"rows":[\n')
        self._separator = b""

    def row(self, values: list[Any]) -> None:
        """One row of the table begun last."""
        self._put(self._separator + encoded(values))
        self._separator = b",\n"

    def end_table(self) -> None:
        """After its last row."""
        self._put((b"\n" if self._separator else b"") + b"]}")
        self._separator = b",\n"

    def end(self) -> None:
        """The last line, with the digest of all before it."""
        self._put(b"\n" if self._separator else b"")
        self._flush()
        self._out.write(b'],"sha256":"' + self._digest.hexdigest().encode() + b'"}\n')
        self._out.close()

    def _put(self, text: bytes) -> None:
        self._held += text
        if len(self._held) > 65536:
            self._flush()

    def _flush(self) -> None:
        self._digest.update(self._held)
        self._out.write(self._held)
        self._held.clear()


class LineReader:
    """Reads an export line by line; raises `TransferRefused` for whatever is not one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = gzip.GzipFile(filename=str(path), mode="rb")
        self._digest = hashlib.sha256()
        self._number = 0

    def close(self) -> None:
        """Done with the file."""
        self._file.close()

    def head(self) -> Head:
        """What the first line says; to be asked for first."""
        start = self._object(self._line(first=True), b',"tables":[', "]}")
        if start.get("format") != FORMAT:
            raise TransferRefused(f"{self._path} is no export of labspace.")
        version, schema, rows = start.get("version"), start.get("schema"), start.get("rows")
        if not isinstance(version, int) or not isinstance(schema, str) or not isinstance(rows, int):
            raise self._broken("names no version")
        if version > VERSION:
            raise TransferRefused(
                f"The file has version {version} of the format; this labspace reads up to {VERSION}. "
                "Update labspace first."
            )
        if version < 1:
            raise self._broken("names no version")
        return Head(schema, rows)

    def tables(self) -> Iterator[tuple[TableHead, Iterator[Row]]]:
        """Each table with its rows, which are to be read before the next table is."""
        while not (line := self._line(hashed=False)).startswith(b'],"sha256":"'):
            self._digest.update(line)
            start = self._object(line, b',"rows":[', "]}")
            name, columns, count = start.get("table"), start.get("columns"), start.get("count")
            if not isinstance(name, str) or not isinstance(columns, list) or not isinstance(count, int):
                raise self._broken("begins no table")
            yield TableHead(self._number, name, [str(column) for column in columns], count), self._rows(count)
        if self._decoded(b"{" + line[2:]) != {"sha256": self._digest.hexdigest()}:
            raise TransferRefused("The file was changed after it was written: its SHA-256 does not fit.")
        if self._read(1):
            raise self._broken("is more than an export")

    def _rows(self, count: int) -> Iterator[Row]:
        for number in range(1, count + 1):
            line = self._line()
            values = self._decoded(line.rstrip(b",\n"))
            if not isinstance(values, list):
                raise self._broken("is no row")
            yield Row(self._number, number, values, len(line))
        if self._line().rstrip(b",\n") != b"]}":
            raise self._broken("should end the table")

    def _line(self, *, first: bool = False, hashed: bool = True) -> bytes:
        line = self._read(None)
        self._number += 1
        if first and not line.startswith(b"{"):
            raise TransferRefused(f"{self._path} is no export of labspace.")
        if not line.endswith(b"\n"):
            problem = "is too long" if len(line) >= LONGEST_LINE else "is cut off: the file is not complete"
            raise self._broken(problem)
        if hashed:
            self._digest.update(line)
        return line

    def _read(self, size: int | None) -> bytes:
        try:
            return self._file.readline(LONGEST_LINE) if size is None else self._file.read(size)
        except gzip.BadGzipFile as problem:
            if self._number:
                raise self._broken("is damaged") from problem
            raise TransferRefused(f"{self._path} is no export of labspace: it is not gzip.") from problem
        except (EOFError, zlib.error) as problem:
            what = "is cut off: the file is not complete" if isinstance(problem, EOFError) else "is damaged"
            self._number += 1
            raise self._broken(what) from problem

    def _object(self, line: bytes, ending: bytes, closing: str) -> dict[str, Any]:
        found = (
            self._decoded(line.rstrip(b"\n") + closing.encode()) if line.endswith(ending + b"\n") else None
        )
        if not isinstance(found, dict):
            raise self._broken("is not laid out as an export is")
        return found

    def _decoded(self, text: bytes) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise self._broken("is no JSON") from problem

    def _broken(self, what: str) -> TransferRefused:
        return TransferRefused(f"Line {self._number} of {self._path} {what}.")

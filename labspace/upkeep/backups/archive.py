"""The backup as a file: a zip of the database and the data folder with a sealed list of what is in it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

FORMAT = "labspace-backup"
VERSION = 2
"""2 since a checksum of all of the file stands at its end; 1 is still taken back."""
CONTENTS = "contents.json"
CHUNK = 1 << 20
EFFORT = 3
"""Of zlib: half the time of its usual 6 for a twentieth more bytes of a database."""

CHECKSUM_DIGITS = 64
"""Of the SHA-256 of every byte before it, as the zip's comment: headers that no reader looks at count too."""

UNREADABLE = (
    BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    KeyError,
    ValueError,
)
"""What zipfile raises over bytes that are not those it wrote."""


class BackupRefused(Exception):
    """The backup cannot be made or taken back; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file in the backup."""

    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a table held; `columns` only where the rows lie in a file of their own."""

    rows: int
    columns: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Contents:
    """What a backup says of itself."""

    engine: str
    revision: str
    made_at: str
    """ISO 8601 in UTC; the moment of the snapshot."""
    labspace: str
    tables: dict[str, Table] = field(default_factory=dict)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """PostgreSQL: last value and whether it was given out."""
    members: dict[str, Member] = field(default_factory=dict)


class Writer:
    """Adds members to a backup and remembers their digests."""

    def __init__(self, file: ZipFile, contents: Contents) -> None:
        self._file, self.contents = file, contents

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """One member, in whatever pieces it comes."""
        digest, size = hashlib.sha256(), 0
        with self._file.open(name, "w", force_zip64=True) as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.contents.members[name] = Member(size=size, sha256=digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        """One member from a file."""
        self.add(name, pieces(path))

    def close(self, *, key: str) -> None:
        """Write the list of contents with its seal."""
        body = _body(asdict(self.contents))
        stated = {"format": FORMAT, "version": VERSION, "seal": seal_of(body, key=key)}
        self._file.writestr(CONTENTS, json.dumps({**stated, "contents": json.loads(body)}, indent=1))


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, not all at once."""
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk


def _body(contents: Mapping[str, Any]) -> bytes:
    return json.dumps(contents, sort_keys=True, separators=(",", ":")).encode()


def seal_of(body: bytes, *, key: str) -> str:
    """Only whoever has the secret key of the deployment can seal other contents."""
    return hmac.new(f"labspace backup\0{key}".encode(), body, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Backup:
    """An opened backup whose members are all there, each with the bytes it was made with."""

    contents: Contents
    seal: str
    _file: ZipFile

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member."""
        with self._file.open(name) as source:
            while chunk := source.read(CHUNK):
                yield chunk

    def extract(self, name: str, path: Path) -> None:
        """Write a member to `path`."""
        with path.open("wb") as target:
            for chunk in self.chunks(name):
                target.write(chunk)

    def is_sealed_with(self, key: str) -> bool:
        """Whether the list of contents is the one that was sealed with this secret key."""
        return hmac.compare_digest(self.seal, seal_of(_body(asdict(self.contents)), key=key))


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup in `path`, every member read once and compared; raises `BackupRefused` for any other file."""
    try:
        file = ZipFile(path)
    except UNREADABLE as problem:
        raise BackupRefused(
            f"{path} is no whole backup: it cannot be read, or its end is missing."
        ) from problem
    with file:
        try:
            version, contents, seal = _stated(file, path)
            if version > 1 and not _fits_checksum(path):
                raise BackupRefused(f"{path} was changed or damaged; take an older backup.")
            backup = Backup(contents, seal, file)
            _compare(backup, path)
        except UNREADABLE as problem:
            raise BackupRefused(f"{path} is damaged; take an older backup.") from problem
        yield backup


def _stated(file: ZipFile, path: Path) -> tuple[int, Contents, str]:
    try:
        stated = json.loads(file.read(CONTENTS))
        if stated["format"] != FORMAT:
            raise BackupRefused(f"{path} is no backup of labspace.")
        if stated["version"] > VERSION:
            raise BackupRefused(f"{path} was made by a newer labspace; update this one first.")
        given = stated["contents"]
        contents = Contents(
            **{
                **given,
                "tables": {
                    name: Table(rows=table["rows"], columns=tuple(table["columns"]))
                    for name, table in given["tables"].items()
                },
                "sequences": {name: (last, called) for name, (last, called) in given["sequences"].items()},
                "members": {name: Member(**member) for name, member in given["members"].items()},
            }
        )
        return int(stated["version"]), contents, str(stated["seal"])
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BackupRefused(
            f"{path} is no backup of labspace, or its list of contents is damaged."
        ) from problem


def _compare(backup: Backup, path: Path) -> None:
    for name, member in backup.contents.members.items():
        place = PurePosixPath(name)
        if place.is_absolute() or ".." in place.parts:
            raise BackupRefused(f"{path} names a file outside the data folder.")
        digest, size = hashlib.sha256(), 0
        try:
            for chunk in backup.chunks(name):
                digest.update(chunk)
                size += len(chunk)
        except UNREADABLE as problem:
            raise BackupRefused(f"{path} is damaged in {name}; take an older backup.") from problem
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise BackupRefused(f"{path} was changed or damaged in {name}; take an older backup.")


@contextmanager
def new_archive(path: Path) -> Iterator[ZipFile]:
    """An empty backup that only its owner may read: it holds all of the house, the keys included."""
    path.touch(mode=0o600, exist_ok=False)
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=EFFORT) as file:
        file.comment = b"0" * CHECKSUM_DIGITS
        yield file
    checksum, _placeholder = _checksum(path)
    with path.open("r+b") as written:
        written.seek(-CHECKSUM_DIGITS, os.SEEK_END)
        written.write(checksum)


def _fits_checksum(path: Path) -> bool:
    checksum, stated = _checksum(path)
    return hmac.compare_digest(checksum, stated)


def _checksum(path: Path) -> tuple[bytes, bytes]:
    """The checksum that a backup should end with, and the one it ends with."""
    digest, left = hashlib.sha256(), path.stat().st_size - CHECKSUM_DIGITS
    with path.open("rb") as source:
        while chunk := source.read(min(CHUNK, left)):
            digest.update(chunk)
            left -= len(chunk)
        return digest.hexdigest().encode("ascii"), source.read(CHECKSUM_DIGITS)

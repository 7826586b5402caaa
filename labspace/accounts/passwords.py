"""Passwords as Argon2id hashes. Hashing takes tens of milliseconds: do it before `begin_write`."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app


def hash_password(password: str) -> str:
    """The hash to store for `password`."""
    return _hasher(_effort()).hash(password)


def verify_password(password_hash: str, password: str) -> bool:
    """Whether `password` belongs to this hash; as slow for an empty or unknown hash as for a real one."""
    hasher = _hasher(_effort())
    try:
        hasher.verify(password_hash or _hash_of_nobody(_effort()), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def needs_rehash(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than those in force."""
    return _hasher(_effort()).check_needs_rehash(password_hash)


def _effort() -> str:
    return str(current_app.extensions["labspace.settings"].password_hash_effort)


@cache
def _hasher(effort: str) -> PasswordHasher:
    if effort == "test":
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


@cache
def _hash_of_nobody(effort: str) -> str:
    return _hasher(effort).hash("nobody's password")

"""What a password must be: long and not easily guessed. No rule about its composition."""

from __future__ import annotations

import re
from itertools import pairwise

from labspace.errors import Refusal

MIN_LENGTH = 12
MIN_OWN_CHARACTERS = 5
"""How much must remain of a password without common words and the person's names; digits count half."""

COMMON_WORDS = (
    "password", "passwort", "passwd", "kennwort", "geheim", "secret", "qwertzuiop", "qwertyuiop", "qwertz",
    "qwerty", "asdfghjkl", "asdfgh", "yxcvbnm", "zxcvbnm", "qazwsx", "1qaz2wsx", "abcdefghijkl", "abcdef", "abc",
    "hallo", "hello", "willkommen", "welcome", "admin", "administrator", "login", "letmein", "iloveyou",
    "ichliebedich", "sonnenschein", "sunshine", "princess", "prinzessin", "schatz", "schalke", "borussia",
    "dortmund", "fussball", "football", "baseball", "superman", "batman", "dragon", "drache", "monkey", "master",
    "shadow", "internet", "computer", "sommer", "winter", "herbst", "frühling", "fruehling", "summer", "spring",
    "autumn", "montag", "monday", "januar", "january", "stadtlabor", "labspace", "bochum", "herne", "witten",
    "hattingen", "ruhrgebiet", "ihk", "startup", "test", "demo", "user", "gast", "guest", "neu", "new", "mein",
    "meine", "my", "ist", "is", "the", "das", "der", "die", "und", "and", "1234567890", "12345678", "123456", "12345", "1234",
    "123",
)  # fmt: skip

_LEET = str.maketrans("013457@$!", "oieastasi")
_LONGEST_FIRST = sorted(COMMON_WORDS, key=len, reverse=True)
_COMMON = re.compile("|".join(map(re.escape, _LONGEST_FIRST)))


def password_refusals(password: str, *, email: str, name: str) -> tuple[Refusal, ...]:
    """Why `password` may not be used by this person; empty if it may."""
    if len(password) < MIN_LENGTH:
        return (Refusal("password_too_short", {"least": MIN_LENGTH}),)
    if _repeats(password) or _climbs(password) or _left_of(password) < MIN_OWN_CHARACTERS:
        return (Refusal("password_common"),)
    own = [word for word in re.split(r"[\W_]+", f"{email} {name}".lower()) if len(word) >= 3]
    if _left_of(password, own) < MIN_OWN_CHARACTERS:
        return (Refusal("password_names_you"),)
    return ()


def _left_of(password: str, own: list[str] | None = None) -> float:
    """How much remains without common words, `own` words and signs; digits count half."""
    plain = re.sub(r"\s+", "", password.lower())
    return min(_stripped(plain, own or []), _stripped(plain.translate(_LEET), own or []))


def _stripped(text: str, own: list[str]) -> float:
    for word in sorted(own, key=len, reverse=True):
        text = text.replace(word, "")
    rest = _COMMON.sub("", text)
    return sum(map(str.isalpha, rest)) + sum(map(str.isdecimal, rest)) / 2


def _repeats(password: str) -> bool:
    """Whether a piece of at most four characters is repeated throughout."""
    return any(password == (password[:size] * len(password))[: len(password)] for size in range(1, 5))


def _climbs(password: str) -> bool:
    """Whether most characters are the neighbours of those before them: 123456789012, abcdefghijkl."""
    steps = [ord(b) - ord(a) for a, b in pairwise(password)]
    return sum(step in (-1, 0, 1) for step in steps) > len(steps) * 0.75

"""Passwords: argon2id (OWASP ASVS 5.0, appendix C), and which ones are too easy to guess."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from zxcvbn import zxcvbn

from staff_console.errors import AccountRefused

FEWEST_CHARACTERS = 12
MOST_CHARACTERS = 128
_FAIR = 3
"""zxcvbn's scale of 0 to 4: 3 needs more than 10^8 guesses; its lists hold 30,000 passwords."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def new_hash(password: str, *about: str) -> str:
    """Return the hash of a new password; ``about`` are words it may not lean on (the name).

    Raises :class:`AccountRefused` when it is too short, too long, or easy to guess.
    """
    if not FEWEST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise AccountRefused(
            "password_length",
            f"The password has {len(password)} characters, so it was not kept. "
            f"Take {FEWEST_CHARACTERS} to {MOST_CHARACTERS}: a few words work well.",
        )
    if zxcvbn(password[:72], user_inputs=list(about))["score"] < _FAIR:
        raise AccountRefused(
            "password_easy",
            "The password is easy to guess, so it was not kept. Take a few words that do not "
            "belong together, and leave out names, years and rows of keys.",
        )
    return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether ``password`` belongs to the hash; without a hash the same work is done for nothing.

    So how long the answer takes does not tell whether an account exists.
    """
    nobodys = _nobodys_hash()  # made at the first call, whoever it is about
    try:
        right = _hasher().verify(password_hash or nobodys, password[:MOST_CHARACTERS])
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None

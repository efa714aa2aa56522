"""One way to look at text, so that spelling tricks and invisible signs do not hide a word."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = re.compile(r"\s+")
_REPEATS = re.compile(r"(.)\1{2,}")
# At most so many signs are put together as one character: Python sorts accents in quadratic time.
_SIGNS_A_CHARACTER = 4


def clean(text: str, limit: int) -> str:
    """Return ``text`` as it may be kept: NFC, no control, format or lone surrogate characters.

    New lines stay, a tab becomes a space; at most ``limit`` characters remain.

    >>> clean("ho\\u202ei\\x00\\tdaar", 10)
    'hoi daar'
    """
    kept = "".join(map(_kept, text.encode("utf-8", "ignore").decode("utf-8")))
    return unicodedata.normalize("NFC", kept[: limit * _SIGNS_A_CHARACTER])[:limit].strip()


def _kept(sign: str) -> str:
    """Keep what is visible. White space stays white space: words that grow together hide danger."""
    if sign == "\n" or unicodedata.category(sign) not in _INVISIBLE:
        return sign
    return " " if sign.isspace() else ""


def fold(text: str) -> str:
    """Return ``text`` for comparing: no accents, small letters, one space, no tripled letters.

    Digits of every script become 0–9, so a number cannot hide in Arabic-Indic or full-width signs.

    >>> fold("Ik  wil DÓÓÓD!")
    'ik wil dood!'
    """
    # One by one: of a whole text Python sorts the accents, in quadratic time.
    decomposed = (part for sign in text.casefold() for part in unicodedata.normalize("NFKD", sign))
    folded = "".join(
        str(unicodedata.decimal(sign)) if unicodedata.decimal(sign, None) is not None else sign
        for sign in decomposed
        if not unicodedata.combining(sign) and unicodedata.category(sign) not in {"Cf", "Cs"}
    )
    return _SPACES.sub(" ", _REPEATS.sub(r"\1\1", folded)).strip()

"""From a Dutch postcode to a municipality, for the Rotterdam region only.

No package that ships an open PC4 table was found on PyPI (the ones there ask a paid service on the
network), so `postcodes.yml` holds a subset of ranges from own knowledge. They are **not verified**
and are used only to put help in order. Whoever shows a result asks "klopt dit niet?" and names the
municipality; outside the ranges the answer is None and national help is offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from stdnum.exceptions import ValidationError
from stdnum.nl import postcode as stdnum_postcode

from referral_directory.errors import PostcodeError

_FOUR_DIGITS = re.compile(r"[1-9][0-9]{3}")


def normalise_postcode(text: str) -> str:
    """Return a postcode as four digits, a space and two capitals.

    Raises `PostcodeError` for a form that is never given out: a first digit 0, or the letters SA,
    SD or SS.

    >>> normalise_postcode("3011ab")
    '3011 AB'
    """
    try:
        return str(stdnum_postcode.validate(text))
    except ValidationError as error:
        raise PostcodeError(text) from error


def pc4_of(text: str) -> int:
    """Return the four digits of a postcode; the digits alone are enough.

    Raises `PostcodeError` when the text is not a postcode that can exist.
    """
    stripped = text.strip()
    if _FOUR_DIGITS.fullmatch(stripped):
        return int(stripped)
    return int(normalise_postcode(stripped)[:4])


@dataclass(frozen=True)
class Place:
    """Where somebody lives, and how we know: said, or read from a postcode (may be wrong)."""

    municipality: str | None
    origin: Literal["stated", "postcode", "unknown"]


@dataclass(frozen=True)
class PostcodeTable:
    """PC4 ranges (first, last, municipality) and the names that people use for a place."""

    ranges: tuple[tuple[int, int, str], ...]
    place_names: Mapping[str, str]
    municipalities: frozenset[str]

    def municipality_of(self, postcode: str) -> str | None:
        """Return the municipality that a postcode probably lies in, or None outside the ranges.

        Raises `PostcodeError`.
        """
        pc4 = pc4_of(postcode)
        return next((name for first, last, name in self.ranges if first <= pc4 <= last), None)

    def municipality_named(self, text: str) -> str | None:
        """Return the municipality that people mean by this name, or None if it is unknown."""
        name = " ".join(text.split()).casefold().removeprefix("gemeente ")
        by_name = {known.casefold(): known for known in self.municipalities}
        return by_name.get(name) or self.place_names.get(name)

    def place_of(self, postcode: str | None, municipality: str | None) -> Place:
        """Return the place for what a person told; what was said goes before the postcode.

        A municipality that is not in the table is kept as it was said. Raises `PostcodeError`.
        """
        if municipality and municipality.strip():
            return Place(self.municipality_named(municipality) or municipality.strip(), "stated")
        if postcode:
            found = self.municipality_of(postcode)
            return Place(found, "postcode") if found else Place(None, "unknown")
        return Place(None, "unknown")

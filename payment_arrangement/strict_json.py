"""JSON as it may come in and as it goes out: no floats, no key twice, one way to write it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

import rfc8785

from payment_arrangement.errors import RequestRefused

MOST_BYTES = 65_536
MOST_DEPTH = 40
_LARGEST = 2**53 - 1
_TOO_DEEP = f"it is nested too deeply; right would be at most {MOST_DEPTH} levels"


def read_json(text: str | bytes, what: str = "The JSON", most_bytes: int = MOST_BYTES) -> Any:
    """The data in `text`, at most 64 kB of UTF-8.

    Raises RequestRefused for what is larger, is not JSON, holds a float, NaN or Infinity, holds a
    key twice, or is nested too deeply.

    >>> read_json('{"debt_cents": 60000}')
    {'debt_cents': 60000}
    """
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > most_bytes:
            found = f"it is {len(raw)} bytes; right would be at most {most_bytes}"
            raise RequestRefused(what, [found])
        data = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
        _check_depth(data)
    except UnicodeError as error:
        raise RequestRefused(what, ["it is not UTF-8 text; save it as UTF-8"]) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RequestRefused(what, [f"{where}: not JSON ({error.msg})"]) from error
    except RecursionError as error:
        raise RequestRefused(what, [_TOO_DEEP]) from error
    except ValueError as error:
        raise RequestRefused(what, [str(error)]) from error
    return data


def canonical(data: Any) -> bytes:
    """`data` as RFC 8785 canonical JSON: the same data is always the same bytes.

    >>> canonical({"b": 1, "a": None})
    b'{"a":null,"b":1}'
    """
    return rfc8785.dumps(data)


def shorten(value: object, most: int = 60) -> str:
    """`value` as it may stand in a message: at most `most` characters."""
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}…"


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({shorten(key) for key in keys if keys.count(key) > 1})
        raise ValueError(f"{', '.join(twice)}: stands twice in one object; right would be once")
    return found


def _check_depth(data: Any) -> None:
    level, depth = [data] if isinstance(data, dict | list) else [], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH:
            raise ValueError(_TOO_DEEP)
        parts = (part.values() if isinstance(part, dict) else part for part in level)
        level = [each for part in parts for each in part if isinstance(each, dict | list)]


def _whole(written: str) -> int:
    """A whole number that every reader of JSON takes for the same (RFC 8785: up to 2^53)."""
    number = int(written)
    if abs(number) > _LARGEST:
        raise ValueError(f"{shorten(written)} is too large; right would be at most {_LARGEST}")
    return number


def _no_float(written: str) -> NoReturn:
    raise ValueError(
        f"{shorten(written)} is not a whole number; write amounts in whole cents, such as 12550"
    )

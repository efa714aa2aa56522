"""Check what we add to HSDS: a fault here would stop the directory from being read at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from referral_directory.exchange.rows import Row
from referral_directory.findings import Finding

_SHORT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PUBLISHED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def own_field_faults(row: Row) -> Iterator[Finding]:
    """Yield the fields of ours that hold something else than they may."""
    for name, (is_right, expected) in _FIELDS.items():
        if name in row.values and not is_right(row.values[name]):
            yield row.fault(name, expected)
    if "verification" in row.values:
        block = row.values["verification"]
        blocks: dict[str, Any] = {"": block}
        if row.table == "service":
            blocks = {f".{key}": item for key, item in block.items()} if _is_map(block) else {}
            if not blocks or "existence" not in block:
                yield row.fault("verification", "a block with at least existence")
        for path, each in blocks.items():
            wanted = _wrong_in(each)
            if wanted:
                yield row.fault(f"verification{path}", wanted, each)


def _wrong_in(block: Any) -> str | None:
    """Return what would have been right, or None when it is."""
    if not _is_map(block) or not isinstance(block.get("verified"), bool):
        return "verified true or false, and with it sources or assured_on"
    if "assured_on" in block and not _is_day(block["assured_on"]):
        return "assured_on as a day such as 2026-11-22"
    sources = block.get("sources", [])
    if not isinstance(sources, list) or not all(map(_is_source, sources)):
        return "sources with key, address and read_on (a day), perhaps published (2026, 2026-11)"
    if block["verified"] and not sources and "assured_on" not in block:
        return "a source or assured_on; without them verified is false"
    return None


def _is_source(source: Any) -> bool:
    if not _is_map(source) or not all(isinstance(item, str) for item in source.values()):
        return False
    published = source.get("published")
    is_dated = published is None or (
        bool(_PUBLISHED.fullmatch(published)) and _is_day(f"{published}-01-01"[:10])
    )
    return {"key", "address"} <= source.keys() and _is_day(source.get("read_on")) and is_dated


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "short_id": (
        lambda value: isinstance(value, str) and bool(_SHORT_ID.fullmatch(value)),
        "small letters, digits and hyphens, such as rdam-hulpteam",
    ),
    "access": (
        lambda value: value in ("self_referral", "by_helper"),
        "self_referral or by_helper",
    ),
    "not_for": (
        lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
        'a list such as ["self_employed"]',
    ),
    "open_on_holidays": (lambda value: isinstance(value, bool), "true or false"),
    "within": (lambda value: isinstance(value, str), "the name of a municipality"),
}

"""Record that somebody phoned: what was right, what was wrong, what is new."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from referral_directory.building import facts_of, phones_of, verification_of
from referral_directory.errors import EntryUnknown
from referral_directory.register import Document, hsds_id

_EMAIL = re.compile(r"[^@\s]{1,60}@[^@\s]{1,50}\.[a-z]{2,8}")
_FIELDS = ("existence", "url", "email", "languages", "cost_options")


def is_email(text: str) -> bool:
    """Return whether `text` can be the e-mail address of who phoned.

    >>> is_email("anna@example.org"), is_email("anna")
    (True, False)
    """
    return _EMAIL.fullmatch(text) is not None


def assure(
    service: Document,
    *,
    by: str,
    on: date,
    confirmed: Sequence[str] = (),
    wrong: Sequence[str] = (),
    new_phones: Sequence[str] = (),
    languages: Sequence[str] = (),
    status: str | None = None,
    confirm_all: bool = False,
) -> Document:
    """Return the service as it is known after a call by `by` (an e-mail address) on the day `on`.

    `confirmed` and `wrong` are facts as the work list shows them: a number, an address, hours. What
    is wrong is taken out, what is confirmed counts from `on`, what was not spoken of stays as it
    was. The service itself is confirmed; an entry that nobody had seen becomes active, unless
    `status` says otherwise. Raises `EntryUnknown` for a fact that the entry does not hold.
    """
    found = _with_verification(service)
    rows = [(fact.value, fact.kind, row) for fact, row in facts_of(found)]
    _check_known([*confirmed, *wrong], {value for value, _, _ in rows}, found)
    dropped: list[Document] = []
    for value, kind, row in rows:
        is_field = row is found
        if value in wrong:
            if is_field:
                del found[kind]
                found["verification"].pop(kind, None)
            else:
                dropped += _same(found, kind, row)
        elif confirm_all or value in confirmed:
            if is_field:
                _confirm(found["verification"], kind, on)
            for each in [] if is_field else _same(found, kind, row):
                _confirm(each, "verification", on)
    was_seen = found["verification"].get("existence", {}).get("verified")
    _confirm(found["verification"], "existence", on)
    found = _without(dropped, found)
    for number in new_phones:
        row = {"id": hsds_id(found["id"], "phone", number), "number": number, "type": "voice"}
        _confirm(row, "verification", on)
        found.setdefault("phones", []).append(row)
    if languages:
        found["languages"] = [
            {"id": hsds_id(found["id"], "language", code), "code": code} for code in languages
        ]
        _confirm(found["verification"], "languages", on)
    found["status"] = status or (found["status"] if was_seen else "active")
    return {**found, "assured_date": on.isoformat(), "assurer_email": by}


def _same(service: Document, kind: str, row: Document) -> list[Document]:
    """Return the rows that say the same: a number can stand with the service and with a place."""
    if kind != "phone":
        return [row]
    return [phone for phone in phones_of(service) if phone["number"] == row["number"]]


def _check_known(asked: Sequence[str], known: Collection[str], service: Document) -> None:
    unknown = [value for value in asked if value not in known]
    if unknown:
        raise EntryUnknown(
            f"{service['name']} has no {', '.join(unknown)}, so nothing was recorded. "
            f"It has: {'; '.join(sorted(known)) or 'no facts yet'}. Write it as it stands there."
        )


def _confirm(block: dict[str, Any], name: str, on: date) -> None:
    before = block.get(name, {})
    block[name] = {**before, "verified": True, "assured_on": on.isoformat()}


def _with_verification(service: Document) -> Document:
    """Return a copy in which every fact says what it rests on, also in an entry from elsewhere."""
    found = deepcopy(service)
    if "verification" in found:
        return found
    said = verification_of(service)
    block: Document = {"verified": said.verified}
    if said.assured_on:
        block["assured_on"] = said.assured_on.isoformat()
    for _, row in [*facts_of(found)]:
        if row is not found:
            row["verification"] = dict(block)
    found["verification"] = {name: dict(block) for name in _FIELDS}
    return found


def _without(dropped: Sequence[Document], value: Any) -> Any:
    """Return a copy of `value` without the very rows in `dropped`."""
    if isinstance(value, dict):
        return {key: _without(dropped, item) for key, item in value.items()}
    if isinstance(value, list):
        kept = [item for item in value if not any(item is row for row in dropped)]
        return [_without(dropped, item) for item in kept]
    return value

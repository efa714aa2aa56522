"""What a colleague may correct of a person beside amounts; what was known before stays with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import phonenumbers

from casework import intake
from casework.codes import checked_choice, checked_code
from casework.context import Turn
from casework.errors import BadRequest
from casework.store import FactCorrection, Person, add_row, rows_of
from evidence_log import record
from evidence_log.entry import Codes

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NAME = re.compile(r"[^\d<>@]{2,200}")
_LONGEST = 254


@dataclass(frozen=True)
class Known:
    """One fact about the person. ``value`` is None while nobody told it.

    ``source`` is ``person`` or ``colleague``; ``at`` is when a colleague corrected it last.
    ``before`` are the corrections, oldest first.
    """

    name: str
    value: str | None
    source: str
    at: datetime | None
    before: tuple[FactCorrection, ...]


def known_facts(turn: Turn) -> tuple[Known, ...]:
    """Return every fact about the person that a colleague may correct, known or not."""
    kept = rows_of(turn.unit, FactCorrection, turn.case.id)
    found = []
    for name in CORRECTABLE:
        before = tuple(row for row in kept if row.fact == name)
        source = "colleague" if before else "person"
        at = before[-1].created_at if before else None
        found.append(Known(name, _value(turn, name), source, at, before))
    return tuple(found)


def correct_fact(turn: Turn, name: str, value: str, colleague: str, reason_code: str) -> None:
    """Keep what a colleague knows better; the same value again changes nothing.

    Raises :class:`casework.errors.BadRequest` for a fact that cannot be corrected here, and for a
    value that cannot be right: then nothing was changed. The evidence log hears which fact, never
    its value.
    """
    checked_code("colleague", colleague)
    checked_code("reason_code", reason_code)
    checked_choice("fact", name, tuple(CORRECTABLE))
    after, before = CORRECTABLE[name](value.strip()), _value(turn, name)
    if after == before:
        return
    source = known_facts(turn)[tuple(CORRECTABLE).index(name)].source
    add_row(
        turn.unit,
        FactCorrection,
        turn.case.id,
        fact=name,
        before=before,
        before_source=source,
        after=after,
        reason_code=reason_code,
        colleague=colleague,
    )
    _keep(turn, name, after)
    codes: Codes = {
        "fact": name,
        "before_source": source,
        "reason": reason_code,
        "colleague": colleague,
    }
    record(turn.unit, "fact_corrected", turn.case.ref, codes)


def _value(turn: Turn, name: str) -> str | None:
    if name == "representation":
        return turn.case.representation
    persons = rows_of(turn.unit, Person, turn.case.id)
    value: str | None = getattr(persons[0], name) if persons else None
    return value


def _keep(turn: Turn, name: str, value: str) -> None:
    if name == "representation":
        intake.set_representation(turn, value)
    else:
        intake.record_contact(turn, **{name: value})


def _representation(value: str) -> str:
    checked_choice("representation", value, intake.REPRESENTATIONS)
    return value


def _name(value: str) -> str:
    return _matched("name", _NAME, value)


def _email(value: str) -> str:
    return _matched("email", _EMAIL, value)


def _matched(name: str, pattern: re.Pattern[str], value: str) -> str:
    if len(value) > _LONGEST or pattern.fullmatch(value) is None:
        raise BadRequest(f"This is no possible {name}, so nothing was corrected. Look once more.")
    return value


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, "NL")
    except phonenumbers.NumberParseException as error:
        raise BadRequest("This is no phone number, so nothing was corrected.") from error
    if not phonenumbers.is_valid_number(number):
        raise BadRequest("This phone number does not exist, so nothing was corrected.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


CORRECTABLE: Mapping[str, Callable[[str], str]] = {
    "representation": _representation,
    "name": _name,
    "phone": _phone,
    "email": _email,
}
"""The facts, each with what returns its value as it is kept."""

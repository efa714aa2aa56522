"""Settings as a colleague reads and types them, and as the files write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from casework.opening import LOCAL_TIME, WEEKDAYS
from casework.settings.values import POLICY, is_limit
from staff_console.calculating import NumberRefused, cents_in
from staff_console.errors import ConsoleError
from staff_console.texts import label

OWN_PARTS: Mapping[str, tuple[str, ...]] = {
    "people": ("assistant_name", "phone"),
    "hours": ("opening_hours", "closed_days"),
    "waiting": ("alarm_after_minutes", "callback_working_days", "acknowledge_working_days"),
    "limits": ("stated_amount_limit_euro", "concessions_per_year", "collection_pause_days"),
}
"""The forms of the page, each with the settings in it; ``policy`` holds those of the policy."""

_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_WORDS = ("assistant_name", "phone")


class DayRefused(ConsoleError):
    """What was filled in is no day."""

    text_key = "day_refused"


def parts(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the names in each form of the page."""
    policy = tuple(name for name in settings if name.startswith(POLICY))
    return {**OWN_PARTS, "policy": policy}


def kind_of(name: str) -> str:
    """Return how a setting is filled in: words, hours, days, euro or number.

    >>> kind_of("policy.staff.max_total_euro"), kind_of("alarm_after_minutes")
    ('euro', 'number')
    """
    if name == "opening_hours":
        return "hours"
    if name == "closed_days":
        return "days"
    if name in _WORDS:
        return "words"
    return "euro" if name.endswith("_euro") else "number"


def short_name(name: str) -> str:
    """Return the name under which a setting has its words, whoever the limit is for.

    >>> short_name("policy.staff.max_terms.month"), short_name("phone")
    ('max_terms.month', 'phone')
    """
    return name.removeprefix(POLICY).removeprefix("assistant.").removeprefix("staff.")


def typed_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in each field before anybody typed."""
    typed = {name: shown(name, value) for name, value in settings.items()}
    hours = settings["opening_hours"]
    return typed | {f"opening_hours.{day}": ", ".join(hours.get(day, ())) for day in WEEKDAYS}


def values_in(fields: Mapping[str, str], names: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of ``names`` as the files write them; what cannot be read stays text.

    The check of the files then refuses it, and says which setting it is.
    """
    return {name: _value(name, fields) for name in names}


def moment_in(text: str) -> datetime | None:
    """Return the beginning of the day that was typed, in Dutch time; None for nothing.

    Raises :class:`DayRefused` for what is no day.
    """
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(_iso(text.strip())), time(), LOCAL_TIME)
    except ValueError as error:
        raise DayRefused("This is no day, so nothing was changed.") from error


def needs_second_person(names: tuple[str, ...]) -> bool:
    """Whether a form changes limits."""
    return any(map(is_limit, names))


def shown(name: str, value: Any) -> str:
    """Return a value as a colleague reads and types it; nothing for None.

    >>> shown("stated_amount_limit_euro", "500.00"), shown("closed_days", ["2026-12-24"])
    ('500', '24-12-2026')
    """
    if value is None:
        return ""
    if kind_of(name) == "hours":
        open_days = [(day, spans) for day, spans in value.items() if spans]
        return "; ".join(f"{label('weekdays', day)} {', '.join(spans)}" for day, spans in open_days)
    if kind_of(name) == "days":
        return ", ".join(f"{date.fromisoformat(day):%d-%m-%Y}" for day in value)
    if kind_of(name) == "euro":
        return str(value).replace(".", ",").removesuffix(",00")
    return str(value)


def _value(name: str, fields: Mapping[str, str]) -> Any:
    kind = kind_of(name)
    if kind == "hours":
        return {day: _list(fields.get(f"{name}.{day}", "")) for day in WEEKDAYS}
    text = " ".join(fields.get(name, "").split())
    if kind == "days":
        return sorted(_iso(day) for day in _list(text))
    if not text:
        return None
    if kind == "number":
        return int(text) if re.fullmatch(r"\d{1,9}", text) else text
    return _euros(text) if kind == "euro" else text


def _euros(text: str) -> str:
    try:
        cents = cents_in(text) or 0
    except NumberRefused:
        return text
    return f"{cents // 100}.{cents % 100:02d}"


def _list(text: str) -> list[str]:
    return [part for each in re.split(r"[,;\n]", text) if (part := "".join(each.split()))]


def _iso(text: str) -> str:
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text

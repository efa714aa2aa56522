"""The organisation on whose behalf the assistant speaks: its rules, hours and limits, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from casework.claim_file import ClaimFile, read_claim_file
from casework.errors import FileRefused
from casework.opening import WEEKDAYS, OpeningHours
from payment_arrangement import Policy, PolicyError, load_policy, standard_policy, yaml_source
from referral_directory import Directory, DirectoryError, load_directory

DEFAULT_ALARM_MINUTES = 5
CHANGEABLE = (
    "assistant_name",
    "phone",
    "opening_hours",
    "closed_days",
    "callback_working_days",
    "acknowledge_working_days",
    "alarm_after_minutes",
    "collection_pause_days",
    "concessions_per_year",
    "stated_amount_limit_euro",
)
"""What colleagues can change in the console; the rest of the file belongs to who installs."""
SCHEMA_FILE = Path(__file__).with_name("organisation.schema.yml")


@dataclass(frozen=True)
class Retention:
    """How many days each kind of data is kept after the last activity."""

    conversation_days: int
    case_days: int
    evidence_days: int


@dataclass(frozen=True)
class Vertrouwenspersoon:
    """Whom an employee can talk to in confidence: the function or desk, and how to reach it."""

    name: str
    contact: str


@dataclass(frozen=True)
class Organisation:
    """One organisation.

    ``audiences`` holds ``customer``, ``employee`` or both. ``callback_working_days``: within how
    many working days a colleague answers; ``acknowledge_working_days``: confirms a complaint.
    ``alarm_after_minutes``: when nobody took a chat in that much opening time, it is seen again.
    ``collection_pause_days``: how long collection rests when help starts, at most 30; None: a
    colleague decides.
    ``concessions_per_year``: how often each kind of other moment to pay is granted at once.
    ``stated_amount_limit_cents``: above it, an amount that only the person stated is checked by a
    colleague. ``claims_are_recent``: the organisation declares that no claim is older than the
    shortest limitation term, so a claim without a day is not taken for an old one.
    ``second_person_for_limits``: somebody else approves a change of limits in the console.
    """

    name: str
    assistant_name: str
    kind: str
    audiences: tuple[str, ...]
    address_form: str
    phone: str | None
    website: str | None
    policy: Policy
    directory: Directory
    opening_hours: OpeningHours
    callback_working_days: int
    acknowledge_working_days: int
    alarm_after_minutes: int
    collection_pause_days: int | None
    concessions_per_year: int
    stated_amount_limit_cents: int
    claims_are_recent: bool
    retention: Retention
    amounts_on_web_only: bool
    claim_file: ClaimFile | None
    vertrouwenspersoon: Vertrouwenspersoon | None = None
    second_person_for_limits: bool = True


def load_organisation(path: Path) -> Organisation:
    """Return the organisation described in ``path`` (YAML); paths in it are relative to it.

    ``policy: standard`` and ``directory: standard`` are the ones that ship with Warmwijzer.
    Raises :class:`casework.errors.FileRefused` with every problem in this file, or with those of
    the policy, directory or claim file that it names.
    """
    data = _checked(path)
    folder = path.parent
    try:
        policy = _policy(folder, data["policy"])
        directory = _directory(folder, data["directory"])
    except (PolicyError, DirectoryError, OSError) as error:
        raise FileRefused(path.name, [str(error)]) from error
    claim_file, confidant = data.get("claim_file"), data.get("vertrouwenspersoon")
    return Organisation(
        name=data["name"],
        kind=data["kind"],
        audiences=tuple(data["audiences"]),
        address_form=data["address_form"],
        website=data.get("website"),
        policy=policy,
        directory=directory,
        claims_are_recent=data["claims_are_recent"],
        retention=Retention(**{f"{kind}_days": n for kind, n in data["retention_days"].items()}),
        amounts_on_web_only=data["amounts_on_web_only"],
        vertrouwenspersoon=Vertrouwenspersoon(**confidant) if confidant else None,
        claim_file=read_claim_file(folder / claim_file) if claim_file else None,
        second_person_for_limits=data.get("second_person_for_limits", True),
        **_changeable_fields(data),
    )


def settings_of_organisation(organisation: Organisation) -> dict[str, Any]:
    """Return what :data:`CHANGEABLE` names, as the file writes it; a day as ISO text."""
    hours, cents = organisation.opening_hours, organisation.stated_amount_limit_cents
    own = {
        "opening_hours": {
            WEEKDAYS[day]: [f"{start:%H:%M}-{end:%H:%M}" for start, end in spans]
            for day, spans in sorted(hours.by_weekday.items())
        },
        "closed_days": sorted(day.isoformat() for day in hours.closed_on),
        "stated_amount_limit_euro": f"{cents // 100}.{cents % 100:02d}",
    }
    return {name: own.get(name, getattr(organisation, name, None)) for name in CHANGEABLE}


def check_settings(values: Mapping[str, Any]) -> None:
    """Check ``values`` of :data:`CHANGEABLE` as the file would be checked.

    Raises :class:`casework.errors.FileRefused` with every problem.
    """
    schema = _schema()
    properties = {name: schema["properties"][name] for name in values}
    part = {**schema, "required": [], "properties": properties}
    text = yaml.safe_dump(_with_days(values), sort_keys=False, allow_unicode=True)
    problems = _problems(yaml_source.parse(text), part)
    if problems:
        raise FileRefused("the change of settings", problems)


def with_checked_settings(organisation: Organisation, values: Mapping[str, Any]) -> Organisation:
    """Return ``organisation`` with ``values`` that :func:`check_settings` let through."""
    data = _with_days(settings_of_organisation(organisation) | dict(values))
    return replace(organisation, **_changeable_fields(yaml_source.converted(data)))


def _changeable_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that :data:`CHANGEABLE` names, from data with its amounts in cents."""
    return {
        "assistant_name": data["assistant_name"],
        "phone": data.get("phone"),
        "opening_hours": _opening_hours(data["opening_hours"], data.get("closed_days", ())),
        "callback_working_days": data["callback_working_days"],
        "acknowledge_working_days": data["acknowledge_working_days"],
        "alarm_after_minutes": data.get("alarm_after_minutes", DEFAULT_ALARM_MINUTES),
        "collection_pause_days": data.get("collection_pause_days"),
        "concessions_per_year": data["concessions_per_year"],
        "stated_amount_limit_cents": data["stated_amount_limit_cents"],
    }


def _with_days(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with its days as days; what is no day stays the text that it is."""
    found = dict(values)
    if isinstance(found.get("closed_days"), list):
        found["closed_days"] = [_day(text) for text in found["closed_days"]]
    return found


def _day(text: Any) -> Any:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return text


def _checked(path: Path) -> dict[str, Any]:
    try:
        source = yaml_source.parse(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise FileRefused(path.name, [f"not readable as YAML: {error}"]) from error
    if problems := _problems(source, _schema()):
        raise FileRefused(path.name, problems)
    data: dict[str, Any] = yaml_source.converted(source.data)
    return data


def _problems(source: yaml_source.YamlSource, schema: Mapping[str, Any]) -> list[str]:
    found = yaml_source.problems(source, schema)
    if found or "opening_hours" not in source.data:
        return found
    hours: Mapping[str, list[str]] = source.data["opening_hours"]
    if not any(hours.values()):
        return ["opening_hours: a person must be reachable on at least one day of the week"]
    return [
        f"line {source.line_of(('opening_hours', day))}, opening_hours.{day}: {', '.join(spans)} "
        "is not in order; right would be each from earlier to later, one after the other"
        for day, spans in hours.items()
        if (moments := [moment for span in spans for moment in span.split("-")])
        and any(first >= later for first, later in pairwise(moments))
    ]


@cache
def _schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text("utf-8"))
    return schema


def _policy(folder: Path, name: str) -> Policy:
    return standard_policy() if name == "standard" else load_policy(folder / name)


@cache
def _directory(folder: Path, name: str) -> Directory:
    return load_directory() if name == "standard" else load_directory(folder / name)


def _opening_hours(data: Mapping[str, Iterable[str]], closed: Iterable[date]) -> OpeningHours:
    by_weekday = {WEEKDAYS.index(day): tuple(map(_span, spans)) for day, spans in data.items()}
    return OpeningHours(by_weekday, frozenset(closed))


def _span(text: str) -> tuple[time, time]:
    start, end = text.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)

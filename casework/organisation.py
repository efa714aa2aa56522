"""The organisation on whose behalf the assistant speaks: its rules, hours and limits, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.claim_file import ClaimFile, read_claim_file
from casework.errors import FileRefused
from casework.opening import WEEKDAYS, OpeningHours
from payment_arrangement import Policy, PolicyError, load_policy, standard_policy, yaml_source
from referral_directory import Directory, DirectoryError, load_directory

DEFAULT_ALARM_MINUTES = 5
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
        assistant_name=data["assistant_name"],
        kind=data["kind"],
        audiences=tuple(data["audiences"]),
        address_form=data["address_form"],
        phone=data.get("phone"),
        website=data.get("website"),
        policy=policy,
        directory=directory,
        opening_hours=_opening_hours(data["opening_hours"]),
        callback_working_days=data["callback_working_days"],
        acknowledge_working_days=data["acknowledge_working_days"],
        alarm_after_minutes=data.get("alarm_after_minutes", DEFAULT_ALARM_MINUTES),
        collection_pause_days=data.get("collection_pause_days"),
        concessions_per_year=data["concessions_per_year"],
        stated_amount_limit_cents=data["stated_amount_limit_cents"],
        claims_are_recent=data["claims_are_recent"],
        retention=Retention(**{f"{kind}_days": n for kind, n in data["retention_days"].items()}),
        amounts_on_web_only=data["amounts_on_web_only"],
        vertrouwenspersoon=Vertrouwenspersoon(**confidant) if confidant else None,
        claim_file=read_claim_file(folder / claim_file) if claim_file else None,
    )


def _checked(path: Path) -> dict[str, Any]:
    try:
        source = yaml_source.parse(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise FileRefused(path.name, [f"not readable as YAML: {error}"]) from error
    problems = yaml_source.problems(source, _schema())
    if not problems and not any(source.data["opening_hours"].values()):
        problems = ["opening_hours: a person must be reachable on at least one day of the week"]
    if problems:
        raise FileRefused(path.name, problems)
    data: dict[str, Any] = yaml_source.converted(source.data)
    return data


@cache
def _schema() -> Mapping[str, Any]:
    schema: Mapping[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text("utf-8"))
    return schema


def _policy(folder: Path, name: str) -> Policy:
    return standard_policy() if name == "standard" else load_policy(folder / name)


@cache
def _directory(folder: Path, name: str) -> Directory:
    return load_directory() if name == "standard" else load_directory(folder / name)


def _opening_hours(data: Mapping[str, tuple[str, ...]]) -> OpeningHours:
    return OpeningHours(
        {WEEKDAYS.index(day): tuple(map(_span, spans)) for day, spans in data.items()}
    )


def _span(text: str) -> tuple[time, time]:
    start, end = text.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)

"""Refer to help nearby: find at most two services, and note which one the person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.context import Turn
from casework.decisions import Decision


@dataclass(frozen=True)
class HelpOption:
    """One service. ``facts`` holds what may be shown today: phone, url, hours, ... with its date."""

    referral_id: str
    service_id: str
    name: str
    description: str
    facts: tuple[tuple[str, str, date | None], ...]
    reason_codes: tuple[str, ...]
    may_be_warm: bool


@dataclass(frozen=True)
class HelpFound:
    """At most two options, the preferred one first; ``text_keys`` come before the options."""

    options: tuple[HelpOption, ...]
    route: str
    text_keys: tuple[str, ...]


@dataclass(frozen=True)
class Referred:
    """The person chose a service."""

    decision: Decision


def find_help(
    turn: Turn,
    *,
    needs: Sequence[str],
    postcode: str | None,
    self_employed: bool | None = None,
    age_band: str | None = None,
    threat: str | None = None,
    threat_on: date | None = None,
    other_creditors: int | None = None,
) -> HelpFound:
    """Return where the person can go; the same question again returns the same options."""
    raise NotImplementedError


def choose_help(turn: Turn, referral_id: str, mode: Literal["info", "warm"]) -> Referred:
    """Note the choice; ``warm`` asks a colleague to make the contact, and needs consent."""
    raise NotImplementedError

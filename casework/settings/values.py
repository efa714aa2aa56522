"""Which settings can be changed, what they are now, and the organisation with other values.

A name is a key of the organisation's file, or ``policy.`` and a limit in the policy's. Values are
written as in those files, a day as ISO text; the checks are those of the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from casework.errors import CaseworkError, FileRefused
from casework.organisation import (
    Organisation,
    check_settings,
    settings_of_organisation,
    with_checked_settings,
)
from payment_arrangement import PolicyError, policy_limits, with_limits

POLICY = "policy."
LIMITS = ("stated_amount_limit_euro", "concessions_per_year")
"""Limits of the assistant that stand in the organisation's file; the others are the policy's."""


class SettingsRefused(CaseworkError):
    """Values that the check of the files refuses.

    ``names`` are the settings that are wrong; ``problems`` says what, and what would be right.
    ``is_contradiction``: each is right by itself, but not beside another one.
    """

    text_key = "casework_settings_refused"

    def __init__(self, names: Sequence[str], problems: Sequence[str]) -> None:
        self.names, self.problems = tuple(names), tuple(problems)
        self.is_contradiction = any("contradicts another" in each for each in problems)
        lines = "\n  ".join(problems)
        super().__init__(f"Nothing was changed, because these cannot be right:\n  {lines}")


def settings_of(organisation: Organisation) -> dict[str, Any]:
    """Return every setting that can be changed, by name, with its value."""
    limits = policy_limits(organisation.policy)
    return settings_of_organisation(organisation) | {
        f"{POLICY}{name}": value for name, value in limits.items()
    }


def is_limit(name: str) -> bool:
    """Whether a setting says how much is granted, and by whom.

    >>> is_limit("policy.staff.max_months"), is_limit("opening_hours")
    (True, False)
    """
    return name.startswith(POLICY) or name in LIMITS


def with_settings(
    organisation: Organisation, values: Mapping[str, Any], version: str = ""
) -> Organisation:
    """Return ``organisation`` with other ``values``; a changed policy gets ``version`` behind its.

    Raises :class:`SettingsRefused` with every problem, as the check of the files finds it.
    """
    known = settings_of(organisation)
    unknown = [name for name in values if name not in known]
    if unknown:
        raise SettingsRefused(unknown, [f"{name}: no such setting" for name in unknown])
    own = {name: value for name, value in values.items() if not name.startswith(POLICY)}
    limits = {
        name.removeprefix(POLICY): value
        for name, value in values.items()
        if name.startswith(POLICY)
    }
    problems: list[str] = []
    try:
        check_settings(own)
    except FileRefused as error:
        problems += error.problems
    policy = organisation.policy
    try:
        policy = with_limits(policy, limits, version) if limits else policy
    except PolicyError as error:
        problems += error.problems
    if problems:
        raise SettingsRefused(_names_in(problems, values), problems)
    return replace(with_checked_settings(organisation, own), policy=policy)


def _names_in(problems: Sequence[str], values: Mapping[str, Any]) -> list[str]:
    """The settings of ``values`` that the problems speak of: each problem names its path."""
    return [
        name
        for name in values
        if any(f" {name.removeprefix(POLICY)}" in f" {problem}" for problem in problems)
    ]

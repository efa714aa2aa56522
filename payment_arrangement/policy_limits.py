"""The limits of a policy by name, as its file writes them, and the policy with other limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from payment_arrangement import policy_check
from payment_arrangement.errors import PolicyError
from payment_arrangement.policy import Policy, read_policy

_WHO = ("assistant", "staff")
_OTHER = ("min_instalment_euro", "longest_plan_months")


def policy_limits(policy: Policy) -> dict[str, Any]:
    """Return every limit by its path in the file: amounts as text in euros, None for no maximum.

    >>> from payment_arrangement import standard_policy
    >>> limits = policy_limits(standard_policy())
    >>> limits["staff.max_total_euro"], limits["assistant.max_terms.month"]
    ('10000.00', 12)
    """
    data = _as_in_file(policy)
    found = {name: data[name] for name in _OTHER}
    for who in _WHO:
        found |= {f"{who}.{name}": value for name, value in _flat(data[who])}
    return found


def with_limits(policy: Policy, limits: Mapping[str, Any], version: str) -> Policy:
    """Return ``policy`` with other limits, as version ``<version of the policy>+<version>``.

    ``limits`` are named and written as by :func:`policy_limits`. It goes through the same check as
    a file: raises :class:`PolicyError` with every problem, and for a name that is no limit.
    """
    unknown = limits.keys() - policy_limits(policy).keys()
    if unknown:
        names = [f"{name}: is no limit of this policy" for name in sorted(unknown)]
        raise PolicyError(policy.code, names)
    data = _as_in_file(policy)
    for path, value in limits.items():
        *parents, last = path.split(".")
        place = data
        for parent in parents:
            place = place[parent]
        place[last] = value
    data["version"] = f"{policy.version}+{version}"
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    return read_policy(text, origin=policy.code)


def policy_checks(policy: Policy) -> dict[str, bool]:
    """Return the name of each check between settings, and whether ``policy`` passes it.

    >>> from payment_arrangement import standard_policy
    >>> all(policy_checks(standard_policy()).values())
    True
    """
    data = _as_in_file(policy)
    return {name: not list(check(data)) for name, check in policy_check.CHECKS.items()}


def _as_in_file(policy: Policy) -> dict[str, Any]:
    written: dict[str, Any] = _in_euros(dict(policy.settings))
    return written


def _in_euros(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(_field_in_euros(name, each) for name, each in value.items())
    return list(value) if isinstance(value, tuple) else value


def _field_in_euros(name: str, value: Any) -> tuple[str, Any]:
    if not name.endswith("_cents"):
        return name, _in_euros(value)
    euros = f"{name.removesuffix('_cents')}_euro"
    if isinstance(value, Mapping):
        return euros, {key: _euros(each) for key, each in value.items()}
    return euros, _euros(value)


def _euros(cents: int | None) -> str | None:
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value

"""What can be wrong with a policy: each setting by itself, and settings that contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from payment_arrangement import yaml_source

PERIODS_PER_YEAR = {"month": 12, "four_weeks": 13, "week": 52}
_DAYS = ("postponement_max_days", "pause_max_days", "debit_date_max_shift_days")
Problem = tuple[tuple[str, ...], object, str]
Check = Callable[[Mapping[str, Any]], Iterator[Problem]]


def problems(source: yaml_source.YamlSource, schema: Mapping[str, Any]) -> list[str]:
    """Every problem of the policy in `source`, each with its line, its value and what is right."""
    found = yaml_source.problems(source, schema)
    found += [
        f"line {source.line_of(path)}, {'.'.join(map(str, path))}: write amounts and percentages "
        'as quoted numbers, such as "12.50"'
        for path in yaml_source.unquoted_money(source.data)
    ]
    for check in CHECKS.values():
        try:
            contradictions = list(check(source.data))
        except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
            # One of its settings is missing or wrong by itself, which was found above.
            continue
        found += [
            f"line {source.line_of(path)}, {'.'.join(path)}: {value} contradicts another setting; "
            f"right would be {right}"
            for path, value, right in contradictions
        ]
    return found


def _shares(data: Mapping[str, Any]) -> Iterator[Problem]:
    shares = [Decimal(data["shares_percent"][name]) for name in ("fast", "middle", "calm")]
    if not 100 >= shares[0] > shares[1] > shares[2] > 0:
        value = ", ".join(map(str, shares))
        right = "at most 100 for fast, less for middle, least for calm, all above 0"
        yield ("shares_percent",), value, right


def _staff_at_least_assistant(data: Mapping[str, Any]) -> Iterator[Problem]:
    assistant, staff = data["assistant"], data["staff"]
    yield from _terms_of_staff(assistant["max_terms"], staff["max_terms"])
    for name in ("max_total_euro", "max_current_bills"):
        if staff[name] is not None and _number(staff[name]) < _number(assistant[name]):
            value = "no maximum" if assistant[name] is None else assistant[name]
            yield ("staff", name), staff[name], f"null, or at least what the assistant has, {value}"
    for name in (*_DAYS, "max_months"):
        if staff[name] < assistant[name]:
            yield (
                ("staff", name),
                staff[name],
                f"at least what the assistant has, {assistant[name]}",
            )
    if _number(staff["min_total_euro"]) > _number(assistant["min_total_euro"]):
        right = f"at most what the assistant has, {assistant['min_total_euro']}"
        yield ("staff", "min_total_euro"), staff["min_total_euro"], right


def _number(value: str | int | None) -> Decimal:
    """A maximum as a number; no maximum is larger than any."""
    return Decimal("Infinity") if value is None else Decimal(value)


def _terms_of_staff(assistant: Mapping[str, int], staff: Mapping[str, int]) -> Iterator[Problem]:
    for frequency, most in assistant.items():
        if staff.get(frequency, 0) < most:
            value = staff.get(frequency, "nothing")
            right = f"at least what the assistant has, {most}"
            yield ("staff", "max_terms", frequency), value, right


def _terms_fit_in_months(data: Mapping[str, Any]) -> Iterator[Problem]:
    for who in ("assistant", "staff"):
        months = data[who]["max_months"]
        for frequency, terms in data[who]["max_terms"].items():
            # A plan of n months has room for one term more than n intervals.
            most = months * PERIODS_PER_YEAR[frequency] // 12 + 1
            if terms > most:
                right = f"at most {most}, which is what {months} months can hold"
                yield (who, "max_terms", frequency), terms, right


def _longest_plan(data: Mapping[str, Any]) -> Iterator[Problem]:
    most = max(data[who]["max_months"] for who in ("assistant", "staff"))
    if data["longest_plan_months"] < most:
        right = f"at least the largest max_months, {most}"
        yield ("longest_plan_months",), data["longest_plan_months"], right


def _amounts(data: Mapping[str, Any]) -> Iterator[Problem]:
    smallest = Decimal(data["min_instalment_euro"])
    for who in ("assistant", "staff"):
        largest = _number(data[who]["max_total_euro"])
        least = Decimal(data[who]["min_total_euro"])
        if 0 < largest < smallest:
            right = f"at most max_total_euro of {who}, {largest}"
            yield ("min_instalment_euro",), smallest, right
        if 0 < largest < least:
            right = f"at most max_total_euro, {largest}"
            yield (who, "min_total_euro"), least, right


def _cost_policy(data: Mapping[str, Any]) -> Iterator[Problem]:
    amount, is_fixed = data["lower_fixed_costs_euro"], data["cost_policy"] == "lower_fixed"
    if is_fixed and amount is None:
        yield ("lower_fixed_costs_euro",), "null", "an amount, because cost_policy is lower_fixed"
    if not is_fixed and amount is not None:
        right = f"null, because cost_policy is {data['cost_policy']}"
        yield ("lower_fixed_costs_euro",), amount, right


CHECKS: Mapping[str, Check] = {
    "shares": _shares,
    "staff_at_least_assistant": _staff_at_least_assistant,
    "terms_fit_in_months": _terms_fit_in_months,
    "longest_plan": _longest_plan,
    "amounts": _amounts,
    "cost_policy": _cost_policy,
}
"""What each check looks at: settings that may contradict."""

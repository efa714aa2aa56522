"""The errors of this package: one base class, one subclass per cause.

Every message says what happened, why that is a problem and what to do. `text_key` names the
text a person may read; the message itself is for colleagues and developers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


class ArrangementError(Exception):
    """Base of every error here. `text_key` is the key of the text for a person."""

    text_key = "payment_arrangement_error"


class FactMissing(ArrangementError):
    """A fact is unknown and the rule cannot do without it. `fact` names what to ask."""

    text_key = "payment_arrangement_fact_missing"

    def __init__(self, fact: str, rule: str) -> None:
        self.fact = fact
        self.rule = rule
        super().__init__(
            f"'{fact}' is unknown and '{rule}' cannot be answered without it: "
            f"unknown is not zero. Ask for '{fact}', or pass the question to a colleague."
        )


class NotModelled(ArrangementError):
    """The case is real but outside what the rule covers; a colleague takes over."""

    text_key = "payment_arrangement_not_modelled"

    def __init__(self, rule: str, what: str) -> None:
        self.rule = rule
        self.what = what
        super().__init__(
            f"'{rule}' does not cover {what}: an answer would be a guess. "
            "Pass the case to a colleague; docs/rules.md lists what each rule leaves out."
        )


class ParameterMissing(ArrangementError):
    """A dated value does not exist on the day asked about; `known` are the days it covers."""

    text_key = "payment_arrangement_parameter_missing"

    def __init__(self, topic: str, as_of: date, known: Sequence[str], why: str) -> None:
        self.topic = topic
        self.as_of = as_of
        self.known = tuple(known)
        super().__init__(
            f"'{topic}' has no value on {as_of}: {why}. An older or newer value is never used in "
            "its place. Add the value with its source to "
            f"payment_arrangement/parameters/{topic}.yml, or ask about a day it covers: "
            f"{'; '.join(known)}."
        )


class ParameterError(ArrangementError):
    """A parameter file cannot be trusted. `problems` holds every problem found."""

    text_key = "payment_arrangement_parameter_error"

    def __init__(self, topic: str, problems: Sequence[str]) -> None:
        self.topic = topic
        self.problems = tuple(problems)
        lines = "\n  ".join(problems)
        super().__init__(
            f"payment_arrangement/parameters/{topic}.yml does not load, so no rule may use it. "
            f"Correct:\n  {lines}"
        )


class PolicyError(ArrangementError):
    """An organisation's policy is not valid. `problems` holds every problem found."""

    text_key = "payment_arrangement_policy_error"

    def __init__(self, origin: str, problems: Sequence[str]) -> None:
        self.origin = origin
        self.problems = tuple(problems)
        lines = "\n  ".join(problems)
        super().__init__(
            f"The policy {origin} is not valid, so nothing can be granted with it. "
            f"Correct:\n  {lines}"
        )


class BadAmount(ArrangementError):
    """An amount that no claim or instalment can have."""

    text_key = "payment_arrangement_bad_amount"

    def __init__(self, name: str, amount_cents: object, expected: str) -> None:
        self.name = name
        self.amount_cents = amount_cents
        super().__init__(
            f"'{name}' is {amount_cents!r} cents, which cannot be right: expected {expected}. "
            "Ask the person to repeat the amount."
        )


class BadDate(ArrangementError):
    """A day or moment that the question cannot be about."""

    text_key = "payment_arrangement_bad_date"

    def __init__(self, name: str, value: object, expected: str) -> None:
        self.name = name
        self.value = value
        super().__init__(
            f"'{name}' is {value}, which cannot be right: expected {expected}. "
            "Ask the person to repeat the date."
        )


class BadText(ArrangementError):
    """A text that cannot be read as what it should be."""

    text_key = "payment_arrangement_bad_text"

    def __init__(self, name: str, found: str, expected: str) -> None:
        self.name = name
        super().__init__(
            f"'{name}' is {found}, so nothing can be said of it: expected {expected}. "
            "Ask for the text again, or pass it to a colleague."
        )


class RequestRefused(ArrangementError):
    """A question from another system that cannot be read. `problems` holds every problem found."""

    text_key = "payment_arrangement_request_refused"

    def __init__(self, what: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n  ".join(problems)
        super().__init__(f"{what} cannot be read, so nothing was computed. Correct:\n  {lines}")


class NotAReceipt(ArrangementError):
    """What should be computed again is no receipt of ours, or was changed afterwards."""

    text_key = "payment_arrangement_not_a_receipt"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This is no receipt that can be computed again: {why}. "
            "Give the outcome with its receipt as it was written, unchanged."
        )


class RuleVersionMissing(ArrangementError):
    """A receipt of a rule, or of a version of it, that this release does not hold."""

    text_key = "payment_arrangement_rule_version_missing"

    def __init__(self, rule: str, version: str, known: str | None) -> None:
        self.rule = rule
        self.version = version
        held = f"holds version {known} of it" if known else "does not hold that rule"
        super().__init__(
            f"The receipt was made with '{rule}' version {version}, and this release {held}: "
            "another version may give another outcome, so nothing was computed. Replay it with the "
            "release that made it; CHANGELOG.md tells in which release each version changed."
        )

"""What a person told us that decides where we send them; no name, no free text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from referral_directory.model import FactKind

Threat = Literal["eviction", "utility_cutoff", "health_insurance_end"]
AgeBand = Literal["under_16", "16_to_27", "28_plus"]
Channel = Literal["phone", "web", "email", "visit"]
KIND_OF_CHANNEL: Mapping[Channel, FactKind] = {
    "phone": "phone",
    "web": "url",
    "email": "email",
    "visit": "address",
}
"""The kind of fact that lets somebody be reached in the way a person wishes."""


@dataclass(frozen=True)
class Need:
    """One person's need. None always means: not told, which is not the same as no.

    `need_codes` are codes from `taxonomy.yml`, the most pressing first. `postcode` may be four
    digits or a whole postcode. `threat_on` is the day on which the threat would happen. `language`
    is a language code.
    """

    need_codes: tuple[str, ...] = ()
    postcode: str | None = None
    municipality: str | None = None
    audience: Literal["customer", "employee"] = "customer"
    age_band: AgeBand | None = None
    language: str = "nl"
    self_employed: bool | None = None
    threat: Threat | None = None
    threat_on: date | None = None
    other_creditors: bool | None = None
    channel: Channel | None = None

    @property
    def is_self_employed(self) -> bool:
        """Whether the person said to have a business of their own."""
        return self.self_employed is True or "self_employed" in self.need_codes

    @property
    def is_young(self) -> bool:
        """Whether the person is 16 to 27 years old, or asked for help for young people."""
        return self.age_band == "16_to_27" or (self.age_band is None and "youth" in self.need_codes)

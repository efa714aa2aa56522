"""The words of the directory: Open Referral HSDS 3.0, with our own `verification` beside each fact.

HSDS has one `assured_date` for a whole service. A phone number, though, goes out of date long
before the service does, so every fact here carries its own sources. All classes are frozen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from referral_directory.register import Document
from referral_directory.schedules import Schedule

Access = Literal["self_referral", "by_helper"]
FactKind = Literal["phone", "url", "email", "address", "hours"]


@dataclass(frozen=True)
class Source:
    """Where a fact was read.

    `published` is the date on the page as far as it shows ("2020", "2021-03", "2021-02-03") or
    None; `published_on` is the earliest day that this can mean. `read_on` is the day on which the
    stored copy was read: it says nothing about whether the fact was still true then.
    """

    key: str
    address: str
    published: str | None
    published_on: date | None
    read_on: date


@dataclass(frozen=True)
class Verification:
    """What a fact rests on. `verified` False: nobody saw it in a source, never show it."""

    verified: bool
    sources: tuple[Source, ...] = ()
    assured_on: date | None = None
    note: str | None = None

    @cached_property
    def confirmed_on(self) -> date | None:
        """The newest day on which a dated source, or somebody who phoned, confirmed the fact."""
        days = [source.published_on for source in self.sources if source.published_on]
        if self.assured_on:
            days.append(self.assured_on)
        return max(days, default=None)

    @property
    def best_source(self) -> Source | None:
        """The newest dated source; when none has a date, the first one."""
        dated = [source for source in self.sources if source.published_on]
        if dated:
            return max(dated, key=lambda source: source.published_on or date.min)
        return self.sources[0] if self.sources else None


@dataclass(frozen=True)
class Fact:
    """One thing to show about a service: a phone number, web address, e-mail, address or hours."""

    kind: FactKind
    value: str
    verification: Verification
    is_free: bool = False


@dataclass(frozen=True)
class Hours:
    """Opening hours that can be computed with, and what they rest on."""

    schedule: Schedule
    verification: Verification


@dataclass(frozen=True)
class ServiceArea:
    """Where a service works; a `neighbourhood` lies within the municipality `within`.

    Only the types `country` (all of the Netherlands) and `municipality` cover anybody for certain.
    """

    name: str
    extent_type: str
    within: str | None = None


@dataclass(frozen=True)
class Organization:
    """Who offers services (HSDS organization)."""

    id: str
    name: str
    description: str
    website: str | None


@dataclass(frozen=True)
class TaxonomyTerm:
    """One kind of need (HSDS taxonomy_term)."""

    code: str
    name: str
    description: str


@dataclass(frozen=True)
class Service:
    """A place a person can go to (HSDS service), with the facts that may be shown about it."""

    id: str
    organization: Organization
    name: str
    description: str
    status: str
    taxonomy_terms: tuple[str, ...]
    service_areas: tuple[ServiceArea, ...]
    existence: Verification
    facts: tuple[Fact, ...]
    access: Access
    is_free: bool
    minimum_age: int | None
    maximum_age: int | None
    not_for: tuple[str, ...]
    languages: tuple[str, ...]
    eligibility_description: str | None
    application_process: str | None
    assured_date: date | None
    assurer_email: str | None
    entry_version: str
    file: str
    line: int
    document: Document = field(repr=False, compare=False)
    schedules: tuple[Hours, ...] = ()

    @property
    def may_be_offered(self) -> bool:
        """Whether a source shows that the service exists and it is not closed."""
        return self.existence.verified and self.status == "active"

    @cached_property
    def is_national(self) -> bool:
        """Whether the service works in the whole country."""
        return any(area.extent_type == "country" for area in self.service_areas)

    def covers(self, municipality: str | None) -> bool:
        """Whether somebody in `municipality` (None: unknown) surely lies within the area.

        A service for some neighbourhoods only is never assumed to cover a whole municipality.
        """
        return self.is_national or any(
            area.extent_type == "municipality" and area.name == municipality
            for area in self.service_areas
        )

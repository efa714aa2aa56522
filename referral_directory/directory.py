"""Load the directory from its files: services, taxonomy, routes, freshness rules and postcodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from referral_directory.building import build_services, build_source, build_taxonomy
from referral_directory.errors import DirectoryFileError
from referral_directory.files import read_yaml
from referral_directory.findings import Finding
from referral_directory.freshness import AgeLimit, FreshnessRules
from referral_directory.model import Service, Source, TaxonomyTerm
from referral_directory.postcodes import PostcodeTable
from referral_directory.register import Register, short_hash
from referral_directory.seed import seed_register
from referral_directory.validation import faults_of

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Route:
    """Which kinds of need are looked for on one route, and what is said on it."""

    code: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    text_keys: tuple[str, ...] = ()
    text_keys_always: tuple[str, ...] = ()
    is_urgent: bool = False
    own_needs_second: bool = False
    is_municipal: bool = False


@dataclass(frozen=True, repr=False)
class Directory:
    """Everything that matching needs; `version` changes when anything in it changes."""

    version: str
    services: Mapping[str, Service]
    sources: Mapping[str, Source]
    taxonomy: Mapping[str, TaxonomyTerm]
    routes: Mapping[str, Route]
    fill: tuple[str, ...]
    freshness: FreshnessRules
    postcodes: PostcodeTable
    register: Register = field(default_factory=Register)

    @cached_property
    def by_need_and_area(self) -> Mapping[tuple[str, str | None], tuple[Service, ...]]:
        """The services for each need in each municipality; None: in the whole country.

        So each service under a key covers that area. A service for neighbourhoods only is under
        none: see `Service.covers`.
        """
        found: dict[tuple[str, str | None], dict[str, Service]] = {}
        for service in self.services.values():
            areas = {a.name for a in service.service_areas if a.extent_type == "municipality"}
            for code in service.taxonomy_terms:
                for area in (None,) if service.is_national else areas:
                    found.setdefault((code, area), {})[service.id] = service
        return {key: tuple(services.values()) for key, services in found.items()}

    def __repr__(self) -> str:
        return f"Directory(version={self.version!r}, {len(self.services)} services)"


def load_directory(path: Path | None = None) -> Directory:
    """Return the directory in the folder `path`, laid out as this package (None: our own).

    Raises `DirectoryFileError`, which lists every fault in the files.
    """
    folder = path or _PACKAGE
    settings = {
        name: read_yaml(folder / f"{name}.yml")
        for name in ("taxonomy", "routes", "freshness", "postcodes")
    }
    source_file = read_yaml(folder / "seed" / "sources.yml")
    seed = [
        read_yaml(file)
        for file in sorted((folder / "seed").glob("*.yml"))
        if file.name != "sources.yml"
    ]
    try:
        sources = _sources(source_file.data)
        codes = [term["code"] for term in settings["taxonomy"].data["terms"]]
        postcodes = _postcodes(settings["postcodes"].data)
        freshness = _freshness(settings["freshness"].data)
        routes = {
            code: _route(code, data) for code, data in settings["routes"].data["routes"].items()
        }
        fill = tuple(settings["routes"].data["fill"])
    except (KeyError, TypeError, ValueError) as error:
        raise DirectoryFileError([_setting_fault(error)]) from error
    schema = read_yaml(_PACKAGE / "seed_schema.yml").data
    faults = faults_of(seed, schema, sources, codes, postcodes.municipalities)
    if faults:
        raise DirectoryFileError(faults)
    register = seed_register(seed, sources, settings["taxonomy"].data)
    places = {
        item["id"]: (file.name, file.line_of(("services", index)))
        for file in seed
        for index, item in enumerate(file.data["services"])
    }
    return Directory(
        version=short_hash(
            b"".join(file.content for file in [*settings.values(), source_file, *seed])
        ),
        services=build_services(register, places),
        sources=sources,
        taxonomy=build_taxonomy(register),
        routes=routes,
        fill=fill,
        freshness=freshness,
        postcodes=postcodes,
        register=register,
    )


def _setting_fault(error: Exception) -> Finding:
    name = "taxonomy, routes, freshness, postcodes or sources"
    return Finding("error", f"{name}.yml", 1, "-", repr(error), "the layout of our own file")


def _sources(data: dict[str, Any]) -> dict[str, Source]:
    return {
        key: build_source({"key": key, "read_on": data["read_on"], **item})
        for key, item in data["sources"].items()
    }


def _postcodes(data: dict[str, Any]) -> PostcodeTable:
    ranges = tuple((row["first"], row["last"], row["municipality"]) for row in data["ranges"])
    municipalities = {name for _, _, name in ranges} | set(data["other_municipalities"])
    return PostcodeTable(ranges, data["place_names"], frozenset(municipalities))


def _freshness(data: dict[str, Any]) -> FreshnessRules:
    limits = {}
    for kind in ("existence", "phone", "hours", "url", "email", "address"):
        item = data[kind]
        pattern = item.get("service_number")
        limits[kind] = AgeLimit(
            stale_after_days=item["stale_after_days"],
            hide_after_days=item.get("hide_after_days"),
            never_hidden=re.compile(pattern) if pattern else None,
            counts_from_reading=item.get("undated_counts_from") == "read_on",
        )
    return FreshnessRules(limits, data["fallback_service"])


def _route(code: str, data: dict[str, Any]) -> Route:
    return Route(
        code=code,
        first=tuple(data["first"]),
        second=tuple(data["second"]),
        text_keys=tuple(data.get("text_keys", [])),
        text_keys_always=tuple(data.get("text_keys_always", [])),
        is_urgent=data.get("urgent", False),
        own_needs_second=data.get("own_needs_second", False),
        is_municipal=data.get("municipal", False),
    )

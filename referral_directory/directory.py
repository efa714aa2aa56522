"""Load the directory from its files: services, taxonomy, routes, freshness rules and postcodes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import rfc8785

from referral_directory.errors import DirectoryFileError
from referral_directory.files import YamlFile, read_yaml
from referral_directory.findings import Finding
from referral_directory.freshness import AgeLimit, FreshnessRules
from referral_directory.model import (
    Fact,
    FactKind,
    Organization,
    Service,
    ServiceArea,
    Source,
    TaxonomyTerm,
    Verification,
)
from referral_directory.postcodes import PostcodeTable
from referral_directory.validation import faults_of

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Route:
    """Which kinds of need are looked for on one route, and what is said on it."""

    code: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    text_keys: tuple[str, ...] = ()
    is_urgent: bool = False
    own_needs_second: bool = False
    is_municipal: bool = False


@dataclass(frozen=True)
class Directory:
    """Everything that matching needs; `version` changes when any file changes."""

    version: str
    services: Mapping[str, Service]
    sources: Mapping[str, Source]
    taxonomy: Mapping[str, TaxonomyTerm]
    routes: Mapping[str, Route]
    fill: tuple[str, ...]
    freshness: FreshnessRules
    postcodes: PostcodeTable


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
        taxonomy = {
            term["code"]: TaxonomyTerm(**term) for term in settings["taxonomy"].data["terms"]
        }
        postcodes = _postcodes(settings["postcodes"].data)
        freshness = _freshness(settings["freshness"].data)
        routes = {
            code: _route(code, data) for code, data in settings["routes"].data["routes"].items()
        }
        fill = tuple(settings["routes"].data["fill"])
    except (KeyError, TypeError, ValueError) as error:
        raise DirectoryFileError([_setting_fault(error)]) from error
    schema = read_yaml(_PACKAGE / "seed_schema.yml").data
    faults = faults_of(seed, schema, sources, taxonomy, postcodes.municipalities)
    if faults:
        raise DirectoryFileError(faults)
    return Directory(
        version=_hash(b"".join(file.content for file in [*settings.values(), source_file, *seed])),
        services=_services(seed, sources),
        sources=sources,
        taxonomy=taxonomy,
        routes=routes,
        fill=fill,
        freshness=freshness,
        postcodes=postcodes,
    )


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _setting_fault(error: Exception) -> Finding:
    name = "taxonomy, routes, freshness, postcodes or sources"
    return Finding("error", f"{name}.yml", 1, "-", repr(error), "the layout of our own file")


def earliest_day(published: str | None) -> date | None:
    """Return the first day that a date on a page can mean: "2021-03" is 1 March 2021."""
    if published is None:
        return None
    year, month, day = [*published.split("-"), "01", "01"][:3]
    return date(int(year), int(month), int(day))


def _sources(data: dict[str, Any]) -> dict[str, Source]:
    read_on = date.fromisoformat(data["read_on"])
    return {
        key: Source(
            key, item["address"], item["published"], earliest_day(item["published"]), read_on
        )
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
        text_keys=tuple(data["text_keys"]),
        is_urgent=data.get("urgent", False),
        own_needs_second=data.get("own_needs_second", False),
        is_municipal=data.get("municipal", False),
    )


def _services(seed: list[YamlFile], sources: Mapping[str, Source]) -> dict[str, Service]:
    organizations = {
        item["id"]: Organization(**item) for file in seed for item in file.data["organizations"]
    }
    return {
        item["id"]: _service(
            item, organizations, sources, file.name, file.line_of(("services", index))
        )
        for file in seed
        for index, item in enumerate(file.data["services"])
    }


def _verification(
    block: dict[str, Any], sources: Mapping[str, Source], assured_date: str | None = None
) -> Verification:
    assured_on = block.get("assured_on") or assured_date
    return Verification(
        verified=block["verified"],
        sources=tuple(sources[key] for key in block["sources"]),
        assured_on=date.fromisoformat(assured_on) if assured_on else None,
        note=block.get("note"),
    )


def _facts(item: dict[str, Any], sources: Mapping[str, Source]) -> tuple[Fact, ...]:
    facts = [
        Fact(
            "phone",
            phone["number"],
            _verification(phone["verification"], sources),
            is_free=phone.get("cost") == "free",
        )
        for phone in item.get("phones", [])
    ]
    web_kinds: tuple[FactKind, ...] = ("url", "email")
    for kind in web_kinds:
        if item.get(kind):
            block = item["verification"][kind]
            facts.append(Fact(kind, item[kind], _verification(block, sources)))
    for address in item.get("addresses", []):
        parts = (address["address_1"], address.get("postal_code"), address["city"])
        value = ", ".join(part for part in parts if part)
        facts.append(Fact("address", value, _verification(address["verification"], sources)))
    for schedule in item.get("schedules", []):
        block = schedule["verification"]
        facts.append(Fact("hours", schedule["description"], _verification(block, sources)))
    return tuple(facts)


def _service(
    item: dict[str, Any],
    organizations: Mapping[str, Organization],
    sources: Mapping[str, Source],
    file: str,
    line: int,
) -> Service:
    blocks = item["verification"]

    def is_verified(name: str) -> bool:
        return bool(blocks.get(name, {}).get("verified"))

    assured = item.get("assured_date")
    return Service(
        id=item["id"],
        organization=organizations[item["organization_id"]],
        name=item["name"],
        description=item["description"],
        status=item["status"],
        taxonomy_terms=tuple(item["taxonomy_terms"]),
        service_areas=tuple(ServiceArea(**area) for area in item["service_areas"]),
        existence=_verification(blocks["existence"], sources, assured),
        facts=_facts(item, sources),
        access=item.get("access", "self_referral"),
        is_free=bool(item["cost_options"]) and is_verified("cost_options"),
        minimum_age=item.get("minimum_age"),
        maximum_age=item.get("maximum_age"),
        not_for=tuple(item.get("not_for", [])),
        languages=tuple(item.get("languages", [])) if is_verified("languages") else (),
        eligibility_description=item.get("eligibility_description"),
        application_process=item.get("application_process"),
        assured_date=date.fromisoformat(assured) if assured else None,
        assurer_email=item.get("assurer_email"),
        entry_version=_hash(rfc8785.dumps(item)),
        file=file,
        line=line,
        raw=item,
    )

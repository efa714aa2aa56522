"""Build services from the checked contents of the directory's files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import rfc8785

from referral_directory.files import YamlFile
from referral_directory.model import (
    Fact,
    FactKind,
    Organization,
    Service,
    ServiceArea,
    Source,
    Verification,
)


def short_hash(content: bytes) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()[:16]


def build_services(seed: Sequence[YamlFile], sources: Mapping[str, Source]) -> dict[str, Service]:
    """Return every service in the files by its id; the files were found sound before."""
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
        entry_version=short_hash(rfc8785.dumps(item)),
        file=file,
        line=line,
        raw=item,
    )

"""From the seed's YAML items, which a person can read, to the register's HSDS documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from referral_directory.files import YamlFile
from referral_directory.model import Source
from referral_directory.register import KINDS, Document, Register, hsds_id, version_of
from referral_directory.register import without_nothing as clean

POSTCODE_UNKNOWN = "onbekend"
_PLAIN = (
    "name",
    "description",
    "url",
    "email",
    "application_process",
    "eligibility_description",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "assurer_email",
    "access",
    "not_for",
)


def seed_register(
    seed: Sequence[YamlFile], sources: Mapping[str, Source], taxonomy: Mapping[str, Any]
) -> Register:
    """Return the documents for the files, which were found sound before."""
    by_kind: dict[str, Iterable[Document]] = {
        "taxonomy": [_taxonomy(taxonomy["taxonomy"])],
        "taxonomy_term": [_term(term, taxonomy["taxonomy"]) for term in taxonomy["terms"]],
        "organization": [_organization(o) for file in seed for o in file.data["organizations"]],
        "service": [_service(s, sources) for file in seed for s in file.data["services"]],
    }
    documents: dict[str, dict[str, Document]] = {
        kind: {each["id"]: each for each in map(clean, by_kind.get(kind, []))} for kind in KINDS
    }
    versions = {
        each["id"]: version_of(each) for found in documents.values() for each in found.values()
    }
    return Register(documents, versions)


def _taxonomy(item: dict[str, Any]) -> Document:
    return {**item, "id": hsds_id("taxonomies", item["id"])}


def _term(item: dict[str, Any], taxonomy: dict[str, Any]) -> Document:
    return {
        "id": hsds_id("taxonomy", item["code"]),
        **item,
        "language": "nl",
        "taxonomy": taxonomy["name"],
        "taxonomy_id": hsds_id("taxonomies", taxonomy["id"]),
    }


def _organization(item: dict[str, Any]) -> Document:
    return {**item, "id": hsds_id(item["id"]), "short_id": item["id"]}


def _service(item: dict[str, Any], sources: Mapping[str, Source]) -> Document:
    name = item["id"]
    blocks = item["verification"].items()
    return {
        "id": hsds_id(name),
        "short_id": name,
        "organization_id": hsds_id(item["organization_id"]),
        **{field: item.get(field) for field in _PLAIN},
        # HSDS has no word for "nobody saw it"; what is not verified is never offered or published.
        "status": item["status"] or "inactive",
        "phones": [
            _fact(item, "phone", each["number"], each, sources) for each in _of(item, "phones")
        ],
        "schedules": [
            _fact(item, "hours", each["description"], each, sources)
            for each in _of(item, "schedules")
        ],
        "service_at_locations": [
            _at_location(item, each, sources) for each in _of(item, "addresses")
        ],
        "languages": [
            {"id": hsds_id(name, "language", code), "code": code} for code in _of(item, "languages")
        ],
        "cost_options": [
            {"id": hsds_id(name, "cost", each["option"]), **each} for each in item["cost_options"]
        ],
        "service_areas": [
            {
                "id": hsds_id(name, "area", each["name"]),
                "extent": each["name"],
                **each,
            }
            for each in item["service_areas"]
        ],
        "attributes": [_need(name, code) for code in item["taxonomy_terms"]],
        "verification": {field: _verification(block, sources) for field, block in blocks},
    }


def _of(item: dict[str, Any], field: str) -> list[Any]:
    found: list[Any] = item.get(field, [])
    return found


def _fact(
    item: dict[str, Any], kind: str, value: str, fact: dict[str, Any], sources: Mapping[str, Source]
) -> Document:
    return {
        "id": hsds_id(item["id"], kind, value),
        **fact,
        "verification": _verification(fact["verification"], sources),
    }


def _at_location(
    item: dict[str, Any], address: dict[str, Any], sources: Mapping[str, Source]
) -> Document:
    value = address["address_1"]
    place = {
        "postal_code": POSTCODE_UNKNOWN,
        "country": "NL",
        "address_type": "physical",
        **address,
    }
    return {
        "id": hsds_id(item["id"], "at", value),
        "location": {
            "id": hsds_id(item["id"], "location", value),
            "location_type": "physical",
            "addresses": [_fact(item, "address", value, place, sources)],
        },
    }


def _need(service: str, code: str) -> Document:
    return {
        "id": hsds_id(service, "need", code),
        "link_type": "service_type",
        "taxonomy_term_id": hsds_id("taxonomy", code),
        "value": code,
    }


def _verification(block: dict[str, Any], sources: Mapping[str, Source]) -> Document:
    return {**block, "sources": [_source(sources[key]) for key in block["sources"]]}


def _source(source: Source) -> Document:
    return {
        "key": source.key,
        "address": source.address,
        "published": source.published,
        "read_on": source.read_on.isoformat(),
    }

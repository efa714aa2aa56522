"""Give an entry in the shape of Open Referral HSDS 3.0, with only what a source has shown.

Ids in HSDS are UUIDs; ours are derived from our short ids (UUID version 5), so they stay the same.
Where a fact comes from has no place in the core of HSDS, so it goes out as an `attributes` entry.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from referral_directory.errors import NotExportableError
from referral_directory.freshness import FreshnessRules, contacts_to_show
from referral_directory.model import Organization, Service

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "warmwijzer")


def _id(*parts: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def to_hsds(service: Service, rules: FreshnessRules, as_of: datetime) -> dict[str, Any]:
    """Return the service as an HSDS 3.0 `service` object with only facts that may be shown.

    Raises `NotExportableError` when nobody has seen that the service exists.
    """
    if service.status is None or not service.existence.verified:
        raise NotExportableError(
            f"{service.id} was seen in no source, so its status is unknown and HSDS asks for one. "
            "Confirm the entry first, then export it."
        )
    shown = contacts_to_show(service, rules, as_of)
    found: dict[str, Any] = {
        "id": _id(service.id),
        "name": service.name,
        "description": service.description,
        "status": service.status,
        "url": next((line.value for line in shown if line.kind == "url"), None),
        "email": next((line.value for line in shown if line.kind == "email"), None),
        "application_process": service.application_process,
        "eligibility_description": service.eligibility_description,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "assured_date": service.assured_date.isoformat() if service.assured_date else None,
        "assurer_email": service.assurer_email,
        "organization": _organization(service.organization),
        "phones": [
            {"id": _id(service.id, "phone", line.value), "number": line.value, "type": "voice"}
            for line in shown
            if line.kind == "phone"
        ],
        "schedules": [
            {"id": _id(service.id, "hours", line.value), "description": line.value}
            for line in shown
            if line.kind == "hours"
        ],
        "service_areas": [
            {
                "id": _id(service.id, "area", area.name),
                "name": area.name,
                "extent": area.name,
                "extent_type": area.extent_type,
            }
            for area in service.service_areas
        ],
        "languages": [
            {"id": _id(service.id, "language", code), "code": code} for code in service.languages
        ],
        "cost_options": (
            [{"id": _id(service.id, "cost", "free"), "option": "free"}] if service.is_free else []
        ),
        "attributes": [*_needs(service), *_sources(service)],
    }
    return {key: value for key, value in found.items() if value is not None}


def _organization(organization: Organization) -> dict[str, Any]:
    found = {
        "id": _id(organization.id),
        "name": organization.name,
        "description": organization.description,
        "website": organization.website,
    }
    return {key: value for key, value in found.items() if value is not None}


def _needs(service: Service) -> list[dict[str, Any]]:
    return [
        {
            "id": _id(service.id, "need", code),
            "link_id": _id(service.id),
            "link_entity": "service",
            "link_type": "service_type",
            "taxonomy_term_id": _id("taxonomy", code),
            "value": code,
        }
        for code in service.taxonomy_terms
    ]


def _sources(service: Service) -> list[dict[str, Any]]:
    return [
        {
            "id": _id(service.id, "source", source.key),
            "link_id": _id(service.id),
            "link_entity": "service",
            "link_type": "source",
            "value": f"{source.address} ({source.published or 'undated'}, read {source.read_on})",
        }
        for source in service.existence.sources
    ]

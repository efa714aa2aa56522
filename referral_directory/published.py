"""What the world may see of the register: HSDS 3.0 documents with only what is current.

A phone number, address, web address or opening hour that is unverified, undated or past its term is
left out, so nobody takes it for current. `assured_date` stays: the day somebody last checked the
entry. Where an entry was read goes out as an `attributes` row, because HSDS has no place for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from referral_directory.building import addresses_of, verification_of
from referral_directory.directory import Directory
from referral_directory.errors import NotExportableError
from referral_directory.freshness import state_of
from referral_directory.model import FactKind, Service
from referral_directory.register import Document, hsds_id, without_nothing

IsCurrent = Callable[..., bool]
_KIND_OF_ROWS: dict[str, FactKind] = {
    "phones": "phone",
    "schedules": "hours",
    "addresses": "address",
    "contacts": "phone",
}
_KIND_OF_FIELD: dict[str, FactKind] = {"url": "url", "email": "email"}
_NEEDS_VERIFICATION = ("languages", "cost_options", "not_for")
_OURS = ("verification", "organization_id")


def is_published(service: Service) -> bool:
    """Return whether a source or a call shows that the service exists."""
    return service.existence.verified


def publish_service(service: Service, directory: Directory, as_of: datetime) -> Document:
    """Return the service as a full HSDS 3.0 `service` with its organization and taxonomy terms.

    Raises `NotExportableError` when nobody has seen that the service exists.
    """
    if not is_published(service):
        raise NotExportableError(
            f"{service.id} was seen in no source, so nobody knows whether it exists. "
            "Confirm the entry first (warmwijzer directory assured), then export it."
        )
    document, register = service.document, directory.register
    is_current = _judge(service, directory, as_of)
    shown = _shown(document, is_current)
    for name, kind in _KIND_OF_FIELD.items():
        if name in shown and not is_current(kind, None, name):
            del shown[name]
    for name in _NEEDS_VERIFICATION:
        if name in shown and not verification_of(document, name=name).verified:
            del shown[name]
    shown["service_at_locations"] = publish_places(service, directory, as_of)
    shown["organization"] = publish_organization(
        register.of("organization")[document["organization_id"]]
    )
    shown["attributes"] = [*_needs(shown, directory), *_sources(service)]
    shown["last_modified"] = _modified(directory, document["id"])
    found: Document = without_nothing(shown)
    return found


def publish_places(service: Service, directory: Directory, as_of: datetime) -> list[Document]:
    """Return the places of a service that still have an address to go to, or never had one."""
    places = service.document.get("service_at_locations", [])
    shown = _shown(places, _judge(service, directory, as_of))
    return [
        without_nothing(now)
        for before, now in zip(places, shown, strict=True)
        if bool(_addresses(before)) == bool(_addresses(now))
    ]


def _addresses(place: Document) -> list[Document]:
    return addresses_of({"service_at_locations": [place]})


def _judge(service: Service, directory: Directory, as_of: datetime) -> IsCurrent:
    """Return what tells whether a row, or a field of the service itself, is current."""

    def is_current(kind: FactKind, row: Document | None, name: str = "") -> bool:
        verification = verification_of(service.document, row, name)
        return state_of(kind, verification, directory.freshness, as_of) == "current"

    return is_current


def publish_organization(document: Document) -> Document:
    """Return an organization without phones, people and addresses: none is known to be current."""
    shown: Document = without_nothing(_shown(document, lambda kind, row: False))
    return shown


def _shown(value: Any, is_current: IsCurrent) -> Any:
    """Return a copy of a document without our own fields and without rows that are not current."""
    if isinstance(value, list):
        return [_shown(item, is_current) for item in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, item in value.items():
        kind = _KIND_OF_ROWS.get(key)
        if kind is not None and isinstance(item, list):
            item = [row for row in item if is_current(kind, row)]
        if key not in _OURS:
            found[key] = _shown(item, is_current)
    return found


def _needs(shown: Document, directory: Directory) -> list[Document]:
    terms = directory.register.of("taxonomy_term")
    rows = []
    for row in shown.get("attributes", []):
        term = terms.get(row.get("taxonomy_term_id", ""))
        row = {**row, "link_id": shown["id"], "link_entity": "service"}
        rows.append({**row, "taxonomy_term": term} if term else row)
    return rows


def _sources(service: Service) -> list[Document]:
    return [
        {
            "id": hsds_id(service.document["id"], "source", source.key),
            "link_id": service.document["id"],
            "link_entity": "service",
            "link_type": "source",
            "value": f"{source.address} ({source.published or 'undated'}, read {source.read_on})",
        }
        for source in service.existence.sources
    ]


def _modified(directory: Directory, document_id: str) -> str | None:
    moment = directory.register.modified_at.get(document_id)
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None

"""The register itself: HSDS 3.0 documents, as they are kept, imported and exported.

A document is one HSDS object with everything below it nested. Our own additions stand beside the
fields of HSDS and travel along: `short_id`, `access`, `not_for` and `verification`. An organization
and the terms of a taxonomy are documents of their own; a service names them by id.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

import rfc8785

Document = dict[str, Any]
Kind = Literal[
    "taxonomy",
    "taxonomy_term",
    "organization",
    "location",
    "service",
    "meta_table_description",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which one can refer to another."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "warmwijzer")
_NEEDS = "warmwijzer-needs"


def hsds_id(*parts: str) -> str:
    """Return the UUID (version 5) for short ids of ours; the same parts always give the same.

    >>> hsds_id("nl-geldfit") == hsds_id("nl-geldfit") != hsds_id("nl-geldfit", "phone")
    True
    """
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def is_of_needs(document: Document) -> bool:
    """Return whether a document is our taxonomy of needs or one of its terms.

    Only those mean something to matching: `food` in another taxonomy may be a cooking class.
    """
    ours = hsds_id("taxonomies", _NEEDS)
    return ours in (document["id"], document.get("taxonomy_id"))


def short_hash(content: bytes) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()[:16]


def version_of(document: Document) -> str:
    """Return the version of an entry: the hash of its canonical JSON (RFC 8785), 16 digits."""
    return short_hash(rfc8785.dumps(document))


def without_nothing(value: Any) -> Any:
    """Return `value` without nulls and empty lists or objects: in HSDS these say nothing.

    >>> without_nothing({"id": "1", "url": None, "phones": [], "count": 0})
    {'id': '1', 'count': 0}
    """
    if isinstance(value, dict):
        cleaned = {key: without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [without_nothing(item) for item in value]
    return value


@dataclass(frozen=True, repr=False)
class Register:
    """Every current document by kind and id; `versions` and `modified_at` go by id.

    `number` is the last change it holds (0: not from the database).
    """

    documents: Mapping[str, Mapping[str, Document]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )
    versions: Mapping[str, str] = field(default_factory=dict)
    modified_at: Mapping[str, datetime] = field(default_factory=dict)
    number: int = 0

    def of(self, kind: Kind) -> Mapping[str, Document]:
        """Return the documents of one kind by id."""
        return self.documents[kind]

    def __iter__(self) -> Iterator[tuple[Kind, str, Document]]:
        for kind in KINDS:
            for document_id, document in self.documents[kind].items():
                yield kind, document_id, document

    def __len__(self) -> int:
        return sum(len(self.documents[kind]) for kind in KINDS)

    def __repr__(self) -> str:
        return f"Register({len(self)} documents)"

    def find_service(self, entry: str) -> Document | None:
        """Return the service with this id or short id, or None."""
        services = self.of("service")
        return services.get(entry) or services.get(hsds_id(entry))

    def terms_of(self, service: Document) -> list[Document]:
        """Return the taxonomy terms that a service's attributes name, in their order.

        Of any taxonomy; see `is_of_needs`.
        """
        terms = self.of("taxonomy_term")
        found = (terms.get(each.get("taxonomy_term_id", "")) for each in attributes_of(service))
        return [term for term in found if term]


def attributes_of(document: Document) -> list[Document]:
    """Return the document's own HSDS attributes."""
    attributes: list[Document] = document.get("attributes", [])
    return attributes


def code_of(service: Document) -> str:
    """Return the id by which the rest of the product knows a service: the short one, if any."""
    code: str = service.get("short_id") or service["id"]
    return code
